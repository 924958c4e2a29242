"""Agreement from the window: a blind review by two, put together, settled and reported."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtWidgets import QFileDialog

from desktop.profile import new_reviewer
from policy.agreement_table import Measure, Topic
from policy.judging import Progress, ReviewState, Verdict
from policy.model import Span
from storage.merge import merge
from storage.records import AnnotationKind
from storage.workspace import Profile, Workspace
from tests.desktop.driving import Hands
from widgets.dialogs import AgreementDialog, JobDialog
from widgets.panels.inspector import Tab

LI = Profile(new_reviewer("李四"))
Merged = Callable[[Callable[[Workspace, list[str]], object]], None]


@pytest.fixture
def colleague(hands: Hands, tmp_path: Path) -> Merged:
    """Lets 李四 work on a copy of the workspace, which is merged afterwards."""

    def work(do: Callable[[Workspace, list[str]], object]) -> None:
        policy_id = hands.shown.policy.id
        copy = tmp_path / f"李四{len(list(tmp_path.iterdir()))}.clausedesk"
        shutil.copy(hands.workspace.path, copy)
        with Workspace.open(copy, LI) as theirs:
            [policy] = theirs.policies.all()
            do(theirs, [task.id for task in theirs.tasks.of(policy.id)])
        merge(hands.workspace, copy)
        hands.app.presenter.show_policy(policy_id)
        hands.settle()

    return work


def open_agreement(hands: Hands) -> AgreementDialog:
    hands.app.actions.agreement.trigger()
    hands.finish_jobs()
    return hands.dialog(AgreementDialog)


def disagree(hands: Hands, colleague: Merged) -> None:
    """Two judge three tasks: the first far apart, the second alike, the third one step apart."""

    def judge(theirs: Workspace, tasks: list[str]) -> None:
        theirs.assessments.set(tasks[0], progress=Progress.NOT_STARTED, verdict=Verdict.FALSE, note="没有材料")
        theirs.assessments.set(tasks[1], progress=Progress.DONE)
        theirs.assessments.set(tasks[2], progress=Progress.ON_TRACK)

    for number, progress in ((1, Progress.DONE), (2, Progress.DONE), (3, Progress.SLOW)):
        hands.app.session.assess(hands.task(number).id, {"progress": progress})
    colleague(judge)


def test_the_blind_toggle_follows_the_policy_and_is_undone(hands: Hands) -> None:
    app = hands.app

    def state() -> tuple[bool, bool]:
        hands.settle()
        return hands.shown.policy.blind, app.actions.blind.isChecked()

    assert state() == (False, False)
    app.actions.blind.trigger()
    assert state() == (True, True)
    assert "Blind review" in hands.said()
    app.actions.undo.trigger()
    assert state() == (False, False)
    with hands.full_disk():
        app.actions.blind.trigger()
        assert state() == (False, False)


def hand_in_blind(hands: Hands, colleague: Merged) -> None:
    """Both judge blind and hand in; nothing of the other is seen before."""
    app = hands.app
    app.actions.blind.trigger()
    disagree(hands, colleague)
    panel = app.parts.inspector.assessment
    app.presenter.choose_task(hands.task(1).id)
    app.parts.inspector.show_tab(Tab.ASSESSMENT)
    hands.settle()
    assert panel.hidden.text().startswith("1 other")
    assert (panel.hidden.isVisible(), panel.others.isVisible()) == (True, False)
    assert hands.row(1).progress is Progress.DONE
    assert all(record.reviewer != LI.reviewer.id for record in hands.shown.assessments.values())
    panel.submit.click()
    hands.finish_jobs()
    assert "3 judgements submitted" in hands.said()
    assert hands.shown.hidden == {hands.task(number).id: 1 for number in (1, 2, 3)}  # the colleague has not handed in
    colleague(lambda theirs, tasks: theirs.assessments.submit(hands.shown.policy.id))
    assert hands.shown.hidden == {}
    app.presenter.choose_task(hands.task(1).id)
    hands.settle()
    assert (panel.hidden.isVisible(), panel.others.isVisible()) == (False, True)


def settle_first(hands: Hands, dialog: AgreementDialog) -> None:
    """Take over the colleague's judgement of the first case, with a reason."""
    queue = dialog.queue
    theirs = next(at for at in range(2) if (one := queue.opinions.opinion(at)) is not None and one.name == "李四")
    queue.table.selectColumn(theirs)
    queue.take.click()
    queue.form.why.setText("以材料为准")
    queue.agree.click()
    hands.finish_jobs()


def openness(dialog: AgreementDialog) -> list[bool]:
    return [case.open for case in dialog.queue.model.rows]


def test_two_review_blind_put_it_together_and_settle(hands: Hands, colleague: Merged) -> None:
    hand_in_blind(hands, colleague)
    dialog = open_agreement(hands)
    assert [case.number for case in dialog.queue.model.rows] == [1, 3]  # the widest difference first
    assert dialog.tabs.tabText(1) == "Disagreements 2"
    settle_first(hands, dialog)
    assert (hands.row(1).progress, hands.row(1).state) == (Progress.NOT_STARTED, ReviewState.APPROVED)
    chosen, agreed = dialog.queue.chosen(), dialog.queue.model.rows[0].agreed
    assert chosen is not None
    assert agreed is not None
    assert chosen.number == 3  # on to the next
    assert (agreed.name, agreed.note, agreed.verdict) == ("张三", "以材料为准", Verdict.FALSE)
    assert openness(dialog) == [False, True]
    for turn, after in ((dialog.undo_requested, [True, True]), (dialog.redo_requested, [False, True])):
        turn.emit()
        hands.finish_jobs()
        assert openness(dialog) == after
    dialog.close()


def test_the_report_tells_what_was_said_and_agreed(hands: Hands, colleague: Merged, tmp_path: Path) -> None:
    disagree(hands, colleague)
    dialog = open_agreement(hands)
    settle_first(hands, dialog)
    target = tmp_path / "一致性.docx"
    dialog.report.click()
    [asked] = dialog.findChildren(QFileDialog)
    asked.fileSelected.emit(str(target))
    asked.reject()
    hands.finish_jobs()
    words = "\n".join(cell.text for table in Document(str(target)).tables for row in table.rows for cell in row.cells)
    assert "以材料为准" in words
    assert "李四" in words
    dialog.close()


def test_a_judgement_changed_after_it_was_agreed_upon_is_told(hands: Hands, colleague: Merged) -> None:
    disagree(hands, colleague)
    app = hands.app
    app.session.assess(hands.task(1).id, {"agreed": True, "progress": Progress.SLOW})
    dialog = open_agreement(hands)
    assert [case.since for case in dialog.queue.model.rows if case.number == 1] == [()]
    app.session.assess(hands.task(1).id, {"progress": Progress.STOPPED})
    hands.finish_jobs()
    assert [case.since for case in dialog.queue.model.rows if case.number == 1] == [("张三",)]
    dialog.queue.list.setCurrentIndex(dialog.queue.model.index(0, 0))
    assert "changed since: 张三" in dialog.queue.state.text()
    dialog.queue.open_only.setChecked(True)
    assert [case.number for case in dialog.queue.model.rows] == [1, 3]
    dialog.close()


def test_what_is_hidden_is_in_no_figure(hands: Hands, colleague: Merged) -> None:
    hands.app.actions.blind.trigger()
    disagree(hands, colleague)
    dialog = open_agreement(hands)
    assert [person.name for person in dialog.matrix.people] == ["张三"]
    assert dialog.queue.model.rowCount() == 0
    assert "3 judgements of others are hidden" in dialog.hidden.text()
    assert dialog.submit.text().endswith("(3)")
    dialog.close()


def test_marks_of_two_reviewers_are_compared(hands: Hands, colleague: Merged) -> None:
    policy = hands.shown.policy.id

    def mark(theirs: Workspace, tasks: list[str]) -> None:
        for start in range(60, 180, 20):
            theirs.annotations.add(policy, Span(start, start + 10), AnnotationKind.ISSUE, "x")

    for start in range(60, 180, 20):
        hands.app.session.annotate(policy, Span(start + 5, start + 15), AnnotationKind.ISSUE, "y")
    colleague(mark)
    dialog = open_agreement(hands)
    dialog.topic.setCurrentIndex(dialog.topic.findData(Topic.SPANS.value))
    assert dialog.chosen() == (Topic.SPANS, Measure.CHARACTERS)
    assert dialog.matrix.data(dialog.matrix.index(0, 1)) == "0.50\n12 annotations"
    assert "0.50, 12 annotations" in dialog.overall.text()
    dialog.measure.setCurrentIndex(dialog.measure.findData(Measure.WHOLE_SPANS.value))
    assert dialog.matrix.data(dialog.matrix.index(1, 0)) == "0.00\n12 annotations"
    dialog.close()


def test_few_cases_are_shown_as_such(hands: Hands, colleague: Merged) -> None:
    disagree(hands, colleague)
    dialog = open_agreement(hands)
    assert dialog.matrix.data(dialog.matrix.index(0, 1)) == "too few\n3 tasks"
    dialog.close()


def test_a_comparison_that_is_stopped_shows_nothing(hands: Hands, colleague: Merged) -> None:
    disagree(hands, colleague)
    hands.app.actions.agreement.trigger()
    [progress] = hands.app.window.findChildren(JobDialog)
    progress.cancel_requested.emit()
    hands.finish_jobs()
    assert hands.dialogs(AgreementDialog) == []
    assert open_agreement(hands).queue.model.rowCount() == 2


def test_what_was_written_and_not_agreed_on_is_there_when_the_window_is_opened_again(hands: Hands, colleague: Merged) -> None:
    disagree(hands, colleague)
    dialog = open_agreement(hands)
    dialog.queue.form.why.setText("写到一半")
    dialog.queue.step(1)
    dialog.queue.form.why.setText("也写到一半")
    dialog.close()
    again = open_agreement(hands).queue
    assert again.form.why.text() == "写到一半"
    again.step(1)
    assert again.form.why.text() == "也写到一半"


def test_what_is_written_while_it_is_worked_out_is_in_it(hands: Hands, colleague: Merged) -> None:
    disagree(hands, colleague)
    hands.app.actions.agreement.trigger()
    hands.app.session.assess(hands.task(2).id, {"progress": Progress.STOPPED})
    hands.finish_jobs()
    dialog = hands.dialog(AgreementDialog)
    hands.finish_jobs()
    assert [case.number for case in dialog.queue.model.rows] == [1, 2, 3]
