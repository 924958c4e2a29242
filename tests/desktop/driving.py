"""A pair of hands at the window: what a person does there, and what they see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.file_reading import read_file
from desktop.import_write import ImportWrite
from desktop.session import Session
from desktop.snapshot import Snapshot
from policy.corrections import Correction
from policy.model import Policy, Span
from policy.sources.compose import Remark
from storage.errors import StorageError
from storage.records import AnnotationRecord, EvidenceRecord, TaskRecord
from storage.store import Store
from storage.workspace import Workspace
from widgets.models.task_model import Column, TaskRow

D = TypeVar("D", bound=QDialog)
SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "guofa-2013-32.txt"
LEFT = Qt.MouseButton.LeftButton


def import_into(
    session: Session,
    policy: Policy,
    name: str,
    original: bytes,
    corrections: Sequence[Correction] = (),
    remarks: Sequence[Remark] = (),
) -> None:
    """Store a policy that was read, at once and without its preview."""
    assert session.workspace is not None
    new = ImportWrite(policy, name, original, session._catalogue.text, tuple(corrections), remarks)
    session.adopt(new(session.workspace))


def second_policy(hands: Hands) -> str:
    """Put another policy, the sample, on screen beside the one there is; its id."""
    found = read_file(SAMPLE)
    import_into(hands.app.session, found.policy, found.name, found.original)
    hands.settle()
    assert hands.shown.policy.id == found.policy.id
    return found.policy.id


class Hands:
    """Drives one running program; after the language was switched it goes on with the new window."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        self.app = app
        self.qtbot = qtbot

    @property
    def shown(self) -> Snapshot:
        """The records on screen."""
        snapshot = self.app.presenter.snapshot
        assert snapshot is not None
        return snapshot

    @property
    def workspace(self) -> Workspace:
        workspace = self.app.session.workspace
        assert workspace is not None
        return workspace

    def settle(self) -> None:
        """Let happen what was put off to the next turn of the event loop."""
        self.qtbot.wait(20)

    def finish_jobs(self) -> None:
        """Wait for what happens in the background, and for what it brings to the screen."""
        self.qtbot.waitUntil(lambda: not self.app.jobs.busy(), timeout=20_000)
        self.settle()

    def task(self, number: int) -> TaskRecord:
        return next(task for task in self.shown.tasks.values() if task.number == number)

    def clause(self, number: str) -> str:
        """The eId of the clause of this number."""
        return next(provision.eid for provision in self.shown.provisions if provision.number == number)

    def chosen(self) -> int | None:
        """The number of the chosen task."""
        task = self.app.presenter.task
        return self.shown.tasks[task].number if task is not None else None

    def row(self, number: int) -> TaskRow:
        """The table's row of a task, once everything that was put off has happened."""
        self.settle()
        rows = self.app.parts.table.model.rows
        return next(row for row in rows if isinstance(row, TaskRow) and row.record.number == number)

    def note(self) -> AnnotationRecord:
        """The only remark there is."""
        (record,) = self.shown.annotations.values()
        return record

    def evidence(self) -> EvidenceRecord:
        """The only piece of evidence there is."""
        (record,) = self.shown.evidence.values()
        return record

    def dialogs(self, kind: type[D]) -> list[D]:
        return [found for found in self.app.window.findChildren(kind) if found.isVisible()]

    def dialog(self, kind: type[D]) -> D:
        """The dialog of this kind that the window has opened, as soon as it is there."""
        self.qtbot.waitUntil(lambda: bool(self.dialogs(kind)), timeout=10_000)
        return self.dialogs(kind)[0]

    def said(self) -> str:
        """The sentence in the message bar; empty when there is none."""
        message = self.app.parts.messages.message()
        return message.text if message is not None else ""

    def close_messages(self) -> None:
        self.app.parts.messages.clear()

    def select(self, words: str) -> Span:
        """Select words of the text, as by dragging over them."""
        start = self.shown.text.index(words)
        span = Span(start, start + len(words))
        area = self.app.parts.text.area
        area.select(*area.page.positions(span))
        return span

    def unselect(self) -> None:
        area = self.app.parts.text.area
        area.setTextCursor(QTextCursor(area.document()))

    def click_text(self, words: str) -> None:
        """Click on the first of these words, which are scrolled into sight."""
        area = self.app.parts.text.area
        start = self.shown.text.index(words)
        first = area.page.position(start)
        area.scroll_to(first, 40)
        cursor = QTextCursor(area.document())
        cursor.setPosition(first)
        place = area.cursorRect(cursor).center() + QPoint(8, 0)
        QTest.mouseClick(area.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)

    def click_task(self, number: int) -> None:
        """Click on the row of a task."""
        table = self.app.parts.table
        place = table.model.place_of(self.task(number).id)
        assert place is not None
        index = table.proxy.mapFromSource(table.model.index(place, Column.TASK))
        table.view.scrollTo(index)
        place_of_row = table.view.visualRect(index).center()
        QTest.mouseClick(table.view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place_of_row)

    def key(self, widget: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key while ``widget`` has the keyboard."""
        self.app.window.activateWindow()
        self.qtbot.waitUntil(self.app.window.isActiveWindow)
        widget.setFocus()
        together = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            together |= modifier
        QTest.keyClick(widget, key, together)

    def lit_clauses(self) -> set[str]:
        """The numbers with which the lit paragraphs of the text begin."""
        area = self.app.parts.text.area
        return {area.page.block_texts[index].strip()[:3] for index in area.look.lit}

    def lit_tasks(self) -> set[int | None]:
        """The numbers of the tasks lit in the table."""
        return {self.shown.tasks[task].number for task in self.app.parts.table.view.delegate.lit}

    def in_sight(self, words: str) -> bool:
        area = self.app.parts.text.area
        start = self.shown.text.index(words)
        return area.in_sight(*area.page.positions(Span(start, start + len(words))))

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """A disk on which nothing can be written for a while."""

        def refuse(store: Store, *_arguments: object) -> NoReturn:
            raise StorageError("disk_full", name=store.conn.name)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Store, "action", refuse)
            yield
