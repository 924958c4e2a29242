"""Folding one record's history: who beats whom, and what is a conflict."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from storage.changes import from_row, make
from storage.graph import SUMMARY, Folded, fold
from storage.records import Change, Family


def change(key: str, clock: int, parents: tuple[str, ...] = (), **patch: object) -> Change:
    return make((key, clock, "w"), (Family.TAG, "r"), parents, patch, ("l", "b"))[0]


ROOT = change("a", 1, name="一", color="红")


def test_a_later_seen_change_beats_one_with_a_later_clock() -> None:
    ahead = change("b", 999_999, ("a",), name="二")
    seen = change("c", 5, ("b",), name="三")
    assert fold([ROOT, ahead, seen]).fields["name"] == "三"


def test_changes_to_different_fields_add_up() -> None:
    folded = fold([ROOT, change("b", 2, ("a",), name="二"), change("c", 3, ("a",), color="蓝")])
    assert folded.fields == {"name": "二", "color": "蓝"}
    assert folded.contested == ()
    assert folded.heads == ("b", "c")


def test_two_that_did_not_know_of_each_other_are_a_conflict_and_the_later_shows() -> None:
    folded = fold([ROOT, change("b", 3, ("a",), name="二"), change("c", 2, ("a",), name="三")])
    assert folded.fields["name"] == "二"
    assert [(item.field, item.changes) for item in folded.contested] == [("name", ("b", "c"))]


def test_the_same_value_twice_is_no_conflict() -> None:
    assert fold([ROOT, change("b", 3, ("a",), name="二"), change("c", 2, ("a",), name="二")]).contested == ()


def test_a_decision_that_saw_both_settles_it() -> None:
    sides = [change("b", 3, ("a",), name="二"), change("c", 2, ("a",), name="三")]
    folded = fold([ROOT, *sides, change("d", 1, ("b", "c"), name="四")])
    assert (folded.fields["name"], folded.contested) == ("四", ())


def test_a_later_edit_of_another_field_settles_nothing() -> None:
    sides = [change("b", 3, ("a",), name="二"), change("c", 2, ("a",), name="三")]
    assert len(fold([ROOT, *sides, change("d", 9, ("b", "c"), color="蓝")]).contested) == 1


def test_a_concurrent_edit_beats_a_deletion_and_is_flagged() -> None:
    folded = fold([ROOT, change("b", 9, ("a",), deleted=True), change("c", 2, ("a",), name="三")])
    assert not folded.deleted
    assert [(item.field, item.changes) for item in folded.contested] == [("deleted", ("c", "b"))]


def test_an_edit_that_was_seen_stays_deleted() -> None:
    assert fold([ROOT, change("c", 9, ("a",), name="三"), change("b", 2, ("c",), deleted=True)]).deleted


def test_an_edit_of_what_is_known_to_be_deleted_does_not_bring_it_back() -> None:
    assert fold([ROOT, change("b", 2, ("a",), deleted=True), change("c", 3, ("b",), name="三")]).deleted


def test_deleting_what_an_edit_had_saved_deletes_it() -> None:
    saved = [ROOT, change("b", 9, ("a",), deleted=True), change("c", 2, ("a",), name="三")]
    assert fold([*saved, change("d", 10, ("b", "c"), deleted=True)]).deleted


def test_a_restored_record_is_there_again() -> None:
    assert not fold([ROOT, change("b", 2, ("a",), deleted=True), change("c", 3, ("b",), deleted=False)]).deleted


def test_fields_of_a_newer_version_are_kept() -> None:
    assert fold([ROOT, change("b", 2, ("a",), mood="好")]).fields["mood"] == "好"


def test_when_something_was_touched_is_never_contested() -> None:
    assert fold([ROOT, change("b", 3, ("a",), modified="1"), change("c", 2, ("a",), modified="2")]).contested == ()


def test_a_circle_in_a_forged_history_ends() -> None:
    assert fold([change("a", 1, ("b",), name="一"), change("b", 2, ("a",), name="二")]).fields["name"] in ("一", "二")


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Graphs of up to seven changes with any parents among the earlier ones, and clocks that may lie."""
    made: list[Change] = []
    for number in range(draw(st.integers(1, 7))):
        parents = tuple(draw(st.sets(st.sampled_from([c.id for c in made]), max_size=3))) if made else ()
        fields = draw(st.dictionaries(st.sampled_from(["name", "color", "deleted"]), st.booleans(), min_size=1))
        made.append(change(f"c{number}", draw(st.integers(0, 5)), parents, **fields))
    return made


@given(histories())
def test_the_order_of_arrival_does_not_matter(history: list[Change]) -> None:
    outcome = fold(history)
    for order in itertools.islice(itertools.permutations(history), 60):
        assert fold(list(order)) == outcome


@given(histories(), st.dictionaries(st.sampled_from(["name", "color", "deleted"]), st.booleans(), min_size=1))
def test_a_change_on_top_of_all_heads_simply_sets_its_fields(history: list[Change], patch: dict[str, object]) -> None:
    before = fold(history)
    after = fold([*history, change("z", 0, before.heads, **patch)])
    deleted = patch.get("deleted", before.deleted)
    expected = {**before.fields, **{name: value for name, value in patch.items() if name != "deleted"}}
    contested = tuple(item for item in before.contested if item.field not in patch)
    assert after == Folded(expected, bool(deleted), ("z",), contested)


@given(histories())
def test_a_change_is_read_back_from_its_row(history: list[Change]) -> None:
    for item in history:
        identity, target = (item.id, item.clock, item.writer), (item.family, item.record)
        made, row = make(identity, target, item.parents, item.patch, (item.label, item.batch))
        assert from_row(row) == made == item


def summary(key: str, clock: int, parents: tuple[str, ...], **patch: object) -> Change:
    return make((key, clock, "w"), (Family.TAG, "r"), parents, patch, (SUMMARY, "b"))[0]


def test_a_summary_says_for_others_what_they_were_not_given() -> None:
    told = summary("s", 9, ("a", "b"), name="二", color="红")
    assert fold([told]).fields == {"name": "二", "color": "红"}
    assert fold([ROOT, told]).fields["name"] == "二"


def test_a_summary_of_what_is_here_contests_nothing_and_does_not_hide_what_was_written_since() -> None:
    edit, told, since = change("b", 2, ("a",), name="二"), summary("s", 9, ("a", "b"), name="二"), change("c", 3, ("b",), name="三")
    folded = fold([ROOT, edit, told, since])
    assert (folded.fields["name"], folded.contested, folded.heads) == ("三", (), ("c", "s"))
    answer = change("d", 4, ("s",), name="四")
    assert [item.changes for item in fold([ROOT, edit, told, since, answer]).contested] == [("d", "c")]
    assert fold([ROOT, edit, told, answer]).contested == ()
