"""Accounts of changes as tables and documents: whole, readable, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.accounts import Account, AccountRow, safe_cell, write_csv
from exporters.cancelled import Cancelled
from exporters.word import account_document
from exporters.word.account_document import write_account
from resources.catalogue import Catalogue

NOON = dt.datetime(2013, 12, 1, 12, tzinfo=dt.UTC)


def row(who: str = "王审阅", record: str = "任务 1", family: str = "任务", days: int = 0, count: int = 1) -> AccountRow:
    when = NOON + dt.timedelta(days=days)
    return AccountRow(
        when, who, "PC-1，会话 abc123" if who else "", family, record, "修改任务", ("内容：甲 → 乙", "备注：丙"), "", count
    )


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue.load("zh")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r1", "  =1", "\u3000=1", " \n@x", "\xa0-2", " \t x", "＝1"])
def test_what_a_spreadsheet_would_reckon_with_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "任务", "–", "a=b", " 一", "2013-12-01 12:00", "'=1"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text())
def test_no_cell_begins_like_a_formula_whatever_it_holds(text: str) -> None:
    made = safe_cell(text)
    assert made in (text, f"'{text}")
    assert not made.strip().startswith(("=", "+", "-", "@"))
    assert not made.startswith(("\t", "\r"))


def test_the_table_opens_in_a_spreadsheet_with_every_change(tmp_path: Path, catalogue: Catalogue) -> None:
    target = tmp_path / "变更.csv"
    write_csv(Account("变更记录", (), (row(), row("", record='=cmd|"a"', family="政策文件"))), target, catalogue)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as stream:
        head, first, second = list(csv.reader(stream))
    assert head[:3] == ["时间", "审阅人", "计算机与会话"]
    assert first[1:3] == ["王审阅", "PC-1，会话 abc123"]
    assert first[6] == "内容：甲 → 乙\n备注：丙"
    assert second[4] == '\'=cmd|"a"'


def test_a_cancelled_table_leaves_the_old_one(tmp_path: Path, catalogue: Catalogue) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    with pytest.raises(Cancelled):
        write_csv(Account("a", (), (row(),)), target, catalogue, cancelled=lambda: True)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def words(target: Path) -> list[list[list[str]]]:
    return [[[cell.text for cell in line.cells] for line in table.rows] for table in docx.Document(str(target)).tables]


def test_the_document_says_who_wrote_how_much_on_which_day_and_then_every_change(tmp_path: Path, catalogue: Catalogue) -> None:
    target = tmp_path / "a.docx"
    rows = (row(days=1), row(), row("李复核", family="批注"), row("", count=77))
    write_account(Account("变更记录", ("审阅.clausedesk",), rows, whole=True), target, catalogue)
    people, days, changes = words(target)
    assert people[1:] == [["导入", "77", "任务 77"], ["王审阅", "2", "任务 2"], ["李复核", "1", "批注 1"], ["合计", "80", ""]]
    assert days[1] == [(NOON + dt.timedelta(days=1)).astimezone().date().isoformat(), "王审阅", "1"]
    assert len(changes) == 1 + len(rows)
    assert changes[1][1] == "王审阅"


def test_the_document_of_one_record_is_its_list_alone(tmp_path: Path, catalogue: Catalogue) -> None:
    target = tmp_path / "a.docx"
    write_account(Account("任务 1 的变更记录", (), (row(),)), target, catalogue)
    (changes,) = words(target)
    assert len(changes) == 2


def test_a_document_lists_the_latest_changes_and_counts_all(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_document, "MOST", 2)
    target = tmp_path / "a.docx"
    write_account(Account("变更记录", (), tuple(row(days=-at) for at in range(5)), whole=True), target, catalogue)
    people, _, changes = words(target)
    assert people[-1][1] == "5"
    assert len(changes) == 1 + 2
    assert any("最近的 2 条，共 5 条" in paragraph.text for paragraph in docx.Document(str(target)).paragraphs)


def test_an_account_of_nothing_says_so(tmp_path: Path, catalogue: Catalogue) -> None:
    target = tmp_path / "a.docx"
    write_account(Account("变更记录", (), (), whole=True), target, catalogue)
    assert "没有这样的变更。" in [paragraph.text for paragraph in docx.Document(str(target)).paragraphs]


def test_where_changes_came_from_has_room_when_they_came_from_elsewhere(tmp_path: Path, catalogue: Catalogue) -> None:
    merged = dataclasses.replace(row(), came="由 2013年12月1日 12:00 的合并并入，来自 李强.clausedesk、赵敏.clausedesk")
    share = {}
    for name, rows in (("merged", (merged, row())), ("own", (row(),))):
        write_account(Account("变更记录", (), rows), tmp_path / name, catalogue)
        widths = [int(cell.width) for cell in docx.Document(str(tmp_path / name)).tables[0].rows[0].cells]
        share[name] = widths[-1] / sum(widths)
    assert share["own"] < 0.1 < 0.15 < share["merged"]
