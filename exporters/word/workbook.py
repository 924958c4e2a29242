"""The smallest workbook that Excel opens: one sheet of words and whole numbers, for the data behind a chart."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from exporters.word.markup import R, escape
from exporters.zipping import write_zip

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def column_name(index: int) -> str:
    """The letters of the column that ``index`` counts from 0: ``A``, ``Z``, ``AA``."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(65 + letter) + name
    return name


def workbook(rows: Sequence[Sequence[str | int]]) -> bytes:
    """A workbook whose ``Sheet1`` has these rows from ``A1`` on; equal rows give equal bytes."""
    lines = "".join(
        f'<row r="{i}">{"".join(_cell(i, j, value) for j, value in enumerate(row))}</row>' for i, row in enumerate(rows, 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETML}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETML}.worksheet+xml"/></Types>',
        "_rels/.rels": _relationship("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{R}">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationship("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>',
    }
    stream = BytesIO()
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    write_zip(stream, ((name, (declaration + content).encode()) for name, content in parts.items()))
    return stream.getvalue()


def _cell(row: int, column: int, value: str | int) -> str:
    place = f"{column_name(column)}{row}"
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _relationship(kind: str, target: str) -> str:
    row = f'<Relationship Id="rId1" Type="{R}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{row}</Relationships>'
