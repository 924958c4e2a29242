"""Dialogs that take a record: filled, refused with one sentence, accepted, and read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from policy.model import Department, Role, TimingKind
from policy.timing import read_timing
from resources.catalogue import Catalogue
from storage.records import AnnotationKind, AttachmentRecord, EvidenceType, TagRecord
from widgets.dialogs.annotation_dialog import AnnotationDialog, AnnotationForm
from widgets.dialogs.check_list import KEY, CheckList, Choice
from widgets.dialogs.evidence_dialog import EvidenceDialog, EvidenceForm
from widgets.dialogs.files_edit import FilesEdit, NewFile
from widgets.dialogs.form_dialog import FormDialog
from widgets.dialogs.reviewer_dialog import ReviewerDialog
from widgets.dialogs.task_dialog import TaskDialog, TaskForm
from widgets.tags_edit import TagsEdit

ZH = Catalogue.load("zh")
DAY = dt.date(2013, 8, 8)
NOW = dt.datetime(2026, 1, 2, 10, 30, 5)
CLAUSES = (Choice("sec_2__cl_4", "（四）完善宽带网络"), Choice("sec_2__cl_5", "（五）统筹推进移动通信"))
TASKS = (Choice("t1", "1 发布战略"), Choice("t2", "2 启动试点"), Choice("t3", "3 完善机制"))
TAGS = (TagRecord("1", "宽带", "#1F4E8C"), TagRecord("2", "资金", "#2E6B3A"))


def accepted(dialog: FormDialog) -> bool:
    dialog.accept()
    return dialog.result() == QDialog.DialogCode.Accepted


def test_a_reviewer_needs_a_name_and_is_told_why(qtbot: QtBot) -> None:
    dialog = ReviewerDialog()
    qtbot.addWidget(dialog)
    assert not accepted(dialog)
    assert dialog.problem_shown()
    dialog.set_reviewer(" 王芳 ", "评估中心")
    assert accepted(dialog)
    assert (dialog.name(), dialog.organisation(), dialog.problem_shown()) == ("王芳", "评估中心", "")


@pytest.fixture
def annotation(qtbot: QtBot) -> AnnotationDialog:
    dialog = AnnotationDialog(ZH)
    dialog.set_codebook(TAGS)
    dialog.set_quote("完善宽带网络基础设施")
    qtbot.addWidget(dialog)
    return dialog


def test_a_remark_is_given_back_as_filled(annotation: AnnotationDialog) -> None:
    form = AnnotationForm(AnnotationKind.ISSUE, "未见数据", ("宽带", "新标签"))
    annotation.set_form(form)
    assert accepted(annotation)
    assert annotation.form() == form


def test_an_empty_remark_is_refused_but_a_highlight_is_not(annotation: AnnotationDialog) -> None:
    assert not accepted(annotation)
    annotation.kind_button(AnnotationKind.HIGHLIGHT).click()
    assert accepted(annotation)


def test_a_cancelled_remark_keeps_its_words_for_the_next_opening(annotation: AnnotationDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(annotation.body, "ask")
    annotation.reject()
    again = AnnotationDialog(ZH)
    qtbot.addWidget(again)
    again.set_form(annotation.draft())
    assert again.form().body == "ask"


def test_a_long_quotation_is_shortened_in_the_middle(annotation: AnnotationDialog) -> None:
    annotation.set_quote("始" + "中" * 1000 + "末")
    shown = annotation._quote.text()
    assert shown.startswith("始")
    assert shown.endswith("末")
    assert len(shown) < 300


def test_tags_are_added_by_enter_and_removed_by_their_chip(qtbot: QtBot) -> None:
    tags = TagsEdit()
    qtbot.addWidget(tags)
    tags.set_codebook(TAGS)
    with qtbot.assertNotEmitted(tags.edited):
        tags.set_tags(["宽带"])
    tags.field.setText("资金、宽带")
    with qtbot.waitSignal(tags.edited):
        tags.field.named.emit(tags.field.text())
    assert tags.tags() == ("宽带", "资金")
    tags.chips()[0].click()
    assert tags.tags() == ("资金",)
    tags.field.setText("未完")
    assert tags.tags() == ("资金", "未完")
    tags.field.clear()
    tags.field.emptied.emit()
    assert tags.tags() == ()


@pytest.fixture
def task(qtbot: QtBot) -> TaskDialog:
    dialog = TaskDialog(ZH)
    dialog.set_categories(["一、加快信息基础设施演进升级"])
    dialog.set_clauses(CLAUSES)
    dialog.set_document_date(DAY)
    qtbot.addWidget(dialog)
    return dialog


def test_a_task_is_given_back_as_filled(task: TaskDialog) -> None:
    departments = (Department("发展改革委", Role.LEAD), Department("财政部", Role.JOINT), Department("科技部", Role.RESPONSIBLE))
    form = TaskForm(7, "二、类别", "开展试点", departments, True, read_timing("2014年底前完成", DAY), ("sec_2__cl_5",))
    task.set_form(form)
    assert accepted(task)
    assert task.form() == form == task.draft()


def test_the_meaning_of_a_timing_follows_the_typing(task: TaskDialog) -> None:
    task.timing.set_phrase("")
    nothing = task.timing.meaning()
    task.timing.line().setText("2014年底前完成")
    task.timing.line().textEdited.emit("2014年底前完成")
    timing = task.form().timing
    assert timing is not None
    assert timing.kind is TimingKind.YEAR_END_DONE
    assert "2014年12月31日" in task.timing.meaning() != nothing


def test_a_task_without_words_is_refused(task: TaskDialog) -> None:
    assert not accepted(task)
    task.text.setPlainText("开展\n试点")
    assert accepted(task)
    assert task.form().text == "开展试点"


def test_filling_departments_and_lists_tells_nothing(task: TaskDialog, qtbot: QtBot) -> None:
    with (
        qtbot.assertNotEmitted(task.departments.edited),
        qtbot.assertNotEmitted(task.timing.edited),
        qtbot.assertNotEmitted(task.clauses.changed),
    ):
        task.set_form(TaskForm(text="任务", departments=(Department("财政部", Role.LEAD),), clauses=("sec_2__cl_4",)))


def visible(choices: CheckList) -> list[str]:
    """The keys that the filter leaves."""
    return [str(item.data(KEY)) for item in choices._items() if not item.isHidden()]


def test_ticked_choices_stay_ticked_while_they_are_filtered_away(qtbot: QtBot) -> None:
    choices = CheckList("任务")
    qtbot.addWidget(choices)
    choices.set_choices(TASKS, ["t3"])
    choices._filter.setText("试 点")
    assert visible(choices) == ["t2"]
    assert choices.chosen() == ("t3",)
    choices._filter.clear()
    assert visible(choices) == ["t1", "t2", "t3"]


@pytest.fixture
def evidence(qtbot: QtBot) -> EvidenceDialog:
    dialog = EvidenceDialog(ZH)
    dialog.set_served(TASKS, CLAUSES)
    qtbot.addWidget(dialog)
    return dialog


def test_a_piece_of_evidence_is_given_back_as_filled(evidence: EvidenceDialog, tmp_path: Path) -> None:
    form = EvidenceForm(
        EvidenceType.STATISTICS,
        "宽带用户数",
        "工信部",
        "公告〔2014〕1号",
        DAY,
        "2013年",
        True,
        "增长10%",
        "口径不同",
        ("t1", "t3"),
        ("sec_2__cl_4",),
    )
    form = replace(form, files=(NewFile("a.pdf", path=tmp_path / "a.pdf"), NewFile("b.png", data=b"png")))
    evidence.set_form(form)
    assert accepted(evidence)
    assert evidence.form() == form == evidence.draft()


def test_evidence_needs_a_title_and_a_day_that_is_one(evidence: EvidenceDialog) -> None:
    assert not accepted(evidence)
    evidence.title.setText("通知")
    evidence.date.setText("去年")
    assert not accepted(evidence)
    assert evidence.problem_shown()
    evidence.date.clear()
    assert accepted(evidence)
    assert evidence.form().date is None


@pytest.fixture
def files(qtbot: QtBot) -> FilesEdit:
    files = FilesEdit(now=lambda: NOW)
    qtbot.addWidget(files)
    return files


def picture() -> QImage:
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(0)
    return image


def test_dropped_files_are_taken_once_and_folders_are_not(files: FilesEdit, tmp_path: Path) -> None:
    path = tmp_path / "通知.pdf"
    path.write_bytes(b"pdf")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)), QUrl.fromLocalFile(str(tmp_path))])
    assert files.take(mime)
    assert files.take(mime)
    assert files.files() == (NewFile("通知.pdf", path=path),)


def test_a_pasted_picture_becomes_a_png_named_by_the_time(files: FilesEdit, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(picture())
    with qtbot.waitSignal(files.edited):
        files.paste_button.click()
    QGuiApplication.clipboard().clear()
    (file,) = files.files()
    assert file.name == "2026-01-02 10-30-05.png"
    assert file.data is not None
    assert QImage.fromData(file.data).size() == picture().size()


def test_text_is_no_file(files: FilesEdit) -> None:
    mime = QMimeData()
    mime.setText("文字")
    assert not files.take(mime)


def test_removed_attachments_are_told_and_new_files_just_go(files: FilesEdit) -> None:
    files.set_attachments([AttachmentRecord("a1", "e", "旧.pdf", "aa", 3, NOW)])
    files.add_image(picture())
    for _ in range(2):
        files._list.setCurrentRow(0)
        files.remove_button.click()
    assert (files.files(), files.removed()) == ((), ("a1",))
