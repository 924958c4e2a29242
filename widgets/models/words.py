"""How dates, times and sizes are written on the screen."""

from __future__ import annotations

import datetime as dt


def date_text(date: dt.date, language: str) -> str:
    """A day: ``2013年8月8日`` in Chinese, as ISO otherwise."""
    return f"{date.year}年{date.month}月{date.day}日" if language == "zh" else date.isoformat()


def moment_text(moment: dt.datetime, language: str, *, seconds: bool = False) -> str:
    """Day and minute in the user's own time zone; with ``seconds`` the second too."""
    local = moment.astimezone()
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{date_text(local.date(), language)} {clock}"


def number_text(value: float) -> str:
    """A figure as people write it: no exponent, no trailing zeros, nine places after the point at most."""
    return f"{value:.9f}".rstrip("0").rstrip(".")


def size_text(size: int) -> str:
    """A file size in the largest unit that keeps it above one: ``640 B``, ``12 KB``, ``3.4 MB``."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"
