"""The tasks of a whole policy."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.canonical import canonical
from policy.model import DoubtKind, Policy, Provision, ProvisionKind, Role, Span, Task, TaskSource
from policy.parse import parse_text
from policy.tasks import read_tasks

SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "guofa-2013-32.txt"
HEADER = "序号工作任务负责部门时间进度\n"


@pytest.fixture(scope="module")
def sample() -> Policy:
    return parse_text(canonical(SAMPLE.read_text(encoding="utf-8")))


def read(table: str, provisions: tuple[Provision, ...] = ()) -> tuple[Task, ...]:
    return read_tasks(table, [Span(0, len(table))], provisions, dt.date(2013, 8, 8))


def test_the_sample_has_all_its_tasks_without_a_doubt(sample: Policy) -> None:
    assert [task.number for task in sample.tasks] == list(range(1, 78))
    assert [task.eid for task in sample.tasks] == [f"att_1__task_{number}" for number in range(1, 78)]
    assert all(task.confidence >= 0.8 and not task.doubts for task in sample.tasks)
    assert {task.category for task in sample.tasks} == {
        "一、加快信息基础设施演进升级",
        "二、增强信息产品供给能力",
        "三、培育信息消费需求",
        "四、提升公共服务信息化水平",
        "五、加强信息消费环境建设",
        "六、完善支持政策",
    }


@pytest.mark.parametrize(
    ("number", "end", "raw", "timing"),
    [
        (2, "推进下一代广播电视网规模建设", "发展改革委、工业和信息化部、科技部、新闻出版广电总局", "2013年年底前启动"),
        (7, "基于TD-LTE的行业应用", "发展改革委、工业和信息化部", "2013年第三季度启动"),
        (9, "组建中国广播电视网络公司", "新闻出版广电总局、财政部", "2014年底前完成"),
        (21, "支持云计算服务创新和商业模式创新", "发展改革委、工业和信息化部会同有关部门", "2013年年底前启动"),
        (42, "推动社会化开放利用", "各有关部门、发展改革委", "成熟一项、启动一项"),
        (30, "完善快递行业营业税改增值税政策", "财政部、税务总局、发展改革委", "2013年年底前发布"),
        (53, "用于智慧城市建设的企业债", "财政部、发展改革委，各省、自治区、直辖市人民政府", "2013年研究，2014年实施"),
        (62, "最大限度缩小范围", "中央编办会同工业和信息化部、法制办等有关部门", "2013年年底前再下放一批"),
        (77, "试点示范市（县、区）建设", "工业和信息化部，有关地方政府", "2013年第三季度启动"),
    ],
)
def test_rows_of_the_sample_that_ran_together(sample: Policy, number: int, end: str, raw: str, timing: str) -> None:
    task = sample.tasks[number - 1]
    assert task.text.endswith(end)
    assert task.departments_raw == raw
    assert task.timing is not None
    assert task.timing.phrase == timing


def test_tasks_of_the_sample_are_tied_to_their_clauses(sample: Policy) -> None:
    clauses = [provision.eid for provision in sample.provisions if provision.kind is ProvisionKind.CLAUSE]
    wanted = {1: 4, 6: 5, 9: 6, 13: 7, 16: 8, 18: 9, 26: 10, 27: 11, 33: 12, 42: 13, 47: 14, 54: 15, 55: 16}
    wanted |= {57: 17, 58: 18, 59: 19, 61: 20, 66: 21, 71: 22, 72: 23, 75: 24, 76: 25}
    assert {number: clauses.index(sample.tasks[number - 1].clauses[0].provision) + 1 for number in wanted} == wanted


def test_spans_point_at_the_row_in_the_text(sample: Policy) -> None:
    row = sample.tasks[8]
    (span,) = row.spans
    assert sample.text[span.start : span.end] == "9组建中国广播电视网络公司新闻出版广电总局、财政部2014年底前完成"
    for before, after in zip(sample.tasks, sample.tasks[1:], strict=False):
        assert before.spans[-1].end <= after.spans[0].start


def test_lead_and_joint_columns_give_the_roles() -> None:
    (task,) = read("序号\t任务\t牵头单位\t配合单位\t完成时限\n1\t完善制度\t市数据局\t市财政局、市审计局\t年内\n")
    assert [(department.name, department.role) for department in task.departments] == [
        ("市数据局", Role.LEAD),
        ("市财政局", Role.JOINT),
        ("市审计局", Role.JOINT),
    ]
    assert task.departments_raw == "市数据局；市财政局、市审计局"
    assert task.timing is not None
    assert task.timing.due == dt.date(2013, 12, 31)


def test_what_is_missing_or_unknown_is_doubted() -> None:
    tasks = read("序号\t任务\t责任单位\t完成时限\n1\t完善制度\t\t\n2\t开展试点\t星海协同体\t另行商定\n4\t\t财政部\t持续推进\n")
    kinds = [[doubt.kind for doubt in task.doubts] for task in tasks]
    assert kinds[0] == [DoubtKind.NO_DEPARTMENT, DoubtKind.NO_TIMING]
    assert kinds[1] == [DoubtKind.UNKNOWN_DEPARTMENT, DoubtKind.UNKNOWN_TIMING]
    assert kinds[2] == [DoubtKind.NUMBER_GAP, DoubtKind.NO_TEXT]


def test_two_close_boundaries_are_told_with_the_words_between() -> None:
    (task,) = read(HEADER + "1推进甲类项目云山海事局持续推进\n")
    assert task.confidence < 0.8
    (doubt,) = (doubt for doubt in task.doubts if doubt.kind is DoubtKind.BOUNDARY)
    assert doubt.subject in "推进甲类项目云山海事局"
    assert doubt.subject


def test_numbers_that_repeat_still_have_ids_of_their_own() -> None:
    tasks = read(HEADER + "1\n甲任务\n财政部\n持续实施\n1\n乙任务\n公安部\n持续实施\n2\n丙任务\n商务部\n持续实施\n")
    assert [(task.eid, task.text) for task in tasks] == [
        ("att_1__task_1", "甲任务"),
        ("att_1__task_1_2", "乙任务"),
        ("att_1__task_2", "丙任务"),
    ]


def test_a_task_without_a_clause_says_so() -> None:
    text = "（一）完善宽带网络。\n" + HEADER + "1\n兴修水利\n水利部\n持续实施\n"
    clause = Provision("cl_1", ProvisionKind.CLAUSE, "（一）", "完善宽带网络", None, 0, text.index("\n"))
    (task,) = read_tasks(text, [Span(text.index("\n"), len(text))], (clause,), None)
    assert task.clauses == ()
    assert DoubtKind.NO_CLAUSE in {doubt.kind for doubt in task.doubts}


def test_inline_tasks_are_read_only_where_there_is_no_table() -> None:
    body = "（一）放宽准入。（商务部负责）\n"
    clause = Provision("cl_1", ProvisionKind.CLAUSE, "（一）", None, None, 0, len(body) - 1)
    assert [task.source for task in read_tasks(body, (), (clause,), None)] == [TaskSource.INLINE]
    table = body + HEADER + "1\n放宽准入\n商务部\n持续实施\n"
    assert [task.source for task in read_tasks(table, (), (clause,), None)] == [TaskSource.TABLE]
    assert read_tasks("", (), (), None) == ()


PIECES = ["1", "2", "3\n", "\n", HEADER, "财政部", "、", "持续实施\n", "一、类\n", "任务", "2013年", "\t", "（", "）"]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_jumble_of_a_table_is_read_without_failing(parts: list[str]) -> None:
    for task in read("".join(parts)):
        assert 0 <= task.confidence <= 1
        assert task.spans


ANNEXES = (
    "附件1\n序号工作任务责任单位时间进度\n1\n建设统一平台\n市数据局、市交通运输局\n2021年年底前完成\n2\n推广电子提单\n市商务局\n持续推进\n\n"
    "附件2\n序号\n试点任务\n牵头单位\n配合单位\n1\n开展电子仓单试点\n市商务局\n市财政局\n2\n开展自动驾驶试点\n市交通运输局\n市公安局\n"
)


def test_every_table_is_read_with_its_own_columns() -> None:
    cut = ANNEXES.index("附件2")
    for annexes in ((), [Span(0, cut), Span(cut, len(ANNEXES))]):
        tasks = read_tasks(ANNEXES, annexes, (), None)
        assert [(task.number, task.text) for task in tasks] == [
            (1, "建设统一平台"),
            (2, "推广电子提单"),
            (1, "开展电子仓单试点"),
            (2, "开展自动驾驶试点"),
        ]
        assert tasks[3].departments_raw == "市交通运输局；市公安局"
        assert tasks[3].lead == ("市交通运输局",)
        assert len({task.eid for task in tasks}) == 4


@pytest.mark.parametrize("last", ["时间进度", ""])
def test_rows_without_numbers_end_where_their_last_column_ends(last: str) -> None:
    rows = (
        ("建设统一的\n港口数据平台", "市数据局、\n市交通运输局", "2021年年底前\n完成"),
        ("推广电子提单", "市商务局等", "2021年第三季度启动"),
        ("建立安全监测制度", "市公安局", "持续推进"),
    )
    text = f"工作任务责任单位{last}\n一、夯实基础\n" + "".join("\n".join(row if last else row[:2]) + "\n" for row in rows)
    tasks = read(text)
    assert [(task.text, task.departments_raw) for task in tasks] == [
        ("建设统一的港口数据平台", "市数据局、市交通运输局"),
        ("推广电子提单", "市商务局等"),
        ("建立安全监测制度", "市公安局"),
    ]
    assert {(task.number, task.category) for task in tasks} == {(None, "一、夯实基础")}
    assert [task.eid for task in tasks] == ["att_1__task_1", "att_1__task_2", "att_1__task_3"]


def test_a_last_cell_printed_above_a_page_break_still_comes_last() -> None:
    head, tail = "持续提升企业服务的质量和办事效率水平并推动", "降低企业的成本和各项负担并逐步简化办理手续\n和流程"
    rows = "".join(f"{number}\n{head}\n{tail}\n北京市\n" for number in range(1, 9))
    tasks = read(f"序号\n工作任务\n来源\n{rows}9\n{head}\n北京市\n\n# Page 12:\n{tail}\n10\n完善企业档案\n北京市\n")
    assert [task.number for task in tasks] == list(range(1, 11))
    assert {task.text for task in tasks[:9]} == {head + tail.replace("\n", "")}
    assert len(tasks[8].spans) == 2
