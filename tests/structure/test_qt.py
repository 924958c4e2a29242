"""What we rely on in Qt's Python binding, and what was seen broken in some releases."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_a_call_that_returns_nothing_keeps_the_count_of_none() -> None:
    # PySide6 6.12.0 on Python 3.11 loses one reference to None per call, until the interpreter aborts.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(10_000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 1_000
