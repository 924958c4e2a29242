"""A field for a day that may be left empty."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QLineEdit, QWidget

from widgets.labels import read_date


class DateField(QLineEdit):
    """Takes a day as people type it (``2013-8-8``, ``20130808``, ``2013年8月8日``) and writes it back as ``2013-08-08``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("yyyy-mm-dd"))
        self.setToolTip(self.tr("A day such as 2013-8-8, 20130808 or 2013年8月8日; may be left empty"))
        self.editingFinished.connect(self._tidy)

    def date(self) -> dt.date | None:
        """The day; ``None`` when empty or not a day."""
        return read_date(self.text())

    def is_valid(self) -> bool:
        """Whether the field is empty or holds a day."""
        return not self.text().strip() or self.date() is not None

    def set_date(self, date: dt.date | None) -> None:
        """Show ``date``."""
        self.setText("" if date is None else date.isoformat())

    def _tidy(self) -> None:
        date = self.date()
        if date is not None:
            self.set_date(date)
