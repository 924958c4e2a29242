"""Two versions of a policy side by side: what became of each provision and task, and what differs inside."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.compare import compare
from policy.compare_model import SWAPPED, Comparison, Piece, PieceKind, Row, RowKind, Version
from policy.compare_pieces import pieces
from policy.model import Policy, Provision, ProvisionKind, Span
from policy.parse import parse_text

OLD = (
    "关于促进消费的若干意见\n一、总体要求\n（一）指导思想。坚持市场导向，推进光纤入户。\n（二）基本原则。坚持创新驱动，坚持需求引领。\n"
    "二、主要任务\n（三）到2013年，新增用户超过1000万户，普及率达到50%。\n（四）完善网络设施。扩大覆盖范围，提升接入能力。加强行业监管，规范市场秩序。\n"
)

BODIES = st.lists(st.text(alphabet="甲乙丙丁戊己庚辛，。 \u30002013a", min_size=1, max_size=30), max_size=8)


def outlined(bodies: Sequence[str]) -> Version:
    """A version whose provisions are these bodies, each on lines of its own."""
    text, units = "标题\n", list[Provision]()
    for number, body in enumerate(bodies, start=1):
        line = f"第{number}条 {body}"
        units.append(
            Provision(f"art_{number}", ProvisionKind.ARTICLE, f"第{number}条", None, None, len(text), len(text) + len(line))
        )
        text += f"{line}\n"
    return Version(text, tuple(units), ())


def both(old: str, new: str) -> Comparison:
    return compare(parse_text(old), parse_text(new))


def row_of(found: Comparison, eid: str) -> Row:
    return next(row for row in found.rows if eid in row.old_eids)


def differing(row: Row, old: str, new: str) -> list[tuple[str, str]]:
    changed = [piece for piece in row.pieces if piece.kind is not PieceKind.EQUAL]
    return [(old[piece.old.start : piece.old.end], new[piece.new.start : piece.new.end]) for piece in changed]


def covers(spans: Sequence[Span], text: str) -> bool:
    return "".join(text[span.start : span.end] for span in sorted(spans)) == text


@given(BODIES)
def test_a_version_is_the_same_as_itself(bodies: Sequence[str]) -> None:
    found = compare(outlined(bodies), outlined(bodies))
    assert found.same
    assert all(piece.kind is PieceKind.EQUAL for row in found.rows for piece in row.pieces)


@given(BODIES, BODIES)
def test_rows_and_pieces_cover_both_texts_and_equal_pieces_are_equal(one: Sequence[str], other: Sequence[str]) -> None:
    old, new = outlined(one), outlined(other)
    found = compare(old, new)
    assert covers([row.old for row in found.rows if row.old], old.text)
    assert covers([row.new for row in found.rows if row.new], new.text)
    assert [row.new.start for row in found.rows if row.new] == sorted(row.new.start for row in found.rows if row.new)
    for row in found.rows:
        for side, text in (("old", old.text), ("new", new.text)):
            whole = getattr(row, side)
            spans: list[Span] = [getattr(piece, side) for piece in row.pieces]
            joined = "".join(text[span.start : span.end] for span in spans)
            assert joined == (text[whole.start : whole.end] if whole else "")
        for piece in row.pieces:
            equal = old.text[piece.old.start : piece.old.end] == new.text[piece.new.start : piece.new.end]
            assert equal == (piece.kind is PieceKind.EQUAL)


@given(BODIES, BODIES)
def test_swapping_the_versions_swaps_the_sides(one: Sequence[str], other: Sequence[str]) -> None:
    there, back = compare(outlined(one), outlined(other)), compare(outlined(other), outlined(one))
    assert sorted(map(str, (row.swapped() for row in there.rows))) == sorted(map(str, back.rows))
    kinds = sorted(SWAPPED.get(row.kind, row.kind) for row in there.rows)
    assert kinds == sorted(row.kind for row in back.rows)


@given(BODIES, st.randoms(use_true_random=False))
def test_other_spaces_and_line_breaks_are_the_same_text(bodies: Sequence[str], random: object) -> None:
    old = outlined(bodies)
    spaced = outlined(["\n".join(body) for body in bodies])
    found = compare(old, spaced)
    assert found.same
    assert not any(row.differs for row in found.rows)


def test_a_cleaner_copy_of_a_real_document_is_the_same(sample: Policy) -> None:
    clean = parse_text(sample.text.replace("。\n", "。\n\n"))
    found = compare(sample, clean)
    assert found.same
    assert len(found.rows) > 30
    assert len(found.tasks) == 77


def test_what_was_put_in_renumbers_what_follows_and_nothing_else() -> None:
    new = (
        OLD.replace("（四）", "（五）")
        .replace("（三）", "（四）")
        .replace("二、主要任务\n", "（三）重点领域。健全工作机制。\n二、主要任务\n")
    )
    found = both(OLD, new)
    assert {kind: count for kind, count in found.counts().items() if kind is not RowKind.SAME} == {
        RowKind.ADDED: 1,
        RowKind.RENUMBERED: 2,
    }
    renumbered = row_of(found, "sec_2__cl_3")
    assert renumbered.new_eids == ("sec_2__cl_4",)
    assert differing(renumbered, OLD, new) == [("三", "四")]


def test_what_was_taken_out_stands_where_it_was() -> None:
    new = OLD.replace("（二）基本原则。坚持创新驱动，坚持需求引领。\n", "")
    found = both(OLD, new)
    kinds = [(row.kind, row.old_eids) for row in found.rows]
    at = kinds.index((RowKind.REMOVED, ("sec_1__cl_2",)))
    assert kinds[at - 1][1] == ("sec_1__cl_1",)
    assert kinds[at + 1][1] == ("sec_2",)


def test_a_number_is_changed_as_a_whole() -> None:
    new = OLD.replace("2013年", "2015年").replace("1000万户", "1200万户").replace("50%", "55.5%")
    row = row_of(both(OLD, new), "sec_2__cl_3")
    assert row.kind is RowKind.CHANGED
    assert differing(row, OLD, new) == [("2013", "2015"), ("1000", "1200"), ("50%", "55.5%")]


def test_a_rewritten_phrase_is_one_difference_and_no_scattered_characters() -> None:
    found = pieces("应当加快推进网络建设工作，切实提升服务水平。", "应当大力推动网络升级改造，切实提升服务水平。")
    changed = [piece for piece in found if piece.kind is not PieceKind.EQUAL]
    assert len(changed) <= 2
    assert all(len(piece.old) >= 2 for piece in found if piece.kind is PieceKind.EQUAL)


@pytest.mark.parametrize(
    ("old", "new", "layout"),
    [
        ("甲，乙", "甲；乙", True),
        ("（甲）乙", "(甲)乙", True),
        ("甲ＡＢ乙", "甲AB乙", True),
        ("甲5乙", "甲5%乙", False),
        ("甲乙", "甲丙", False),
    ],
)
def test_differences_of_layout_are_marked(old: str, new: str, layout: bool) -> None:
    changed = [piece for piece in pieces(old, new) if piece.kind is not PieceKind.EQUAL]
    assert changed
    assert all(piece.layout is layout for piece in changed)


def test_a_clause_split_in_two_and_two_joined_again() -> None:
    new = OLD.replace("加强行业监管", "\n（五）加强行业监管")
    found = both(OLD, new)
    split = row_of(found, "sec_2__cl_4")
    assert (split.kind, split.new_eids) == (RowKind.SPLIT, ("sec_2__cl_4", "sec_2__cl_5"))
    back = both(new, OLD)
    assert row_of(back, "sec_2__cl_5").kind is RowKind.MERGED


def test_a_clause_that_moved_is_found_where_it_went() -> None:
    clause = "基本原则。坚持创新驱动，坚持需求引领。\n"
    new = OLD.replace(f"（二）{clause}", "") + f"（五）{clause}"
    row = row_of(both(OLD, new), "sec_1__cl_2")
    assert row.kind is RowKind.MOVED
    assert row.new is not None
    assert new[row.new.start : row.new.end].endswith(clause)


def test_tasks_are_paired_by_their_words_and_say_what_differs() -> None:
    head = "关于促进消费的意见\n附件\n任务分工\n序号\t工作任务\t负责部门\t时间进度\n"
    first, second = "推进光纤入户和宽带网络建设\t工业和信息化部\t2014年底前完成", "组建广播电视网络公司\t财政部\t2014年底前完成"
    found = both(
        f"{head}1\t{first}\n2\t{second}\n", f"{head}1\t{second.replace('2014', '2015')}\n2\t健全协调机制\t审计署\t持续实施\n"
    )
    told = [(row.kind, len(row.old_eids), len(row.new_eids), row.fields) for row in found.tasks]
    assert told == [
        (RowKind.REMOVED, 1, 0, ()),
        (RowKind.CHANGED, 1, 1, ("number", "timing")),
        (RowKind.ADDED, 0, 1, ()),
    ]


def test_long_texts_without_any_outline_are_compared_in_pieces() -> None:
    old = "".join(chr(0x4E00 + place * 7919 % 5000) for place in range(6000))
    new = f"{old[:2000]}改{old[2000:4000]}{old[4100:]}"
    [row] = compare(Version(old, (), ()), Version(new, (), ())).rows
    changed = [piece for piece in row.pieces if piece.kind is not PieceKind.EQUAL]
    assert changed == [
        Piece(PieceKind.ONLY_NEW, Span(2000, 2000), Span(2000, 2001)),
        Piece(PieceKind.ONLY_OLD, Span(4000, 4100), Span(4001, 4001)),
    ]


def test_many_provisions_are_paired_across_changes_everywhere() -> None:
    bodies = [f"第{place * 7919 % 3001}类事项由第{place * 104729 % 2003}组负责，每年{place % 97}次报告。" for place in range(1500)]
    changed = [body.replace("负责", "牵头负责") for body in bodies if "第5" not in body]
    found = compare(outlined(bodies), outlined(changed))
    assert found.counts()[RowKind.CHANGED] == len(changed)
    assert found.counts()[RowKind.REMOVED] == len(bodies) - len(changed)
