"""Characters of symbol fonts, which ``w:sym`` names by their place in the font, as the signs that Unicode has for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from policy.sources.word.tags import Element, W

_FONTS: Final[Mapping[str, Mapping[int, str]]] = MappingProxyType(
    {
        "wingdings": dict(
            zip(
                b"\x52\x6c\x6e\x6f\x71\x72\x75\x76\x9f\xa1\xa8\xd8\xe0\xe8\xf0\xfb\xfc\xfd\xfe",
                "☑●■□❑❒◆❖•○□➢→➔⇨✗✓☒☑",
                strict=True,
            )
        ),
        "wingdings 2": dict(zip(b"\x4f\x50\x51\x52\x54\x97\xa3", "✗✓☒☑☒●□", strict=True)),
        "symbol": dict(
            zip(
                b"\x44\x53\x57\x61\x62\x67\x64\x6c\x6d\x70\x73\xa3\xa5\xae\xb0\xb1\xb3\xb4\xb7\xb8\xb9\xbb\xd6\xde\xe5",
                "ΔΣΩαβγδλμπσ≤∞→°±≥×·÷≠≈√⇒∑",
                strict=True,
            )
        ),
    }
)
_PRIVATE: Final = 0xF000
_LAST: Final = 0x10FFFF


def symbol(element: Element) -> str:
    """The sign that a ``w:sym`` shows; ``""`` for one that is only drawn in its font and has no sign known to us (17.3.3.30)."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    font = element.get(f"{W}font", "").lower()
    place = code - _PRIVATE if _PRIVATE <= code <= _PRIVATE + 0xFF else code
    if font in _FONTS:
        return _FONTS[font].get(place, "")
    if code != place:
        return chr(place) if 0x20 < place < 0x7F else ""
    plain = 0x20 <= code <= _LAST and not 0xD800 <= code < 0xE000 and not 0xE000 <= code <= 0xF8FF
    return chr(code) if plain else ""
