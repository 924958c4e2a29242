"""The settings of the program."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QRadioButton, QSpinBox, QWidget
from typing_extensions import override

from widgets.dialogs.date_field import DateField
from widgets.dialogs.form_dialog import FormDialog

SIZES = (10, 40)
SPIN_MARGIN = 6
REPORT_BODY_FONTS = ("仿宋_GB2312", "FangSong", "仿宋", "Noto Serif CJK SC")
REPORT_TITLE_FONTS = ("方正小标宋简体", "SimSun", "宋体", "Noto Serif CJK SC")


class Appearance(StrEnum):
    """Which palette is used; ``SYSTEM`` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the person chose. An empty font means the program's choice; ``as_of`` ``None`` means today."""

    language: str = "zh"
    appearance: Appearance = Appearance.SYSTEM
    document_font: str = ""
    document_font_size: int = 17
    report_body_font: str = ""
    report_title_font: str = ""
    due_soon_days: int = 30
    as_of: dt.date | None = None


class SettingsDialog(FormDialog):
    """Takes the preferences; ``preferences()`` is what was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Settings"), self.tr("&Save settings"), self.tr("Cancel"))
        self.language = QComboBox(self)
        for name, code in (("中文", "zh"), ("English", "en")):
            self.language.addItem(name, code)
        self.appearance = QComboBox(self)
        names = {Appearance.SYSTEM: self.tr("As the system"), Appearance.LIGHT: self.tr("Light"), Appearance.DARK: self.tr("Dark")}
        for appearance, name in names.items():
            self.appearance.addItem(name, appearance.value)
        self.font_family = self._font_box(tuple(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)))
        self.font_size = self._number(*SIZES, self.tr(" px"))
        self.report_body_font = self._font_box(REPORT_BODY_FONTS)
        self.report_title_font = self._font_box(REPORT_TITLE_FONTS)
        self.due_soon_days = self._number(0, 365, self.tr(" days"))
        self.today = QRadioButton(self.tr("To&day"), self)
        self.fixed = QRadioButton(self.tr("&Fixed:"), self)
        self.as_of = DateField(self)
        self.as_of.setAccessibleName(self.tr("Fixed as-of date"))
        self._lay_out()
        self.fixed.toggled.connect(self.as_of.setEnabled)
        self.set_preferences(Preferences())
        self.setMinimumWidth(480)

    def set_preferences(self, preferences: Preferences) -> None:
        """Show ``preferences``."""
        self.language.setCurrentIndex(max(0, self.language.findData(preferences.language)))
        self.appearance.setCurrentIndex(self.appearance.findData(preferences.appearance.value))
        self.font_family.setEditText(preferences.document_font or self._automatic())
        self.font_size.setValue(preferences.document_font_size)
        self.report_body_font.setEditText(preferences.report_body_font or self._automatic())
        self.report_title_font.setEditText(preferences.report_title_font or self._automatic())
        self.due_soon_days.setValue(preferences.due_soon_days)
        (self.today if preferences.as_of is None else self.fixed).setChecked(True)
        self.as_of.set_date(preferences.as_of)
        self.as_of.setEnabled(preferences.as_of is not None)

    def preferences(self) -> Preferences:
        """What was chosen."""
        return Preferences(
            language=str(self.language.currentData()),
            appearance=Appearance(self.appearance.currentData()),
            document_font=self._font(self.font_family),
            document_font_size=self.font_size.value(),
            report_body_font=self._font(self.report_body_font),
            report_title_font=self._font(self.report_title_font),
            due_soon_days=self.due_soon_days.value(),
            as_of=self.as_of.date() if self.fixed.isChecked() else None,
        )

    @override
    def problem(self) -> str:
        if self.fixed.isChecked() and self.as_of.date() is None:
            return self.tr("Please give the as-of date as a day such as 2013-12-31, or choose today.")
        return ""

    def _lay_out(self) -> None:
        self.add_row(self.tr("&Language:"), self.language)
        self.add_row(self.tr("&Appearance:"), self.appearance)
        self.add_row(self.tr("Font of the &policy text:"), self.font_family)
        self.add_row(self.tr("Size of the policy te&xt:"), self.font_size)
        self.add_row(self.tr("&Body font of reports:"), self.report_body_font)
        self.add_row(self.tr("&Title font of reports:"), self.report_title_font)
        self.add_row(self.tr("D&ue soon from:"), self.due_soon_days)
        group = QWidget(self)
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.today, self.fixed):
            row.addWidget(widget)
        row.addWidget(self.as_of, 1)
        self.add_row(self.tr("As-of date:"), group)
        self.content.addLayout(self.form_layout)
        self.content.addStretch(1)
        self.add_note(self.tr("Fonts of reports are named in the document, not embedded."))

    def _automatic(self) -> str:
        return self.tr("Automatic")

    def _font_box(self, families: tuple[str, ...]) -> QComboBox:
        box = QComboBox(self)
        box.setEditable(True)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(16)
        box.addItems([self._automatic(), *families])
        return box

    def _font(self, box: QComboBox) -> str:
        typed = box.currentText().strip()
        return "" if typed == self._automatic() else typed

    def _number(self, low: int, high: int, suffix: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(low, high)
        box.setSuffix(suffix)
        # A style sheet cannot pad the text of a spin box.
        box.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
        return box
