"""Received files with damage of every kind: refused, or the damage is reported; altered words are never taken for sound."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import gate_vet
from storage.errors import StorageError
from storage.gate_protocol import Findings, Job
from storage.incoming import receive
from storage.workspace import Profile
from tests.storage.received import Contents, alter, contents_of, write_everything
from tests.storage.versions import old_policy

PAGE = 4_096
HANG_SECONDS = 5
# The columns that carry a hash, where not all do: who stands behind a writer, and a text's outline, findings, file name and time,
# are only looked at for sense.
SEALED: dict[str, tuple[int, ...]] = {"writer": (), "policy_text": (0, 1, 4)}
Mutation = Callable[[bytearray, random.Random], None]


def flip_bit(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def set_byte(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] = chance.randrange(256)


def set_bytes(data: bytearray, chance: random.Random) -> None:
    at, length = chance.randrange(len(data)), chance.randrange(1, 64)
    data[at : at + length] = chance.randbytes(min(length, len(data) - at))


def swap_pages(data: bytearray, chance: random.Random) -> None:
    one, other = (chance.randrange(len(data) // PAGE) * PAGE for _ in range(2))
    data[one : one + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[one : one + PAGE]


def cut_short(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def wipe(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    length = min(chance.randrange(1, 2 * PAGE), len(data) - at)
    data[at : at + length] = bytes(length)


def alter_header(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(100)] = chance.randrange(256)


def alter_page_header(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data) // PAGE) * PAGE + chance.randrange(12)] = chance.randrange(256)


def lengthen(data: bytearray, chance: random.Random) -> None:
    data += chance.randbytes(chance.choice((1, 100, PAGE)))


MUTATIONS: tuple[Mutation, ...] = (
    flip_bit,
    set_byte,
    set_bytes,
    swap_pages,
    cut_short,
    wipe,
    alter_header,
    alter_page_header,
    lengthen,
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, profile_of: Callable[[str], Profile]) -> Path:
    """A file with records of every family."""
    path = tmp_path_factory.mktemp("sound") / "同事.clausedesk"
    write_everything(path, old_policy(), [profile_of("王审阅"), profile_of("李审阅")])
    return path


@pytest.fixture(scope="module")
def original(sound: Path) -> Contents:
    return contents_of(sound)


def vetted(path: Path, folder: Path) -> tuple[Findings, Contents] | str:
    """What was found about a file, and what stands in its private copy; or why it was refused."""
    target = folder / "copy" / path.name
    target.parent.mkdir()
    began = time.monotonic()
    try:
        found = gate_vet.vet(Job(str(path), str(target), path.name, None, rows=True), gate_vet.Unlimited())
        return found, contents_of(target)
    except StorageError as error:
        return error.code
    finally:
        assert time.monotonic() - began < HANG_SECONDS
        shutil.rmtree(target.parent)


def silently_altered(found: Findings, now: Contents, original: Contents) -> list[str]:
    """In which respects an accepted file differs from the original without a word."""
    faulty = {fault.change for fault in found.faults}
    changes = {row for row in now["change"] if row[0] not in faulty}
    missing = original["change"] - changes
    differing = ["change"] if changes - original["change"] or len(missing) > len(faulty) else []
    spoilt = {row[4] for row in missing}
    for name, rows in now.items():
        if name == "blob":
            # Attachments whose bytes are not right are reported by the merge.
            same = rows <= original[name]
        elif name in SEALED:
            same = sealed(name, rows) == sealed(name, original[name])
        else:
            same = name == "change" or {row for row in rows ^ original[name] if row[0] not in spoilt} == set()
        differing += [] if same else [name]
    return differing


def sealed(name: str, rows: set[tuple[object, ...]]) -> set[tuple[object, ...]]:
    return {tuple(row[at] for at in SEALED[name]) for row in rows}


def test_a_mutated_file_is_refused_or_says_what_the_original_says(
    sound: Path, original: Contents, tmp_path: Path, nightly: bool
) -> None:
    whole = sound.read_bytes()
    path = tmp_path / "同事.clausedesk"
    refused = 0
    for seed in range(2_000 if nightly else 200):
        chance = random.Random(seed)
        data = bytearray(whole)
        MUTATIONS[seed % len(MUTATIONS)](data, chance)
        path.write_bytes(data)
        found = vetted(path, tmp_path)
        if isinstance(found, str):
            refused += 1
        else:
            assert silently_altered(*found, original) == [], f"seed {seed}"
    # Most of a file is words; where nearly nothing is noticed, nothing was looked at.
    assert refused > (400 if nightly else 40)


def cells(sound: Path) -> list[tuple[str, str, int]]:
    """Every cell of every table, by its table, column and row."""
    conn = sqlite3.connect(f"file:{sound}?mode=ro", uri=True)
    try:
        tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name"
        found = []
        for (table,) in conn.execute(tables).fetchall():
            columns = [row[1] for row in conn.execute(f'PRAGMA table_info("{table}")')]
            count = conn.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            found += [(table, column, row) for column in columns for row in range(min(count, 3))]
        return found
    finally:
        conn.close()


def set_cell(conn: sqlite3.Connection, table: str, column: str, row: int, chance: random.Random) -> None:
    where = f'"{column}" IS (SELECT "{column}" FROM "{table}" LIMIT 1 OFFSET {row})'
    value = conn.execute(f'SELECT "{column}" FROM "{table}" WHERE {where}').fetchone()[0]
    others: list[object] = ["歪", -1, (1 << 62) + 1, "", 0.5, b"\xff", None, '[["', "2999-01-01"]
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        others += [value[:at] + "歪" + value[at + 1 :]] * 8
    elif isinstance(value, int | float):
        others += [value + 1] * 8
    elif isinstance(value, bytes) and value:
        others += [value[:-1] + bytes([value[-1] ^ 1])] * 8
    conn.execute("PRAGMA ignore_check_constraints = ON")
    conn.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = ? WHERE {where}', (chance.choice(others),))


def test_an_altered_cell_is_refused_or_reported_or_made_good(
    sound: Path, original: Contents, tmp_path: Path, nightly: bool
) -> None:
    places = cells(sound)
    path = tmp_path / "同事.clausedesk"
    for seed in range(max(200, len(places)) if nightly else 40):
        chance = random.Random(seed)
        table, column, row = places[seed % len(places)] if nightly else chance.choice(places)
        shutil.copyfile(sound, path)
        try:
            alter(path, lambda conn: set_cell(conn, table, column, row, chance))  # noqa: B023
        except sqlite3.Error:
            # The table does not take such a value; then nobody can send it.
            continue
        found = vetted(path, tmp_path)
        assert isinstance(found, str) or silently_altered(*found, original) == [], f"{table}.{column} {row}"


def received(path: Path) -> tuple[set[str], set[tuple[object, ...]]] | str:
    """The rejected changes of a file and all the changes of its private copy; or why it was refused."""
    try:
        with receive([path]) as incoming:
            [file] = incoming.files
            return {reject.change for reject in file.rejected}, contents_of(file.path)["change"]
    except StorageError as error:
        return error.code


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_real_process_survives_what_it_is_given(sound: Path, original: Contents, tmp_path: Path, mutation: Mutation) -> None:
    data = bytearray(sound.read_bytes())
    mutation(data, random.Random(10_000))
    path = tmp_path / "同事.clausedesk"
    path.write_bytes(data)
    found = received(path)
    if isinstance(found, str):
        assert found not in ("check_failed", "check_too_long", "database_error")
    else:
        assert {row for row in found[1] if row[0] not in found[0]} <= original["change"]
