"""The same made-up policy says the same, whatever kind of file it comes in."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import openpyxl
import pytest

from policy.model import Policy
from policy.parse import read_policy
from tests.policy.pdf_writer import PdfWriter, Printer
from tests.policy.table_builder import TIMINGS, MadeRow, made_rows, made_up_names
from tests.policy.word_builder import docx, p, tbl, tc, tr

HEADER = ["序号", "重点领域", "工作任务", "责任单位", "完成时限"]
WIDTHS = [30.0, 60.0, 120.0, 85.0, 65.0]
SECTIONS = ("总体要求", "重点任务", "保障措施")
CLAUSES = (
    ("完善基础设施", "加快光纤网络建设，扩大覆盖范围，到2025年家庭普及率达到百分之九十以上。"),
    ("培育市场主体", "支持企业开展技术改造，降低制度性交易成本，鼓励社会资本参与。（市财政局、市商务局负责）"),
    ("优化公共服务", "推动政务数据共享开放，方便群众办事，提高办理效率。（市数据局牵头，2024年底前完成）"),
    ("强化人才支撑", "引进高层次人才，完善评价机制。"),
    ("加强组织领导", "各有关部门要密切配合，形成工作合力，及时协调解决重大问题。"),
)


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up policy before it is written down: the lines of its text, the rows of its annex, the words of its title."""

    title: str
    number: str
    lines: tuple[str, ...]
    closing: tuple[str, ...]
    annex: str
    rows: tuple[MadeRow, ...]


def made(seed: int) -> Made:
    chance = random.Random(seed)
    lines = ["各县（市、区）人民政府，市政府各部门：", "为贯彻落实国家部署，推动高质量发展，结合我市实际，现提出如下意见："]
    clause = 0
    for place, section in enumerate(SECTIONS):
        lines.append(f"{'一二三'[place]}、{section}")
        for heading, words in chance.sample(CLAUSES, chance.choice((1, 2, 3))):
            clause += 1
            lines.append(f"（{'一二三四五六七八九'[clause - 1]}）{heading}。{words}")
    rows = made_rows(chance, chance.choice((8, 15)), made_up_names(chance), [timing for timing in TIMINGS if timing])
    closing = ("附件：重点任务分工表", "海州市人民政府", "2023年5月6日")
    return Made("海州市人民政府关于促进信息服务的意见", "海政发〔2023〕12号", tuple(lines), closing, "重点任务分工表", tuple(rows))


def cells_of(row: MadeRow) -> list[str]:
    return [str(row.number), row.category, row.task, row.departments, row.timing]


def spans(rows: Sequence[MadeRow]) -> list[tuple[MadeRow, int]]:
    """Each row with how many rows its category's cell covers: none where the cell of an earlier one does."""
    found: list[tuple[MadeRow, int]] = []
    for _, group in groupby(rows, key=lambda row: row.category):
        own = list(group)
        found += [(row, len(own) if place == 0 else 0) for place, row in enumerate(own)]
    return found


def as_text(policy: Made) -> bytes:
    rows = ["\t".join(cells_of(row)) for row in policy.rows]
    body = ["　　" + line if not line.endswith("：") or place else line for place, line in enumerate(policy.lines)]
    lines = [policy.title, policy.number, *body, *policy.closing, "附件", policy.annex, "\t".join(HEADER), *rows]
    return "\n".join(lines).encode()


def as_gb18030(policy: Made) -> bytes:
    return as_text(policy).decode().replace("\n", "\r\n").encode("gb18030")


def as_markdown(policy: Made) -> bytes:
    bars = [f"| {' | '.join(cells)} |" for cells in (HEADER, ["---"] * len(HEADER), *map(cells_of, policy.rows))]
    lines = [f"# {policy.title}", policy.number, *policy.lines, *policy.closing, "附件", policy.annex]
    return ("\n\n".join(lines) + "\n\n" + "\n".join(bars) + "\n").encode()


def as_page(policy: Made) -> bytes:
    head = "".join(f"<th>{cell}</th>" for cell in HEADER)
    rows = ""
    for row, covered in spans(policy.rows):
        number, category, *rest = cells_of(row)
        cells = [number, *([category] if covered else []), *rest]
        marks = ["", *([f' rowspan="{covered}"'] if covered else []), "", "", ""]
        rows += "<tr>" + "".join(f"<td{mark}>{cell}</td>" for mark, cell in zip(marks, cells, strict=True)) + "</tr>"
    lines = "".join(f"<p>　　{line}</p>" for line in (*policy.lines, *policy.closing, "附件", policy.annex))
    menu = (
        "<ul>"
        + "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("首页", "政务公开", "办事服务", "互动交流"))
        + "</ul>"
    )
    return (
        f"<html><head><meta charset='utf-8'><title>{policy.title}_海州市人民政府</title></head><body><div>{menu}</div>"
        f"<div class='content'><h1>{policy.title}</h1><p>{policy.number}</p>{lines}<table><tr>{head}</tr>{rows}</table></div>"
        f"<div>版权所有：海州市人民政府办公室　网站地图</div></body></html>"
    ).encode()


def as_word(policy: Made) -> bytes:
    rows = [tr(*HEADER)]
    for row, covered in spans(policy.rows):
        number, category, *rest = cells_of(row)
        merge = '<w:vMerge w:val="restart"/>' if covered else "<w:vMerge/>"
        rows.append(tr(number, tc(category if covered else "", merge), *rest))
    lines = [policy.title, policy.number, *policy.lines, *policy.closing, "附件", policy.annex]
    return docx("".join(map(p, lines)) + tbl(*rows) + p(""))


def as_pdf(policy: Made) -> bytes:
    writer = PdfWriter()
    printer = Printer(writer)
    printer.turn()
    printer.centred(policy.title, 16)
    printer.centred(policy.number)
    printer.paragraph(policy.lines[0], 0)
    for line in (*policy.lines[1:], *policy.closing):
        printer.paragraph(line)
    printer.turn()
    printer.paragraph("附件", 0)
    printer.centred(policy.annex, 14)
    printer.table([HEADER, *map(cells_of, policy.rows)], WIDTHS)
    return writer.save()


WRITERS: dict[str, tuple[str, Callable[[Made], bytes]]] = {
    "gb18030": (".txt", as_gb18030),
    "markdown": (".md", as_markdown),
    "page": (".html", as_page),
    "word": (".docx", as_word),
    "pdf": (".pdf", as_pdf),
}


def written(folder: Path, policy: Made, suffix: str, write: Callable[[Made], bytes]) -> Policy:
    path = folder / f"意见{suffix}"
    path.write_bytes(write(policy))
    return read_policy(path)


def outline(policy: Policy) -> list[tuple[object, ...]]:
    return [(unit.eid, unit.kind, unit.number, unit.heading, unit.parent) for unit in policy.provisions]


def tasks(policy: Policy) -> list[tuple[object, ...]]:
    return [
        (
            *(task.eid, task.number, task.category, task.title, task.text, task.departments, task.open_ended),
            *(task.departments_raw, task.timing, task.source, task.clauses),
        )
        for task in policy.tasks
    ]


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("seed", range(6))
def test_a_policy_says_the_same_in_every_kind_of_file(tmp_path: Path, seed: int, kind: str) -> None:
    policy = made(seed)
    plain = written(tmp_path, policy, ".txt", as_text)
    assert plain.metadata.title == policy.title
    assert [task.text for task in plain.tasks] == [row.task for row in policy.rows]
    assert [task.category for task in plain.tasks] == [row.category for row in policy.rows]
    found = written(tmp_path, policy, *WRITERS[kind])
    assert found.metadata == plain.metadata
    assert outline(found) == outline(plain)
    assert tasks(found) == tasks(plain)
    assert [(one.operator, one.value, one.unit, one.by) for one in found.indicators] == [
        (one.operator, one.value, one.unit, one.by) for one in plain.indicators
    ]


@pytest.mark.parametrize("seed", range(3))
def test_the_table_alone_says_the_same_in_a_workbook(tmp_path: Path, seed: int) -> None:
    policy = made(seed)
    plain = written(tmp_path, policy, ".txt", as_text)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, *map(cells_of, policy.rows)):
        sheet.append(row)
    book.save(tmp_path / "分工.xlsx")
    alone = read_policy(tmp_path / "分工.xlsx")
    assert [
        (task.number, task.category, task.text, task.departments, task.timing and task.timing.phrase) for task in alone.tasks
    ] == [(task.number, task.category, task.text, task.departments, task.timing and task.timing.phrase) for task in plain.tasks]
