"""What a package gives of a record: no words that were replaced or deleted, and yet all that others need to go on from there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.changes import ChangeRow, from_row, make
from storage.graph import SUMMARY, Folded, fold
from storage.records import Change, Family
from storage.sharing_summary import as_deleted, without_earlier_words

Patch = dict[str, object]


def change(key: str, clock: int, parents: Iterable[str] = (), **patch: object) -> Change:
    return make((key, clock, f"writer of {key}"), (Family.ANNOTATION, "r"), tuple(parents), patch, (f"label of {key}", "b"))[0]


def row_of(item: Change) -> ChangeRow:
    target, action = (item.family, item.record), (item.label, item.batch)
    return make((item.id, item.clock, item.writer), target, item.parents, item.patch, action)[1]


def package_of(changes: Sequence[Change]) -> list[Change]:
    """The changes of a package of one record."""
    if fold(changes).deleted:
        given = as_deleted(changes)
        assert given is not None
        return [from_row(given[1])]
    return [from_row(row) for _, row in without_earlier_words(changes, {item.id: row_of(item) for item in changes})]


def united(*sides: Sequence[Change]) -> list[Change]:
    found = {item.id: item for side in sides for item in side}
    return list(found.values())


FIRST = change("a", 1, body="甲", kind="issue", start=1)


def test_a_record_that_nobody_changed_is_given_as_it_was_written() -> None:
    assert package_of([FIRST]) == [FIRST]


def test_changes_that_replace_no_words_are_given_as_they_were_written() -> None:
    history = [FIRST, change("b", 2, "a", resolved=True, modified="later"), change("c", 3, "b", kind="question", quote="引")]
    assert package_of(history) == history


def test_replaced_words_are_left_out_and_each_writer_keeps_what_still_counts() -> None:
    history = [FIRST, change("b", 2, "a", body="乙"), change("c", 3, "b", body="丙")]
    given_again = package_of(history)
    assert [(item.writer, item.clock, item.patch) for item in given_again] == [
        ("writer of a", 1, {"kind": "issue", "start": 1}),
        ("writer of c", 3, {"body": "丙"}),
    ]
    assert [item.parents for item in given_again] == [("a",), ("a", "b", "c")]
    assert {item.label for item in given_again} == {SUMMARY}


def test_of_a_deleted_record_only_the_deletion_is_given() -> None:
    [given_again] = package_of([FIRST, change("b", 2, "a", deleted=True)])
    assert (given_again.patch, given_again.parents, given_again.writer) == ({"deleted": True}, ("a", "b"), "writer of b")


def test_words_that_come_again_are_no_secret() -> None:
    history = [FIRST, change("b", 2, "a", body="甲", kind="question")]
    assert package_of(history) == history


def test_two_who_share_the_same_give_the_same() -> None:
    history = [FIRST, change("b", 2, "a", body="乙"), change("c", 3, "a", kind="question")]
    assert package_of(history) == package_of(history[::-1])[::-1] or set(map(str, package_of(history))) == set(
        map(str, package_of(history[::-1]))
    )


def test_a_conflict_is_given_with_both_sides() -> None:
    history = [FIRST, change("b", 2, "a", body="乙"), change("c", 3, "a", body="丙")]
    [contested] = fold(package_of(history)).contested
    sides = {item.id: item.patch["body"] for item in package_of(history) if "body" in item.patch}
    assert [sides[key] for key in contested.changes] == ["丙", "乙"]
    assert "甲" not in sides.values()


def test_a_contested_deletion_is_given_as_one() -> None:
    history = [FIRST, change("b", 2, "a", deleted=True), change("c", 3, "a", body="丙"), change("d", 4, "c", body="丁")]
    whole, told = fold(history), fold(package_of(history))
    assert (told.deleted, told.fields) == (whole.deleted, whole.fields) == (False, whole.fields)
    assert [item.field for item in told.contested] == ["deleted"]


def test_an_edit_made_on_a_package_comes_home_without_a_conflict() -> None:
    home = [FIRST, change("b", 2, "a", body="乙")]
    package = package_of(home)
    edit = change("e", 9, [item.id for item in package], body="己")
    back = fold(united(home, package, [edit]))
    assert (back.fields["body"], back.contested) == ("己", ())


def test_an_edit_made_on_a_package_meets_the_next_package_without_a_conflict() -> None:
    home = [FIRST, change("b", 2, "a", body="乙")]
    first = package_of(home)
    edit = change("e", 9, [item.id for item in first], body="己")
    later = package_of([*home, change("c", 5, "b", kind="question"), change("d", 6, "c", kind="issue", start=2)])
    met = fold(united(first, [edit], later))
    assert (met.fields, met.contested) == ({"body": "己", "kind": "issue", "start": 2}, ())


def test_what_is_written_on_one_package_has_seen_what_another_package_says_of_the_same() -> None:
    home = [FIRST, change("b", 2, "a", body="乙")]
    early = package_of(home)
    late = package_of([*home, change("c", 3, "b", start=7)])
    edit = change("e", 9, [item.id for item in late], body="己")
    met = fold(united(early, late, [edit]))
    assert (met.fields["body"], met.fields["start"], met.contested) == ("己", 7, ())


def test_a_package_made_of_a_package_is_silent_where_the_first_came_from() -> None:
    home = [FIRST, change("b", 2, "a", body="乙")]
    edit = change("e", 9, [item.id for item in package_of(home)], body="己")
    again = package_of([*package_of(home), edit])
    since = change("c", 12, "b", kind="question")
    assert fold(united(home, [since], again)).contested == ()
    assert fold(united(home, [since], again)).fields == {"body": "己", "kind": "question", "start": 1}


# Laws over histories that come about in any way.

WORDS: st.SearchStrategy[object] = st.sampled_from(["甲", "乙", "丙", "丁"])
PATCHES = st.dictionaries(st.sampled_from(["body", "quote", "kind"]), WORDS, min_size=1, max_size=2)
PLACES = st.integers(0, 2)


@dataclass(frozen=True, slots=True)
class Move:
    """A replica writes, or takes in what another one has, whole or as a package."""

    at: int
    patch: Patch | None = None
    source: int = 0
    packed: bool = False


@dataclass
class World:
    """Three replicas of one record."""

    packing: bool
    replicas: list[list[Change]] = field(default_factory=lambda: [[], [], []])

    def make(self, number: int, move: Move) -> None:
        mine = self.replicas[move.at]
        if move.patch is None:
            theirs = self.replicas[move.source]
            packed = self.packing and move.packed and bool(theirs)
            self.replicas[move.at] = united(mine, package_of(theirs) if packed else theirs)
        elif self._may(mine, move.patch):
            seen = {parent for item in mine for parent in item.parents}
            heads = sorted(item.id for item in mine if item.id not in seen)
            self.replicas[move.at] = [*mine, change(f"c{number:02}", number * 17 % 101, heads, **move.patch)]

    @staticmethod
    def _may(mine: Sequence[Change], patch: Patch) -> bool:
        """A deleted record can only be restored, by who knows its words; a living one can only be edited or deleted."""
        folded = fold(mine) if mine else Folded({}, False, (), ())
        if folded.deleted:
            return patch.get("deleted") is False and bool(folded.fields)
        return patch.get("deleted") is not False and (bool(mine) or "deleted" not in patch)


def writes(patches: st.SearchStrategy[Patch]) -> st.SearchStrategy[list[Move]]:
    writing = st.builds(Move, PLACES, patches)
    taking = st.builds(Move, PLACES, st.none(), PLACES, st.booleans())
    return st.lists(writing | taking, max_size=14)


EDITS = PATCHES
ANYTHING = PATCHES | st.builds(lambda gone: {"deleted": gone}, st.booleans())


def said(changes: Sequence[Change]) -> tuple[object, ...]:
    """What a history amounts to, with the values of its conflicts; of a deleted record nothing but that."""
    if not changes:
        return ()
    folded = fold(changes)
    by_id = {item.id: item for item in changes}
    sides = [(item.field, {str(by_id[key].patch.get(item.field)) for key in item.changes}) for item in folded.contested]
    return ("deleted",) if folded.deleted else (folded.fields, sides)


@settings(max_examples=150)
@given(moves=writes(EDITS))
def test_packages_bring_what_whole_histories_would(moves: list[Move]) -> None:
    whole, packed = World(packing=False), World(packing=True)
    for number, move in enumerate(moves):
        whole.make(number, move)
        packed.make(number, move)
    for one, other in zip(whole.replicas, packed.replicas, strict=True):
        assert said(one) == said(other)


@settings(max_examples=150)
@given(moves=writes(ANYTHING), more=writes(ANYTHING))
def test_the_laws_of_packages(moves: list[Move], more: list[Move]) -> None:
    world = World(packing=True)
    for number, move in enumerate(moves):
        world.make(number, move)
    home = world.replicas[0]
    if not home:
        return
    package = package_of(home)
    assert said(package) == said(home)
    assert said(united(home, package)) == said(home)
    assert fold(united(home, package)).contested == fold(home).contested
    assert package_of(package) == package
    for number, move in enumerate(more, start=len(moves)):
        world.make(number, move)
    later = world.replicas[0]
    newer = package_of(later)
    assert said(united(package, newer)) == said(newer) == said(later)
    assert said(united(package, later)) == said(later)
    assert said(united(newer, package_of(united(home, package)))) == said(later)


@pytest.mark.parametrize("deleted", [False, True])
@settings(max_examples=100)
@given(moves=writes(ANYTHING))
def test_no_word_is_given_that_does_not_show(deleted: bool, moves: list[Move]) -> None:
    world = World(packing=True)
    for number, move in enumerate(moves):
        world.make(number, move)
    home = world.replicas[0]
    if not home or fold(home).deleted is not deleted:
        return
    folded = fold(home)
    by_id = {item.id: item for item in home}
    allowed = {str(value) for value in folded.fields.values()}
    allowed |= {str(by_id[key].patch.get(item.field)) for item in folded.contested for key in item.changes}
    told = {str(value) for item in package_of(home) for name, value in item.patch.items() if name in ("body", "quote")}
    assert told <= (set() if deleted else allowed)
