"""The main window: it places the views and wires them to the flows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu
from typing_extensions import override

from desktop import window_layout
from desktop.actions import Actions
from desktop.flows.bundle import Flows
from desktop.menus import build_menus, build_toolbar
from desktop.notices import AGAIN, CLOSE, COMPARE, COPY, DECIDE, NAME, OPEN, REPAIR, TAKE_OVER, Notices
from desktop.presenter import Presenter
from desktop.profile import stored_profile
from desktop.session import Session
from desktop.settings import FONT_FAMILY, FONT_SIZE, Settings
from desktop.window_parts import Parts
from policy import kin
from resources.catalogue import Catalogue
from storage.records import PolicyRecord
from storage.workspace import Profile
from widgets.dialogs.job_dialog import JobDialog

DEFAULT_SIZE = (1366, 768)


class MainWindow(QMainWindow):
    """Outline, policy text, task table and inspector, with the message bar above and the status bar below.

    The window holds no records: the presenter fills the views and the flows carry out what the views ask for; how they hang
    together is written in ``desktop.wiring``, line by line. Signal ``closed()`` comes when the window has been closed.
    """

    closed = Signal()

    def __init__(self, settings: Settings, catalogue: Catalogue, parts: Parts) -> None:
        super().__init__()
        self._settings = settings
        self._catalogue = catalogue
        self._parts = parts
        self._recent = QMenu()
        self._newer: PolicyRecord | None = None
        self._anyway = False
        self.notices = Notices(parts.messages, catalogue, self)
        self.setObjectName("main_window")
        self.setWindowTitle("ClauseDesk")
        self.setAcceptDrops(True)
        self.setCentralWidget(parts.central)
        self.statusBar().addWidget(parts.counts, 1)
        self.statusBar().addPermanentWidget(parts.conflicts)
        self.statusBar().addPermanentWidget(parts.findings)
        self.statusBar().addPermanentWidget(parts.place)
        self.statusBar().addPermanentWidget(parts.saved)
        self.resize(*DEFAULT_SIZE)

    def furnish(self, session: Session, actions: Actions, presenter: Presenter, flows: Flows) -> None:
        """Build the menus and show the state of things, after everything has been wired; called once."""
        self._session, self._actions, self._flows, self._presenter = session, actions, flows, presenter
        self._recent = build_menus(self, actions)
        build_toolbar(self, actions, self._parts.reviewer)
        window_layout.restore(self._settings, self, self._parts, actions.panes())
        self.show_recent(flows.files.recent())
        self.show_policy_state(False)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """Fill the menu of recent workspaces."""
        self._recent.clear()
        self._recent.setEnabled(bool(paths))
        for number, path in enumerate(paths, 1):
            action = self._recent.addAction(f"&{number % 10}  {path.name} — {path.parent}")
            action.setData(str(path))
            action.triggered.connect(self._open_recent)

    def show_reviewer(self, profile: Profile) -> None:
        """Show in whose name is written."""
        self._parts.reviewer.setText(profile.reviewer.name)
        self._parts.reviewer.setToolTip(profile.reviewer.organisation or profile.reviewer.name)

    def apply_font(self) -> None:
        """Set the policy text in the face and size of the settings."""
        self._parts.text.set_document_font(self._settings.get(FONT_FAMILY), self._settings.get(FONT_SIZE))

    def flush(self) -> None:
        """Store at once whatever is being typed in the inspector."""
        self._parts.inspector.flush()

    def store_again(self) -> None:
        """Store what is being typed, and write once more what storage refused."""
        self.flush()
        for flow in (self._flows.annotations, self._flows.evidence, self._flows.tasks):
            flow.store_again()

    def close_dialogs(self) -> None:
        """Close what is asked or shown about the workspace, which is closed itself; work in the background ends by itself."""
        for dialog in self.findChildren(QDialog):
            if dialog.isVisible() and dialog.isModal() and not isinstance(dialog, JobDialog):
                dialog.reject()

    def _open_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._flows.files.open_path(Path(action.data()))

    def choose_policy(self, index: int) -> None:
        """Show the policy at this place of the list."""
        self.flush()
        self._presenter.show_policy(self._parts.policies.itemData(index))

    def carry_out(self, action: str) -> None:
        """Do what the button of a message offers."""
        if action.startswith(OPEN):
            self._flows.reports.open_written(action.removeprefix(OPEN))
        elif action.startswith(CLOSE):
            QGuiApplication.clipboard().setText(action.removeprefix(CLOSE))
            self.close_anyway()
        elif action.startswith(COPY):
            QGuiApplication.clipboard().setText(action.removeprefix(COPY))
        elif action.startswith(REPAIR):
            self._flows.care.repair(Path(action.removeprefix(REPAIR)))
        elif action.startswith(NAME):
            self._flows.files.ask_again(Path(action.removeprefix(NAME)))
        elif action.startswith(TAKE_OVER):
            self._flows.files.take_over(Path(action.removeprefix(TAKE_OVER)))
        elif action.startswith(COMPARE):
            self._flows.versions.compare(*action.removeprefix(COMPARE).split())
        elif action.startswith(DECIDE):
            self._actions.conflicts.trigger()
        elif action.startswith(AGAIN):
            self.store_again()

    def show_counts(self, tasks: int, judged: int, overdue: int) -> None:
        """Say in the status bar how far the review of the policy on screen is."""
        counted = (self.tr("%n task(s)", "", tasks), self.tr("%n judged", "", judged), self.tr("%n overdue", "", overdue))
        text = self.tr("{tasks}: {judged}, {overdue}").format(tasks=counted[0], judged=counted[1], overdue=counted[2])
        self._parts.counts.setText(text if tasks else "")

    def show_findings(self, count: int) -> None:
        """Say in the status bar how many findings there are to look at."""
        button = self._parts.findings
        button.setText(self.tr("%n finding(s)", "", count))
        button.setToolTip(self.tr("What does not agree in this policy, and what to know about it"))
        button.setVisible(count > 0)

    def show_conflicts(self, count: int) -> None:
        """Say in the status bar how many conflicts nobody has decided yet."""
        button = self._parts.conflicts
        button.setText(self.tr("%n conflict(s)", "", count))
        button.setToolTip(self.tr("What several people wrote differently and nobody has decided yet"))
        button.setVisible(count > 0)

    def show_saved(self, at: dt.datetime) -> None:
        """Say in the status bar when something was stored last."""
        self._parts.saved.setText(self.tr("Saved {time}").format(time=at.astimezone().strftime("%H:%M:%S")))

    def show_policies(self, policies: Sequence[PolicyRecord], chosen: str) -> None:
        """List the policies of the workspace, if there are several, with ``chosen`` on screen."""
        box = self._parts.policies
        box.clear()
        replaced = {policy.replaces for policy in policies}
        for policy in policies:
            older = policy.id in replaced
            box.addItem(self.tr("Older: {title}").format(title=policy.title) if older else policy.title, policy.id)
            box.setItemData(box.count() - 1, f"{policy.title}\n{kin.told_apart(policy)}", Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(box.findData(chosen))
        box.setVisible(len(policies) > 1)
        self._newer = kin.successor(chosen, policies)
        self._parts.newer.setVisible(self._newer is not None)
        self._parts.newer.setToolTip(f"{self._newer.title}\n{kin.told_apart(self._newer)}" if self._newer else "")

    def show_newer(self) -> None:
        """Put the newer version of the policy on screen in its place."""
        if self._newer is not None:
            self.flush()
            self._presenter.show_policy(self._newer.id)

    def show_workspace(self) -> None:
        """Name the open workspace in the title, and say when it is somebody else's to write."""
        workspace = self._session.workspace
        self._parts.saved.clear()
        self.setWindowTitle("ClauseDesk" if workspace is None else f"{workspace.path.stem} — ClauseDesk")
        if workspace is not None and workspace.read_only:
            self._parts.saved.setText(self.tr("Read only"))
            self.notices.say_read_only(workspace.path, workspace.holder, named=stored_profile(self._settings) is not None)
        self.show_policy_state(self._presenter.snapshot is not None)

    def show_policy_state(self, shown: bool) -> None:
        """Offer what can be done with or without a policy on screen."""
        parts, workspace = self._parts, self._session.workspace
        parts.pages.setCurrentWidget(parts.columns if shown else parts.start if workspace is None else parts.empty)
        writable = workspace is not None and not workspace.read_only
        for action in self._actions.need_workspace():
            action.setEnabled(workspace is not None)
        for action in self._actions.write_workspace():
            action.setEnabled(writable)
        for action in self._actions.need_policy():
            action.setEnabled(shown)
        for action in self._actions.write_policy():
            action.setEnabled(shown and writable)
        self._actions.remove_policy.setEnabled(shown and writable)
        parts.table.set_read_only(not writable)
        parts.text.read_only = not writable
        self.enable_choice()

    def enable_choice(self) -> None:
        """Offer what can be done with the task and the annotation chosen."""
        workspace = self._session.workspace
        writable = workspace is not None and not workspace.read_only
        for action in self._actions.need_task():
            action.setEnabled(writable and self._presenter.task is not None)
        for action in (self._actions.edit_annotation, self._actions.remove_annotation):
            action.setEnabled(writable and self._presenter.annotation is not None)

    def may_close(self) -> bool:
        """Whether everything that was typed is stored; when storage refuses some of it, or a reply was not sent, the window says so
        and offers it."""
        self.store_again()
        flows = self._flows
        waiting = (flow.waiting() for flow in (flows.annotations, flows.evidence, flows.tasks))
        unsaved = (*self._parts.inspector.unsaved(), *(text for texts in waiting for text in texts))
        if unsaved and not self._anyway:
            self.notices.offer_close("\n\n".join(dict.fromkeys(unsaved)))
            return False
        unsent = self._parts.inspector.annotations.unsent()
        if unsent and not self._anyway:
            self.notices.offer_sending("\n\n".join(unsent))
            return False
        return True

    def close_anyway(self) -> None:
        """Close the window also when something that was typed could not be stored."""
        self._anyway = True
        self.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close() or (not self._anyway and self._flows.publishing.holds_back(self.close)):
            event.ignore()
            return
        window_layout.keep(self._settings, self, self._parts, self._actions.panes())
        self.closed.emit()
        super().closeEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if self._flows.merging.take_dropped(event.mimeData()) or self._flows.importing.take_dropped(event.mimeData()):
            event.acceptProposedAction()
