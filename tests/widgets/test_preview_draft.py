"""The draft of an import: every step can be taken back, and the corrections say exactly what differs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.corrections import apply, blank_task
from policy.departments import read_departments
from policy.model import Doubt, DoubtKind, Metadata, Policy, Span, Task, TaskSource
from policy.timing import read_timing
from widgets.models.preview_draft import PreviewDraft
from widgets.models.row_cut import Boundary, Cell

CELLS = (
    ("开展试点", "发展改革委", "2013年年底前启动"),
    ("推进光纤入户", "工业和信息化部、财政部", "持续推进"),
    ("出台意见", "教育部会同财政部", "2014年底前完成"),
    ("建设平台", "科技部", "2013年第三季度"),
)
DOUBTFUL = {2: DoubtKind.BOUNDARY, 3: DoubtKind.UNKNOWN_DEPARTMENT}


def sample() -> Policy:
    text, tasks = "", []
    for number, cells in enumerate(CELLS, 1):
        row = f"{number}\n{cells[0]}{cells[1]}\n{cells[2]}\n"
        tasks.append(task_of(number, cells, Span(len(text), len(text) + len(row))))
        text += row
    return Policy("p", text, "", Metadata("意见", date=dt.date(2013, 8, 8)), (), tuple(tasks))


def task_of(number: int, cells: tuple[str, str, str], span: Span) -> Task:
    doubts = (Doubt(DOUBTFUL[number], cells[1]),) if number in DOUBTFUL else ()
    return replace(
        blank_task(f"att_1__task_{number}"),
        number=number,
        text=cells[0],
        departments=read_departments(cells[1]).departments,
        departments_raw=cells[1],
        timing=read_timing(cells[2], dt.date(2013, 8, 8)),
        source=TaskSource.TABLE,
        confidence=0.5 if doubts else 1.0,
        doubts=doubts,
        spans=(span,),
    )


@pytest.fixture
def draft() -> PreviewDraft:
    numbers = count(1)
    return PreviewDraft(sample(), lambda: f"new_{next(numbers)}")


def test_an_untouched_draft_has_nothing_to_correct(draft: PreviewDraft) -> None:
    assert draft.corrections() == ()
    assert draft.doubtful() == ("att_1__task_2", "att_1__task_3")


def test_the_next_doubtful_row_is_found_round_the_end(draft: PreviewDraft) -> None:
    assert draft.next_doubtful(None) == "att_1__task_2"
    assert draft.next_doubtful("att_1__task_2") == "att_1__task_3"
    assert draft.next_doubtful("att_1__task_4") == "att_1__task_2"


def test_confirming_settles_a_row(draft: PreviewDraft) -> None:
    draft.confirm("att_1__task_2")
    assert draft.doubtful() == ("att_1__task_3",)
    (correction,) = draft.corrections()
    assert dict(correction.fields) == {"doubts": (), "confidence": 1.0}


def test_moving_a_boundary_reads_departments_and_timing_again(draft: PreviewDraft) -> None:
    cut = draft.cut("att_1__task_2").moved(Boundary.DEPARTMENTS, 8)
    draft.cut_anew("att_1__task_2", cut)
    task = draft.task("att_1__task_2")
    assert task.text == "推进光纤入户工业和信息化部、"
    assert [department.name for department in task.departments] == ["财政部"]
    assert task.doubts == ()


def test_a_row_is_split_where_the_caret_is(draft: PreviewDraft) -> None:
    cut = draft.cut("att_1__task_2")
    second = draft.split("att_1__task_2", cut, cut.departments)
    assert second == "new_1"
    assert draft.task("att_1__task_2").text == "推进光纤入户"
    assert draft.task("att_1__task_2").departments == ()
    assert draft.cut("new_1").cell(Cell.DEPARTMENTS) == "工业和信息化部、财政部"
    assert [task.eid for task in draft.rows][1:3] == ["att_1__task_2", "new_1"]


def test_a_row_is_not_split_at_its_ends(draft: PreviewDraft) -> None:
    cut = draft.cut("att_1__task_1")
    assert draft.split("att_1__task_1", cut, 0) is None
    assert draft.split("att_1__task_1", cut, len(cut.raw)) is None
    assert draft.rows == draft.policy.tasks


def test_rows_split_by_their_numbers_and_joined_again_keep_every_word(draft: PreviewDraft) -> None:
    words = draft.rows[0].text + draft.rows[1].text
    assert draft.join_next("att_1__task_1")
    assert draft.rows[0].text == words
    assert draft.rows[0].spans == draft.policy.tasks[0].spans + draft.policy.tasks[1].spans
    assert not draft.join_next("att_1__task_4")


def test_an_added_row_takes_its_place_and_its_neighbours_category(draft: PreviewDraft) -> None:
    draft.edit("att_1__task_4", {"category": "四"})
    eid = draft.add("att_1__task_4")
    assert (draft.rows[-1].eid, draft.rows[-1].number, draft.rows[-1].category) == (eid, 5, "四")


def test_letters_typed_one_by_one_are_one_step_back(draft: PreviewDraft) -> None:
    for typed in ("新", "新任", "新任务"):
        draft.edit("att_1__task_1", {"text": typed})
    assert draft.undo()
    assert draft.rows == draft.policy.tasks
    assert not draft.can_undo()


def test_setting_what_is_there_already_changes_nothing(draft: PreviewDraft) -> None:
    draft.edit("att_1__task_2", {"text": "推进光纤入户", "departments": draft.task("att_1__task_2").departments})
    assert not draft.can_undo()
    assert draft.doubtful() == ("att_1__task_2", "att_1__task_3")


STEPS = ["edit", "confirm", "remove", "add", "split", "join", "join_previous", "cut", "facts", "undo", "redo"]
steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9)), max_size=12)


def carry_out(draft: PreviewDraft, step: str, choice: int) -> None:
    if step in ("undo", "redo"):
        {"undo": draft.undo, "redo": draft.redo}[step]()
        return
    if step == "facts":
        draft.set_facts(replace(draft.facts, title=f"意见{choice}", date=dt.date(2013 + choice, 1, 1)))
        return
    if step == "add" or not draft.rows:
        draft.add(draft.rows[choice % len(draft.rows)].eid if draft.rows and choice else None)
        return
    eid = draft.rows[choice % len(draft.rows)].eid
    if step == "edit":
        draft.edit(eid, {"text": f"任务{choice}"} if choice % 2 else {"number": choice, "timing": None})
    elif step == "split":
        draft.split(eid, draft.cut(eid), choice)
    elif step == "cut":
        draft.cut_anew(eid, draft.cut(eid).moved(Boundary(choice % 2), choice - 5))
    else:
        {"confirm": draft.confirm, "remove": draft.remove, "join": draft.join_next, "join_previous": draft.join_previous}[step](eid)


@given(steps)
def test_the_corrections_lead_from_the_policy_to_the_draft(plan: list[tuple[str, int]]) -> None:
    draft = PreviewDraft(sample())
    for step, choice in plan:
        carry_out(draft, step, choice)
    assert apply(draft.policy, draft.corrections()) == draft.rows


@given(steps)
def test_every_step_can_be_taken_back(plan: list[tuple[str, int]]) -> None:
    draft = PreviewDraft(sample())
    for step, choice in plan:
        carry_out(draft, step, choice)
    rows, facts, undone = draft.rows, draft.facts, 0
    while draft.redo():
        rows, facts = draft.rows, draft.facts
    while draft.undo():
        undone += 1
    assert (draft.rows, draft.facts) == (draft.policy.tasks, draft.policy.metadata)
    for _ in range(undone):
        assert draft.redo()
    assert (draft.rows, draft.facts) == (rows, facts)


def test_a_row_joins_the_one_before(draft: PreviewDraft) -> None:
    assert draft.join_previous("att_1__task_2") == "att_1__task_1"
    assert draft.rows[0].text == "开展试点推进光纤入户"
    assert draft.join_previous("att_1__task_1") is None


def test_another_day_of_the_document_is_one_step_with_the_phrases_that_count_from_it(draft: PreviewDraft) -> None:
    draft.edit("att_1__task_1", {"timing": read_timing("年底前完成", draft.facts.date)})
    draft.set_facts(replace(draft.facts, date=dt.date(2015, 1, 1)))
    timing = draft.task("att_1__task_1").timing
    assert timing is not None
    assert timing.due == dt.date(2015, 12, 31)
    draft.undo()
    timing = draft.task("att_1__task_1").timing
    assert timing is not None
    assert timing.due == dt.date(2013, 12, 31)
    assert draft.facts.date == dt.date(2013, 8, 8)


def test_a_new_step_leaves_nothing_to_be_made_again(draft: PreviewDraft) -> None:
    draft.remove("att_1__task_1")
    draft.undo()
    draft.confirm("att_1__task_2")
    assert not draft.can_redo()
    assert not draft.redo()


def test_the_boundaries_of_a_sentence_move_without_its_number_and_brackets() -> None:
    text = "（十八）支持开展试点，完善制度。（财政部牵头，科技部负责，2014年底前完成）"
    bodies = read_departments("财政部牵头，科技部负责")
    task = replace(
        blank_task("inline_1"),
        text="支持开展试点，完善制度。",
        departments=bodies.departments,
        departments_raw="财政部牵头，科技部负责",
        timing=read_timing("2014年底前完成", dt.date(2013, 8, 8)),
        source=TaskSource.INLINE,
        spans=(Span(0, len(text)),),
    )
    draft = PreviewDraft(Policy("p", text, "", Metadata("意见", date=dt.date(2013, 8, 8)), (), (task,)))
    cut = draft.cut("inline_1")
    draft.cut_anew("inline_1", cut)
    assert draft.corrections() == ()
    draft.cut_anew("inline_1", cut.moved(Boundary.DEPARTMENTS, -5))
    draft.cut_anew("inline_1", cut)
    assert draft.task("inline_1").departments == bodies.departments
    assert draft.task("inline_1").text == task.text
