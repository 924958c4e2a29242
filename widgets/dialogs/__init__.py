"""Dialogs of the main window, each loaded when it is first asked for: together they take as long to load as the window to open."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widgets.dialogs.about_dialog import AboutDialog as AboutDialog
    from widgets.dialogs.about_dialog import Component as Component
    from widgets.dialogs.account_dialog import AccountDialog as AccountDialog
    from widgets.dialogs.account_dialog import AccountForm as AccountForm
    from widgets.dialogs.agreement_dialog import AgreementDialog as AgreementDialog
    from widgets.dialogs.annotation_dialog import AnnotationDialog as AnnotationDialog
    from widgets.dialogs.annotation_dialog import AnnotationForm as AnnotationForm
    from widgets.dialogs.backups_dialog import BackupsDialog as BackupsDialog
    from widgets.dialogs.check_list import Choice as Choice
    from widgets.dialogs.compare_dialog import Compared as Compared
    from widgets.dialogs.compare_dialog import CompareDialog as CompareDialog
    from widgets.dialogs.confirm_dialog import ConfirmDialog as ConfirmDialog
    from widgets.dialogs.conflicts_dialog import ConflictsDialog as ConflictsDialog
    from widgets.dialogs.conflicts_dialog import Settled as Settled
    from widgets.dialogs.encoding_dialog import EncodingDialog as EncodingDialog
    from widgets.dialogs.encoding_dialog import Trial as Trial
    from widgets.dialogs.evidence_dialog import EvidenceDialog as EvidenceDialog
    from widgets.dialogs.evidence_dialog import EvidenceForm as EvidenceForm
    from widgets.dialogs.export_dialog import ExportDialog as ExportDialog
    from widgets.dialogs.export_dialog import ExportForm as ExportForm
    from widgets.dialogs.export_dialog import ExportKind as ExportKind
    from widgets.dialogs.files_edit import NewFile as NewFile
    from widgets.dialogs.help_dialog import HelpDialog as HelpDialog
    from widgets.dialogs.import_preview import ImportPreview as ImportPreview
    from widgets.dialogs.job_dialog import JobDialog as JobDialog
    from widgets.dialogs.merge_preview import MergePreview as MergePreview
    from widgets.dialogs.merge_report import MergeReportDialog as MergeReportDialog
    from widgets.dialogs.merges_dialog import MergesDialog as MergesDialog
    from widgets.dialogs.passphrase_dialog import PassphraseDialog as PassphraseDialog
    from widgets.dialogs.policy_dialog import PolicyDialog as PolicyDialog
    from widgets.dialogs.policy_dialog import PolicyPage as PolicyPage
    from widgets.dialogs.reviewer_dialog import ReviewerDialog as ReviewerDialog
    from widgets.dialogs.search_dialog import SearchDialog as SearchDialog
    from widgets.dialogs.settings_dialog import Appearance as Appearance
    from widgets.dialogs.settings_dialog import Preferences as Preferences
    from widgets.dialogs.settings_dialog import SettingsDialog as SettingsDialog
    from widgets.dialogs.share_dialog import ShareDialog as ShareDialog
    from widgets.dialogs.share_dialog import ShareForm as ShareForm
    from widgets.dialogs.sheet_dialog import SheetDialog as SheetDialog
    from widgets.dialogs.tags_dialog import TagChanges as TagChanges
    from widgets.dialogs.tags_dialog import TagsDialog as TagsDialog
    from widgets.dialogs.task_dialog import TaskDialog as TaskDialog
    from widgets.dialogs.task_dialog import TaskForm as TaskForm
    from widgets.dialogs.twins_section import TwinsDialog as TwinsDialog
    from widgets.dialogs.version_dialog import Candidate as Candidate
    from widgets.dialogs.version_dialog import VersionDialog as VersionDialog

MODULES = {
    "AboutDialog": "about_dialog",
    "AccountDialog": "account_dialog",
    "AccountForm": "account_dialog",
    "AgreementDialog": "agreement_dialog",
    "AnnotationDialog": "annotation_dialog",
    "AnnotationForm": "annotation_dialog",
    "Appearance": "settings_dialog",
    "BackupsDialog": "backups_dialog",
    "Candidate": "version_dialog",
    "Choice": "check_list",
    "CompareDialog": "compare_dialog",
    "Compared": "compare_dialog",
    "Component": "about_dialog",
    "ConflictsDialog": "conflicts_dialog",
    "ConfirmDialog": "confirm_dialog",
    "EncodingDialog": "encoding_dialog",
    "EvidenceDialog": "evidence_dialog",
    "EvidenceForm": "evidence_dialog",
    "ExportDialog": "export_dialog",
    "ExportForm": "export_dialog",
    "ExportKind": "export_dialog",
    "HelpDialog": "help_dialog",
    "ImportPreview": "import_preview",
    "JobDialog": "job_dialog",
    "MergePreview": "merge_preview",
    "MergeReportDialog": "merge_report",
    "MergesDialog": "merges_dialog",
    "NewFile": "files_edit",
    "PassphraseDialog": "passphrase_dialog",
    "PolicyDialog": "policy_dialog",
    "PolicyPage": "policy_dialog",
    "Preferences": "settings_dialog",
    "ReviewerDialog": "reviewer_dialog",
    "SearchDialog": "search_dialog",
    "SettingsDialog": "settings_dialog",
    "Settled": "conflicts_dialog",
    "ShareDialog": "share_dialog",
    "ShareForm": "share_dialog",
    "SheetDialog": "sheet_dialog",
    "TagChanges": "tags_dialog",
    "TagsDialog": "tags_dialog",
    "TaskDialog": "task_dialog",
    "TaskForm": "task_dialog",
    "Trial": "encoding_dialog",
    "TwinsDialog": "twins_section",
    "VersionDialog": "version_dialog",
}


def __getattr__(name: str) -> object:
    """The class called ``name``, with its module loaded; ``AttributeError`` when there is none."""
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{MODULES[name]}"), name)
    globals()[name] = value
    return value
