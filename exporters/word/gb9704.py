"""The page of GB/T 9704-2012: paper, grid, page numbers, and an empty document that has them."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import docx
from docx.document import Document

from exporters.word import styles
from exporters.word.fonts import Fonts
from exporters.word.markup import NAMESPACES, Markup, escape

# 22 lines of 580 twips are 4 twips more than the 225 mm of the text block, and Word then sets 21; so the pitch is 579. Likewise 28
# characters of 16 pt - 848/4096 pt are a little more than the 156 mm.
LINE_PITCH = 579
CHARACTER_SPACE = -850
RIGHT, LEFT = "right", "left"


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in twips; ``footer`` is the distance of the page number's lower edge from the paper's."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    footer: int
    landscape: bool

    @property
    def text_width(self) -> int:
        """The width of the text block in twips."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """The height of the text block in twips."""
        return self.height - self.top - self.bottom


# 5.2.1 paper, 5.2.2 margins: A4, 37 mm above, 28 mm at the left, text block 156 x 225 mm.
PORTRAIT = Page(11906, 16838, top=2098, right=1474, bottom=1984, left=1588, footer=1446, landscape=False)
# The same text block turned: bound edge above.
LANDSCAPE = Page(16838, 11906, top=1588, right=1984, bottom=1474, left=2098, footer=936, landscape=True)

FOOTER_ODD, FOOTER_EVEN = "rIdFooterOdd", "rIdFooterEven"


def section(page: Page) -> Markup:
    """The ``sectPr`` of a section that starts on a new page of this kind and carries the page numbers."""
    turned = ' w:orient="landscape"' if page.landscape else ""
    # A grid would stretch the lines of the tables on landscape pages.
    grid = (
        f'w:linePitch="{LINE_PITCH}"'
        if page.landscape
        else (f'w:type="linesAndChars" w:linePitch="{LINE_PITCH}" w:charSpace="{CHARACTER_SPACE}"')
    )
    return Markup(
        f'<w:sectPr><w:footerReference w:type="default" r:id="{FOOTER_ODD}"/>'
        f'<w:footerReference w:type="even" r:id="{FOOTER_EVEN}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}" '
        f'w:header="851" w:footer="{page.footer}" w:gutter="0"/><w:cols w:space="425"/><w:docGrid {grid}/></w:sectPr>'
    )


def page_number(side: str) -> Markup:
    """The footer ``— 1 —`` in 14 pt 宋体, one character in from ``side`` (7.5 页码)."""
    # 280 twips: one character of 14 pt.
    indent = f'<w:ind w:{side}="280"/><w:jc w:val="{side}"/>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    dash = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    return Markup(
        f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}</w:pPr>'
        f"{dash.format('— ')}{field}{dash.format(' —')}</w:p></w:ftr>"
    )


def new_document(fonts: Fonts, content: Markup | None = None) -> Document:
    """A document with the page, the styles and the page numbers of the standard, and ``content`` in its body, which ends with the
    ``section`` of its last pages; without it, empty.

    The content is parsed once and where it stands: lxml takes seconds to move so many elements from tree to tree. The template
    of python-docx is not used: it is a US Letter page in compatibility mode with 160 styles and a picture of itself.
    """
    stream = BytesIO()
    with ZipFile(stream, "w") as package:
        for name, part in _template(fonts, content or section(PORTRAIT)).items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + part)
    stream.seek(0)
    return docx.Document(stream)


def _template(fonts: Fonts, content: Markup) -> dict[str, str]:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "document": f"{word}.document.main+xml",
        "styles": f"{word}.styles+xml",
        "settings": f"{word}.settings+xml",
        "fontTable": f"{word}.fontTable+xml",
        "footer1": f"{word}.footer+xml",
        "footer2": f"{word}.footer+xml",
    }
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in parts.items())
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    package = "application/vnd.openxmlformats-package"
    return {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType="{package}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relationships(
            {
                "rIdStyles": ("styles", "styles.xml"),
                "rIdSettings": ("settings", "settings.xml"),
                "rIdFonts": ("fontTable", "fontTable.xml"),
                FOOTER_ODD: ("footer", "footer1.xml"),
                FOOTER_EVEN: ("footer", "footer2.xml"),
            }
        ),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{content}</w:body></w:document>",
        "word/styles.xml": styles.sheet(fonts),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(fonts),
        "word/footer1.xml": page_number(RIGHT),
        "word/footer2.xml": page_number(LEFT),
    }


def _relationships(targets: dict[str, tuple[str, str]]) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = "".join(f'<Relationship Id="{key}" Type="{base}/{kind}" Target="{to}"/>' for key, (kind, to) in targets.items())
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _settings() -> str:
    office = "http://schemas.microsoft.com/office/word"
    compat = {"compatibilityMode": 15, "overrideTableStyleFontSizeAndJustification": 1, "enableOpenTypeFeatures": 1}
    rows = "".join(f'<w:compatSetting w:name="{name}" w:uri="{office}" w:val="{value}"/>' for name, value in compat.items())
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="156"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        f"<w:doNotExpandShiftReturn/><w:useFELayout/>{rows}</w:compat>"
        f'<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def _font_table(fonts: Fonts) -> str:
    rows = "".join(
        f'<w:font w:name="{escape(face.name)}"><w:altName w:val="{escape(face.fallback)}"/>'
        f'<w:charset w:val="{"00" if face is fonts.latin else "86"}"/><w:family w:val="auto"/></w:font>'
        for face in fonts.faces()
    )
    return f"<w:fonts {NAMESPACES}>{rows}</w:fonts>"
