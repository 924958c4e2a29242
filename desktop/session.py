"""The session: owner of the open workspace, writer of every change, and teller of what changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.undo import UndoStack, WriteCommand
from policy.model import Span
from resources.catalogue import Catalogue
from storage.attachments import Incoming, Prepared
from storage.errors import StorageError
from storage.history import Decision
from storage.records import AnnotationKind, LinkState, Touched, Written
from storage.workspace import Profile, Workspace
from widgets import dialogs

T = TypeVar("T")
Write = Callable[[Workspace], Written]


class Session(QObject):
    """Carries out the window's wishes on the one open workspace.

    Signals: ``workspace_opened()``, ``workspace_closed()``, and ``workspace_closing()`` while it can still be written;
    ``changed(Touched)`` after every write, undo and redo; ``saved(datetime)`` with it; ``failed(ClauseDeskError)`` when storage
    refused, in which case nothing was written; ``unreadable(ClauseDeskError)`` when ``read`` found that the file cannot be read.
    ``writes`` counts what was told by ``changed``.
    """

    workspace_opened = Signal()
    workspace_closing = Signal()
    workspace_closed = Signal()
    changed = Signal(object)
    saved = Signal(object)
    failed = Signal(object)
    unreadable = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = UndoStack(self)
        self._catalogue = catalogue
        self._workspace: Workspace | None = None
        self._gathered: list[Written] | None = None
        self.writes = 0

    @property
    def workspace(self) -> Workspace | None:
        """The open workspace, for reading."""
        return self._workspace

    @property
    def writable(self) -> bool:
        """Whether there is a workspace that may be written."""
        return self._workspace is not None and not self._workspace.read_only

    def holds(self, path: Path) -> bool:
        """Whether the open workspace is the one at ``path``."""
        return self._workspace is not None and self._workspace.path == path

    def may_write(self) -> bool:
        """Whether something can be written now; when it cannot, ``failed`` says why."""
        if self._workspace is not None and self._workspace.read_only:
            self.failed.emit(StorageError("read_only", name=self._workspace.path.name))
        return self.writable

    def read(self, func: Callable[[], T]) -> T | None:
        """What ``func`` reads from the open workspace; nothing when storage fails, which ``unreadable`` tells."""
        try:
            return func()
        except StorageError as error:
            # Not ``failed``, after which the views are filled again: that would read again.
            self.unreadable.emit(error)
            return None

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Name what can be undone in another language from now on."""
        self._catalogue = catalogue

    def create(self, path: Path, profile: Profile) -> None:
        """Make a workspace and open it in place of the one before; ``StorageError`` leaves that one open."""
        self._adopt(Workspace.create(path, profile))

    def open(self, path: Path, profile: Profile | None, *, take_over: bool = False) -> None:
        """Open a workspace in place of the one before, without a profile for reading only; ``StorageError`` leaves that one open.

        ``take_over`` writes although another machine left its lock there.
        """
        self._adopt(Workspace.open(path, profile, take_over=take_over))

    def close(self) -> None:
        """Close the workspace; every edit is already in it."""
        if self._workspace is None:
            return
        self.workspace_closing.emit()
        self.undo_stack.clear()
        self._workspace.close()
        self._workspace = None
        self.workspace_closed.emit()

    # One method per wish: each says what is written and under which name it can be undone.

    def adopt(self, written: Sequence[Written]) -> None:
        """Make what was written, here or through another connection, steps that can be undone one by one, and tell of it once."""
        written = [one for one in written if one.changes]
        for one in written:
            self._push(one)
        if written:
            joined = _joined(written)
            self.tell(joined.touched, joined.at)

    def place_annotation(self, annotation: str, span: Span) -> Written | None:
        """Give a remark that was carried over its place in the text."""
        return self._write(lambda ws: ws.annotations.place(annotation, span))

    def confirm_place(self, record: str) -> Written | None:
        """Say that the place is right where something carried over was found: a remark, link, use of evidence or judgement."""
        return self._write(lambda ws: ws.carried.confirm(record))

    def place_orphan(self, record: str, *, task: str | None = None, provision: str | None = None) -> Written | None:
        """Give a link, use of evidence or judgement that lost its task or provision another one."""
        return self._write(lambda ws: ws.carried.place(record, task=task, provision=provision))

    def put_orphan_aside(self, record: str) -> Written | None:
        """Remove an orphan that is no longer wanted."""
        return self._write(lambda ws: ws.carried.put_aside(record))

    def decide(self, decisions: Sequence[Decision]) -> Written | None:
        """Settle conflicts, all of them as one step."""
        return self._write(lambda ws: ws.history.decide_many(decisions))

    def edit_policy(self, policy: str, fields: Mapping[str, object]) -> Written | None:
        """Correct facts of a policy, such as its title."""
        return self._write(lambda ws: ws.policies.edit(policy, **fields))

    def remove_policy(self, policy: str) -> Written | None:
        """Take a policy out of the lists; undo brings it back with all that hangs on it."""
        return self._write(lambda ws: ws.policies.remove(policy))

    def annotate(self, policy: str, span: Span, kind: AnnotationKind, body: str = "", tags: Iterable[str] = ()) -> Written | None:
        """Put a remark on a span of the canonical text."""
        return self._write(lambda ws: ws.annotations.add(policy, span, kind, body, tuple(tags)))

    def edit_annotation(self, annotation: str, fields: Mapping[str, object]) -> Written | None:
        """Set fields of a remark."""
        return self._write(lambda ws: ws.annotations.edit(annotation, **fields))

    def tag_annotation(self, annotation: str, tags: Sequence[str]) -> Written | None:
        """Give a remark exactly these tags, by name; unknown names become tags."""
        return self._write(lambda ws: ws.annotations.set_tags(annotation, tuple(tags)))

    def remove_annotation(self, annotation: str) -> Written | None:
        """Delete a remark."""
        return self._write(lambda ws: ws.annotations.remove(annotation))

    def reply(self, annotation: str, body: str) -> Written | None:
        """Answer a remark."""
        return self._write(lambda ws: ws.annotations.reply(annotation, body))

    def add_evidence(self, policy: str, fields: Mapping[str, Any]) -> Written | None:
        """Record a piece of evidence with its files and what it serves."""
        return self._write(lambda ws: ws.evidence.add(policy, **fields))

    def edit_evidence(self, evidence: str, fields: Mapping[str, object]) -> Written | None:
        """Set fields of a piece of evidence."""
        return self._write(lambda ws: ws.evidence.edit(evidence, **fields))

    def remove_evidence(self, evidence: str) -> Written | None:
        """Delete a piece of evidence; its files stay in the history."""
        return self._write(lambda ws: ws.evidence.remove(evidence))

    def use_evidence(self, evidence: str, tasks: Sequence[str], provisions: Sequence[str]) -> Written | None:
        """Make exactly these the tasks and provisions that a piece of evidence serves."""
        return self._write(lambda ws: ws.evidence.use_for(evidence, tasks=tasks, provisions=provisions))

    def attach(self, evidence: str, files: Sequence[Incoming | Prepared]) -> Written | None:
        """Take files into the workspace beside a piece of evidence, all of them or none."""
        return self._write(lambda ws: ws.evidence.attach(evidence, files))

    def detach(self, attachment: str) -> Written | None:
        """Take a file off its piece of evidence."""
        return self._write(lambda ws: ws.evidence.detach(attachment))

    def assess(self, task: str, fields: Mapping[str, object]) -> Written | None:
        """Set the reviewer's own judgement of a task, on any of its axes."""
        return self._write(lambda ws: ws.assessments.set(task, **fields))

    def add_task(self, policy: str, fields: Mapping[str, Any]) -> Written | None:
        """Add a task that the policy's table does not list."""
        return self._write(lambda ws: ws.tasks.add(policy, **fields))

    def edit_task(self, task: str, fields: Mapping[str, object]) -> Written | None:
        """Correct a task."""
        return self._write(lambda ws: ws.tasks.edit(task, **fields))

    def remove_task(self, task: str) -> Written | None:
        """Take a task out of the table."""
        return self._write(lambda ws: ws.tasks.remove(task))

    def link(self, task: str, provision: str, state: LinkState) -> Written | None:
        """Confirm, add or reject the tie between a task and a provision."""
        return self._write(lambda ws: ws.tasks.set_link(task, provision, state))

    def edit_codebook(self, edits: dialogs.TagChanges) -> None:
        """Carry out what was changed in the codebook, as one step."""
        writes: list[Write] = [
            *(partial(_add_tag, name=name, color=color) for name, color in edits.added),
            *(partial(_rename_tag, tag=tag, name=name) for tag, name in edits.renamed),
            *(partial(_recolour_tag, tag=tag, color=color) for tag, color in edits.recoloured),
            *(partial(_remove_tag, tag=tag) for tag in edits.removed),
        ]
        with self.together(self._catalogue.text("change.tag.edit")):
            for write in writes:
                self._write(write)

    @contextmanager
    def together(self, title: str) -> Iterator[None]:
        """Make the writes inside one step of the undo stack, called ``title``; no step when nothing was written."""
        if self._gathered is not None:
            yield
            return
        self._gathered = []
        try:
            yield
        finally:
            gathered, self._gathered = self._gathered, None
            if gathered:
                self.undo_stack.push(WriteCommand(_joined(gathered), title, self._reverse, self.undo_stack))

    def _adopt(self, workspace: Workspace) -> None:
        self.close()
        self._workspace = workspace
        self.workspace_opened.emit()

    def _write(self, write: Write) -> Written | None:
        written = self._attempt(write)
        if written is not None and written.changes:
            self._keep(written)
        return written

    def _keep(self, written: Written) -> None:
        """Make what was written a step that can be undone, and tell of it."""
        self._push(written)
        self.tell(written.touched, written.at)

    def _push(self, written: Written) -> None:
        if self._gathered is None:
            self.undo_stack.push(WriteCommand(written, self._title(written), self._reverse, self.undo_stack))
        else:
            self._gathered.append(written)

    def _reverse(self, written: Written) -> Written | None:
        reversed_ = self._attempt(lambda ws: ws.reverse(written))
        if reversed_ is not None:
            self.tell(reversed_.touched, reversed_.at)
        return reversed_

    def _attempt(self, write: Callable[[Workspace], T]) -> T | None:
        if self._workspace is None:
            return None
        try:
            return write(self._workspace)
        except StorageError as error:
            self.failed.emit(error)
            return None

    def tell(self, touched: Touched, at: dt.datetime | None = None) -> None:
        """Tell of a write, also of one that was carried out elsewhere just now."""
        self.writes += 1
        self.changed.emit(touched)
        self.saved.emit(at or dt.datetime.now(dt.UTC))

    def _title(self, written: Written) -> str:
        label = self._catalogue.text(written.label)
        return f"{label} {written.subject}".strip()


def _joined(written: Sequence[Written]) -> Written:
    """Several actions as one that is taken back in one transaction, so that undo never stops half-way."""
    touched = Touched()
    for one in written:
        touched |= one.touched
    changes = tuple(change for one in written for change in one.changes)
    before = tuple(fields for one in written for fields in one.before)
    return dataclasses.replace(written[-1], changes=changes, before=before, touched=touched)


def _add_tag(workspace: Workspace, name: str, color: str) -> Written:
    return workspace.codebook.add_tag(name, color)


def _rename_tag(workspace: Workspace, tag: str, name: str) -> Written:
    return workspace.codebook.rename(tag, name)


def _recolour_tag(workspace: Workspace, tag: str, color: str) -> Written:
    return workspace.codebook.recolour(tag, color)


def _remove_tag(workspace: Workspace, tag: str) -> Written:
    return workspace.codebook.remove(tag)
