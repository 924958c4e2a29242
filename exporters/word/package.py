"""Charts into a document, and a document into a stream, the same bytes each time."""

from __future__ import annotations

import datetime as dt
from typing import IO

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from exporters.word.body import Placed
from exporters.word.chart import part, sheet_rows
from exporters.word.fonts import Fonts
from exporters.word.markup import clean
from exporters.word.workbook import workbook
from exporters.zipping import write_zip

PROGRAM = "ClauseDesk"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
# The format's own limit for a core property.
PROPERTY_LENGTH = 255


def place_chart(document: Document, placed: Placed, number: int, fonts: Fonts, language: str) -> None:
    """Add the chart part that ``placed.relationship`` names, with its workbook."""
    package = document.part.package
    data = workbook(sheet_rows(placed.chart))
    book = Part(PackURI(f"/word/embeddings/workbook{number}.xlsx"), CONTENT_TYPE.SML_SHEET, data, package)
    chart = Part(
        PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, part(placed.chart, fonts, language, "rId1"), package
    )
    chart.load_rel(RELATIONSHIP_TYPE.PACKAGE, book, "rId1")
    document.part.load_rel(RELATIONSHIP_TYPE.CHART, chart, placed.relationship)


def describe(document: Document, title: str, author: str, date: dt.date, language: str) -> None:
    """Set the core properties; both times are the start of ``date``, so that they depend on the report only."""
    properties = document.core_properties
    moment = dt.datetime.combine(date, dt.time())
    properties.title = clean(title)[:PROPERTY_LENGTH]
    properties.author = clean(author)[:PROPERTY_LENGTH]
    properties.last_modified_by = PROGRAM
    properties.language = "zh-CN" if language == "zh" else "en-US"
    properties.created = moment
    properties.modified = moment
    properties.revision = 1


def save(document: Document, stream: IO[bytes]) -> None:
    """Write the package in the order of its parts' names."""
    package = document.part.package
    parts = sorted(package.iter_parts(), key=lambda one: str(one.partname))
    entries: list[tuple[str, bytes]] = [("[Content_Types].xml", _content_types(parts)), ("_rels/.rels", _encode(package.rels.xml))]
    for one in parts:
        entries.append((one.partname.membername, one.blob))
        if len(one.rels):
            entries.append((one.partname.rels_uri.membername, _encode(one.rels.xml)))
    write_zip(stream, entries)


def _content_types(parts: list[Part]) -> bytes:
    rows = "".join(f'<Override PartName="{one.partname}" ContentType="{one.content_type}"/>' for one in parts)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="{_TYPES}">'
        f'<Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>'
        f'<Default Extension="xml" ContentType="{CONTENT_TYPE.XML}"/>{rows}</Types>'
    ).encode()


def _encode(xml: str | bytes) -> bytes:
    return xml if isinstance(xml, bytes) else xml.encode()
