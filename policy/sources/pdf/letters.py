"""The characters of a PDF as they are meant: plain signs for radicals, words put together over line ends, garbage told apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LINE_END_HYPHENS: Final = frozenset("\u0002\ufffe")

_RADICALS: Final = dict(
    zip(
        map(
            ord,
            "⺁⺄⺇⺌⺓⺔⺕⺗⺙⺛⺝⺟⺠⺡⺢⺣⺩⺪⺫⺬⺭⺮⺯⺰⺶⺸⺻⺼⺽⺿⻁⻄⻅⻆⻉⻋⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⻲⺎⺏⺒⺱⺳⺹⺾⻂⻃⻈⻊⻌⻍⻎⻏⻐⻖",
        ),
        "厂乙几小幺彑彐心攵旡月母民水水火王疋目示示竹糸纟羊羊聿肉臼艹虎西见角贝车長長长门雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟龜"
        "兀尣巳网网老艹衣西讠足辶辶辶邑钅阜",
        strict=True,
    )
)
_SPACES: Final = re.compile(r"[\s\u00a0\u200b\u2060\ufeff]")
_LATIN: Final = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
_LETTER: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[!-~]*$")


@lru_cache(maxsize=8192)
def letters_of(code: int) -> str:
    """The character or characters that a code of the text layer means: ligatures taken apart, radicals and compatibility forms
    of Chinese characters as the plain ones, every kind of space as one, nothing for signs that are not printed."""
    char = chr(code)
    if code in _RADICALS:
        return _RADICALS[code]
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB07 or 0x2F800 <= code < 0x2FA20:
        return unicodedata.normalize("NFKC", char)
    if char in _LINE_END_HYPHENS:
        # The library marks a hyphen at the end of a line so, whatever it is there for.
        return "-"
    if char == "\u3000":
        return char
    if _SPACES.match(char):
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cf") and char != "\u00ad" else char


@lru_cache(maxsize=8192)
def is_garbage(code: int) -> bool:
    """Whether a code is one that no text has: private, unassigned, half a character, or the sign for a lost one."""
    return code in (0, 0xFFFD) or unicodedata.category(chr(code)) in ("Co", "Cn", "Cs")


def is_latin(char: str) -> bool:
    """Whether a character belongs to words that are parted by spaces: letters and digits of the Latin script."""
    return _LATIN.match(char) is not None


def joined(above: str, below: str) -> str:
    """Two lines of one paragraph as one: words of Latin letters get the space between them back, a hyphen that only marked the
    line end goes, and Chinese follows without a gap."""
    left, right = above.rstrip(" "), below.lstrip(" ")
    if not left or not right:
        return left + right
    if left[-1] == "\u00ad":
        return left[:-1] + right
    if left[-1] == "-" and len(left) > 1 and left[-2].islower() and right[0].islower() and _LETTER.match(left[-2]):
        return left[:-1] + right
    spaced = len(left) < len(above) or len(right) < len(below)
    if is_latin(left[-1]) and is_latin(right[0]) and _parted(left, right, spaced=spaced):
        return f"{left} {right}"
    ends_word = left[-1] in ",.;:" and left.isascii() and _LETTER.match(right[0]) is not None
    return f"{left} {right}" if ends_word else left + right


def _parted(left: str, right: str, *, spaced: bool) -> bool:
    """Whether a space was lost between two Latin characters at a line end; a number or an address may be broken anywhere."""
    if _ADDRESS.search(left):
        return False
    return spaced or (_LETTER.match(left[-1]) is not None and _LETTER.match(right[0]) is not None)
