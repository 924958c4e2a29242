"""The window of agreement: figures, and judgements side by side to be settled."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from policy.agreement_table import MEASURES, Mark, Measure, Topic, Work, table
from policy.disagreement import Agreement, Case, Opinion, Person, disagreement
from policy.judging import Progress, Reason, ReviewState, Verdict
from policy.model import Span
from resources.catalogue import Catalogue
from widgets.dialogs.agreement_dialog import AgreementDialog
from widgets.palette import Palette

WHEN = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
Heard = list[tuple[str, dict[str, object]]]


def opinion(name: str, progress: Progress, verdict: Verdict = Verdict.TRUE, reason: Reason | None = None) -> Opinion:
    return Opinion(name, name, progress, 40, verdict, reason, ReviewState.APPROVED, f"{name}的说明", WHEN, 2)


def case(number: int, agreed: Opinion | None = None, since: tuple[str, ...] = ()) -> Case:
    said = (opinion("张三", Progress.DONE), opinion("李四", Progress.SLOW, Verdict.FALSE, Reason.MISSING))
    return Case(f"t{number}", number, f"任务{number}", said, disagreement(one.values() for one in said), agreed, since)


def work(shift: int) -> Work:
    said = {f"t{n}": list(Progress)[(n + (shift if n % 3 else 0)) % 5].value for n in range(9)}
    return Work(said, {}, tuple(Mark(Span(at * 20, at * 20 + 10 + shift), "issue") for at in range(4)))


@pytest.fixture
def found() -> Agreement:
    figures = table({"a": work(0), "b": work(1)}, lambda done, total: None)
    people = (Person("a", "张三", 9, 4), Person("b", "李四", 9, 4))
    return Agreement("意见", people, figures, (case(1), case(2), case(3, opinion("王五", Progress.PARTLY_DONE))))


@pytest.fixture
def dialog(qtbot: QtBot, catalogue: Catalogue, light: Palette, found: Agreement) -> AgreementDialog:
    dialog = AgreementDialog(catalogue)
    qtbot.addWidget(dialog)
    dialog.set_look(light)
    dialog.show_agreement(found)
    dialog.show()
    return dialog


@pytest.fixture
def heard(dialog: AgreementDialog) -> Heard:
    heard: Heard = []
    dialog.agree_requested.connect(lambda task, fields: heard.append((task, fields)))
    return heard


def test_every_measure_of_every_topic_is_shown_and_explained(dialog: AgreementDialog) -> None:
    told = set()
    for place, topic in enumerate(Topic):
        dialog.topic.setCurrentIndex(place)
        for at, measure in enumerate(MEASURES[topic]):
            dialog.measure.setCurrentIndex(at)
            assert dialog.chosen() == (topic, measure)
            assert "\n" in str(dialog.matrix.data(dialog.matrix.index(0, 1)))
            assert dialog.matrix.data(dialog.matrix.index(0, 1)) == dialog.matrix.data(dialog.matrix.index(1, 0))
            told.add(dialog.explained.text())
    assert len(told) >= len(Measure) - 1


def test_a_cell_says_its_strength_in_words_and_its_cases(dialog: AgreementDialog, catalogue: Catalogue) -> None:
    cell = str(dialog.matrix.data(dialog.matrix.index(0, 1))).split("\n")
    assert len(cell) == 3
    assert cell[2] == catalogue.text("agreement.cases.tasks", count=9)
    spoken = str(dialog.matrix.data(dialog.matrix.index(0, 1), Qt.ItemDataRole.AccessibleTextRole))
    assert "张三" in spoken
    assert "李四" in spoken
    dialog.topic.setCurrentIndex(2)
    assert len(str(dialog.matrix.data(dialog.matrix.index(0, 1))).split("\n")) == 2  # F1 has no such words


def test_a_judgement_is_taken_over_and_agreed_on_with_a_reason(dialog: AgreementDialog, heard: Heard) -> None:
    queue = dialog.queue
    assert not queue.agree.isEnabled()
    assert not queue.take.isEnabled()
    queue.table.selectColumn(1)
    queue.take.click()
    queue.form.why.setText(" 材料不全 ")
    queue.agree.click()
    [(task, fields)] = heard
    assert task == "t1"
    assert fields == {
        "agreed": True,
        "progress": Progress.SLOW,
        "percent": 40,
        "verdict": Verdict.FALSE,
        "reason": Reason.MISSING,
        "state": ReviewState.APPROVED,
        "note": "材料不全",
    }


def test_a_judgement_of_its_own_can_be_agreed_on(dialog: AgreementDialog, heard: Heard) -> None:
    form = dialog.queue.form
    form.reason.setCurrentIndex(1)
    form.verdict.setCurrentIndex(form.verdict.findData(Verdict.TRUE))
    assert not form.reason.isEnabled()
    dialog.queue.agree.click()
    assert (heard[0][1]["verdict"], heard[0][1]["reason"], heard[0][1]["progress"]) == (Verdict.TRUE, None, None)


def test_what_was_agreed_can_be_changed(dialog: AgreementDialog, heard: Heard) -> None:
    queue = dialog.queue
    queue.step(2)
    assert "王五" in queue.state.text()
    assert queue.form.progress.currentData() == Progress.PARTLY_DONE
    assert queue.form.why.text() == "王五的说明"
    queue.form.progress.setCurrentIndex(queue.form.progress.findData(Progress.STOPPED))
    queue.agree.click()
    assert heard[0][1]["progress"] == Progress.STOPPED


def test_after_one_is_settled_the_next_open_one_is_chosen(dialog: AgreementDialog, found: Agreement) -> None:
    queue = dialog.queue

    def number() -> int | None:
        chosen = queue.chosen()
        return chosen.number if chosen is not None else None

    queue.settled("t1")
    assert number() == 2
    queue.settled("t2")
    assert number() == 1  # the third is settled: back to the first that is open
    queue.open_only.setChecked(True)
    assert [one.number for one in queue.model.rows] == [1, 2]
    since = replace(found, queue=(case(3, opinion("王五", Progress.DONE), ("李四",)),))
    dialog.show_agreement(since)
    assert [one.number for one in queue.model.rows] == [3]
    assert "李四" in queue.state.text()


def test_what_is_being_written_stays_while_others_write(dialog: AgreementDialog, found: Agreement) -> None:
    dialog.queue.form.why.setText("写到一半")
    dialog.show_agreement(replace(found, queue=(replace(case(1), text="改过的任务"), *found.queue[1:])))
    assert dialog.queue.form.why.text() == "写到一半"
    assert "改过的任务" in dialog.queue.head.text()
    dialog.queue.step(1)
    assert dialog.queue.form.why.text() == ""


def test_what_is_written_for_a_case_waits_while_another_is_looked_at(dialog: AgreementDialog, heard: Heard) -> None:
    queue = dialog.queue
    queue.form.why.setText("写到一半")
    queue.form.progress.setCurrentIndex(queue.form.progress.findData(Progress.STOPPED))
    queue.step(1)
    assert (queue.form.why.text(), queue.form.progress.currentData()) == ("", None)
    queue.step(-1)
    assert (queue.form.why.text(), queue.form.progress.currentData()) == ("写到一半", Progress.STOPPED)
    queue.agree.click()
    queue.settled(heard[0][0])
    queue.step(-1)
    assert queue.form.why.text() == "", "it is no draft any more"


def test_what_is_written_over_an_agreed_judgement_waits_too(dialog: AgreementDialog) -> None:
    queue = dialog.queue
    queue.step(2)
    queue.form.why.setText("另有理由")
    queue.step(-1)
    queue.step(1)
    assert (queue.form.why.text(), queue.form.progress.currentData()) == ("另有理由", Progress.PARTLY_DONE)


def test_the_keys_go_through_the_queue(dialog: AgreementDialog, qtbot: QtBot) -> None:
    dialog.tabs.setCurrentIndex(1)
    qtbot.waitUntil(dialog.isVisible)
    dialog.activateWindow()
    QTest.keyClick(dialog.queue.list, Qt.Key.Key_F7)
    assert dialog.queue.list.currentIndex().row() == 1
    QTest.keyClick(dialog.queue.list, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.queue.list.currentIndex().row() == 0


def test_nothing_is_agreed_on_where_nothing_can_be_written(dialog: AgreementDialog, found: Agreement) -> None:
    dialog.set_writable(False)
    dialog.show_agreement(replace(found, blind=True, waiting=3))
    dialog.queue.table.selectColumn(0)
    assert not dialog.queue.take.isEnabled()
    assert not dialog.queue.form.isEnabled()
    assert not dialog.submit.isEnabled()


def test_a_blind_review_says_what_is_hidden(dialog: AgreementDialog, found: Agreement, qtbot: QtBot) -> None:
    assert not dialog.submit.isVisible()
    assert not dialog.hidden.isVisible()
    dialog.show_agreement(replace(found, blind=True, hidden=4, waiting=2))
    assert "4" in dialog.hidden.text()
    assert "(2)" in dialog.submit.text()
    with qtbot.waitSignal(dialog.submit_requested):
        dialog.submit.click()


def test_one_reviewer_alone_has_nobody_to_agree_with(dialog: AgreementDialog, found: Agreement, catalogue: Catalogue) -> None:
    dialog.show_agreement(replace(found, people=found.people[:1], queue=()))
    assert not dialog.view.isVisible()
    assert dialog.alone.text() == catalogue.text("agreement.report.alone")
    dialog.tabs.setCurrentIndex(1)
    assert dialog.queue.empty.isVisible()
