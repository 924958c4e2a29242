"""Task tables in workbooks and CSV files: what the cells show, which column holds what, and the tasks of the rows."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import openpyxl.styles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.errors import PolicyError
from policy.model import Role, Task
from policy.parse import parse_source, parse_text
from policy.rows_header import Column
from policy.sources import read
from policy.sources.blocks import unheard
from policy.sources.sheet import book as book_module
from policy.sources.sheet.book import MOST_COLUMNS, MOST_ROWS, Sheet, read_csv, read_workbook
from policy.sources.sheet.mapping import ColumnMapping, guess_mapping, sheet_tasks

HEADER = ("序号", "重点领域", "工作任务", "责任单位", "完成时限")
ROWS = (
    HEADER,
    ("1", "网络", "加快宽带网络建设", "工业和信息化部、财政部", "2013年底前完成"),
    ("2", "", "推进三网融合", "广电总局会同工业和信息化部", "持续推进"),
    ("3", "应用", "发展电子商务", "商务部等有关部门", "2014年底前"),
)
POLICY = """关于促进信息消费的意见
一、主要任务
（一）完善网络。加快宽带网络建设，推进三网融合。
（二）培育应用。大力发展电子商务，降低流通成本。
"""


def workbook(
    *rows: Sequence[object], merged: Sequence[str] = (), change: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "分工"
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def told(task: Task) -> tuple[object, ...]:
    timing = task.timing.phrase if task.timing else None
    return task.number, task.category, task.text, tuple(department.name for department in task.departments), task.lead, timing


def refused(data: bytes, name: str = "表.xlsx") -> str:
    with pytest.raises(PolicyError) as caught:
        read_workbook(data, name, unheard)
    return caught.value.code


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    path = tmp_path / "任务分工.xlsx"
    path.write_bytes(workbook(("落实意见任务分工表",), *ROWS, merged=("A1:E1", "B3:B4")))
    return path


def test_a_workbook_is_a_document_with_a_title_and_tasks(book_path: Path) -> None:
    policy = parse_source(read(book_path))
    assert policy.metadata.title == "落实意见任务分工表"
    assert [told(task) for task in policy.tasks] == [
        (1, "网络", "加快宽带网络建设", ("工业和信息化部", "财政部"), (), "2013年底前完成"),
        (2, "网络", "推进三网融合", ("广电总局", "工业和信息化部"), ("广电总局",), "持续推进"),
        (3, "应用", "发展电子商务", ("商务部",), (), "2014年底前"),
    ]


def test_a_table_without_a_title_has_the_name_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "任务分工.csv"
    path.write_bytes("\n".join(",".join(row) for row in ROWS).encode("gb18030"))
    policy = parse_source(read(path))
    assert policy.metadata.title == "任务分工"
    assert [task.number for task in policy.tasks] == [1, 2, 3]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_gives_the_same_cells_whatever_keeps_them_apart(sign: str, encoding: str) -> None:
    text = "\r\n".join(sign.join(row) for row in ROWS)
    assert read_csv(text.encode(encoding), "t.csv", None)[0].rows == ROWS


def test_quoted_cells_may_hold_the_sign_and_line_breaks() -> None:
    sheet, _ = read_csv('序号,任务\n1,"甲,乙\n丙"\n'.encode(), "t.csv", None)
    assert sheet.rows == (("序号", "任务"), ("1", "甲,乙\n丙"))


def test_cells_are_read_as_they_are_shown() -> None:
    def percent(book: openpyxl.Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet["B1"].number_format = "0.0%"

    day = dt.datetime(2013, 8, 8)
    (sheet,) = read_workbook(workbook((1.0, 0.255, 2.5, day, True, "#N/A", " 甲 "), change=percent), "t.xlsx", unheard)
    assert sheet.rows == (("1", "25.5%", "2.5", "2013年8月8日", "是", "", "甲"),)


def test_empty_rows_and_columns_around_the_table_are_left_out_and_merged_cells_keep_their_place() -> None:
    (sheet,) = read_workbook(workbook((), ("", "", "甲", "乙"), ("", "", "", "丙"), (), merged=("C2:C3",)), "t.xlsx", unheard)
    assert sheet.rows == (("甲", "乙"), ("", "丙"))
    assert [(merge.row, merge.column, merge.rows, merge.columns) for merge in sheet.merges] == [(0, 0, 2, 1)]


def test_hidden_and_empty_sheets_are_not_read() -> None:
    def more(book: openpyxl.Workbook) -> None:
        book.create_sheet("空")
        book.create_sheet("藏").append(["秘密"])
        book["藏"].sheet_state = "hidden"

    assert [sheet.name for sheet in read_workbook(workbook(*ROWS, change=more), "t.xlsx", unheard)] == ["分工"]


def test_the_columns_are_guessed_by_their_header_or_their_cells() -> None:
    columns = (Column.NUMBER, Column.CATEGORY, Column.TASK, Column.DEPARTMENTS, Column.TIMING)
    assert guess_mapping(Sheet("t", ROWS)) == ColumnMapping(1, columns)
    assert guess_mapping(Sheet("t", (("分工表", "", "", "", ""), *ROWS))) == ColumnMapping(2, columns)
    bare = guess_mapping(Sheet("t", tuple((row[0], f"大力{row[2]}", *row[3:]) for row in ROWS[1:])))
    assert bare == ColumnMapping(0, (Column.NUMBER, Column.TASK, Column.DEPARTMENTS, Column.TIMING))


def test_figures_are_no_tasks_and_nothing_is_guessed_of_them() -> None:
    sheet = Sheet("t", (("地区", "人口", "面积"), ("甲", "12", "30"), ("乙", "15", "44")))
    assert guess_mapping(sheet) == ColumnMapping(0, (Column.OTHER,) * 3)


def test_the_rows_become_tasks_of_a_policy_and_find_their_clauses() -> None:
    policy = parse_text(POLICY)
    sheet = Sheet("t", ROWS)
    tasks = sheet_tasks(sheet, guess_mapping(sheet), policy.text, policy.provisions, policy.metadata.date)
    assert [task.number for task in tasks] == [1, 2, 3]
    assert [task.clauses[0].provision for task in tasks] == ["sec_1__cl_1", "sec_1__cl_1", "sec_1__cl_2"]
    assert all(not task.spans and task.eid.startswith("sheet__") for task in tasks)


def test_a_person_may_say_what_odd_columns_hold() -> None:
    rows = (
        ("甲", "乙", "丙", "丁"),
        ("财政部", "减轻企业负担", "2014年底前", "税务总局"),
        ("商务部", "发展电子商务", "持续推进", ""),
    )
    mapping = ColumnMapping(1, (Column.LEAD, Column.TASK, Column.TIMING, Column.JOINT))
    first, second = sheet_tasks(Sheet("t", rows), mapping, "", (), None)
    assert [(one.name, one.role) for one in first.departments] == [("财政部", Role.LEAD), ("税务总局", Role.JOINT)]
    assert (first.text, second.lead, second.timing is not None) == ("减轻企业负担", ("商务部",), True)


def test_a_column_that_a_person_leaves_out_says_nothing() -> None:
    mapping = ColumnMapping(1, (Column.NUMBER, Column.OTHER, Column.TASK, Column.OTHER, Column.TIMING))
    tasks = sheet_tasks(Sheet("t", ROWS), mapping, "", (), None)
    assert [(task.category, task.departments) for task in tasks] == [(None, ())] * 3


def test_a_mapping_without_tasks_and_rows_without_any_are_told() -> None:
    with pytest.raises(PolicyError, match="mapping_without_task"):
        sheet_tasks(Sheet("t", ROWS), ColumnMapping(1, (Column.NUMBER,) + (Column.OTHER,) * 4), "", (), None)
    with pytest.raises(PolicyError, match="sheet_without_tasks"):
        sheet_tasks(Sheet("t", ROWS), ColumnMapping(4, guess_mapping(Sheet("t", ROWS)).columns), "", (), None)


def test_wrong_and_hostile_workbooks_are_refused() -> None:
    whole = workbook(*ROWS)
    assert refused(whole[: len(whole) // 2]) == "broken_archive"
    assert refused(_with_part(whole, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>")) == "broken_sheet"
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'
    assert refused(_with_part(whole, "xl/workbook.xml", bomb)) == "unsafe_document"
    assert refused(_with_part(whole, "xl/workbook.xml", bomb.decode().encode("utf-16"))) == "unsafe_document"
    assert refused(workbook(("甲",) * (MOST_COLUMNS + 1))) == "sheet_too_large"


def test_a_sheet_of_too_many_rows_is_refused_as_soon_as_they_are_counted() -> None:
    with pytest.raises(PolicyError, match="sheet_too_large"):
        read_csv(b"1,a\n" * (MOST_ROWS + 1), "t.csv", None)
    far = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    far += b'<row r="1"><c r="A1"><v>1</v></c></row>'
    far += b'<row r="1048576"><c r="A1048576"><v>2</v></c></row></sheetData></worksheet>'
    (sheet,) = read_workbook(_with_part(workbook(*ROWS), "xl/worksheets/sheet1.xml", far), "t.xlsx", unheard)
    assert sheet.rows == (("1",),)


def _with_part(data: bytes, path: str, contents: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            target.writestr(entry, contents if entry == path else source.read(entry))
    return file.getvalue()


@given(st.lists(st.lists(st.text("甲乙丙1２,\"' ", max_size=5), min_size=2, max_size=5), min_size=1, max_size=6))
def test_every_cell_of_a_csv_file_is_kept(rows: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    sheet, _ = read_csv("\n".join(lines).encode("utf-8-sig"), "t.csv", "utf-8-sig")
    kept = [cell for row in sheet.rows for cell in row if cell]
    assert sorted("".join(kept)) == sorted("".join(cell.strip() for row in rows for cell in row))


def test_a_sheet_with_too_many_values_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(*ROWS)
    assert read_workbook(data, "表.xlsx", unheard)
    monkeypatch.setattr("policy.sources.sheet.book.MOST_VALUES", 3)
    with pytest.raises(PolicyError) as refused:
        read_workbook(data, "表.xlsx", unheard)
    assert refused.value.code == "sheet_too_large"


def _told_as(data: bytes, area: str) -> bytes:
    """The workbook whose sheet says that it is of this size."""
    path = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read(path)
    return _with_part(data, path, re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{area}"'.encode(), sheet))


@pytest.mark.parametrize("area", ["A1", "A1:B2", "A1:XFD1048576"])
def test_all_rows_are_read_whatever_a_sheet_says_of_its_size(area: str) -> None:
    whole = read_workbook(workbook(*ROWS), "表.xlsx", unheard)
    assert read_workbook(_told_as(workbook(*ROWS), area), "表.xlsx", unheard) == whole


def test_rows_of_empty_cells_to_the_edge_are_looked_at_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        for row in range(1, 31):
            sheet.cell(row, 16_000).font = openpyxl.styles.Font(bold=True)

    data = workbook(*ROWS, change=fill)
    assert read_workbook(data, "表.xlsx", unheard)[0].rows == ROWS
    monkeypatch.setattr(book_module, "MOST_CELLS", 400_000)
    assert refused(data) == "sheet_too_large"


def test_cells_that_were_made_one_more_than_once_are_damage() -> None:
    data = workbook(*ROWS)
    path = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read(path)
    merges = b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:E4"/>' * 2 + b"</mergeCells>"
    assert refused(_with_part(data, path, sheet.replace(b"</sheetData>", merges))) == "broken_sheet"
