"""How long work tells how far it is, and is ended."""

from __future__ import annotations

from collections.abc import Callable

Watch = Callable[[float], None]
"""Hears now and then which share of a work, from 0 to 1, is done; whatever it raises ends the work."""


def unwatched(share: float) -> None:
    """Watches nothing."""


def part(watch: Watch, start: float, end: float) -> Watch:
    """The watch of a work that is the part from ``start`` to ``end`` of a greater one."""
    return lambda share: watch(start + (end - start) * share)
