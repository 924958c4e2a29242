"""How the rows of the task table are painted: two lines, hairlines, washes and signs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from widgets.models.keyed import ROW_ROLE
from widgets.models.task_model import Column, Heading, TaskModel, TaskRow
from widgets.palette import LIGHT, Palette
from widgets.signs import SIGN_SIZE, VERDICT_TOKENS, Sign, paint_sign, progress_sign, warning_sign

ROW_HEIGHT = 34
LINE_PITCH = 16
LARGEST_FONT = 13
PADDING = 6
BAR = 3
CACHE_LIMIT = 20_000


class TwoLines:
    """Breaks a text into at most two lines of a width, the second elided, and remembers the outcome."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[str, ...]] = {}
        self._font = QFont()

    def of(self, text: str, width: int, font: QFont) -> tuple[str, ...]:
        """The lines of ``text`` in ``width`` pixels."""
        if font != self._font or len(self._known) > CACHE_LIMIT:
            self._known.clear()
            self._font = QFont(font)
        known = self._known.get((text, width))
        if known is None:
            known = self._known[text, width] = self._broken(text, width, font)
        return known

    def _broken(self, text: str, width: int, font: QFont) -> tuple[str, ...]:
        metrics = QFontMetricsF(font)
        flat = " ".join(text.split("\n"))
        if not flat or metrics.horizontalAdvance(flat) <= width:
            return (flat,) if flat else ()
        layout = QTextLayout(flat, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(width)
        end = line.textStart() + line.textLength()
        layout.endLayout()
        units = flat.encode("utf-16-le")
        first, rest = units[: end * 2].decode("utf-16-le"), units[end * 2 :].decode("utf-16-le")
        return first.rstrip(), metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)


@dataclass(frozen=True, slots=True)
class Face:
    """The fonts of the table with what is needed to place a line; made once per font of the view."""

    font: QFont
    bold: QFont
    metrics: QFontMetricsF
    drop: float

    @classmethod
    def of(cls, font: QFont) -> Face:
        """The table's face: digits of one width, no larger than two lines of a row allow."""
        table = QFont(font)
        pixels = table.pixelSize() if table.pixelSize() > 0 else round(table.pointSizeF() * 96 / 72)
        table.setPixelSize(min(pixels, LARGEST_FONT))
        table.setFeature(QFont.Tag("tnum"), 1)
        bold = QFont(table)
        bold.setBold(True)
        metrics = QFontMetricsF(table)
        return cls(table, bold, metrics, (LINE_PITCH - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent())

    def baseline(self, rect: QRect, lines: int, at: int) -> int:
        """Where line ``at`` of ``lines`` stands in a cell."""
        return round(rect.top() + (rect.height() - lines * LINE_PITCH) / 2 + at * LINE_PITCH + self.drop)


class TaskDelegate(QStyledItemDelegate):
    """Paints task rows and category headings. ``lit`` holds the ids of the tasks that belong to the chosen clause."""

    def __init__(self, model: TaskModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._lines = TwoLines()
        self.palette: Palette = LIGHT
        self.lit: frozenset[str] = frozenset()
        self._known_face: tuple[QFont, Face] | None = None
        self._cells: dict[Column, Callable[[QPainter, QRect, TaskRow, Face], None]] = {
            Column.NUMBER: self._number,
            Column.TASK: self._task,
            Column.DEPARTMENTS: self._plain,
            Column.TIMING: self._timing,
            Column.PROGRESS: self._progress,
            Column.VERDICT: self._verdict,
            Column.EVIDENCE: self._evidence,
            Column.ANNOTATIONS: self._annotations,
            Column.CLAUSES: self._clauses,
        }

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = index.data(ROW_ROLE)
        rect: QRect = option.rect
        face = self._face(option.font)
        painter.save()
        painter.setClipRect(rect)
        if isinstance(entry, Heading):
            self._heading(painter, rect, entry, face, option)
        elif isinstance(entry, TaskRow):
            self._ground(painter, rect, entry, option, index.column())
            painter.setFont(face.font)
            painter.setPen(self.palette.color("text"))
            self._cells[Column(index.column())](painter, rect.adjusted(PADDING, 0, -PADDING, -1), entry, face)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self.palette.color("line"))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, row: TaskRow, option: QStyleOptionViewItem, column: int) -> None:
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        lit = row.key in self.lit
        # The style has already laid its own selection under the row; the table's is softer.
        painter.fillRect(rect, self.palette.color("paper"))
        if lit:
            painter.fillRect(rect, self.palette.color("blue", 0.10))
        if chosen:
            painter.fillRect(rect, self.palette.color("text", 0.09))
        if column == Column.NUMBER and (lit or chosen):
            painter.fillRect(rect.left(), rect.top(), BAR, rect.height(), self.palette.color("accent" if chosen else "blue"))

    def _heading(self, painter: QPainter, rect: QRect, heading: Heading, face: Face, option: QStyleOptionViewItem) -> None:
        """Each cell paints its own part of one line that runs over the whole row, so no spans have to be kept up to date."""
        painter.fillRect(rect, self.palette.color("paper"))
        painter.fillRect(rect, self.palette.color("window", 0.6))
        view = option.widget
        left = -view.horizontalHeader().offset() if isinstance(view, QTableView) else rect.left()
        text = self._model.heading_text(heading)
        baseline = face.baseline(rect, 1, 0)
        x = left + PADDING
        painter.setPen(self.palette.color("muted"))
        painter.setFont(face.bold)
        painter.drawText(x, baseline, text)
        painter.setFont(face.font)
        painter.drawText(x + QFontMetrics(face.bold).horizontalAdvance(text) + PADDING, baseline, str(heading.count))

    def _number(self, painter: QPainter, rect: QRect, row: TaskRow, face: Face) -> None:
        painter.setPen(self.palette.color("muted"))
        text = self._model.text(row, Column.NUMBER)
        painter.drawText(
            rect.adjusted(0, 0, PADDING // 2, 0), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text
        )
        if row.doubtful:
            paint_sign(painter, _sign_box(rect.adjusted(-2, 0, 0, 0)), Sign.DOUBT, self.palette)

    def _task(self, painter: QPainter, rect: QRect, row: TaskRow, face: Face) -> None:
        self._text(painter, rect, self._model.text(row, Column.TASK), face)

    def _plain(self, painter: QPainter, rect: QRect, row: TaskRow, face: Face) -> None:
        self._text(painter, rect, self._model.text(row, Column.DEPARTMENTS), face)

    def _timing(self, painter: QPainter, rect: QRect, row: TaskRow, face: Face) -> None:
        sign = warning_sign(row.warning)
        painter.setPen(self.palette.color("accent" if sign is Sign.OVERDUE else "muted"))
        beside = rect.adjusted(SIGN_SIZE + 2, 0, 0, 0)
        self._text(painter, beside, self._model.text(row, Column.TIMING), face)
        if sign is not None:
            paint_sign(painter, _sign_box(rect), sign, self.palette)

    def _progress(self, painter: QPainter, rect: QRect, row: TaskRow, face: Face) -> None:
        if row.progress is None:
            painter.setPen(self.palette.color("muted"))
        else:
            paint_sign(painter, _sign_box(rect), progress_sign(row.progress), self.palette)
        lines = [self._model.text(row, Column.PROGRESS)]
        if row.percent is not None:
            lines.append(self.tr("{percent} %").format(percent=row.percent))
        self._draw(painter, rect.adjusted(SIGN_SIZE + 4, 0, 0, 0), self._fitted(lines, rect.width() - SIGN_SIZE - 4, face), face)

    def _verdict(self, painter: QPainter, rect: QRect, row: TaskRow, face: Face) -> None:
        token = VERDICT_TOKENS[row.verdict] if row.verdict is not None else "muted"
        painter.setPen(self.palette.color(token))
        self._draw(painter, rect, self._fitted([self._model.text(row, Column.VERDICT)], rect.width(), face), face)

    def _evidence(self, painter: QPainter, rect: QRect, row: TaskRow, face: Face) -> None:
        self._count(painter, rect, row.evidence)

    def _annotations(self, painter: QPainter, rect: QRect, row: TaskRow, face: Face) -> None:
        self._count(painter, rect, row.annotations)

    def _clauses(self, painter: QPainter, rect: QRect, row: TaskRow, face: Face) -> None:
        painter.setPen(self.palette.color("blue"))
        self._text(painter, rect, self._model.text(row, Column.CLAUSES), face)

    def _count(self, painter: QPainter, rect: QRect, count: int) -> None:
        if count:
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(count))

    def _text(self, painter: QPainter, rect: QRect, text: str, face: Face) -> None:
        if rect.width() > 0:
            self._draw(painter, rect, self._lines.of(text, rect.width(), face.font), face)

    def _fitted(self, lines: list[str], width: int, face: Face) -> tuple[str, ...]:
        return tuple(face.metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(0, width)) for line in lines)

    def _draw(self, painter: QPainter, rect: QRect, lines: tuple[str, ...], face: Face) -> None:
        for at, line in enumerate(lines):
            painter.drawText(rect.left(), face.baseline(rect, len(lines), at), line)

    def _face(self, font: QFont) -> Face:
        if self._known_face is None or self._known_face[0] != font:
            self._known_face = (QFont(font), Face.of(font))
        return self._known_face[1]


def _sign_box(rect: QRect) -> QRectF:
    return QRectF(rect.left(), rect.center().y() - SIGN_SIZE / 2 + 0.5, SIGN_SIZE, SIGN_SIZE)
