"""Indicators: the quantified targets of a policy."""

from __future__ import annotations

from policy.model import Span
from storage.records import Family, IndicatorRecord, Written
from storage.repository import Repository


class IndicatorRepository(Repository):
    """The indicators that the reader found, as they stand after corrections."""

    def of(self, policy: str) -> tuple[IndicatorRecord, ...]:
        """The indicators of a policy, in the order of the text."""
        rows = self._select(Family.INDICATOR, "policy = ?", (policy,), 'start, "end", id')
        names = ("id", "policy", "provision", "task", "name", "operator", "value", "unit", "by", "quote")
        return tuple(
            IndicatorRecord(*[*(row[name] for name in names), bool(row["inherited"]), Span(row["start"], row["end"])]) for row in rows
        )

    def edit(self, indicator: str, **fields: object) -> Written:
        """Correct fields of an indicator."""
        row = self._row(Family.INDICATOR, indicator)
        return self._edit(Family.INDICATOR, indicator, "change.indicator.edit", fields, str(row["name"]))

    def remove(self, indicator: str) -> Written:
        """Remove an indicator."""
        row = self._row(Family.INDICATOR, indicator)
        return self._edit(Family.INDICATOR, indicator, "change.indicator.remove", {"deleted": True}, str(row["name"]))
