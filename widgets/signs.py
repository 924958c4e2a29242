"""The small drawn signs of status; each stands beside its word, so that colour alone never says anything."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from policy.judging import Progress, Verdict, WarningLevel
from widgets.palette import Palette

FULL_TURN = 360.0
SIGN_SIZE = 12


class Sign(Enum):
    """What can be drawn: ○ ◔ ◔! ◕ ● ⊘ – for progress, ▲ △ ▽ for time, ? for a doubtful row."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    SLOW = "slow"
    PARTLY_DONE = "partly_done"
    DONE = "done"
    STOPPED = "stopped"
    NOT_APPLICABLE = "not_applicable"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    BEHIND = "behind"
    DOUBT = "doubt"


TOKENS = {
    Sign.NOT_STARTED: "muted",
    Sign.ON_TRACK: "blue",
    Sign.SLOW: "amber",
    Sign.PARTLY_DONE: "green",
    Sign.DONE: "green",
    Sign.STOPPED: "muted",
    Sign.NOT_APPLICABLE: "muted",
    Sign.OVERDUE: "accent",
    Sign.DUE_SOON: "blue",
    Sign.BEHIND: "amber",
    Sign.DOUBT: "purple",
}

VERDICT_TOKENS = {
    Verdict.UNCHECKED: "muted",
    Verdict.TRUE: "green",
    Verdict.PARTLY_TRUE: "amber",
    Verdict.FALSE: "accent",
    Verdict.UNVERIFIABLE: "purple",
}


def progress_sign(progress: Progress) -> Sign:
    """The sign of a reported progress."""
    return Sign(progress.value)


def warning_sign(level: WarningLevel) -> Sign | None:
    """The sign of a warning; none when nothing is wrong."""
    return None if level is WarningLevel.NONE else Sign(level.value)


def paint_sign(painter: QPainter, rect: QRectF, sign: Sign, palette: Palette) -> None:
    """Draw ``sign`` in the largest square in the middle of ``rect``."""
    side = min(rect.width(), rect.height())
    box = QRectF(0, 0, side, side)
    box.moveCenter(rect.center())
    color = palette.color(TOKENS[sign])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, side / 9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    PAINTERS[sign](painter, box, color)
    painter.restore()


def sign_pixmap(sign: Sign, palette: Palette, size: int = SIGN_SIZE, ratio: float = 1.0) -> QPixmap:
    """The sign on a transparent ground, ``size`` logical pixels square."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_sign(painter, QRectF(0, 0, size, size), sign, palette)
    painter.end()
    return pixmap


def sign_icon(sign: Sign, palette: Palette, size: int = SIGN_SIZE) -> QIcon:
    """The sign for menus and buttons, sharp on ordinary and dense screens."""
    icon = QIcon()
    for ratio in (1.0, 2.0):
        icon.addPixmap(sign_pixmap(sign, palette, size, ratio))
    return icon


def _circle(box: QRectF) -> QRectF:
    inset = box.width() / 9
    return box.adjusted(inset, inset, -inset, -inset)


def _pie(part: float) -> Callable[[QPainter, QRectF, QColor], None]:
    def draw(painter: QPainter, box: QRectF, color: QColor) -> None:
        circle = _circle(box)
        painter.drawEllipse(circle)
        if part > 0:
            slice_path = QPainterPath(circle.center())
            slice_path.arcTo(circle, 90.0, -FULL_TURN * part)
            slice_path.closeSubpath()
            painter.fillPath(slice_path, color)

    return draw


def _slow(painter: QPainter, box: QRectF, color: QColor) -> None:
    side = box.width()
    _pie(0.25)(painter, QRectF(box.left(), box.top() + side * 0.08, side * 0.84, side * 0.84), color)
    x = box.right() - side * 0.07
    painter.drawLine(QPointF(x, box.top() + side * 0.16), QPointF(x, box.top() + side * 0.58))
    painter.drawPoint(QPointF(x, box.top() + side * 0.84))


def _stopped(painter: QPainter, box: QRectF, color: QColor) -> None:
    circle = _circle(box)
    painter.drawEllipse(circle)
    reach = circle.width() / 2 * 0.7
    center = circle.center()
    painter.drawLine(center + QPointF(-reach, reach), center + QPointF(reach, -reach))


def _dash(painter: QPainter, box: QRectF, color: QColor) -> None:
    reach = box.width() * 0.28
    painter.drawLine(box.center() - QPointF(reach, 0), box.center() + QPointF(reach, 0))


def _triangle(filled: bool, downward: bool = False) -> Callable[[QPainter, QRectF, QColor], None]:
    def draw(painter: QPainter, box: QRectF, color: QColor) -> None:
        side = box.width()
        base, tip = box.top() + side * 0.84, box.top() + side * 0.14
        if downward:
            base, tip = box.top() + side * 0.16, box.top() + side * 0.86
        corners = [
            QPointF(box.center().x(), tip),
            QPointF(box.right() - side * 0.08, base),
            QPointF(box.left() + side * 0.08, base),
        ]
        if filled:
            painter.setBrush(color)
        painter.drawPolygon(QPolygonF(corners))

    return draw


def _doubt(painter: QPainter, box: QRectF, color: QColor) -> None:
    font = painter.font()
    font.setPixelSize(max(1, round(box.height())))
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), "?")


PAINTERS: dict[Sign, Callable[[QPainter, QRectF, QColor], None]] = {
    Sign.NOT_STARTED: _pie(0.0),
    Sign.ON_TRACK: _pie(0.25),
    Sign.SLOW: _slow,
    Sign.PARTLY_DONE: _pie(0.75),
    Sign.DONE: _pie(1.0),
    Sign.STOPPED: _stopped,
    Sign.NOT_APPLICABLE: _dash,
    Sign.OVERDUE: _triangle(filled=True),
    Sign.DUE_SOON: _triangle(filled=False),
    Sign.BEHIND: _triangle(filled=False, downward=True),
    Sign.DOUBT: _doubt,
}
