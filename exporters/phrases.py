"""Values as a report words them, in the language of a catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from policy.judging import Progress
from policy.model import Department, Finding, Role
from resources.catalogue import Catalogue

KIB = 1024


@dataclass(frozen=True, slots=True)
class Phrases:
    """The catalogue with the formats that reports need."""

    catalogue: Catalogue

    def __call__(self, key: str, **facts: object) -> str:
        """The phrase ``report.<key>``."""
        return self.catalogue.text(f"report.{key}", **facts)

    def label(self, area: str, value: str | None) -> str:
        """The label of an enum's value, ``progress.done``; ``None`` asks for ``<area>.none``."""
        return self.catalogue.text(f"{area}.{'none' if value is None else value}")

    def finding(self, finding: Finding) -> str:
        """A finding as a sentence; braces without a fact stay empty."""
        return self.label("finding", finding.kind).format(**{"number": "", **dict(finding.facts)})

    def progress(self, value: Progress | None) -> str:
        """The label of a progress; ``None`` is not reported."""
        return self.label("progress", value)

    def caption(self, number: int, kind: str, title: str) -> str:
        """``表1　总体进展``; ``kind`` is ``table`` or ``figure``."""
        return self(f"caption.{kind}", number=number, title=title)

    def listed(self, parts: Iterable[object]) -> str:
        """``1、2、3``."""
        return self.catalogue.text("format.enumeration").join(str(part) for part in parts)

    def items(self, parts: Iterable[str]) -> str:
        """Clauses of one sentence."""
        return self("item_separator").join(parts)

    def sentences(self, parts: Iterable[str]) -> str:
        """Whole sentences of one paragraph."""
        return self("sentence_separator").join(part for part in parts if part)

    def date(self, value: dt.date | None) -> str:
        """A date without leading zeros in Chinese, ISO in English; empty for ``None``."""
        return self("date", year=value.year, month=value.month, day=value.day) if value else ""

    def by(self, value: str | None) -> str:
        """The time limit of an indicator: a year, a date, or what else was written."""
        if value is None:
            return self("nothing")
        if value.isdecimal() and len(value) == 4:
            return self("year", year=value)
        try:
            return self.date(dt.date.fromisoformat(value))
        except ValueError:
            return value

    def departments(self, departments: Sequence[Department], raw: str, open_ended: bool) -> str:
        """The bodies of a task with those that lead marked; the cell as written when none was recognised."""
        if not departments:
            return raw or self("nothing")
        names = self.listed(self("department.lead_mark", name=d.name) if d.role is Role.LEAD else d.name for d in departments)
        return self("department.open", names=names) if open_ended else names

    def number(self, value: float) -> str:
        """A figure as people write it: no exponent, no trailing zeros."""
        text = format(Decimal(repr(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text

    def size(self, size: int) -> str:
        """The size of a file in bytes, KB or MB (of 1024)."""
        if size < KIB:
            return self("size.bytes", size=size)
        if size < KIB * KIB:
            return self("size.kib", size=self.number(round(size / KIB, 1)))
        return self("size.mib", size=self.number(round(size / KIB / KIB, 1)))
