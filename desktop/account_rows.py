"""Lines of history as the rows of an account, narrowed by who wrote them, what they are about, and when."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exporters.accounts import Account, AccountRow
from resources.catalogue import Catalogue
from resources.change_words import ChangeWords
from storage.records import Family
from widgets.models.history_model import HistoryLine


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which changes an account holds; ``None`` for all. Both days count; they are days of this place's clock."""

    policy: str | None = None
    person: str | None = None
    family: Family | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    def holds(self, line: HistoryLine) -> bool:
        """Whether a change is among them. What belongs to no policy, such as tags, belongs to all."""
        day = line.when.astimezone().date()
        return all(
            (
                self.policy is None or line.policy in ("", self.policy),
                self.person is None or line.who == self.person,
                self.family is None or line.family is self.family,
                self.first is None or day >= self.first,
                self.last is None or day <= self.last,
            )
        )

    def words(self, catalogue: Catalogue) -> str:
        """What it is narrowed to, besides the policy, as one line; empty for nothing."""
        period = "–".join(day.isoformat() if day is not None else "" for day in (self.first, self.last))
        family = catalogue.text(f"family.{self.family}") if self.family is not None else ""
        person = (self.person or catalogue.text("account.nobody")) if self.person is not None else ""
        return catalogue.text("account.separator").join(part for part in (person, family, period.strip("–") and period) if part)


def account_row(line: HistoryLine, words: ChangeWords, catalogue: Catalogue) -> AccountRow:
    """One change in words."""
    family = catalogue.text(f"family.{line.family}") if line.family is not None else ""
    details = tuple(words.sentence(one.name, one.old, one.new) for one in line.details if one.old != one.new)
    return AccountRow(line.when, line.who, line.where, family, line.subject, words.label(line.label), details, line.note)


def account_of(title: str, place: str, lines: Iterable[HistoryLine], catalogue: Catalogue, narrowing: Narrowing | None) -> Account:
    """The account of these changes; ``place`` is the workspace's name. Without a narrowing it is of one record."""
    words = ChangeWords(catalogue)
    wanted = [line for line in lines if narrowing is None or narrowing.holds(line)]
    rows = _rows(wanted, words, catalogue) if narrowing is not None else [account_row(line, words, catalogue) for line in wanted]
    today = dt.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    subtitle = [catalogue.text("account.subtitle", workspace=place, count=len(wanted), date=today)]
    filters = narrowing.words(catalogue) if narrowing is not None else ""
    if filters:
        subtitle.append(catalogue.text("account.filtered", filters=filters))
    return Account(title, tuple(subtitle), tuple(rows), whole=narrowing is not None)


def _rows(lines: Sequence[HistoryLine], words: ChangeWords, catalogue: Catalogue) -> list[AccountRow]:
    """The rows of many changes: what an import read out of a file, which is nobody's words, is told as one row for each kind."""
    imported: dict[tuple[object, ...], list[HistoryLine]] = {}
    for line in lines:
        if not line.who and not line.where:
            imported.setdefault(_group(line), []).append(line)
    rows: list[AccountRow] = []
    for line in lines:
        group = imported.get(_group(line), [])
        if line.who or line.where or len(group) == 1:
            rows.append(account_row(line, words, catalogue))
        elif group[0] is line:
            row = account_row(line, words, catalogue)
            told = catalogue.text("account.imported", count=len(group), family=row.family)
            rows.append(dataclasses.replace(row, record=told, details=(), count=len(group)))
    return rows


def _group(line: HistoryLine) -> tuple[object, ...]:
    return line.policy, line.family, line.label
