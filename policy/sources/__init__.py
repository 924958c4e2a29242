"""Readers that turn a file into canonical text."""

from policy.sources.reading import SIZE_LIMIT, SourceText, read

__all__ = ["SIZE_LIMIT", "SourceText", "read"]
