"""Sentences for what went wrong."""

from __future__ import annotations

from policy.errors import ClauseDeskError
from resources.catalogue import Catalogue


def sentence(error: ClauseDeskError, catalogue: Catalogue) -> str:
    """The sentence of ``error`` in the catalogue's language."""
    return catalogue.text(f"error.{error.code}", **error.facts)
