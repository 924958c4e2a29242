"""An account of who wrote what as a Word document: who wrote how much and when, and the list of the changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from exporters.accounts import COLUMNS, Account, families_text
from exporters.word.fonts import Fonts
from exporters.word.short_document import Section, ShortDocument, Table, write_short
from resources.catalogue import Catalogue

# Moment, person, machine, kind, record, deed, fields, origin.
WIDTHS = (11, 7, 11, 6, 21, 10, 24, 21)
# Where nothing came by a merge the origins are empty.
WITHOUT_ORIGINS = (11, 8, 12, 7, 26, 10, 30, 7)
# A table of more rows takes Word minutes to lay out, and nobody reads it; a spreadsheet takes them all.
MOST = 5_000
CENTRED = frozenset({0, 1, 3})


def write_account(
    account: Account,
    target: Path,
    catalogue: Catalogue,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    fonts: Fonts = Fonts(),  # noqa: B008 - frozen, so it can be shared
) -> None:
    """Write ``account`` as ``write_short`` does: whole, or not at all."""
    write_short(account_document(account, catalogue), target, catalogue, progress, cancelled, fonts)


def account_document(account: Account, catalogue: Catalogue) -> ShortDocument:
    """The document of an account."""
    sections = _totals(account, catalogue) if account.whole and account.rows else ()
    header = tuple(catalogue.text(f"account.{name}") for name in COLUMNS)
    # The seconds would break the cell in three.
    latest = account.rows[:MOST]
    rows = tuple((row.when.astimezone().strftime("%Y-%m-%d %H:%M"), *row.cells()[1:]) for row in latest)
    table = Table(header, rows, WIDTHS if any(row[-1] for row in rows) else WITHOUT_ORIGINS, CENTRED)
    listed = Section(catalogue.text("account.list"), _said(account, catalogue), table, wide=bool(account.rows))
    return ShortDocument(account.title, account.subtitle, (*sections, listed))


def _said(account: Account, catalogue: Catalogue) -> tuple[str, ...]:
    """What is to be said of the list."""
    if not account.rows:
        return (catalogue.text("account.nothing"),)
    if len(account.rows) > MOST:
        return (catalogue.text("account.latest", shown=MOST, count=len(account.rows)),)
    return ()


def _totals(account: Account, catalogue: Catalogue) -> tuple[Section, ...]:
    nobody = catalogue.text("account.nobody")
    people = account.people(nobody)
    who = Table(
        tuple(catalogue.text(f"account.{name}") for name in ("who", "count", "family")),
        (
            *((person, str(count), families_text(kinds, catalogue)) for person, count, kinds in people),
            (catalogue.text("account.total"), str(account.count), ""),
        ),
        (14, 8, 40),
        frozenset({0, 1}),
    )
    days = Table(
        tuple(catalogue.text(f"account.{name}") for name in ("day", "who", "count")),
        tuple((day, person, str(count)) for day, person, count in account.days(nobody)),
        (14, 14, 8),
        frozenset({0, 1, 2}),
    )
    return (Section(catalogue.text("account.who_wrote"), table=who), Section(catalogue.text("account.by_day"), table=days))
