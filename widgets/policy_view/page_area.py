"""The scrolling page: a read-only text edit with a fixed measure, marks painted under its text and room for a margin."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QMimeData, QPoint, QPointF, QRectF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QWidget
from typing_extensions import override

from policy.page import BlockKind
from widgets.policy_view.geometry import Geometry
from widgets.policy_view.marks import MarkSet
from widgets.policy_view.painter import Look, MarkPainter
from widgets.policy_view.textmap import TextMap
from widgets.policy_view.typesetting import GUTTER, MEASURE, Faces, Typesetter

# Cards take what the text leaves, between these widths; the text keeps at least so many characters a line.
MARGIN_LEAST, MARGIN_MOST = 140, 248
NARROWEST = 20
LONG_TEXT = 60_000
RESIZE_DELAY = 150
FLASH = 700


class PageArea(QTextEdit):
    """Shows a ``TextMap`` as a typeset page. It knows positions, not policies.

    Signals: ``clicked(int, bool)`` with the position under the pointer and whether words are there, ``context_requested(QPoint)``
    in global pixels, ``entered()`` for Enter at the caret, ``step_requested(int)`` for F4 and Shift+F4, ``arranged()`` after
    the measure or the scroll position changed.
    """

    clicked = Signal(int, bool)
    context_requested = Signal(QPoint)
    entered = Signal()
    step_requested = Signal(int)
    arranged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look()
        self.page = TextMap("", (), lambda _block: "")
        self.marks = MarkSet()
        self.geometry_of = Geometry(self)
        self._painter = MarkPainter(self.geometry_of, self.look)
        self._pressed: QPointF | None = None
        self._typesetter: Typesetter | None = None
        self._measure = 0
        self._em = 17.0
        self._margin = 0
        # Until the page has been in sight, there is no drag whose end is worth waiting for.
        self._painted = False
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(RESIZE_DELAY)
        self._delay.timeout.connect(self.rewrap)
        self._flash = QVariantAnimation(self)
        self._flash.setDuration(FLASH)
        self._flash.setStartValue(1.0)
        self._flash.setEndValue(0.0)
        self._flash.valueChanged.connect(self._glow)
        self._set_up()

    def _set_up(self) -> None:
        self.setReadOnly(True)
        # A page has no frame; where the keyboard is, its caret shows.
        self.setStyleSheet("PageArea { border: none; border-radius: 0; padding: 0; }")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)
        self.setAutoFillBackground(True)
        self.verticalScrollBar().valueChanged.connect(self.arranged)

    def show_page(self, page: TextMap, faces: Faces) -> None:
        """Set ``page`` anew; the scroll position goes to the top."""
        self.stop_flash()
        self.look.size = faces.style.size
        self._em = max(float(faces.style.size), QFontMetricsF(faces.body()).horizontalAdvance("国"))
        self._typesetter = Typesetter(faces, self.look.palette)
        document = self._typesetter.document(page)
        measure = self._wanted_measure()
        self._typesetter.balance(document, page, measure)
        document.setParent(self)
        # The first document belongs to the widget's own control, which deletes it; the later ones are ours.
        old = self.document() if self.document().parent() is self else None
        self.page = page
        self.setLineWrapColumnOrWidth(measure)
        self.setDocument(document)
        if old is not None:
            old.deleteLater()
        self._measure = measure
        self.rewrap()

    @property
    def margin_width(self) -> int:
        """The width left for cards beside the text; 0 when the pane is too narrow for them."""
        return self._margin

    def _room(self) -> int:
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def _wanted_measure(self) -> int:
        """Text width in pixels: a whole number of characters, at most the measure, with the gutters."""
        narrowest = NARROWEST * self._em + 2 * GUTTER
        spare = int(self._room() - narrowest)
        self._margin = min(MARGIN_MOST, spare) if spare >= MARGIN_LEAST else 0
        fitting = int((self._room() - self._margin - 2 * GUTTER) // self._em)
        return round(max(8, min(MEASURE, fitting)) * self._em + 2 * GUTTER) + 1

    def rewrap(self) -> None:
        """Wrap the text to the pane's width now, keeping the line at the top in sight."""
        self._delay.stop()
        measure = self._wanted_measure()
        if measure != self._measure:
            top = self.first_position()
            self._measure = measure
            if self._typesetter is not None:
                self._typesetter.balance(self.document(), self.page, measure)
            self.setLineWrapColumnOrWidth(measure)
            self._place_viewport()
            if top:
                self.scroll_to(top, 0)
        else:
            self._place_viewport()
        self.arranged.emit()

    def _place_viewport(self) -> None:
        spare = max(0, self._room() - self._measure - self._margin)
        left = spare // 2
        self.setViewportMargins(left, 0, spare - left + self._margin, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() == event.oldSize().width() and self._measure == self._wanted_measure():
            self.arranged.emit()
        elif len(self.page.shown) > LONG_TEXT and self._measure and self._painted:
            self._delay.start()
        else:
            self.rewrap()

    def first_position(self) -> int:
        """The position of the first line in sight; 0 at the top."""
        if self.verticalScrollBar().value() == 0:
            return 0
        return self.cursorForPosition(QPoint(GUTTER, 8)).position()

    def scroll_to(self, position: int, above: float) -> None:
        """Bring the line of ``position`` to ``above`` pixels under the upper edge."""
        line = self.geometry_of.line_rect(position)
        bar = self.verticalScrollBar()
        bar.setValue(round(bar.value() + line.top() - above))

    def in_sight(self, start: int, end: int) -> bool:
        """Whether the lines from ``start`` to ``end`` are wholly in sight."""
        top = self.geometry_of.line_rect(start).top()
        bottom = self.geometry_of.line_rect(end).bottom()
        return top >= 0 and bottom <= self.viewport().height()

    def flash(self, start: int, end: int) -> None:
        """Let a stretch light up once and fade."""
        self.look.flash = (start, end)
        self._flash.stop()
        self._flash.start()

    def stop_flash(self) -> None:
        """End the flash at once."""
        if self._flash.state() is QAbstractAnimation.State.Running:
            self._flash.stop()
        self.look.flash = None

    def _glow(self, strength: object) -> None:
        self.look.glow = float(strength) if isinstance(strength, float) else 0.0
        if self.look.flash is not None:
            self.repaint_span(*self.look.flash)
        if self.look.glow <= 0:
            self.look.flash = None

    def repaint_span(self, start: int, end: int) -> None:
        """Paint again the lines from ``start`` to ``end``, as far as they are in sight."""
        top = self.geometry_of.line_rect(start).top()
        bottom = self.geometry_of.line_rect(end).bottom() + self.look.size
        if bottom >= 0 and top <= self.viewport().height():
            self.viewport().update(QRectF(0, top - 4, self.viewport().width(), bottom - top + 8).toAlignedRect())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._painted = True
        painter = QPainter(self.viewport())
        self._painter.paint(painter, QRectF(event.rect()), self.page, self.marks)
        painter.end()
        super().paintEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position() if event.button() is Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        position, on_words = self.geometry_of.under(event.position())
        links = on_words and self._block_kind(position) is BlockKind.ANNEX_FOLD
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if links else Qt.CursorShape.IBeamCursor)

    def _block_kind(self, position: int) -> BlockKind | None:
        index = self.page.block_index(position)
        return self.page.blocks[index].kind if index >= 0 else None

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is None or self.textCursor().hasSelection():
            return
        if (event.position() - pressed).manhattanLength() < QApplication.startDragDistance():
            self.clicked.emit(*self.geometry_of.under(event.position()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_F4:
            self.step_requested.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        place = self.viewport().mapToGlobal(self.cursorRect().bottomLeft()) if by_key else event.globalPos()
        self.context_requested.emit(place)

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        cursor = self.textCursor()
        data.setText(self.page.selected_text(cursor.selectionStart(), cursor.selectionEnd()))
        return data

    def select(self, start: int, end: int) -> None:
        """Select from ``start`` to ``end``, as if by hand."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
