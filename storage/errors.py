"""The error of the workspace file."""

from __future__ import annotations

from policy.errors import ClauseDeskError


class StorageError(ClauseDeskError):
    """A workspace that cannot be opened, read or written."""
