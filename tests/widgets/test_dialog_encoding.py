"""The choice among encodings."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from widgets.dialogs.encoding_dialog import EncodingDialog, Trial

TRIALS = (Trial("big5", "國務院關於", 0), Trial("shift_jis", "国�・ア��", 3), Trial("gb18030", "瓣叭皘闽", 0))


@pytest.fixture
def dialog(qtbot: QtBot) -> EncodingDialog:
    dialog = EncodingDialog("意見.txt", TRIALS)
    qtbot.addWidget(dialog)
    return dialog


def test_the_first_encoding_is_shown_and_taken_as_it_stands(dialog: EncodingDialog) -> None:
    assert dialog.preview.toPlainText() == "國務院關於"
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.encoding() == "big5"


def test_lost_characters_are_counted_tinted_and_refused(dialog: EncodingDialog) -> None:
    dialog.list.setCurrentRow(1)
    assert "3" in dialog.verdict.text()
    assert [one.cursor.selectedText() for one in dialog.preview.extraSelections()] == ["�", "��"]
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted
    assert dialog.problem_shown()
    dialog.list.setCurrentRow(2)
    assert not dialog.problem_shown()
    dialog.accept()
    assert dialog.encoding() == "gb18030"
