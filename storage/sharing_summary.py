"""A record's history without the words that were replaced or deleted, as a package gives it.

Where nothing would be told that no longer shows, the changes are given as they are. Otherwise every change of which something
still counts is given again with only that, as a summary that stands for it and for all that it had seen: with its clock and
writer, so that who wrote what and when stays true, and under an id that follows from what it says, so that whoever shares the same
state gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policy.identity import NAMESPACE, derived_id
from storage.changes import ChangeRow, canonical, make
from storage.graph import DELETED, SUMMARY, Folded, fold, is_chain, standing
from storage.records import Change, Family
from storage.schema import TABLES, Kind

# Texts that are no words of anybody: ids of other records, times, names of places in a text.
_NO_WORDS = frozenset(
    {"created", "modified", "reviewer", "policy", "task", "annotation", "tag", "evidence", "provision", "origin", "eid"}
)
_WORDY = {
    family: frozenset(
        column.name
        for column in table.columns
        if column.kind in (Kind.TEXT, Kind.JSON) and column.choices is None and column.name not in _NO_WORDS
    )
    for family, table in TABLES.items()
}
_PLAIN = {family: frozenset(column.name for column in table.columns) - _WORDY[family] for family, table in TABLES.items()}

Given = tuple[str, ChangeRow]
"""A change of a package, after the id of the change whose place in the history it takes."""


def without_earlier_words(changes: Sequence[Change], rows: Mapping[str, ChangeRow]) -> list[Given]:
    """What a package gives of a record that is not deleted; ``changes`` are its history in order, ``rows`` their columns by id.

    What is given amounts to the same as ``changes``.
    """
    if len(changes) == 1:
        return [(changes[0].id, rows[changes[0].id])]
    counts = standing(changes)
    if not any(_tells_more(change, counts, changes) for change in changes):
        return [(change.id, rows[change.id]) for change in changes]
    by_id = {change.id: change for change in changes}
    given = [(change.id, *_again(change, counts[change.id], by_id)) for change in changes if change.id in counts]
    if is_chain(changes):
        return [(key, row) for key, _, row in given]
    folded = fold(changes)
    if _amounts_to_another(folded, fold([change for _, change, _ in given])):
        return [_in_one(changes, folded, by_id)]
    return [(key, row) for key, _, row in given]


def as_deleted(changes: Sequence[Change]) -> Given | None:
    """What a package gives of a deleted record: nothing but that it is deleted; ``None`` where no change says so."""
    by_id = {change.id: change for change in changes}
    counts = standing(changes)
    removers = [change for change in changes if DELETED in counts.get(change.id, ()) and change.patch[DELETED] is True]
    if not removers:
        return None
    newest = max(removers, key=lambda change: (change.clock, change.id))
    return newest.id, _summary(newest, _stood_for(list(changes), by_id), {DELETED: True})[1]


def _tells_more(change: Change, counts: Mapping[str, frozenset[str]], changes: Sequence[Change]) -> bool:
    """Whether a change holds words that count no more and that nobody says any longer."""
    over = change.patch.keys() - counts.get(change.id, frozenset()) - _PLAIN[change.family] - {DELETED}
    return any(_is_words(change.patch[name]) and not _still_said(name, change.patch[name], counts, changes) for name in over)


def _is_words(value: object) -> bool:
    return value not in (None, "", [], {}) and not isinstance(value, bool | int | float)


def _still_said(name: str, value: object, counts: Mapping[str, frozenset[str]], changes: Sequence[Change]) -> bool:
    return any(name in counts.get(other.id, ()) and other.patch[name] == value for other in changes)


def _again(change: Change, names: frozenset[str], by_id: Mapping[str, Change]) -> tuple[Change, ChangeRow]:
    patch = {name: change.patch[name] for name in sorted(names)}
    return _summary(change, _stood_for([change], by_id), patch)


def _in_one(changes: Sequence[Change], folded: Folded, by_id: Mapping[str, Change]) -> Given:
    newest = max(changes, key=lambda change: (change.clock, change.id))
    return newest.id, _summary(newest, _stood_for(list(changes), by_id), folded.fields)[1]


def _summary(change: Change, stands_for: Sequence[str], patch: Mapping[str, object]) -> tuple[Change, ChangeRow]:
    key = derived_id(str(NAMESPACE), "summary", change.record, canonical(stands_for), canonical(patch))
    target: tuple[Family, str] = (change.family, change.record)
    return make((key, change.clock, change.writer), target, stands_for, patch, (SUMMARY, change.batch))


def _stood_for(waiting: list[Change], by_id: Mapping[str, Change]) -> list[str]:
    """The ids of these changes and of all that they had seen; of a summary among them the ids that it stands for itself."""
    found: set[str] = set()
    seen = {change.id for change in waiting}
    while waiting:
        change = waiting.pop()
        if change.label != SUMMARY:
            found.add(change.id)
        for parent in change.parents:
            if parent not in seen:
                seen.add(parent)
                if parent in by_id:
                    waiting.append(by_id[parent])
                else:
                    found.add(parent)
    return sorted(found)


def _amounts_to_another(whole: Folded, given: Folded) -> bool:
    return (whole.fields, whole.deleted) != (given.fields, given.deleted)
