"""The report on agreement: figures with the cases they rest on, and what the reviewers disagree on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from exporters.word.short_document import Section, ShortDocument, Table
from policy.agreement import FEWEST
from policy.agreement_table import MEASURES, SCALES, Measure, Topic
from policy.agreement_words import cases_words, figure_words, opinion_words, state_words, value_words
from policy.disagreement import Agreement, Case, Opinion, Person
from resources.catalogue import Catalogue

# A matrix of more reviewers does not fit on the page; the pairs tell the same.
WIDEST = 7
OVERALL = {
    Topic.PROGRESS: (Measure.ALPHA,),
    Topic.VERDICT: (Measure.ALPHA,),
    Topic.SPANS: (Measure.CHARACTERS, Measure.WHOLE_SPANS, Measure.CODING_KIND, Measure.CODING_TAG),
}


def agreement_document(found: Agreement, catalogue: Catalogue, day: dt.date) -> ShortDocument:
    """The document about ``found``, dated ``day``."""
    date = f"{day.year}年{day.month}月{day.day}日" if catalogue.language == "zh" else day.isoformat()
    title = catalogue.text("agreement.title")
    subtitle = (catalogue.text("agreement.report.of", title=found.title), date)
    return ShortDocument(title, subtitle, tuple(_Writer(found, catalogue).sections()), date=day)


class _Writer:
    """Turns figures and cases into sections."""

    def __init__(self, found: Agreement, catalogue: Catalogue) -> None:
        self._found = found
        self._catalogue = catalogue
        self._text = catalogue.text

    def sections(self) -> Iterator[Section]:
        """The sections, in order, the main ones numbered."""
        number = 0
        for section in self._unnumbered():
            if section.heading and section.level == 1:
                number += 1
                yield replace(section, heading=self._text(f"agreement.report.heading.{number}", heading=section.heading))
            else:
                yield section

    def _unnumbered(self) -> Iterator[Section]:
        yield self._people()
        if len(self._found.people) > 1:
            yield Section(self._text("agreement.report.tasks"))
            for number, topic in enumerate(SCALES, 1):
                heading = self._text(f"agreement.report.below.{number}", heading=self._text(f"agreement.topic.{topic}"))
                yield from self._topic(topic, heading, 2)
            yield from self._topic(Topic.SPANS, self._text("agreement.report.text"), 1)
            yield self._reading()
        yield self._queue()

    def _people(self) -> Section:
        paragraphs = []
        if self._found.hidden:
            paragraphs.append(self._text("agreement.report.hidden", count=self._found.hidden))
        if len(self._found.people) < 2:
            paragraphs.append(self._text("agreement.report.alone"))
        header = tuple(self._text(f"agreement.report.{name}") for name in ("person", "judged", "spans"))
        rows = tuple((person.name, str(person.judged), str(person.spans)) for person in self._found.people)
        table = Table(header, rows, (3, 2, 2), frozenset({1, 2}))
        return Section(self._text("agreement.report.people"), tuple(paragraphs), table)

    def _topic(self, topic: Topic, heading: str, level: int) -> Iterator[Section]:
        paragraphs = [
            self._text(
                "agreement.report.overall",
                measure=self._text(f"agreement.measure.{measure}"),
                figure=figure_words(self._found.table.overall[topic, measure], topic, measure, self._catalogue),
            )
            for measure in OVERALL[topic]
        ]
        if topic is Topic.SPANS:
            paragraphs += self._kinds()
        matrix = self._matrix(topic) if len(self._found.people) <= WIDEST else None
        yield Section(heading, tuple(paragraphs), matrix, level=level)
        yield Section("", (), self._pairs(topic))

    def _matrix(self, topic: Topic) -> Table:
        """Reviewers against reviewers by the first measure of a topic."""
        measure = MEASURES[topic][0]
        people = self._found.people
        rows = tuple((one.name, *(self._cell(topic, measure, one, other) for other in people)) for one in people)
        caption = self._text("agreement.report.matrix", measure=self._text(f"agreement.measure.{measure}"))
        return Table(
            ("", *(person.name for person in people)), rows, (1,) * (len(people) + 1), _all_but_first(len(people)), caption
        )

    def _cell(self, topic: Topic, measure: Measure, one: Person, other: Person) -> str:
        if one is other:
            return "–"
        figure = self._found.table.of(topic, measure, one.id, other.id)
        value = value_words(figure, measure, self._catalogue)
        return f"{value}\n{cases_words(figure, topic, measure, self._catalogue)}"

    def _pairs(self, topic: Topic) -> Table:
        """Every pair of reviewers by every measure of a topic."""
        measures = MEASURES[topic]
        header = (self._text("agreement.report.pair"), *(self._text(f"agreement.measure.{measure}") for measure in measures))
        rows = tuple(
            (
                self._text("agreement.report.two", one=one.name, other=other.name),
                *(
                    figure_words(self._found.table.of(topic, measure, one.id, other.id), topic, measure, self._catalogue)
                    for measure in measures
                ),
            )
            for one, other in combinations(self._found.people, 2)
        )
        caption = self._text("agreement.report.pairs", topic=self._text(f"agreement.topic.{topic}"))
        return Table(header, rows, (1,) * len(header), _all_but_first(len(measures)), caption)

    def _reading(self) -> Section:
        measures = [Measure.KAPPA_LINEAR, Measure.KAPPA_QUADRATIC, Measure.SHARE, Measure.ALPHA, *MEASURES[Topic.SPANS]]
        told = [self._named(f"agreement.measure.{measure}", f"agreement.explain.{measure}") for measure in measures]
        told += [self._named(f"agreement.topic.{topic}", f"agreement.apart.{topic}") for topic in SCALES]
        told += [self._text("agreement.convention"), self._text("agreement.fewest", count=FEWEST)]
        return Section(self._text("agreement.report.reading"), tuple(told))

    def _named(self, name: str, words: str) -> str:
        return self._text("agreement.report.on", topic=self._text(name), words=self._text(words))

    def _kinds(self) -> list[str]:
        return [
            self._text(
                "agreement.report.kind",
                kind=self._text(f"kind.{kind}"),
                figure=figure_words(figure, Topic.SPANS, Measure.CHARACTERS, self._catalogue),
            )
            for kind, figure in self._found.table.kinds.items()
        ]

    def _queue(self) -> Section:
        queue = self._found.queue
        if not queue:
            return Section(self._text("agreement.report.queue"), (self._text("agreement.report.none"),))
        waiting = sum(case.open for case in queue)
        header = tuple(self._text(f"agreement.report.{name}") for name in ("number", "task", "said", "outcome"))
        rows = tuple(self._row(case) for case in queue)
        table = Table(header, rows, (2, 8, 10, 8), frozenset({0}))
        told = self._text("agreement.report.queued", count=len(queue), open=waiting)
        return Section(self._text("agreement.report.queue"), (told,), table, wide=True)

    def _row(self, case: Case) -> tuple[str, str, str, str]:
        said = "\n".join(self._said(opinion) for opinion in case.opinions)
        outcome = state_words(case, self._catalogue)
        if case.agreed is not None:
            outcome = f"{outcome}\n{self._with_note(case.agreed)}"
        return str(case.number or ""), case.text, said, outcome

    def _said(self, opinion: Opinion) -> str:
        return self._text("agreement.report.opinion", name=opinion.name, words=self._with_note(opinion))

    def _with_note(self, opinion: Opinion) -> str:
        words = opinion_words(opinion, self._catalogue)
        return self._text("agreement.report.note", words=words, note=opinion.note) if opinion.note else words


def _all_but_first(count: int) -> frozenset[int]:
    return frozenset(range(1, count + 1))
