"""What all panels of the inspector have in common."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.catalogue import Catalogue
from widgets.palette import LIGHT, Palette


class Panel(QWidget):
    """A page of the inspector: it shows records, asks for changes, and can be told that nothing may be written."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.catalogue = catalogue
        self.palette_tokens: Palette = LIGHT
        self.read_only = False
        self.page = QVBoxLayout(self)
        self.page.setContentsMargins(0, 0, 0, 0)
        self.page.setSpacing(0)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self.palette_tokens = palette
        self.refresh()

    def set_read_only(self, read_only: bool) -> None:
        """Offer nothing that writes; the controls say why."""
        if read_only != self.read_only:
            self.read_only = read_only
            self.refresh()

    def flush(self) -> None:
        """Hand on at once whatever was typed and not handed on yet."""

    def unsaved(self) -> tuple[str, ...]:
        """What was typed and could not be stored."""
        return ()

    def refresh(self) -> None:
        """Bring colours and enabled states in line; subclasses say how."""

    def reason(self) -> str:
        """Why nothing can be written."""
        return self.tr("The workspace is open read only")
