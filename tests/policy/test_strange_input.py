"""Whatever the text, it makes one policy whose parts lie inside it, nest, and have ids of their own."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.canonical import canonical
from policy.model import Policy
from policy.parse import parse_text

SAMPLE = (Path(__file__).parents[2] / "resources" / "sample" / "guofa-2013-32.txt").read_text(encoding="utf-8")
HEADER = "序号工作任务负责部门时间进度"
LINES = [line for line in SAMPLE.splitlines() if line.strip()]
ODD = [
    "附件",
    "附件1：重点任务",
    HEADER,
    "1",
    "2",
    "一、甲",
    "（一）乙",
    "第一条 丙",
    "2013年8月8日",
    "国务院",
    "（财政部负责）",
    "序号",
]
ODD += ["目 录", "①丁", "1.", "（1）", "达到3%，", "到2015年，", "\t", "|", "工作任务责任单位", "持续推进", "财政部、商务部"]


def sound(text: str) -> Policy:
    """The policy of ``text`` when all that must hold of any policy holds."""
    policy = parse_text(text)
    assert policy.text == text
    by_eid = {provision.eid: provision for provision in policy.provisions}
    assert len(by_eid) == len(policy.provisions)
    for provision in policy.provisions:
        assert 0 <= provision.start <= provision.end <= len(text)
        assert provision.parent is None or by_eid[provision.parent].span.contains(provision.span)
    tasks = {task.eid for task in policy.tasks}
    assert len(tasks) == len(policy.tasks)
    for task in policy.tasks:
        assert 0 <= task.confidence <= 1
        assert task.spans
        assert all(0 <= span.start < span.end <= len(text) for span in task.spans)
        assert all(link.provision in by_eid for link in task.clauses)
    for indicator in policy.indicators:
        assert 0 <= indicator.span.start < indicator.span.end <= len(text)
        assert indicator.provision is None or indicator.provision in by_eid
        assert indicator.task is None or indicator.task in tasks
    return policy


@settings(deadline=None, max_examples=80)
@given(
    st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("一二（）、。，：1２\n\u3000 \t第条章年月日%“”|附件")))
)
def test_any_text_is_sound(text: str) -> None:
    sound(canonical(text))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_lines_shuffled_repeated_joined_and_lost_are_sound(data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(LINES) - 1))
    lines = LINES[begin : begin + data.draw(st.integers(1, 60))]
    lines = data.draw(st.lists(st.one_of(st.sampled_from(lines), st.sampled_from(ODD)), max_size=80))
    glue = data.draw(st.sampled_from(["\n", "\n\n", "", "\n\u3000\u3000"]))
    text = canonical(glue.join(lines))
    assert sound(text) == parse_text(text)


@pytest.mark.parametrize(
    "unit",
    [
        "，。、；：（）",
        "，。、；\n",
        "1234567890",
        "12\n",
        "推进信息消费发展，",
        "（财政部负责）",
        "（",
        "a",
        "达到3%，",
        "附件\n",
        f"附件\n{HEADER}\n",
        f"{HEADER}\n1\n推进任务\n财政部\n持续实施\n",
        "工作任务责任单位时间进度\n推进任务\n财政部\n持续实施\n",
        "一、甲\n",
        "1.甲\n",
    ],
)
def test_the_same_words_without_end_are_sound_in_fair_time(unit: str) -> None:
    text = canonical(unit * (50_000 // len(unit)))
    begin = time.process_time()
    sound(text)
    assert time.process_time() - begin < 8, "about a second where nothing else runs"


def test_numbers_of_more_than_three_figures_begin_rows_too() -> None:
    rows = "".join(f"{number}\n推进任务\n财政部\n持续实施\n" for number in range(1, 2001))
    policy = sound(f"{HEADER}\n{rows}")
    assert [task.number for task in policy.tasks] == list(range(1, 2001))


def test_gaps_and_repeats_in_the_numbers_keep_their_rows() -> None:
    numbers = [1, 2, 2, 5, 5, 9, 1, 2, 4]
    policy = sound(HEADER + "\n" + "".join(f"{number}\n推进任务\n财政部\n持续实施\n" for number in numbers))
    assert [task.number for task in policy.tasks] == numbers
