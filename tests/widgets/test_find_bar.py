"""The find bar: what it asks for while somebody types."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from widgets.find_bar import FindBar


@pytest.fixture
def bar(qtbot: QtBot) -> FindBar:
    made = FindBar()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def asked(bar: FindBar) -> list[str]:
    heard: list[str] = []
    bar.find_requested.connect(lambda words: heard.append(f"find {words}"))
    bar.next_requested.connect(lambda: heard.append("next"))
    bar.previous_requested.connect(lambda: heard.append("previous"))
    bar.closed.connect(lambda: heard.append("closed"))
    return heard


def test_typing_asks_with_every_letter_and_enter_goes_on(bar: FindBar, asked: list[str]) -> None:
    QTest.keyClicks(bar.field, "ab")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert asked == ["find a", "find ab", "next", "previous", "closed"]


def test_the_buttons_do_the_same_and_say_what_they_do(bar: FindBar, asked: list[str]) -> None:
    buttons = [button for button in bar.findChildren(QToolButton) if button.parent() is bar]
    for button in buttons:
        assert button.accessibleName()
        assert button.toolTip()
        button.click()
    assert asked == ["previous", "next", "closed"]


def test_clearing_the_field_ends_the_search(bar: FindBar, asked: list[str]) -> None:
    bar.set_words("消费")
    bar.field.clear()
    assert asked == ["find "]


def test_the_count_says_which_of_how_many(bar: FindBar) -> None:
    bar.set_words("消费")
    bar.set_count(2, 5)
    assert bar.count.text() == "2 of 5"
    bar.set_count(0, 0)
    assert bar.count.text() == "Not found"
    bar.set_words("")
    bar.set_count(0, 0)
    assert bar.count.text() == ""


def test_filling_asks_for_nothing(bar: FindBar, asked: list[str]) -> None:
    bar.set_words("消费")
    bar.set_count(0, 3)
    assert asked == []


def test_opening_with_words_looks_for_them(bar: FindBar, asked: list[str], qtbot: QtBot) -> None:
    with qtbot.waitExposed(bar):
        bar.open("消费")
    assert asked == ["find 消费"]
    assert bar.field.selectedText() == "消费"
    bar.hide()
