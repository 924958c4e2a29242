"""八、核对发现: what does not agree in the document, and what to know about it; only when it is asked for."""

from __future__ import annotations

from exporters.phrases import Phrases
from exporters.report import Report
from exporters.word import styles
from exporters.word.body import Body
from exporters.word.parts import Column, Table, spread


def findings(body: Body, report: Report, phrases: Phrases) -> None:
    """One numbered row per finding, below a band for each kind."""
    if report.findings is None:
        return
    if not report.findings:
        body.heading(1, phrases("findings.heading"))
        body.text(phrases("findings.none"))
        return
    number, words = spread(body.page.text_width, (11, 145))
    table = Table((Column(phrases("ledger.number"), number, styles.CELL_CENTRE), Column(phrases("findings.finding"), words)))
    count = 0
    for kind, group in report.findings:
        table.band(phrases.label("finding_group", kind))
        for finding in group:
            count += 1
            table.row([str(count), phrases.finding(finding)])
    lead = phrases("findings.lead", count=count)
    caption = phrases.caption(body.next_number("table"), "table", phrases("findings.table"))
    body.opening(phrases("findings.heading"), lead, caption, table)
