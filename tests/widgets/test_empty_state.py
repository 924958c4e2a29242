"""The empty state: a sentence and the button for what to do next."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from widgets.empty_state import EmptyState
from widgets.palette import DARK


def test_it_says_what_to_do_and_asks_for_it(qtbot: QtBot) -> None:
    state = EmptyState()
    state.set_palette_tokens(DARK)
    qtbot.addWidget(state)
    with qtbot.assertNotEmitted(state.pressed):
        state.set_state("还没有政策文件。", "导入文件…", "import", "打开示例")
    first, second = state.findChildren(QPushButton)
    with qtbot.waitSignal(state.pressed):
        first.click()
    with qtbot.waitSignal(state.second_pressed):
        second.click()
    assert state.sentence() == state.accessibleName() == "还没有政策文件。"


def test_without_an_action_there_is_no_button(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    state.set_state("没有符合条件的任务。")
    assert not any(button.isVisibleTo(state) for button in state.findChildren(QPushButton))
