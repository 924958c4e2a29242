"""Tasks that clauses assign at their ends."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.inline import read_inline
from policy.model import Provision, ProvisionKind, Role, Task, TaskSource, TimingKind

ISSUED = dt.date(2015, 3, 1)


def tasks_of(body: str, heading: str | None = None) -> tuple[Task, ...]:
    text = f"一、优化环境\n（一）{body}\n"
    start = text.index("\n") + 1
    provisions = (
        Provision("sec_1", ProvisionKind.SECTION, "一", "优化环境", None, 0, len(text)),
        Provision("sec_1__cl_1", ProvisionKind.CLAUSE, "（一）", heading, "sec_1", start, len(text)),
    )
    return read_inline(text, provisions, ISSUED)


def only(body: str, heading: str | None = None) -> Task:
    (task,) = tasks_of(body, heading)
    return task


def test_a_clause_with_heading_text_and_bracket() -> None:
    task = only("拓展两个市场。积极推广资格试点。（税务总局、财政部负责）", "拓展两个市场")
    assert (task.eid, task.number, task.source) == ("sec_1__cl_1__task_1", 1, TaskSource.INLINE)
    assert (task.category, task.title, task.text) == ("优化环境", "拓展两个市场", "积极推广资格试点。")
    assert [department.name for department in task.departments] == ["税务总局", "财政部"]
    assert [link.provision for link in task.clauses] == ["sec_1__cl_1"]
    assert task.timing is None
    assert task.confidence >= 0.9


def test_a_clause_without_a_heading_of_its_own() -> None:
    words = "支持在试验区设置商标受理窗口"
    task = only(f"{words}。（负责部门：知识产权局；适用范围：所有试验区，以下除标注外均适用）", words)
    assert (task.title, task.text, task.departments_raw) == (None, f"{words}。", "知识产权局")


@pytest.mark.parametrize(
    ("bracket", "names", "lead", "open_ended", "phrase"),
    [
        (
            "（发展改革委牵头，财政部等按职责分工负责，2015年底前完成）",
            ["发展改革委", "财政部"],
            ["发展改革委"],
            True,
            "2015年底前完成",
        ),
        ("（商务部、公安部等国务院相关部门及各地区按职责分工负责）", ["商务部", "公安部"], [], True, None),
        ("（商务部指导，供销合作总社参与）", ["商务部", "供销合作总社"], [], False, None),
        ("（生态环境部指导，试点城市政府负责落实。以下不再列出）", ["生态环境部", "试点城市政府"], [], False, None),
        ("（市数据局、市财政局）", ["市数据局", "市财政局"], [], False, None),
        ("（责任单位：市数据局；完成时限：2015年6月底前）", ["市数据局"], [], False, "2015年6月底前"),
        ("（各地区、各部门负责）", [], [], True, None),
        ("（负责部门：民航局，适用范围：河南自贸试验区）", ["民航局"], [], False, None),
        ("\n牵头单位：市数据局；配合单位：市财政局", ["市数据局", "市财政局"], ["市数据局"], False, None),
    ],
)
def test_what_a_bracket_says(bracket: str, names: list[str], lead: list[str], open_ended: bool, phrase: str | None) -> None:
    task = only(f"加快改革步伐。{bracket}")
    assert [department.name for department in task.departments] == names
    assert list(task.lead) == lead
    assert task.open_ended is open_ended
    assert (task.timing.phrase if task.timing else None) == phrase
    assert task.text == "加快改革步伐。"


def test_a_deadline_inside_the_text_is_the_timing_when_the_bracket_has_none() -> None:
    task = only("2020年底前基本实现电子化，优化流程。（税务总局负责）")
    assert task.timing is not None
    assert (task.timing.phrase, task.timing.kind) == ("2020年底前", TimingKind.YEAR_END_DONE)
    assert task.timing.due == dt.date(2020, 12, 31)


@pytest.mark.parametrize(
    "body",
    [
        "推广集成电路卡（IC卡）应用。",
        "加快第四代移动通信（4G）网络建设（含农村地区）。",
        "推动有关省（区、市）承担主体责任（由国务院另行规定的除外）。",
        "会同有关部门（以下简称各部门）推进。",
    ],
)
def test_other_brackets_assign_nothing(body: str) -> None:
    assert tasks_of(body) == ()


def test_the_first_leads_from_where_the_policy_says_so() -> None:
    text = (
        "一、任务\n1.甲事项。先行办理。（公安部、财政部负责）\n"
        "2.乙事项。全面推开。（税务总局、财政部负责，排在第一位的部门为牵头部门，下同）\n"
        "3.丙事项。持续推进。（海关总署、商务部负责）\n"
    )
    starts = [text.index(f"{number}.") for number in (1, 2, 3)] + [len(text)]
    items = [
        Provision(f"sec_1__item_{n}", ProvisionKind.ITEM, f"{n}.", f"{name}事项", "sec_1", starts[n - 1], starts[n])
        for n, name in enumerate("甲乙丙", start=1)
    ]
    tasks = read_inline(text, (Provision("sec_1", ProvisionKind.SECTION, "一", "任务", None, 0, len(text)), *items), ISSUED)
    assert [task.lead for task in tasks] == [(), ("税务总局",), ("海关总署",)]
    assert [task.departments[1].role for task in tasks] == [Role.RESPONSIBLE, Role.JOINT, Role.JOINT]
    assert [(task.number, task.title) for task in tasks] == [(1, "甲事项"), (2, "乙事项"), (3, "丙事项")]
    assert [task.clauses[0].provision for task in tasks] == [item.eid for item in items]


def test_brackets_that_never_close_cost_no_time() -> None:
    begin = time.process_time()
    assert tasks_of("（" + "〔2013〕" * 2000 + "（商务部负责" * 2000) == ()
    assert time.process_time() - begin < 2


def test_two_paragraphs_of_one_clause_are_two_tasks() -> None:
    tasks = tasks_of("放宽准入。（商务部负责）\n优化服务，\n压缩时间。（公安部负责）")
    assert [(task.eid, task.text) for task in tasks] == [
        ("sec_1__cl_1__task_1", "放宽准入。"),
        ("sec_1__cl_1__task_2", "优化服务，压缩时间。"),
    ]


def test_the_span_runs_from_the_clause_to_its_bracket() -> None:
    (task,) = tasks_of("放宽准入。（商务部负责）")
    text = "一、优化环境\n（一）放宽准入。（商务部负责）\n"
    assert [text[span.start : span.end] for span in task.spans] == ["（一）放宽准入。（商务部负责）"]


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        ("增加托育服务供给。尽快见效。（卫生健康委负责）", "增加托育服务供给"),
        ("增加托育服务供给。（卫生健康委负责）", None),
        ("增加托育服务供给：扩大普惠托位。（卫生健康委负责）", "增加托育服务供给"),
        ("增加托育服务供给。尽快见效。（卫生健康委负责）同步做好宣传。", "增加托育服务供给"),
        (f"增加{'普惠' * 20}托育服务供给。尽快见效。（卫生健康委负责）", f"增加{'普惠' * 20}托育服务供给"),
    ],
)
def test_title_and_text_keep_every_word_of_the_clause(body: str, heading: str | None) -> None:
    task = only(body, heading)
    kept = (task.title or "") + task.text
    assert kept.translate(dict.fromkeys(map(ord, "。："))) == body.replace("（卫生健康委负责）", "").translate(
        dict.fromkeys(map(ord, "。："))
    )


def test_what_closes_the_document_belongs_to_no_task() -> None:
    task = only("简化办理流程。即时办结。（商务部负责）各地区、各部门要抓好落实。", "简化办理流程")
    assert task.text == "即时办结。"


@pytest.mark.parametrize(
    ("bracket", "names", "lead", "phrase"),
    [
        ("[财政部负责]", ["财政部"], [], None),
        ("【责任单位：财政部、商务部】", ["财政部", "商务部"], [], None),
        ("(财政部负责; 2015年底前完成)", ["财政部"], [], "2015年底前完成"),
        ("（财政部负责）（2015年底前完成）", ["财政部"], [], "2015年底前完成"),
        ("（2015年底前完成）（财政部负责）", ["财政部"], [], "2015年底前完成"),
        ("（财政部、商务部于2015年底前完成）", ["财政部", "商务部"], [], "2015年底前完成"),
        ("（2015年底前由财政部牵头完成）", ["财政部"], ["财政部"], "2015年底前"),
        ("（财政部会同商务部，公安部配合；2016年6月底前）", ["财政部", "商务部", "公安部"], ["财政部"], "2016年6月底前"),
        ("（由财政部牵头、商务部配合）", ["财政部", "商务部"], ["财政部"], None),
        ("（牵头单位：财政部，配合单位：商务部，完成时限：持续推进）", ["财政部", "商务部"], ["财政部"], "持续推进"),
        ("（责任领导：张三；责任单位：财政部）", ["财政部"], [], None),
        ("（财政部牵头，印发后3个月内拿出细则）", ["财政部"], ["财政部"], "印发后3个月内拿出细则"),
        ("（财政部牵头，商务\n部配合，2015年底\n前完成）", ["财政部", "商务部"], ["财政部"], "2015年底前完成"),
        ("\n责任单位：财政部、商务部完成时限：2015年底前", ["财政部", "商务部"], [], "2015年底前"),
        ("\n【责任单位】财政部、商务部\n【完成时限】2015年底前", ["财政部", "商务部"], [], "2015年底前"),
        (
            "\n责任单位：财政部\n\n完成时限：2015年6月底前拿出方案，报国务院审定",
            ["财政部"],
            [],
            "2015年6月底前拿出方案，报国务院审定",
        ),
        ("\n完成时限：长期坚持\n主责单位：财政部；协助单位：商务部", ["财政部", "商务部"], ["财政部"], "长期坚持"),
        ("\n责任单位：省财政厅、省住房城乡\n建设厅\n完成时限：2015年底前", ["省财政厅", "省住房城乡建设厅"], [], "2015年底前"),
    ],
)
def test_the_ways_to_write_who_and_when(bracket: str, names: list[str], lead: list[str], phrase: str | None) -> None:
    task = only(f"加快改革步伐。{bracket}")
    assert [department.name for department in task.departments] == names
    assert list(task.lead) == lead
    assert (task.timing.phrase if task.timing else None) == phrase
    assert task.text == "加快改革步伐。"


@pytest.mark.parametrize(
    "bracket",
    [
        "（以下简称各部门）",
        "（国发〔2013〕32号）",
        "（联系电话：010-12345678）",
        "（含财政部、商务部）",
        "（不含财政部负责的事项）",
        "（财政部负责管理的除外）",
        "（指负责该项工作的人员）",
        "（2015年底前）",
        "（省、市）",
        "（技工学校内由主管部门负责），其他学校",
    ],
)
def test_what_explains_or_cites_assigns_nothing(bracket: str) -> None:
    assert tasks_of(f"加快改革步伐{bracket}另行办理。") == ()


def test_every_sentence_of_a_clause_may_have_its_own_bracket() -> None:
    tasks = tasks_of("推进职称改革（财政部牵头，2015年底前完成）。建立绿卡制度（商务部负责），试行一年。设立窗口（公安部负责）；")
    assert [(task.text, task.departments[0].name) for task in tasks] == [
        ("推进职称改革", "财政部"),
        ("建立绿卡制度", "商务部"),
        ("，试行一年。设立窗口".lstrip("，"), "公安部"),
    ]


def test_lines_below_the_last_of_several_items_are_about_the_whole_clause() -> None:
    text = "（一）优化服务。\n1.精简事项。\n2.压缩时间。\n责任单位：财政部\n"
    first, second = text.index("1."), text.index("2.")
    provisions = (
        Provision("cl_1", ProvisionKind.CLAUSE, "（一）", "优化服务", None, 0, len(text)),
        Provision("cl_1__item_1", ProvisionKind.ITEM, "1.", "精简事项", "cl_1", first, second),
        Provision("cl_1__item_2", ProvisionKind.ITEM, "2.", "压缩时间", "cl_1", second, len(text)),
    )
    (task,) = read_inline(text, provisions, ISSUED)
    assert (task.eid, task.title) == ("cl_1__task_1", "优化服务")
    assert task.text == "1.精简事项。2.压缩时间。"


SENTENCES = ("推进甲事。由财政部牵头，2015年底前完成。", "推进乙事，由商务部牵头、公安部配合。", "推进丙事。该项工作由教育部负责。")


def test_sentences_assign_only_where_the_whole_text_keeps_to_that_style() -> None:
    tasks = tasks_of("\n".join(SENTENCES))
    assert [(task.text.rstrip("。，"), task.departments[0].name) for task in tasks] == [
        ("推进甲事", "财政部"),
        ("推进乙事", "商务部"),
        ("推进丙事", "教育部"),
    ]
    assert tasks[0].timing is not None
    assert tasks[0].timing.phrase == "2015年底前完成"
    assert tasks_of("\n".join(SENTENCES[:2])) == ()
    assert [task.departments[0].name for task in tasks_of("\n".join(SENTENCES) + "\n办理。（民政部负责）")] == ["民政部"]


def test_a_rule_in_a_sentence_holds_for_the_brackets_after_it() -> None:
    tasks = tasks_of("办理甲事。（财政部、商务部负责）\n各项任务列在首位的为牵头单位，下同。\n办理乙事。（公安部、民政部负责）")
    assert [task.lead for task in tasks] == [(), ("公安部",)]


@given(st.text(alphabet=st.sampled_from("（）()【】[]甲财政部负责牵头，；。、：\n由责任单位完成时限2015年底前"), max_size=80))
def test_no_text_breaks_the_reading_and_every_span_lies_in_it(body: str) -> None:
    for task in tasks_of(body):
        assert task.departments or task.open_ended
        assert all(0 <= span.start < span.end <= len(body) + 20 for span in task.spans)


def test_the_line_that_names_a_person_is_no_part_of_the_task() -> None:
    task = only("新建公路80公里。\n牵头领导：副县长 李某\n牵头单位：县交通局\n责任单位：各乡（镇）卫生院\n完成时限：年底前")
    assert (task.text, task.timing and task.timing.phrase) == ("新建公路80公里。", "年底前")
    assert [(body.name, body.role) for body in task.departments] == [("县交通局", Role.LEAD), ("各乡（镇）卫生院", Role.JOINT)]
    assert task.doubts == ()


def test_a_company_behind_an_office_in_a_bare_bracket() -> None:
    assert [body.name for body in only("延长运营时间。（市交通局，市公交集团）").departments] == ["市交通局", "市公交集团"]
    assert tasks_of("支持企业发展。（市公交集团）") == ()


def test_labelled_lines_that_were_broken_inside_a_date_or_a_name() -> None:
    task = only("新建公路80公里。牵头单位：县医保局；责任单位：各乡（镇）卫\n生院；完成时限：2015年\n12月31日。")
    assert [body.name for body in task.departments] == ["县医保局", "各乡（镇）卫生院"]
    assert (task.timing and task.timing.phrase) == "2015年12月31日"


@pytest.mark.parametrize("gap", ["\n", "\n　　", " \n"])
@pytest.mark.parametrize("label", ["责任单位：", "完成时限："])
def test_a_label_that_the_end_of_a_line_broke_in_two(label: str, gap: str) -> None:
    for body in (
        "新建公路80公里。\n责任单位：市财政局、市审计局\n完成时限：2015年底前",
        "新建公路80公里。责任单位：市财政局、市审计局；完成时限：2015年底前。",
        "新建公路80公里。（责任单位：市财政局、市审计局；完成时限：2015年底前）",
    ):
        for place in range(1, len(label)):
            task = only(body.replace(label, f"{label[:place]}{gap}{label[place:]}"))
            assert [department.name for department in task.departments] == ["市财政局", "市审计局"]
            assert (task.text.rstrip("。"), task.timing and task.timing.phrase) == ("新建公路80公里", "2015年底前")
            assert task.doubts == ()
