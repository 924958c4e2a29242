"""Who is named in a departments cell, and in which role."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.departments import FirstLeads, read_departments, says_first_leads
from policy.departments_names import Lexicon, beheads
from policy.model import Role, Span

L, J, R = Role.LEAD, Role.JOINT, Role.RESPONSIBLE


def named(raw: str) -> list[tuple[str, Role]]:
    return [(department.name, department.role) for department in read_departments(raw).departments]


@pytest.mark.parametrize(
    ("raw", "bodies", "open_ended"),
    [
        ("发展改革委、财政部、商务部", [("发展改革委", R), ("财政部", R), ("商务部", R)], False),
        ("工业和信息化部，有关地方政府", [("工业和信息化部", R), ("有关地方政府", R)], False),
        ("海关总署会同商务部、邮政局等", [("海关总署", L), ("商务部", J), ("邮政局", J)], True),
        ("发展改革委、财政部会同有关部门", [("发展改革委", L), ("财政部", L)], True),
        ("发展改革委、财政部等会同有关部门", [("发展改革委", L), ("财政部", L)], True),
        ("中央编办会同法制办等有关部门", [("中央编办", L), ("法制办", J)], True),
        ("能源局、公安部等部门", [("能源局", R), ("公安部", R)], True),
        ("人民银行等", [("人民银行", R)], True),
        ("各省、自治区、直辖市人民政府，民政部", [("各省、自治区、直辖市人民政府", R), ("民政部", R)], False),
        ("财政部，各省、自治区、直辖市人民政府", [("财政部", R), ("各省、自治区、直辖市人民政府", R)], False),
        ("各有关部门、发展改革委", [("各有关部门", R), ("发展改革委", R)], False),
        ("各地政府", [("各地政府", R)], False),
        ("省商务厅〔省政府口岸办〕、省税务局", [("省商务厅〔省政府口岸办〕", R), ("省税务局", R)], False),
        ("市发展改革委牵头，市财政局、市数据局配合", [("市发展改革委", L), ("市财政局", J), ("市数据局", J)], False),
        ("国家发展改革委牵头，公安部等按职责分工负责", [("国家发展改革委", L), ("公安部", J)], True),
        ("商务部、公安部等国务院相关部门及各地区按职责分工负责", [("商务部", R), ("公安部", R)], True),
        ("海关总署牵头，国务院相关部门及各地区按职责分工负责", [("海关总署", L)], True),
        ("市财政局（牵头）、市审计局", [("市财政局", L), ("市审计局", J)], False),
        ("牵头单位：市数据局；配合单位：市财政局、市审计局", [("市数据局", L), ("市财政局", J), ("市审计局", J)], False),
        ("文化和旅游部、人力资源和社会保障部", [("文化和旅游部", R), ("人力资源和社会保障部", R)], False),
        ("发展改革委和财政部负责", [("发展改革委", R), ("财政部", R)], False),
        ("各地区、各部门负责", [], True),
        ("有关部门", [], True),
    ],
)
def test_a_cell_is_read_into_bodies_and_roles(raw: str, bodies: list[tuple[str, Role]], open_ended: bool) -> None:
    assert named(raw) == bodies
    assert read_departments(raw).open_ended is open_ended


def test_the_column_gives_a_bare_list_its_role() -> None:
    assert read_departments("市财政局、市审计局", role=Role.JOINT).departments[0].role is Role.JOINT


def test_the_first_of_a_list_leads_where_the_policy_says_so() -> None:
    assert says_first_leads("税务总局负责，排在第一位的部门为牵头部门，下同")
    assert says_first_leads("列第一位者为牵头单位")
    assert not says_first_leads("税务总局负责")
    bodies = read_departments("税务总局、财政部", lead_first=True)
    assert [department.role for department in bodies.departments] == [Role.LEAD, Role.JOINT]
    assert read_departments("税务总局", lead_first=True).departments[0].role is Role.RESPONSIBLE


NAMES = ["财政部", "星海事务局", "市数据局", "工业和信息化部", "人民银行"]


@given(st.lists(st.sampled_from(NAMES), min_size=1, unique=True), st.booleans())
def test_a_plain_list_comes_back_name_by_name(names: list[str], comma: bool) -> None:
    assert list(read_departments(("，" if comma else "、").join(names)).names) == names


@given(st.text(alphabet="财政部、，；会同等（）〔〕牵头配合负责有关部门各省自治区直辖市人民政府", max_size=30))
def test_any_cell_is_read_without_losing_its_roles(raw: str) -> None:
    names = read_departments(raw).names
    assert len(names) == len(set(names))
    assert all(names)


@pytest.mark.parametrize(
    "words",
    [
        "列第一位者为牵头部门，下同",
        "排在首位的为牵头单位",
        "排名第一的单位为牵头单位",
        "列首位的单位牵头",
        "第一个为主办单位",
        "位列第1位的责任单位为总牵头",
    ],
)
def test_the_rule_that_the_first_leads_is_told_in_many_wordings(words: str) -> None:
    assert says_first_leads(words)


@pytest.mark.parametrize("words", ["把安全放在首位，由牵头单位落实", "第一责任人为主要领导", "牵头单位排在前列", "第一批任务"])
def test_other_words_are_no_such_rule(words: str) -> None:
    assert not says_first_leads(words)


def test_a_rule_holds_from_where_it_stands_unless_it_belongs_to_another_table() -> None:
    rule, table = "列首位的为\n牵头单位", "表" * 500
    for text, wanted in (
        (f"{rule}。{table}{table}", [True, True]),
        (f"{table}{rule}{table}", [True, False]),
        (f"{table}{rule}，下同{table}", [True, True]),
        (f"{table}{table}{rule}", [False, True]),
    ):
        first = text.index("表")
        second = text.rindex(table)
        spans = [Span(first, first + 500), Span(second, second + 500)]
        rules = FirstLeads(text, spans)
        assert [rules.holds_for(0), rules.holds_for(1)] == wanted


def test_all_bodies_of_a_kind_are_no_unheard_of_name() -> None:
    for name in ("各乡镇", "各分行", "各县（市、区）人民政府", "各二级学院", "各镇街"):
        assert Lexicon().is_registered(name), name
    assert not Lexicon().is_registered("各项工作")
    assert beheads("建成海外仓。各乡镇、县税务局", len("建成海外仓。各"), "乡镇、县税务局")


@pytest.mark.parametrize(
    ("raw", "bodies"),
    [
        ("市财政局（张三）", [("市财政局", R)]),
        ("财政部(李四 司长)、审计署", [("财政部", R), ("审计署", R)]),
        ("市财政局（张三、欧阳小明），市审计局（王某某）", [("市财政局", R), ("市审计局", R)]),
        ("市财政局（局长张三）牵头，市审计局（王小明）配合", [("市财政局", L), ("市审计局", J)]),
        ("市财政局（牵头）（张三）、市审计局", [("市财政局", L), ("市审计局", J)]),
        ("市住建局（联系人：张三，电话：12345678）", [("市住建局", R)]),
        ("市财政局（分管副局长）", [("市财政局", R)]),
    ],
)
def test_a_person_in_brackets_is_no_part_of_the_name_of_the_body(raw: str, bodies: list[tuple[str, Role]]) -> None:
    assert named(raw) == bodies


@pytest.mark.parametrize(
    "name",
    [
        "国家发展改革委（物价局）",
        "各县（市、区）人民政府",
        "市政府（金融办）",
        "市自然资源局（林业）",
        "市公安局（车管所）",
        "市教育局（高教）",
        "省税务局（江苏）",
        "市场监管局（高新区）",
        "省商务厅〔省政府口岸办〕",
    ],
)
def test_brackets_that_belong_to_a_name_stay(name: str) -> None:
    assert named(name) == [(name, R)]
