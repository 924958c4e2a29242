"""Clause and task belong together: choosing the one shows the other, and the inspector follows."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt

from desktop import histories, snapshot
from policy.judging import Progress
from storage.errors import StorageError
from storage.policies import PolicyRepository
from storage.records import AnnotationKind, Family
from storage.search import Hit
from tests.desktop.driving import Hands, second_policy
from widgets.dialogs.search_dialog import SearchDialog
from widgets.dialogs.tags_dialog import TagsDialog
from widgets.models.outline_model import OutlineRole
from widgets.models.task_filter import TaskQuery
from widgets.panels.inspector import Tab


def test_a_click_on_a_clause_lights_up_its_tasks(hands: Hands) -> None:
    hands.click_text("推广电子提单")
    assert hands.lit_tasks() == {2}
    assert hands.lit_clauses() == {"（四）"}
    hands.click_text("坚持服务企业")
    assert hands.lit_tasks() == set()
    assert hands.lit_clauses() == set()


def test_a_row_of_the_outline_brings_its_clause_into_sight(sample_hands: Hands) -> None:
    hands, outline = sample_hands, sample_hands.app.parts.outline
    eid = hands.clause("（二十）")
    words = next(hands.shown.text[p.start : p.start + 8] for p in hands.shown.provisions if p.eid == eid)
    assert not hands.in_sight(words)
    outline.set_current(eid)
    hands.key(outline, Qt.Key.Key_Return)
    assert hands.in_sight(words)
    linked = {hands.shown.tasks[link.task].number for link in hands.shown.links.values() if link.provision == eid}
    assert hands.lit_tasks() == linked != set()


def test_a_click_on_a_task_lights_up_its_clauses_and_brings_the_first_into_sight(sample_hands: Hands) -> None:
    hands, parts = sample_hands, sample_hands.app.parts
    linked = sorted((link for link in hands.shown.links.values() if link.task == hands.task(70).id), key=lambda link: -link.score)
    provisions = {provision.eid: provision for provision in hands.shown.provisions}
    first = provisions[linked[0].provision]
    words = hands.shown.text[first.start : first.start + 12]
    assert not hands.in_sight(words)
    hands.click_task(70)
    hands.settle()
    assert hands.in_sight(words)
    assert hands.lit_clauses() == {(provisions[link.provision].number or "")[:3] for link in linked}
    assert parts.outline.current() == first.eid
    assert parts.inspector.task.text.text() == hands.task(70).text


def test_the_same_row_can_be_chosen_again_after_a_clause_without_tasks(hands: Hands) -> None:
    hands.click_task(1)
    assert hands.chosen() == 1
    hands.click_text("坚持服务企业")
    assert hands.chosen() is None
    assert not hands.app.actions.edit_task.isEnabled()
    hands.click_task(1)
    assert hands.chosen() == 1
    assert hands.app.actions.edit_task.isEnabled()


def test_next_and_previous_task_follow_the_table(hands: Hands) -> None:
    actions = hands.app.actions
    actions.next_task.trigger()
    assert hands.chosen() == 1
    actions.next_task.trigger()
    actions.next_task.trigger()
    actions.next_task.trigger()
    assert hands.chosen() == 3
    actions.previous_task.trigger()
    assert hands.chosen() == 2
    hands.app.parts.table.set_query(TaskQuery(department="市公安局"))
    actions.next_task.trigger()
    assert hands.chosen() == 3


def test_a_filter_does_not_lose_the_chosen_task(hands: Hands) -> None:
    hands.click_task(1)
    hands.app.parts.table.set_query(TaskQuery(department="市商务局"))
    hands.settle()
    assert hands.chosen() == 1
    assert hands.app.parts.inspector.task.text.text() == hands.task(1).text
    hands.app.parts.table.filters.clear()
    assert hands.app.parts.table.view.currentIndex().isValid()
    assert hands.app.parts.table.chosen() == hands.task(1).id


def test_the_inspector_shows_the_evidence_of_the_task_and_else_of_the_clause(hands: Hands) -> None:
    session, panel = hands.app.session, hands.app.parts.inspector.evidence
    policy = hands.shown.policy.id
    hands.app.parts.inspector.show_tab(Tab.EVIDENCE)
    session.add_evidence(policy, {"type": "photo", "title": "照片", "tasks": (hands.task(1).id,)})
    session.add_evidence(policy, {"type": "photo", "title": "通知", "provisions": (hands.clause("（二）"),)})
    hands.click_task(1)
    hands.settle()
    assert [row.record.title for row in panel.model.rows] == ["照片"]
    hands.click_text("到2023年")
    assert [row.record.title for row in panel.model.rows] == ["通知"]
    assert hands.row(1).evidence == 1


def test_the_inspector_shows_the_judgement_of_the_chosen_task(hands: Hands) -> None:
    inspector = hands.app.parts.inspector
    hands.app.flows.tasks.assess(hands.task(2).id, {"progress": Progress.SLOW, "note": "进度滞后"})
    inspector.show_tab(Tab.ASSESSMENT)
    hands.click_task(2)
    assert inspector.assessment.note.toPlainText() == "进度滞后"
    hands.click_task(1)
    assert inspector.assessment.note.toPlainText() == ""


def test_a_chosen_remark_is_shown_with_its_words_and_history(hands: Hands) -> None:
    span = hands.select("推广电子提单")
    hands.app.session.annotate(hands.shown.policy.id, span, AnnotationKind.QUESTION, "范围不明")
    hands.click_text("坚持服务企业")
    assert not hands.app.actions.edit_annotation.isEnabled()
    inspector = hands.app.parts.inspector
    hands.app.parts.text.mark_chosen.emit(hands.note().id)
    assert inspector.tabs.currentIndex() == Tab.ANNOTATIONS
    assert inspector.annotations.editor.body.toPlainText() == "范围不明"
    assert hands.app.parts.text.chosen_mark() == hands.note().id
    assert hands.app.actions.edit_annotation.isEnabled()
    hands.app.session.edit_annotation(hands.note().id, {"body": "范围已明"})
    inspector.show_tab(Tab.HISTORY)
    assert inspector.history.model.rowCount() == 2


def test_this_clause_narrows_the_remarks_to_those_of_the_chosen_clause(hands: Hands) -> None:
    policy, panel = hands.shown.policy.id, hands.app.parts.inspector.annotations
    for words in ("坚持服务企业", "推广电子提单"):
        hands.app.session.annotate(policy, hands.select(words), AnnotationKind.HIGHLIGHT)
    hands.unselect()
    hands.app.parts.inspector.show_tab(Tab.ANNOTATIONS)
    hands.click_text("建立网络安全监测制度，定期")
    panel.filters.here.click()
    assert panel.proxy.rowCount() == 0
    hands.app.presenter.choose_provision(hands.clause("（四）"))
    assert panel.proxy.rowCount() == 1


def test_a_remark_that_was_just_made_is_the_chosen_one(hands: Hands) -> None:
    policy = hands.shown.policy.id
    hands.app.session.annotate(policy, hands.select("坚持服务企业"), AnnotationKind.HIGHLIGHT)
    first = hands.note().id
    hands.app.session.annotate(policy, hands.select("推广电子提单"), AnnotationKind.HIGHLIGHT)
    assert hands.app.presenter.annotation not in (None, first)
    assert hands.app.parts.text.chosen_mark() == hands.app.presenter.annotation
    assert hands.app.actions.remove_annotation.isEnabled()


def test_what_is_gone_is_not_chosen_any_more(hands: Hands) -> None:
    hands.click_task(3)
    hands.app.actions.remove_task.trigger()
    assert hands.chosen() is None
    assert not hands.app.actions.remove_task.isEnabled()
    hands.settle()
    assert hands.app.parts.inspector.task.text.text() == "" or not hands.app.parts.inspector.task.text.isVisible()


def test_evidence_that_was_found_is_shown_with_its_task(hands: Hands) -> None:
    policy = hands.shown.policy.id
    for title in ("照片", "截图"):
        hands.app.session.add_evidence(policy, {"type": "photo", "title": title, "tasks": (hands.task(3).id,)})
    found = next(record.id for record in hands.shown.evidence.values() if record.title == "截图")
    hands.app.presenter.choose_evidence(found)
    assert hands.chosen() == 3
    assert hands.app.parts.inspector.tabs.currentIndex() == Tab.EVIDENCE
    assert hands.app.presenter.chosen_evidence() == found


def test_the_counts_beside_the_outline_follow(hands: Hands) -> None:
    def counts() -> object:
        hands.app.parts.outline.set_current(hands.clause("（四）"))
        return hands.app.parts.outline.currentIndex().data(OutlineRole.COUNTS)

    assert counts() == (1, 0)
    hands.app.session.annotate(hands.shown.policy.id, hands.select("推广电子提单"), AnnotationKind.ISSUE, "缺目标")
    hands.settle()
    assert counts() == (1, 1)


def refuse_to_read(*_arguments: object) -> NoReturn:
    raise StorageError("damaged", name="审阅.clausedesk")


def is_told(hands: Hands) -> bool:
    """Whether the message bar said that the file is damaged, which then is closed."""
    told = "damaged" in hands.said()
    hands.close_messages()
    return told


def test_a_refresh_that_cannot_be_read_is_told_and_leaves_what_is_shown(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    before, policy, span = hands.shown, hands.shown.policy.id, hands.select("推广电子提单")
    monkeypatch.setattr(snapshot, "refreshed", refuse_to_read)
    hands.app.session.annotate(policy, span, AnnotationKind.HIGHLIGHT)
    assert is_told(hands)
    assert hands.shown is before


def test_a_list_of_policies_that_cannot_be_read_is_told(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PolicyRepository, "all", refuse_to_read)
    hands.app.session.edit_policy(hands.shown.policy.id, {"title": "新题"})
    assert is_told(hands)
    assert hands.shown.policy.title == "新题"
    hands.app.actions.tags.trigger()
    assert is_told(hands)
    assert not hands.dialogs(TagsDialog)
    hands.app.flows.search.open()
    hit = Hit(hands.shown.policy.id, Family.TASK, hands.task(1).id, "建设", (), None)
    hands.dialog(SearchDialog).hit_chosen.emit(hit)
    assert is_told(hands)
    hands.dialog(SearchDialog).close()


def test_a_history_that_cannot_be_read_is_told(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "entries", refuse_to_read)
    hands.click_task(1)
    hands.app.parts.inspector.show_tab(Tab.HISTORY)
    assert is_told(hands)
    hands.click_task(2)
    assert is_told(hands)
    assert hands.chosen() == 2


def test_a_policy_that_was_read_while_the_file_got_damaged_is_told(
    hands: Hands, policy_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PolicyRepository, "all", refuse_to_read)
    hands.app.flows.importing.import_paths([policy_file])
    hands.qtbot.waitUntil(lambda: hands.said() != "")
    assert is_told(hands)
    monkeypatch.undo()
    hands.app.flows.importing.import_paths([policy_file])
    hands.qtbot.waitUntil(lambda: "already" in hands.said())


def test_the_list_of_policies_is_told_once_per_import(hands: Hands) -> None:
    told: list[tuple[int, str]] = []
    hands.app.presenter.policies_changed.connect(lambda policies, chosen: told.append((len(policies), chosen)))
    policy = second_policy(hands)
    assert told == [(2, policy)]
    hands.app.flows.files.close()
    assert told[1:] == [(0, "")]
