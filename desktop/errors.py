"""The error of a request that cannot be carried out as it was put."""

from __future__ import annotations

from policy.errors import ClauseDeskError


class RequestError(ClauseDeskError):
    """A command, a line of a file or a choice that does not fit what is there."""
