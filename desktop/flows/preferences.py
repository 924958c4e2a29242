"""Settings, appearance and text size."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop import settings as keys
from desktop.settings import Settings
from widgets import dialogs
from widgets.dialogs.shown import show_modal

SMALLEST, LARGEST = 10, 40


class PreferencesFlow(QObject):
    """Changes how the program looks and counts.

    Signals: ``appearance_changed()``; ``language_changed()``; ``font_changed()``; ``reckoning_changed()`` when the as-of date or
    the warning threshold is another.
    """

    appearance_changed = Signal()
    language_changed = Signal()
    font_changed = Signal()
    reckoning_changed = Signal()

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings

    def open(self) -> None:
        """Open the settings."""
        dialog = dialogs.SettingsDialog(self._window)
        dialog.set_preferences(self.preferences())
        dialog.accepted.connect(lambda: self.apply(dialog.preferences()))
        show_modal(dialog)

    def preferences(self) -> dialogs.Preferences:
        """The settings as they stand."""
        get = self._settings.get
        return dialogs.Preferences(
            language=get(keys.LANGUAGE),
            appearance=dialogs.Appearance(get(keys.APPEARANCE)),
            document_font=get(keys.FONT_FAMILY),
            document_font_size=get(keys.FONT_SIZE),
            report_body_font=get(keys.REPORT_BODY_FONT),
            report_title_font=get(keys.REPORT_TITLE_FONT),
            due_soon_days=get(keys.DUE_SOON_DAYS),
            as_of=_date(get(keys.AS_OF)),
        )

    def apply(self, chosen: dialogs.Preferences) -> None:
        """Keep ``chosen`` and tell what has become another."""
        before = self.preferences()
        put = self._settings.set
        put(keys.LANGUAGE, chosen.language)
        put(keys.APPEARANCE, str(chosen.appearance))
        put(keys.FONT_FAMILY, chosen.document_font)
        put(keys.FONT_SIZE, chosen.document_font_size)
        put(keys.REPORT_BODY_FONT, chosen.report_body_font)
        put(keys.REPORT_TITLE_FONT, chosen.report_title_font)
        put(keys.DUE_SOON_DAYS, chosen.due_soon_days)
        put(keys.AS_OF, chosen.as_of.isoformat() if chosen.as_of else "")
        if chosen.appearance != before.appearance:
            self.appearance_changed.emit()
        if (chosen.document_font, chosen.document_font_size) != (before.document_font, before.document_font_size):
            self.font_changed.emit()
        if (chosen.as_of, chosen.due_soon_days) != (before.as_of, before.due_soon_days):
            self.reckoning_changed.emit()
        if chosen.language != before.language:
            self.language_changed.emit()

    def set_dark(self, dark: bool) -> None:
        """Choose the dark or the light appearance."""
        self._settings.set(keys.APPEARANCE, str(dialogs.Appearance.DARK if dark else dialogs.Appearance.LIGHT))
        self.appearance_changed.emit()

    def larger(self) -> None:
        """Set the policy text one size larger."""
        self._resize(1)

    def smaller(self) -> None:
        """Set the policy text one size smaller."""
        self._resize(-1)

    def _resize(self, step: int) -> None:
        size = min(LARGEST, max(SMALLEST, self._settings.get(keys.FONT_SIZE) + step))
        self._settings.set(keys.FONT_SIZE, size)
        self.font_changed.emit()


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
