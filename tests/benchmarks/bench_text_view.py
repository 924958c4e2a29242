"""The policy text: opening, jumping, adding a mark and hiding a tag, beside a bare text edit with the same text and formats."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from itertools import count
from time import perf_counter

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from policy.model import Policy, Span
from policy.page import page_blocks
from policy.parse import parse_text
from resources.catalogue import Catalogue
from storage.records import AnnotationKind
from tests.benchmarks.cases import Case
from tests.benchmarks.inputs import policy_text
from widgets.palette import LIGHT
from widgets.policy_view.marks import Mark
from widgets.policy_view.textmap import TextMap
from widgets.policy_view.typesetting import Faces, Typesetter, TypeStyle
from widgets.policy_view.view import PolicyView

SIZES = ((20_000, 500), (335_000, 10_000))
HUGE = (335_000, 100_000)
PANE = (900, 800)
FRAME = 16.0
ADDING = 5.0
TAGS = (("背景", "#1F4E8C"), ("数据", "#2E6B3A"))


def marks_on(text: str, number: int) -> list[Mark]:
    """``number`` marks of every kind, overlapping, at places that are the same in every run."""
    chance = random.Random(7)
    kinds = list(AnnotationKind)
    created = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
    starts = [chance.randrange(len(text) - 60) for _ in range(number)]
    return [
        Mark(str(key), Span(at, at + chance.randrange(2, 60)), kinds[key % 5], "审阅人", created, "口径待核。", (TAGS[key % 2],))
        for key, at in enumerate(starts)
    ]


def painted(widget: QWidget) -> None:
    """Show ``widget`` and have it painted."""
    widget.resize(*PANE)
    widget.show()
    QApplication.processEvents()
    widget.grab()


def opened_view(catalogue: Catalogue, policy: Policy, marks: list[Mark]) -> PolicyView:
    view = PolicyView(catalogue)
    view.resize(*PANE)
    view.set_policy(policy.text, policy.provisions)
    view.set_marks(marks)
    painted(view)
    return view


def opened_edit(page: TextMap) -> QTextEdit:
    """A bare read-only text edit with the same text, faces and block formats."""
    edit = QTextEdit()
    edit.setReadOnly(True)
    document = Typesetter(Faces(TypeStyle()), LIGHT).document(page)
    document.setParent(edit)
    edit.setDocument(document)
    painted(edit)
    return edit


def settled(view: PolicyView) -> None:
    """Have all of the text laid out, which Qt does bit by bit after a long text was opened."""
    document = view.area.document()
    document.documentLayout().blockBoundingRect(document.lastBlock())
    QApplication.processEvents()


def timed(work: Callable[[], object], after: Callable[[], object] = lambda: None) -> float:
    """Milliseconds that ``work`` takes; ``after`` is not measured."""
    begun = perf_counter()
    work()
    took = (perf_counter() - begun) * 1_000
    after()
    return took


def opening(name: str, catalogue: Catalogue, policy: Policy, marks: list[Mark]) -> Case:
    page = TextMap(policy.text, page_blocks(policy.text, policy.provisions), lambda _block: "table")

    def once(make: Callable[[], QWidget]) -> float:
        made: list[QWidget] = []
        return timed(lambda: made.append(make()), lambda: discard(made.pop()))

    return Case(name, lambda: once(lambda: opened_view(catalogue, policy, marks)), lambda: once(lambda: opened_edit(page)), 2.0)


def discard(widget: QWidget) -> None:
    """Take a widget away at once."""
    widget.hide()
    widget.deleteLater()
    # Otherwise it would go on laying out its text while the next one is measured.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def at_work(name: str, view: PolicyView, marks: list[Mark]) -> Iterator[Case]:
    """What is done in an open policy; each limit is absolute."""
    chance = random.Random(11)
    numbers = count()

    def repainted(work: Callable[[], object]) -> float:
        def seen() -> None:
            work()
            QApplication.processEvents()

        return timed(seen)

    def jump() -> None:
        view.reveal(marks[chance.randrange(len(marks))].span, flash=False)
        view.area.viewport().repaint()

    def add() -> None:
        offset = view.area.page.offset(view.area.first_position())
        kind = AnnotationKind.COMMENT
        view.upsert_mark(Mark(f"new{next(numbers)}", Span(offset + 20, offset + 60), kind, "审阅人", marks[0].created, "新批注"))

    def hide() -> None:
        view.hide_tags({TAGS[next(numbers) % 2][0]})

    yield Case(f"jump, {name}", lambda: repainted(jump), lambda: FRAME, 1.0)
    yield Case(f"add one mark, {name}", lambda: repainted(add), lambda: ADDING, 1.0)
    yield Case(f"hide a tag, {name}", lambda: repainted(hide), lambda: FRAME, 1.0)


def cases() -> Iterator[Case]:
    """Yield the comparisons, small text first."""
    app = QApplication.instance() or QApplication([])
    catalogue = Catalogue.load("zh")
    for characters, number in (*SIZES, HUGE):
        policy = parse_text(policy_text(characters))
        marks = marks_on(policy.text, number)
        name = f"{characters:,} characters, {number:,} marks"
        yield opening(f"text: open {name}", catalogue, policy, marks)
        view = opened_view(catalogue, policy, marks)
        settled(view)
        yield from at_work(name, view, marks)
        discard(view)
    del app
