"""A policy file as one record."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.canonical import canonical
from policy.model import FindingKind, Policy, ProvisionKind
from policy.outline import read_outline
from policy.outline_layout import lay_out
from policy.parse import parse_text, read_policy


def test_a_file_and_its_text_give_the_same_policy(sample_path: Path, sample: Policy) -> None:
    assert read_policy(sample_path) == sample
    assert len(sample.tasks) == 77


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_id_does_not_depend_on_encoding_or_line_ends(tmp_path: Path, sample: Policy, sample_path: Path, encoding: str) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(sample_path.read_text(encoding="utf-8").replace("\n", "\r\n").encode(encoding))
    assert read_policy(copy).id == sample.id


@pytest.mark.parametrize("text", ["", "\n", "一", "随便写的一行字\n第二行字\n", "。。。\n" * 20, "附件", "序号", "2013年8月8日"])
def test_text_without_structure_is_still_a_policy(text: str) -> None:
    policy = parse_text(text)
    assert {FindingKind.NO_OUTLINE, FindingKind.NO_TASKS} <= {finding.kind for finding in policy.findings}
    assert policy.metadata.title == next((line for line in text.split("\n") if line), "")


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    made = canonical(text)
    assert parse_text(made).text == made


def work(function: Callable[[], object]) -> int:
    """How many lines of Python a call runs: a measure that does not depend on the machine."""
    count = 0

    def trace(frame: object, event: str, argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        function()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "unit", ["一、甲\n（一）乙。丙。\n", "附件\n", "达到3%，", "。（一）甲", "国务院\n2013年8月8日\n", "第一条 甲。乙\n"]
)
def test_the_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    small, large = unit * 100, unit * 800
    # What is worked out once and kept counts for neither.
    read_outline(lay_out(large))
    ratio = work(lambda: read_outline(lay_out(large))) / work(lambda: read_outline(lay_out(small)))
    assert ratio < 12


FORWARDED = """江南省人民政府关于印发扩大消费行动计划的通知
江南政发〔2023〕9号

各设区市人民政府：
现将行动计划印发给你们，请遵照执行。
江南省人民政府
2023年4月6日
（此件公开发布）

扩大消费行动计划
（2023年—2025年）

一、商贸政策（2项）
1.支持老字号发展。尽快办理。（商务厅、财政厅负责）
2.开放夜间街区。（公安厅牵头负责；2023年6月底前）
二、文旅政策（1项）
3.发放文旅券。（文化和旅游厅、财政厅等按职责分工负责）
"""


def test_a_heading_below_a_signature_is_no_subtitle_though_it_ends_with_a_bracket() -> None:
    policy = parse_text(FORWARDED)
    sections = [unit.heading for unit in policy.provisions if unit.kind is ProvisionKind.SECTION]
    assert sections == ["商贸政策（2项）", "文旅政策（1项）"]
    assert [(task.number, task.category, task.title, task.text) for task in policy.tasks] == [
        (1, "商贸政策（2项）", "支持老字号发展", "尽快办理。"),
        (2, "商贸政策（2项）", None, "开放夜间街区。"),
        (3, "文旅政策（1项）", None, "发放文旅券。"),
    ]
