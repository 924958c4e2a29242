"""The main window: it places the views and wires them to the flows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu
from typing_extensions import override

from desktop import window_layout
from desktop.actions import Actions
from desktop.flows.bundle import Flows
from desktop.menus import build_menus, build_toolbar
from desktop.notices import COPY, NAME, OPEN, REPAIR, TAKE_OVER, Notices
from desktop.presenter import Presenter
from desktop.profile import stored_profile
from desktop.session import Session
from desktop.settings import FONT_FAMILY, FONT_SIZE, Settings
from desktop.window_parts import Parts
from resources.catalogue import Catalogue
from storage.records import PolicyRecord
from storage.workspace import Profile

DEFAULT_SIZE = (1366, 768)


class MainWindow(QMainWindow):
    """Outline, policy text, task table and inspector, with the message bar above and the status bar below.

    The window holds no records: the presenter fills the views and the flows carry out what the views ask for; how they hang
    together is written in ``connect_parts``, line by line. Signal ``closed()`` comes when the window has been closed.
    """

    closed = Signal()

    def __init__(self, settings: Settings, catalogue: Catalogue, parts: Parts) -> None:
        super().__init__()
        self._settings = settings
        self._catalogue = catalogue
        self._parts = parts
        self._recent = QMenu()
        self.notices = Notices(parts.messages, catalogue, self)
        self.setObjectName("main_window")
        self.setWindowTitle("ClauseDesk")
        self.setAcceptDrops(True)
        self.setCentralWidget(parts.central)
        self.statusBar().addWidget(parts.counts, 1)
        self.statusBar().addPermanentWidget(parts.saved)
        self.resize(*DEFAULT_SIZE)

    def connect_parts(self, session: Session, actions: Actions, presenter: Presenter, flows: Flows) -> None:
        """Build the menus and wire everything; called once."""
        self._session, self._actions, self._flows, self._presenter = session, actions, flows, presenter
        self._recent = build_menus(self, actions)
        build_toolbar(self, actions, self._parts.reviewer)
        self._connect_actions(actions, flows)
        self._connect_look(actions, flows)
        self._connect_views(flows, presenter)
        self._connect_facts(session, presenter, flows)
        window_layout.restore(self._settings, self, self._parts, actions.panes())
        self.show_recent(flows.files.recent())
        self._show_policy_state(False)

    def _connect_actions(self, actions: Actions, flows: Flows) -> None:
        parts, presenter = self._parts, self._presenter
        actions.about.triggered.connect(flows.help.about)
        actions.add_task.triggered.connect(flows.tasks.add)
        actions.close_workspace.triggered.connect(flows.files.close)
        actions.edit_annotation.triggered.connect(flows.annotations.edit_chosen)
        actions.edit_task.triggered.connect(flows.tasks.edit_chosen)
        actions.export.triggered.connect(self.flush)
        actions.export.triggered.connect(flows.reports.export)
        actions.find.triggered.connect(parts.text.open_find)
        actions.find_next.triggered.connect(parts.text.find_next)
        actions.find_previous.triggered.connect(parts.text.find_previous)
        actions.import_policy.triggered.connect(flows.files.import_policy)
        actions.manual.triggered.connect(flows.help.manual)
        actions.new.triggered.connect(flows.files.new)
        actions.next_task.triggered.connect(lambda: presenter.step_task(1))
        actions.open.triggered.connect(flows.files.open)
        actions.paste_policy.triggered.connect(flows.files.paste_policy)
        actions.previous_task.triggered.connect(lambda: presenter.step_task(-1))
        actions.quit.triggered.connect(self.close)
        actions.record_evidence.triggered.connect(flows.evidence.record)
        actions.redo.triggered.connect(self.flush)
        actions.redo.triggered.connect(self._session.undo_stack.redo)
        actions.remove_annotation.triggered.connect(flows.annotations.remove_chosen)
        actions.remove_policy.triggered.connect(flows.files.remove_policy)
        actions.remove_task.triggered.connect(flows.tasks.remove_chosen)
        actions.reviewer.triggered.connect(flows.files.edit_reviewer)
        actions.sample.triggered.connect(flows.files.open_sample)
        actions.search.triggered.connect(flows.search.open)
        actions.settings.triggered.connect(flows.preferences.open)
        actions.tags.triggered.connect(flows.annotations.edit_tags)
        actions.task_from_selection.triggered.connect(flows.tasks.add_from_selection)
        actions.undo.triggered.connect(self.flush)
        actions.undo.triggered.connect(self._session.undo_stack.undo)
        for mark in actions.annotate.values():
            mark.triggered.connect(flows.annotations.annotate_by_action)
        for progress in actions.progress.values():
            progress.triggered.connect(flows.tasks.set_progress_by_action)

    def _connect_look(self, actions: Actions, flows: Flows) -> None:
        parts = self._parts
        actions.dark.toggled.connect(flows.preferences.set_dark)
        actions.larger.triggered.connect(flows.preferences.larger)
        actions.show_inspector.toggled.connect(parts.inspector.setVisible)
        actions.show_outline.toggled.connect(parts.left.setVisible)
        actions.show_table.toggled.connect(parts.table.setVisible)
        actions.show_text.toggled.connect(parts.text.setVisible)
        actions.smaller.triggered.connect(flows.preferences.smaller)

    def _connect_views(self, flows: Flows, presenter: Presenter) -> None:
        parts = self._parts
        parts.empty.pressed.connect(flows.files.import_policy)
        parts.messages.action_requested.connect(self._carry_out)
        parts.outline.provision_chosen.connect(presenter.go_to_provision)
        parts.policies.activated.connect(self._choose_policy)
        parts.reviewer.clicked.connect(flows.files.edit_reviewer)
        parts.start.pressed.connect(flows.files.open)
        parts.start.second_pressed.connect(flows.files.open_sample)
        parts.table.add_requested.connect(flows.tasks.add)
        parts.table.edit_requested.connect(flows.tasks.edit)
        parts.table.evidence_requested.connect(flows.evidence.record_for_task)
        parts.table.progress_requested.connect(flows.tasks.set_progress)
        parts.table.remove_requested.connect(flows.tasks.remove)
        parts.table.task_activated.connect(flows.tasks.edit)
        parts.table.task_chosen.connect(presenter.choose_task)
        parts.text.annotate_requested.connect(flows.annotations.annotate)
        parts.text.evidence_requested.connect(flows.evidence.record_for_selection)
        parts.text.mark_chosen.connect(presenter.choose_annotation)
        parts.text.mark_edit_requested.connect(flows.annotations.edit)
        parts.text.mark_remove_requested.connect(flows.annotations.remove)
        parts.text.provision_chosen.connect(presenter.choose_provision)
        parts.text.table_requested.connect(parts.table.setFocus)
        parts.text.task_requested.connect(flows.tasks.add_from_selection)
        parts.text.visible_provision_changed.connect(parts.outline.set_current)
        self._connect_inspector(flows, presenter)

    def _connect_inspector(self, flows: Flows, presenter: Presenter) -> None:
        panels = self._parts.inspector
        panels.annotations.chosen.connect(presenter.choose_annotation)
        panels.annotations.edit_requested.connect(flows.annotations.save)
        panels.annotations.remove_requested.connect(flows.annotations.remove)
        panels.annotations.reply_requested.connect(flows.annotations.reply)
        panels.annotations.resolve_requested.connect(flows.annotations.resolve)
        panels.annotations.tags_requested.connect(flows.annotations.tag)
        panels.assessment.assess_requested.connect(flows.tasks.assess)
        panels.evidence.add_requested.connect(flows.evidence.record)
        panels.evidence.attach_requested.connect(flows.evidence.ask_files)
        panels.evidence.edit_requested.connect(flows.evidence.edit)
        panels.evidence.files_dropped.connect(flows.evidence.take_files)
        panels.evidence.open_file_requested.connect(flows.evidence.open_file)
        panels.evidence.pasted.connect(flows.evidence.take_pasted)
        panels.evidence.remove_requested.connect(flows.evidence.remove)
        panels.evidence.save_file_requested.connect(flows.evidence.save_file)
        panels.tabs.currentChanged.connect(presenter.fill_front)
        panels.task.add_requested.connect(flows.tasks.add)
        panels.task.edit_requested.connect(flows.tasks.edit)
        panels.task.link_requested.connect(flows.tasks.link)
        panels.task.provision_chosen.connect(presenter.go_to_provision)
        panels.task.remove_requested.connect(flows.tasks.remove)

    def _connect_facts(self, session: Session, presenter: Presenter, flows: Flows) -> None:
        notices = self.notices
        flows.annotations.said.connect(notices.say)
        flows.annotations.unsaved.connect(self._parts.inspector.annotations.keep)
        flows.care.damage_found.connect(notices.offer_repair)
        flows.care.failed.connect(notices.show_failure)
        flows.care.reopen_requested.connect(flows.files.open_path)
        flows.care.said.connect(notices.say)
        flows.evidence.failed.connect(notices.show_failure)
        flows.evidence.said.connect(notices.say)
        flows.files.failed.connect(notices.show_failure)
        flows.files.recent_changed.connect(self.show_recent)
        flows.files.reviewer_changed.connect(self.show_reviewer)
        flows.files.said.connect(notices.say)
        flows.preferences.font_changed.connect(self.apply_font)
        flows.preferences.reckoning_changed.connect(presenter.refresh_rows)
        flows.reports.failed.connect(notices.show_failure)
        flows.reports.said.connect(notices.say)
        flows.reports.written.connect(notices.say_written)
        flows.search.failed.connect(notices.show_failure)
        flows.stowing.failed.connect(notices.show_failure)
        flows.stowing.said.connect(notices.say)
        flows.stowing.starting.connect(self.flush)
        flows.tasks.said.connect(notices.say)
        flows.tasks.unsaved.connect(self._parts.inspector.assessment.keep)
        presenter.counts_changed.connect(self._show_counts)
        presenter.policies_changed.connect(self._show_policies)
        presenter.policy_shown.connect(self._show_policy_state)
        presenter.selection_changed.connect(self._enable_choice)
        self._connect_session(session, presenter, flows)

    def _connect_session(self, session: Session, presenter: Presenter, flows: Flows) -> None:
        notices = self.notices
        session.changed.connect(presenter.on_changed)
        session.failed.connect(presenter.refresh_later)
        session.failed.connect(notices.show_failure)
        session.saved.connect(self._show_saved)
        session.unreadable.connect(notices.show_failure)
        session.workspace_closed.connect(flows.files.forget_waiting)
        session.workspace_closed.connect(notices.drop_offers)
        session.workspace_closed.connect(presenter.on_workspace_closed)
        session.workspace_closed.connect(self.show_workspace)
        session.workspace_closing.connect(self.flush)
        session.workspace_opened.connect(flows.care.look_after)
        session.workspace_opened.connect(presenter.on_workspace_opened)
        session.workspace_opened.connect(self.show_workspace)

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

    def _open_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._flows.files.open_path(Path(action.data()))

    def _choose_policy(self, index: int) -> None:
        self.flush()
        self._presenter.show_policy(self._parts.policies.itemData(index))

    def _carry_out(self, action: str) -> None:
        """Do what the button of a message offers."""
        if action.startswith(OPEN):
            self._flows.reports.open_written(action.removeprefix(OPEN))
        elif action.startswith(COPY):
            QGuiApplication.clipboard().setText(action.removeprefix(COPY))
        elif action.startswith(REPAIR):
            self._flows.care.repair(Path(action.removeprefix(REPAIR)))
        elif action.startswith(NAME):
            self._flows.files.ask_again(Path(action.removeprefix(NAME)))
        elif action.startswith(TAKE_OVER):
            self._flows.files.take_over(Path(action.removeprefix(TAKE_OVER)))

    def _show_counts(self, tasks: int, judged: int, overdue: int) -> None:
        counted = (self.tr("%n task(s)", "", tasks), self.tr("%n judged", "", judged), self.tr("%n overdue", "", overdue))
        text = self.tr("{tasks}: {judged}, {overdue}").format(tasks=counted[0], judged=counted[1], overdue=counted[2])
        self._parts.counts.setText(text if tasks else "")

    def _show_saved(self, at: dt.datetime) -> None:
        self._parts.saved.setText(self.tr("Saved {time}").format(time=at.astimezone().strftime("%H:%M:%S")))

    def _show_policies(self, policies: Sequence[PolicyRecord], chosen: str) -> None:
        box = self._parts.policies
        box.clear()
        for policy in policies:
            box.addItem(policy.title, policy.id)
            box.setItemData(box.count() - 1, f"{policy.title}\n{policy.doc_number or ''}".strip(), Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(box.findData(chosen))
        box.setVisible(len(policies) > 1)

    def show_workspace(self) -> None:
        """Name the open workspace in the title, and say when it is somebody else's to write."""
        workspace = self._session.workspace
        self._parts.saved.clear()
        self.setWindowTitle("ClauseDesk" if workspace is None else f"{workspace.path.stem} — ClauseDesk")
        if workspace is not None and workspace.read_only:
            self._parts.saved.setText(self.tr("Read only"))
            self.notices.say_read_only(workspace.path, workspace.holder, named=stored_profile(self._settings) is not None)
        self._show_policy_state(self._presenter.snapshot is not None)

    def _show_policy_state(self, shown: bool) -> None:
        parts, workspace = self._parts, self._session.workspace
        parts.pages.setCurrentWidget(parts.columns if shown else parts.start if workspace is None else parts.empty)
        writable = workspace is not None and not workspace.read_only
        for action in self._actions.need_workspace():
            action.setEnabled(workspace is not None)
        for action in (self._actions.import_policy, self._actions.paste_policy, self._actions.tags):
            action.setEnabled(writable)
        for action in self._actions.need_policy():
            action.setEnabled(shown)
        for action in self._actions.write_policy():
            action.setEnabled(shown and writable)
        self._actions.remove_policy.setEnabled(shown and writable)
        parts.table.set_read_only(not writable)
        parts.text.read_only = not writable
        self._enable_choice()

    def _enable_choice(self) -> None:
        workspace = self._session.workspace
        writable = workspace is not None and not workspace.read_only
        for action in self._actions.need_task():
            action.setEnabled(writable and self._presenter.task is not None)
        for action in (self._actions.edit_annotation, self._actions.remove_annotation):
            action.setEnabled(writable and self._presenter.annotation is not None)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.flush()
        window_layout.keep(self._settings, self, self._parts, self._actions.panes())
        self.closed.emit()
        super().closeEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if self._flows.files.take_dropped(event.mimeData()):
            event.acceptProposedAction()
