"""Weighs the packed streams of a PDF before they are unpacked for good."""

from __future__ import annotations

import base64
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from policy.errors import PolicyError

MOST_TOTAL: Final = 300 * 1024 * 1024
MOST_RATIO: Final = 100
"""How many times larger than packed a stream may be, once it is larger than ``FREE_SIZE``."""
FREE_SIZE: Final = 10 * 1024 * 1024

_FIRST_CHUNK, _CHUNK = 1_024, 64 * 1024
_HEAD: Final = 2_048
_DEEPEST: Final = 4
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
    holds. Nothing unpacked is kept. Pictures, which nobody unpacks here, may be larger; what a page draws is never one."""
    drawn = _drawn(data)
    total = 0
    most = min(MOST_TOTAL, max(FREE_SIZE, MOST_RATIO * len(data)))
    for head, start, end in _streams(data):
        owner = _OBJECT.match(head)
        if _PICTURE.search(head) and (owner is None or owner[1] not in drawn):
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


def _drawn(data: bytes) -> frozenset[bytes]:
    """The numbers of the objects that pages name as what they draw."""
    found: set[bytes] = set()
    for match in _CONTENTS.finditer(data):
        found.update([match[1]] if match[1] else _REFERENCE.findall(match[2]))
    return frozenset(found)


def _streams(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """What stands before each stream (from the number of its object on), and where the stream begins and ends."""
    ends = [match.start() for match in _END.finditer(data)]
    for match in _STREAM.finditer(data):
        before = data[max(0, match.start() - _HEAD) : match.start()]
        owners = [found.start() for found in _OBJECT.finditer(before)]
        place = bisect_left(ends, match.end())
        yield before[owners[-1] :] if owners else before, match.end(), ends[place] if place < len(ends) else len(data)


def _from_letters(body: bytes, *, base85: bool) -> bytes:
    """Bytes that were written as letters and digits; as they are when they are nothing of the kind."""
    try:
        if base85:
            return base64.a85decode(body.strip().removesuffix(b"~>"))
        return bytes.fromhex(body.partition(b">")[0].decode("ascii"))
    except ValueError:
        return body


def _unpacked(data: bytes, start: int, end: int, limit: int) -> int:
    """How large a stream is when it is unpacked, also when it was packed several times over; no more than a chunk beyond
    ``limit`` is ever unpacked."""
    if data[start : start + 2] not in _HEADS:
        return 0
    levels, size, chunk = [zlib.decompressobj()], 0, _FIRST_CHUNK
    while start < end and size <= limit:
        parts = [data[start : min(end, start + chunk)]]
        start, chunk = start + chunk, _CHUNK
        for level in range(_DEEPEST):
            if level == len(levels):
                if not parts or parts[0][:2] not in _HEADS or size > _CHUNK * 16:
                    break
                levels.append(zlib.decompressobj())
            parts, gained = _inflated(levels[level], parts, limit - size)
            size += gained
    return size


def _inflated(level: zlib._Decompress, parts: list[bytes], room: int) -> tuple[list[bytes], int]:
    """What one level of packing makes of the parts, in pieces; it stops a piece beyond ``room``."""
    found: list[bytes] = []
    gained = 0
    for part in parts:
        rest = part
        while (rest or gained == 0) and gained <= room and not level.eof:
            try:
                piece = level.decompress(rest, _CHUNK)
            except zlib.error:
                return found, gained
            rest = level.unconsumed_tail
            if not piece:
                break
            gained += len(piece)
            found.append(piece)
    return found, gained
