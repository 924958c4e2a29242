"""Telling Qt that a filter changes, in the words of the version that runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSortFilterProxyModel


@contextmanager
def filter_changes(proxy: QSortFilterProxyModel) -> Iterator[None]:
    """Change what a proxy lets pass inside the block; its rows follow at the end, selection and scroll stay."""
    if not hasattr(proxy, "endFilterChange"):  # Qt before 6.10
        yield
        proxy.invalidateRowsFilter()
        return
    proxy.beginFilterChange()
    yield
    proxy.endFilterChange(QSortFilterProxyModel.Direction.Rows)
