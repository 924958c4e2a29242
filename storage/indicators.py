"""Indicators: the quantified targets of a policy."""

from __future__ import annotations

from sqlite3 import Row

from policy.model import Span
from storage.records import Family, IndicatorRecord, Written
from storage.repository import Repository


class IndicatorRepository(Repository):
    """The indicators that the reader found, as they stand after corrections."""

    def of(self, policy: str) -> tuple[IndicatorRecord, ...]:
        """The indicators of a policy, in the order of the text."""
        rows = self._select(Family.INDICATOR, "policy = ?", (policy,), 'start, "end", id')
        return tuple(_record(row) for row in rows)

    def edit(self, indicator: str, **fields: object) -> Written:
        """Correct fields of an indicator."""
        row = self._row(Family.INDICATOR, indicator)
        return self._edit(Family.INDICATOR, indicator, "change.indicator.edit", fields, str(row["name"]))

    def remove(self, indicator: str) -> Written:
        """Remove an indicator."""
        row = self._row(Family.INDICATOR, indicator)
        return self._edit(Family.INDICATOR, indicator, "change.indicator.remove", {"deleted": True}, str(row["name"]))


def _record(row: Row) -> IndicatorRecord:
    return IndicatorRecord(
        id=row["id"],
        policy=row["policy"],
        provision=row["provision"],
        task=row["task"],
        name=row["name"],
        operator=row["operator"],
        value=row["value"],
        unit=row["unit"],
        by=row["by"],
        quote=row["quote"],
        inherited=bool(row["inherited"]),
        span=Span(row["start"], row["end"]),
    )
