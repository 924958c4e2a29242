"""四、任务台账: every task on landscape pages."""

from __future__ import annotations

from exporters.phrases import Phrases
from exporters.report import LedgerRow, Report
from exporters.word import colours, styles
from exporters.word.body import Body
from exporters.word.gb9704 import LANDSCAPE, PORTRAIT
from exporters.word.markup import Markup
from exporters.word.parts import Cell, Column, Line, Table, spread
from policy.judging import WarningLevel

COLUMNS = ("number", "task", "departments", "timing", "progress", "verdict", "state", "evidence", "clauses")
# Widths in millimetres: Chinese words break anywhere, English ones do not.
WEIGHTS = {"zh": (10, 57, 41, 23, 23, 18, 18, 12, 23), "en": (10, 58, 40, 26, 24, 24, 20, 18, 18)}
_STRONG = Markup("<w:b/><w:bCs/>")


def ledger(body: Body, report: Report, phrases: Phrases) -> None:
    """The ledger in a landscape section of its own; without tasks one sentence on the page where it stands."""
    if not report.ledger:
        body.heading(1, phrases("ledger.heading"))
        body.text(phrases("ledger.none"))
        return
    body.turn_to(LANDSCAPE)
    body.heading(1, phrases("ledger.heading"))
    body.table(_table(body, report, phrases))
    body.text(phrases("ledger.note"), styles.NOTE, 21, styles.NOTE_LINE)
    body.turn_to(PORTRAIT)


def _table(body: Body, report: Report, phrases: Phrases) -> Table:
    widths = spread(body.page.text_width, WEIGHTS[phrases.catalogue.language])
    left = ("task", "departments")
    heads = {name: phrases("progress" if name == "progress" else f"ledger.{name}") for name in COLUMNS}
    table = Table(
        [
            Column(heads[name], width, styles.CELL if name in left else styles.CELL_CENTRE)
            for name, width in zip(COLUMNS, widths, strict=True)
        ]
    )
    category: str | None = None
    for row in report.ledger:
        if row.category != category:
            category = row.category
            table.band(category or phrases("category.unnamed"))
        table.row(_cells(row, phrases))
    return table


def _cells(row: LedgerRow, phrases: Phrases) -> list[Cell]:
    nothing = phrases("nothing")
    clauses = [phrases("ledger.suggested", label=ref.label) if ref.suggested else ref.label for ref in row.clauses]
    return [
        nothing if row.number is None else str(row.number),
        _task(row, phrases),
        phrases.departments(row.departments, row.departments_raw, row.open_ended),
        row.timing or nothing,
        _progress(row, phrases),
        _verdict(row, phrases),
        _state(row, phrases),
        phrases.listed(row.evidence) or nothing,
        [Line(clause, styles.CELL_CENTRE) for clause in clauses] or nothing,
    ]


def _task(row: LedgerRow, phrases: Phrases) -> Cell:
    lines = [Line(row.text)]
    if row.title and row.title != row.text:
        lines.insert(0, Line(row.title, styles.CELL, _STRONG))
    if row.note.strip():
        lines.append(Line(phrases("ledger.opinion", note=row.note.strip()), styles.CELL_SMALL))
    return row.text if len(lines) == 1 else lines


def _progress(row: LedgerRow, phrases: Phrases) -> Cell:
    lines = [Line(phrases.progress(row.progress), styles.CELL_CENTRE)]
    if row.percent is not None:
        lines.append(Line(phrases("ledger.percent", percent=row.percent), styles.CELL_CENTRE))
    if row.pace is not None:
        lines.append(_small(phrases(f"pace.{row.pace}", expected=row.expected)))
    if row.warning is not WarningLevel.NONE:
        lines.append(Line(phrases(f"warning.{row.warning}"), styles.CELL_CENTRE, _WARNINGS[row.warning]))
    return lines


def _verdict(row: LedgerRow, phrases: Phrases) -> Cell:
    label = phrases.label("verdict", row.verdict)
    if row.reason is None:
        return label
    return [Line(label, styles.CELL_CENTRE), _small(phrases.label("reason", row.reason))]


def _state(row: LedgerRow, phrases: Phrases) -> Cell:
    label = phrases.label("state", row.state)
    return [Line(label, styles.CELL_CENTRE), _small(phrases("ledger.agreed"))] if row.agreed else label


def _small(text: str) -> Line:
    return Line(text, styles.CELL_SMALL_CENTRE)


_WARNINGS = {level: Markup(f'<w:b/><w:bCs/><w:color w:val="{colour}"/>') for level, colour in colours.WARNING.items()}
