"""Records arranged for the views: rows, counts, ties and marks agree with each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from desktop import arrange
from desktop.report_input import report_input
from exporters.assembly import assemble
from policy.judging import Progress, Verdict, WarningLevel
from policy.model import Span
from storage.records import AnnotationKind, LinkState
from tests.desktop.driving import Hands
from widgets.dialogs import TagChanges
from widgets.models.task_model import TaskRow
from widgets.policy_view.marks import Mark

DAY = dt.date(2021, 12, 15)


def rows(hands: Hands, day: dt.date = DAY) -> list[TaskRow]:
    return arrange.arranged(hands.shown, day, 30).rows


@pytest.mark.parametrize(
    ("day", "level"),
    [
        (dt.date(2021, 12, 15), WarningLevel.DUE_SOON),
        (dt.date(2021, 12, 31), WarningLevel.DUE_SOON),
        (dt.date(2022, 1, 1), WarningLevel.OVERDUE),
    ],
)
def test_a_deadline_counts_to_its_last_day(hands: Hands, day: dt.date, level: WarningLevel) -> None:
    assert rows(hands, day)[0].warning is level


def test_a_done_task_is_never_overdue(hands: Hands) -> None:
    hands.app.session.assess(hands.task(1).id, {"progress": Progress.DONE})
    assert rows(hands, dt.date(2030, 1, 1))[0].warning is not WarningLevel.OVERDUE


def test_a_task_that_only_has_to_begin_is_not_late_once_begun(hands: Hands) -> None:
    assert rows(hands)[1].warning is WarningLevel.OVERDUE
    hands.app.session.assess(hands.task(2).id, {"progress": Progress.ON_TRACK})
    assert rows(hands)[1].warning is not WarningLevel.OVERDUE


def test_a_note_alone_reports_no_progress(hands: Hands) -> None:
    hands.app.session.assess(hands.task(1).id, {"note": "待补材料"})
    assert rows(hands)[0].progress is None


def test_the_table_shows_the_judgement_that_the_report_counts(hands: Hands) -> None:
    task = hands.task(1).id
    hands.app.session.assess(task, {"progress": Progress.SLOW, "agreed": True})
    hands.app.session.assess(task, {"progress": Progress.DONE})
    source = report_input(hands.shown, DAY, 30)
    assert rows(hands)[0].progress is assemble(source).ledger[0].progress is Progress.SLOW


def test_the_counts_of_the_status_bar_are_those_of_the_rows(hands: Hands) -> None:
    hands.app.session.assess(hands.task(2).id, {"verdict": Verdict.TRUE})
    hands.app.session.assess(hands.task(3).id, {"note": "仅有备注"})
    made = rows(hands, dt.date(2022, 1, 1))
    assert arrange.status_counts(made) == (3, sum(row.verdict is Verdict.TRUE or row.progress is not None for row in made), 2)


def test_a_rejected_tie_is_none_and_a_confirmed_one_stands_first(hands: Hands) -> None:
    task = hands.task(1).id
    first, second = hands.clause("（三）"), hands.clause("（五）")
    hands.app.session.link(task, second, LinkState.CONFIRMED)
    assert arrange.provisions_of_task(hands.shown, task) == [second, first]
    assert task in arrange.tasks_of_provision(hands.shown, second)
    hands.app.session.link(task, second, LinkState.REJECTED)
    assert arrange.provisions_of_task(hands.shown, task) == [first]
    assert task not in arrange.tasks_of_provision(hands.shown, second)


def test_a_section_has_the_tasks_of_its_clauses(hands: Hands) -> None:
    section = next(p.parent for p in hands.shown.provisions if p.eid == hands.clause("（三）"))
    assert section is not None
    assert arrange.tasks_of_provision(hands.shown, section) == [hands.task(number).id for number in (1, 2, 3)]


def test_a_mark_tells_what_its_card_shows(hands: Hands) -> None:
    span = hands.select("坚持服务企业")
    hands.app.session.annotate(hands.shown.policy.id, span, AnnotationKind.QUESTION, "为何", ["口径", "数据"])
    key = hands.note().id
    hands.app.session.reply(key, "因为")
    [mark] = arrange.marks_of(hands.shown, [key])
    assert (mark.span, mark.kind, mark.author, mark.body, mark.replies) == (span, AnnotationKind.QUESTION, "张三", "为何", 1)
    assert [name for name, _ in mark.tags] == ["口径", "数据"]
    assert arrange.marks(hands.shown) == [mark]
    assert arrange.marks_of(hands.shown, ["nobody"]) == []


def test_after_every_write_the_text_shows_what_it_would_show_afresh(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    session, policy, view = hands.app.session, hands.shown.policy.id, hands.app.parts.text
    afresh: list[int] = []
    span, set_marks = hands.select("坚持服务企业"), view.set_marks

    def count(marks: Sequence[Mark]) -> None:
        afresh.append(len(marks))
        set_marks(marks)

    monkeypatch.setattr(view, "set_marks", count)

    def check() -> None:
        wanted = arrange.marks(hands.shown)
        assert [view.area.marks.get(mark.id) for mark in wanted] == wanted
        assert len(view.area.marks) == len(wanted)

    def rename() -> None:
        [tag] = (tag for tag in hands.shown.tags.values() if tag.name == "口径")
        session.edit_codebook(TagChanges((), ((tag.id, "统计口径"),), (), ()))

    writes: list[Callable[[], object]] = [
        lambda: session.annotate(policy, span, AnnotationKind.QUESTION, "为何"),
        lambda: session.annotate(policy, Span(span.start + 2, span.end + 9), AnnotationKind.ISSUE, "不实", ["口径"]),
        lambda: session.tag_annotation(first, ["口径", "数据"]),
        lambda: session.reply(first, "因为"),
        lambda: session.edit_annotation(first, {"resolved": True}),
        lambda: session.tag_annotation(first, ["数据"]),
        lambda: session.undo_stack.undo(),
        lambda: session.remove_annotation(first),
        lambda: session.undo_stack.undo(),
        lambda: session.undo_stack.redo(),
    ]
    first = ""
    for write in writes:
        write()
        check()
        first = first or next(iter(hands.shown.annotations))
    assert afresh == []
    rename()
    check()
    assert afresh


def test_evidence_is_counted_for_each_task_that_it_serves(hands: Hands) -> None:
    tasks = (hands.task(1).id, hands.task(2).id)
    hands.app.session.add_evidence(hands.shown.policy.id, {"type": "photo", "title": "照片", "tasks": tasks})
    assert [row.evidence for row in rows(hands)] == [1, 1, 0]
    assert len(arrange.evidence_of(hands.shown, task=tasks[0])) == 1
    assert arrange.evidence_of(hands.shown, provision=hands.clause("（一）")) == []


def test_the_clause_of_words_is_the_one_they_stand_in(hands: Hands) -> None:
    start = hands.shown.text.index("减少纸质单证")
    cited = hands.shown.places.cited(Span(start, start + 2))
    assert cited is not None
    assert cited.number == "（四）"
    assert hands.shown.places.cited(Span(0, 2)) is None


def test_what_did_not_change_is_taken_from_before_and_the_rest_is_as_if_worked_out_afresh(hands: Hands) -> None:
    session, policy, task = hands.app.session, hands.shown.policy.id, hands.task(1).id
    place = hands.shown.text.index("整合码头")
    writes: list[Callable[[], object]] = [
        lambda: session.assess(task, {"progress": Progress.SLOW}),
        lambda: session.annotate(policy, Span(place, place + 4), AnnotationKind.ISSUE),
        lambda: session.link(task, hands.clause("（五）"), LinkState.CONFIRMED),
        lambda: session.add_evidence(policy, {"type": "photo", "title": "照片", "tasks": [task]}),
        lambda: session.edit_task(task, {"text": "建设统一的数据平台"}),
        lambda: session.remove_task(hands.task(2).id),
        lambda: session.undo_stack.undo(),
    ]
    before = arrange.arranged(hands.shown, DAY, 30)
    for write in writes:
        write()
        after = arrange.arranged(hands.shown, DAY, 30, before)
        afresh = arrange.arranged(hands.shown, DAY, 30)
        assert (after.rows, after.counts) == (afresh.rows, afresh.counts)
        assert after.rows != before.rows
        assert (after.ties is before.ties) is (after.snapshot.links is before.snapshot.links)
        before = after
