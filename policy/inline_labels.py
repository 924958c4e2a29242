"""Labels such as 责任单位： that the end of a line broke in two, made whole for reading."""

from __future__ import annotations

import re

from policy.inline_duties import ROLE_LABEL, TIME_LABEL

_BROKEN = re.compile(r"(?P<head>[一-鿿]{1,9})(?P<gap>[ \t　]*\n[ \t　]*)(?P<tail>[一-鿿]{0,9}[〕】\]]?[:：])")
_LABEL = re.compile(rf"(?:{ROLE_LABEL}|{TIME_LABEL})[〕】\]]?[:：]")
_SURE = 4


def with_whole_labels(text: str) -> str:
    """``text`` with the line ends that stand inside a label set before it. No character is lost, so places stay the same, but for
    those inside such a label."""
    return _BROKEN.sub(_mended, text) if "\n" in text else text


def _mended(broken: re.Match[str]) -> str:
    """The longest label of the words around a line end, with that before it. A short one (时间) must begin its line or field."""
    head, gap, tail = broken.group("head", "gap", "tail")
    for start in range(len(head)):
        label = head[start:] + tail
        begins = start == 0 and not _is_word(broken.string[broken.start() - 1 : broken.start()])
        if _LABEL.fullmatch(label) and (begins or len(label) > _SURE):
            return f"{head[:start]}{gap}{label}"
    return broken.group()


def _is_word(char: str) -> bool:
    return "一" <= char <= "鿿"
