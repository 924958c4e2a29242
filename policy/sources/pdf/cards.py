"""Finds the card that government sites print above a document: labels with their values, several in a row, often in two lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policy.canonical import HAN
from policy.sources.pdf.lines import Line, Segment

_MOST_LINES: Final = 60
_FEWEST: Final = 3
_SAME_LEFT: Final = 0.6
_NEXT_LINE: Final = 3.2
_REACH: Final = 0.5
_LABEL: Final = re.compile(f"[{HAN}]{{2,8}}[：:]")
_PART: Final = re.compile(f"[{HAN} \u3000]{{1,8}}[：:]?")
_WHOLE: Final = re.compile(f"[{HAN}]{{2,8}}[：:].+")


@dataclass(frozen=True, slots=True)
class Card:
    """A card on a page: its labels with their values in reading order, such as ``发文字号：国发〔2018〕38号``."""

    page: int
    said: tuple[str, ...]


@dataclass(slots=True)
class _Label:
    """A label: its words, where it stands, and what of the lines it is made of."""

    words: str
    left: float
    right: float
    top: float
    bottom: float
    pieces: list[tuple[Line, Segment]]


def card_of(lines: Sequence[Line], page: int) -> tuple[Card, int] | None:
    """The card that begins with the first of the lines, with how many lines it takes; ``None`` where there is none."""
    held = [(line, piece) for line in lines[:_MOST_LINES] for piece in line.pieces]
    labels = _labels(held)
    if len(labels) < _FEWEST or not any(len(label.pieces) > 1 or _beside(label, labels) for label in labels):
        return None
    end = _end(labels)
    count = sum(line.y <= end for line in lines)
    inside = [(line, piece) for line, piece in held if line.y <= end]
    values = _values(inside, labels)
    if values is None or min(label.top for label in labels) > lines[0].y:
        return None
    ordered = sorted(labels, key=lambda label: (round(label.top / (2 * lines[0].size)), label.left))
    return Card(page, tuple(label.words + values[id(label)] for label in ordered)), count


def _labels(held: Sequence[tuple[Line, Segment]]) -> list[_Label]:
    """The labels one after the other, up to the first place where none follows closely."""
    found: list[_Label] = []
    used: set[int] = set()
    for place, (line, piece) in enumerate(held):
        if place in used:
            continue
        if found and line.top - max(label.bottom for label in found) > _NEXT_LINE * line.size:
            break
        chain = _chain(held, place, used)
        if chain is None:
            continue
        used.update(chain)
        parts = [held[index] for index in chain]
        words = "".join("".join(one.text.split()) for _, one in parts)
        right = max(one.right for _, one in parts)
        found.append(_Label(words, piece.left, right, line.top, parts[-1][0].bottom, parts))
    return found


def _chain(held: Sequence[tuple[Line, Segment]], place: int, used: set[int]) -> list[int] | None:
    """The stretches that make up a label from one of them on: further down, at the same left edge, up to its colon."""
    line, piece = held[place]
    if _WHOLE.fullmatch(piece.text):
        return [place]
    chain, words, last = [place], "".join(piece.text.split()), line
    if not _PART.fullmatch(piece.text):
        return None
    for index in range(place + 1, len(held)):
        below, part = held[index]
        if words[-1:] in "：:" or below.y - last.y > _NEXT_LINE * line.size:
            break
        if index in used or below is last or abs(part.left - piece.left) > _SAME_LEFT * line.size:
            continue
        if not _PART.fullmatch(part.text):
            return None
        chain, words, last = [*chain, index], words + "".join(part.text.split()), below
    return chain if _LABEL.fullmatch(words) else None


def _beside(label: _Label, labels: Sequence[_Label]) -> bool:
    return any(other is not label and other.top < label.bottom and label.top < other.bottom for other in labels)


def _end(labels: Sequence[_Label]) -> float:
    return max(label.bottom for label in labels)


def _values(held: Sequence[tuple[Line, Segment]], labels: Sequence[_Label]) -> dict[int, str] | None:
    """What stands beside each label; ``None`` when something stands where no label is."""
    taken = {id(piece) for label in labels for _, piece in label.pieces}
    found = {id(label): "" for label in labels}
    for line, piece in held:
        if id(piece) in taken:
            continue
        reach = _REACH * line.size
        owners = [
            label
            for label in labels
            if label.right <= piece.left and label.top - reach <= line.y - line.size / 3 <= label.bottom + reach
        ]
        if not owners:
            return None
        owner = max(owners, key=lambda label: (label.left, -abs((label.top + label.bottom) / 2 - line.y)))
        found[id(owner)] += piece.text
    return found
