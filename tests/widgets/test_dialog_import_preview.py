"""The import preview: seen, put right by keyboard, accepted and read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from policy.corrections import apply, blank_task
from policy.departments import read_departments
from policy.model import (
    Doubt,
    DoubtKind,
    Finding,
    FindingKind,
    Metadata,
    Policy,
    Provision,
    ProvisionKind,
    Role,
    Span,
    Task,
    TaskSource,
)
from policy.timing import read_timing
from resources.catalogue import Catalogue
from widgets.dialogs.import_preview import ImportPreview
from widgets.dialogs.preview_keys import Step
from widgets.models.preview_model import Order
from widgets.models.row_cut import Boundary, Cell

DAY = dt.date(2013, 8, 8)
ROW = "完善宽带网络\n基础设施发展改革委、工业和\n信息化部2013年年底前启动"


def policy_of(number: int, doubtful: int = 3) -> Policy:
    text, tasks = "", []
    for n in range(1, number + 1):
        row = f"{n}\n{ROW}\n"
        tasks.append(task_of(n, Span(len(text), len(text) + len(row)), n % doubtful == 0))
        text += row
    facts = Metadata("关于促进信息消费的意见", "国发〔2013〕32号", "国务院", date=DAY)
    return Policy("p", text, "", facts, (), tuple(tasks), (), (Finding(FindingKind.NUMBER_MISSING, facts=(("number", "9"),)),))


def task_of(number: int, span: Span, doubtful: bool) -> Task:
    raw = "发展改革委、工业和信息化部"
    return replace(
        blank_task(f"att_1__task_{number}"),
        number=number,
        category="一、加快信息基础设施演进升级",
        text="完善宽带网络基础设施",
        departments=read_departments(raw).departments,
        departments_raw=raw,
        timing=read_timing("2013年年底前启动", DAY),
        source=TaskSource.TABLE,
        doubts=(Doubt(DoubtKind.BOUNDARY, "设施"),) if doubtful else (),
        confidence=0.5 if doubtful else 1.0,
        spans=(span,),
    )


def preview(qtbot: QtBot, policy: Policy) -> ImportPreview:
    dialog = ImportPreview(policy, "意见.txt", Catalogue.load("zh"))
    qtbot.addWidget(dialog)
    return dialog


@pytest.fixture
def dialog(qtbot: QtBot) -> ImportPreview:
    return preview(qtbot, policy_of(7))


def open_up(dialog: ImportPreview, qtbot: QtBot) -> None:
    """Show the dialog, with the keyboard."""
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifiers)


def test_an_untouched_preview_accepts_with_doubts_and_corrects_nothing(dialog: ImportPreview) -> None:
    assert dialog.doubtful_left() == 2
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.corrections() == ()
    assert dialog.metadata() == dialog.draft.policy.metadata


def test_it_opens_at_the_first_doubtful_row_and_says_the_doubt_in_words(dialog: ImportPreview) -> None:
    assert dialog.table.chosen() == "att_1__task_3"
    assert "设施" in dialog.editor.doubts.text()
    assert dialog.editor.raw.toPlainText().startswith("3\n完善宽带网络\n基础设施")
    assert "2" in dialog.table.count.text()


def test_next_doubtful_goes_round(dialog: ImportPreview) -> None:
    dialog.table.next.click()
    assert dialog.table.chosen() == "att_1__task_6"
    dialog.table.next.click()
    assert dialog.table.chosen() == "att_1__task_3"


def test_confirming_counts_down_and_goes_on(dialog: ImportPreview) -> None:
    dialog.rows.button(Step.RIGHT).click()
    assert (dialog.doubtful_left(), dialog.table.chosen()) == (1, "att_1__task_6")
    dialog.rows.button(Step.RIGHT).click()
    assert dialog.doubtful_left() == 0
    assert not dialog.table.next.isEnabled()


def test_moving_the_boundary_reads_the_cells_again(dialog: ImportPreview) -> None:
    raw = dialog.editor.raw
    raw.move_boundary(6)
    assert dialog.editor.text.toPlainText() == "完善宽带网络基础设施发展改革委、"
    assert dialog.editor.departments.line(Role.RESPONSIBLE).text() == "工业和信息化部"
    raw.choose_boundary(Boundary.TIMING)
    raw.move_boundary_line(1)
    assert dialog.editor.timing.phrase() == ""
    (correction,) = dialog.corrections()
    assert correction.task == "att_1__task_3"
    assert dict(correction.fields)["timing"] is None


def test_selected_words_become_the_departments(dialog: ImportPreview) -> None:
    raw = dialog.editor.raw
    text = raw.toPlainText()
    cursor = raw.textCursor()
    cursor.setPosition(text.index("工业"))
    cursor.setPosition(text.index("2013"), QTextCursor.MoveMode.KeepAnchor)
    raw.setTextCursor(cursor)
    dialog.editor.cell_buttons[Cell.DEPARTMENTS].click()
    assert [department.name for department in dialog.draft.task("att_1__task_3").departments] == ["工业和信息化部"]
    assert dialog.draft.task("att_1__task_3").text.endswith("发展改革委、")


def test_offsets_are_code_points_beyond_the_basic_plane(qtbot: QtBot) -> None:
    text = "1\n𠮷𠮷任务甲部持续推进"
    task = replace(
        task_of(1, Span(0, len(text)), True), text="𠮷𠮷任务", departments_raw="甲部", timing=read_timing("持续推进", DAY)
    )
    dialog = preview(qtbot, replace(policy_of(0), text=text, tasks=(task,)))
    raw = dialog.editor.raw
    cursor = raw.textCursor()
    cursor.setPosition(len("1\n𠮷𠮷任务".encode("utf-16-le")) // 2)
    raw.setTextCursor(cursor)
    assert raw.caret() == text.index("甲部")
    assert raw.row_cut().cell(Cell.DEPARTMENTS) == "甲部"


def test_typed_cells_become_corrections(dialog: ImportPreview) -> None:
    editor = dialog.editor
    editor.number.setFocus()
    editor.number.selectAll()
    QTest.keyClicks(editor.number, "12")
    editor.timing.line().clear()
    QTest.keyClicks(editor.timing.line(), "x")
    editor.text.setPlainText("新的任务")
    task = dialog.draft.task("att_1__task_3")
    assert (task.number, task.text) == (12, "新的任务")
    assert task.timing is not None
    assert task.timing.phrase == "x"
    assert apply(dialog.draft.policy, dialog.corrections()) == dialog.draft.rows


def test_filling_corrects_nothing(dialog: ImportPreview) -> None:
    for task in dialog.draft.policy.tasks:
        dialog.choose(task.eid)
    assert dialog.corrections() == ()


def test_rows_are_split_joined_added_removed_and_taken_back(dialog: ImportPreview) -> None:
    raw = dialog.editor.raw
    cursor = raw.textCursor()
    cursor.setPosition(raw.toPlainText().index("基础"))
    raw.setTextCursor(cursor)
    for step in (Step.SPLIT, Step.JOIN, Step.ADD, Step.REMOVE):
        dialog.rows.button(step).click()
    assert len(dialog.draft.rows) == 7
    for _ in range(4):
        dialog.rows.button(Step.UNDO).click()
    assert dialog.corrections() == ()
    assert not dialog.rows.button(Step.UNDO).isEnabled()


def test_splitting_without_a_place_says_what_to_do(dialog: ImportPreview) -> None:
    dialog.rows.button(Step.SPLIT).click()
    assert dialog.problem_shown()
    assert len(dialog.draft.rows) == 7


def test_only_doubtful_rows_can_be_shown_and_stay_when_settled(dialog: ImportPreview) -> None:
    dialog.table.set_order(Order.DOUBTFUL_ONLY)
    assert dialog.table.view.model().rowCount() == 2
    dialog.rows.button(Step.RIGHT).click()
    assert dialog.table.view.model().rowCount() == 2
    dialog.choose("att_1__task_1")
    assert dialog.table.chosen() == "att_1__task_1"


def test_the_facts_can_be_put_right(dialog: ImportPreview) -> None:
    dialog.head.issuer.setText("国务院办公厅")
    dialog.head.date.setText("2013年8月14日")
    assert dialog.metadata() == replace(dialog.draft.policy.metadata, issuer="国务院办公厅", date=dt.date(2013, 8, 14))


def test_phrases_without_a_year_follow_the_day_of_the_document(qtbot: QtBot) -> None:
    policy = policy_of(2)
    policy = replace(policy, tasks=tuple(replace(task, timing=read_timing("年底前完成", DAY)) for task in policy.tasks))
    dialog = preview(qtbot, policy)
    dialog.head.date.setText("2014-3-1")
    dialog.head.date.textEdited.emit("2014-3-1")
    timings = [task.timing for task in dialog.draft.rows]
    assert [timing.due for timing in timings if timing] == [dt.date(2014, 12, 31)] * 2
    dialog.head.date.setText("2014-3-")
    dialog.head.date.textEdited.emit("2014-3-")
    assert [task.timing for task in dialog.draft.rows] == timings


def test_a_cancelled_preview_can_be_taken_up_again(dialog: ImportPreview, qtbot: QtBot) -> None:
    dialog.rows.button(Step.RIGHT).click()
    dialog.rows.button(Step.REMOVE).click()
    dialog.head.issuer.setText("国务院办公厅")
    dialog.reject()
    again = preview(qtbot, policy_of(7))
    again.restore(dialog.corrections(), dialog.metadata())
    assert again.draft.rows == dialog.draft.rows
    assert again.metadata() == dialog.metadata()
    assert again.corrections() == dialog.corrections()


def test_a_policy_needs_a_title_and_a_day_that_is_one(dialog: ImportPreview) -> None:
    dialog.head.date.setText("昨天")
    dialog.accept()
    assert dialog.problem_shown()
    dialog.head.date.clear()
    dialog.head.title.clear()
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_enter_in_a_field_does_not_import(dialog: ImportPreview) -> None:
    press(dialog.head.issuer, Qt.Key.Key_Return)
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_esc_cancels(dialog: ImportPreview, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.rejected):
        press(dialog, Qt.Key.Key_Escape)


def test_without_tasks_it_says_so_and_takes_them_by_hand(qtbot: QtBot) -> None:
    dialog = preview(qtbot, policy_of(0))
    assert not dialog.table.empty.isHidden()
    assert not dialog.editor.isEnabled()
    dialog.rows.button(Step.ADD).click()
    dialog.editor.text.setPlainText("组织试点")
    dialog.accept()
    (correction,) = dialog.corrections()
    assert correction.added
    assert [task.text for task in apply(dialog.draft.policy, dialog.corrections())] == ["组织试点"]


def test_a_long_source_is_laid_down_little_by_little_and_followed_to_its_end(qtbot: QtBot) -> None:
    dialog = preview(qtbot, policy_of(1000))
    view = dialog.source.view
    assert 0 < len(view.toPlainText()) < len(dialog.draft.policy.text)
    dialog.show()
    dialog.choose("att_1__task_1000")
    qtbot.waitUntil(lambda: view.toPlainText() == dialog.draft.policy.text)
    assert shown_words(dialog) == dialog.draft.policy.text[slice(*span_of(dialog, 1000))]
    assert not view.viewport().rect().intersected(view.cursorRect(view.extraSelections()[0].cursor)).isEmpty()


def span_of(dialog: ImportPreview, number: int) -> tuple[int, int]:
    (span,) = dialog.draft.policy.tasks[number - 1].spans
    return span.start, span.end


def shown_words(dialog: ImportPreview) -> str:
    """What is tinted in the source."""
    return "".join(one.cursor.selectedText() for one in dialog.source.view.extraSelections()).replace("\u2029", "\n")


def test_one_enter_imports_when_nothing_is_doubtful(qtbot: QtBot) -> None:
    dialog = preview(qtbot, policy_of(2))
    open_up(dialog, qtbot)
    press(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_enter_imports_nothing_while_rows_are_doubtful(dialog: ImportPreview, qtbot: QtBot) -> None:
    open_up(dialog, qtbot)
    press(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_doubtful_rows_stand_first_until_the_order_of_the_document_is_chosen(dialog: ImportPreview) -> None:
    def numbers() -> list[object]:
        model = dialog.table.model
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    assert numbers() == ["3", "6", "1", "2", "4", "5", "7"]
    dialog.table.order.setCurrentIndex(dialog.table.order.findData(Order.DOCUMENT))
    dialog.table.order.activated.emit(dialog.table.order.currentIndex())
    assert numbers() == ["1", "2", "3", "4", "5", "6", "7"]
    assert dialog.table.chosen() == "att_1__task_3"


def test_the_source_follows_the_row_and_a_place_of_the_source_leads_to_its_row(dialog: ImportPreview) -> None:
    start, end = span_of(dialog, 3)
    assert shown_words(dialog) == dialog.draft.policy.text[start:end]
    dialog.source.view.place_chosen.emit(span_of(dialog, 5)[0] + 4)
    assert dialog.table.chosen() == "att_1__task_5"
    assert dialog.editor.number.text() == "5"


def test_a_finding_leads_to_its_row_or_its_clause(qtbot: QtBot) -> None:
    policy = policy_of(4)
    clause = Provision("cl_1", ProvisionKind.CLAUSE, "（一）", "基础", None, 2, 9)
    findings = (
        Finding(FindingKind.NUMBER_MISSING, facts=(("number", "3"),)),
        Finding(FindingKind.TASK_WITHOUT_CLAUSE, task="att_1__task_4", facts=(("number", "4"),)),
        Finding(FindingKind.CLAUSE_WITHOUT_TASK, provision="cl_1", facts=(("number", "（一）"),)),
    )
    dialog = preview(qtbot, replace(policy, provisions=(clause,), findings=findings))
    dialog.findings.choose(0)
    assert dialog.table.chosen() == "att_1__task_2"
    dialog.findings.choose(1)
    assert dialog.table.chosen() == "att_1__task_4"
    dialog.findings.choose(2)
    assert shown_words(dialog) == policy.text[2:9]


def test_the_outline_leads_into_the_source_and_words_are_found_there(qtbot: QtBot) -> None:
    clause = Provision("cl_1", ProvisionKind.CLAUSE, "（一）", "基础", None, 2, 9)
    dialog = preview(qtbot, replace(policy_of(4), provisions=(clause,)))
    dialog.outline.provision_chosen.emit("cl_1")
    assert shown_words(dialog) == dialog.draft.policy.text[2:9]
    dialog.source.find_words("信息化部")
    assert shown_words(dialog) == "信息化部"
    assert dialog.source.bar.count.text().endswith("4")
    dialog.source.find_words("没有这句话")
    assert shown_words(dialog) == "信息化部"


def test_the_counts_follow_the_corrections(dialog: ImportPreview) -> None:
    assert "7" in dialog.tabs.tabText(0)
    dialog.rows.button(Step.REMOVE).click()
    assert "6" in dialog.tabs.tabText(0)
    assert "6" in dialog.head.counts.text()


def count(dialog: ImportPreview) -> int:
    return len(dialog.draft.rows)


def test_ctrl_z_takes_back_the_last_step_whatever_field_has_the_keyboard(dialog: ImportPreview, qtbot: QtBot) -> None:
    open_up(dialog, qtbot)
    dialog.rows.button(Step.REMOVE).click()
    dialog.head.issuer.setFocus()
    QTest.keyClicks(dialog.head.issuer, "ab")
    assert dialog.draft.facts.issuer == "ab国务院"
    press(dialog.head.issuer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.head.issuer.text() == "国务院"
    assert count(dialog) == 6
    press(dialog.head.issuer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert count(dialog) == 7
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(dialog.head.issuer, Qt.Key.Key_Z, both)
    press(dialog.head.issuer, Qt.Key.Key_Z, both)
    assert (count(dialog), dialog.head.issuer.text()) == (6, "ab国务院")
    assert not dialog.rows.button(Step.REDO).isEnabled()


def test_a_row_joins_the_one_above_by_key(dialog: ImportPreview, qtbot: QtBot) -> None:
    open_up(dialog, qtbot)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(dialog.table.view, Qt.Key.Key_J, both)
    assert dialog.table.chosen() == "att_1__task_2"
    assert dialog.draft.task("att_1__task_2").text == "完善宽带网络基础设施" * 2
    assert len(dialog.draft.rows) == 6


def test_a_boundary_moves_by_words(dialog: ImportPreview, qtbot: QtBot) -> None:
    open_up(dialog, qtbot)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    press(dialog.table.view, Qt.Key.Key_Right, both)
    assert dialog.draft.task("att_1__task_3").text == "完善宽带网络基础设施发展改革委"
    press(dialog.table.view, Qt.Key.Key_Left, both)
    assert dialog.draft.task("att_1__task_3").text != "完善宽带网络基础设施发展改革委"


def test_clauses_are_linked_by_their_number_and_unlinked_by_backspace(qtbot: QtBot) -> None:
    clauses = tuple(
        Provision(f"cl_{n}", ProvisionKind.CLAUSE, f"（{number}）", heading, None, 2 * n, 2 * n + 1)
        for n, (number, heading) in enumerate((("一", "基础"), ("二", "应用")), 1)
    )
    dialog = preview(qtbot, replace(policy_of(3), provisions=clauses))
    field = dialog.editor.clauses.field
    field.setText("（二）")
    press(field, Qt.Key.Key_Return)
    assert [link.provision for link in dialog.draft.task("att_1__task_3").clauses] == ["cl_2"]
    assert "应用" in dialog.editor.clauses.chips()[0].text()
    press(field, Qt.Key.Key_Backspace)
    assert dialog.draft.task("att_1__task_3").clauses == ()


def test_department_names_are_completed_one_by_one(dialog: ImportPreview) -> None:
    line = dialog.editor.departments.line(Role.LEAD)
    line.setText("财政部、工业和")
    completer = line.completer()
    completer.setCompletionPrefix(completer.splitPath(line.text())[0])
    assert completer.pathFromIndex(completer.completionModel().index(0, 0)) == "财政部、工业和信息化部"


def test_comments_of_the_file_are_offered_only_when_there_are_any(dialog: ImportPreview) -> None:
    dialog.offer_remarks(0)
    assert not dialog.takes_remarks()
    dialog.offer_remarks(3)
    assert "3" in dialog.remarks.text()
    assert dialog.takes_remarks()
    dialog.remarks.click()
    assert not dialog.takes_remarks()


def test_the_title_says_which_of_several_files_it_is(dialog: ImportPreview) -> None:
    title = dialog.windowTitle()
    dialog.set_place(1, 1)
    assert dialog.windowTitle() == title
    dialog.set_place(2, 5)
    assert dialog.windowTitle() not in title
    assert "2" in dialog.windowTitle()
    assert "5" in dialog.windowTitle()


def test_every_fact_of_the_document_can_be_put_right(dialog: ImportPreview) -> None:
    head = dialog.head
    head.more.click()
    head.addressees.setText("各省")
    head.citation_code.setText("000014349")
    head.source_url.setText("https://example.org/a")
    head.annex_title.setText("任务分工")
    facts = dialog.metadata()
    assert (facts.addressees, facts.citation_code) == ("各省", "000014349")
    assert (facts.source_url, facts.annex_title) == ("https://example.org/a", "任务分工")
    assert facts.title == dialog.draft.policy.metadata.title
