"""Sets a page as a document: faces, measure, indents and spacing of each kind of block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from policy.page import Block, BlockKind
from widgets.palette import Palette
from widgets.policy_view.textmap import TextMap

SERIF = ("FangSong", "FangSong_GB2312", "仿宋", "仿宋_GB2312", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "serif")
KAI = ("KaiTi", "KaiTi_GB2312", "楷体", "楷体_GB2312", "STKaiti")
SANS = ("SimHei", "黑体", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "sans-serif")
TITLE = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "serif")
SIZE = 17
LINE_HEIGHT = 1.8
MEASURE = 38
GUTTER = 32
FOLD_GAP = "\u3000"
TITLES = frozenset({BlockKind.TITLE, BlockKind.ANNEX_TITLE})


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """The document's own face (empty: the first 仿宋 or serif face there is) and its size in pixels."""

    family: str = ""
    size: int = SIZE

    @property
    def line(self) -> int:
        """The height of a line of body text in pixels."""
        return round(self.size * LINE_HEIGHT)


class Faces:
    """The fonts of one style. Which families the machine has is asked once."""

    def __init__(self, style: TypeStyle) -> None:
        self.style = style
        self._serif = _available((style.family, *SERIF))
        self._sans = _available(SANS)
        self._kai = _available(KAI)
        self._title = _available(TITLE)

    def body(self) -> QFont:
        """The face of the body."""
        return _font(self._serif, self.style.size)

    def lead(self, level: int) -> QFont:
        """The face of a heading's words: 一、 bold sans, （一） 楷体 or semibold, the rest as the body."""
        size = self.style.size
        if level == 1:
            return _font(self._sans, size, QFont.Weight.Bold)
        if level == 2 and self._kai:
            return _font((*self._kai, *self._serif), size)
        return _font(self._serif, size, QFont.Weight.DemiBold if level == 2 else QFont.Weight.Normal)

    def title(self) -> QFont:
        """The face of the title."""
        return _font(self._title, self.style.size * 1.42, QFont.Weight.Bold)

    def small(self, *, sans: bool = False) -> QFont:
        """The face of what is not the policy's own body: number, folded annex, raw text."""
        return _font(self._sans if sans else self._serif, self.style.size * 0.86)


def _font(families: Sequence[str], size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(round(size))
    font.setWeight(weight)
    return font


def _available(families: Sequence[str]) -> list[str]:
    """Those of ``families`` that this machine has, and generic names."""
    return [name for name in families if name in ("serif", "sans-serif") or (name and QFontDatabase.hasFamily(name))]


class Typesetter:
    """Builds the document of a page in one edit block; the formats of a kind are made once."""

    def __init__(self, faces: Faces, palette: Palette) -> None:
        self._style = faces.style
        self._font = faces.body()
        self._body = _char(self._font)
        self._leads = {level: _char(faces.lead(level)) for level in range(4)}
        self._title = _char(faces.title())
        self._number = _char(faces.small())
        self._number.setForeground(palette.color("muted"))
        self._label = _char(faces.lead(1))
        self._raw = _char(faces.small())
        self._fold = _char(faces.small(sans=True))
        self._fold.setForeground(palette.color("blue"))
        self._toggle = QTextCharFormat(self._fold)
        self._toggle.setForeground(palette.color("muted"))
        self._toggle.setFontUnderline(True)
        self._chars = {
            BlockKind.TITLE: self._title,
            BlockKind.ANNEX_TITLE: self._title,
            BlockKind.DOC_NUMBER: self._number,
            BlockKind.ANNEX_LABEL: self._label,
            BlockKind.RAW: self._raw,
        }
        self._blocks = {kind: self._block_format(kind) for kind in BlockKind}

    def document(self, page: TextMap) -> QTextDocument:
        """A new document that shows ``page``, one block for each of its blocks."""
        document = QTextDocument()
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(self._font)
        document.setDocumentMargin(GUTTER)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for number, (block, words) in enumerate(zip(page.blocks, page.block_texts, strict=True)):
            block_format = self._blocks[block.kind]
            if number:
                cursor.insertBlock(block_format, self._body)
            else:
                cursor.setBlockFormat(block_format)
            self._set(cursor, block, words)
        cursor.endEditBlock()
        return document

    def balance(self, document: QTextDocument, page: TextMap, measure: int) -> None:
        """Break titles that need more than one line into lines of about the same length, for this width in pixels."""
        room = measure - 2 * GUTTER
        cursor = QTextCursor(document)
        # Inside an edit block a cursor moves without having the text laid out to where it stands.
        cursor.beginEditBlock()
        for number, block in enumerate(page.blocks):
            if block.kind in TITLES:
                cursor.setPosition(page.block_start(number))
                side = _side(QFontMetricsF(self._title.font()), page.block_texts[number], room)
                block_format = QTextBlockFormat(self._blocks[block.kind])
                block_format.setLeftMargin(side)
                block_format.setRightMargin(side)
                if cursor.blockFormat() != block_format:
                    cursor.setBlockFormat(block_format)
        cursor.endEditBlock()

    def _set(self, cursor: QTextCursor, block: Block, words: str) -> None:
        if block.kind is BlockKind.ANNEX_FOLD:
            label, _, toggle = words.rpartition(FOLD_GAP)
            cursor.insertText(label + FOLD_GAP, self._fold)
            cursor.insertText(toggle, self._toggle)
        elif block.lead:
            cursor.insertText(words[: block.lead], self._leads[block.level])
            if block.lead < len(words):
                cursor.insertText(words[block.lead :], self._body)
        else:
            cursor.insertText(words, self._chars.get(block.kind, self._body))

    def _block_format(self, kind: BlockKind) -> QTextBlockFormat:
        size = self._style.size
        block = QTextBlockFormat()
        above, below, height = self._spacing(kind)
        block.setTopMargin(above)
        block.setBottomMargin(below)
        block.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        if kind in (BlockKind.TITLE, BlockKind.DOC_NUMBER, BlockKind.ANNEX_TITLE):
            block.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        elif kind in (BlockKind.SIGNATURE, BlockKind.DATE):
            block.setAlignment(Qt.AlignmentFlag.AlignRight)
            block.setRightMargin(2 * size)
        elif kind in (BlockKind.HEADING, BlockKind.RUN_IN, BlockKind.PARAGRAPH):
            block.setTextIndent(2 * size)
            block.setAlignment(Qt.AlignmentFlag.AlignJustify)
        return block

    def _spacing(self, kind: BlockKind) -> tuple[int, int, int]:
        """Space above, space below and line height in pixels."""
        line = self._style.line
        spacing = {
            BlockKind.TITLE: (16, 8, round(line * 1.3)),
            BlockKind.DOC_NUMBER: (0, 24, line),
            BlockKind.ADDRESSEES: (0, 4, line),
            BlockKind.HEADING: (12, 4, line),
            BlockKind.SIGNATURE: (24, 0, line),
            BlockKind.ANNEX_LABEL: (48, 8, line),
            BlockKind.ANNEX_TITLE: (0, 16, round(line * 1.3)),
            BlockKind.ANNEX_FOLD: (12, 20, line),
            BlockKind.RAW: (0, 0, round(line * 0.8)),
        }
        return spacing.get(kind, (0, 4, line))


def _side(metrics: QFontMetricsF, words: str, room: float) -> int:
    """The margin at each side that makes the lines of a title about even."""
    width = metrics.horizontalAdvance(words)
    lines = ceil(width / max(1.0, room))
    if lines < 2:
        return 0
    wanted = width / lines + 1.2 * metrics.height()
    return max(0, int((room - wanted) / 2))


def _char(font: QFont) -> QTextCharFormat:
    # Only what the font says is set: the colour stays the widget's own, so that a change of palette needs no new text.
    char = QTextCharFormat()
    char.setFont(font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly)
    return char
