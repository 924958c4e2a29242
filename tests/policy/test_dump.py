"""The JSON of the command line."""

from __future__ import annotations

import json

from policy.dump import as_json
from policy.model import Policy
from policy.parse import parse_text
from resources.catalogue import Catalogue


def test_the_sample_in_the_agreed_shape(sample: Policy) -> None:
    found = json.loads(json.dumps(as_json(sample), ensure_ascii=False))
    assert found["date"] == "2013-08-08"
    assert [section["number"] for section in found["sections"]] == list("一二三四五六七")
    assert found["clauses"][3] == {"eid": "sec_2__cl_4", "number": "（四）", "heading": "完善宽带网络基础设施", "section": "二"}
    assert found["text"] == sample.text
    assert found["tasks"][0]["departments"][:2] == ["发展改革委", "工业和信息化部"]
    assert set(found["tasks"][0]) == {
        "number",
        "category",
        "title",
        "task",
        "departments",
        "departments_raw",
        "lead",
        "open_ended",
        "timing",
        "start",
        "due",
        "timing_kind",
        "source",
        "clauses",
        "confidence",
    }
    assert found["indicators"][0] == {
        "provision": "sec_1__cl_3__para_1",
        "task": None,
        "name": "信息消费规模",
        "operator": ">",
        "value": 3.2,
        "unit": "万亿元",
        "by": "2015",
        "inherited": False,
        "quote": "到2015年，信息消费规模超过3.2万亿元",
    }
    assert [indicator["task"] for indicator in found["indicators"][-3:]] == [5, 5, 52]


def test_what_the_document_does_not_have_is_left_out() -> None:
    found = as_json(parse_text("随便写的一行字\n"))
    assert not {"doc_number", "issuer", "addressees", "date", "citation_code", "source_url", "annex_title"} & set(found)
    assert [finding["message"] for finding in found["findings"]] == ["未识别到条款结构", "未识别到任务"]


def test_findings_speak_the_language_of_the_catalogue() -> None:
    catalogue = Catalogue.load("en")
    found = as_json(parse_text("随便写的一行字\n"), catalogue)
    assert found["findings"][0]["message"] == catalogue.text("finding.no_outline")


def test_an_outline_that_stands_only_in_the_annex_is_the_outline() -> None:
    text = "关于甲的通知\n\n现印发执行。\n\n甲厅\n\n2021年1月2日\n\n附件\n\n甲方案\n\n一、要求\n\n（一）子。丑。\n"
    found = as_json(parse_text(text))
    assert [section["eid"] for section in found["sections"]] == ["att_1__sec_1"]
    assert found["clauses"][0]["section"] == "一"


def test_the_phases_of_a_time_are_listed_only_where_there_are_several(sample: Policy) -> None:
    tasks = as_json(sample)["tasks"]
    assert "phases" not in tasks[0]
    several = next(task for task in tasks if task["timing"] == "2013年研究，2014年发布")
    assert several["phases"] == [
        {"phrase": "2013年研究", "start": "2013-01-01", "due": "2013-12-31"},
        {"phrase": "2014年发布", "start": "2014-01-01", "due": "2014-12-31"},
    ]
