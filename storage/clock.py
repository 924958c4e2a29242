"""Ids and clocks that need no server: UUIDv7 and a hybrid logical clock."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable

_COUNTER_BITS = 16
# A colleague's clock may run ahead a little; a clock set years ahead must not drag ours along.
_TRUSTED_LEAD = 60_000 << _COUNTER_BITS


def wall_milliseconds() -> int:
    """Milliseconds since 1970, by the computer's clock."""
    return time.time_ns() // 1_000_000


def uuid7(milliseconds: int | None = None) -> str:
    """A new UUIDv7 (RFC 9562), so that ids sort roughly by time."""
    stamp = wall_milliseconds() if milliseconds is None else milliseconds
    noise = int.from_bytes(os.urandom(10), "big")
    high, low = noise >> 68, noise & ((1 << 62) - 1)
    digits = f"{(stamp & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (high & 0xFFF) << 64 | 0b10 << 62 | low:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def moment(stamp: int) -> dt.datetime:
    """The time of a clock stamp, in UTC; stamps outside the calendar give its nearest end."""
    seconds = max(0, min((stamp >> _COUNTER_BITS) / 1000, 253_402_300_799.0))
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


class Clock:
    """A hybrid logical clock: milliseconds shifted left by 16, plus a counter. Never goes back within a session."""

    def __init__(self, wall: Callable[[], int] = wall_milliseconds) -> None:
        self._wall = wall
        self._last = 0

    def now(self) -> dt.datetime:
        """The present time in UTC, by the same wall clock."""
        return dt.datetime.fromtimestamp(self._wall() / 1000, dt.UTC)

    def tick(self) -> int:
        """A stamp later than every stamp given or seen before."""
        self._last = max(self._wall() << _COUNTER_BITS, self._last + 1)
        return self._last

    def observe(self, stamp: int) -> None:
        """Take note of a stamp written elsewhere; one far in the future is not followed."""
        if stamp <= (self._wall() << _COUNTER_BITS) + _TRUSTED_LEAD:
            self._last = max(self._last, stamp)
