"""The first page: title, facts of the policy, table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporters.phrases import Phrases
from exporters.report import Report
from exporters.word import colours, styles, toc
from exporters.word.body import Body, Heading
from exporters.word.markup import Markup, paragraph, run
from exporters.word.pages import em_count
from exporters.word.parts import Column, Line, Table, spread
from storage.records import ReviewerRecord

# 22 pt on a line of 156 mm.
TITLE_CHARACTERS = 20
TITLE_LINE = 680
# How far from the middle a line of the title may end, and what may not begin one.
SWAY = 3
CLOSING = "、，。；：！？》〉”’）〕"
_MUTED = Markup(f'<w:color w:val="{colours.MUTED}"/>')


def front(report: Report, phrases: Phrases, headings: Sequence[Heading]) -> Body:
    """Title, facts and contents, these on a page of their own unless they fit; the body whose ``headings`` are listed begins on the
    page after it."""
    body = Body()
    corpus = "\n".join(row.text for row in report.ledger)
    text = "\n".join(line for part in title(report, phrases).split("\n") for line in balanced(part, corpus))
    body.add(paragraph(styles.TITLE, run(text)))
    body.pager.take(TITLE_LINE * (text.count("\n") + 1) + 400)
    body.table(_facts(report, phrases))
    height = toc.height(headings)
    apart = body.pager.used + height > body.page.text_height
    if apart:
        body.pager.turn()
    body.pager.lines(-(-height // toc.HEIGHTS[1]), toc.HEIGHTS[1])
    body.add(toc.contents(phrases("contents"), headings, first_page=body.pager.number + 2, new_page=apart))
    return body


def title(report: Report, phrases: Phrases) -> str:
    """The title of the report; titles quoted inside the policy's own are set in single marks."""
    inner = " ".join(report.policy.title.split())
    if phrases.catalogue.language == "zh":
        inner = inner.replace("《", "〈").replace("》", "〉")
    return phrases("title", title=inner)


def balanced(text: str, corpus: str, limit: int = TITLE_CHARACTERS) -> list[str]:
    """``text`` in as few lines as fit, of about equal length. A Chinese line ends where the two characters around the break stand
    together least often in ``corpus``, so that words of the document stay whole."""
    count = -int(-em_count(text) // limit)
    if count < 2 or " " in text.strip():
        return [text]
    lines = []
    while count > 1:
        ideal = -(-len(text) // count)
        near = range(max(1, ideal - SWAY), min(limit, ideal + SWAY, len(text) - 1) + 1)
        cut = min(near, key=lambda end: (text[end] in CLOSING, corpus.count(text[end - 1 : end + 1]), abs(end - ideal)))
        lines.append(text[:cut])
        text, count = text[cut:], count - 1
    return [*lines, text]


def _facts(report: Report, phrases: Phrases) -> Table:
    body = Body()
    label, value = spread(body.page.text_width, (30, 126))
    table = Table([Column("", label), Column("", value)])
    for name, fact in _fact_rows(report, phrases):
        table.row([[Line(phrases(f"fact.{name}"), styles.CELL, _MUTED)], fact])
    return table


def _fact_rows(report: Report, phrases: Phrases) -> Iterator[tuple[str, str]]:
    policy, unknown = report.policy, phrases("fact.unknown")
    yield "policy", policy.title
    yield "doc_number", policy.doc_number or unknown
    yield "issuer", policy.issuer or unknown
    yield "date", phrases.date(policy.date) or unknown
    if policy.addressees:
        yield "addressees", policy.addressees
    yield "source", policy.source_url or policy.source_name or unknown
    if report.options.department:
        yield "department", report.options.department
    yield "as_of", phrases.date(report.as_of)
    yield "reviewers", phrases.listed(_reviewer(one, phrases) for one in report.reviewers) or unknown


def _reviewer(reviewer: ReviewerRecord, phrases: Phrases) -> str:
    if not reviewer.organisation:
        return reviewer.name
    return phrases("reviewer", name=reviewer.name, organisation=reviewer.organisation)
