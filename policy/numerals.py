"""Numbers as policies write them: Arabic of either width, Chinese numerals, circled digits."""

from __future__ import annotations

import datetime as dt

DIGITS = "零一二三四五六七八九"
ZEROS = "〇○◯零O"
UNITS = {"十": 10, "百": 100, "千": 1000}
VALUES = {digit: value for value, digit in enumerate(DIGITS)} | dict.fromkeys(ZEROS, 0) | {"两": 2}
LIMIT = 100_000_000
LONGEST = 20
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def to_int(numeral: str) -> int | None:
    """The value of ``12``, ``１２``, ``十二``, ``一二`` or ``⑫``; ``None`` for anything else."""
    if not numeral or len(numeral) > LONGEST:
        return None
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) == 1 and numeral in CIRCLED:
        return CIRCLED.index(numeral) + 1
    if all(char in VALUES for char in numeral):
        return int("".join(str(VALUES[char]) for char in numeral))
    return _with_units(numeral)


def _with_units(numeral: str) -> int | None:
    head, wan, tail = numeral.partition("万")
    if not wan:
        return _below_ten_thousand(numeral)
    high, low = _below_ten_thousand(head), _below_ten_thousand(tail) if tail else 0
    return None if high is None or low is None else high * 10_000 + low


def _below_ten_thousand(numeral: str) -> int | None:
    total, digit, ceiling = 0, None, 10_000
    for char in numeral:
        if char in VALUES:
            if digit:
                return None
            digit = VALUES[char]
        elif char in UNITS and UNITS[char] < ceiling:
            ceiling = UNITS[char]
            total += (1 if digit is None or (digit == 0 and char == "十") else digit) * ceiling
            digit = None
        else:
            return None
    return total + (digit or 0) if numeral else None


def to_chinese(value: int) -> str:
    """``25`` as ``二十五``, the way outlines number their units; from 0 to 99,999,999."""
    if not 0 <= value < LIMIT:
        raise ValueError(value)
    high, low = divmod(value, 10_000)
    if not high:
        return _spell(low)
    bridge = "零" if 0 < low < 1000 else ""
    return _spell(high) + "万" + (bridge + _spell(low, leading=False) if low else "")


def _spell(value: int, *, leading: bool = True) -> str:
    if value == 0:
        return DIGITS[0]
    parts: list[str] = []
    gap, rest = False, value
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, rest = divmod(rest, size)
        if not digit:
            gap = bool(parts)
            continue
        parts.append((DIGITS[0] if gap else "") + DIGITS[digit] + unit)
        gap = False
    spelt = "".join(parts)
    return spelt[1:] if leading and spelt.startswith("一十") else spelt


def to_date(year: str, month: str, day: str) -> dt.date | None:
    """The date that three numerals name, in either script; ``None`` if there is no such day."""
    numbers = [to_int(part) for part in (year, month, day)]
    if None in numbers:
        return None
    try:
        return dt.date(*(number for number in numbers if number is not None))
    except ValueError:
        return None
