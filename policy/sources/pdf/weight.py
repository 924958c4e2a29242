"""Weighs the packed streams of a PDF before they are unpacked for good."""

from __future__ import annotations

import base64
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain
from typing import Final

from policy.errors import PolicyError
from policy.sources.pdf.forms import MOST_DRAWN, drawn_times, is_form

MOST_TOTAL: Final = 300 * 1024 * 1024
MOST_RATIO: Final = 100
"""How many times larger than packed a stream may be, once it is larger than ``FREE_SIZE``."""
FREE_SIZE: Final = 10 * 1024 * 1024

_FIRST_CHUNK, _CHUNK = 1_024, 64 * 1024
_HEAD: Final = 2_048
_DEEPEST: Final = 5
_MOST_STREAMS: Final = 30_000
_SIGNS: Final = (b"Hex", b"AHx", b"85", b"LZW", b"Run", b"/RL")
_LARGEST_OTHER: Final = 128 * 1024
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_END: Final = re.compile(rb"endstream")
_HEADS: Final = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_PICTURE: Final = re.compile(rb"/Subtype\s*/Image\b")
_OTHER: Final = re.compile(rb"/(?:LZWDecode|LZW|RunLengthDecode|RL)\b")
_HEX: Final = re.compile(rb"/(?:ASCIIHexDecode|AHx)\b")
_BASE85: Final = re.compile(rb"/(?:ASCII85Decode|A85)\b")
_OBJECT: Final = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_CONTENTS: Final = re.compile(rb"/Contents\s*(?:(\d+)\s+\d+\s+R|\[([^\]]{0,20000})\])")
_REFERENCE: Final = re.compile(rb"(\d+)\s+\d+\s+R")


def weigh(data: bytes, name: str) -> None:
    """Raise ``PolicyError`` ``unsafe_pdf`` when a stream of the file, or all of them together, unpack to far more than a document
    holds, or when drawings that use each other come to too many. Nothing unpacked is kept. Pictures, which nobody unpacks here,
    may be larger; what a page draws is never one."""
    drawn = _drawn(data)
    most = min(MOST_TOTAL, max(FREE_SIZE, MOST_RATIO * len(data)))
    total = 0
    streams = list(_streams(data))
    if len(streams) > _MOST_STREAMS:
        raise PolicyError("unsafe_pdf", name=name)
    forms: list[tuple[bytes, bytes]] = []
    for start, end in streams:
        head = data[max(0, start - _HEAD) : start]
        if is_form(head):
            forms.append((_owner(head)[1], data[start:end]))
        if data[start : start + 2] not in _HEADS and not any(sign in head for sign in _SIGNS):
            continue
        owner, head = _owner(head)
        if _PICTURE.search(head) and owner not in drawn:
            continue
        if _OTHER.search(head) and end - start > _LARGEST_OTHER:
            raise PolicyError("unsafe_pdf", name=name)
        body, limit = data, max(FREE_SIZE, MOST_RATIO * (end - start))
        if _HEX.search(head) or _BASE85.search(head):
            body = _from_letters(data[start:end], base85=_BASE85.search(head) is not None)
            start, end = 0, len(body)
        size = _unpacked(body, start, end, min(limit, most - total))
        total += size
        if size > limit or total > most:
            raise PolicyError("unsafe_pdf", name=name)
    if drawn_times(forms) > MOST_DRAWN:
        raise PolicyError("unsafe_pdf", name=name)


def _drawn(data: bytes) -> frozenset[bytes]:
    """The numbers of the objects that pages name as what they draw."""
    found: set[bytes] = set()
    for match in _CONTENTS.finditer(data):
        found.update([match[1]] if match[1] else _REFERENCE.findall(match[2]))
    return frozenset(found)


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each stream begins and ends."""
    ends = [match.start() for match in _END.finditer(data)]
    for match in _STREAM.finditer(data):
        place = bisect_left(ends, match.end())
        yield match.end(), ends[place] if place < len(ends) else len(data)


def _owner(head: bytes) -> tuple[bytes, bytes]:
    """The number of the object that a stream belongs to, and what stands before the stream in it."""
    owners = list(_OBJECT.finditer(head))
    return (owners[-1][1], head[owners[-1].start() :]) if owners else (b"", head)


def _from_letters(body: bytes, *, base85: bool) -> bytes:
    """Bytes that were written as letters and digits; as they are when they are nothing of the kind."""
    try:
        if base85:
            return base64.a85decode(body.strip().removesuffix(b"~>"))
        return bytes.fromhex(body.partition(b">")[0].decode("ascii"))
    except ValueError:
        return body


class _Tally:
    """How much was unpacked so far."""

    def __init__(self) -> None:
        self.size = 0


def _unpacked(data: bytes, start: int, end: int, limit: int) -> int:
    """How large a stream is when it is unpacked, also when it was packed several times over; hardly more than ``limit`` is ever
    unpacked, and that piece by piece."""
    tally, pieces = _Tally(), _slices(data, start, end)
    for _ in range(_DEEPEST):
        first = next(pieces, b"")
        if first[:2] not in _HEADS:
            break
        pieces = _inflated(chain([first], pieces), tally)
    for _ in pieces:
        if tally.size > limit:
            break
    return tally.size


def _slices(data: bytes, start: int, end: int) -> Iterator[bytes]:
    """A stream in slices, of which the first is small: most of what only looks like a stream ends in it."""
    size = _FIRST_CHUNK
    while start < end:
        yield data[start : min(end, start + size)]
        start, size = start + size, _CHUNK


def _inflated(source: Iterator[bytes], tally: _Tally) -> Iterator[bytes]:
    """What the parts of ``source`` unpack to, in pieces; it ends where the bytes are no packed ones."""
    level = zlib.decompressobj()
    for part in source:
        rest, piece = part, b"-"
        while piece and not level.eof:
            try:
                piece = level.decompress(rest, _CHUNK)
            except zlib.error:
                return
            rest = level.unconsumed_tail
            tally.size += len(piece)
            if piece:
                yield piece
