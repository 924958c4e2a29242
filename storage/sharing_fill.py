"""Filling a fresh file with what a package contains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Row

from storage import schema
from storage.attachments import add_chunk, chunks, is_sound
from storage.changes import ChangeRow, from_row
from storage.connect import Connection, one_moment, writing
from storage.errors import StorageError
from storage.history_write import INSERT_CHANGE, SELECT_CHANGES, fold_all, grouped, write_folded
from storage.records import Change, Family
from storage.sharing_choice import Chosen, Selection, choose
from storage.sharing_summary import Given, as_deleted, without_earlier_words
from storage.watch import Watch, part

_TELL_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class Contained:
    """What a package contains: numbers of records that are not deleted, of files, and of files whose bytes were left out on
    purpose or since they are missing or damaged here (``lost``)."""

    policies: int
    annotations: int
    replies: int
    evidence: int
    assessments: int
    files: int
    files_left_out: int
    lost: int


@dataclass(frozen=True, slots=True)
class _State:
    """What of the source was read in one moment: whoever writes there must not wait for more."""

    chosen: Chosen
    changes: list[Row]
    writers: list[Row]


def fill(package: Connection, source: Connection, selection: Selection, watch: Watch, limit: int | None = None) -> Contained:
    """Write what is chosen of ``source`` into ``package``, a fresh file, in one transaction.

    Raises ``StorageError``, with ``package_too_large`` when the files alone have more than ``limit`` bytes.
    """
    state = _read(source, selection)
    if limit is not None and selection.files and sum(state.chosen.attachments.values()) > limit:
        raise StorageError("package_too_large", name=package.name, limit=limit >> 20)
    watch(0.1)
    given = _given(state, source.name, part(watch, 0.1, 0.5))
    with writing(package):
        _contents(package, source, state, given)
        changes = [_change(row, source.name) for row in given]
        watch(0.6)
        write_folded(package, fold_all(grouped(changes)))
        watch(0.7)
        kept, lost = _files(package, source, state.chosen, part(watch, 0.7, 1)) if selection.files else (0, [])
        left_out = list(state.chosen.attachments) if not selection.files else lost
        _omit(package, changes, left_out)
    numbers = {family: len(records) for family, records in state.chosen.shown.items()}
    return Contained(
        policies=numbers[Family.POLICY],
        annotations=numbers[Family.ANNOTATION],
        replies=numbers[Family.REPLY],
        evidence=numbers[Family.EVIDENCE],
        assessments=numbers[Family.ASSESSMENT],
        files=kept,
        files_left_out=len(left_out),
        lost=len(lost),
    )


def _read(source: Connection, selection: Selection) -> _State:
    with one_moment(source):
        chosen = choose(source, selection)
        changes = source.execute(f"{SELECT_CHANGES} ORDER BY seq").fetchall()
        writers = source.execute(f'SELECT id, reviewer, person, machine, started FROM "{schema.WRITER}"').fetchall()
    return _State(chosen, changes, writers)


def _given(state: _State, name: str, watch: Watch) -> list[ChangeRow]:
    """The changes of the package, in the order of those whose place they take. Raises ``StorageError("damaged")`` for the workspace
    called ``name`` where changes are none, or rows are removed whose history says nothing of it."""
    shown = frozenset().union(*state.chosen.shown.values())
    wanted = shown | state.chosen.gone
    rows = {row["id"]: tuple(row) for row in state.changes if row["record"] in wanted}
    histories = grouped(_change(row, name) for row in rows.values())
    order = {key: place for place, key in enumerate(rows)}
    given: list[Given] = []
    for number, (record, changes) in enumerate(histories.items()):
        if not number % _TELL_EVERY:
            watch(number / len(histories))
        if record in shown:
            given += without_earlier_words(changes, rows)
        elif (deleted := as_deleted(changes)) is not None:
            given.append(deleted)
        else:
            raise StorageError("damaged", name=name)
    return [row for _, row in sorted(given, key=lambda item: order[item[0]])]


def _change(row: ChangeRow, name: str) -> Change:
    try:
        return from_row(row)
    except ValueError as error:
        raise StorageError("damaged", name=name) from error


def _contents(package: Connection, source: Connection, state: _State, given: list[ChangeRow]) -> None:
    """What stands outside the history, with the changes and those who wrote them."""
    wrote = {row[2] for row in given}
    writers = [tuple(row) for row in state.writers if row["id"] in wrote]
    package.executemany(f'INSERT INTO "{schema.WRITER}" VALUES (?, ?, ?, ?, ?)', writers)
    for table, columns in ((schema.POLICY_TEXT, 7), (schema.POLICY_SOURCE, 3)):
        marks = ", ".join("?" * columns)
        for policy in state.chosen.texts:
            for row in source.execute(f'SELECT * FROM "{table}" WHERE policy = ?', (policy,)).fetchall():
                package.execute(f'INSERT INTO "{table}" VALUES ({marks})', tuple(row))
    package.executemany(INSERT_CHANGE, given)


def _files(package: Connection, source: Connection, chosen: Chosen, watch: Watch) -> tuple[int, list[str]]:
    """Take the bytes of files along; how many, and the hashes of those that are not here as they were stored."""
    whole = max(1, sum(chosen.attachments.values()))
    kept, done, lost = 0, 0, []
    for sha256, size in chosen.attachments.items():
        watch(min(1.0, done / whole))
        if is_sound(source, sha256):
            blob = package.execute(f'INSERT INTO "{schema.BLOB}" (sha256, size) VALUES (?, 0)', (sha256,)).lastrowid or 0
            length = 0
            for number, piece in enumerate(chunks(source, sha256)):
                add_chunk(package, blob, number, piece)
                length += len(piece)
                watch(min(1.0, (done + length) / whole))
            package.execute(f'UPDATE "{schema.BLOB}" SET size = ? WHERE id = ?', (length, blob))
            kept += 1
        else:
            lost.append(sha256)
        done += size
    return kept, lost


def _omit(package: Connection, changes: list[Change], files: Iterable[str]) -> None:
    """Note what is left out on purpose: the changes that summaries stand for, and the hashes of files."""
    here = {change.id for change in changes}
    left_out = {parent for change in changes for parent in change.parents if parent not in here}
    package.executemany(f'INSERT INTO "{schema.OMITTED}" VALUES (?)', [(key,) for key in sorted(left_out | set(files))])
