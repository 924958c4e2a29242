"""The message bar: what shows, what waits, what goes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from widgets.message_bar import MessageBar, MessageKind
from widgets.palette import LIGHT


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def bar(window: QWidget) -> MessageBar:
    bar = MessageBar(window)
    bar.set_palette_tokens(LIGHT)
    return bar


def text(bar: MessageBar) -> str:
    message = bar.message()
    return "" if message is None else message.text


def test_without_a_message_there_is_no_bar(bar: MessageBar) -> None:
    assert bar.isHidden()


def test_a_message_is_shown_and_read_out(bar: MessageBar) -> None:
    bar.show_message("已导入 1 份文件", MessageKind.SUCCESS)
    assert not bar.isHidden()
    assert any(label.text() == "已导入 1 份文件" for label in bar.findChildren(QLabel))
    assert bar.accessibleName() == "已导入 1 份文件"


def test_news_gives_way_to_news(bar: MessageBar) -> None:
    bar.show_message("一")
    bar.show_message("二")
    assert (text(bar), bar.waiting()) == ("二", 0)


def test_an_error_stays_and_the_others_wait(bar: MessageBar) -> None:
    bar.show_message("失败", MessageKind.ERROR)
    bar.show_message("二")
    bar.show_message("三")
    assert (text(bar), bar.waiting()) == ("失败", 2)
    bar.close_message()
    assert (text(bar), bar.waiting()) == ("二", 1)


def test_the_same_message_is_not_shown_twice(bar: MessageBar) -> None:
    for _ in range(3):
        bar.show_message("失败", MessageKind.ERROR)
    assert bar.waiting() == 0


def test_news_goes_away_by_itself_and_errors_do_not(bar: MessageBar, qtbot: QtBot) -> None:
    bar._timer.setInterval(10)
    bar.show_message("一")
    qtbot.waitUntil(lambda: bar.isHidden(), timeout=2000)
    bar.show_message("失败", MessageKind.ERROR)
    qtbot.wait(60)
    assert text(bar) == "失败"


def test_esc_closes(bar: MessageBar, qtbot: QtBot) -> None:
    bar.show_message("失败", MessageKind.ERROR)
    with qtbot.waitSignal(bar.dismissed) as closed:
        QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert closed.args == ["失败"]
    assert bar.isHidden()


def test_the_action_is_asked_for_by_name_once(bar: MessageBar, qtbot: QtBot) -> None:
    bar.show_message("已删除批注", MessageKind.SUCCESS, "撤销", "undo")
    button = bar.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(bar.action_requested) as asked:
        button.click()
    assert asked.args == ["undo"]
    assert bar.isHidden()


def test_showing_a_message_asks_for_nothing(bar: MessageBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.action_requested), qtbot.assertNotEmitted(bar.dismissed):
        bar.show_message("一", MessageKind.INFO, "打开", "open")
        bar.clear()


def test_a_button_without_text_is_not_there(bar: MessageBar) -> None:
    bar.show_message("一")
    button, close = bar.findChild(QPushButton), bar.findChild(QToolButton)
    assert isinstance(button, QPushButton)
    assert isinstance(close, QToolButton)
    assert not button.isVisibleTo(bar)
    assert close.accessibleName()


def test_an_offer_stays_and_lets_others_pass_before_it(bar: MessageBar, qtbot: QtBot) -> None:
    bar.show_message("像是新版本", MessageKind.OFFER, "对照", "compare:1 2")
    assert not bar._timer.isActive()
    bar.show_message("已导入", MessageKind.SUCCESS)
    assert (text(bar), bar.waiting()) == ("已导入", 1)
    bar.close_message()
    assert text(bar) == "像是新版本"
    bar.show_message("读不了", MessageKind.ERROR)
    assert text(bar) == "读不了"
    bar.close_message()
    assert text(bar) == "像是新版本"
