"""Findings, targets and facts of the policy on screen: counted, gone to, settled, taken back, and put right."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.flows import facts
from desktop.open_findings import open_findings
from desktop.snapshot import Snapshot
from policy.errors import PolicyError
from policy.model import Finding, FindingKind
from storage.records import AnnotationKind, LinkState
from tests.desktop.driving import Hands, second_policy
from widgets.dialogs.policy_dialog import PolicyDialog, PolicyPage


def opened(hands: Hands) -> PolicyDialog:
    hands.app.actions.about_policy.trigger()
    return hands.dialog(PolicyDialog)


def judged(hands: Hands, count: int) -> None:
    """Wait until so many findings are told in the status bar."""
    wanted = f"{count} finding{'' if count == 1 else 's'}"
    hands.qtbot.waitUntil(lambda: hands.app.parts.findings.text() == wanted, timeout=10_000)
    hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy())


def first_judged(hands: Hands) -> None:
    """Wait until the policy on screen has been judged once."""
    with hands.qtbot.waitSignal(hands.app.flows.facts.counted, timeout=10_000):
        pass
    hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy())


def found(dialog: PolicyDialog) -> list[Finding]:
    return [row.finding for row in dialog.findings.model.rows if row.finding is not None]


def choose(dialog: PolicyDialog, finding: Finding) -> None:
    model = dialog.findings.model
    place = next(place for place, row in enumerate(model.rows) if row.finding == finding)
    dialog.findings.view.setCurrentIndex(model.index(place, 0))
    dialog.findings.view.choose(model.index(place, 0))


def write(field: QLineEdit, words: str) -> None:
    """Put words in the place of those in a field, as an input method does."""
    field.selectAll()
    field.insert(words)


def reject(hands: Hands, number: int) -> str:
    """Take a task off its clauses, so that there is something to find; the task."""
    task = hands.task(number)
    for link in hands.shown.links.values():
        if link.task == task.id:
            hands.app.session.link(task.id, link.provision, LinkState.REJECTED)
    return task.id


def test_the_number_of_findings_stands_in_the_status_bar_and_leads_to_them(hands: Hands) -> None:
    reject(hands, 2)
    judged(hands, 2)
    button = hands.app.parts.findings
    assert button.isVisible()
    button.click()
    dialog = hands.dialog(PolicyDialog)
    assert dialog.tabs.currentIndex() == PolicyPage.FINDINGS
    assert dialog.tabs.tabText(0) == "Findings 2"
    assert {one.kind for one in found(dialog)} == {FindingKind.CLAUSE_WITHOUT_TASK, FindingKind.TASK_WITHOUT_CLAUSE}


def test_without_findings_nothing_is_said(hands: Hands) -> None:
    first_judged(hands)
    assert hands.app.parts.findings.isHidden()


def test_a_finding_leads_to_its_task_or_clause_and_the_list_stays(hands: Hands) -> None:
    reject(hands, 2)
    judged(hands, 2)
    dialog = opened(hands)
    by_kind = {one.kind: one for one in found(dialog)}
    choose(dialog, by_kind[FindingKind.TASK_WITHOUT_CLAUSE])
    assert hands.chosen() == 2
    choose(dialog, by_kind[FindingKind.CLAUSE_WITHOUT_TASK])
    assert hands.app.presenter.clause == hands.clause("（四）")
    assert hands.in_sight("推广电子提单")
    assert dialog.isVisible()


def test_a_correction_settles_a_finding_and_undo_brings_it_back(hands: Hands) -> None:
    task = reject(hands, 2)
    judged(hands, 2)
    dialog = opened(hands)
    hands.app.session.link(task, hands.clause("（四）"), LinkState.CONFIRMED)
    hands.qtbot.waitUntil(lambda: found(dialog) == [], timeout=10_000)
    assert hands.app.parts.findings.isHidden()
    assert dialog.tabs.tabText(0) == "Findings"
    hands.app.actions.undo.trigger()
    judged(hands, 2)
    assert len(found(dialog)) == 2


def test_a_remark_judges_nothing_anew(hands: Hands) -> None:
    first_judged(hands)
    started: list[object] = []
    hands.app.jobs.started.connect(started.append)
    hands.app.session.annotate(hands.shown.policy.id, hands.select("坚持服务企业"), AnnotationKind.ISSUE, "口径不一")
    hands.qtbot.wait(2 * facts.PAUSE_MS)
    assert started == []


def test_another_policy_brings_its_own_findings(hands: Hands) -> None:
    reject(hands, 2)
    judged(hands, 2)
    dialog = opened(hands)
    first = hands.shown.policy.id
    second_policy(hands)
    judged(hands, 11)
    assert {one.kind for one in found(dialog)} == {FindingKind.DEPARTMENT_RENAMED}
    assert "促进信息消费" in dialog.windowTitle()
    hands.app.presenter.show_policy(first)
    judged(hands, 2)


def test_a_target_leads_to_its_words_and_is_copied(hands: Hands) -> None:
    dialog = opened(hands)
    dialog.show_page(PolicyPage.TARGETS)
    rows = dialog.targets.model.rows
    assert [row.clause for row in rows] == ["（二）", "（二）"]
    dialog.targets.view.row_activated.emit(1)
    assert hands.in_sight("电子单证使用率超过95%")
    assert hands.app.presenter.clause == hands.clause("（二）")
    dialog.targets.copy.click()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 3
    assert "95" in lines[2].split("\t")


def test_each_fact_put_right_is_one_step(hands: Hands) -> None:
    dialog = opened(hands)
    dialog.show_page(PolicyPage.FACTS)
    page, stack = dialog.facts, hands.app.session.undo_stack
    before, steps = hands.shown.policy.title, stack.count()
    for name, words in (("title", "数字港口意见"), ("doc_number", "星政发〔2021〕8号")):
        field = page.lines[name]
        write(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert (hands.shown.policy.title, hands.shown.policy.doc_number) == ("数字港口意见", "星政发〔2021〕8号")
    assert stack.count() == steps + 2
    assert dialog.windowTitle().endswith("数字港口意见")
    dialog.undo_requested.emit()
    assert page.lines["doc_number"].text() == "星政发〔2021〕7号"
    dialog.undo_requested.emit()
    assert page.lines["title"].text() == before
    dialog.redo_requested.emit()
    assert page.lines["title"].text() == "数字港口意见"


def test_a_fact_that_cannot_be_stored_stays_in_its_field(hands: Hands) -> None:
    dialog = opened(hands)
    field = dialog.facts.lines["issuer"]
    with hands.full_disk():
        write(field, "星海市")
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert hands.said()
    assert field.text() == "星海市"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hands.shown.policy.issuer == "星海市"


def test_what_is_being_typed_is_stored_when_the_dialog_or_the_workspace_closes(hands: Hands) -> None:
    dialog = opened(hands)
    field = dialog.facts.lines["issuer"]
    write(field, "星海市")
    dialog.reject()
    assert hands.shown.policy.issuer == "星海市"
    opened(hands)
    write(field, "星河市")
    path = hands.workspace.path
    hands.app.flows.files.close()
    assert not dialog.isVisible()
    hands.app.flows.files.open_path(path)
    assert hands.shown.policy.issuer == "星河市"


def test_what_is_being_typed_goes_to_the_policy_it_was_typed_for(hands: Hands) -> None:
    dialog = opened(hands)
    first = hands.shown.policy.id
    write(dialog.facts.lines["issuer"], "星海市")
    second = second_policy(hands)
    assert hands.workspace.policies.get(first).issuer == "星海市"
    assert hands.workspace.policies.get(second).issuer == "国务院"
    assert dialog.facts.lines["issuer"].text() == "国务院"


def test_a_new_language_builds_the_window_anew_while_findings_are_waited_for(hands: Hands) -> None:
    reject(hands, 2)
    opened(hands)
    old = hands.app.window
    hands.app.rebuild()
    hands.qtbot.waitUntil(lambda: hands.app.window is not old)
    judged(hands, 2)
    assert len(found(opened(hands))) == 2


def test_a_workspace_that_cannot_be_written_shows_its_facts_only(hands: Hands) -> None:
    path = hands.workspace.path
    hands.app.session.open(path, None)
    hands.settle()
    dialog = opened(hands)
    assert dialog.facts.lines["issuer"].isReadOnly()
    assert dialog.facts.lines["issuer"].text() == "星海市人民政府"


def test_a_bug_while_judging_is_told_and_the_next_correction_judges_again(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def judge(*_arguments: object) -> None:
        raise ZeroDivisionError("bug")

    first_judged(hands)
    with monkeypatch.context() as patch:
        patch.setattr(facts, "open_findings", judge)
        with hands.qtbot.waitSignal(hands.app.jobs.crashed):
            hands.app.session.edit_task(hands.task(1).id, {"number": 5})
        hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy())
    hands.app.session.edit_task(hands.task(5).id, {"number": 1})
    reject(hands, 2)
    judged(hands, 2)
    caplog.clear()


def test_findings_that_cannot_be_judged_are_told_and_what_changed_meanwhile_is_judged_all_the_same(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_judged(hands)
    begun, go_on = threading.Event(), threading.Event()

    def fail(shown: Snapshot, stored: Sequence[Finding]) -> tuple[Finding, ...]:
        begun.set()
        assert go_on.wait(10)
        monkeypatch.setattr(facts, "open_findings", open_findings)
        raise PolicyError("cannot_read", name="港口.txt", reason="")

    monkeypatch.setattr(facts, "open_findings", fail)
    told: list[object] = []
    hands.app.flows.facts.failed.connect(told.append)
    hands.app.session.edit_policy(hands.shown.policy.id, {"title": "另一个标题"})
    hands.qtbot.waitUntil(begun.is_set, timeout=10_000)
    reject(hands, 2)
    hands.qtbot.wait(2 * facts.PAUSE_MS)
    go_on.set()
    judged(hands, 2)
    assert len(told) == 1
    assert "港口.txt" in hands.said()
