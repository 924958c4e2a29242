"""Completes the name that is being typed in a line of several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter
from typing_extensions import override

from widgets.labels import SEPARATORS


class NamesCompleter(QCompleter):
    """Completes the last name of a line, whatever sign divides it from those before, which stay as they are."""

    def __init__(self, names: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setModel(QStringListModel(list(names), self))
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    @override
    def splitPath(self, path: str) -> list[str]:
        return [path[_begin(path) :].strip()]

    @override
    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        typed = str(self.widget().property("text") or "")
        return typed[: _begin(typed)] + str(index.data())


def _begin(line: str) -> int:
    """Where the last name of a line begins."""
    return max((found.end() for found in SEPARATORS.finditer(line)), default=0)
