"""The two palettes of the program; no other module names a colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from storage.records import AnnotationKind


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one appearance, by what they are used for. All text colours reach 4.5 : 1 on ``paper`` and ``window``."""

    dark: bool
    window: str
    paper: str
    text: str
    muted: str
    line: str
    accent: str
    blue: str
    green: str
    amber: str
    purple: str

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """The colour named ``token`` (a field of this class), ``alpha`` from 0 to 1."""
        color = QColor(getattr(self, token))
        color.setAlphaF(alpha)
        return color

    def mark(self, kind: AnnotationKind) -> QColor:
        """The full colour of a remark of this kind; its shape is drawn by the view."""
        return QColor(getattr(self, MARK_TOKENS[kind]))

    def qt(self) -> QPalette:
        """The same colours as a ``QPalette`` for native controls."""
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: self.window,
            QPalette.ColorRole.WindowText: self.text,
            QPalette.ColorRole.Base: self.paper,
            QPalette.ColorRole.AlternateBase: self.window,
            QPalette.ColorRole.Text: self.text,
            QPalette.ColorRole.Button: self.window,
            QPalette.ColorRole.ButtonText: self.text,
            QPalette.ColorRole.BrightText: self.accent,
            QPalette.ColorRole.ToolTipBase: self.paper,
            QPalette.ColorRole.ToolTipText: self.text,
            QPalette.ColorRole.PlaceholderText: self.muted,
            QPalette.ColorRole.Link: self.blue,
            QPalette.ColorRole.Highlight: self.blue,
            QPalette.ColorRole.HighlightedText: self.paper,
            QPalette.ColorRole.Mid: self.line,
        }
        for role, color in roles.items():
            palette.setColor(role, QColor(color))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("muted", 0.6))
        return palette


MARK_TOKENS = {
    AnnotationKind.HIGHLIGHT: "amber",
    AnnotationKind.COMMENT: "accent",
    AnnotationKind.QUESTION: "purple",
    AnnotationKind.ISSUE: "accent",
    AnnotationKind.SUGGESTION: "green",
}

LIGHT = Palette(
    dark=False,
    window="#F3F2EE",
    paper="#FCFBF8",
    text="#22211E",
    muted="#605D56",
    line="#DCD9D1",
    accent="#A8281E",
    blue="#1F4E8C",
    green="#2E6B3A",
    amber="#8A5A00",
    purple="#6A3D9A",
)

DARK = Palette(
    dark=True,
    window="#1D1E20",
    paper="#252629",
    text="#E7E5DF",
    muted="#A9A69E",
    line="#3A3B3F",
    accent="#FF8B7B",
    blue="#8FB8F0",
    green="#86C995",
    amber="#E0B35A",
    purple="#C3A3E6",
)
