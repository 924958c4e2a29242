"""The report on agreement: figures with their cases, the matrix, and what was disagreed on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from exporters.word.agreement_document import WIDEST, agreement_document
from exporters.word.short_document import ShortDocument, write_short
from policy.agreement_table import Mark, Topic, Work, table
from policy.disagreement import Agreement, Case, Opinion, Person, disagreement
from policy.judging import Progress, ReviewState, Verdict
from policy.model import Span
from resources.catalogue import Catalogue

WHEN = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
DAY = dt.date(2024, 3, 8)


def opinion(name: str, progress: Progress, note: str = "") -> Opinion:
    return Opinion(name, name, progress, 40, Verdict.FALSE, None, ReviewState.APPROVED, note, WHEN)


def case(number: int, *, agreed: bool, since: tuple[str, ...] = ()) -> Case:
    said = (opinion("张三", Progress.DONE, "有台账"), opinion("李四", Progress.SLOW))
    outcome = opinion("王五", Progress.PARTLY_DONE, "看过原件") if agreed else None
    apart = disagreement(one.values() for one in said)
    return Case(f"t{number}", number, f"第{number}项任务", said, apart, outcome, since)


def work(shift: int) -> Work:
    said = {f"t{n}": list(Progress)[(n + (shift if n % 3 else 0)) % 5].value for n in range(9)}
    marks = tuple(Mark(Span(at * 20, at * 20 + 10 + shift), "issue" if at % 2 else "comment") for at in range(8))
    return Work(said, {}, marks)


def found(people: int) -> Agreement:
    names = [f"审阅人{number}" for number in range(people)]
    figures = table({name: work(place) for place, name in enumerate(names)}, lambda done, total: None)
    listed = tuple(Person(name, name, 9, 8) for name in names)
    queue = (case(1, agreed=False), case(2, agreed=True), case(3, agreed=True, since=("李四",)))
    return Agreement("关于建设数字港口的意见", listed, figures, queue)


def words(document: ShortDocument) -> str:
    parts = [document.title, *document.subtitle]
    for section in document.sections:
        parts += [section.heading, *section.paragraphs]
        if section.table is not None:
            parts += [section.table.caption, *section.table.header, *(cell for row in section.table.rows for cell in row)]
    return "\n".join(parts)


def test_every_part_is_told_in_both_languages(catalogue: Catalogue, tmp_path: Path) -> None:
    document = agreement_document(found(3), catalogue, DAY)
    told = words(document)
    assert "{" not in told
    assert all(f"第{number}项任务" in told for number in (1, 2, 3))
    assert "看过原件" in told
    assert catalogue.text("agreement.changed", names="李四") in told
    assert catalogue.text("agreement.convention") in told
    target = tmp_path / "agreement.docx"
    write_short(document, target, catalogue)
    assert len(docx.Document(str(target)).tables) == 8


def test_cells_tell_the_cases_they_rest_on(chinese: Catalogue) -> None:
    document = agreement_document(found(3), chinese, DAY)
    matrices = [s.table for s in document.sections if s.table is not None and s.table.caption.startswith("审阅人两两对照")]
    assert len(matrices) == len(Topic)
    progress, verdict, spans = matrices
    assert progress.rows[0][1] == "–"
    assert progress.rows[0][2].endswith("\n9 项任务")
    assert verdict.rows[0][2] == "无共同内容\n0 项任务"
    assert spans.rows[0][2].endswith("\n16 处批注")
    assert progress.rows[0][2] == progress.rows[1][1]


def test_many_reviewers_are_told_pair_by_pair_only(chinese: Catalogue) -> None:
    tables = [section.table for section in agreement_document(found(WIDEST + 1), chinese, DAY).sections]
    assert max(len(one.header) for one in tables if one is not None) <= 5


@pytest.mark.parametrize("people", [0, 1])
def test_nobody_to_compare_with_is_said(chinese: Catalogue, people: int) -> None:
    document = agreement_document(replace(found(people), queue=()), chinese, DAY)
    told = words(document)
    assert chinese.text("agreement.report.alone") in told
    assert chinese.text("agreement.report.none") in told
    assert [section.heading for section in document.sections] == ["一、审阅人", "二、分歧与合议"]


def test_what_is_hidden_is_said_to_be_left_out(chinese: Catalogue) -> None:
    assert "另有 4 份评估未公开" in words(agreement_document(replace(found(2), blind=True, hidden=4), chinese, DAY))
