"""A merge as a Word document: who brought what, every conflict with its values, everything left out with its reason."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import docx
import pytest

from exporters.merge_facts import ConflictFacts, CountFacts, MergeFacts
from exporters.word.merge_document import merge_document
from exporters.word.short_document import write_short
from resources.catalogue import Catalogue

FACTS = MergeFacts(
    "审阅",
    dt.datetime(2026, 3, 5, 9, 7, tzinfo=dt.UTC),
    "张三",
    ("合并带来李四的新增 1,200 条。", "电脑时钟相差较大。"),
    ("甲.clausedesk", "乙.clausedesk"),
    (CountFacts("李四", (1200, 1, 0, 1, 1), heading=True), CountFacts("任务", (1200, 1, 0, 1, 1))),
    (ConflictFacts("任务 1", "时间进度", "持续推进\n张三", "2022年\n李四"),),
    (("李四的任务", "内容被改动过"),),
    "审阅.before-merge.clausedesk",
)


def said(facts: MergeFacts, language: str, target: Path) -> tuple[list[str], list[list[list[str]]]]:
    """The paragraphs and tables of the document."""
    catalogue = Catalogue.load(language)
    write_short(merge_document(facts, catalogue), target, catalogue)
    read = docx.Document(str(target))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in read.tables]
    return [paragraph.text for paragraph in read.paragraphs if paragraph.text], tables


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_is_in_it(language: str, tmp_path: Path) -> None:
    texts, (counts, conflicts, rejected) = said(FACTS, language, tmp_path / "m.docx")
    assert set(FACTS.paragraphs) <= set(texts)
    assert FACTS.backup in texts
    assert next(text for text in texts if "clausedesk" in text and text != FACTS.backup).endswith("甲.clausedesk")
    assert counts[1:] == [["李四", "1,200", "1", "–", "1", "1"], ["　任务", "1,200", "1", "–", "1", "1"]]
    assert conflicts[1:] == [["任务 1", "时间进度", "持续推进\n张三", "2022年\n李四"]]
    assert rejected[1:] == [["李四的任务", "内容被改动过"]]


def test_without_conflicts_and_rejects_it_says_so(tmp_path: Path) -> None:
    texts, tables = said(dataclasses.replace(FACTS, conflicts=(), rejected=(), backup=""), "zh", tmp_path / "m.docx")
    assert len(tables) == 1
    assert {"没有冲突。", "全部内容均已采纳。"} <= set(texts)
    assert "合并前的备份：" not in texts
