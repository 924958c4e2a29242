"""Makes Word documents up, part by part, as raw as a test needs them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from policy.sources import SourceText, read
from policy.sources.blocks import Block, Blocks, Grid, Paragraph, unheard
from policy.sources.word.reader import read_word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_RELATIONSHIPS}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word file with this body; ``parts`` are the further ones by what the document calls them, such as ``numbering``, each
    without the root element."""
    parts = parts or {}
    roots = {"commentsExtended": "w15:commentsEx"}
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _ROOT,
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _ROOT.partition("<Relationship ")[0]
        + "".join(f'<Relationship Id="{kind}" Type="{_RELATIONSHIPS}/{kind}" Target="{kind}.xml"/>' for kind in parts)
        + "</Relationships>",
    }
    for kind, inside in parts.items():
        root = roots.get(kind, f"w:{kind}")
        files[f"word/{kind}.xml"] = f"<{root} {NAMESPACES}>{inside}</{root}>"
    return packed(files)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of some files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return whole.getvalue()


def p(text: str = "", properties: str = "") -> str:
    """A paragraph of one run."""
    inside = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inside}{r(text) if text else ''}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tbl(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; a cell that is no ``w:tc`` yet is a paragraph's text."""
    inside = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{inside}{''.join(cell if cell.startswith('<w:') else tc(cell) for cell in cells)}</w:tr>"


def tc(content: str, properties: str = "") -> str:
    """A cell of a text or of blocks."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<w:') else p(content)}</w:tc>"


def lvl(depth: int, style: str, words: str, more: str = "") -> str:
    """A level of a list that starts at 1."""
    start = "" if "<w:start " in more else '<w:start w:val="1"/>'
    return f'<w:lvl w:ilvl="{depth}">{start}<w:numFmt w:val="{style}"/><w:lvlText w:val="{words}"/>{more}</w:lvl>'


def abstract(name: int, *levels: str) -> str:
    """The definition of a list."""
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(name: int, of: int, more: str = "") -> str:
    """A list that paragraphs name."""
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def listed(name: int, depth: int = 0) -> str:
    """The properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{name}"/></w:numPr>'


def blocks_of(body: str, parts: Mapping[str, str] | None = None) -> Blocks:
    """What the reader finds in a document with this body."""
    return read_word(docx(body, parts), "a.docx", unheard)


def lines_of(body: str, parts: Mapping[str, str] | None = None) -> list[str]:
    """The text of each paragraph outside tables."""
    return [block.text for block in blocks_of(body, parts).blocks if isinstance(block, Paragraph)]


def cells_of(block: Block) -> list[tuple[int, int, int, int, str]]:
    """Row, column, rows, columns and words of each cell of a grid."""
    assert isinstance(block, Grid)
    return [
        (cell.row, cell.column, cell.rows, cell.columns, "|".join(paragraph.text for paragraph in cell.paragraphs))
        for cell in block.cells
    ]


def read_from(folder: Path, data: bytes) -> SourceText:
    """A document as the program reads it from a file."""
    path = folder / "a.docx"
    path.write_bytes(data)
    return read(path)
