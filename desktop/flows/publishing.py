"""Workspaces in places that bite: worked on as local copies, and published back."""

from __future__ import annotations

import platform
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.flows.aside_jobs import AsideJobs, Carried
from desktop.flows.asking import ask_save
from desktop.flows.copying import folder_called
from desktop.flows.merges import MergesFlow
from desktop.merge_words import MergeWords
from desktop.messages import sentence
from desktop.notices import ELSEWHERE, LEAVE, PUBLISH, SHOW_MERGE
from desktop.paths import SUFFIX, documents_folder, place_apart
from desktop.publishing_work import Consent, Outcome, caught_up, publish_all
from desktop.session import Session
from policy.errors import ClauseDeskError
from resources.catalogue import Catalogue
from storage.errors import StorageError
from storage.places import PlaceKind, place_of
from storage.records import Touched
from storage.working_copy import WorkingCopy, copy_at, let_go, move_origin, note
from widgets.message_bar import Message, MessageKind

Then = Callable[[], object]


class PublishFlow(QObject):
    """Publishes local copies of workspaces in places that bite.

    Signals: ``starting()``: what is being typed is to be stored now; ``said(str)``; ``failed(ClauseDeskError)``;
    ``offered(Message)``; ``titled(str)``: how the window is called; ``told(str, str, bool)``: how the local copy stands to what is
    published, the whole of it for a tooltip, and whether it can be published; ``reopen_requested(Path)``; ``working(Control)``;
    ``merged(MergeReport)`` when what others published was merged and work goes on.
    """

    starting = Signal()
    said = Signal(str)
    failed = Signal(object)
    offered = Signal(object)
    titled = Signal(str)
    told = Signal(str, str, bool)
    reopen_requested = Signal(object)
    working = Signal(object)
    merged = Signal(object)

    def __init__(self, window: QWidget, session: Session, catalogue: Catalogue, aside: AsideJobs, merges: MergesFlow) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._catalogue = catalogue
        self._words = MergeWords(catalogue)
        self._aside = aside
        self._merges = merges
        self._copy: WorkingCopy | None = None
        self._unpublished = False
        self._busy = False
        self._put_off = False
        self._leaving: Then | None = None
        aside.starting.connect(self.starting)
        aside.failed.connect(self._fail)
        aside.working.connect(self.working)

    def follow(self) -> None:
        """Find out whether the workspace just opened is a local copy, and see to it that it has what others published."""
        workspace = self._session.workspace
        self._copy = copy_at(workspace.path) if workspace is not None else None
        self._unpublished = self._put_off = False
        self._leaving = None
        self._tell_standing()
        copy = self._copy
        if workspace is None or copy is None:
            return
        self.titled.emit(self.tr("{name} (local copy) — ClauseDesk").format(name=copy.origin.stem))
        if self._session.writable:
            self._unpublished = not copy.base
            self._say_where(copy)
            QTimer.singleShot(0, self, self._look)

    def note_written(self) -> None:
        """Something was written in the workspace."""
        if self._copy is not None and not (self._unpublished and not self._put_off):
            self._unpublished, self._put_off = True, False
            self._tell_standing()

    def publish(self) -> None:
        """Publish what the local copy holds."""
        self._publish()

    def before_leaving(self, then: Then) -> None:
        """Publish what is unpublished, and go on with ``then``: at once when nothing is, or after the person has put it off."""
        if not self.holds_back(then):
            then()

    def holds_back(self, leave: Then) -> bool:
        """Whether leaving the workspace has to wait for publishing; ``leave`` is called when it need not any more."""
        self.starting.emit()
        if self._busy:
            return True
        if self._put_off or not self._unpublished or not self._session.writable:
            return False
        self._leaving = leave
        self._publish(later=self.tr("&Later"))
        return True

    def carry_out(self, action: str) -> None:
        """Do what the button of a message offers."""
        if action.startswith(PUBLISH):
            self._publish(Consent(action.removeprefix(PUBLISH)))
        elif action.startswith(ELSEWHERE):
            self.save_elsewhere()
        elif action.startswith(LEAVE):
            self._leave()
        elif action.startswith(SHOW_MERGE):
            self._merges.show_merge(action.removeprefix(SHOW_MERGE))

    def save_elsewhere(self) -> None:
        """Ask for another place, and publish the local copy there from now on."""
        if self._copy is not None:
            filters = self.tr("ClauseDesk workspaces (*{suffix})").format(suffix=SUFFIX)
            proposal = documents_folder() / self._copy.origin.name
            ask_save(self._window, self.tr("Save elsewhere"), proposal, filters, self.move)

    def move(self, target: Path) -> None:
        """Publish the local copy at ``target`` from now on; in a place that does not bite it is worked on there."""
        before = self._copy
        if before is None or not self._session.may_write():
            return
        named = target if target.suffix == SUFFIX else target.with_name(target.name + SUFFIX)
        try:
            self._copy = move_origin(before, named)
        except StorageError as error:
            self.failed.emit(error)
            return
        self._publish(Consent.ANEW, before=before)

    def _look(self) -> None:
        """Merge what was published by others since; what was just made is published for the first time."""
        copy = self._copy
        if copy is None or self._busy or not self._session.holds(copy.path):
            return
        if not copy.base:
            self._publish()
        else:
            self._run(self.tr("Looking for what others have published"), partial(caught_up, copy.path), self._caught_up)

    def _publish(self, consent: Consent = Consent.NONE, *, later: str = "", before: WorkingCopy | None = None) -> None:
        copy = self._copy
        if copy is None or self._busy or not self._session.may_write():
            return
        title = self.tr("Publishing to {place}").format(place=folder_called(copy))
        self._run(title, partial(publish_all, copy.path, consent), partial(self._published, before), later, before)

    def _run(
        self,
        title: str,
        work: Callable[..., Outcome],
        done: Callable[[Carried[Outcome]], None],
        later: str = "",
        before: WorkingCopy | None = None,
    ) -> None:
        self._busy = True

        def otherwise() -> None:
            self._busy = False
            self._go_back(before)
            self._leave()

        self._aside.run(title, work, done, otherwise, later)

    def _caught_up(self, carried: Carried[Outcome]) -> None:
        self._take_over(carried)
        outcome = carried.result
        if outcome.error is not None:
            self._tell_failure(outcome.error)

    def _published(self, before: WorkingCopy | None, carried: Carried[Outcome]) -> None:
        outcome = carried.result
        if outcome.error is not None:
            self._go_back(before)
        self._take_over(carried)
        if outcome.error is not None:
            self._tell_failure(outcome.error)
            return
        self._say_published(outcome)
        leaving, self._leaving = self._leaving, None
        if leaving is not None:
            leaving()
        elif before is not None and self._copy is not None and place_apart(self._copy.origin) is None:
            self._work_there(self._copy)

    def _take_over(self, carried: Carried[Outcome]) -> None:
        """Show what was merged, and how the local copy stands now."""
        self._busy = False
        outcome = carried.result
        if outcome.merged:
            touched = Touched()
            for report in outcome.merged:
                touched |= report.touched
            self._aside.tell(touched, carried)
            for report in outcome.merged:
                if report.id is not None:
                    self._merges.push(report.id, report.new, report.sources)
                    if self._leaving is None:
                        self.merged.emit(report)
        if self._copy is not None:
            self._copy = copy_at(self._copy.path)
        self._unpublished = outcome.unpublished
        self._tell_standing()
        self._tell_merged(outcome)

    def _tell_merged(self, outcome: Outcome) -> None:
        for report in outcome.merged:
            if report.id is not None:
                text = self.tr("Others have published meanwhile. {merged}").format(merged=self._words.message(report))
                self.offered.emit(Message(text, MessageKind.OFFER, self.tr("Report…"), f"{SHOW_MERGE}{report.id}"))

    def _say_published(self, outcome: Outcome) -> None:
        copy = self._copy
        if copy is None:
            return
        if place_of(copy.origin).kind is PlaceKind.REMOVABLE:
            text = self.tr("{name} is published; the stick can be taken out safely.")
        else:
            text = self.tr("{name} is published.")
        self.said.emit(text.format(name=copy.origin.stem))
        for kept in outcome.kept:
            text = self.tr("A version that nobody has merged was found and is kept as {name}; merge it if it holds anything new.")
            self.offered.emit(Message(text.format(name=kept.name), MessageKind.OFFER))

    def _tell_failure(self, error: StorageError) -> None:
        text = sentence(error, self._catalogue)
        if self._leaving is not None:
            action = self.tr("Close without publishing"), f"{LEAVE}{error.code}"
        else:
            consent = Consent.ANEW if error.code == "published_gone" else Consent.NONE
            action = self.tr("Publish again"), f"{PUBLISH}{consent.value}"
        # The lock of another machine does not fall by itself when that machine stops.
        if error.code == "busy" and error.facts["host"] != platform.node():
            second = self.tr("Publish anyway"), f"{PUBLISH}{Consent.TAKE_OVER.value}"
        else:
            second = self.tr("Save elsewhere…"), ELSEWHERE
        self.offered.emit(Message(text, MessageKind.ERROR, *action, *second))

    def _fail(self, error: ClauseDeskError) -> None:
        self.failed.emit(error)

    def _leave(self) -> None:
        """Go on with leaving, unpublished."""
        leaving, self._leaving = self._leaving, None
        if leaving is not None:
            self._put_off = True
            leaving()

    def _go_back(self, before: WorkingCopy | None) -> None:
        """The local copy could not be published elsewhere: it stays one of where it was."""
        if before is None:
            return
        try:
            self._copy = note(before)
        except StorageError as error:
            self.failed.emit(error)

    def _work_there(self, copy: WorkingCopy) -> None:
        """Open what was just published in a place that does not bite, instead of the local copy."""
        self._session.close()
        try:
            let_go(copy)
        except StorageError as error:
            self.failed.emit(error)
        self.reopen_requested.emit(copy.origin)

    def _say_where(self, copy: WorkingCopy) -> None:
        kind = self._catalogue.text(place_of(copy.origin).phrase)
        if copy.base:
            text = self.tr(
                "{name} lies in a place unsafe to work in ({kind}): you work on a copy here, published there when you close it."
            )
        else:
            text = self.tr("{name} is made on this computer and published in its place ({kind}) now and when you close it.")
        self.said.emit(text.format(name=copy.origin.stem, kind=kind))

    def _tell_standing(self) -> None:
        copy = self._copy
        if copy is None:
            self.told.emit("", "", False)
            return
        if not self._session.writable:
            text = self.tr("Local copy of {place}")
        elif self._unpublished:
            text = self.tr("Local copy of {place}: not published yet")
        elif copy.published is not None:
            text = self.tr("Local copy of {place}: published {time}")
        else:
            text = self.tr("Local copy of {place}: nothing to publish")
        time = copy.published.astimezone().strftime("%H:%M") if copy.published is not None else ""
        self.told.emit(text.format(place=folder_called(copy), time=time), str(copy.origin), self._session.writable)
