"""Typed text is handed on by itself and never lost."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from widgets.panels.autosave import SAVE_MS, AutosaveEdit


@pytest.fixture
def edit(qtbot: QtBot) -> AutosaveEdit:
    edit = AutosaveEdit()
    qtbot.addWidget(edit)
    return edit


def heard_by(edit: AutosaveEdit) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    edit.text_committed.connect(lambda key, text: heard.append((key, text)))
    return heard


def test_loading_hands_on_nothing(edit: AutosaveEdit, qtbot: QtBot) -> None:
    heard = heard_by(edit)
    for key, text in (("a", "one"), ("a", "two"), ("b", "three"), (None, "")):
        edit.load(key, text)
    qtbot.wait(SAVE_MS + 100)
    edit.flush()
    assert heard == []


def test_text_follows_within_a_second_of_the_last_key(edit: AutosaveEdit, qtbot: QtBot) -> None:
    edit.load("a", "one")
    with qtbot.waitSignal(edit.text_committed, timeout=1000) as heard:
        edit.insertPlainText("zero ")
    assert heard.args == ["a", "zero one"]
    assert not edit.pending


def test_whoever_types_without_a_pause_is_not_waited_for(edit: AutosaveEdit, qtbot: QtBot) -> None:
    heard = heard_by(edit)
    edit.load("a", "")
    typed = 0
    while not heard:
        edit.insertPlainText("字")
        typed += 1
        qtbot.wait(SAVE_MS // 16)
        assert typed <= 20, "a second of typing"
    assert heard[0] == ("a", "字" * typed)
    edit.insertPlainText("又")
    assert edit.pending


def test_flush_hands_on_at_once_and_only_once(edit: AutosaveEdit) -> None:
    heard = heard_by(edit)
    edit.load("a", "")
    edit.insertPlainText("word")
    edit.flush()
    edit.flush()
    assert heard == [("a", "word")]


def test_text_typed_for_one_record_goes_to_it_when_another_is_loaded(edit: AutosaveEdit) -> None:
    heard = heard_by(edit)
    edit.load("a", "")
    edit.insertPlainText("for a")
    edit.load("b", "text of b")
    assert heard == [("a", "for a")]
    assert edit.toPlainText() == "text of b"


def test_a_refresh_does_not_take_away_what_is_being_typed(edit: AutosaveEdit) -> None:
    heard = heard_by(edit)
    edit.load("a", "old")
    edit.insertPlainText("new ")
    edit.load("a", "from elsewhere")
    assert edit.toPlainText() == "new old"
    edit.flush()
    assert heard == [("a", "new old")]


def test_a_refresh_of_an_untouched_field_shows_the_new_text(edit: AutosaveEdit) -> None:
    edit.load("a", "old")
    edit.load("a", "undone")
    assert edit.toPlainText() == "undone"


def test_text_typed_and_taken_back_is_nothing_new(edit: AutosaveEdit) -> None:
    heard = heard_by(edit)
    edit.load("a", "word")
    edit.insertPlainText("x")
    edit.undo()
    edit.flush()
    assert heard == []


def test_leaving_the_field_hands_on(edit: AutosaveEdit, qtbot: QtBot) -> None:
    other = AutosaveEdit()
    qtbot.addWidget(other)
    edit.load("a", "")
    edit.show()
    edit.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    edit.insertPlainText("word")
    with qtbot.waitSignal(edit.text_committed, timeout=SAVE_MS // 2):
        edit.clearFocus()
