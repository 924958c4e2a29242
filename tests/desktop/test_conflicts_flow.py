"""Conflicts in the running window: counted, seen beside the text, decided, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop import snapshot
from desktop.app import App
from desktop.flows.conflicts import FEW
from desktop.profile import stored_profile
from desktop.settings import LANGUAGE
from policy.judging import Progress, Verdict
from policy.model import Span
from storage.records import AnnotationKind, Family, Touched
from storage.topics import PLACE, TIMING
from storage.workspace import Profile, Workspace
from tests.desktop.copies import Edit, edited, edited_copy, merged, somebody
from tests.desktop.driving import Hands
from widgets.dialogs.conflicts_dialog import ConflictsDialog
from widgets.dialogs.timing_edit import TimingEdit
from widgets.models.conflict_model import ConflictRow

LI = somebody("李复核")
Quarrel = Callable[..., Hands]


def task(workspace: Workspace, at: int = 0) -> str:
    (policy,) = workspace.policies.all()
    return workspace.tasks.of(policy.id)[at].id


def note(workspace: Workspace) -> str:
    (policy,) = workspace.policies.all()
    return workspace.annotations.of(policy.id)[0].id


def annotate(workspace: Workspace) -> None:
    (policy,) = workspace.policies.all()
    start = workspace.policies.text(policy.id).index("坚持服务企业")
    workspace.annotations.add(policy.id, Span(start, start + 6), AnnotationKind.ISSUE, "旧", ())


@pytest.fixture
def me(app: App) -> Profile:
    profile = stored_profile(app.settings)
    assert profile is not None
    return profile


@pytest.fixture
def quarrel(app: App, workspace_file: Path, me: Profile, qtbot: QtBot) -> Quarrel:
    """Opens the workspace after I and another have written without knowing of each other, and our work was merged."""

    def make(mine: Edit, theirs: Edit, before: Edit = lambda _: None) -> Hands:
        edited(workspace_file, me, before, "MINE")
        copy = edited_copy(workspace_file, "另一份", LI, theirs, "THEIRS")
        edited(workspace_file, me, mine, "MINE")
        merged(workspace_file, me, copy)
        app.flows.files.open_path(workspace_file)
        return Hands(app, qtbot)

    return make


def opened(hands: Hands) -> ConflictsDialog:
    hands.app.actions.conflicts.trigger()
    hands.finish_jobs()
    return hands.dialog(ConflictsDialog)


def rows(dialog: ConflictsDialog) -> list[ConflictRow]:
    return list(dialog.model.conflicts)


def test_the_status_bar_counts_what_is_open_and_leads_to_it(quarrel: Quarrel) -> None:
    hands = quarrel(lambda ws: ws.tasks.edit(task(ws), text="甲"), lambda ws: ws.tasks.edit(task(ws), text="乙"))
    sign = hands.app.parts.conflicts
    assert sign.isVisible()
    assert sign.text() == "1 conflict"
    sign.click()
    hands.finish_jobs()
    (row,) = rows(hands.dialog(ConflictsDialog))
    assert row.context in ("Task 1 “甲”", "Task 1 “乙”")
    assert {side.people for side in row.sides} == {("张三",), ("李复核",)}
    assert {side.values for side in row.sides} == {(("Text", "甲"),), (("Text", "乙"),)}


def test_keeping_a_value_settles_it_as_one_step(quarrel: Quarrel) -> None:
    hands = quarrel(lambda ws: ws.tasks.edit(task(ws), text="甲"), lambda ws: ws.tasks.edit(task(ws), text="乙"))
    dialog = opened(hands)
    (row,) = rows(dialog)
    shown = row.sides[0].side.values["text"]
    dialog.page.cards[1].keep.click()
    assert hands.task(1).text == row.sides[1].side.values["text"]
    assert rows(dialog) == []
    hands.finish_jobs()
    assert rows(dialog) == []
    assert not hands.app.parts.conflicts.isVisible()
    assert hands.workspace.history.conflicts() == ()
    assert hands.app.session.undo_stack.count() == 1
    hands.app.actions.undo.trigger()
    assert hands.task(1).text == shown


def test_the_place_of_an_annotation_is_one_decision(quarrel: Quarrel) -> None:
    def move(words: str) -> Edit:
        def edit(workspace: Workspace) -> None:
            (policy,) = workspace.policies.all()
            start = workspace.policies.text(policy.id).index(words)
            workspace.annotations.place(note(workspace), Span(start, start + len(words)))

        return edit

    hands = quarrel(move("推广电子提单"), move("整合码头"), annotate)
    dialog = opened(hands)
    (row,) = rows(dialog)
    assert row.dispute.topic == PLACE
    assert len(row.dispute.conflicts) > 1
    other = row.sides[1].side.values
    dialog.page.cards[1].keep.click()
    record = hands.note()
    assert hands.shown.text[record.start : record.end] == record.quote == other["quote"]
    assert record.prefix == other["prefix"]
    assert record.provision == other["provision"]
    assert hands.workspace.history.conflicts() == ()


def test_a_place_can_be_chosen_in_the_text(quarrel: Quarrel) -> None:
    def move(words: str) -> Edit:
        def edit(workspace: Workspace) -> None:
            (policy,) = workspace.policies.all()
            start = workspace.policies.text(policy.id).index(words)
            workspace.annotations.place(note(workspace), Span(start, start + len(words)))

        return edit

    hands = quarrel(move("推广电子提单"), move("整合码头"), annotate)
    dialog = opened(hands)
    dialog.page.place.click()
    assert "Select the words" in hands.said()
    span = hands.select("定期开展演练")
    dialog.page.place.click()
    assert hands.note().span == span
    assert rows(dialog) == []
    assert hands.workspace.history.conflicts() == ()


def test_the_fields_of_a_timing_go_together(quarrel: Quarrel) -> None:
    hands = quarrel(
        lambda ws: ws.tasks.edit(task(ws), timing="2022年底前完成", due="2022-12-31"),
        lambda ws: ws.tasks.edit(task(ws), timing="2023年底前完成", due="2023-12-31"),
    )
    dialog = opened(hands)
    (row,) = rows(dialog)
    assert row.dispute.topic == TIMING
    dialog.keep_mine()
    record = hands.task(1)
    assert (record.timing, str(record.due)) == ("2022年底前完成", "2022-12-31")


def test_another_timing_is_taken_with_its_dates(quarrel: Quarrel) -> None:
    hands = quarrel(
        lambda ws: ws.tasks.edit(task(ws), timing="2022年底前完成", due="2022-12-31"),
        lambda ws: ws.tasks.edit(task(ws), timing="2023年底前完成", due="2023-12-31"),
    )
    dialog = opened(hands)
    dialog.page.write.click()
    field = dialog.page.third.widget("timing")
    assert isinstance(field, TimingEdit)
    field.set_phrase("2025年底前完成")
    dialog.page.use.click()
    record = hands.task(1)
    assert (record.timing, str(record.due)) == ("2025年底前完成", "2025-12-31")
    assert hands.workspace.history.conflicts() == ()


def test_both_annotations_can_be_kept(quarrel: Quarrel) -> None:
    hands = quarrel(
        lambda ws: ws.annotations.edit(note(ws), body="甲"), lambda ws: ws.annotations.edit(note(ws), body="乙"), annotate
    )
    dialog = opened(hands)
    dialog.page.both.click()
    hands.finish_jobs()
    assert {record.body for record in hands.shown.annotations.values()} == {"甲", "乙"}
    assert rows(dialog) == []


def test_another_value_is_kept_while_the_disk_is_full(quarrel: Quarrel) -> None:
    hands = quarrel(lambda ws: ws.tasks.edit(task(ws), text="甲"), lambda ws: ws.tasks.edit(task(ws), text="乙"))
    dialog = opened(hands)
    dialog.page.write.click()
    field = dialog.page.third.widget("text")
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("丙")
    with hands.full_disk():
        dialog.page.use.click()
    hands.finish_jobs()
    assert hands.said()
    assert field.toPlainText() == "丙"
    assert len(rows(dialog)) == 1
    dialog.page.use.click()
    assert hands.task(1).text == "丙"
    assert rows(dialog) == []


def test_a_contested_deletion_can_be_carried_out_after_all(quarrel: Quarrel) -> None:
    hands = quarrel(lambda ws: ws.tasks.edit(task(ws), text="甲"), lambda ws: ws.tasks.remove(task(ws)))
    dialog = opened(hands)
    (row,) = rows(dialog)
    assert row.dispute.topic == "deleted"
    dialog.page.cards[1].keep.click()
    assert 1 not in [record.number for record in hands.shown.tasks.values()]
    assert hands.workspace.history.conflicts() == ()


@pytest.mark.parametrize("number", [3, FEW + 5])
def test_many_are_decided_in_one_step(quarrel: Quarrel, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def edit(text: str) -> Edit:
        def write(workspace: Workspace) -> None:
            (policy,) = workspace.policies.all()
            for record in workspace.tasks.of(policy.id)[:number]:
                workspace.tasks.edit(record.id, text=text)

        return write

    def more(workspace: Workspace) -> None:
        (policy,) = workspace.policies.all()
        for at in range(number):
            workspace.tasks.add(policy.id, f"补充{at}")

    hands = quarrel(edit("甲"), edit("乙"), more)
    dialog = opened(hands)
    assert len(rows(dialog)) == number
    dialog.select_all()
    read: list[str] = []
    refreshed = snapshot.refreshed

    def noted(before: snapshot.Snapshot, workspace: Workspace, touched: Touched) -> snapshot.Snapshot:
        read.append(before.policy.id)
        return refreshed(before, workspace, touched)

    monkeypatch.setattr(snapshot, "refreshed", noted)
    dialog.keep_of("李复核")
    hands.finish_jobs()
    assert rows(dialog) == []
    assert bool(read) == (number <= FEW), "of many the window does not read again what was read beside it"
    assert [record.text for record in hands.shown.tasks.values()].count("乙") == number
    assert hands.app.session.undo_stack.count() == 1


def test_one_decided_meanwhile_disappears(quarrel: Quarrel) -> None:
    hands = quarrel(lambda ws: ws.tasks.edit(task(ws), text="甲"), lambda ws: ws.tasks.edit(task(ws), text="乙"))
    dialog = opened(hands)
    hands.app.session.edit_task(hands.task(1).id, {"text": "丙"})
    hands.qtbot.waitUntil(lambda: rows(dialog) == [])
    assert not hands.app.parts.conflicts.isVisible()


def test_it_leads_to_the_record(quarrel: Quarrel) -> None:
    def both(text: str) -> Edit:
        def edit(workspace: Workspace) -> None:
            workspace.annotations.edit(note(workspace), body=text)
            workspace.tasks.edit(task(workspace, 1), text=text)

        return edit

    hands = quarrel(both("甲"), both("乙"), annotate)
    dialog = opened(hands)
    hands.app.flows.conflicts.go_to(next(row for row in rows(dialog) if row.dispute.topic == "body"))
    assert hands.app.presenter.annotation == hands.note().id
    hands.app.flows.conflicts.go_to(next(row for row in rows(dialog) if row.dispute.topic == "text"))
    assert hands.chosen() == 2


def test_the_same_person_on_two_machines_is_two_sides(app: App, workspace_file: Path, me: Profile, qtbot: QtBot) -> None:
    copy = edited_copy(workspace_file, "另一份", me, lambda ws: ws.tasks.edit(task(ws), text="乙"), "HOME")
    edited(workspace_file, me, lambda ws: ws.tasks.edit(task(ws), text="甲"), "OFFICE")
    merged(workspace_file, me, copy)
    app.flows.files.open_path(workspace_file)
    dialog = opened(Hands(app, qtbot))
    (row,) = rows(dialog)
    assert {side.people for side in row.sides} == {("张三 (HOME)",), ("张三 (OFFICE)",)}
    dialog.keep_of("张三 (HOME)")
    assert Hands(app, qtbot).task(1).text == "乙"


def test_the_others_judgement_is_not_shown_in_a_blind_review(quarrel: Quarrel) -> None:
    def judge(progress: Progress) -> Edit:
        return lambda ws: ws.assessments.set(task(ws), progress=progress, verdict=Verdict.TRUE)

    def blind(workspace: Workspace) -> None:
        (policy,) = workspace.policies.all()
        workspace.policies.edit(policy.id, blind=True)

    hands = quarrel(judge(Progress.SLOW), judge(Progress.DONE), blind)
    # Their own judgement, set differently on two machines.
    path = hands.workspace.path
    hands.app.session.close()
    copy = edited_copy(path, "第三份", LI, judge(Progress.STOPPED), "A")
    edited(path, LI, judge(Progress.ON_TRACK), "B")
    merged(path, LI, copy)
    hands.app.flows.files.open_path(path)
    assert {conflict.family for conflict in hands.workspace.history.conflicts()} == {Family.ASSESSMENT}
    assert not hands.app.parts.conflicts.isVisible()
    assert rows(opened(hands)) == []


def test_closing_the_workspace_closes_the_window_of_conflicts(quarrel: Quarrel) -> None:
    hands = quarrel(lambda ws: ws.tasks.edit(task(ws), text="甲"), lambda ws: ws.tasks.edit(task(ws), text="乙"))
    opened(hands)
    hands.app.actions.close_workspace.trigger()
    hands.settle()
    assert hands.dialogs(ConflictsDialog) == []
    assert not hands.app.parts.conflicts.isVisible()


def test_a_value_that_changed_meanwhile_is_read_anew(quarrel: Quarrel) -> None:
    def both(text: str) -> Edit:
        return lambda ws: ws.tasks.edit(task(ws), text=text, category=text)

    hands = quarrel(both("甲"), both("乙"))
    dialog = opened(hands)
    assert len(rows(dialog)) == 2
    hands.app.session.edit_task(hands.task(1).id, {"text": "丙"})
    hands.qtbot.waitUntil(lambda: [row.dispute.topic for row in rows(dialog)] == ["category"])
    (row,) = rows(dialog)
    assert "丙" in row.context


def test_the_count_is_there_in_another_language_too(quarrel: Quarrel) -> None:
    hands = quarrel(lambda ws: ws.tasks.edit(task(ws), text="甲"), lambda ws: ws.tasks.edit(task(ws), text="乙"))
    hands.app.settings.set(LANGUAGE, "zh")
    hands.app.rebuild()
    assert hands.app.parts.conflicts.isVisible()
    assert hands.app.parts.conflicts.text() == "1 处冲突"
    (row,) = rows(opened(hands))
    assert row.topic == "内容"
