"""Counts how often drawings that a PDF uses inside others would be drawn: a few that use each other can stand for billions."""

from __future__ import annotations

import re
import zlib
from typing import Final

MOST_DRAWN: Final = 200_000
"""How many drawings a document may come to in all, each counted as often as it is drawn."""

_LONGEST: Final = 1024 * 1024
_FORM: Final = re.compile(rb"/Subtype\s*/Form\b")
_OBJECT: Final = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_REFERENCE: Final = re.compile(rb"(\d+)\s+\d+\s+R\b")
_DRAW: Final = re.compile(rb"\bDo\b")
_HEADS: Final = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def drawn_times(forms: list[tuple[bytes, bytes]]) -> int:
    """How many drawings come of one use of the largest of ``forms``, at most a little over ``MOST_DRAWN``.

    A form is given as what stands before its stream, from the number of its object on, and the stream, packed or not. What it
    may use are the forms that it names; those that use themselves the library leaves alone.
    """
    uses = dict[bytes, tuple[int, list[bytes]]]()
    for head, body in forms:
        number = _OBJECT.match(head)
        if number:
            uses[number[1]] = (len(_DRAW.findall(_opened(body))), _REFERENCE.findall(head))
    known = dict[bytes, int]()
    for start in uses:
        _count(start, uses, known)
    return max(known.values(), default=0)


def is_form(head: bytes) -> bool:
    """Whether a stream with these entries is a drawing that others may use."""
    return _FORM.search(head) is not None


def _count(start: bytes, uses: dict[bytes, tuple[int, list[bytes]]], known: dict[bytes, int]) -> None:
    """Note in ``known`` how many drawings each form comes to, those it uses before itself; without recursion, however deep."""
    waiting, entered = [start], set[bytes]()
    while waiting:
        form = waiting[-1]
        times, named = uses[form]
        inner = [name for name in named if name in uses and name not in known and name not in entered]
        entered.add(form)
        if inner:
            waiting += inner
            continue
        waiting.pop()
        largest = max((known.get(name, 0) for name in named if name in uses), default=0)
        known[form] = min(MOST_DRAWN + 1, 1 + times * largest)


def _opened(body: bytes) -> bytes:
    """The beginning of a stream, unpacked."""
    if body[:2] not in _HEADS:
        return body[:_LONGEST]
    try:
        return zlib.decompressobj().decompress(body, _LONGEST)
    except zlib.error:
        return b""
