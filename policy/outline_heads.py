"""The heading of a unit: the words before its first full stop, unless they are the provision itself."""

from __future__ import annotations

import re
from typing import Final

from policy.outline_marks import Style

_LONGEST: Final = 45
_LONGEST_LINE: Final = 60
_LONGEST_LABEL: Final = 15
_ASSIGNMENT: Final = re.compile(
    r"^[ \u3000]*[(（][^()（）]*(?:负责|牵头|分工|配合|部门|单位)[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]。?$"
)
_NAMED_ARTICLE: Final = re.compile(r"[【〔\[(（]([^】〕\])）]{1,30})[】〕\])）]")


def heading_of(words: str, style: Style) -> tuple[str | None, bool]:
    """The heading in the words after a marker, and whether more text follows it in the same paragraph."""
    bare = words.strip(" \t\u3000\u00a0*_#")
    if not bare:
        return None, False
    if style is Style.ARTICLE:
        return _article_heading(bare)
    if style <= Style.SECTION:
        return re.sub(r"\s", "", bare) if len(bare) <= _LONGEST_LINE else None, len(bare) > _LONGEST_LINE
    label, colon, after = bare.partition("：") if "：" in bare else bare.partition(":")
    head, stop, rest = bare.partition("。")
    if colon and len(label) <= _LONGEST_LABEL and len(label) < len(head) and not re.search("[，,；;。、]|下列|以下|包括", label):
        return label, bool(after.strip())
    if not stop:
        return _whole_line(bare)
    if len(head) > _LONGEST or "；" in head or ";" in head or _ASSIGNMENT.match(rest):
        return None, True
    return head, bool(rest.strip())


def _whole_line(bare: str) -> tuple[str | None, bool]:
    if len(bare) > _LONGEST_LINE or bare[-1] in "；;，,、":
        return None, True
    return bare.rstrip("：:"), False


def _article_heading(bare: str) -> tuple[str | None, bool]:
    named = _NAMED_ARTICLE.match(bare)
    if named and not named[1].isdecimal():
        return named[1], len(bare) > named.end()
    return None, True
