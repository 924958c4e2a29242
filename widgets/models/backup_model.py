"""The backups of a workspace as rows, and their facts in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.backups import Backup, Glance
from widgets.models.keyed import KeyedModel
from widgets.models.words import moment_text, size_text


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup; ``glance`` is what is known of it so far, ``whole`` what a check said, if there was one yet."""

    backup: Backup
    glance: Glance | None = None
    whole: bool | None = None

    @property
    def key(self) -> str:
        """Its path."""
        return str(self.backup.path)


class BackupModel(KeyedModel[BackupRow]):
    """One column: when and why each was made, its size and what it holds."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    @override
    def value(self, row: BackupRow, column: int, role: int) -> object:
        return f"{self.title(row)}, {self.facts(row)}" if role == Qt.ItemDataRole.DisplayRole else None

    def set_backups(self, backups: Sequence[Backup]) -> None:
        """List these; what is known of those listed already stays."""
        known = {row.key: row for row in self.rows}
        rows = [BackupRow(backup) for backup in backups]
        self.set_rows([replace(known[row.key], backup=row.backup) if row.key in known else row for row in rows])

    def learn(self, key: str, glance: Glance | None = None, whole: bool | None = None) -> None:
        """Take note of what a backup holds, or whether it is whole."""
        self.set_rows([_informed(row, glance, whole) if row.key == key else row for row in self.rows])

    def title(self, row: BackupRow) -> str:
        """When it was made, by the computer's clock, and why."""
        return f"{self.moment(row.backup.made)}  ·  {self.reason(row.backup)}"

    def moment(self, when: dt.datetime) -> str:
        """When something was; to the second, since two backups may be made within a minute."""
        return moment_text(when, self._catalogue.language, seconds=True)

    def reason(self, backup: Backup) -> str:
        """Why it was made."""
        key = f"backup.{backup.reason}"
        return self._catalogue.text(key if self._catalogue.knows(key) else "backup.other")

    def facts(self, row: BackupRow) -> str:
        """Its size, and in numbers what it holds."""
        parts = [size_text(row.backup.size)]
        if row.whole is False:
            parts.insert(0, self.tr("damaged"))
        if row.glance is not None:
            parts.append(self.tr("%n annotation(s)", "", row.glance.annotations))
            parts.append(self.tr("%n piece(s) of evidence", "", row.glance.evidence))
            parts.append(self.tr("%n change(s)", "", row.glance.changes))
        return "  ·  ".join(parts)


def _informed(row: BackupRow, glance: Glance | None, whole: bool | None) -> BackupRow:
    return replace(row, glance=row.glance if glance is None else glance, whole=row.whole if whole is None else whole)
