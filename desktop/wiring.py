"""How the window hangs together: which signal leads where, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.actions import Actions
from desktop.flows.bundle import Flows
from desktop.main_window import MainWindow
from desktop.presenter import Presenter
from desktop.session import Session
from desktop.window_parts import Parts


@dataclass(frozen=True, slots=True)
class Wires:
    """Everything that is wired together."""

    window: MainWindow
    parts: Parts
    actions: Actions
    presenter: Presenter
    session: Session
    flows: Flows


def connect(wires: Wires) -> None:
    """Wire everything; called once, before the window shows anything."""
    _connect_files(wires)
    _connect_agreement(wires)
    _connect_editing(wires)
    _connect_records(wires)
    _connect_look(wires)
    _connect_views(wires)
    _connect_inspector(wires)
    _connect_facts(wires)
    _connect_sharing(wires)
    _connect_twins(wires)
    _connect_notices(wires)
    _connect_session(wires)
    # After the window has named the workspace.
    _connect_publishing(wires)


def _connect_files(w: Wires) -> None:
    actions, flows, window = w.actions, w.flows, w.window
    actions.about.triggered.connect(flows.help.about)
    actions.about_policy.triggered.connect(flows.facts.open)
    actions.backups.triggered.connect(flows.backups.open)
    actions.close_workspace.triggered.connect(flows.files.close)
    actions.export.triggered.connect(window.flush)
    actions.export.triggered.connect(flows.reports.export)
    actions.import_policy.triggered.connect(flows.importing.import_policy)
    actions.import_tasks.triggered.connect(flows.sheets.choose)
    actions.manual.triggered.connect(flows.help.manual)
    actions.merge.triggered.connect(window.flush)
    actions.merge.triggered.connect(flows.merging.choose)
    actions.merges.triggered.connect(flows.merges.open)
    actions.new.triggered.connect(flows.files.new)
    actions.new_version.triggered.connect(window.flush)
    actions.new_version.triggered.connect(flows.versions.choose)
    actions.open.triggered.connect(flows.files.open)
    actions.paste_policy.triggered.connect(flows.importing.paste_policy)
    actions.quit.triggered.connect(window.close)
    actions.remove_policy.triggered.connect(flows.importing.remove_policy)
    actions.reviewer.triggered.connect(flows.files.edit_reviewer)
    actions.sample.triggered.connect(flows.files.open_sample)
    actions.settings.triggered.connect(flows.preferences.open)


def _connect_agreement(w: Wires) -> None:
    actions, agreement, notices = w.actions, w.flows.agreement, w.window.notices
    actions.agreement.triggered.connect(w.window.flush)
    actions.agreement.triggered.connect(agreement.open)
    actions.blind.triggered.connect(agreement.set_blind)
    agreement.blind_changed.connect(actions.blind.setChecked)
    agreement.failed.connect(notices.show_failure)
    agreement.redo_requested.connect(actions.redo.trigger)
    agreement.said.connect(notices.say)
    agreement.undo_requested.connect(actions.undo.trigger)
    agreement.written.connect(notices.say_written)
    w.parts.inspector.assessment.submit_requested.connect(agreement.submit)
    w.presenter.policy_shown.connect(agreement.follow_policy)


def _connect_editing(w: Wires) -> None:
    parts, actions, flows, window = w.parts, w.actions, w.flows, w.window
    actions.find.triggered.connect(parts.text.open_find)
    actions.find_next.triggered.connect(parts.text.find_next)
    actions.find_previous.triggered.connect(parts.text.find_previous)
    actions.redo.triggered.connect(window.flush)
    actions.redo.triggered.connect(flows.merges.redo)
    actions.search.triggered.connect(flows.search.open)
    actions.undo.triggered.connect(window.flush)
    actions.undo.triggered.connect(flows.merges.undo)


def _connect_records(w: Wires) -> None:
    actions, presenter, flows = w.actions, w.presenter, w.flows
    actions.add_task.triggered.connect(flows.tasks.add)
    actions.account.triggered.connect(flows.accounts.open)
    actions.conflicts.triggered.connect(flows.conflicts.open)
    actions.edit_annotation.triggered.connect(flows.annotations.edit_chosen)
    actions.edit_task.triggered.connect(flows.tasks.edit_chosen)
    actions.next_task.triggered.connect(lambda: presenter.step_task(1))
    actions.place.triggered.connect(flows.placing.place_chosen)
    actions.previous_task.triggered.connect(lambda: presenter.step_task(-1))
    actions.record_evidence.triggered.connect(flows.evidence.record)
    actions.remove_annotation.triggered.connect(flows.annotations.remove_chosen)
    actions.remove_task.triggered.connect(flows.tasks.remove_chosen)
    actions.tags.triggered.connect(flows.annotations.edit_tags)
    actions.task_from_selection.triggered.connect(flows.tasks.add_from_selection)
    for mark in actions.annotate.values():
        mark.triggered.connect(flows.annotations.annotate_by_action)
    for progress in actions.progress.values():
        progress.triggered.connect(flows.tasks.set_progress_by_action)


def _connect_look(w: Wires) -> None:
    parts, actions, flows = w.parts, w.actions, w.flows
    actions.dark.toggled.connect(flows.preferences.set_dark)
    actions.larger.triggered.connect(flows.preferences.larger)
    actions.show_inspector.toggled.connect(parts.inspector.setVisible)
    actions.show_outline.toggled.connect(parts.left.setVisible)
    actions.show_table.toggled.connect(parts.table.setVisible)
    actions.show_text.toggled.connect(parts.text.setVisible)
    actions.smaller.triggered.connect(flows.preferences.smaller)


def _connect_views(w: Wires) -> None:
    parts, presenter, flows, window = w.parts, w.presenter, w.flows, w.window
    parts.conflicts.clicked.connect(flows.conflicts.open)
    parts.findings.clicked.connect(flows.facts.open_findings)
    parts.empty.pressed.connect(flows.importing.import_policy)
    parts.messages.action_requested.connect(flows.backups.carry_out)
    parts.messages.action_requested.connect(window.carry_out)
    parts.newer.clicked.connect(window.show_newer)
    parts.outline.provision_chosen.connect(presenter.go_to_provision)
    parts.policies.activated.connect(window.choose_policy)
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
    parts.text.selection_changed.connect(flows.placing.follow_choice)
    parts.text.table_requested.connect(parts.table.setFocus)
    parts.text.task_requested.connect(flows.tasks.add_from_selection)
    parts.text.visible_provision_changed.connect(parts.outline.set_current)


def _connect_inspector(w: Wires) -> None:
    parts, presenter, flows = w.parts, w.presenter, w.flows
    panels = parts.inspector
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
    # The filler has taken note of it by now.
    panels.history.subject_chosen.connect(presenter.fill_front)
    panels.history.save_requested.connect(flows.accounts.save_record)
    panels.orphans.aside_requested.connect(flows.placing.put_aside)
    panels.orphans.confirm_requested.connect(flows.placing.confirm)
    panels.orphans.go_requested.connect(flows.placing.go_to)
    panels.orphans.place_requested.connect(flows.placing.place)
    panels.tabs.currentChanged.connect(presenter.fill_front)
    panels.task.add_requested.connect(flows.tasks.add)
    panels.task.edit_requested.connect(flows.tasks.edit)
    panels.task.link_requested.connect(flows.tasks.link)
    panels.task.provision_chosen.connect(presenter.go_to_provision)
    panels.task.remove_requested.connect(flows.tasks.remove)


def _connect_facts(w: Wires) -> None:
    parts, presenter, flows, window = w.parts, w.presenter, w.flows, w.window
    flows.annotations.unsaved.connect(parts.inspector.annotations.keep)
    flows.backups.merge_requested.connect(flows.merging.start)
    flows.backups.reopen_requested.connect(flows.files.open_path)
    flows.backups.starting.connect(window.flush)
    flows.care.damaged.connect(window.notices.offer_backups)
    flows.care.reopen_requested.connect(flows.files.open_path)
    flows.conflicts.counted.connect(window.show_conflicts)
    flows.conflicts.counted.connect(window.notices.follow_conflicts)
    for flow in (flows.annotations, flows.evidence, flows.tasks):
        flow.refused.connect(window.notices.offer_again)
    flows.conflicts.redo_requested.connect(w.actions.redo.trigger)
    flows.conflicts.undo_requested.connect(w.actions.undo.trigger)
    flows.facts.counted.connect(window.show_findings)
    flows.facts.redo_requested.connect(w.actions.redo.trigger)
    flows.facts.undo_requested.connect(w.actions.undo.trigger)
    flows.files.unopened.connect(flows.backups.tell_unopened)
    flows.files.recent_changed.connect(window.show_recent)
    flows.files.reviewer_changed.connect(window.show_reviewer)
    flows.importing.imported.connect(flows.twins.look_at_import)
    flows.merges.conflicts_requested.connect(w.actions.conflicts.trigger)
    flows.merges.merge_requested.connect(w.actions.merge.trigger)
    flows.merging.starting.connect(window.flush)
    flows.preferences.font_changed.connect(window.apply_font)
    flows.preferences.reckoning_changed.connect(presenter.refresh_rows)
    flows.sheets.own_requested.connect(flows.importing.import_document)
    flows.stowing.starting.connect(window.flush)
    flows.tasks.unsaved.connect(parts.inspector.assessment.keep)
    window.closed.connect(flows.conflicts.stop)
    window.closed.connect(flows.facts.stop)
    presenter.counts_changed.connect(window.show_counts)
    presenter.policies_changed.connect(window.show_policies)
    presenter.policy_shown.connect(flows.facts.follow_policy)
    presenter.policy_shown.connect(window.show_policy_state)
    presenter.selection_changed.connect(flows.placing.follow_choice)
    presenter.selection_changed.connect(window.enable_choice)


def _connect_twins(w: Wires) -> None:
    flows, notices, twins = w.flows, w.window.notices, w.flows.twins
    flows.merging.merged.connect(twins.follow_merge)
    flows.publishing.merged.connect(twins.follow_merge)
    flows.merging.previewed.connect(twins.look_at_merge)
    w.actions.join.triggered.connect(w.window.flush)
    w.actions.join.triggered.connect(twins.open)
    w.parts.messages.action_requested.connect(twins.carry_out)
    twins.failed.connect(notices.show_failure)
    twins.found.connect(notices.offer_joining)
    twins.said.connect(notices.say)
    # Only what is no policy that is here already may be another version of one.
    twins.unlike.connect(flows.versions.look_for_kin)


def _connect_sharing(w: Wires) -> None:
    actions, flows, sharing, window = w.actions, w.flows, w.flows.sharing, w.window
    actions.look_into.triggered.connect(sharing.look_into)
    actions.share.triggered.connect(sharing.share)
    sharing.failed.connect(window.notices.show_failure)
    sharing.looking.connect(window.notices.say_looking_into)
    sharing.merge_requested.connect(flows.merging.start)
    sharing.reopen_requested.connect(flows.files.open_path)
    sharing.said.connect(window.notices.say)
    sharing.starting.connect(window.flush)
    sharing.titled.connect(window.setWindowTitle)
    w.parts.messages.action_requested.connect(sharing.carry_out)


def _connect_publishing(w: Wires) -> None:
    publishing, files, notices, parts, session = w.flows.publishing, w.flows.files, w.window.notices, w.parts, w.session
    w.actions.publish.triggered.connect(publishing.publish)
    copying = w.flows.copying
    files.apart.connect(copying.open)
    copying.failed.connect(notices.show_failure)
    copying.offered.connect(parts.messages.show_offer)
    copying.reopen_requested.connect(files.open_path)
    copying.taken.connect(files.open_copy)
    copying.unopened.connect(w.flows.backups.tell_unopened)
    parts.messages.action_requested.connect(copying.carry_out)
    parts.messages.action_requested.connect(publishing.carry_out)
    parts.place.publish_requested.connect(publishing.publish)
    publishing.failed.connect(notices.show_failure)
    publishing.offered.connect(parts.messages.show_offer)
    publishing.reopen_requested.connect(files.open_path)
    publishing.said.connect(notices.say)
    publishing.starting.connect(w.window.flush)
    publishing.titled.connect(w.window.setWindowTitle)
    publishing.told.connect(parts.place.show_standing)
    publishing.told.connect(lambda _text, _place, may: w.actions.publish.setEnabled(may))
    session.changed.connect(publishing.note_written)
    session.workspace_closed.connect(publishing.follow)
    session.workspace_opened.connect(publishing.follow)
    w.flows.turns.offered.connect(parts.messages.show_offer)


def _connect_notices(w: Wires) -> None:
    flows, notices = w.flows, w.window.notices
    flows.accounts.failed.connect(notices.show_failure)
    flows.accounts.said.connect(notices.say)
    flows.accounts.written.connect(notices.say_written)
    flows.annotations.said.connect(notices.say)
    flows.autobackup.failed.connect(notices.show_failure)
    flows.backups.failed.connect(notices.show_failure)
    flows.backups.looking.connect(notices.say_looking)
    flows.backups.offered.connect(notices.offer_backups)
    flows.backups.restored.connect(notices.say_restored)
    flows.care.damage_found.connect(notices.offer_repair)
    flows.care.failed.connect(notices.show_failure)
    flows.care.said.connect(notices.say)
    flows.conflicts.failed.connect(notices.show_failure)
    flows.conflicts.said.connect(notices.say)
    flows.evidence.failed.connect(notices.show_failure)
    flows.evidence.said.connect(notices.say)
    flows.facts.failed.connect(notices.show_failure)
    flows.files.failed.connect(notices.show_failure)
    flows.importing.failed.connect(notices.show_failure)
    flows.importing.said.connect(notices.say)
    flows.merges.failed.connect(notices.show_failure)
    flows.merges.said.connect(notices.say)
    flows.merges.written.connect(notices.say_written)
    flows.merging.disputed.connect(notices.offer_conflicts)
    flows.merging.failed.connect(notices.show_failure)
    flows.merging.said.connect(notices.say)
    flows.placing.said.connect(notices.say)
    flows.reports.failed.connect(notices.show_failure)
    flows.reports.said.connect(notices.say)
    flows.reports.written.connect(notices.say_written)
    flows.search.failed.connect(notices.show_failure)
    flows.sheets.failed.connect(notices.show_failure)
    flows.sheets.said.connect(notices.say)
    flows.stowing.failed.connect(notices.show_failure)
    flows.stowing.said.connect(notices.say)
    flows.tasks.said.connect(notices.say)
    flows.versions.failed.connect(notices.show_failure)
    flows.versions.offered.connect(notices.offer_comparison)
    flows.versions.said.connect(notices.say)


def _connect_session(w: Wires) -> None:
    presenter, session, flows, window = w.presenter, w.session, w.flows, w.window
    notices = window.notices
    session.changed.connect(presenter.on_changed)
    # After the presenter, whose records it judges.
    session.changed.connect(flows.conflicts.follow)
    session.changed.connect(flows.facts.follow)
    session.changed.connect(flows.agreement.follow)
    session.failed.connect(presenter.refresh_later)
    session.failed.connect(notices.show_failure)
    session.saved.connect(window.show_saved)
    session.unreadable.connect(notices.show_failure)
    session.workspace_closed.connect(flows.conflicts.follow_workspace)
    session.workspace_closed.connect(flows.importing.forget_waiting)
    session.workspace_closed.connect(notices.drop_offers)
    session.workspace_closed.connect(presenter.on_workspace_closed)
    session.workspace_closed.connect(window.show_workspace)
    session.workspace_closing.connect(flows.facts.flush)
    session.workspace_closing.connect(window.flush)
    # What was being typed is stored by now; a dialog may put its question again another time.
    session.workspace_closing.connect(window.close_dialogs)
    session.workspace_opened.connect(flows.care.look_after)
    session.workspace_opened.connect(flows.conflicts.follow_workspace)
    session.workspace_opened.connect(presenter.on_workspace_opened)
    session.workspace_opened.connect(window.show_workspace)
