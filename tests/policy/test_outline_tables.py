"""Tables among the sections of a document and below its title, however their cells are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.canonical import canonical
from policy.model import Policy
from policy.parse import parse_source, parse_text
from policy.sources import read

ROWS = (
    ("序号", "重点工作", "责任单位", "完成时限"),
    ("1", "简化审批流程", "市水利局", "2024年6月底前"),
    ("2", "推进一网通办", "市财政局", "2024年底前"),
)
TABBED = "".join("\t".join(row) + "\n" for row in ROWS)
MARKED_UP = "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS) + "</table>"


def read_as(form: str, words: str, folder: Path) -> Policy:
    """The policy of lines of which ``TABLE`` stands for the table, written as a page or as text with tabs."""
    if form == "tabs":
        return parse_text(canonical(words.replace("TABLE\n", TABBED)))
    lines = [MARKED_UP if line == "TABLE" else f"<p>{line}</p>" for line in words.splitlines()]
    path = folder / "a.html"
    path.write_text("<html><body>" + "".join(lines) + "</body></html>", "utf-8")
    return parse_source(read(path))


@pytest.mark.parametrize("form", ["tabs", "html"])
def test_sections_go_on_between_tables_that_end_the_text(form: str, tmp_path: Path) -> None:
    words = "江南市2024年工作要点\n一、优化服务\n持续提升水平。\nTABLE\n二、强化保障\n持续完善制度。\nTABLE\n"
    policy = read_as(form, words, tmp_path)
    assert [unit.eid for unit in policy.provisions] == ["sec_1", "sec_1__para_1", "sec_2", "sec_2__para_1"]
    assert len(policy.tasks) == 4


HEAD_OF_ROWS = "序号重点工作责任单位完成时限\n"


def test_sections_go_on_between_tables_whose_cells_ran_together() -> None:
    first = HEAD_OF_ROWS + "1简化审批流程市水利局2024年6月底前\n2推进一网通办市财政局、市司法局2024年9月底前\n"
    second = HEAD_OF_ROWS + "3开展执法监督市司法局2024年10月底前\n4推进行政复议市财政局2024年12月底前\n"
    head = "江南市2024年工作要点\n一、优化服务\n持续提升水平。\n"
    policy = parse_text(canonical(f"{head}{first}二、强化保障\n{second}三、加强领导\n各单位要落实责任。\n"))
    units = ["sec_1", "sec_1__para_1", "sec_2", "sec_3", "sec_3__para_1"]
    assert [unit.eid for unit in policy.provisions] == units
    assert [(task.text, task.departments[0].name) for task in policy.tasks] == [
        ("简化审批流程", "市水利局"),
        ("推进一网通办", "市财政局"),
        ("开展执法监督", "市司法局"),
        ("推进行政复议", "市财政局"),
    ]


def test_groups_of_rows_are_no_sections_of_the_text() -> None:
    rows = HEAD_OF_ROWS + "一、优化服务\n1简化审批流程市水利局2024年6月底前\n二、强化保障\n2推进行政复议市财政局2024年底前\n"
    signed = "江南市2024年工作要点\n一、优化服务\n持续提升水平。\n江南市人民政府\n2024年1月8日\n"
    later = rows.replace("二、", "三、").replace("一、", "二、")
    for words in (signed + later, signed + rows, f"江南市2024年工作要点\n一、优化服务\n持续提升水平。\n{rows}"):
        policy = parse_text(canonical(words))
        assert [unit.eid for unit in policy.provisions] == ["sec_1", "sec_1__para_1", "att_1"]
        assert [task.text for task in policy.tasks] == ["简化审批流程", "推进行政复议"]


@pytest.mark.parametrize("form", ["tabs", "html"])
def test_a_table_below_the_last_section_is_an_annex(form: str, tmp_path: Path) -> None:
    words = "江南市2024年工作要点\n一、优化服务\n持续提升水平。\n二、强化保障\n持续完善制度。\nTABLE\n"
    policy = read_as(form, words, tmp_path)
    assert [unit.eid for unit in policy.provisions][-1] == "att_1"


@pytest.mark.parametrize("form", ["tabs", "html"])
def test_a_title_and_a_table_are_an_annex_with_tasks(form: str, tmp_path: Path) -> None:
    policy = read_as(form, "江南市2024年任务分解表\nTABLE\n", tmp_path)
    assert [unit.eid for unit in policy.provisions] == ["att_1"]
    assert (policy.metadata.title, len(policy.tasks)) == ("江南市2024年任务分解表", 2)


@pytest.mark.parametrize(
    "cut",
    ["有关省|（市）的用地计划", "甲乙丙丁按照《国务院|关于修改甲乙条例的决定》"],
)
def test_a_line_goes_on_where_a_bracket_had_no_place_or_a_name_is_open(cut: str) -> None:
    width = 40
    full = "各地要认真落实河湖保护责任并切实加强日常巡查及时发现问题立即整改到位确保河湖健康"[:width]
    head, rest = cut.split("|")
    short = width - 1 if rest.startswith("（") else width - 3
    lines = [full] * 8 + ["加强巡查工作。", (full * 2)[: short - len(head)] + head, rest + "。", "各地要抓好落实。"]
    policy = parse_text(canonical("关于河湖巡查的意见\n一、总体要求\n" + "\n".join(lines) + "\n二、其他\n做好。\n"))
    said = ["".join(policy.text[unit.start : unit.end].split()) for unit in policy.provisions]
    assert any(head + rest in words and unit.kind.value == "paragraph" for words, unit in zip(said, policy.provisions, strict=True))
    assert not any(words.startswith(rest) for words in said)


def test_plain_commas_and_stops_mark_sections_and_headings() -> None:
    first = "一,降低物流成本\n(一)清理收费.全面清理涉企收费.\n(二)规范管理.加强管理.\n"
    policy = parse_text(canonical(f"关于清理收费的意见\n{first}二,降低用能成本\n(三)降低电价.下调电价.\n"))
    assert [(unit.eid, unit.heading) for unit in policy.provisions] == [
        ("sec_1", "降低物流成本"),
        ("sec_1__cl_1", "清理收费"),
        ("sec_1__cl_2", "规范管理"),
        ("sec_2", "降低用能成本"),
        ("sec_2__cl_3", "降低电价"),
    ]


@pytest.mark.parametrize("label", ["附件", "附件：", "附件1"])
def test_the_header_of_a_table_on_one_line_ends_the_title_of_its_annex(label: str) -> None:
    body = "为了保护河湖，现提出以下意见。一、总体要求。坚持保护第一，落实各项责任，确保工作成效。"
    body += "二、重点任务（一）加强巡查。建立巡查制度，明确人员，落实经费，做到有人巡查。"
    body += "（二）严格执法。依法查处违法行为。江南省人民政府2021年6月3日"
    rows = "序号工作任务负责部门时间进度1建立巡查制度水利厅2021年底前完成2严格执法公安厅2022年6月底前完成"
    head = "江南省人民政府关于推进河湖保护的意见江南政发〔2021〕7号各市人民政府："
    for words in (f"{head}{body}{label}重点任务分工表{rows}\n", f"{head}\n{body}\n{label}\n重点任务分工表{rows}\n"):
        policy = parse_text(canonical(words))
        assert [(unit.eid, unit.heading) for unit in policy.provisions][-1] == ("att_1", "重点任务分工表")
        assert policy.metadata.annex_title == "重点任务分工表"
