"""How the window was left: sizes, hidden panes and columns, kept in the settings."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from desktop.settings import HIDDEN_PANES, SPLITS, TABLE, WINDOW, Settings
from desktop.window_parts import Parts


def keep(settings: Settings, window: QMainWindow, parts: Parts, panes: dict[str, QAction]) -> None:
    """Remember how the window stands."""
    settings.set(WINDOW, _text(window.saveGeometry()))
    settings.set(SPLITS, [_text(splitter.saveState()) for splitter in (parts.columns, parts.right)])
    settings.set(TABLE, _text(QByteArray(parts.table.save_state())))
    settings.set(HIDDEN_PANES, [name for name, toggle in panes.items() if not toggle.isChecked()])


def restore(settings: Settings, window: QMainWindow, parts: Parts, panes: dict[str, QAction]) -> None:
    """Put the window as it was left; what was never kept stays as it is."""
    window.restoreGeometry(_bytes(settings.get(WINDOW)))
    splits: list[str] = settings.get(SPLITS)
    for splitter, text in zip((parts.columns, parts.right), splits, strict=False):
        splitter.restoreState(_bytes(text))
    parts.table.restore_state(bytes(_bytes(settings.get(TABLE)).data()))
    hidden: list[str] = settings.get(HIDDEN_PANES)
    for name, toggle in panes.items():
        toggle.setChecked(name not in hidden)


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(text.encode("ascii", "ignore")))


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode("ascii")
