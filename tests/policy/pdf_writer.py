"""Writes small PDF files by hand: characters at exact places, ruling lines, pictures; no font file and no other tool is needed."""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass, field
from hashlib import md5
from itertools import accumulate, pairwise

HALF = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"


def width_of(words: str) -> float:
    """How wide words are in sizes of their font: ASCII half, everything else whole."""
    return sum(0.5 if char in HALF else 1.0 for char in words)


@dataclass
class Sheet:
    """A page; places are counted in points from its top left corner."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    drawn: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 12, angle: float = 0, mode: int = 0, font: str = "F1") -> None:
        """Words from ``x`` on along the baseline ``y``."""
        codes = words.encode("utf-16-be").hex()
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        place = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {self.height - y:.2f} Tm"
        self.drawn.append(f"BT /{font} {size} Tf {mode} Tr {place} <{codes}> Tj ET")

    def line(self, x: float, y: float, right: float, bottom: float) -> None:
        """A ruling line."""
        self.drawn.append(f"0.5 w {x:.2f} {self.height - y:.2f} m {right:.2f} {self.height - bottom:.2f} l S")

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        """A filled rectangle; a thin one looks like a line."""
        self.drawn.append(f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f")

    def picture(self) -> None:
        """A picture all over the page, as a scanner makes it."""
        self.drawn.append(f"q {self.width} 0 0 {self.height} 0 0 cm /Im1 Do Q")


@dataclass
class PdfWriter:
    """A document of such pages. ``meanings`` says what characters of the font ``F1`` mean where they do not mean themselves;
    the font ``F2`` does not say what its characters mean. ``catalog`` and ``trailer`` take further entries."""

    sheets: list[Sheet] = field(default_factory=list)
    meanings: dict[str, str] = field(default_factory=dict)
    catalog: str = ""
    trailer: str = ""

    def page(self, width: float = 595, height: float = 842, rotate: int = 0) -> Sheet:
        """A new page at the end."""
        self.sheets.append(Sheet(width, height, rotate))
        return self.sheets[-1]

    def save(self) -> bytes:
        """The bytes of the file."""
        return document(self.objects(), self.trailer)

    def objects(self) -> list[bytes]:
        """The objects of the file in the order of their numbers."""
        font = "<</Type/Font/Subtype/Type0/BaseFont/Boxes/Encoding/Identity-H/DescendantFonts[5 0 R]"
        objects = [
            b"<</Type/Catalog/Pages 2 0 R" + self.catalog.encode() + b">>",
            f"<</Type/Pages/Kids[{' '.join(f'{10 + 2 * place} 0 R' for place in range(len(self.sheets)))}]"
            f"/Count {len(self.sheets)}>>".encode(),
            (font + "/ToUnicode 6 0 R>>").encode(),
            (font + ">>").encode(),
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Boxes/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/DW 1000/W[32 126 500]/CIDToGIDMap 8 0 R/FontDescriptor<</Type/FontDescriptor/FontName/Boxes/Flags 4/FontBBox"
            b"[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80/FontFile2 9 0 R>>>>",
            stream("", self._unicode()),
            stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", b"\x80"),
            stream("/Filter/FlateDecode", zlib.compress(b"\x00\x02" * 127 + b"\x00\x01" * 65409)),
            stream("", box_font()),
        ]
        for place, sheet in enumerate(self.sheets):
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width} {sheet.height}]/Rotate {sheet.rotate}"
                f"/Contents {11 + 2 * place} 0 R"
                "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>/XObject<</Im1 7 0 R>>>>>>".encode()
            )
            objects.append(stream("/Filter/FlateDecode", zlib.compress("\n".join(sheet.drawn).encode())))
        return objects

    def _unicode(self) -> bytes:
        special = "".join(f"<{ord(char):04x}> <{words.encode('utf-16-be').hex()}>\n" for char, words in self.meanings.items())
        ranges = "".join(f"<{block:02x}00> <{block:02x}ff> <{block:02x}00>\n" for block in range(256))
        chunks = [f"100 beginbfrange\n{''.join(ranges.splitlines(keepends=True)[at : at + 100])}endbfrange\n" for at in (0, 100)]
        chunks.append(f"56 beginbfrange\n{''.join(ranges.splitlines(keepends=True)[200:])}endbfrange\n")
        tail = f"{len(self.meanings)} beginbfchar\n{special}endbfchar\n" if special else ""
        head = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        )
        return (head + "".join(chunks) + tail + "endcmap end end").encode()


def locked(objects: list[bytes]) -> bytes:
    """A file of these objects, encrypted as one is that everybody may open but not change (RC4, 40 bits: ISO 32000-1, 7.6)."""
    padding = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    owner, identity = b"o" * 32, b"i" * 16
    key = md5(padding + owner + struct.pack("<i", -4) + identity, usedforsecurity=False).digest()[:5]
    hidden = []
    for number, body in enumerate(objects, 1):
        head, mark, rest = body.partition(b"stream\n")
        own = md5(key + struct.pack("<I", number)[:3] + b"\x00\x00", usedforsecurity=False).digest()[:10]
        packed = rest.removesuffix(b"\nendstream")
        hidden.append(head + mark + rc4(own, packed) + b"\nendstream" if mark else body)
    entries = f"/O<{owner.hex()}>/U<{rc4(key, padding).hex()}>/P -4"
    return document(hidden, f"/Encrypt<</Filter/Standard/V 1/R 2{entries}>>/ID[<{identity.hex()}><{identity.hex()}>]")


def rc4(key: bytes, data: bytes) -> bytes:
    """The bytes encrypted, or decrypted, by the old stream cipher of PDF."""
    state, swap = list(range(256)), 0
    for place in range(256):
        swap = (swap + state[place] + key[place % len(key)]) % 256
        state[place], state[swap] = state[swap], state[place]
    found, one, other = bytearray(), 0, 0
    for byte in data:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        found.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(found)


def box_font() -> bytes:
    """A TrueType font whose signs are boxes of a character's height: one as wide as a whole character, one as a half."""
    boxes = [_box(1000), _box(500)]
    tables = {
        b"glyf": b"".join(boxes),
        b"head": struct.pack(">4I2H2q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, -120, 1000, 880, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, 880, -120, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 3),
        b"hmtx": struct.pack(">HhHhHh", 1000, 0, 1000, 0, 500, 0),
        b"loca": struct.pack(">4I", 0, 0, *accumulate(map(len, boxes))),
        b"maxp": struct.pack(">I14H", 0x10000, 3, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head, body = struct.pack(">I4H", 0x10000, len(tables), 64, 2, 32), b""
    for name, table in tables.items():
        head += struct.pack(">4s3I", name, 0, 12 + 16 * len(tables) + len(body), len(table))
        body += table + b"\x00" * (-len(table) % 4)
    return head + body


def _box(width: int) -> bytes:
    corners = [(0, -120), (0, 880), (width, 880), (width, -120)]
    steps = [[now[axis] - before[axis] for before, now in pairwise([(0, 0), *corners])] for axis in (0, 1)]
    return struct.pack(">5h2H4B8h", 1, 0, -120, width, 880, 3, 0, *[1] * 4, *steps[0], *steps[1]) + b"\x00\x00"


def stream(entries: str, body: bytes) -> bytes:
    """A stream object without its number."""
    return f"<</Length {len(body)}{entries}>>\nstream\n".encode() + body + b"\nendstream"


def document(objects: list[bytes], trailer: str = "") -> bytes:
    """The bytes of a file of these objects, of which the first is the catalog."""
    parts = [b"%PDF-1.5\n"] + [f"{number} 0 obj\n".encode() + body + b"\nendobj\n" for number, body in enumerate(objects, 1)]
    offsets = list(accumulate(len(part) for part in parts))
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets[:-1])
    end = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{offsets[-1]}\n%%EOF\n"
    return b"".join(parts) + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode() + end.encode()


def wrapped(words: str, measure: float, indent: float = 0) -> list[str]:
    """Words broken into lines of ``measure`` characters' width, as a printer breaks them: anywhere but inside a Latin word or in
    front of a comma or stop; the first line is ``indent`` shorter."""
    lines, line, room = list[str](), "", measure - indent
    for unit in _units(words):
        if line and width_of(line + unit) > room:
            lines.append(line)
            line, room = "", measure
        line += unit if line or unit != " " else ""
    return [*lines, line]


def _units(words: str) -> list[str]:
    units: list[str] = []
    for char in words:
        glued = bool(units) and (
            char in "，。、；：）" or (char in HALF and char != " " and units[-1][-1] in HALF and units[-1] != " ")
        )
        if glued:
            units[-1] += char
        else:
            units.append(char)
    return units


@dataclass
class Printer:
    """Prints paragraphs and tables onto pages, from one to the next, as an office program does."""

    writer: PdfWriter
    measure: int = 30
    size: float = 12
    left: float = 117.5
    top: float = 80
    bottom: float = 760
    page_width: float = 595
    page_height: float = 842
    header: str = ""
    numbers: str = "— {} —"
    lead: float = 1.6
    y: float = 1e9
    sheet: Sheet = field(default_factory=Sheet)

    @property
    def right(self) -> float:
        """The right edge of the text."""
        return self.left + self.measure * self.size

    def turn(self) -> None:
        """Begin a new page."""
        self.sheet = self.writer.page(self.page_width, self.page_height)
        number = self.numbers.format(len(self.writer.sheets))
        if number:
            self.sheet.text((self.page_width - width_of(number) * 9) / 2, self.page_height - 30, number, 9)
        if self.header:
            self.sheet.text(self.left, 40, self.header, 9)
        self.y = self.top

    def step(self, lead: float | None = None) -> float:
        """The next baseline, on a new page if this one is full."""
        self.y += self.size * (lead or self.lead)
        if self.y > self.bottom:
            self.turn()
        return self.y

    def paragraph(self, words: str, indent: int = 2) -> None:
        """A paragraph over the whole measure."""
        for place, line in enumerate(wrapped(words, self.measure, indent)):
            y = self.step()
            self.sheet.text(self.left + (indent * self.size if place == 0 else 0), y, line, self.size)

    def centred(self, words: str, size: float | None = None) -> None:
        """One line in the middle."""
        y = self.step(2.4)
        self.sheet.text(
            self.left + (self.measure * self.size - width_of(words) * (size or self.size)) / 2, y, words, size or self.size
        )

    def table(
        self, rows: list[list[str]], widths: list[float], repeat: bool = True, rules: bool = True, centred: bool = False
    ) -> None:
        """A table with a header row; a row of one cell spans it. A row that does not fit is cut at the page's end."""
        self.step()
        self._row(rows[0], widths, rules, centred)
        for row in rows[1:]:
            self._row(row, widths, rules, centred, rows[0] if repeat else None)

    def _row(self, row: list[str], widths: list[float], rules: bool, centred: bool, head: list[str] | None = None) -> None:
        spans = [sum(widths)] if len(row) == 1 else widths
        cells = [wrapped(words, (width - 8) // self.size) for words, width in zip(row, spans, strict=True)]
        height = max(map(len, cells))
        done = 0
        while done < height:
            room = int((self.bottom - self.y) // (self.size * 1.3))
            if room < 1:
                self.turn()
                if head:
                    self._row(head, widths, rules, centred)
                continue
            lines = min(room, height - done)
            self._part([cell[done : done + lines] for cell in cells], spans, lines, rules, centred)
            done += lines

    def _part(self, cells: list[list[str]], widths: list[float], lines: int, rules: bool, centred: bool) -> None:
        top, step = self.y, self.size * 1.3
        bottom = top + lines * step + 4
        edges = list(accumulate(widths, initial=self.left))
        for (left, right), cell in zip(pairwise(edges), cells, strict=True):
            lower = (lines - len(cell)) * step / 2 if centred else 0
            for place, words in enumerate(cell):
                inset = (right - left - width_of(words) * self.size) / 2 if centred else 4
                self.sheet.text(left + inset, top + lower + (place + 0.9) * step, words, self.size)
        if rules:
            for y in (top, bottom):
                self.sheet.line(self.left, y, edges[-1], y)
            for x in edges:
                self.sheet.line(x, top, x, bottom)
        self.y = bottom
