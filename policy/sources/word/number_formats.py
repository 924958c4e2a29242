"""How Word writes the number of a list (ECMA-376 part 1, 17.18.59): ``一``, ``1``, ``①``, ``iv``, ``甲`` and the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from policy.numerals import CIRCLED, LIMIT, to_chinese

BULLET: Final = "bullet"
_MANY: Final = 780
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_WIDE: Final = {ord("0") + digit: chr(ord("０") + digit) for digit in range(10)}
_CHINESE_DIGITS: Final = {ord("0") + digit: char for digit, char in enumerate("○一二三四五六七八九")}
_SIMPLIFIED: Final = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_TRADITIONAL: Final = str.maketrans("零一二三四五六七八九十百千万", "零壹貳參肆伍陸柒捌玖拾佰仟萬")
_TENS: Final = 99


def number_words(style: str, value: int) -> str:
    """``value`` in the number format ``style``; ``""`` for ``none`` and bullets, Arabic for a format that no policy uses."""
    write = _STYLES.get(style)
    if write is None or not 0 <= value < LIMIT:
        return str(value)
    return write(value)


def _letters(value: int) -> str:
    if not 0 < value <= _MANY:
        return str(value)
    times, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _roman(value: int) -> str:
    if not 0 < value < 32_768:
        return str(value)
    found = ""
    for size, letters in _ROMAN:
        times, value = divmod(value, size)
        found += letters * times
    return found


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else str(value)


def _series(first: str, count: int) -> str:
    return "".join(chr(ord(first) + place) for place in range(count))


def _digits(value: int) -> str:
    return str(value).translate(_CHINESE_DIGITS)


def _counting(value: int) -> str:
    """Above 99 the counting formats write digit after digit; only those named after the thousand have 百 and 千."""
    return to_chinese(value) if 0 < value <= _TENS else _digits(value)


def _zodiac_pair(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if 0 < value <= 60 else str(value)


def _capitals(table: Mapping[int, int | str | None]) -> Callable[[int], str]:
    def write(value: int) -> str:
        words = to_chinese(value)
        # In capitals ten is 壹拾, so that nothing can be written in front of it.
        return (f"一{words}" if words.startswith("十") else words).translate(table)

    return write


def _nothing(value: int) -> str:
    del value
    return ""


def _ordinal(value: int) -> str:
    tail = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{tail}"


_STYLES: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        "decimal": str,
        "decimalHalfWidth": str,
        "decimalZero": lambda value: f"{value:02}",
        "decimalFullWidth": lambda value: str(value).translate(_WIDE),
        "decimalFullWidth2": lambda value: str(value).translate(_WIDE),
        "decimalEnclosedCircle": _one_of(CIRCLED),
        "decimalEnclosedCircleChinese": _one_of(CIRCLED),
        "decimalEnclosedParen": _one_of(_series("⑴", 20)),
        "decimalEnclosedFullstop": _one_of(_series("⒈", 20)),
        "numberInDash": lambda value: f"- {value} -",
        "upperLetter": lambda value: _letters(value).upper(),
        "lowerLetter": _letters,
        "upperRoman": lambda value: _roman(value).upper(),
        "lowerRoman": _roman,
        "ordinal": _ordinal,
        "chineseCounting": _counting,
        "taiwaneseCounting": _counting,
        "koreanCounting": _counting,
        "chineseCountingThousand": to_chinese,
        "taiwaneseCountingThousand": to_chinese,
        "japaneseCounting": to_chinese,
        "ideographDigital": _digits,
        "japaneseDigitalTenThousand": _digits,
        "taiwaneseDigital": _digits,
        "koreanDigital2": _digits,
        "chineseLegalSimplified": _capitals(_SIMPLIFIED),
        "ideographLegalTraditional": _capitals(_TRADITIONAL),
        "japaneseLegal": _capitals(_TRADITIONAL),
        "ideographTraditional": _one_of(_STEMS),
        "ideographZodiac": _one_of(_BRANCHES),
        "ideographZodiacTraditional": _zodiac_pair,
        "ideographEnclosedCircle": _one_of(_series("㊀", 10)),
        "bullet": _nothing,
        "none": _nothing,
    }
)
