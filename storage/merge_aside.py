"""Moving changes out of the history and into it again, with the rows that follow."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from storage import schema
from storage.changes import COLUMNS, canonical, parents_of
from storage.connect import Connection
from storage.hanging import UNDER
from storage.history_write import refold
from storage.importing import IMPORT_WRITER
from storage.merge_contents import arrived, leave_out
from storage.merge_plan import streamed, tuples
from storage.pace import Pace
from storage.records import Family, Touched
from storage.schema import TABLES
from storage.twin_mirror import JOIN_LABEL

BOTH_LABEL: Final = "change.conflict.keep_both"
_RECORDS: Final = 200
_NAMES: Final = ", ".join(COLUMNS)
_THEIRS: Final = ", ".join(f"a.{name}" for name in COLUMNS)
_LISTED: Final = "IN (SELECT value FROM json_each(?))"
_Row = tuple[int, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """Places of changes in the order of arrival, both ends included; none when ``last`` is before ``first``."""

    first: int
    last: int


class Owners:
    """Which merge brought the change at a place. ``pieces`` are the places of each merge's changes."""

    def __init__(self, pieces: dict[str, list[Piece]]) -> None:
        self.pieces = pieces
        known = sorted((piece.first, piece.last, merge) for merge, group in pieces.items() for piece in group)
        self._starts = [first for first, _, _ in known]
        self._known = known

    def of(self, place: int) -> str | None:
        """The merge, ``None`` for what was written here."""
        at = bisect_right(self._starts, place) - 1
        return self._known[at][2] if at >= 0 and place <= self._known[at][1] else None

    def add(self, merge: str, places: Sequence[int]) -> None:
        """Add places, which ascend, to those of a merge."""
        self.pieces.setdefault(merge, []).extend(_runs(places))


@dataclass(frozen=True, slots=True)
class Leaving:
    """Some records of which changes leave: the places of those by the merge to which they will belong, the records that keep a
    history and those that do not, by family, and parents of what stays that are no longer here; how many of the changes were
    written here, and how many came with other merges."""

    places: dict[str, list[int]]
    kept: dict[Family, list[str]]
    emptied: dict[Family, list[str]]
    missed: list[str]
    own: int
    others: int

    @property
    def changes(self) -> int:
        """How many changes leave."""
        return sum(map(len, self.places.values()))


@dataclass(frozen=True, slots=True)
class _Going:
    """What leaves beside the changes of a merge and their descendants: images of changes on another policy, and versions that were
    kept as annotations of their own."""

    merge: str
    images: frozenset[str]
    versions: frozenset[str]


def leaving(conn: Connection, owners: Owners, merge: str, pace: Pace) -> Iterator[Leaving]:
    """What leaves with a merge: its changes, their images on a policy into which theirs was joined, those that came after these
    and descend from them, and the annotations that were made of what these say where both values were kept. Each batch may be moved
    before the next is asked for."""
    images = _images(conn, owners.pieces[merge])
    going = _Going(merge, frozenset(images), frozenset())
    versions = _versions(conn, owners, going)
    going = replace(going, versions=frozenset(versions))
    found: dict[str, None] = dict.fromkeys((*images.values(), *versions.values()))
    for piece in owners.pieces[merge]:
        sql = f'SELECT DISTINCT record FROM "{schema.CHANGE}" WHERE seq BETWEEN ? AND ?'
        found.update(dict.fromkeys(row[0] for row in tuples(conn, sql, (piece.first, piece.last))))
    records = list(found)
    for start in range(0, len(records), _RECORDS):
        some = records[start : start + _RECORDS]
        yield _leaving(_histories(conn, some), owners, going)
        pace.reach((start + len(some)) / len(records))


def _histories(conn: Connection, records: Iterable[str]) -> list[_Row]:
    sql = f'SELECT seq, id, record, family, parents FROM "{schema.CHANGE}" WHERE record {_LISTED} ORDER BY seq'
    return tuples(conn, sql, (canonical(list(records)),))


def _versions(conn: Connection, owners: Owners, going: _Going) -> dict[str, str]:
    """The changes, each with its record, that made annotations of their own when both values of a conflict were kept, where the
    decision leaves; they descend from nothing."""
    sql = f'SELECT id, record, batch, parents FROM "{schema.CHANGE}" WHERE label = ?'
    made = tuples(conn, sql, (BOTH_LABEL,))
    contested = {record for _, record, _, parents in made if parents_of(parents)}
    moved = _moving(_histories(conn, sorted(contested)), owners, going) if contested else frozenset()
    batches = {batch for key, _, batch, _ in made if key in moved}
    return {key: record for key, record, batch, _ in made if batch in batches and key not in moved}


def _moving(rows: Sequence[_Row], owners: Owners, going: _Going) -> frozenset[str]:
    """The changes among whole histories that leave."""
    moved: set[str] = set()
    for seq, key, _, _, parents in rows:
        if (
            owners.of(seq) == going.merge
            or key in going.images
            or key in going.versions
            or not moved.isdisjoint(parents_of(parents))
        ):
            moved.add(key)
    return frozenset(moved)


def _images(conn: Connection, pieces: Sequence[Piece]) -> dict[str, str]:
    """The images, each with its record, of the changes at these places, and theirs in turn; an image names what it stands for."""
    found: dict[str, str] = {}
    if not conn.execute(f'SELECT 1 FROM "{Family.POLICY.value}" WHERE joined IS NOT NULL').fetchone():
        return found
    images = tuples(conn, f'SELECT id, record, batch FROM "{schema.CHANGE}" WHERE label = ? ORDER BY seq', (JOIN_LABEL,))
    wanted = canonical([batch for _, _, batch in images])
    places = dict(tuples(conn, f'SELECT id, seq FROM "{schema.CHANGE}" WHERE id {_LISTED}', (wanted,)))
    for key, record, batch in images:
        at = places.get(batch)
        if batch in found or (at is not None and any(piece.first <= at <= piece.last for piece in pieces)):
            found[key] = record
    return found


def _leaving(rows: Sequence[_Row], owners: Owners, going: _Going) -> Leaving:
    moved = _moving(rows, owners, going)
    needed: set[str] = set()
    places: dict[str, list[int]] = {}
    families: dict[str, Family] = {}
    staying: set[str] = set()
    own = others = 0
    for seq, key, record, family, parents in rows:
        families[record] = Family(family)
        if key in moved:
            owner = owners.of(seq)
            own += owner is None and key not in going.images
            others += owner not in (None, going.merge)
            places.setdefault(owner or going.merge, []).append(seq)
        else:
            staying.add(record)
            needed.update(parents_of(parents))
    kept: dict[Family, list[str]] = {}
    emptied: dict[Family, list[str]] = {}
    for record, kind in families.items():
        (kept if record in staying else emptied).setdefault(kind, []).append(record)
    return Leaving(places, kept, emptied, sorted(needed & moved), own, others)


def stranded(conn: Connection, owners: Owners, merge: str, emptied: Mapping[Family, Sequence[str]]) -> tuple[int, int]:
    """How many changes written here since the merge, and how many that later merges brought, are of records that are not shown
    without the ``emptied`` ones: replies to its annotations, judgements of its tasks, all that stands on its policies. They stay,
    and show again with what they hang on. The same before the merge is moved and after."""
    first = min((piece.first for piece in owners.pieces[merge]), default=0)
    gone = {record for records in emptied.values() for record in records}
    hanging: set[str] = set()
    for family, records in emptied.items():
        for child, column in UNDER.get(family, ()):
            sql = f'SELECT id FROM "{child.value}" WHERE deleted = 0 AND "{column}" {_LISTED}'
            hanging.update(row[0] for row in tuples(conn, sql, (canonical(records),)))
    sql = f'SELECT seq FROM "{schema.CHANGE}" WHERE seq > ? AND writer != ? AND record {_LISTED}'
    later = tuples(conn, sql, (first, IMPORT_WRITER, canonical(sorted(hanging - gone)))) if hanging - gone else []
    own = sum(owners.of(seq) is None for (seq,) in later)
    return own, len(later) - own


def set_aside(conn: Connection, batch: Leaving) -> Touched:
    """Move what leaves, and write the rows that the rest amounts to, inside the caller's transaction."""
    for owner, places in batch.places.items():
        wanted = canonical(places)
        copied = f'SELECT {_NAMES}, ? FROM "{schema.CHANGE}" WHERE seq {_LISTED}'
        conn.execute(f'INSERT OR IGNORE INTO "{schema.ASIDE}" ({_NAMES}, merge) {copied}', (owner, wanted))
        conn.execute(f'DELETE FROM "{schema.CHANGE}" WHERE seq {_LISTED}', (wanted,))
    leave_out(conn, batch.missed)
    for family, records in batch.emptied.items():
        wanted = canonical(records)
        conn.execute(f'DELETE FROM "{family.value}" WHERE id {_LISTED}', (wanted,))
        for table in (schema.CONFLICT, schema.SEARCH_DOC):
            conn.execute(f'DELETE FROM "{table}" WHERE record {_LISTED}', (wanted,))
    return refold(conn, [record for group in batch.kept.values() for record in group])


def touched(conn: Connection, batch: Leaving) -> Touched:
    """What is touched when this leaves, by the rows as they still stand."""
    policies: set[str] = set()
    records: set[str] = set()
    for group in (batch.kept, batch.emptied):
        for family, some in group.items():
            records.update(some)
            policies.update(_policies(conn, family, some))
    return Touched(frozenset(batch.kept.keys() | batch.emptied.keys()), frozenset(records), frozenset(policies))


def _policies(conn: Connection, family: Family, records: Sequence[str]) -> Iterable[str]:
    if family is Family.POLICY:
        return records
    if "policy" not in TABLES[family].names:
        return ()
    found = tuples(conn, f'SELECT DISTINCT policy FROM "{family.value}" WHERE id {_LISTED}', (canonical(list(records)),))
    return [row[0] for row in found if row[0]]


def remaining(conn: Connection, owners: Owners) -> dict[str, list[Piece]]:
    """Where the changes of the merges stand that are left: places that fell empty may be taken by others."""
    found: dict[str, list[Piece]] = {}
    for merge, pieces in owners.pieces.items():
        places: list[int] = []
        for piece in pieces:
            sql = f'SELECT seq FROM "{schema.CHANGE}" WHERE seq BETWEEN ? AND ? ORDER BY seq'
            places += [row[0] for row in tuples(conn, sql, (piece.first, piece.last))]
        left = _runs(sorted(places))
        if left != pieces:
            found[merge] = left
    return found


def _runs(places: Iterable[int]) -> list[Piece]:
    runs: list[Piece] = []
    for place in places:
        if runs and runs[-1].last == place - 1:
            runs[-1] = Piece(runs[-1].first, place)
        else:
            runs.append(Piece(place, place))
    return runs


@dataclass(frozen=True, slots=True)
class Returning:
    """Changes that come back, parents before children, each with the merge that it belongs to."""

    changes: list[tuple[str, str]]
    records: list[str]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A change that lies aside."""

    id: str
    merge: str
    parents: tuple[str, ...]


def returning(conn: Connection, taken: set[str], pace: Pace) -> Iterator[Returning]:
    """What of the changes that lie aside need not wait for one of the merges that stay ``taken`` back. Each batch may be taken in
    before the next is asked for."""
    sql = f'SELECT DISTINCT record FROM "{schema.ASIDE}" WHERE merge NOT {_LISTED}'
    places: dict[str, list[int]] = {row[0]: [] for row in tuples(conn, sql, (canonical(sorted(taken)),))}
    for rows in streamed(conn, f'SELECT rowid, record FROM "{schema.ASIDE}" ORDER BY rowid'):
        for place, record in rows:
            if record in places:
                places[record].append(place)
        pace.beat()
    records = list(places)
    for start in range(0, len(records), _RECORDS):
        some = records[start : start + _RECORDS]
        histories = _waiting(conn, [place for record in some for place in places[record]])
        free = {record: _free(histories[record], taken) for record in some}
        yield Returning(
            [(one.id, one.merge) for record in some for one in free[record]], [record for record in some if free[record]]
        )
        pace.reach((start + len(some)) / len(records))


def _waiting(conn: Connection, places: Sequence[int]) -> dict[str, list[_Waiting]]:
    """The changes that lie aside at these places, by record."""
    sql = f'SELECT record, id, merge, parents FROM "{schema.ASIDE}" WHERE rowid {_LISTED} ORDER BY rowid'
    histories: dict[str, list[_Waiting]] = {}
    for record, key, merge, parents in tuples(conn, sql, (canonical(places),)):
        histories.setdefault(record, []).append(_Waiting(key, merge, parents_of(parents)))
    return histories


def _free(waiting: Sequence[_Waiting], taken: set[str]) -> list[_Waiting]:
    """Those of one record's changes, parents first, that neither belong to a merge that stays taken back nor descend from one that
    does."""
    held = {one.id for one in waiting if one.merge in taken}
    ordered = _parents_first(waiting)
    for one in ordered:
        if not held.isdisjoint(one.parents):
            held.add(one.id)
    return [one for one in ordered if one.id not in held]


def _parents_first(waiting: Sequence[_Waiting]) -> list[_Waiting]:
    """In the order in which they lie, except that none comes before its parents; in a circle, which is never written, anything may
    come first."""
    by_id = {one.id: one for one in waiting}
    placed: dict[str, _Waiting] = {}
    entered: set[str] = set()
    for first in waiting:
        path = [first]
        while path:
            one = path[-1]
            fresh = [by_id[key] for key in one.parents if key in by_id and key not in entered and key != one.id]
            if one.id in entered or not fresh:
                placed.setdefault(one.id, one)
                path.pop()
            else:
                path += fresh
            entered.add(one.id)
    return list(placed.values())


def take_in_again(conn: Connection, batch: Returning, owners: Owners) -> Touched:
    """Move changes back into the history and write the rows that follow, inside the caller's transaction; ``owners`` learns where
    they stand."""
    ids = [key for key, _ in batch.changes]
    here = {row[0] for row in tuples(conn, f'SELECT id FROM "{schema.CHANGE}" WHERE id {_LISTED}', (canonical(ids),))}
    fresh = [(key, merge) for key, merge in batch.changes if key not in here]
    first = conn.execute(f'SELECT coalesce(max(seq), 0) + 1 FROM "{schema.CHANGE}"').fetchone()[0]
    listed = f'SELECT ? + w.key, {_THEIRS} FROM json_each(?) w CROSS JOIN "{schema.ASIDE}" a ON a.id = w.value'
    conn.execute(f'INSERT INTO "{schema.CHANGE}" (seq, {_NAMES}) {listed}', (first, canonical([key for key, _ in fresh])))
    arrived(conn, ids)
    places: dict[str, list[int]] = {}
    for seq, (_, merge) in enumerate(fresh, start=first):
        places.setdefault(merge, []).append(seq)
    for merge, group in places.items():
        owners.add(merge, group)
    return refold(conn, batch.records)
