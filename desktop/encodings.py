"""A file whose encoding nobody knows, read in each that it may be in, for a person to choose."""

from __future__ import annotations

from pathlib import Path

from policy.errors import PolicyError
from policy.sources.reading import SIZE_LIMIT
from widgets.dialogs.encoding_dialog import REPLACED, Trial

ENCODINGS = ("big5", "big5hkscs", "utf-16-le", "utf-16-be", "gb18030", "utf-8", "shift_jis", "euc_kr")
SHOWN = 2_000
"""So many characters stand in a preview."""


def trials(path: Path) -> list[Trial]:
    """The file in each encoding: those that lose nothing first, and among them those that read as Chinese text.

    Raises ``PolicyError`` ``cannot_read`` when the file has gone meanwhile.
    """
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT)
    except OSError as error:
        raise PolicyError("cannot_read", name=path.name, reason=error.strerror or "") from error
    read = [(encoding, data.decode(encoding, errors="replace")) for encoding in ENCODINGS]
    ordered = sorted(read, key=lambda one: (one[1].count(REPLACED), -_likeness(one[1][:SHOWN])))
    return [Trial(encoding, text[:SHOWN].lstrip("\ufeff"), text.count(REPLACED)) for encoding, text in ordered]


def _likeness(text: str) -> float:
    """The share of characters that Chinese text is made of: those that one of the two old character sets calls common."""
    common = max(len(text.encode(name, errors="ignore").decode(name)) for name in ("gb2312", "big5"))
    strange = sum("\ue000" <= char <= "\uf8ff" or (char < " " and char not in "\t\r\n") for char in text)
    return (common - 2 * strange) / max(1, len(text))
