"""All flows of one window."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.autobackup import AutoBackup
from desktop.flows.accounts import AccountsFlow
from desktop.flows.agreement import AgreementFlow
from desktop.flows.annotations import AnnotationFlow
from desktop.flows.backups import BackupsFlow
from desktop.flows.care import CareFlow
from desktop.flows.conflicts import ConflictsFlow
from desktop.flows.copying import CopyFlow
from desktop.flows.evidence import EvidenceFlow
from desktop.flows.facts import FactsFlow
from desktop.flows.files import FileFlow
from desktop.flows.help import HelpFlow
from desktop.flows.importing import ImportFlow
from desktop.flows.merges import MergesFlow
from desktop.flows.merging import MergeFlow
from desktop.flows.placing import PlacingFlow
from desktop.flows.preferences import PreferencesFlow
from desktop.flows.publishing import PublishFlow
from desktop.flows.reports import ReportFlow
from desktop.flows.search import SearchFlow
from desktop.flows.sharing import SharingFlow
from desktop.flows.sheets import SheetFlow
from desktop.flows.storing import Storing
from desktop.flows.stowing import Stowing
from desktop.flows.tasks import TaskFlow
from desktop.flows.turns import TurnFlow
from desktop.flows.twins import TwinsFlow
from desktop.flows.versions import VersionsFlow


@dataclass(frozen=True, slots=True)
class Flows:
    """The flows of one window, by what they are about."""

    accounts: AccountsFlow
    agreement: AgreementFlow
    annotations: AnnotationFlow
    autobackup: AutoBackup
    backups: BackupsFlow
    care: CareFlow
    conflicts: ConflictsFlow
    copying: CopyFlow
    evidence: EvidenceFlow
    facts: FactsFlow
    files: FileFlow
    help: HelpFlow
    importing: ImportFlow
    merges: MergesFlow
    merging: MergeFlow
    placing: PlacingFlow
    preferences: PreferencesFlow
    publishing: PublishFlow
    reports: ReportFlow
    search: SearchFlow
    sharing: SharingFlow
    sheets: SheetFlow
    storing: Storing
    stowing: Stowing
    tasks: TaskFlow
    turns: TurnFlow
    twins: TwinsFlow
    versions: VersionsFlow
