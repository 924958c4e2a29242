"""The whole report as a Word document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from docx.document import Document

from exporters.cancelled import Cancelled
from exporters.files import replace_file
from exporters.phrases import Phrases
from exporters.report import Report
from exporters.word import clause_section, evidence_section, findings_section, front, ledger_section, overview, package
from exporters.word.body import Body
from exporters.word.fonts import Fonts
from exporters.word.gb9704 import new_document
from exporters.word.markup import Markup
from resources.catalogue import Catalogue

SECTIONS: tuple[Callable[[Body, Report, Phrases], None], ...] = (
    overview.overview,
    overview.categories,
    overview.departments,
    ledger_section.ledger,
    clause_section.clauses,
    evidence_section.indicators,
    evidence_section.evidence,
    findings_section.findings,
)
# After the sections: the document is put together, and written.
STEPS = len(SECTIONS) + 2


def write(
    report: Report,
    target: Path,
    catalogue: Catalogue,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    fonts: Fonts = Fonts(),  # noqa: B008 - frozen, so it can be shared
) -> None:
    """Write ``report`` to ``target`` in the language of ``catalogue``; equal reports give equal bytes.

    ``progress`` is told steps done and steps in all. Raises ``Cancelled`` as soon as ``cancelled`` says so, ``ExportError`` when
    the file cannot be written; either way an older file stays as it was.
    """
    steps = _Steps(progress, cancelled)
    document = build(report, catalogue, fonts, steps.done)

    def fill(stream: BinaryIO) -> None:
        package.save(document, stream)

    replace_file(target, fill, before_swap=steps.done)


def build(report: Report, catalogue: Catalogue, fonts: Fonts, done: Callable[[], None]) -> Document:
    """The document in memory; ``done`` is called after each step and may raise to end the work."""
    phrases = Phrases(catalogue)
    body = Body()
    for write_section in SECTIONS:
        write_section(body, report, phrases)
        done()
    opening = front.front(report, phrases, body.headings)
    document = new_document(fonts, Markup(opening.markup() + body.finished()))
    for number, placed in enumerate(body.charts, 1):
        package.place_chart(document, placed, number, fonts, catalogue.language)
    title = front.title(report, phrases).replace("\n", "" if catalogue.language == "zh" else ": ")
    authors = phrases.listed(reviewer.name for reviewer in report.reviewers)
    package.describe(document, title, authors, report.as_of, catalogue.language)
    done()
    return document


@dataclass(slots=True)
class _Steps:
    progress: Callable[[int, int], None] | None
    cancelled: Callable[[], bool] | None
    count: int = 0

    def done(self) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        self.count += 1
        if self.progress is not None:
            self.progress(self.count, STEPS)
