"""The findings of a policy as lines: under a heading for each kind, filtered, and folded away by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from policy.findings import grouped
from policy.model import Finding, FindingKind
from widgets.labels import Labels
from widgets.models.keyed import KeyedModel


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A heading with the count of what it stands above, or, with its ``finding``, a sentence. ``key`` is the kind of a heading, and
    what is found and where of a sentence."""

    key: str
    kind: FindingKind
    text: str
    finding: Finding | None = None
    count: int = 0
    folded: bool = False


class FindingsModel(KeyedModel[FindingLine]):
    """Headings and sentences, each group in the order of ``policy.findings``."""

    def __init__(self, labels: Labels, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._groups: tuple[tuple[FindingKind, tuple[FindingLine, ...]], ...] = ()
        self._lines: dict[Finding, FindingLine] = {}
        self._words = ""
        self._folded: set[FindingKind] = set()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show ``findings``; those shown already keep their lines."""
        known, groups = self._lines, grouped(findings)
        self._lines = {one: known.get(one) or self._line(one) for _, group in groups for one in group}
        self._groups = tuple((kind, tuple(self._lines[one] for one in group)) for kind, group in groups)
        self._arrange()

    def set_filter(self, words: str) -> None:
        """Show only sentences, or groups by their heading, that hold these words."""
        self._words = words.strip().casefold()
        self._arrange()

    def toggle(self, kind: FindingKind) -> None:
        """Fold a group away, or unfold it."""
        self._folded ^= {kind}
        self._arrange()

    def shown(self) -> int:
        """How many findings pass the filter, folded ones too."""
        return sum(row.count for row in self.rows)

    def total(self) -> int:
        """How many findings there are."""
        return sum(len(group) for _, group in self._groups)

    def as_text(self) -> str:
        """What passes the filter, as lines of text under their headings."""
        parts = []
        for kind, group in self._passing():
            parts.append(f"{self._labels.finding_group(kind)} ({len(group)})")
            parts += [f"- {line.text}" for line in group]
        return "\n".join(parts)

    @override
    def value(self, row: FindingLine, column: int, role: int) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.text if row.finding is not None else self.tr("{name}: {count}").format(name=row.text, count=row.count)
        return row.text if role == Qt.ItemDataRole.ToolTipRole and row.finding is not None else None

    def _line(self, found: Finding) -> FindingLine:
        key = f"{found.kind.value}/{found.provision}/{found.task}/{found.facts}"
        return FindingLine(key, found.kind, self._labels.finding(found), found)

    def _arrange(self) -> None:
        rows: list[FindingLine] = []
        for kind, group in self._passing():
            folded = kind in self._folded
            rows.append(FindingLine(kind.value, kind, self._labels.finding_group(kind), None, len(group), folded))
            if not folded:
                rows += group
        self.set_rows(rows)

    def _passing(self) -> list[tuple[FindingKind, Sequence[FindingLine]]]:
        found: list[tuple[FindingKind, Sequence[FindingLine]]] = []
        for kind, group in self._groups:
            whole = not self._words or self._words in self._labels.finding_group(kind).casefold()
            passing = group if whole else [line for line in group if self._words in line.text.casefold()]
            if passing:
                found.append((kind, passing))
        return found
