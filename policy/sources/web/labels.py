"""The labels that sites put around an article, 索引号, 发文机关, 成文日期 and the like, with what stands behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from policy.canonical import fold
from policy.metadata_labels import Label, labelled

_SPACE: Final = re.compile(r"[\s\u00a0\u3000\u2000-\u200a]+")
_EMPTY: Final = frozenset(("", "无", "-", "--", "—", "暂无", "/"))
_WANTED: Final = (Label.TITLE, Label.ISSUER, Label.NUMBER, Label.WRITTEN, Label.STATUS)
_LONGEST: Final = 200
_SIGN: Final = re.compile("[：:】\\]〕]")
_REACH: Final = 24


def squeezed(words: str) -> str:
    """The words without any space."""
    return _SPACE.sub("", words)


def is_label(words: str) -> bool:
    """Whether a line is such a label with its colon, alone or with its value behind it."""
    if len(words) > _LONGEST or not _SIGN.search(words, 0, _REACH):
        return False
    return bool(_labelled(squeezed(words)))


def is_bare_label(words: str) -> bool:
    """Whether a cell is such a label, with or without a colon, and nothing else."""
    bare = squeezed(words).rstrip("：:")
    return 1 < len(bare) < 12 and len(_labelled(f"{bare}:")) == 1


def facts_of(lines: Iterable[str]) -> Mapping[Label, str]:
    """What the labels among the lines say, the first value of each. A label's value may stand in the line below."""
    found: dict[Label, str] = {}
    waiting: Label | None = None
    for line in lines:
        pairs = _labelled(line) if is_label(line) else []
        for label, value in pairs:
            waiting = label
            _note(found, label, value)
        if not pairs and is_bare_label(line):
            waiting = _labelled(f"{squeezed(line)}:")[0][0]
        elif not pairs and waiting is not None and line.strip():
            _note(found, waiting, line)
            waiting = None
    return MappingProxyType(found)


def _note(found: dict[Label, str], label: Label, value: str) -> None:
    if label in _WANTED and squeezed(value) not in _EMPTY:
        found.setdefault(label, value.strip())


def _labelled(words: str) -> list[tuple[Label, str]]:
    plain = fold(_SPACE.sub(lambda gap: " " * len(gap.group()), words.strip()))
    pairs = labelled(plain, 0, len(plain))
    return [(label, words.strip()[begin:end]) for label, begin, end in pairs or ()]
