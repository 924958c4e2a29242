"""Tables whose cells are known: which hold tasks, and what their rows say."""

from __future__ import annotations

import random
import runpy
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.grids import is_task_table
from policy.model import DoubtKind, Role, Span, Task
from policy.structure import Table as StructureTable
from policy.tasks import read_tasks

HERE = Path(__file__).parent
HEAD: list[str | None] = ["序号", "工作任务", "责任单位", "完成时限"]
BAND = (1, 4)
Table = list[list[str | None]]
Spans = dict[tuple[int, int], tuple[int, int]]


Block = str | Table | tuple[Table, Spans]


def _parts(block: Table | tuple[Table, Spans]) -> tuple[Table] | tuple[Table, Spans]:
    return block if isinstance(block, tuple) else (block,)


@pytest.fixture(scope="module")
def build() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(HERE / "grid_builder.py")))


@pytest.fixture(scope="module")
def made() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(HERE / "table_builder.py")))


@pytest.fixture
def read(build: SimpleNamespace) -> Callable[..., tuple[Task, ...]]:
    """The tasks of a document of paragraphs (text) and tables (rows, or rows with the cells that cover several places)."""

    def reading(*blocks: Block) -> tuple[Task, ...]:
        tables = [
            block if isinstance(block, str) else build.grid(*(block if isinstance(block, tuple) else (block,))) for block in blocks
        ]
        done = build.composed(*tables)
        return read_tasks(done.text, (), (), None, done.structure.tables)

    return reading


def brief(tasks: tuple[Task, ...]) -> list[tuple[int | None, str | None, str, str, str | None]]:
    return [(t.number, t.category, t.text, t.departments_raw, t.timing.phrase if t.timing else None) for t in tasks]


def roles(task: Task) -> list[tuple[str, Role]]:
    return [(department.name, department.role) for department in task.departments]


TASKS: list[Table] = [
    [[*HEAD], ["1", "完善制度", "财政部", "2021年底前"]],
    [["重点任务", "牵头部门", "配合单位"], ["完善制度", "财政部", "商务部"]],
    [["1", "完善企业信用制度建设", "财政部、商务部", "2021年底前"], ["2", "开展试点示范", "民政部", "持续推进"]],
    [["一级指标", "二级指标", "改革举措", "牵头单位"], ["获得电力", "办电", "压减办电环节", "能源局"]],
    [["方面", "做什么", "谁来做", "何时完成"], ["电力", "压减办电环节", "能源局", "年内"]],
    [
        ["领域", "要点", "归口", "交付期"],
        ["电力", "压减办电环节", "能源局、财政部", "年内"],
        ["用水", "压减时限", "水利部", "2022年底前"],
    ],
    [["序号", "改革事项", "具体措施", "来源"], ["1", "完善制度", "推进制度", "北京市"]],
    [["序号", "重点任务", "2021年目标", "2022年目标", "责任单位"], ["1", "优化环境", "完成50%", "完成", "财政部"]],
]
OTHERS: list[Table] = [
    [["指标", "单位", "2015年", "2020年", "属性"], ["研发经费", "亿元", "1.2", "2.3", "约束性"]],
    [["序号", "指标名称", "目标值", "责任单位"], ["1", "森林覆盖率", "23%", "林草局"]],
    [["序号", "姓名", "单位", "职务"], ["1", "张三", "财政部", "处长"], ["2", "李四", "商务部", "处长"]],
    [["序号", "项目名称", "审批部门", "设定依据"], ["1", "企业登记审批", "财政部", "《某法》"]],
    [["序号", "城市名称", "发生内涝时间", "降雨情况"], ["1", "杭州市", "2019年8月", "大暴雨"]],
    [["部门", "工作职责"], ["财政部", "负责资金保障"]],
    [["广州市", "23", "45"], ["深圳市", "12", "34"]],
    [["组长", "张三"], ["副组长", "李四"]],
    [["序号", "工作任务", "责任单位"]],
]


@pytest.mark.parametrize(("rows", "wanted"), [*((rows, True) for rows in TASKS), *((rows, False) for rows in OTHERS)])
def test_tables_of_tasks_are_told_from_lists_and_figures(
    build: SimpleNamespace, read: Callable[..., tuple[Task, ...]], rows: Table, wanted: bool
) -> None:
    done = build.composed("附件", build.grid(rows))
    (table,) = done.structure.tables
    assert is_task_table(done.text, table) is wanted
    assert bool(read("附件", rows)) is wanted


def test_clean_cells_leave_no_doubt(read: Callable[..., tuple[Task, ...]]) -> None:
    tasks = read([HEAD, ["1", "完善制度", "星海港航局、云算集团公司", "年内"], ["2", "开展试点", "各有关部门", "持续推进"]])
    assert [(task.confidence, task.doubts) for task in tasks] == [(1.0, ())] * 2
    assert tasks[1].open_ended or tasks[1].departments


def test_what_cells_do_not_say_is_doubted(read: Callable[..., tuple[Task, ...]]) -> None:
    tasks = read([HEAD, ["1", "完善制度", "", "—"], ["4", "开展试点", "待定", "另行商定"], ["5", "", "财政部", "年内"]])
    assert [[doubt.kind for doubt in task.doubts] for task in tasks] == [
        [DoubtKind.NO_DEPARTMENT, DoubtKind.NO_TIMING],
        [DoubtKind.NUMBER_GAP, DoubtKind.UNKNOWN_DEPARTMENT, DoubtKind.UNKNOWN_TIMING],
        [DoubtKind.NO_TEXT],
    ]


def test_rows_of_every_look_say_what_they_say(build: SimpleNamespace, made: SimpleNamespace) -> None:
    for seed in range(120):
        chance = random.Random(f"look {seed}")
        look, names = build.random_look(chance), random_names(made, chance)
        table, wanted = build.made_grid(rows_of(build, made, chance, chance.randint(2, 20), names), look, chance)
        done = build.composed("附件", table)
        tasks = read_tasks(done.text, (), (), None, done.structure.tables)
        assert [made_of(build, task) for task in tasks] == wanted, (seed, look)
        assert all(task.confidence == 1.0 and not task.doubts for task in tasks), seed


def test_a_table_written_with_tabs_says_what_one_with_cells_says(build: SimpleNamespace, made: SimpleNamespace) -> None:
    same = 0
    for seed in range(80):
        chance = random.Random(f"tabs {seed}")
        look, names = build.random_look(chance), random_names(made, chance)
        table, wanted = build.made_grid(rows_of(build, made, chance, chance.randint(2, 20), names), look, chance)
        done = build.composed("附件", table)
        same += [made_of(build, task) for task in read_tasks(done.text, (), (), None)] == wanted
    assert same >= 78, "only names on lines of their own in the first cell of a row may be taken for the row above"


def test_spans_hold_the_words_of_the_row(build: SimpleNamespace) -> None:
    rows = [["类别", *HEAD], ["平台", "1", "完善制度", "财政部\n商务部", "年内"], [None, "2", "开展试点", "民政部", "年内"]]
    done = build.composed("附件", build.grid(rows, {(1, 0): (2, 1)}))
    tasks = read_tasks(done.text, (), (), None, done.structure.tables)
    assert [[done.text[span.start : span.end] for span in task.spans] for task in tasks] == [
        ["1\t完善制度\t财政部\n商务部\t年内"],
        ["2\t开展试点\t民政部\t年内"],
    ]


def test_a_row_cut_by_a_page_break_is_one_task(read: Callable[..., tuple[Task, ...]]) -> None:
    tasks = read(
        [HEAD, ["1", "完善信用体系建设，推动", "财政部、工业和信息化", "2021年年底"], ["", "跨部门共享", "部", "前完成"]],
        [["", "并加强监管。", "", ""], HEAD, ["2", "开展试点", "商务部", "持续推进"]],
    )
    assert brief(tasks)[0] == (
        1,
        None,
        "完善信用体系建设，推动跨部门共享并加强监管。",
        "财政部、工业和信息化部",
        "2021年年底前完成",
    )
    assert len(tasks) == 2
    assert len(tasks[0].spans) == 3


def test_a_table_goes_on_without_its_header_on_the_next_page(read: Callable[..., tuple[Task, ...]]) -> None:
    tasks = read([HEAD, ["1", "完善制度", "财政部", "年内"]], "— 3 —", [["2", "开展试点", "商务部", "年内"]])
    assert [(task.number, task.text, task.doubts) for task in tasks] == [(1, "完善制度", ()), (2, "开展试点", ())]


def test_tables_of_figures_below_a_table_of_tasks_do_not_go_on_with_it(read: Callable[..., tuple[Task, ...]]) -> None:
    tasks = read([HEAD, ["1", "完善制度", "财政部", "年内"]], [["指标", "单位", "2015年", "2020年"], ["覆盖率", "%", "1", "2"]])
    assert [task.text for task in tasks] == ["完善制度"]


def test_cells_that_cover_several_rows_hold_for_each(read: Callable[..., tuple[Task, ...]]) -> None:
    rows: Table = [
        HEAD,
        ["1", "完善制度", "财政部", "年内"],
        ["2", "开展试点", None, None],
        ["3", "总结推广", "商务部", "持续推进"],
    ]
    tasks = read((rows, {(1, 2): (2, 1), (1, 3): (2, 1)}))
    assert [(task.departments_raw, task.timing and task.timing.phrase) for task in tasks] == [
        ("财政部", "年内"),
        ("财政部", "年内"),
        ("商务部", "持续推进"),
    ]


def test_one_number_over_several_measures_numbers_each(read: Callable[..., tuple[Task, ...]]) -> None:
    rows: Table = [
        ["序号", "重点任务", "具体举措", "责任单位"],
        ["1", "优化环境", "完善信用", "财政部"],
        [None, None, "推动共享", "商务部"],
    ]
    tasks = read((rows, {(1, 0): (2, 1), (1, 1): (2, 1)}))
    assert [(task.number, task.title, task.text, task.doubts) for task in tasks] == [
        (1, "优化环境", "完善信用", ()),
        (1, "优化环境", "推动共享", ()),
    ]
    assert len({task.eid for task in tasks}) == 2


def test_one_wording_over_several_rows_is_one_task(read: Callable[..., tuple[Task, ...]]) -> None:
    rows: Table = [HEAD, ["1", "优化环境", "财政部", "年内"], [None, None, "商务部", "2022年底前"]]
    tasks = read((rows, {(1, 0): (2, 1), (1, 1): (2, 1)}))
    assert brief(tasks) == [(1, None, "优化环境", "财政部、商务部", "年内；2022年底前")]


def test_several_measures_in_a_cell_stay_one_task(read: Callable[..., tuple[Task, ...]]) -> None:
    tasks = read([HEAD, ["1", "1.完善制度。\n2.开展试点。", "财政部牵头\n商务部、公安部配合", "2021年底前"]])
    assert brief(tasks) == [(1, None, "1.完善制度。2.开展试点。", "财政部牵头，商务部、公安部配合", "2021年底前")]
    assert roles(tasks[0]) == [("财政部", Role.LEAD), ("商务部", Role.JOINT), ("公安部", Role.JOINT)]


def test_totals_and_notes_are_no_tasks(read: Callable[..., tuple[Task, ...]]) -> None:
    rows: Table = [
        HEAD,
        ["1", "优化环境", "财政部", "年内"],
        ["合计", "1项", "", ""],
        ["", "", "", ""],
        ["备注：不含专项", None, None, None],
    ]
    assert [task.text for task in read((rows, {(4, 0): BAND}))] == ["优化环境"]


def test_a_short_row_that_speaks_of_tasks_is_no_header(read: Callable[..., tuple[Task, ...]]) -> None:
    head: list[str | None] = ["工作任务", "责任单位", "完成时限", "成果形式"]
    tasks = read([head, ["扩大示范项目", "科技部", "持续推进", "完成建设任务"], ["推进重点工作", "财政部", "年内", "建成重点项目"]])
    assert [task.text for task in tasks] == ["扩大示范项目", "推进重点工作"]


def test_a_table_that_goes_on_with_other_columns_is_read_by_its_new_header(read: Callable[..., tuple[Task, ...]]) -> None:
    rows: Table = [
        HEAD,
        ["1", "完善制度", "财政部", "年内"],
        ["序号", "完成时限", "工作任务", "责任单位"],
        ["2", "2021年底前", "开展试点", "商务部"],
    ]
    assert brief(read(rows)) == [(1, None, "完善制度", "财政部", "年内"), (2, None, "开展试点", "商务部", "2021年底前")]


def test_categories_on_two_levels_and_beside_their_numeral(read: Callable[..., tuple[Task, ...]]) -> None:
    task = ["优化环境", "财政部", "年内"]
    rows: Table = [
        HEAD,
        ["一", "夯实基础", "", ""],
        ["（一）", "平台", "", ""],
        ["1", *task],
        ["（二）", "制度", "", ""],
        ["2", *task],
    ]
    rows += [["二", "提升服务", "", ""], ["3", *task]]
    assert [task.category for task in read(rows)] == ["一、夯实基础 / （一）平台", "一、夯实基础 / （二）制度", "二、提升服务"]


def test_a_category_repeated_on_the_next_page_is_the_same(read: Callable[..., tuple[Task, ...]]) -> None:
    rows: Table = [
        HEAD,
        ["一、夯实基础", None, None, None],
        ["1", "完善制度", "财政部", "年内"],
        HEAD,
        ["一、夯实基础（续）", None, None, None],
    ]
    rows += [["2", "开展试点", "财政部", "年内"]]
    assert {task.category for task in read((rows, {(1, 0): BAND, (4, 0): BAND}))} == {"一、夯实基础"}


def test_numbers_at_the_start_of_the_wording(read: Callable[..., tuple[Task, ...]]) -> None:
    tasks = read([["工作任务", "责任单位"], ["1.完善制度", "财政部"], ["2.开展试点", "商务部"], ["4.总结", "民政部"]])
    assert [(task.number, task.text) for task in tasks] == [(1, "完善制度"), (2, "开展试点"), (4, "总结")]
    assert [doubt.kind for doubt in tasks[2].doubts] == [DoubtKind.NUMBER_GAP]


RULE = "列第一位者为牵头单位"


@pytest.mark.parametrize(
    "blocks",
    [
        (f"各部门要落实（{RULE}，下同）。", [HEAD, ["1", "完善制度", "财政部、商务部", "年内"]]),
        ([["序号", "工作任务", f"责任单位（{RULE}）", "完成时限"], ["1", "完善制度", "财政部、商务部", "年内"]],),
        ([HEAD, ["1", "完善制度", "财政部、商务部", "年内"]], "注：排在首位的为牵头单位。"),
        (
            [["责任单位" if word == "责任单位" else word for word in HEAD], ["1", "完善制度", "财政部、商务部", "年内"]],
            f"说明：{RULE}。",
        ),
    ],
)
def test_the_first_body_leads_wherever_that_is_written(read: Callable[..., tuple[Task, ...]], blocks: tuple[Any, ...]) -> None:
    (task,) = read(*blocks)
    assert roles(task) == [("财政部", Role.LEAD), ("商务部", Role.JOINT)]


def test_a_rule_of_one_table_does_not_hold_for_the_next(read: Callable[..., tuple[Task, ...]]) -> None:
    first = [["序号", "工作任务", f"责任单位（{RULE}）", "完成时限"], ["1", "完善制度", "财政部、商务部", "年内"]]
    tasks = read(first, "附件2", [HEAD, ["1", "开展试点", "财政部、商务部", "年内"]])
    assert [task.lead for task in tasks] == [("财政部",), ()]


def test_a_cell_across_lead_and_joint_bodies_gives_no_role(read: Callable[..., tuple[Task, ...]]) -> None:
    rows: Table = [
        ["序号", "任务", "牵头单位", "配合单位"],
        ["1", "完善制度", "财政部", "商务部"],
        ["2", "开展试点", "各区人民政府", None],
    ]
    tasks = read((rows, {(2, 2): (1, 2)}))
    assert roles(tasks[0]) == [("财政部", Role.LEAD), ("商务部", Role.JOINT)]
    assert [role for _, role in roles(tasks[1])] == [Role.RESPONSIBLE]


def test_known_and_run_together_tables_of_one_document_are_each_read_once(build: SimpleNamespace) -> None:
    known = build.grid([HEAD, ["1", "完善制度", "财政部", "年内"]])
    done = build.composed(
        "附件1", known, "附件2", "序号工作任务责任单位完成时限", "1开展试点商务部2021年底前", "2总结推广民政部持续推进"
    )
    tasks = read_tasks(done.text, (Span(0, len(done.text)),), (), None, done.structure.tables)
    assert [(task.text, task.departments_raw) for task in tasks] == [
        ("完善制度", "财政部"),
        ("开展试点", "商务部"),
        ("总结推广", "民政部"),
    ]
    assert len({task.eid for task in tasks}) == 3


def test_cells_teach_the_names_that_ran_together_elsewhere(build: SimpleNamespace) -> None:
    known = build.grid([HEAD, ["1", "完善制度", "星海港航局、云山粮储办", "年内"]])
    lines = ("序号工作任务责任单位", "1支持企业发展星海港航局", "2扩大开放试点云山粮储办")
    done = build.composed("附件1", known, "附件2", *lines)
    tasks = read_tasks(done.text, (Span(0, len(done.text)),), (), None, done.structure.tables)
    assert [(task.text, task.departments_raw) for task in tasks[1:]] == [
        ("支持企业发展", "星海港航局"),
        ("扩大开放试点", "云山粮储办"),
    ]


def test_a_table_without_words_or_with_too_many_columns_is_left(build: SimpleNamespace) -> None:
    for rows in ([["", ""], ["", ""]], [["列"] * 60] * 2):
        done = build.composed("附件", build.grid(rows), "完")
        assert read_tasks(done.text, (), (), None, done.structure.tables) == ()


def random_names(made: SimpleNamespace, chance: random.Random) -> list[str]:
    return list(chance.choice((made.CENTRAL, made.LOCAL, made.PROVINCE, made.made_up_names(chance))))


def rows_of(build: SimpleNamespace, made: SimpleNamespace, chance: random.Random, count: int, names: list[str]) -> list[Any]:
    outer = ("一、夯实基础能力", "二、优化营商环境", "三、培育市场主体")
    inner = ("（一）平台", "（二）制度", "（三）人才")
    titles = ("完善信用档案", "推进电子证照互认", "建设产业园区", "开展试点")
    rows = []
    for place in range(count):
        (row,) = made.made_rows(chance, 1, names)
        title = f"{chance.choice(titles)}第{'一二三四五六七八九十'[place % 10]}批"
        bodies = tuple(chance.sample(names, min(len(names), chance.choice((1, 1, 2, 3, 4)))))
        rows.append(build.Row(outer[place * 3 // count], inner[place * 9 // count % 3], title, row.task, bodies, row.timing))
    return rows


def made_of(build: SimpleNamespace, task: Task) -> object:
    lead, joint, responsible = (
        tuple(department.name for department in task.departments if department.role is role)
        for role in (Role.LEAD, Role.JOINT, Role.RESPONSIBLE)
    )
    phrase = task.timing.phrase if task.timing else None
    return build.Made(task.number, task.category, task.title, task.text, lead, joint, responsible, phrase)


HEADER: list[str | None] = ["序号", "工作任务", "负责部门", "时间进度"]
RULE_ROW: list[str | None] = ["---", "---", "---", "---"]


@given(seed=st.integers(0, 10_000), count=st.integers(12, 40))
@settings(max_examples=12, deadline=None)
def test_the_same_tasks_come_from_cells_tabs_bars_and_columns_that_ran_together(seed: int, count: int) -> None:
    build, made = (SimpleNamespace(**runpy.run_path(str(HERE / name))) for name in ("grid_builder.py", "table_builder.py"))
    chance = random.Random(seed)
    rows = made.made_rows(chance, count, chance.choice((made.CENTRAL, made.LOCAL, made.PROVINCE)))
    lines: Table = [HEADER]
    spans: Spans = {}
    for before, row in zip([None, *rows[:-1]], rows, strict=True):
        if before is None or before.category != row.category:
            spans[len(lines), 0] = BAND
            lines.append([row.category, None, None, None])
        lines.append([str(row.number), row.task, row.departments, row.timing])
    known = build.composed(build.grid(lines, spans))
    written = "\n".join("\t".join(filter(None, line)) for line in lines)
    marked = "\n".join(f"| {' | '.join(words or '' for words in line)} |" for line in (lines[0], RULE_ROW, *lines[1:]))
    joined = made.printed(rows, made.Layout(), chance)
    wanted = told(known.text, known.structure.tables)
    assert wanted == [(row.number, row.category, row.task, row.departments, row.timing) for row in rows]
    for text in (written, marked, joined):
        assert told(text) == wanted


def told(text: str, tables: tuple[StructureTable, ...] = ()) -> list[tuple[int | None, str | None, str, str, str | None]]:
    return brief(read_tasks(text, (Span(0, len(text)),), (), None, tables))


@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "1", "2.", "财政部", "一、类", "工作任务", "责任单位", "年内", "完善制度，", "合计", "（1）"]),
            min_size=3,
            max_size=3,
        ),
        max_size=12,
    )
)
def test_any_jumble_of_cells_is_read_without_failing(rows: Table) -> None:
    build = SimpleNamespace(**runpy.run_path(str(HERE / "grid_builder.py")))
    done = build.composed("附件", build.grid([["序号", "工作任务", "责任单位"], *rows]), "完")
    tasks = read_tasks(done.text, (), (), None, done.structure.tables)
    assert len({task.eid for task in tasks}) == len(tasks)
    for task in tasks:
        assert task.spans
        assert all(0 <= span.start < span.end <= len(done.text) for span in task.spans)
        assert 0 <= task.confidence <= 1
