"""Tasks by hand: added, corrected, removed, judged, and tied to clauses."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from desktop.app import App
from policy.judging import Progress, Verdict
from policy.model import Department, Role, TaskSource
from resources.catalogue import Catalogue
from storage.records import LinkState
from tests.desktop.driving import Hands, import_into, second_policy
from widgets.dialogs.export_dialog import ExportForm
from widgets.dialogs.task_dialog import TaskDialog
from widgets.models.task_model import Column
from widgets.panels.inspector import Tab

BARE = "关于加强港口管理的通知\n\n一、总体要求\n\n（一）指导思想。坚持安全第一。\n\n（二）主要目标。提高效率。\n"


def test_a_task_is_added_by_hand(hands: Hands) -> None:
    hands.click_text("完善安全管理")
    hands.app.actions.add_task.trigger()
    dialog = hands.dialog(TaskDialog)
    assert dialog.form().number == 4
    assert dialog.form().clauses == (hands.clause("（五）"),)
    dialog.text.setPlainText("开展应急演练")
    dialog.departments.line(Role.LEAD).setText("市应急局")
    dialog.departments.line(Role.JOINT).setText("市公安局")
    dialog.timing.set_phrase("2022年6月底前完成")
    dialog.accept()
    row = hands.row(4)
    assert row.record.source is TaskSource.MANUAL
    assert row.record.departments == (Department("市应急局", Role.LEAD), Department("市公安局", Role.JOINT))
    assert row.record.due is not None
    assert row.record.due.isoformat() == "2022-06-30"
    assert row.clauses == ("（五）",)
    hands.app.actions.undo.trigger()
    assert 4 not in {task.number for task in hands.shown.tasks.values()}
    assert len(hands.shown.links) == 3 or all(link.task != row.key for link in hands.shown.links.values())
    hands.app.actions.redo.trigger()
    assert hands.row(4).clauses == ("（五）",)


def test_a_task_is_made_of_the_selected_words(hands: Hands) -> None:
    hands.select("定期开展演练")
    hands.app.actions.task_from_selection.trigger()
    dialog = hands.dialog(TaskDialog)
    assert dialog.form().text == "定期开展演练"
    assert dialog.form().clauses == (hands.clause("（五）"),)
    dialog.accept()
    assert hands.task(4).text == "定期开展演练"


def test_without_a_selection_no_task_is_made_of_it(hands: Hands) -> None:
    hands.unselect()
    hands.app.actions.task_from_selection.trigger()
    assert "Select the words" in hands.said()


def test_a_correction_with_its_clauses_is_one_step(hands: Hands) -> None:
    key = hands.task(1).id
    hands.click_task(1)
    hands.app.actions.edit_task.trigger()
    dialog = hands.dialog(TaskDialog)
    dialog.text.setPlainText("建成统一的港口数据平台")
    dialog.clauses.set_chosen([hands.clause("（一）"), hands.clause("（二）")])
    dialog.accept()
    assert hands.row(1).record.text == "建成统一的港口数据平台"
    assert set(hands.row(1).clauses) == {"（一）", "（二）"}
    hands.app.actions.undo.trigger()
    assert hands.row(1).record.text == "建设统一的港口数据平台"
    assert hands.row(1).clauses == ("（三）",)
    hands.app.actions.redo.trigger()
    assert set(hands.row(1).clauses) == {"（一）", "（二）"}
    assert hands.row(1).key == key


def test_corrected_departments_stand_in_the_table_and_in_the_report(hands: Hands, tmp_path: Path) -> None:
    hands.app.flows.tasks.edit(hands.task(1).id)
    dialog = hands.dialog(TaskDialog)
    dialog.departments.line(Role.RESPONSIBLE).setText("市港口局")
    dialog.accept()
    row = hands.row(1)
    model = hands.app.parts.table.model
    place = model.place_of(row.key)
    assert place is not None
    shown = str(model.index(place, Column.DEPARTMENTS).data())
    assert "市港口局" in shown
    assert "市数据局" not in shown
    assert row.record.departments_raw == "市港口局"
    target = tmp_path / "报告.docx"
    with hands.qtbot.waitSignal(hands.app.flows.reports.written, timeout=30_000):
        hands.app.flows.reports.write(ExportForm("full", None, "zh", target))
    cells = [cell.text for table in Document(str(target)).tables for line in table.rows for cell in line.cells]
    assert any("市港口局" in cell for cell in cells)
    assert not any("市交通运输局" in cell for cell in cells)


def test_correcting_something_else_leaves_the_departments_as_written(hands: Hands) -> None:
    raw = hands.task(1).departments_raw
    hands.app.flows.tasks.edit(hands.task(1).id)
    dialog = hands.dialog(TaskDialog)
    dialog.text.setPlainText("改过")
    dialog.accept()
    assert hands.task(1).departments_raw == raw != ""


def test_accepting_a_task_as_it_is_writes_nothing(sample_hands: Hands) -> None:
    hands = sample_hands
    steps, before = hands.app.session.undo_stack.count(), hands.shown
    for number in (1, 9, 20, 33, 47, 77):
        hands.app.flows.tasks.edit(hands.task(number).id)
        hands.dialog(TaskDialog).accept()
        hands.qtbot.waitUntil(lambda: not hands.dialogs(TaskDialog))
    assert hands.app.session.undo_stack.count() == steps
    assert hands.shown == before


def test_a_task_is_removed_and_comes_back_with_its_judgement(hands: Hands) -> None:
    hands.app.flows.tasks.assess(hands.task(2).id, {"progress": Progress.DONE})
    hands.click_task(2)
    hands.app.actions.remove_task.trigger()
    hands.settle()
    assert 2 not in {task.number for task in hands.shown.tasks.values()}
    hands.app.actions.undo.trigger()
    assert hands.row(2).progress is Progress.DONE


def test_a_policy_without_any_task_takes_tasks_by_hand(app: App, free_hands: Hands, tmp_path: Path) -> None:
    from desktop.file_reading import read_pasted

    hands = free_hands
    app.flows.files.create_at(tmp_path / "空.clausedesk")
    found = read_pasted(BARE, "通知")
    assert found.policy.tasks == ()
    import_into(app.session, found.policy, found.name, found.original)
    hands.settle()
    assert app.parts.table.no_tasks.isVisible()
    app.parts.table.no_tasks.button.click()
    dialog = hands.dialog(TaskDialog)
    dialog.text.setPlainText("提高效率")
    dialog.accept()
    assert hands.row(1).record.text == "提高效率"
    assert app.parts.table.view.isVisible()
    app.actions.undo.trigger()
    hands.settle()
    assert app.parts.table.no_tasks.isVisible()


@pytest.mark.parametrize("progress", Progress)
def test_progress_is_set_by_the_menu_and_named_in_the_table(hands: Hands, progress: Progress) -> None:
    hands.click_task(3)
    hands.app.actions.progress[progress].trigger()
    assert hands.row(3).progress is progress
    assert Catalogue.load("en").text("change.assessment.set") in hands.app.actions.undo.text()
    hands.app.actions.undo.trigger()
    assert hands.row(3).progress is None


def test_the_three_axes_are_judged_in_the_inspector_and_kept(hands: Hands) -> None:
    hands.click_task(1)
    panel = hands.app.parts.inspector.assessment
    hands.app.parts.inspector.show_tab(Tab.ASSESSMENT)
    next(chip for value, chip in panel._progress_buttons() if value is Progress.SLOW).click()
    panel.percent.setValue(40)
    panel.verdict.setCurrentIndex(panel.verdict.findData(Verdict.PARTLY_TRUE))
    panel.verdict.activated.emit(panel.verdict.currentIndex())
    (judged,) = hands.shown.assessments.values()
    assert (judged.progress, judged.percent, judged.verdict) == (Progress.SLOW, 40, Verdict.PARTLY_TRUE)
    row = hands.row(1)
    assert (row.progress, row.percent, row.verdict) == (Progress.SLOW, 40, Verdict.PARTLY_TRUE)


def test_ties_are_confirmed_and_rejected(hands: Hands) -> None:
    task, eid = hands.task(1).id, hands.clause("（三）")
    hands.app.flows.tasks.link(task, eid, LinkState.REJECTED)
    assert hands.row(1).clauses == ()
    hands.click_text("整合码头")
    assert hands.lit_tasks() == set()
    hands.app.actions.undo.trigger()
    assert hands.row(1).clauses == ("（三）",)


def test_a_cancelled_task_comes_back(hands: Hands) -> None:
    hands.app.actions.add_task.trigger()
    dialog = hands.dialog(TaskDialog)
    dialog.text.setPlainText("写了一半")
    dialog.reject()
    hands.qtbot.waitUntil(lambda: not hands.dialogs(TaskDialog))
    hands.app.actions.add_task.trigger()
    assert hands.dialog(TaskDialog).form().text == "写了一半"


def test_a_cancelled_task_comes_back_with_its_own_policy_only(hands: Hands) -> None:
    first = hands.shown.policy.id
    wanted = {first: "写了一半", second_policy(hands): ""}
    hands.app.presenter.show_policy(first)
    hands.app.flows.tasks.add()
    dialog = hands.dialog(TaskDialog)
    dialog.text.setPlainText("写了一半")
    dialog.reject()
    for policy, text in reversed(wanted.items()):
        hands.qtbot.waitUntil(lambda: not hands.dialogs(TaskDialog))
        hands.app.presenter.show_policy(policy)
        hands.app.flows.tasks.add()
        dialog = hands.dialog(TaskDialog)
        assert dialog.form().text == text
        dialog.reject()


def test_a_task_that_storage_refuses_is_kept_whether_new_or_corrected(hands: Hands) -> None:
    before = hands.shown
    with hands.full_disk():
        for begin in (hands.app.flows.tasks.add, lambda: hands.app.flows.tasks.edit(hands.task(1).id)):
            begin()
            dialog = hands.dialog(TaskDialog)
            dialog.text.setPlainText("磁盘满了")
            dialog.accept()
            hands.qtbot.waitUntil(lambda: not hands.dialogs(TaskDialog))
    hands.settle()
    assert "disk is full" in hands.said()
    assert hands.shown == before
    assert not hands.app.session.undo_stack.canUndo()
    for begin in (hands.app.flows.tasks.add, lambda: hands.app.flows.tasks.edit(hands.task(1).id)) * 2:
        begin()
        dialog = hands.dialog(TaskDialog)
        assert dialog.form().text == "磁盘满了"
        dialog.reject()
        hands.qtbot.waitUntil(lambda: not hands.dialogs(TaskDialog))


def test_a_note_that_storage_refuses_stays_with_its_task(hands: Hands) -> None:
    hands.app.parts.inspector.show_tab(Tab.ASSESSMENT)
    note = hands.app.parts.inspector.assessment.note
    hands.click_task(1)
    with hands.full_disk():
        note.setPlainText("核查意见")
        hands.click_task(2)
        hands.settle()
        assert note.toPlainText() == ""
        assert "disk is full" in hands.said()
    hands.click_task(1)
    assert note.toPlainText() == "核查意见"
    hands.click_task(2)
    assert [judged.note for judged in hands.shown.assessments.values()] == ["核查意见"]
