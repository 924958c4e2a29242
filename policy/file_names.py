"""Names that files may be given on any system, made from what somebody else called them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LENGTH_LIMIT: Final = 200
"""Bytes of UTF-8; file systems take 255, and some are beside it for a while with a few letters more."""

NAMELESS: Final = "file"
_SUFFIX_LIMIT: Final = 24
_SEPARATORS: Final = re.compile(r"[/\\]")
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
# Characters that control, that do not show (they turn the direction of reading round, or have no width), halves of characters, and
# ends of lines and paragraphs.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DEVICE: Final = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """The last part of ``name`` as one name that Windows, Linux and macOS take: in NFC, nothing unseen in it, no device, at most
    ``LENGTH_LIMIT`` bytes, its ending kept. A name that is fine already stays as it is."""
    parts = [part for part in _SEPARATORS.split(name) if part.strip(" .")]
    made = parts[-1] if parts else ""
    before = None
    # Composing characters may bring together what was kept apart by something unseen, and so on.
    while made != before:
        before = made
        made = "".join(character for character in made if unicodedata.category(character) not in _UNSEEN)
        made = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", made)).strip().rstrip(" .")
        made = made if made.strip(" .") else NAMELESS
        made = f"_{made}" if _DEVICE.match(made) else made
        made = _shortened(made)
    return made


def _shortened(name: str) -> str:
    if len(name.encode()) <= LENGTH_LIMIT:
        return name
    stem, dot, ending = name.rpartition(".")
    suffix = f"{dot}{ending}"
    if not stem or len(suffix.encode()) > _SUFFIX_LIMIT:
        stem, suffix = name, ""
    room = LENGTH_LIMIT - len(suffix.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + suffix
