"""The styles of our documents, after GB/T 9704-2012 section 7 where it speaks and quiet where it does not."""

from __future__ import annotations

from dataclasses import dataclass

from exporters.word import colours
from exporters.word.fonts import Face, Fonts
from exporters.word.markup import NAMESPACES, Markup, escape

BODY, TITLE, SUBTITLE, TOC_TITLE = "Body", "Title", "Subtitle", "TocTitle"
HEADINGS = ("Heading1", "Heading2", "Heading3")
TOCS = ("TOC1", "TOC2")
CELL, CELL_HEAD, CELL_CENTRE, CELL_NUMBER, CELL_SMALL, CELL_BAND, CELL_SMALL_CENTRE, CELL_HEAD_SMALL = (
    "CellText",
    "CellHead",
    "CellCentre",
    "CellNumber",
    "CellSmall",
    "CellBand",
    "CellSmallCentre",
    "CellHeadSmall",
)
CAPTION, CHART, NOTE, CONTEXT = "Caption", "Chart", "TableNote", "ClauseContext"
QUOTE, META, REMARK, REPLY = "Quoted", "RemarkMeta", "Remark", "RemarkReply"

# Heights in twips: 16 pt on the grid, and 10.5 pt in tables (exact, since Chinese faces differ in what they call single).
BODY_LINE = 579
SUBTITLE_LINE = 480
CELL_LINE = 280
SMALL_LINE = 240
NOTE_LINE = 360


@dataclass(frozen=True, slots=True)
class _Faces:
    """``rFonts`` for every role, ready to put first into an ``rPr``."""

    title: Markup
    body: Markup
    heading: Markup
    subheading: Markup
    number: Markup

    @classmethod
    def of(cls, fonts: Fonts) -> _Faces:
        """Every role with its Chinese face beside the Latin one."""
        latin = fonts.latin
        return cls(
            _faces(fonts.title, latin),
            _faces(fonts.body, latin),
            _faces(fonts.heading, latin),
            _faces(fonts.subheading, latin),
            _faces(fonts.number, fonts.number),
        )


def _faces(chinese: Face, latin: Face) -> Markup:
    name, other = escape(chinese.name), escape(latin.name)
    return Markup(f'<w:rFonts w:ascii="{other}" w:eastAsia="{name}" w:hAnsi="{other}" w:cs="{other}"/>')


@dataclass(frozen=True, slots=True)
class _Style:
    id: str
    name: str
    ppr: str = ""
    rpr: str = ""
    based: str = "Normal"
    follows: str = ""
    linked: str = ""


def sheet(fonts: Fonts) -> Markup:
    """The whole ``styles.xml`` without its declaration."""
    faces = _Faces.of(fonts)
    # Latin words are English in either language: as Chinese they would be broken anywhere.
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{faces.body}<w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="{BODY_LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        # The size stands here too: it is the size of Normal that the grid of characters is counted from.
        f'<w:rPr>{faces.body}<w:snapToGrid w:val="0"/><w:color w:val="{colours.TEXT}"/><w:kern w:val="2"/>'
        f"{_size(32)}</w:rPr></w:style>"
    )
    others = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        "</w:style>"
    )
    listed = "".join(map(_style, [*_flowing(faces), *_tabular(faces), *_contents(faces)]))
    return Markup(f"<w:styles {NAMESPACES}>{defaults}{normal}{others}{_table_style()}{listed}</w:styles>")


def _style(style: _Style) -> str:
    follows = f'<w:next w:val="{style.follows}"/>' if style.follows else ""
    based = f'<w:basedOn w:val="{style.based}"/>' if style.based else ""
    ppr = f"<w:pPr>{style.ppr}</w:pPr>" if style.ppr else ""
    rpr = f"<w:rPr>{style.rpr}</w:rPr>" if style.rpr else ""
    custom = "" if style.name in _BUILT_IN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>{based}{follows}<w:qFormat/>'
        f"{ppr}{rpr}</w:style>"
    )


_BUILT_IN = frozenset({"Title", "Subtitle", "heading 1", "heading 2", "heading 3", "caption", "toc 1", "toc 2", "footer"})


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _line(twips: int, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{twips}" w:lineRule="exact"/>'


_TWO_CHARACTERS = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_KEEP = "<w:keepNext/><w:keepLines/>"
# 28 characters of 16 pt are 158 mm, the text block is 156: a quarter of a point less each. The page has the grid of the standard,
# but text does not snap to it, since LibreOffice gives two squares to a character that is wider than one.
_TIGHT = '<w:spacing w:val="-5"/>'


def _flowing(faces: _Faces) -> list[_Style]:
    def heading(level: int, face: Markup) -> _Style:
        space = _line(BODY_LINE, (240, 160, 0)[level - 1])
        ppr = f'{_KEEP}{space}{_TWO_CHARACTERS}<w:outlineLvl w:val="{level - 1}"/>'
        return _Style(f"Heading{level}", f"heading {level}", ppr, f"{face}{_TIGHT}{_size(32)}", follows=BODY)

    rule = f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="{colours.LINE}"/></w:pBdr>'
    small = '<w:snapToGrid w:val="0"/>'
    return [
        _Style(BODY, "正文缩进两字", _TWO_CHARACTERS, _TIGHT),
        _Style(
            TITLE,
            "Title",
            f'{_KEEP}<w:snapToGrid w:val="0"/>{_line(680, 0, 400)}<w:jc w:val="center"/>',
            f"{faces.title}{_size(44)}",
            follows=BODY,
        ),
        _Style(
            SUBTITLE,
            "Subtitle",
            f'{_KEEP}<w:snapToGrid w:val="0"/>{_line(SUBTITLE_LINE)}<w:jc w:val="center"/>',
            f'{faces.subheading}<w:snapToGrid w:val="0"/>{_size(28)}',
            follows=BODY,
        ),
        heading(1, faces.heading),
        heading(2, faces.subheading),
        heading(3, faces.body),
        _Style(
            QUOTE,
            "引文",
            f'<w:keepLines/>{rule}{small}{_line(420)}<w:ind w:left="420"/>',
            f'{faces.subheading}<w:snapToGrid w:val="0"/><w:color w:val="{colours.MUTED}"/>{_size(28)}',
        ),
        _Style(
            META,
            "批注抬头",
            f'<w:keepNext/>{small}{_line(420, 160)}<w:ind w:left="420"/>',
            f'{faces.heading}<w:snapToGrid w:val="0"/>{_size(24)}',
        ),
        _Style(REMARK, "批注内容", f'{small}{_line(460)}<w:ind w:left="420"/>', f'<w:snapToGrid w:val="0"/>{_size(28)}'),
        _Style(REPLY, "批注回复", f'{small}{_line(420)}<w:ind w:left="1020"/>', f'<w:snapToGrid w:val="0"/>{_size(26)}'),
    ]


def _tabular(faces: _Faces) -> list[_Style]:
    off = '<w:snapToGrid w:val="0"/>'

    def cell(key: str, name: str, ppr: str = "", rpr: str = "", based: str = CELL) -> _Style:
        return _Style(key, name, ppr, rpr, based)

    return [
        _Style(CELL, "表格文字", f'{off}{_line(CELL_LINE)}<w:jc w:val="left"/>', f"{off}{_size(21)}"),
        cell(CELL_HEAD, "表格标题行", '<w:keepNext/><w:jc w:val="center"/>', faces.heading),
        cell(
            CELL_HEAD_SMALL, "表格窄标题", f'<w:keepNext/>{_line(SMALL_LINE)}<w:jc w:val="center"/>', f"{faces.heading}{_size(18)}"
        ),
        cell(CELL_CENTRE, "表格居中", '<w:jc w:val="center"/>'),
        cell(CELL_NUMBER, "表格数字", '<w:jc w:val="right"/>'),
        cell(CELL_SMALL, "表格附注", _line(SMALL_LINE), f'<w:color w:val="{colours.MUTED}"/>{_size(18)}'),
        cell(CELL_SMALL_CENTRE, "表格附注居中", '<w:jc w:val="center"/>', based=CELL_SMALL),
        cell(CELL_BAND, "表格分类行", "<w:keepNext/>", f"{faces.heading}"),
        _Style(CAPTION, "caption", f'{_KEEP}{off}{_line(480, 120)}<w:jc w:val="center"/>', f"{faces.heading}{off}{_size(24)}"),
        # Room for a drawing needs a line that grows with it.
        _Style(CHART, "图表", f'{off}<w:spacing w:before="120" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>', off),
        _Style(
            CONTEXT,
            "条款说明",
            f'<w:keepNext/>{off}{_line(NOTE_LINE)}<w:ind w:left="420"/>',
            f'{off}<w:color w:val="{colours.MUTED}"/>{_size(21)}',
        ),
        _Style(NOTE, "表注", f"{off}{_line(NOTE_LINE, 80)}", f'{off}<w:color w:val="{colours.MUTED}"/>{_size(21)}'),
    ]


def _contents(faces: _Faces) -> list[_Style]:
    tab = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8844"/></w:tabs><w:snapToGrid w:val="0"/>'
    return [
        _Style(TOC_TITLE, "目录标题", f'{_KEEP}{_line(540, 180, 60)}<w:jc w:val="center"/>', f"{faces.heading}{_size(32)}"),
        _Style("TOC1", "toc 1", f"{tab}{_line(420)}", f'<w:snapToGrid w:val="0"/>{_size(28)}', follows="Normal"),
        _Style(
            "TOC2", "toc 2", f'{tab}{_line(360)}<w:ind w:left="560"/>', f'<w:snapToGrid w:val="0"/>{_size(24)}', follows="Normal"
        ),
        _Style("Footer", "footer", f'<w:snapToGrid w:val="0"/>{_line(280)}', f'{faces.number}<w:snapToGrid w:val="0"/>{_size(28)}'),
    ]


def _table_style() -> str:
    rule = f'w:val="single" w:sz="8" w:space="0" w:color="{colours.TEXT}"'
    hair = f'w:val="single" w:sz="4" w:space="0" w:color="{colours.RULE}"'
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="Ledger"><w:name w:val="台账表"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders><w:top {rule}/><w:bottom {rule}/><w:insideH {hair}/></w:tblBorders>"
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
