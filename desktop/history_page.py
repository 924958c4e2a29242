"""Fills the inspector's page of history: whose it may be, and its lines."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.blind import concealed
from desktop.histories import history_lines
from desktop.record_words import RecordWords
from desktop.snapshot import Snapshot
from storage.accounts import named
from storage.records import EvidenceRecord, Family
from storage.workspace import Workspace
from widgets.panels.history_panel import HistoryPanel


class HistoryPage:
    """Shows the history of the chosen annotation or task, or of another record that the person picks beside them: the evidence of
    the task, or the policy itself."""

    def __init__(self, panel: HistoryPanel) -> None:
        self._panel = panel
        self._workspace: Workspace | None = None
        self._shown: Snapshot | None = None
        self._chosen: tuple[str | None, str | None] = (None, None)
        self._subject = ""

    def show(
        self, workspace: Workspace, shown: Snapshot, chosen: tuple[str | None, str | None], evidence: Sequence[EvidenceRecord]
    ) -> None:
        """Show what belongs to the chosen annotation and task; one picked before stays while the choice does."""
        offered = [(family, key) for family, key in zip((Family.ANNOTATION, Family.TASK), chosen, strict=True) if key is not None]
        offered += [(Family.EVIDENCE, one.id) for one in evidence]
        offered.append((Family.POLICY, shown.policy.id))
        keys = [key for _, key in offered]
        stays = (workspace, chosen) == (self._workspace, self._chosen) and self._subject in keys
        self._workspace, self._shown, self._chosen = workspace, shown, chosen
        self._subject = self._subject if stays else keys[0]
        words = RecordWords(workspace, self._panel.catalogue, named(workspace, _by_family(offered)))
        self._panel.set_subjects([(key, self._name(words, family, key)) for family, key in offered], self._subject)
        self._fill()

    def empty(self) -> None:
        """Show nothing."""
        self._workspace = self._shown = None
        self._subject = ""
        self._panel.set_subjects((), "")
        self._panel.set_lines(())

    def _name(self, words: RecordWords, family: Family, key: str) -> str:
        if family is Family.TASK:
            return words.title(family, key)
        return f"{self._panel.catalogue.text(f'family.{family}')} {words.name(family, key)}"

    def turn_to(self, record: str) -> None:
        """Show another of the records offered, as soon as the page is shown again."""
        self._subject = record

    def _fill(self) -> None:
        workspace, shown = self._workspace, self._shown
        if workspace is None or shown is None:
            return
        self._panel.set_lines(history_lines(workspace, self._panel.catalogue, self._subject, concealed(workspace)))


def _by_family(offered: Sequence[tuple[Family, str]]) -> dict[Family, list[str]]:
    found: dict[Family, list[str]] = {}
    for family, key in offered:
        found.setdefault(family, []).append(key)
    return found
