"""Reviewers: who wrote something."""

from __future__ import annotations

from storage.records import Family, ReviewerRecord
from storage.repository import Repository


class ReviewerRepository(Repository):
    """Everybody who has written in this workspace, or in one that was merged into it."""

    def all(self) -> tuple[ReviewerRecord, ...]:
        """All reviewers by name."""
        rows = self._select(Family.REVIEWER, "TRUE", (), "name, id")
        return tuple(ReviewerRecord(row["id"], row["name"], row["organisation"]) for row in rows)

    def get(self, reviewer: str) -> ReviewerRecord:
        """One reviewer. Raises ``StorageError("unknown_record")``."""
        row = self._row(Family.REVIEWER, reviewer)
        return ReviewerRecord(row["id"], row["name"], row["organisation"])
