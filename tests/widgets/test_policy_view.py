"""The policy pane as a reviewer uses it, and its pixels."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from policy.model import Provision, ProvisionKind, Span
from resources.catalogue import Catalogue
from storage.records import AnnotationKind
from widgets.palette import DARK, LIGHT, Palette
from widgets.policy_view.marks import Mark
from widgets.policy_view.typesetting import FOLD_GAP, GUTTER, MEASURE
from widgets.policy_view.view import PolicyView

BODY = "加快信息基础设施建设，推进光纤入户，统筹提高城乡宽带网络普及水平和接入能力，开展下一代互联网示范城市建设。"
CLAUSES = "".join(f"　　（{number}）完善基础设施。{BODY * 3}\n\n" for number in "一二三四五六七八九")
TABLE = "附件\n分工\n序号工作任务负责部门时间进度\n1\n发布战略工业和信息化部\n"
TEXT = f"关于促进信息消费的意见\n\n各部门：\n\n　　一、总体要求\n\n{CLAUSES}国务院\n\n2013年8月8日\n\n{TABLE}"
NOW = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
REQUESTS = (
    "annotate_requested",
    "evidence_requested",
    "task_requested",
    "mark_edit_requested",
    "mark_remove_requested",
    "table_requested",
)
FACTS = ("mark_chosen", "provision_chosen")


def outline(text: str) -> list[Provision]:
    end = text.index("国务院")
    provisions = [Provision("sec_1", ProvisionKind.SECTION, "一", "总体要求", None, text.index("一、"), end)]
    starts = [text.index(f"（{number}）") for number in "一二三四五六七八九"]
    for at, start in enumerate(starts):
        stop = starts[at + 1] if at + 1 < len(starts) else end
        number = text[start : start + 3]
        provisions.append(Provision(f"cl_{at + 1}", ProvisionKind.CLAUSE, number, "完善基础设施", "sec_1", start, stop))
    return [*provisions, Provision("att_1", ProvisionKind.ANNEX, None, None, None, text.index("附件"), len(text))]


def mark(name: str, span: Span, kind: AnnotationKind = AnnotationKind.COMMENT, body: str = "口径待核") -> Mark:
    return Mark(name, span, kind, "王敏", NOW, body)


def at(words: str, length: int | None = None) -> Span:
    start = TEXT.index(words)
    return Span(start, start + (length or len(words)))


@pytest.fixture
def view(qtbot: QtBot, catalogue: Catalogue) -> Iterator[PolicyView]:
    made = PolicyView(catalogue)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.set_policy(TEXT, outline(TEXT))
    made.show()
    QApplication.processEvents()
    yield made
    made.hide()


Heard = list[tuple[str, object]]


@pytest.fixture
def heard(view: PolicyView) -> Heard:
    said: Heard = []

    def listen(name: str) -> Callable[..., None]:
        return lambda *values: said.append((name, values[0] if values else None))

    for name in (*REQUESTS, *FACTS):
        getattr(view, name).connect(listen(name))
    return said


def point_of(view: PolicyView, offset: int) -> QPoint:
    """The middle of the character at ``offset``, in the viewport."""
    position = view.area.page.position(offset)
    seen = view.area.geometry_of.block_rect(position)
    run = seen.runs(position, position + 1)[0]
    return QPointF((run.left + run.right) / 2, run.baseline - 5).toPoint()


def click(view: PolicyView, offset: int) -> None:
    QTest.mouseClick(view.area.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, offset))


def near(color: QColor, wanted: QColor, tolerance: int = 60) -> bool:
    pairs = ((color.red(), wanted.red()), (color.green(), wanted.green()), (color.blue(), wanted.blue()))
    return all(abs(one - other) <= tolerance for one, other in pairs)


def tinted(color: QColor, wanted: QColor) -> bool:
    """Whether ``color`` has the tint of ``wanted``: the grey of words never has."""
    warm = (color.red() - color.green()) - (wanted.red() - wanted.green())
    cold = (color.blue() - color.green()) - (wanted.blue() - wanted.green())
    return abs(warm) <= 30 and abs(cold) <= 30


def rows_with(image: QImage, columns: range, rows: range, wanted: QColor) -> list[int]:
    return [y for y in rows if any(tinted(image.pixelColor(x, y), wanted) for x in columns)]


def under_line(view: PolicyView, span: Span) -> tuple[QImage, range, range]:
    """The painted viewport, and the columns and rows just below the first line of ``span``."""
    start, end = view.area.page.positions(span)
    run = view.area.geometry_of.block_rect(start).runs(start, end)[0]
    image = view.area.viewport().grab().toImage()
    return image, range(int(run.left) + 2, int(run.right) - 2), range(int(run.baseline) + 2, int(run.baseline) + 15)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", [kind for kind in AnnotationKind if kind is not AnnotationKind.HIGHLIGHT])
def test_an_underline_in_the_colour_of_its_kind_is_below_it(view: PolicyView, kind: AnnotationKind, palette: Palette) -> None:
    view.set_palette_tokens(palette)
    span = at("加快信息基础设施", 8)
    image, columns, rows = under_line(view, span)
    assert rows_with(image, columns, rows, palette.mark(kind)) == []
    view.set_marks([mark("m", span, kind)])
    image, columns, rows = under_line(view, span)
    assert rows_with(image, columns, rows, palette.mark(kind)) != []


def test_a_highlight_fills_behind_the_words(view: PolicyView) -> None:
    span = at("加快信息基础设施", 8)
    start, end = view.area.page.positions(span)
    run = view.area.geometry_of.block_rect(start).runs(start, end)[0]

    def warmth(left: float, right: float) -> float:
        image = view.area.viewport().grab().toImage()
        columns, rows = range(int(left) + 1, int(right) - 1), range(int(run.baseline) - 14, int(run.baseline) + 3)
        colors = [image.pixelColor(x, y) for x in columns for y in rows]
        return sum(color.red() - color.blue() for color in colors) / len(colors)

    before = warmth(run.left, run.right)
    view.set_marks([mark("m", span, AnnotationKind.HIGHLIGHT)])
    assert warmth(run.left, run.right) > before + 12
    assert abs(warmth(run.right + 2, run.right + 80) - before) < 3


def test_overlapping_marks_show_both_underlines(view: PolicyView) -> None:
    whole, part = at("加快信息基础设施", 8), at("信息基础", 4)
    view.set_marks([mark("a", whole, AnnotationKind.SUGGESTION), mark("b", part, AnnotationKind.QUESTION)])
    image, columns, rows = under_line(view, part)
    green = rows_with(image, columns, rows, LIGHT.color("green"))
    purple = rows_with(image, columns, rows, LIGHT.color("purple"))
    assert green
    assert purple
    assert max(green) < min(purple)


def test_marks_behind_an_astral_character_stand_at_the_right_place(qtbot: QtBot, catalogue: Catalogue) -> None:
    text = "题目\n\n甲𠮷𠮷𠮷乙丙丁。\n"
    start = text.index("甲")
    view = PolicyView(catalogue)
    qtbot.addWidget(view)
    view.resize(900, 300)
    view.set_policy(text, [Provision("p", ProvisionKind.PARAGRAPH, None, None, None, start, start + 8)])
    view.set_marks([mark("m", Span(text.index("乙"), text.index("乙") + 1))])
    image, columns, rows = under_line(view, Span(text.index("乙"), text.index("乙") + 1))
    assert rows_with(image, columns, rows, LIGHT.color("accent"))
    for other in ("甲", "丙"):
        _, beside, rows = under_line(view, Span(text.index(other), text.index(other) + 1))
        assert rows_with(image, beside, rows, LIGHT.color("accent")) == []
    view.area.select(*view.area.page.positions(Span(start, start + 5)))
    assert view.selected_span() == Span(start, start + 5)


def test_removing_a_mark_takes_its_paint_away(view: PolicyView) -> None:
    span = at("加快信息基础设施", 8)
    view.set_marks([])
    view.upsert_mark(mark("m", span))
    image, columns, rows = under_line(view, span)
    assert rows_with(image, columns, rows, LIGHT.color("accent"))
    view.remove_mark("m")
    image, columns, rows = under_line(view, span)
    assert rows_with(image, columns, rows, LIGHT.color("accent")) == []


def test_lit_clauses_have_a_bar_in_the_gutter(view: PolicyView) -> None:
    place = point_of(view, at("（一）").start)
    assert not near(view.area.viewport().grab().toImage().pixelColor(13, place.y()), LIGHT.color("blue"))
    view.set_lit({"cl_1"})
    image = view.area.viewport().grab().toImage()
    assert near(image.pixelColor(13, place.y()), LIGHT.color("blue"))
    assert not near(image.pixelColor(13, point_of(view, at("一、总体").start).y()), LIGHT.color("blue"))


def test_the_measure_is_at_most_thirty_eight_characters_and_the_page_stands_in_the_middle(view: PolicyView) -> None:
    view.resize(1600, 700)
    QApplication.processEvents()
    viewport = view.area.viewport()
    assert viewport.width() <= MEASURE * 18 + 2 * GUTTER
    assert viewport.x() > 100
    position = view.area.page.position(at("加快信息基础设施").start)
    block = view.area.document().findBlock(position)
    assert block.layout().lineAt(1).textLength() <= MEASURE


def test_clicking_a_clause_tells_its_eid(view: PolicyView, heard: Heard) -> None:
    click(view, at("加快信息基础设施").start + 30)
    assert heard == [("provision_chosen", "cl_1")]


def test_clicking_overlapping_marks_chooses_the_innermost_and_then_goes_round(view: PolicyView, heard: Heard, qtbot: QtBot) -> None:
    view.set_marks([mark("outer", at("加快信息基础设施", 8)), mark("inner", at("信息基础", 4))])
    for _ in range(3):
        click(view, at("信息基础").start + 1)
        # Two clicks in quick succession would be a double click, which selects a word.
        view.area.setTextCursor(QTextCursor(view.area.document()))
        qtbot.wait(1)
    chosen = [value for name, value in heard if name == "mark_chosen"]
    assert chosen == ["inner", "outer", "inner"]
    assert view.chosen_mark() == "inner"


def test_selecting_tells_the_span_in_canonical_text(view: PolicyView, qtbot: QtBot) -> None:
    span = at("推进光纤入户")
    with qtbot.waitSignal(view.selection_changed) as told:
        view.area.select(*view.area.page.positions(span))
    assert told.args == [span]
    assert view.selected_span() == span


def test_the_menu_offers_every_kind_for_a_selection_and_asks_for_it(view: PolicyView, heard: Heard) -> None:
    assert not any(action.isEnabled() for action in view.context_menu().kinds)
    view.area.select(*view.area.page.positions(at("推进光纤入户")))
    menu = view.context_menu()
    assert set(menu.kinds.values()) == set(AnnotationKind)
    for action in menu.kinds:
        action.trigger()
    menu.evidence.trigger()
    menu.task.trigger()
    asked = [("annotate_requested", kind) for kind in AnnotationKind]
    assert heard == [*asked, ("evidence_requested", None), ("task_requested", None)]


def test_copying_takes_joined_lines(view: PolicyView) -> None:
    view.area.select(*view.area.page.positions(at("推进光纤入户")))
    assert view.area.createMimeDataFromSelection().text() == "推进光纤入户"


def test_the_folded_annex_leads_to_the_table_and_unfolds(view: PolicyView, heard: Heard) -> None:
    page = view.area.page
    index = len(page.blocks) - 1
    view.area.scroll_to(page.block_start(index), 100)

    def click_word(place: int) -> None:
        position = page.block_start(index) + place
        run = view.area.geometry_of.block_rect(position).runs(position, position + 1)[0]
        QTest.mouseClick(view.area.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(run.left + 4, run.baseline - 4).toPoint())

    click_word(3)
    assert heard == [("table_requested", None)]
    assert "发布战略" not in view.area.toPlainText()
    click_word(page.block_texts[index].rindex(FOLD_GAP) + 3)
    assert "发布战略" in view.area.toPlainText()
    assert heard == [("table_requested", None)]


def test_revealing_what_the_fold_hides_unfolds_it(view: PolicyView) -> None:
    span = at("发布战略")
    view.reveal(span, flash=False)
    assert "发布战略" in view.area.toPlainText()
    assert view.area.in_sight(*view.area.page.positions(span))


def test_revealing_scrolls_and_flashes_once(view: PolicyView, qtbot: QtBot) -> None:
    span = at("（八）", 20)
    assert not view.area.in_sight(*view.area.page.positions(span))
    view.reveal(span)
    assert view.area.in_sight(*view.area.page.positions(span))
    assert view.area.look.flash is not None
    qtbot.waitUntil(lambda: view.area.look.flash is None, timeout=3000)


def test_scrolling_tells_the_clause_at_the_top(view: PolicyView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.visible_provision_changed) as told:
        view.area.scroll_to(view.area.page.position(at("（五）").start), 0)
    assert told.args == ["cl_5"]


def test_cards_stand_beside_their_lines_and_a_click_chooses(view: PolicyView, heard: Heard) -> None:
    span = at("加快信息基础设施", 8)
    view.set_marks([mark("m", span), mark("far", at("（九）"))])
    placed = view.margin.placed()
    assert [each.card.mark.id for each in placed] == ["m"]
    assert placed[0].rect.top() == pytest.approx(view.area.geometry_of.line_rect(view.area.page.position(span.start)).top(), abs=1)
    QTest.mouseClick(view.margin, Qt.MouseButton.LeftButton, pos=placed[0].rect.center().toPoint())
    assert heard == [("mark_chosen", "m")]
    assert view.chosen_mark() == "m"
    QTest.mouseDClick(view.margin, Qt.MouseButton.LeftButton, pos=placed[0].rect.center().toPoint())
    assert heard[-1] == ("mark_edit_requested", "m")


def test_the_chosen_card_shows_all_its_words(view: PolicyView) -> None:
    long = mark("m", at("加快信息基础设施", 8), body="需要与统计部门核对口径。" * 12)
    view.set_marks([long])
    assert len(view.margin.placed()[0].card.lines) == 2
    view.choose_mark("m")
    assert "".join(view.margin.placed()[0].card.lines) == long.body


def test_cards_fold_away_in_a_narrow_pane(view: PolicyView) -> None:
    assert view.margin.isVisible()
    view.resize(500, 700)
    QApplication.processEvents()
    assert not view.margin.isVisible()


def test_the_keyboard_steps_through_marks_edits_and_removes(view: PolicyView, heard: Heard) -> None:
    view.set_marks([mark("one", at("（二）")), mark("two", at("（九）"))])
    QTest.keyClick(view.area, Qt.Key.Key_F4)
    QTest.keyClick(view.margin, Qt.Key.Key_Down)
    QTest.keyClick(view.margin, Qt.Key.Key_Return)
    QTest.keyClick(view.margin, Qt.Key.Key_Delete)
    assert heard[:2] == [("mark_chosen", "one"), ("mark_chosen", "two")]
    assert heard[2:] == [("mark_edit_requested", "two"), ("mark_remove_requested", "two")]
    assert view.area.in_sight(*view.area.page.positions(at("（九）")))


def test_enter_at_the_caret_chooses_and_then_asks_to_edit(view: PolicyView, heard: Heard) -> None:
    view.set_marks([mark("m", at("推进光纤入户"))])
    position = view.area.page.position(at("推进光纤入户").start + 1)
    view.area.select(position, position)
    QTest.keyClick(view.area, Qt.Key.Key_Return)
    QTest.keyClick(view.area, Qt.Key.Key_Return)
    assert heard == [("mark_chosen", "m"), ("mark_edit_requested", "m")]


def test_finding_counts_goes_round_and_selects(view: PolicyView) -> None:
    assert view.set_find("光纤入户") == TEXT.count("光纤入户")
    view.find_next()
    first = view.selected_span()
    assert first == at("光纤入户")
    view.find_previous()
    last = view.selected_span()
    assert last is not None
    assert last.start == TEXT.rindex("光纤入户")
    view.find_next()
    assert view.selected_span() == first
    assert view.set_find("没有的词") == 0


def test_the_find_bar_opens_with_the_selection_and_closes_with_escape(view: PolicyView) -> None:
    view.area.select(*view.area.page.positions(at("光纤入户")))
    view.open_find()
    assert view.find_bar.isVisible()
    assert view.find_bar.field.text() == "光纤入户"
    assert len(view.area.look.hits) == TEXT.count("光纤入户")
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Escape)
    assert not view.find_bar.isVisible()
    assert len(view.area.look.hits) == 0


def test_a_very_long_text_is_wrapped_when_the_drag_has_ended(qtbot: QtBot, catalogue: Catalogue) -> None:
    text = "题目\n\n" + "".join(f"　　{BODY * 2}\n" for _ in range(700))
    view = PolicyView(catalogue)
    qtbot.addWidget(view)
    view.resize(1000, 500)
    view.set_policy(text, [Provision("p", ProvisionKind.PARAGRAPH, None, None, None, text.index("加快"), len(text))])
    view.show()
    QApplication.processEvents()
    before = view.area.lineWrapColumnOrWidth()
    for width in (900, 800, 700):
        view.resize(width, 500)
        QApplication.processEvents()
        assert view.area.lineWrapColumnOrWidth() == before
    qtbot.waitUntil(lambda: view.area.lineWrapColumnOrWidth() < before, timeout=3000)
    view.hide()


def test_wrapping_anew_keeps_the_line_at_the_top(view: PolicyView) -> None:
    view.area.scroll_to(view.area.page.position(at("（五）").start), 0)
    view.resize(560, 700)
    QApplication.processEvents()
    top = view.area.page.offset(view.area.first_position())
    assert abs(top - at("（五）").start) < 60


def test_filling_asks_for_nothing(view: PolicyView, heard: Heard) -> None:
    view.set_policy(TEXT, outline(TEXT))
    view.set_marks([mark("a", at("推进光纤入户"))])
    view.upsert_mark(mark("b", at("（二）")))
    view.choose_mark("a")
    view.set_lit({"cl_2"})
    view.set_document_font("", 20)
    view.set_palette_tokens(DARK)
    view.hide_tags({"x"})
    view.reveal(at("（七）"), flash=False)
    view.remove_mark("a")
    assert view.chosen_mark() is None
    view.clear()
    QApplication.processEvents()
    assert heard == []
    assert view.area.toPlainText() == ""


def test_a_remark_whose_place_is_in_doubt_stands_in_a_dashed_frame(view: PolicyView) -> None:
    span = at("推进光纤入户")
    certain = mark("m", span, AnnotationKind.COMMENT)
    corners = []
    for provisional in (False, True):
        view.set_marks([dataclasses.replace(certain, provisional=provisional)])
        QApplication.processEvents()
        image = view.area.viewport().grab().toImage()
        cursor = QTextCursor(view.area.document())
        cursor.setPosition(view.area.page.position(span.start) + 1)
        line = view.area.cursorRect(cursor)
        column = [
            image.pixelColor(x, y) for x in range(line.x(), line.x() + 40) for y in range(line.y() - 4, line.center().y() - 4)
        ]
        corners.append(sum(near(pixel, LIGHT.mark(AnnotationKind.COMMENT)) for pixel in column))
    assert corners[0] == 0
    assert corners[1] > 10
