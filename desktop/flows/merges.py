"""The merges made so far: their reports, as Word documents too, and how they are taken back and brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.flows.aside_jobs import AsideJobs, Carried
from desktop.flows.asking import ask_save
from desktop.flows.storing import Storing
from desktop.jobs import Control, Jobs
from desktop.merge_step import MergeStep
from desktop.merge_words import MergeTold, MergeWords, Step, Tense
from desktop.paths import documents_folder
from desktop.session import Session
from desktop.settings import EXPORT_FOLDER, REPORT_BODY_FONT, REPORT_TITLE_FONT, Settings
from desktop.undo import WriteCommand
from exporters.merge_facts import MergeFacts
from policy.errors import ClauseDeskError
from resources.catalogue import Catalogue
from storage.errors import StorageError
from storage.merges import MergeRecord, TakenBack
from storage.records import Written
from storage.watch import Watch
from storage.workspace import Workspace
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.models.merge_model import MergeLine

AT_ONCE = 200
"""A step of so many changes is turned within a frame or two; of more, in the background."""
STAMP = "%Y-%m-%d %H%M"


class MergesFlow(QObject):
    """Lists merges, shows and writes their reports, and turns them: by undo and redo, or from the list.

    Signals: ``failed(ClauseDeskError)``; ``said(str)``; ``written(Path)`` when a document is complete; ``conflicts_requested()``;
    ``merge_requested()`` where nothing has been merged yet.
    """

    failed = Signal(object)
    said = Signal(str)
    written = Signal(object)
    conflicts_requested = Signal()
    merge_requested = Signal()

    def __init__(
        self,
        window: QWidget,
        session: Session,
        jobs: Jobs,
        settings: Settings,
        catalogue: Catalogue,
        aside: AsideJobs,
        storing: Storing,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._jobs = jobs
        self._settings = settings
        self._catalogue = catalogue
        self._words = MergeWords(catalogue)
        self._aside = aside
        self._storing = storing
        self._dialog: dialogs.MergesDialog | None = None
        self._told: MergeTold | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._show_told)

    def open(self) -> None:
        """List the merges made so far."""
        if self._session.workspace is None:
            return
        dialog = dialogs.MergesDialog(self._session.writable, self._window)
        dialog.report_requested.connect(lambda merge: self._with_told(merge, lambda told: self.show(told)))
        dialog.save_requested.connect(lambda merge: self._with_told(merge, lambda told: self.save(told.facts)))
        dialog.turn_requested.connect(self._turn_listed)
        dialog.merge_requested.connect(self.merge_requested)
        dialog.finished.connect(self._forget)
        self._dialog = dialog
        self._fill()
        show_modal(dialog)

    def show_later(self, told: MergeTold) -> None:
        """Show the report on a merge in the next turn of the event loop: what it changed is painted first."""
        self._told = told
        self._later.start()

    def show(self, told: MergeTold) -> None:
        """Show the report on a merge."""
        writable = self._session.writable
        dialog = dialogs.MergeReportDialog(told.shown, self._dialog is None, self._dialog or self._window, writable=writable)
        dialog.restore_requested.connect(lambda: self._restore(dialog, told))
        dialog.conflicts_requested.connect(self.conflicts_requested)
        dialog.save_requested.connect(lambda: self.save(told.facts))
        show_modal(dialog)

    def _restore(self, dialog: dialogs.MergeReportDialog, told: MergeTold) -> None:
        """Show again what was removed while others worked under it; one step, that can be undone."""
        workspace = self._session.workspace
        if workspace is None or not self._session.may_write():
            return
        try:
            written = workspace.history.show_again([(one.family, one.record) for one in told.hidden])
        except StorageError as error:
            self.failed.emit(error)
            return
        dialog.set_restored()
        self._session.adopt([written])
        if not written.changes:
            self.said.emit(self.tr("All of it is shown already."))

    def show_merge(self, merge: str) -> None:
        """Show the report on the merge with this id."""
        self._with_told(merge, self.show)

    def save(self, facts: MergeFacts) -> None:
        """Ask where a report goes, and write it as a Word document."""
        chosen = Path(self._settings.get(EXPORT_FOLDER))
        folder = chosen if chosen.is_absolute() and chosen.is_dir() else documents_folder()
        name = self.tr("Merge {time}").format(time=facts.when.astimezone().strftime(STAMP))
        filters = self.tr("Word documents (*.docx)")
        title = self.tr("Save the report")
        ask_save(self._window, title, folder / f"{name}.docx", filters, lambda place: self.write(facts, place))

    def write(self, facts: MergeFacts, target: Path) -> None:
        """Write a report as a Word document in the background."""
        self._settings.set(EXPORT_FOLDER, str(target.parent))
        faces = (self._settings.get(REPORT_TITLE_FONT), self._settings.get(REPORT_BODY_FONT))
        dialog = dialogs.JobDialog(self.tr("Writing the report"), self._window)
        dialog.set_step(target.name)

        def end(place: Path | None = None) -> None:
            dialog.finish()
            dialog.deleteLater()
            if place is not None:
                self.written.emit(place)

        def fail(error: ClauseDeskError) -> None:
            end()
            self.failed.emit(error)

        control = self._jobs.run(partial(_write, facts, target, self._catalogue, faces), end, fail, end)
        control.progressed.connect(lambda done, total: dialog.set_step(target.name, done, total))
        dialog.cancel_requested.connect(control.cancel)
        dialog.start()

    def push(self, merge: str, changes: int, sources: Sequence[str], step: Step = Step.MERGE) -> None:
        """Make a merge that has been made, taken back or brought back a step that can be undone."""
        title = self._words.title(sources, step)
        back = step is Step.TAKE_BACK
        stack = self._session.undo_stack
        stack.push(MergeStep(merge, changes, title, partial(_turn_now, self._session), stack, back=back))

    def undo(self) -> None:
        """Undo the last step, a large one in the background; one that is still being stored is waited for."""
        self._storing.after(self._undo)

    def redo(self) -> None:
        """Do the step again that was undone last, a large one in the background."""
        self._storing.after(self._redo)

    def _undo(self) -> None:
        stack = self._session.undo_stack
        step = stack.command(stack.index() - 1) if stack.index() else None
        self._follow(step, stack.undo, undo=True)

    def _redo(self) -> None:
        stack = self._session.undo_stack
        step = stack.command(stack.index()) if stack.index() < stack.count() else None
        self._follow(step, stack.redo, undo=False)

    def _show_told(self) -> None:
        if self._told is not None and self._session.workspace is not None:
            self.show(self._told)
        self._told = None

    def _follow(self, step: object, turn_stack: Callable[[], None], *, undo: bool) -> None:
        if isinstance(step, WriteCommand) and len(step.written.changes) > AT_ONCE:
            self._reverse(step, turn_stack, self.tr("Undoing") if undo else self.tr("Redoing"))
            return
        if not isinstance(step, MergeStep):
            turn_stack()
            return
        bring = step.brings(undo=undo)
        if bring and step.changes <= AT_ONCE:
            turn_stack()
            return

        def turned() -> None:
            step.is_turned()
            turn_stack()

        self._turn(step.merge, bring, step.changes, turn_stack if step.changes <= AT_ONCE else None, turned)

    def _reverse(self, step: WriteCommand, turn_stack: Callable[[], None], title: str) -> None:
        """Take back in the background what a step wrote, and let the stack follow."""

        def done(carried: Carried[Written]) -> None:
            self._aside.tell(carried.result.touched, carried)
            step.is_turned(carried.result)
            turn_stack()

        self._aside.run(title, partial(_reversed, step.written), done)

    def _turn_listed(self, merge: str) -> None:
        """Take back or bring back a merge of the list; a step of its own, that can be undone."""
        record = self._record(merge)
        if record is None:
            return
        bring = record.taken_back is not None
        step = Step.BRING_BACK if bring else Step.TAKE_BACK

        def turned() -> None:
            self.push(merge, record.changes, record.sources, step)
            self._fill()

        self._turn(merge, bring, record.changes, None, turned)

    def _turn(self, merge: str, bring: bool, changes: int, at_once: Callable[[], None] | None, turned: Callable[[], None]) -> None:
        """Turn a merge, after a question when later work that it did not bring would go with it: ``at_once`` where that is given,
        else in the background and then ``turned``."""
        go = at_once or (lambda: self._in_background(merge, bring, turned))
        if bring:
            go()
        elif changes <= AT_ONCE:
            found = self._session.read(lambda: _would_take(merge, self._workspace(), lambda _: None))
            if found is not None:
                self._ask(found, go)
        else:
            work = partial(_would_take, merge)
            self._aside.run(self.tr("Looking at what goes with the merge"), work, lambda carried: self._ask(carried.result, go))

    def _ask(self, found: TakenBack, go: Callable[[], None]) -> None:
        lines = self._words.with_it(found)
        if not lines:
            go()
            return
        question = self.tr("Take back work of your own too?") if found.own else self.tr("Take back work of other merges too?")
        dialog = dialogs.ConfirmDialog(
            self.tr("Take back a merge"), question, lines, self.tr("&Take back"), self._dialog or self._window
        )
        dialog.accepted.connect(go)
        show_modal(dialog)

    def _in_background(self, merge: str, bring: bool, turned: Callable[[], None]) -> None:
        def done(carried: Carried[TakenBack]) -> None:
            self._aside.tell(carried.result.touched, carried)
            turned()
            record = self._record(merge)
            if record is not None:
                step = Step.BRING_BACK if bring else Step.TAKE_BACK
                self.said.emit(self._words.turned(record.sources, carried.result.changes, step))

        title = self.tr("Bringing the merge back") if bring else self.tr("Taking the merge back")
        self._aside.run(title, partial(_turned, merge, bring), done)

    def _fill(self) -> None:
        """Read the merges in the background and list them."""
        workspace = self._session.workspace
        if workspace is not None:
            self._jobs.run(partial(_lines, workspace.path, self._words), partial(self._list, workspace), self.failed.emit)

    def _list(self, workspace: Workspace, lines: Sequence[MergeLine]) -> None:
        if self._dialog is not None and self._session.workspace is workspace:
            self._dialog.set_lines(lines)

    def _forget(self) -> None:
        self._dialog = None

    def _with_told(self, merge: str, then: Callable[[MergeTold], None]) -> None:
        """Put the report on a merge into words in the background, and go on with them."""
        workspace = self._session.workspace
        if workspace is None:
            return

        def done(told: MergeTold) -> None:
            if self._session.workspace is workspace:
                then(told)

        self._jobs.run(partial(_told, workspace.path, merge, self._words), done, self.failed.emit)

    def _record(self, merge: str) -> MergeRecord | None:
        workspace = self._session.workspace
        known = self._session.read(workspace.merges.all) if workspace is not None else None
        return next((record for record in known or () if record.id == merge), None)

    def _workspace(self) -> Workspace:
        workspace = self._session.workspace
        if workspace is None:
            raise StorageError("unknown_merge", merge="")
        return workspace


def _turn_now(session: Session, merge: str, bring: bool) -> bool:
    """Turn a merge at once; whether that went well."""
    workspace = session.workspace
    if workspace is None:
        return False
    try:
        found = workspace.merges.bring_back(merge) if bring else workspace.merges.take_back(merge)
    except StorageError as error:
        session.failed.emit(error)
        return False
    session.tell(found.touched)
    return True


def _reversed(written: Written, workspace: Workspace, _watch: Watch) -> Written:
    return workspace.reverse(written)


def _would_take(merge: str, workspace: Workspace, watch: Watch) -> TakenBack:
    return workspace.merges.would_take(merge, watch)


def _turned(merge: str, bring: bool, workspace: Workspace, watch: Watch) -> TakenBack:
    return workspace.merges.bring_back(merge, watch) if bring else workspace.merges.take_back(merge, watch)


def _lines(path: Path, words: MergeWords, _control: Control) -> list[MergeLine]:
    with Workspace.open(path, None) as workspace:
        return [words.line(record) for record in workspace.merges.all()]


def _told(path: Path, merge: str, words: MergeWords, _control: Control) -> MergeTold:
    with Workspace.open(path, None) as workspace:
        record = next((record for record in workspace.merges.all() if record.id == merge), None)
        if record is None:
            raise StorageError("unknown_merge", merge=merge)
        return words.told(workspace, record.report, Tense.DID, record.reviewer)


def _write(facts: MergeFacts, target: Path, catalogue: Catalogue, faces: tuple[str, str], control: Control) -> Path:
    from desktop.writing_report import fonts_of
    from exporters.word.merge_document import merge_document
    from exporters.word.short_document import write_short

    document = merge_document(facts, catalogue)
    write_short(document, target, catalogue, control.report, control.cancelled, fonts_of(faces))
    return target
