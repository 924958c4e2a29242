"""How work on a document ends when the person who asked for it no longer wants it."""

from __future__ import annotations


class Cancelled(Exception):  # noqa: N818 - nothing failed, so it is not called an error
    """The work was called off. Nothing is left behind."""
