"""Accounts of who wrote what: the rows of a list of changes, and the table (CSV) of them that a spreadsheet opens."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from exporters.cancelled import Cancelled
from exporters.files import replace_file
from resources.catalogue import Catalogue

COLUMNS: Final = ("when", "who", "where", "family", "record", "what", "details", "came")
AT_ONCE: Final = 1_000
# What a spreadsheet takes for the beginning of a formula, also in the width of Chinese characters.
_FORMULA: Final = tuple("=+-@＝＋－＠")
_BEFORE: Final = frozenset("\t\r")


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One change in words: when, who (empty for an import), machine and session, the kind of record, its name, what was done, its
    fields as they were and became, and how it came here. Of an import one row stands for ``count`` changes."""

    when: dt.datetime
    who: str
    where: str
    family: str
    record: str
    what: str
    details: tuple[str, ...]
    came: str
    count: int = 1

    def cells(self) -> tuple[str, ...]:
        """The row as text, in the order of ``COLUMNS``; the moment by the clock of this place."""
        when = self.when.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        return (when, self.who, self.where, self.family, self.record, self.what, "\n".join(self.details), self.came)


@dataclass(frozen=True, slots=True)
class Account:
    """A list of changes, newest first, with its title and the lines below it; ``whole`` asks for the counts before the list."""

    title: str
    subtitle: tuple[str, ...]
    rows: tuple[AccountRow, ...]
    whole: bool = False

    @property
    def count(self) -> int:
        """How many changes it tells of."""
        return sum(row.count for row in self.rows)

    def people(self, nobody: str) -> list[tuple[str, int, list[tuple[str, int]]]]:
        """Who wrote how many changes, of which kinds, the busiest first; an import is called ``nobody``."""
        found: dict[str, Counter[str]] = {}
        for row in self.rows:
            found.setdefault(row.who or nobody, Counter())[row.family] += row.count
        told = [(who, kinds.total(), sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))) for who, kinds in found.items()]
        return sorted(told, key=lambda one: (-one[1], one[0]))

    def days(self, nobody: str) -> list[tuple[str, str, int]]:
        """How many changes each wrote on each day, the latest day first."""
        found: Counter[tuple[str, str]] = Counter()
        for row in self.rows:
            found[row.when.astimezone().date().isoformat(), row.who or nobody] += row.count
        return sorted(((day, who, count) for (day, who), count in found.items()), key=lambda one: (one[0], one[2]), reverse=True)


def write_csv(
    account: Account,
    target: Path,
    catalogue: Catalogue,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the rows as CSV in UTF-8 with a byte order mark, as spreadsheets expect it.

    Raises ``Cancelled`` soon after ``cancelled`` says so, ``ExportError`` when the file cannot be written; either way an older file
    stays as it was.
    """

    def fill(stream: BinaryIO) -> None:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow(safe_cell(catalogue.text(f"account.{name}")) for name in COLUMNS)
        for number, row in enumerate(account.rows):
            if number % AT_ONCE == 0:
                _go_on(number, len(account.rows), progress, cancelled)
            writer.writerow(map(safe_cell, row.cells()))
        text.flush()
        text.detach()

    replace_file(target, fill, before_swap=lambda: _go_on(len(account.rows), len(account.rows), progress, cancelled))


def safe_cell(text: str) -> str:
    """``text`` as a spreadsheet shows it and never reckons with it: what would begin a formula gets an apostrophe in front."""
    bare = text.lstrip()
    before = text[: len(text) - len(bare)]
    return f"'{text}" if bare.startswith(_FORMULA) or _BEFORE & set(before) else text


def _go_on(done: int, total: int, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled
    if progress is not None:
        progress(done, total)


def families_text(kinds: Sequence[tuple[str, int]], catalogue: Catalogue) -> str:
    """Kinds of record with their counts as one line."""
    told = (catalogue.text("account.family_count", family=family, count=count) for family, count in kinds)
    return catalogue.text("account.separator").join(told)
