"""The list of annotations and the editor beside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import AnnotationKind, AnnotationRecord, ReplyRecord, TagRecord
from widgets.palette import Palette
from widgets.panels.annotation_panel import AnnotationPanel, AnnotationRow, ReplyRow
from widgets.tags_edit import TagsEdit

NOON = dt.datetime(2013, 12, 1, 12, tzinfo=dt.UTC)
SCOPE, SOURCE = TagRecord("tag-1", "Scope", "#A8281E"), TagRecord("tag-2", "Source", "#1F4E8C")
SIGNALS = ("chosen", "edit_requested", "tags_requested", "reply_requested", "remove_requested", "resolve_requested")
Heard = list[tuple[object, ...]]


def row(name: str, start: int, body: str, *, clause: str = "cl_4", resolved: bool = False) -> AnnotationRow:
    record = AnnotationRecord(
        name, "policy-1", clause, start, start + 4, "宽带网络", "", "", AnnotationKind.COMMENT, body, "r1", NOON, NOON, resolved
    )
    reply = ReplyRow(ReplyRecord("reply-1", name, "同意", "r2", NOON), "李华")
    return AnnotationRow(record, "王晓明", (SCOPE,), (reply,), "（四）")


@pytest.fixture
def rows() -> list[AnnotationRow]:
    return [row("a", 10, "first"), row("b", 50, "second"), row("c", 90, "third", clause="cl_5")]


@pytest.fixture
def panel(qtbot: QtBot, catalogue: Catalogue, light: Palette, rows: list[AnnotationRow]) -> AnnotationPanel:
    panel = AnnotationPanel(catalogue)
    qtbot.addWidget(panel)
    panel.set_palette_tokens(light)
    panel.resize(700, 360)
    panel.set_tags([SCOPE, SOURCE])
    panel.set_rows(rows)
    panel.choose("a")
    panel.show()
    return panel


@pytest.fixture
def heard(panel: AnnotationPanel) -> Heard:
    heard: Heard = []
    for name in SIGNALS:
        getattr(panel, name).connect(lambda *args, name=name: heard.append((name, *args)))
    return heard


def test_filling_asks_for_nothing(panel: AnnotationPanel, rows: list[AnnotationRow], heard: Heard) -> None:
    panel.set_rows(rows[1:])
    panel.choose("b")
    panel.set_clause("cl_4")
    panel.set_tags([])
    panel.set_rows([dataclasses.replace(rows[1], tags=())])
    panel.set_read_only(True)
    panel.choose(None)
    panel.flush()
    panel.set_rows([])
    assert heard == []


def test_the_same_rows_again_are_not_looked_through(panel: AnnotationPanel, rows: list[AnnotationRow]) -> None:
    looked: list[int] = []

    class Watched(list[AnnotationRow]):
        @override
        def __iter__(self) -> Iterator[AnnotationRow]:
            looked.append(len(self))
            return super().__iter__()

    watched = Watched(rows[:2])
    for _ in range(3):
        panel.set_clause("cl_4")
        panel.set_tags([SCOPE, SOURCE])
        panel.set_rows(watched)
        panel.choose("b")
    assert looked == [2]
    assert panel.filters.count.text() == "2"
    assert panel.editor.body.toPlainText() == "second"
    panel.set_rows(rows)
    assert panel.filters.count.text() == "3"


def test_moving_in_the_list_tells_which_and_shows_it(panel: AnnotationPanel, heard: Heard, qtbot: QtBot) -> None:
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)  # type: ignore[no-untyped-call]
    assert heard == [("chosen", "b")]
    assert panel.editor.body.toPlainText() == "second"


def test_typed_text_is_handed_on_before_another_is_shown(panel: AnnotationPanel, heard: Heard) -> None:
    panel.editor.body.setPlainText("typed")
    panel.choose("c")
    assert heard == [("edit_requested", "a", {"body": "typed"})]
    panel.editor.body.setPlainText("more")
    panel.flush()
    assert heard[-1] == ("edit_requested", "c", {"body": "more"})


def test_a_refresh_keeps_what_is_being_typed(panel: AnnotationPanel, rows: list[AnnotationRow]) -> None:
    panel.editor.body.setPlainText("typing")
    panel.set_rows([row("a", 10, "first", resolved=True), *rows[1:]])
    assert panel.editor.body.toPlainText() == "typing"
    assert panel.editor.resolve_button.text() == "Reopen"


def test_the_editor_asks_for_kind_state_and_removal(panel: AnnotationPanel, heard: Heard) -> None:
    editor = panel.editor
    editor.kind.setCurrentIndex(3)
    editor.kind.activated.emit(3)
    editor.resolve_button.click()
    editor.remove_button.click()
    assert heard == [
        ("edit_requested", "a", {"kind": AnnotationKind.ISSUE}),
        ("resolve_requested", "a", True),
        ("remove_requested", "a"),
    ]


def test_a_reply_is_sent_once_and_an_empty_one_never(panel: AnnotationPanel, heard: Heard, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.editor.reply, "agreed")  # type: ignore[no-untyped-call]
    qtbot.keyClick(panel.editor.reply, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    panel.editor.reply_button.click()
    assert heard == [("reply_requested", "a", "agreed")]


def test_an_unsent_reply_waits_with_its_annotation(panel: AnnotationPanel, heard: Heard, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.editor.reply, "not yet")  # type: ignore[no-untyped-call]
    panel.choose("b")
    assert panel.editor.reply.text() == ""
    panel.choose("a")
    assert panel.editor.reply.text() == "not yet"
    assert heard == []


def test_the_thread_is_shown(panel: AnnotationPanel) -> None:
    assert "同意" in [made.text() for made in panel.editor.findChildren(QLabel)]


def test_filters_narrow_the_list_and_can_be_cleared(panel: AnnotationPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.filters.search, "second")  # type: ignore[no-untyped-call]
    assert panel.proxy.rowCount() == 1
    assert panel.filters.count.text() == "1 of 3"
    qtbot.keyClicks(panel.filters.search, "nowhere")  # type: ignore[no-untyped-call]
    assert panel.proxy.rowCount() == 0
    panel.filters.clear()
    assert panel.proxy.rowCount() == 3


def test_this_clause_follows_the_chosen_clause(panel: AnnotationPanel, qtbot: QtBot) -> None:
    assert not panel.filters.here.isEnabled()
    panel.set_clause("cl_5")
    qtbot.mouseClick(panel.filters.here, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]
    assert panel.proxy.rowCount() == 1
    panel.set_clause("cl_4")
    assert panel.proxy.rowCount() == 2


def test_the_chosen_annotation_stays_open_while_a_filter_hides_it(panel: AnnotationPanel, heard: Heard, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.filters.search, "second")  # type: ignore[no-untyped-call]
    assert panel.editor.body.toPlainText() == "first"
    assert heard == []


def test_a_removed_annotation_is_no_longer_shown(panel: AnnotationPanel, rows: list[AnnotationRow]) -> None:
    panel.set_rows(rows[1:])
    assert not panel.editor.body.isVisible()


def test_tags_are_added_by_name_and_removed_by_their_chip(panel: AnnotationPanel, heard: Heard, qtbot: QtBot) -> None:
    tags = panel.editor.tags
    qtbot.keyClicks(tags.field, "source")  # type: ignore[no-untyped-call]
    qtbot.keyClick(tags.field, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    qtbot.keyClicks(tags.field, "new one,")  # type: ignore[no-untyped-call]
    tags.chips()[0].click()
    assert heard == [
        ("tags_requested", "a", ["Scope", "Source"]),
        ("tags_requested", "a", ["Scope", "Source", "new one"]),
        ("tags_requested", "a", ["Source", "new one"]),
    ]


def test_an_unfinished_tag_waits_with_its_annotation(panel: AnnotationPanel, heard: Heard, qtbot: QtBot) -> None:
    tags = panel.editor.tags
    qtbot.keyClicks(tags.field, "half a")  # type: ignore[no-untyped-call]
    panel.choose("b")
    assert tags.field.text() == ""
    tags.chips()[0].click()
    assert heard == [("tags_requested", "b", [])]
    panel.choose("a")
    assert tags.field.text() == "half a"
    tags.chips()[0].click()
    assert heard[1:] == [("tags_requested", "a", [])], "what is not finished is no tag yet"


def test_tags_that_storage_refused_are_shown_as_they_are_stored(panel: AnnotationPanel, rows: list[AnnotationRow]) -> None:
    panel.editor.tags.chips()[0].click()
    assert panel.editor.tags.chips() == []
    panel.set_rows(rows)
    assert [chip.text() for chip in panel.editor.tags.chips()] == ["Scope  ×"]


def test_a_tag_that_is_there_already_is_not_asked_for(qtbot: QtBot) -> None:
    editor = TagsEdit()
    qtbot.addWidget(editor)
    editor.set_codebook([SCOPE])
    editor.set_tags([SCOPE.name])
    with qtbot.assertNotEmitted(editor.edited):
        qtbot.keyClicks(editor.field, "scope")  # type: ignore[no-untyped-call]
        qtbot.keyClick(editor.field, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
        qtbot.keyClick(editor.field, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]


def test_picking_a_completion_adds_it_and_empties_the_field(qtbot: QtBot) -> None:
    editor = TagsEdit()
    qtbot.addWidget(editor)
    editor.set_codebook([SCOPE, SOURCE])
    editor.show()
    qtbot.keyClicks(editor.field, "so")  # type: ignore[no-untyped-call]
    with qtbot.waitSignal(editor.edited):
        editor.field.completer().activated.emit("Source")
    assert editor.tags() == ("Source",)
    assert editor.field.text() == ""


def test_read_only_leaves_reading(panel: AnnotationPanel) -> None:
    panel.set_read_only(True)
    assert panel.editor.body.isReadOnly()
    assert not panel.editor.reply.isEnabled()
    assert not panel.editor.tags.field.isVisible()
    assert "read only" in panel.editor.remove_button.toolTip()


def test_read_only_offers_no_tag_to_be_removed_after_a_refresh_either(panel: AnnotationPanel, rows: list[AnnotationRow]) -> None:
    panel.set_read_only(True)
    panel.set_tags([SCOPE])
    panel.set_rows(rows)
    assert [chip.isEnabled() for chip in panel.editor.tags.chips()] == [False]
