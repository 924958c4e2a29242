"""Export, work in the background, settings, tags, search, manual, about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from policy.model import Span
from resources.catalogue import Catalogue
from storage.records import Family, TagRecord
from storage.search import Hit
from widgets.dialogs.about_dialog import AboutDialog, Component
from widgets.dialogs.export_dialog import ExportDialog, ExportForm, ExportKind
from widgets.dialogs.help_dialog import HelpDialog
from widgets.dialogs.job_dialog import JobDialog
from widgets.dialogs.search_dialog import SearchDialog, marked
from widgets.dialogs.settings_dialog import Appearance, Preferences, SettingsDialog
from widgets.dialogs.tags_dialog import TagChanges, TagsDialog

DAY = dt.date(2013, 12, 31)
KINDS = (
    ExportKind("report", "评估报告", ".docx"),
    ExportKind("ledger", "台账", ".xlsx"),
    ExportKind("marks", "批注", ".jsonld", uses_date=False),
)


@pytest.fixture
def export(qtbot: QtBot, tmp_path: Path) -> ExportDialog:
    dialog = ExportDialog(KINDS)
    dialog.set_proposal(tmp_path, "国发32号", DAY, "zh")
    qtbot.addWidget(dialog)
    return dialog


def test_the_proposed_name_follows_the_kind(export: ExportDialog, tmp_path: Path) -> None:
    export.kind.setCurrentIndex(1)
    export.accept()
    assert export.form() == ExportForm("ledger", DAY, "zh", tmp_path / "国发32号.xlsx")


def test_a_name_with_dots_keeps_them_and_gets_its_suffix(export: ExportDialog, tmp_path: Path) -> None:
    export.path.setText(str(tmp_path / "报告 v1.2"))
    assert export.form().path == tmp_path / "报告 v1.2.docx"


def test_what_knows_no_day_is_exported_without_one(export: ExportDialog) -> None:
    export.kind.setCurrentIndex(2)
    assert export.form().as_of is None
    assert not export.as_of.isEnabled()


def test_a_missing_folder_is_refused(export: ExportDialog, tmp_path: Path) -> None:
    export.path.setText(str(tmp_path / "无" / "a.docx"))
    export.accept()
    assert export.result() != QDialog.DialogCode.Accepted
    assert str(tmp_path / "无") in export.problem_shown()


def test_a_job_says_its_step_and_asks_once_to_stop(qtbot: QtBot) -> None:
    dialog = JobDialog("导出")
    qtbot.addWidget(dialog)
    dialog.set_step("写入台账", 30, 77)
    asked: list[bool] = []
    dialog.cancel_requested.connect(lambda: asked.append(True))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.cancel_button.click()
    assert asked == [True]
    assert dialog.step() != "写入台账"
    dialog.finish()
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_short_job_never_shows(qtbot: QtBot) -> None:
    dialog = JobDialog("导出")
    qtbot.addWidget(dialog)
    dialog.start()
    dialog.finish()
    qtbot.wait(500)
    assert not dialog.isVisible()


@pytest.mark.parametrize("as_of", [None, DAY])
def test_preferences_are_given_back_as_filled(qtbot: QtBot, as_of: dt.date | None) -> None:
    dialog = SettingsDialog()
    qtbot.addWidget(dialog)
    chosen = Preferences("en", Appearance.DARK, "Noto Serif CJK SC", 19, "FangSong", "SimSun", 15, as_of)
    dialog.set_preferences(chosen)
    dialog.accept()
    assert dialog.preferences() == chosen


def test_the_programs_own_choice_of_fonts_is_no_name(qtbot: QtBot) -> None:
    dialog = SettingsDialog()
    qtbot.addWidget(dialog)
    assert dialog.preferences() == Preferences()


def test_a_fixed_day_must_be_one(qtbot: QtBot) -> None:
    dialog = SettingsDialog()
    qtbot.addWidget(dialog)
    dialog.fixed.click()
    dialog.accept()
    assert dialog.problem_shown()


@pytest.fixture
def tags(qtbot: QtBot) -> TagsDialog:
    dialog = TagsDialog()
    dialog.set_tags([TagRecord("1", "宽带", "#1F4E8C"), TagRecord("2", "资金", "#2E6B3A")], {"1": 12})
    qtbot.addWidget(dialog)
    return dialog


def test_an_untouched_codebook_has_no_changes(tags: TagsDialog) -> None:
    tags.accept()
    assert tags.changes() == TagChanges((), (), (), ())


def test_changes_of_the_codebook_are_told_apart(tags: TagsDialog) -> None:
    item = tags.table.item(0, 0)
    assert item is not None
    item.setText("宽带网络")
    tags.table.setCurrentCell(0, 0)
    tags.recolour(QColor("#6A3D9A"))
    tags.table.setCurrentCell(1, 0)
    tags.remove_tag()
    tags.add_tag()
    changes = tags.changes()
    assert changes.renamed == (("1", "宽带网络"),)
    assert changes.recoloured == (("1", "#6A3D9A"),)
    assert changes.removed == ("2",)
    assert len(changes.added) == 1


def test_two_tags_of_one_name_are_refused(tags: TagsDialog) -> None:
    item = tags.table.item(1, 0)
    assert item is not None
    item.setText("宽带")
    tags.accept()
    assert "宽带" in tags.problem_shown()


HITS = (Hit("p", Family.POLICY, "p", "完善宽带网络", (Span(2, 4),)), Hit("p", Family.TASK, "t", "发布<宽带>战略", (Span(3, 5),)))


@pytest.fixture
def search(qtbot: QtBot) -> SearchDialog:
    dialog = SearchDialog(Catalogue.load("zh"))
    qtbot.addWidget(dialog)
    return dialog


def test_typing_asks_for_hits_once_it_pauses(search: SearchDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(search.search_requested, timeout=2000) as asked:
        QTest.keyClicks(search.field, "abc")
    assert asked.args == ["abc"]


def test_filling_asks_for_nothing(search: SearchDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(search.search_requested, wait=250), qtbot.assertNotEmitted(search.hit_chosen):
        search.set_query("宽带")
        search.set_hits(HITS, {"p": "意见"})
    assert search.hits() == HITS


def test_enter_goes_to_the_hit(search: SearchDialog, qtbot: QtBot) -> None:
    search.set_query("宽带")
    search.set_hits(HITS, {"p": "意见"})
    with qtbot.waitSignal(search.hit_chosen) as chosen:
        QTest.keyClick(search.field, Qt.Key.Key_Return)
    assert chosen.args == [HITS[0]]


def test_hits_are_drawn_with_the_words_found_in_bold(search: SearchDialog) -> None:
    search.set_hits(HITS, {"p": "意见"})
    search.list.grab()
    assert marked(HITS[1].snippet, HITS[1].spans) == "发布&lt;<b>宽带</b>&gt;战略"


def test_the_manual_is_found_in_and_goes_to_a_section(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "zh.md").write_text(
        "# 手册\n\n开始。\n\n## 导入\n\n把文件拖进来。\n\n| 键 | 作用 |\n|---|---|\n| F8 | 下一处 |\n", encoding="utf-8"
    )
    dialog = HelpDialog("zh", folder=tmp_path)
    qtbot.addWidget(dialog)
    assert dialog.show_section("导入")
    assert not dialog.show_section("没有这一节")
    dialog.find_field.setText("文件")
    assert dialog.find_next()
    assert dialog.page.textCursor().selectedText() == "文件"
    assert dialog.find_next()
    dialog.find_field.setText("没有的词")
    assert not dialog.find_next()


def test_a_missing_manual_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = HelpDialog("zh", folder=tmp_path)
    qtbot.addWidget(dialog)
    assert "zh.md" in dialog.page.toPlainText()


def test_about_lists_the_licences(qtbot: QtBot) -> None:
    dialog = AboutDialog("1.2.3", [Component("Qt", "6.11", "LGPL-3.0")])
    qtbot.addWidget(dialog)
    table = dialog.findChild(QTableWidget)
    assert isinstance(table, QTableWidget)
    item = table.item(0, 2)
    assert item is not None
    assert item.text() == "LGPL-3.0"


def test_every_field_has_a_name_for_screen_readers(
    qtbot: QtBot, export: ExportDialog, tags: TagsDialog, search: SearchDialog
) -> None:
    settings = SettingsDialog()
    qtbot.addWidget(settings)
    dialogs: tuple[QWidget, ...] = (export, tags, search, settings)
    for dialog in dialogs:
        for widget in dialog.findChildren(QWidget):
            inner = widget.objectName().startswith("qt_") or widget.parent() is not dialog
            if not inner and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert widget.accessibleName() or getattr(widget, "text", str)(), (type(dialog).__name__, widget)
