"""Agreement of the reviewers: figures, what was disagreed on and is agreed now, the report on it, and the blind review."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.blind import reviewer_of
from desktop.flows.asking import ask_save
from desktop.flows.storing import Storing
from desktop.jobs import Control, Jobs
from desktop.paths import documents_folder
from desktop.presenter import Presenter
from desktop.session import Session
from desktop.settings import EXPORT_FOLDER, LANGUAGE, REPORT_BODY_FONT, REPORT_TITLE_FONT, Settings
from desktop.snapshot import Snapshot
from exporters.cancelled import Cancelled
from policy.errors import ClauseDeskError
from resources.catalogue import Catalogue
from storage.records import Written
from storage.workspace import Workspace
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.palette import LIGHT, Palette

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from policy.agreement_table import Table, Work
    from policy.disagreement import Agreement
    from widgets.dialogs.agreed_form import Draft

SUFFIX = ".docx"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a job brings: what it was worked out from, the figures, and all that is shown."""

    work: Mapping[str, Work]
    table: Table
    agreement: Agreement


class AgreementFlow(QObject):
    """Shows how far the reviewers of the policy on screen agree, stores what they agree on, and turns the blind review on and off.

    Signals: ``failed(ClauseDeskError)``; ``said(str)``; ``written(Path)`` when a report is complete; ``blind_changed(bool)``: how
    the policy on screen is reviewed; ``undo_requested()`` and ``redo_requested()`` from the open dialog.
    """

    failed = Signal(object)
    said = Signal(str)
    written = Signal(object)
    blind_changed = Signal(bool)
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(
        self,
        window: QWidget,
        session: Session,
        presenter: Presenter,
        jobs: Jobs,
        settings: Settings,
        catalogue: Catalogue,
        storing: Storing,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._jobs = jobs
        self._settings = settings
        self._catalogue = catalogue
        self._storing = storing
        self._palette = LIGHT
        self._dialog: dialogs.AgreementDialog | None = None
        self._drafts: dict[str, Draft] = {}
        self._found: _Found | None = None
        self._control: Control | None = None
        self._opening = False

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take these colours, in an open dialog too."""
        self._palette = palette
        if self._dialog is not None:
            self._dialog.set_look(palette)

    def open(self) -> None:
        """Work out the agreement on the policy on screen and show it."""
        shown, workspace = self._presenter.snapshot, self._session.workspace
        if shown is None or workspace is None or self._opening or self._dialog is not None:
            return
        self._found, self._opening = None, True
        progress = dialogs.JobDialog(self.tr("Agreement of the reviewers"), self._window)
        step = self.tr("Comparing the reviewers of {title}").format(title=shown.policy.title)
        progress.set_step(step)

        def end(found: _Found | None = None) -> None:
            self._opening = False
            progress.finish()
            progress.deleteLater()
            if found is not None and self._session.workspace is workspace:
                self._show(found)
                if self._presenter.snapshot is not shown:
                    self.follow()

        def fail(error: ClauseDeskError) -> None:
            end()
            self.failed.emit(error)

        control = self._start(shown, workspace, end, fail)
        control.progressed.connect(lambda done, total: progress.set_step(step, done, total))
        progress.cancel_requested.connect(control.cancel)
        progress.start()

    def follow(self) -> None:
        """Bring the open dialog up to date after a write, and say how the policy is reviewed now."""
        self.follow_policy()
        shown, workspace, dialog = self._presenter.snapshot, self._session.workspace, self._dialog
        if dialog is None or shown is None or workspace is None:
            return
        if self._control is not None:
            self._control.cancel()
        control = self._start(shown, workspace, self._show_again, self.failed.emit)
        self._control = control

    def follow_policy(self) -> None:
        """Say whether the policy on screen is reviewed blind."""
        shown = self._presenter.snapshot
        self.blind_changed.emit(shown is not None and shown.policy.blind)

    def set_blind(self, blind: bool) -> None:
        """Review the policy on screen blind from now on, or openly again."""
        shown = self._presenter.snapshot
        if shown is not None and self._session.may_write() and shown.policy.blind != blind:
            written = self._session.edit_policy(shown.policy.id, {"blind": blind})
            if written is not None and blind:
                self.said.emit(
                    self.tr(
                        "Blind review: another's judgement of a task is shown when you have both submitted yours (To recheck or "
                        "Approved)."
                    )
                )
            elif written is not None:
                self.said.emit(self.tr("The review is open: everybody sees all judgements."))
        self.follow_policy()

    def submit(self) -> None:
        """Hand in all of one's own judgements of the policy on screen, as one step."""
        shown = self._presenter.snapshot
        if shown is not None:
            submit = partial(_submitted, shown.policy.id)
            self._storing.store(submit, self.tr("Submitting your judgements"), self._tell_submitted, shown.policy.id)

    def agree(self, task: str, fields: Mapping[str, object]) -> None:
        """Store what was agreed on for a task."""
        if self._session.assess(task, fields) is not None and self._dialog is not None:
            self._dialog.queue.settled(task)

    def report(self) -> None:
        """Ask where the report goes, and write it."""
        if self._found is None or self._dialog is None:
            return
        chosen = Path(self._settings.get(EXPORT_FOLDER))
        folder = chosen if chosen.is_absolute() and chosen.is_dir() else documents_folder()
        proposal = folder / (self._catalogue.text("agreement.title") + SUFFIX)
        ask_save(self._dialog, self.tr("Report on agreement"), proposal, self.tr("Word documents (*.docx)"), self.write)

    def write(self, path: Path) -> None:
        """Write the report on the agreement that is shown."""
        if self._found is None:
            return
        self._settings.set(EXPORT_FOLDER, str(path.parent))
        dialog = dialogs.JobDialog(self.tr("Writing the report"), self._dialog or self._window)
        dialog.set_step(path.name)
        faces = (self._settings.get(REPORT_TITLE_FONT), self._settings.get(REPORT_BODY_FONT))
        write = partial(_written, self._found.agreement, path, self._settings.get(LANGUAGE), faces)

        def end(path: Path | None = None) -> None:
            dialog.finish()
            dialog.deleteLater()
            if path is not None:
                self.written.emit(path)

        def fail(error: ClauseDeskError) -> None:
            end()
            self.failed.emit(error)

        control = self._jobs.run(write, end, fail, end)
        dialog.cancel_requested.connect(control.cancel)
        dialog.start()

    def _start(
        self,
        shown: Snapshot,
        workspace: Workspace,
        done: Callable[[_Found | None], None],
        fail: Callable[[ClauseDeskError], None],
    ) -> Control:
        work = partial(_worked_out, workspace.path, shown, reviewer_of(workspace), self._found)
        return self._jobs.look(work, done, fail, partial(done, None))

    def _show(self, found: _Found) -> None:
        self._found = found
        self._dialog = dialog = dialogs.AgreementDialog(self._catalogue, self._window)
        dialog.set_look(self._palette)
        dialog.set_writable(self._session.writable)
        dialog.queue.drafts = self._drafts
        dialog.show_agreement(found.agreement)
        dialog.agree_requested.connect(self.agree)
        dialog.submit_requested.connect(self.submit)
        dialog.report_requested.connect(self.report)
        dialog.undo_requested.connect(self.undo_requested)
        dialog.redo_requested.connect(self.redo_requested)
        dialog.finished.connect(self._forget)
        show_modal(dialog)

    def _show_again(self, found: _Found | None) -> None:
        if found is not None and self._dialog is not None:
            self._found = found
            self._dialog.show_agreement(found.agreement)

    def _forget(self) -> None:
        """Let the dialog go; what was written in it and not agreed on waits for the next time, and a comparison under way for
        nobody."""
        if self._dialog is not None:
            self._dialog.queue.keep_draft()
        if self._control is not None:
            self._control.cancel()
        self._dialog = self._control = None

    def _tell_submitted(self, written: Sequence[Written] | None) -> None:
        if written is None:
            return
        count = sum(len(one.changes) for one in written)
        if count:
            self.said.emit(self.tr("%n judgement(s) submitted.", "", count))
        else:
            self.said.emit(self.tr("There is no judgement of yours left to submit."))


def _submitted(policy: str, workspace: Workspace) -> list[Written]:
    return [workspace.assessments.submit(policy)]


def _worked_out(path: Path, shown: Snapshot, me: str | None, before: _Found | None, control: Control) -> _Found:
    """The agreement on the policy of ``shown``; figures of the same judgements as ``before`` are kept. Raises ``Cancelled``."""
    # Loaded here: a window that opens has nothing to compare yet.
    from desktop.agreeing import agreement, work_of
    from policy.agreement_table import table

    def tick(done: int, total: int) -> None:
        if control.cancelled():
            raise Cancelled
        control.report(done, total)

    with Workspace.open(path, None) as workspace:
        anew = workspace.assessments.judged_since(shown.policy.id)
    work = work_of(shown)
    figures = before.table if before is not None and before.work == work else table(work, tick)
    return _Found(work, figures, agreement(shown, work, figures, anew, me))


def _written(found: Agreement, path: Path, language: str, faces: tuple[str, str], control: Control) -> Path:
    from desktop.writing_report import fonts_of
    from exporters.word.agreement_document import agreement_document
    from exporters.word.short_document import write_short

    catalogue = Catalogue.load(language)
    document = agreement_document(found, catalogue, dt.datetime.now().astimezone().date())
    write_short(document, path, catalogue, control.report, control.cancelled, fonts_of(faces))
    return path
