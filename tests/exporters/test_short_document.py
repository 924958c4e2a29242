"""Short Word documents: headings, paragraphs and tables on the page of the standard."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import pytest

from exporters.cancelled import Cancelled
from exporters.word.short_document import Section, ShortDocument, Table, write_short
from resources.catalogue import Catalogue

ROWS = tuple((f"来源{number}.clausedesk", str(number)) for number in range(3))
TABLE = Table(("来源", "新增"), ROWS, (3, 1), frozenset({1}), "合并明细")
DOCUMENT = ShortDocument(
    "合并情况报告",
    ("张晓岚", "2014年6月30日"),
    (
        Section("一、总体情况", ("共合并 3 个文件。", "无冲突。"), TABLE),
        Section("二、冲突", ("A < B & C",), Table(("此处",), (("第一行\n第二行",),), (1,)), wide=True),
        Section("", ("结尾",), Table(("空",), (), (1,))),
    ),
    author="张晓岚",
    date=dt.date(2014, 6, 30),
)


def test_everything_stands_in_order(tmp_path: Path, chinese: Catalogue) -> None:
    target = tmp_path / "report.docx"
    write_short(DOCUMENT, target, chinese)
    read = docx.Document(str(target))
    texts = [paragraph.text for paragraph in read.paragraphs if paragraph.text]
    assert texts == [
        "合并情况报告",
        "张晓岚",
        "2014年6月30日",
        "一、总体情况",
        "共合并 3 个文件。",
        "无冲突。",
        "表1　合并明细",
        "二、冲突",
        "A < B & C",
        "结尾",
    ]
    first, second = read.tables
    assert [[cell.text for cell in row.cells] for row in first.rows] == [["来源", "新增"], *map(list, ROWS)]
    assert second.rows[1].cells[0].text == "第一行\n第二行"
    assert [int(section.orientation) for section in read.sections] == [0, 1, 0]
    assert (read.core_properties.author, read.core_properties.title) == ("张晓岚", "合并情况报告")


def test_equal_documents_give_equal_bytes(tmp_path: Path, chinese: Catalogue) -> None:
    places = [tmp_path / name for name in ("a.docx", "b.docx")]
    for place in places:
        write_short(DOCUMENT, place, chinese)
    assert places[0].read_bytes() == places[1].read_bytes()


def test_progress_reaches_its_end(tmp_path: Path, chinese: Catalogue) -> None:
    steps: list[tuple[int, int]] = []
    write_short(DOCUMENT, tmp_path / "report.docx", chinese, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (len(steps), len(steps))


def test_stopped_within_a_long_table_it_leaves_the_older_file(tmp_path: Path, chinese: Catalogue) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"older")
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    long = Table(("来源", "新增"), ROWS * 1000, (3, 1))
    with pytest.raises(Cancelled):
        write_short(ShortDocument("长", (), (Section("一", (), long),)), target, chinese, cancelled=cancelled)
    assert asked == 4
    assert target.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [target]
