"""The error of writing a document."""

from __future__ import annotations

from policy.errors import ClauseDeskError


class ExportError(ClauseDeskError):
    """A document that cannot be written."""
