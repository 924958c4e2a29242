"""六、量化指标 and 七、落实证据."""

from __future__ import annotations

from exporters.phrases import Phrases
from exporters.report import EvidenceRow, FileRow, IndicatorRow, Report
from exporters.word import styles
from exporters.word.body import Body
from exporters.word.markup import Markup
from exporters.word.parts import Cell, Column, Line, Table, spread

SHORT_SHA = 12
_STRONG = Markup("<w:b/><w:bCs/>")


def indicators(body: Body, report: Report, phrases: Phrases) -> None:
    """One row per quantified target."""
    if not report.indicators:
        body.heading(1, phrases("indicators.heading"))
        body.text(phrases("indicators.none"))
        return
    lead = phrases("indicators.lead", count=len(report.indicators))
    widths = spread(body.page.text_width, (11, 71, 34, 18, 22, 14))
    centre = styles.CELL_CENTRE
    columns = (
        Column(phrases("ledger.number"), widths[0], centre),
        Column(phrases("indicators.name"), widths[1]),
        Column(phrases("indicators.target"), widths[2]),
        Column(phrases("indicators.by"), widths[3], centre),
        Column(phrases("ledger.clauses"), widths[4], centre),
        Column(phrases("ledger.task"), widths[5], centre),
    )
    table = Table(columns)
    for number, row in enumerate(report.indicators, 1):
        table.row(_indicator(number, row, phrases))
    body.opening(
        phrases("indicators.heading"), lead, phrases.caption(body.next_number("table"), "table", phrases("indicators.table")), table
    )


def _indicator(number: int, row: IndicatorRow, phrases: Phrases) -> list[Cell]:
    nothing = phrases("nothing")
    operator = phrases.label("operator", row.operator) if phrases.catalogue.knows(f"operator.{row.operator}") else row.operator
    name = [Line(row.name)]
    if row.quote.strip():
        name.append(Line(phrases("indicators.quote", quote=row.quote.strip()), styles.CELL_SMALL))
    return [
        str(number),
        name,
        phrases("indicators.value", operator=operator, value=phrases.number(row.value), unit=row.unit).strip(),
        phrases.by(row.by),
        row.clause or nothing,
        nothing if row.task is None else str(row.task),
    ]


def evidence(body: Body, report: Report, phrases: Phrases) -> None:
    """Every piece of evidence with its files, and the tasks and clauses it serves."""
    if not report.evidence:
        body.heading(1, phrases("evidence.heading"))
        body.text(phrases("evidence.none"))
        return
    files = sum(len(row.files) for row in report.evidence)
    lead = phrases("evidence.lead", count=len(report.evidence), files=files)
    widths = spread(body.page.text_width, (11, 86, 36, 23))
    columns = (
        Column(phrases("evidence.number"), widths[0], styles.CELL_CENTRE),
        Column(phrases("evidence.record"), widths[1]),
        Column(phrases("evidence.files"), widths[2]),
        Column(phrases("evidence.serves"), widths[3]),
    )
    table = Table(columns)
    for row in report.evidence:
        table.row([str(row.number), _record(row, phrases), _files(row, phrases), _serves(row, phrases)])
    body.opening(
        phrases("evidence.heading"), lead, phrases.caption(body.next_number("table"), "table", phrases("evidence.table")), table
    )


def _record(row: EvidenceRow, phrases: Phrases) -> Cell:
    record = row.record
    facts = [phrases.label("evidence", record.type), record.doc_number, phrases.date(record.date)]
    facts.append(phrases("evidence.original" if record.original else "evidence.copy"))
    lines = [Line(record.title, styles.CELL, _STRONG), Line(phrases.items(fact for fact in facts if fact))]
    origin = (("source", record.source), ("period", record.period))
    told = [phrases(f"evidence.{key}", **{key: value.strip()}) for key, value in origin if value.strip()]
    if told:
        lines.append(Line(phrases.items(told)))
    for key, value in (("quote", record.quote), ("note", record.note), ("added", row.reviewer or "")):
        if value.strip():
            name = "reviewer" if key == "added" else key
            lines.append(Line(phrases(f"evidence.{key}", **{name: value.strip()}), styles.CELL_SMALL))
    return lines


def _files(row: EvidenceRow, phrases: Phrases) -> Cell:
    return [line for file in row.files for line in _file(file, phrases)] or phrases("evidence.no_files")


def _file(file: FileRow, phrases: Phrases) -> list[Line]:
    about = phrases("evidence.file", size=phrases.size(file.size), sha256=file.sha256[:SHORT_SHA])
    return [Line(file.name), Line(about, styles.CELL_SMALL)]


def _serves(row: EvidenceRow, phrases: Phrases) -> Cell:
    lines = []
    if row.tasks:
        lines.append(Line(phrases("evidence.tasks", tasks=phrases.listed(row.tasks))))
    if row.clauses:
        lines.append(Line(phrases("evidence.clauses", clauses=phrases.listed(row.clauses))))
    return lines or phrases("evidence.serves_none")
