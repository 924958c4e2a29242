"""What stands on a page of a PDF: characters and ruling lines with their places, turned so that the text runs to the right."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from policy.sources.pdf.letters import is_garbage, letters_of

THIN: Final = 4.0
"""How thick, in points, a ruling line may be; what is thicker is an area."""

_MOST_OBJECTS: Final = 20_000
_MOST_SEGMENTS: Final = 2_000
_DEEPEST_FORM: Final = 6
_SHORTEST_RULE: Final = 4.0
_QUARTER: Final = 90
_STRAIGHT: Final = 8.0
_FEW_SIGNS: Final = 12
_SCANNED_SHARE: Final = 0.3
_SURROGATES: Final = range(0xD800, 0xE000)
_BLANKS: Final = frozenset(" \t\r\n")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character: from ``left`` to ``right`` on the baseline ``y`` (points, counted downwards), ``size`` of its font."""

    char: str
    left: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: at ``at`` (y of a horizontal, x of a vertical one), from ``start`` to ``end``."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Content:
    """A page. ``scanned``: it is a picture with hardly any text; ``recognised``: its text lies unseen over a picture, as text
    recognition leaves it; ``garbage`` counts the characters of which nobody knows what they mean."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    scanned: bool
    recognised: bool
    garbage: int


@dataclass(slots=True)
class _Style:
    """What the characters of one piece of text have in common."""

    size: float
    angle: int | None
    hidden: bool


@dataclass(slots=True)
class _Raw:
    """A character as the library gives it, before the page is turned."""

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    style: _Style


_Matrix = tuple[float, float, float, float, float, float]
_Line = tuple[float, float, float, float]
_IDENTITY: Final[_Matrix] = (1, 0, 0, 1, 0, 0)


def content_of(page: pdfium.FPDF_PAGE) -> Content:
    """Read an open page; the caller holds the lock of the library."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    raw, garbage = _characters(page)
    shown = [one for one in raw if not one.style.hidden]
    unseen = len(raw) - len(shown)
    recognised = unseen > len(shown)
    drawing = _Drawing()
    drawing.walk(page)
    picture = drawing.picture > _SCANNED_SHARE * max(1.0, (box.right - box.left) * (box.top - box.bottom))
    kept = raw if recognised else shown
    printed = sum(not one.text.isspace() for one in kept)
    turn = _Turn.of(kept, (box.left, box.bottom, box.right, box.top))
    return Content(
        turn.width,
        turn.height,
        tuple(turn.glyphs(kept)),
        tuple(turn.rules(drawing.lines)),
        scanned=printed < _FEW_SIGNS and (picture or (not printed and drawing.crowded)),
        recognised=recognised,
        garbage=garbage,
    )


def _characters(page: pdfium.FPDF_PAGE) -> tuple[list[_Raw], int]:
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return [], 0
    try:
        return _Reader(text).read()
    finally:
        pdfium.FPDFText_ClosePage(text)


class _Reader:
    """Reads the characters of one text page; each call of the library is made once per character."""

    def __init__(self, text: pdfium.FPDF_TEXTPAGE) -> None:
        self._text = text
        self._rect, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._last, self._style = 0, _Style(0, 0, hidden=False)

    def read(self) -> tuple[list[_Raw], int]:
        found, garbage, high = list[_Raw](), 0, 0
        for index in range(max(0, pdfium.FPDFText_CountChars(self._text))):
            code = pdfium.FPDFText_GetUnicode(self._text, index)
            if code <= 0x20 and chr(code) in _BLANKS and pdfium.FPDFText_IsGenerated(self._text, index):
                continue
            if code in _SURROGATES:
                # On some systems the library gives a character beyond U+FFFF as its two halves.
                if code < 0xDC00:
                    high = code
                    continue
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
            if is_garbage(code) or pdfium.FPDFText_HasUnicodeMapError(self._text, index) == 1:
                garbage += 1
            letters = letters_of(code)
            if letters:
                self._add(found, index, letters)
        return found, garbage

    def _add(self, found: list[_Raw], index: int, letters: str) -> None:
        """Add a character; where one printed sign stands for several characters, it is one with all of them."""
        one = self._character(index, letters)
        if found and found[-1].style is one.style and found[-1].origin == one.origin and not letters.isspace():
            found[-1].text += letters
        else:
            found.append(one)

    def _character(self, index: int, letters: str) -> _Raw:
        rect = self._rect
        if not pdfium.FPDFText_GetLooseCharBox(self._text, index, rect):
            rect.left = rect.right = rect.top = rect.bottom = 0.0
        pdfium.FPDFText_GetCharOrigin(self._text, index, self._x, self._y)
        owner = pdfium.FPDFText_GetTextObject(self._text, index)
        address = ctypes.addressof(owner.contents) if owner else 0
        if not address or address != self._last:
            self._last, self._style = address, self._style_of(index, owner)
        return _Raw(letters, (rect.left, rect.bottom, rect.right, rect.top), (self._x.value, self._y.value), self._style)

    def _style_of(self, index: int, owner: pdfium.FPDF_PAGEOBJECT | None) -> _Style:
        matrix = self._matrix
        if not pdfium.FPDFText_GetMatrix(self._text, index, matrix):
            matrix.a, matrix.b, matrix.c, matrix.d = 1, 0, 0, 1
        size = abs(pdfium.FPDFText_GetFontSize(self._text, index)) * math.hypot(matrix.c, matrix.d)
        hidden = bool(owner) and pdfium.FPDFTextObj_GetTextRenderMode(owner) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        degrees = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
        nearest = round(degrees / _QUARTER) * _QUARTER
        return _Style(size, nearest % 360 if abs(degrees - nearest) < _STRAIGHT else None, hidden)


@dataclass(slots=True)
class _Drawing:
    """The straight lines that a page draws, and how much of it pictures cover."""

    lines: list[_Line] = field(default_factory=list)
    picture: float = 0.0
    seen: int = 0

    @property
    def crowded(self) -> bool:
        """Whether so much is drawn that it may be letters drawn as shapes."""
        return self.seen > _MOST_SEGMENTS // 4

    def walk(self, page: pdfium.FPDF_PAGE) -> None:
        """Look through a page."""
        for index in range(min(_MOST_OBJECTS, pdfium.FPDFPage_CountObjects(page))):
            self._take(pdfium.FPDFPage_GetObject(page, index), _IDENTITY, 0)

    def _take(self, thing: pdfium.FPDF_PAGEOBJECT, outer: _Matrix, depth: int) -> None:
        self.seen += 1
        if not thing or self.seen > _MOST_OBJECTS:
            return
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _bounds(thing, outer)
            self.picture += (right - left) * (top - bottom)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._take_path(thing, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _product(_matrix_of(thing), outer)
            for index in range(min(_MOST_OBJECTS, pdfium.FPDFFormObj_CountObjects(thing))):
                self._take(pdfium.FPDFFormObj_GetObject(thing, index), inner, depth + 1)

    def _take_path(self, path: pdfium.FPDF_PAGEOBJECT, outer: _Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        if not fill.value and not stroke.value:
            return
        left, bottom, right, top = _bounds(path, outer)
        width, height = right - left, top - bottom
        if width <= THIN or height <= THIN:
            middle = ((left + right) / 2, (bottom + top) / 2)
            self.lines.append((left, middle[1], right, middle[1]) if width >= height else (middle[0], bottom, middle[0], top))
        elif stroke.value or pdfium.FPDFPath_CountSegments(path) > 5:
            # An area of one colour without an outline is a background; with a second outline inside the first it is a frame.
            self.lines += _outline(path, _product(_matrix_of(path), outer))


def _outline(path: pdfium.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[_Line]:
    x, y = ctypes.c_float(), ctypes.c_float()
    here = start = (0.0, 0.0)
    for index in range(min(_MOST_SEGMENTS, pdfium.FPDFPath_CountSegments(path))):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point, kind = _moved((x.value, y.value), matrix), pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield (*here, *point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield (*point, *start)
        here = point


def _bounds(thing: pdfium.FPDF_PAGEOBJECT, outer: _Matrix) -> _Line:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    one, other = _moved((left.value, bottom.value), outer), _moved((right.value, top.value), outer)
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _matrix_of(thing: pdfium.FPDF_PAGEOBJECT) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(inner: _Matrix, outer: _Matrix) -> _Matrix:
    (a, b, c, d, e, f), (g, h, i, j, k, m) = inner, outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(point: tuple[float, float], matrix: _Matrix) -> tuple[float, float]:
    (x, y), (a, b, c, d, e, f) = point, matrix
    return a * x + c * y + e, b * x + d * y + f


@dataclass(frozen=True, slots=True)
class _Turn:
    """Turns a page so that most of its text runs to the right, with the top left corner at 0, 0. How the page is to be shown
    (its ``/Rotate``) does not matter: a table printed sideways is read along its words."""

    angle: int
    cos: int
    sin: int
    left: float
    top: float
    width: float
    height: float

    @staticmethod
    def of(raw: list[_Raw], box: _Line) -> _Turn:
        angles = Counter(one.style.angle for one in raw if one.style.angle is not None and not one.text.isspace())
        angle = angles.most_common(1)[0][0] if angles else 0
        cos, sin = round(math.cos(math.radians(angle))), round(math.sin(math.radians(angle)))
        corners = [(x * cos + y * sin, x * sin - y * cos) for x in (box[0], box[2]) for y in (box[1], box[3])]
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        width, height = max(x for x, _ in corners) - left, max(y for _, y in corners) - top
        return _Turn(angle, cos, sin, left, top, width, height)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return x * self.cos + y * self.sin - self.left, x * self.sin - y * self.cos - self.top

    def glyphs(self, raw: list[_Raw]) -> Iterator[Glyph]:
        """The characters that stand upright on the turned page and inside it; watermarks across the page are left out."""
        for one in raw:
            if one.style.angle != self.angle:
                continue
            x, y = self._place(*one.origin)
            start, end = (at * self.cos + up * self.sin - self.left for at, up in (one.box[:2], one.box[2:]))
            size = one.style.size or 1.0
            left, right = (start, end) if start <= end else (end, start)
            if not left <= right or right - left > 3 * size * len(one.text) or right - left < 0.01 * size:
                left, right = x, x + size * (0.5 if one.text.isascii() else 1.0)
            if -1 <= (left + right) / 2 <= self.width + 1 and 0 <= y <= self.height + size:
                yield Glyph(one.text, left, right, y, size)

    def rules(self, lines: list[_Line]) -> Iterator[Rule]:
        """The level and the upright ones among the lines."""
        for line in lines:
            (x, y), (right, bottom) = self._place(line[0], line[1]), self._place(line[2], line[3])
            wide, high = abs(x - right), abs(y - bottom)
            if wide >= _SHORTEST_RULE and high <= 1:
                yield Rule(True, (y + bottom) / 2, min(x, right), max(x, right))
            elif high >= _SHORTEST_RULE and wide <= 1:
                yield Rule(False, (x + right) / 2, min(y, bottom), max(y, bottom))
