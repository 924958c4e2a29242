"""What counts as a target and what it says."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.indicators import read_indicators
from policy.model import Indicator, Policy, Provision, ProvisionKind


def read(words: str, year: int = 2013) -> list[tuple[str, str, float, str, str | None]]:
    return [
        (found.name, found.operator, found.value, found.unit, found.by) for found in indicators(words, ProvisionKind.CLAUSE, year)
    ]


def indicators(words: str, kind: ProvisionKind, year: int = 2013) -> tuple[Indicator, ...]:
    provision = Provision("cl_1", kind, None, None, None, 0, len(words))
    return read_indicators(words, [provision], [], dt.date(year, 8, 8))


def test_the_targets_of_the_sample(sample: Policy) -> None:
    found = [(i.name, i.operator, i.value, i.unit, i.by) for i in sample.indicators]
    assert len(found) == 14
    assert found[:2] == [("信息消费规模", ">", 3.2, "万亿元", "2015"), ("信息消费规模年均增长", ">=", 20.0, "%", "2015")]
    assert ("部分城市家庭宽带接入能力", ">=", 100.0, "Mbps", "2015") in found
    assert ("推广百兆光纤入户的副省级以上城市数", "=", 47.0, "个", None) in found
    for indicator in sample.indicators:
        assert "".join(sample.text[indicator.span.start : indicator.span.end].split("\n")) == indicator.quote


@pytest.mark.parametrize(
    ("words", "operator", "value", "unit"),
    [
        ("到2020年，产值突破3万亿元。", ">", 3, "万亿元"),
        ("到2020年，覆盖率不低于95%。", ">=", 95, "%"),
        ("到2020年，达标率在98%以上。", ">=", 98, "%"),
        ("到2020年，能耗强度控制在５％以内。", "<=", 5, "%"),
        ("2020年底前将办理时间压缩至4个工作日以内。", "<=", 4, "个工作日"),
        ("到2020年，投资不超过1,200万元。", "<=", 1200, "万元"),
        ("到2020年，建成50个示范区。", "=", 50, "个"),
        ("到2020年，能耗比2015年下降18%。", "=", 18, "%"),
    ],
)
def test_comparisons_and_units(words: str, operator: str, value: float, unit: str) -> None:
    assert [found[1:] for found in read(words)] == [(operator, value, unit, "2020")]


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        ("到2020年，甲乙处理率分别达到95%和85%左右。", [("甲乙处理率", ">=", 95, "%"), ("甲乙处理率", ">=", 85, "%")]),
        ("到2020年，占比保持在10%—15%。", [("占比", ">=", 10, "%"), ("占比", "<=", 15, "%")]),
        ("到2020年，建成50—100个园区。", [("建成的园区数", ">=", 50, "个"), ("建成的园区数", "<=", 100, "个")]),
        ("到2020年，覆盖率达到百分之八十以上。", [("覆盖率", ">=", 80, "%")]),
        ("到2020年，比例超过三分之二。", [("比例", ">", 66.7, "%")]),
        ("到二〇二〇年，产值达到三万亿元。", [("产值", ">=", 3, "万亿元")]),
        (
            "到2020年，总产值比2010年翻一番，年均增长7%左右。",
            [("总产值翻番", "=", 2, "倍"), ("总产值年均增长", "=", 7, "%")],
        ),
        ("到2020年，能耗翻两番。", [("能耗翻番", "=", 4, "倍")]),
        (
            "到2020年，缺水城市再生水利用率达到20%以上，东海区域达到30%以上。",
            [("缺水城市再生水利用率", ">=", 20, "%"), ("东海区域再生水利用率", ">=", 30, "%")],
        ),
        ("到2020年，蓄积量达到95立方米/公顷。", [("蓄积量", ">=", 95, "立方米/公顷")]),
    ],
)
def test_lists_ranges_and_numbers_in_words(words: str, targets: list[tuple[str, str, float, str]]) -> None:
    assert read(words) == [(*target, "2020") for target in targets]


def test_a_year_of_a_sentence_before_is_inherited() -> None:
    found = indicators(
        "到2015年，甲规模超过3亿元，乙规模超过1亿元。丙比例达到50%；丁比例达到60%。到2020年，戊比例达到70%。", ProvisionKind.CLAUSE
    )
    assert [(target.by, target.inherited) for target in found] == [
        ("2015", False),
        ("2015", False),
        ("2015", True),
        ("2015", True),
        ("2020", False),
    ]
    (undated,) = indicators("覆盖率不低于95%。", ProvisionKind.CLAUSE)
    assert (undated.by, undated.inherited) == (None, False)


@pytest.mark.parametrize(
    "words",
    [
        "2012年已达到95%以上。",
        "到2010年，覆盖率达到95%以上。",
        "对超过100万元的项目予以补助。",
        "自印发之日起10个工作日内报送。",
        "处五万元以上罚款，最高不超过20万元。",
        "2013年8月8日，第32号文件印发。",
        "于2013年内发放第四代移动通信（4G）牌照。",
    ],
)
def test_what_is_past_conditional_or_a_deadline_is_no_target(words: str) -> None:
    assert read(words) == []


def test_the_articles_of_a_law_have_conditions_not_targets() -> None:
    assert indicators("到2020年，覆盖率达到95%以上。", ProvisionKind.ARTICLE) == ()


def test_the_year_holds_for_the_sentences_after_it() -> None:
    found = read("到2015年，甲规模超过3亿元。乙比例达到50%。到2020年，丙比例达到60%。")
    assert [indicator[4] for indicator in found] == ["2015", "2015", "2020"]


@given(st.text(alphabet=st.sampled_from("到2015年，。达超过%以上万亿元个；、在将\n（）甲乙")))
def test_every_quote_stands_in_the_text(words: str) -> None:
    for indicator in indicators(words, ProvisionKind.CLAUSE):
        assert 0 <= indicator.span.start < indicator.span.end <= len(words)


@pytest.mark.parametrize(
    "words",
    [
        "加快单机容量30万千瓦以上燃煤机组脱硝。",
        "森林病虫害发生面积1.75亿亩以上。",
        "年均截获有害生物达100万批。",
        "90%以上村庄的垃圾得到治理。",
    ],
)
def test_what_describes_things_as_they_are_is_no_target(words: str) -> None:
    assert read(words) == []
