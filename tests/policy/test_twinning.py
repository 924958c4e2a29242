"""The same document read twice is told from another version of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from policy.model import Policy
from policy.parse import parse_text
from policy.twinning import Sameness, could_be_same, sameness
from storage.records import PolicyRecord
from tests.policy.test_every_format import Made, as_markdown, as_page, as_pdf, as_text, as_word, made, written


def record(policy: Policy, replaces: str | None = None) -> PolicyRecord:
    facts = policy.metadata
    when = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    rest = (facts.issuer, facts.addressees, facts.date, facts.citation_code, facts.source_url, facts.annex_title)
    return PolicyRecord(policy.id, facts.title, facts.doc_number, *rest, "文件", when, replaces)


def judged(one: Policy, other: Policy) -> Sameness:
    if not could_be_same(record(one), record(other), (one.text, other.text)):
        return Sameness.OTHER
    return sameness(one, other)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """A made-up policy, read from a text file."""
    return written(tmp_path_factory.mktemp("made"), made(1), "txt", as_text)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("kind", "write"), [("md", as_markdown), ("html", as_page), ("docx", as_word), ("pdf", as_pdf)])
def test_the_same_from_another_kind_of_file(tmp_path: Path, seed: int, kind: str, write: Callable[[Made], bytes]) -> None:
    text = written(tmp_path, made(seed), "txt", as_text)
    other = written(tmp_path, made(seed), kind, write)
    assert other.id != text.id
    assert judged(text, other) is judged(other, text) is Sameness.SURE


def test_the_same_with_other_lines_widths_and_numbers_of_pages(read: Policy) -> None:
    lines = read.text.split("\n")
    paged = "\n".join(line + (f"\n- {at} -" if at % 9 == 8 else "") for at, line in enumerate(lines))
    for text in (read.text.replace("，", "，\n"), read.text.replace("，", ","), paged):
        assert judged(read, parse_text(text)) is Sameness.SURE


def test_the_same_when_an_older_reader_saw_other_tasks(read: Policy) -> None:
    older = replace(parse_text(read.text.replace("，", "，\n")), tasks=(), provisions=())
    assert judged(read, older) is Sameness.SURE


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("的意见", "的意见（征求意见稿）"),
        ("2023", "2024"),
        ("降低制度性", "减少制度性"),
        ("2025年", "2026年"),
        ("〔2023〕12号", "〔2023〕13号"),
        ("引进高层次人才", "引进高层次人才和团队，建立住房、医疗、子女入学等方面的保障制度，逐年增加投入"),
    ],
)
def test_a_draft_another_year_and_other_words_are_not_the_same(tmp_path: Path, words: str, others: str) -> None:
    for seed in range(1, 5):
        text = written(tmp_path, made(seed), "txt", as_text)
        if words in text.text:
            assert judged(text, parse_text(text.text.replace(words, others))) is Sameness.OTHER


def test_a_version_that_is_known_as_one_is_not_the_same(read: Policy) -> None:
    other = parse_text(read.text.replace("，", "，\n"))
    texts = (read.text, other.text)
    assert could_be_same(record(read), record(other), texts)
    assert not could_be_same(record(read, replaces=other.id), record(other), texts)
    assert not could_be_same(record(read), record(read), (read.text, read.text))
