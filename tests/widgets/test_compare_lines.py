"""The lines of a comparison: both sides in full, and exactly the words that differ marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policy.compare import compare
from policy.compare_model import RowKind
from policy.parse import parse_text
from tests.storage.versions import NEW, OLD
from widgets.models.compare_lines import Cell, Line, Place, Stroke, task_lines, text_lines

WORDS = st.lists(st.sampled_from(("推进光纤入户", "扩大覆盖范围", "完善\n网络", "\U00020000发展", "13%")), min_size=1, max_size=5)


def lines(old: str = OLD, new: str = NEW) -> list[Line]:
    before, after = parse_text(old), parse_text(new)
    return text_lines(compare(before, after), before, after)


def tasks(old: str = OLD, new: str = NEW) -> list[Line]:
    before, after = parse_text(old), parse_text(new)
    return task_lines(compare(before, after), before, after)


def struck(cell: Cell | None, *kinds: Stroke) -> list[str]:
    assert cell is not None
    return [cell.text[start:end] for start, end, stroke in cell.strokes if stroke in (kinds or tuple(Stroke))]


def line_with(found: list[Line], words: str) -> Line:
    return next(line for line in found if any(cell is not None and words in cell.text for cell in (line.old, line.new)))


def test_words_that_differ_are_marked_on_both_sides() -> None:
    line = line_with(lines(), "完善宽带")
    assert line.kind is RowKind.CHANGED
    assert "三" in "".join(struck(line.old, Stroke.REMOVED))
    assert "四" in "".join(struck(line.new, Stroke.ADDED))
    assert struck(line.old, Stroke.ADDED) == struck(line.new, Stroke.REMOVED) == []
    assert "移动通信网络" not in "".join(struck(line.old))


def test_what_is_only_in_one_version_stands_on_its_side_alone() -> None:
    gone, new = line_with(lines(), "废止过时"), line_with(lines(), "强化统筹协调")
    assert (gone.kind, gone.new) == (RowKind.REMOVED, None)
    assert (new.kind, new.old) == (RowKind.ADDED, None)
    assert struck(new.new) == [new.new.text] if new.new else False


def test_numbers_say_what_became_which() -> None:
    line = line_with(lines(), "组建中国广播")
    assert (line.kind, line.note) == (RowKind.RENUMBERED, "（二） → （三）")
    assert line.new is not None
    assert line.new.text[: line.new.lead] == "（三）"


def test_another_layout_marks_nothing() -> None:
    found = lines(OLD, OLD.replace("推进光纤入户，", "推进光纤\n入户，"))
    assert all(not cell.strokes for line in found for cell in (line.old, line.new) if cell is not None)


def test_another_punctuation_is_marked_more_quietly() -> None:
    line = line_with(lines(OLD, OLD.replace("坚持市场导向，", "坚持市场导向；")), "坚持市场")
    assert struck(line.old) == struck(line.old, Stroke.LAYOUT) == ["，"]


def test_empty_lines_are_not_shown_and_places_stay() -> None:
    line = line_with(lines("标题\n\n  各区：\n一、甲\n", "标题\n\n  各县：\n一、甲\n"), "各区")
    assert line.old is not None
    assert line.old.text.count("\u2028") == 1
    assert struck(line.old) == ["区"]


@given(WORDS, WORDS)
def test_marks_lie_inside_their_words_and_whatever_is_not_marked_is_equal(one: list[str], other: list[str]) -> None:
    old, new = (f"一、{'，'.join(words)}。\n" for words in (one, other))
    for line in lines(old, new):
        for cell in (line.old, line.new):
            assert cell is None or all(0 <= start < end <= len(cell.text) for start, end, _ in cell.strokes)
        if line.old is not None and line.new is not None:
            assert left(line.old) == left(line.new)


def left(cell: Cell) -> str:
    marked = {at for start, end, _ in cell.strokes for at in range(start, end)}
    return "".join(char for at, char in enumerate(cell.text) if at not in marked and char.isprintable() and not char.isspace())


def test_a_task_shows_which_of_its_fields_differ() -> None:
    changed = line_with(tasks(), "2015年底前完成")
    assert struck(changed.old) == ["2", "2014年底前完成"]
    assert struck(changed.new) == ["3", "2015年底前完成"]


def test_of_departments_only_the_new_ones_are_marked() -> None:
    line = line_with(tasks(OLD, OLD.replace("\t工业和信息化部\t", "\t工业和信息化部、商务部\t")), "光纤入户")
    assert (struck(line.old), struck(line.new)) == ([], ["商务部"])


def test_a_line_is_found_by_a_place_in_either_text_and_by_a_task() -> None:
    found = lines()
    assert Place(old=OLD.index("废止过时")).on(line_with(found, "废止过时"))
    assert not Place(old=OLD.index("废止过时")).on(line_with(found, "强化统筹"))
    assert Place(new=NEW.index("强化统筹")).on(line_with(found, "强化统筹"))
    row = tasks()[0]
    assert Place(old_task=row.old_eids[0]).on(row)
    assert not Place().on(row)
