"""Files made to do harm: each is refused without being run, soon, and the workspace that should have taken it in stays as it is."""

from __future__ import annotations

import hashlib
import json
import re
import resource
import shutil
import sqlite3
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from policy.identity import policy_id, text_sha256
from storage import gate_vet
from storage.errors import StorageError
from storage.gate_process import Checker
from storage.gate_protocol import Job
from storage.incoming import receive
from storage.merge import merge
from storage.watch import unwatched
from storage.workspace import Profile, Workspace
from tests.storage.received import alter, put_change, write_everything
from tests.storage.versions import old_policy

CPU_SECONDS = 3
MEMORY_KIB = 512 << 10
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
BOMB = "hex(zeroblob(499999999))"
Work = Callable[[sqlite3.Connection], object]


def sql(script: str) -> Work:
    return lambda conn: conn.executescript(script)


def reworded(name: str, old: str, new: str) -> Work:
    """The definition of a table worded otherwise, behind SQLite's back."""

    def work(conn: sqlite3.Connection) -> None:
        changed = conn.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ? AND instr(sql, ?)", (old, new, name, old)
        )
        assert changed.rowcount == 1

    return work


def cell(statement: str, *values: object) -> Work:
    def work(conn: sqlite3.Connection) -> None:
        assert conn.execute(statement, values).rowcount > 0

    return work


def change(**columns: object) -> Work:
    return lambda conn: put_change(conn, **columns)


def text_of(provisions: object) -> Work:
    """A policy whose text is as its hash says, with this outline."""
    text = "正文"
    outline = provisions if isinstance(provisions, str) else json.dumps(provisions, ensure_ascii=False, separators=(",", ":"))
    sha256 = text_sha256(text)
    return cell(
        "INSERT INTO policy_text VALUES (?, ?, 'a.txt', '2026-01-01T00:00:00+00:00', ?, ?, '[]')",
        policy_id(sha256),
        sha256,
        text,
        outline,
    )


NESTED = "[" * 100_000 + "]" * 100_000
CLONE = "id, clock, writer, family, record, parents, patch, label, batch, sha256"
SCHEMAS: dict[str, Work] = {
    "endless view": sql(f"CREATE VIEW endless AS {ENDLESS} SELECT i FROM n"),
    "endless view instead of a table": sql(f"DROP TABLE conflict; CREATE VIEW conflict AS {ENDLESS} SELECT i AS record FROM n"),
    "view in the place of the history": sql(
        f"ALTER TABLE change RENAME TO hidden; CREATE VIEW change AS SELECT *, {BOMB} AS more FROM hidden"
    ),
    "zeroblob bomb": sql(f"CREATE VIEW bomb AS SELECT {BOMB}"),
    "trigger": sql("CREATE TRIGGER t AFTER INSERT ON change BEGIN DELETE FROM change; END"),
    "trigger on a view": sql("CREATE VIEW v AS SELECT 1; CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN DELETE FROM tag; END"),
    "generated column": sql(f"ALTER TABLE writer ADD COLUMN more TEXT AS ({BOMB})"),
    "generated column among what keeps track": sql(f"ALTER TABLE _sqlite_migrations ADD COLUMN more TEXT AS ({BOMB})"),
    "clone without types": sql(
        f"CREATE TABLE copy ({CLONE}); INSERT INTO copy SELECT {CLONE} FROM change; DROP TABLE change; "
        "ALTER TABLE copy RENAME TO change"
    ),
    "strictness taken away": reworded("tag", ") STRICT", ")"),
    "check that never ends": reworded("tag", "color TEXT NOT NULL", f"color TEXT NOT NULL CHECK (length({BOMB}) > 1)"),
    "default with a function": reworded("tag", "color TEXT NOT NULL", f"color TEXT NOT NULL DEFAULT ({BOMB})"),
    "index on what costs much": sql("CREATE INDEX costly ON change (length(hex(zeroblob(100000))))"),
    "another module's table": sql("CREATE VIRTUAL TABLE box USING rtree(id, a, b)"),
    "another index of words": sql("CREATE VIRTUAL TABLE words USING fts5(a)"),
    "statistics that lie": sql("ANALYZE"),
    "name in other letters": sql("CREATE TABLE сhange (a)"),
    "name like another file": sql('CREATE TABLE "other.change" (a)'),
    "name in quotes": sql('CREATE TABLE "change""; DROP TABLE tag; --" (a)'),
    "name with an end inside": cell("UPDATE sqlite_schema SET name = 'tag' || char(0) || 'x' WHERE name = 'tag'"),
    "name of no text": cell("UPDATE sqlite_schema SET sql = CAST(sql AS BLOB) WHERE name = 'tag'"),
    "definition of nonsense": cell("UPDATE sqlite_schema SET sql = 'CREATE TABLE tag' WHERE name = 'tag'"),
    "definition without end": cell("UPDATE sqlite_schema SET sql = ? WHERE name = 'tag'", "CREATE TABLE tag (" + "(" * 50_000),
    "two tables on one page": cell(
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'link') WHERE name = 'tag'"
    ),
    "table on no page": cell("UPDATE sqlite_schema SET rootpage = 999999 WHERE name = 'tag'"),
    "many tables": sql("BEGIN; " + " ".join(f"CREATE TABLE t{i} (a);" for i in range(600)) + " COMMIT"),
    "unique index gone": sql("DELETE FROM sqlite_schema WHERE name = 'sqlite_autoindex_change_1'"),
}
CONTENTS: dict[str, Work] = {
    "index of words damaged": cell("UPDATE search_index_data SET block = zeroblob(100) WHERE id > 10"),
    "index of words without end": cell("UPDATE search_index_data SET block = randomblob(length(block))"),
    "patch within patch": change(patch='{"x":' + NESTED + "}"),
    "parents within parents": change(parents=NESTED),
    "half a character": change(patch='{"name":"\\ud800"}'),
    "no number": change(patch='{"score":NaN}'),
    "clock before time": change(clock=-5),
    "id with an end inside": change(id="a\0b"),
    "id of an altered change that turns words round": cell("UPDATE change SET id = char(8238) || id WHERE seq = 1"),
    "record without a name": change(record="\u202e"),
    "name without end": change(label="x" * 100_000),
    "many parents": change(parents=json.dumps([str(uuid.UUID(int=i)) for i in range(300_000)], separators=(",", ":"))),
    "no text": cell("UPDATE change SET label = CAST(X'ff' AS TEXT) WHERE seq = 1"),
    "writer of no time": cell("UPDATE writer SET started = 'yesterday'"),
    "writer with an end inside": cell("UPDATE writer SET person = char(0)"),
    "text altered": cell("UPDATE policy_text SET text = text || '。'"),
    "text of another hash": cell("UPDATE policy_text SET sha256 = 'x'"),
    "outline outside the text": text_of([["a", "section", None, None, None, 0, 99]]),
    "outline without a parent": text_of([["a", "section", None, None, "b", 0, 1]]),
    "outline of another kind": text_of([["a", "chaos", None, None, None, 0, 1]]),
    "outline within outline": text_of(NESTED),
    "outline of words": text_of([["a", "section", None, None, None, "0", "1"]]),
    "file altered": cell("UPDATE policy_source SET bytes = X'00'"),
    "file of no text": cell("INSERT INTO policy_source VALUES ('nobody', 'x', X'00')"),
    "chunk beyond its size": cell("UPDATE blob_chunk SET data = zeroblob(5000000)"),
    "field beyond any size": cell("UPDATE policy_source SET bytes = zeroblob(120000000)"),
    "omitted without end": cell("INSERT INTO omitted VALUES (hex(zeroblob(1000)))"),
}


def many_changes(conn: sqlite3.Connection, count: int) -> None:
    rows = ((str(i), i, "w", "tag", str(i), "[]", "{}", "l", "b", "0") for i in range(count))
    conn.executemany(f"INSERT INTO change ({CLONE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, profile_of: Callable[[str], Profile]) -> Path:
    path = tmp_path_factory.mktemp("sound") / "同事.clausedesk"
    write_everything(path, old_policy(), [profile_of("李审阅")])
    return path


@pytest.fixture
def sent(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(sound, tmp_path / "来件.clausedesk"))


def refused_here(sent: Path) -> str:
    """Why a file was refused, by the check without its process, after it was seen that this took no time."""
    target = sent.with_name("copy")
    used = time.process_time()
    with pytest.raises(StorageError) as raised:
        gate_vet.vet(Job(str(sent), str(target), sent.name, None, rows=False), gate_vet.Unlimited())
    assert time.process_time() - used < CPU_SECONDS
    return raised.value.code


def refused(target: Workspace, sent: Path) -> str:
    """Why a merge refused a file, after it was seen that nothing happened to anything, and that it took no time."""
    before = [hashlib.sha256(path.read_bytes()).digest() for path in (target.path, sent)]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(StorageError) as raised:
        merge(target, sent)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert [hashlib.sha256(path.read_bytes()).digest() for path in (target.path, sent)] == before
    assert now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime < CPU_SECONDS
    assert "name" in raised.value.facts
    return raised.value.code


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_that_is_not_ours_is_refused(sent: Path, kind: str) -> None:
    alter(sent, SCHEMAS[kind])
    assert refused_here(sent) in ("foreign_schema", "damaged")


@pytest.mark.parametrize("kind", CONTENTS)
def test_contents_made_to_do_harm_are_refused(sent: Path, kind: str) -> None:
    alter(sent, CONTENTS[kind])
    assert refused_here(sent) in ("package_altered", "damaged", "check_beyond")


@pytest.mark.nightly
@pytest.mark.parametrize("kind", [*SCHEMAS, *CONTENTS])
def test_a_merge_refuses_it_too(workspace: Workspace, sent: Path, kind: str) -> None:
    alter(sent, (SCHEMAS | CONTENTS)[kind])
    assert refused(workspace, sent) in ("foreign_schema", "package_altered", "damaged", "check_beyond")


def test_a_history_of_rubbish_is_refused_as_a_whole(workspace: Workspace, sent: Path, nightly: bool) -> None:
    alter(sent, lambda conn: many_changes(conn, 1_000_000 if nightly else 50_000))
    assert refused(workspace, sent) == "package_altered"


GREEDY = ("field beyond any size", "many parents", "patch within patch", "index of words without end", "definition without end")


@pytest.mark.parametrize("kind", GREEDY)
def test_what_asks_for_memory_does_not_get_it(sent: Path, tmp_path: Path, kind: str) -> None:
    alter(sent, (SCHEMAS | CONTENTS)[kind])
    with Checker() as checker:
        with pytest.raises(StorageError):
            checker.check(Job(str(sent), str(tmp_path / "copy"), sent.name, None, rows=True), unwatched)
        status = Path(f"/proc/{checker.pid}/status").read_text(encoding="ascii")
    most = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert most is not None
    assert int(most[1]) < MEMORY_KIB


@pytest.mark.nightly
def test_a_field_that_no_memory_is_given_for_is_refused(workspace: Workspace, sent: Path) -> None:
    alter(sent, cell("UPDATE policy_source SET bytes = zeroblob(700000000)"))
    assert refused(workspace, sent) == "check_beyond"


def test_a_known_id_with_another_hash_is_named_and_not_taken(desk: Workspace, sent: Path, profile: Profile, tmp_path: Path) -> None:
    alter(sent, lambda conn: put_change(conn, id="known", patch='{"name":"first"}'))
    merge(desk, sent)
    before = desk.history.of("made")
    alter(sent, lambda conn: put_change(conn, id="known", patch='{"name":"second"}'))
    assert [reject.change for reject in merge(desk, sent).rejected] == ["known"]
    assert desk.history.of("made") == before


HEADERS: dict[str, tuple[int, bytes]] = {
    "page of three bytes": (16, b"\0\3"),
    "page of no power of two": (16, b"\x10\x01"),
    "pages of nothing": (16, b"\0\0"),
    "reserved bytes": (20, b"\xff"),
    "half a log": (18, b"\2\1"),
    "write-ahead log": (18, b"\2\2"),
    "other text": (56, b"\0\0\0\2"),
    "no version": (60, b"\0\0\0\0"),
    "version of the future": (60, b"\x7f\xff\xff\xff"),
    "free pages in a circle": (32, b"\0\0\0\2\0\0\0\1"),
    "more pages than there are": (28, b"\x7f\xff\xff\xff"),
    "fewer pages than there are": (28, b"\0\0\0\2"),
    "schema of the future": (44, b"\0\0\0\x09"),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_a_header_that_lies_is_seen_through(sent: Path, kind: str) -> None:
    at, value = HEADERS[kind]
    data = bytearray(sent.read_bytes())
    data[at : at + len(value)] = value
    sent.write_bytes(data)
    assert refused_here(sent) in ("damaged", "not_closed", "newer_workspace", "truncated")


def test_a_journal_that_names_another_file_does_not_have_it_deleted(workspace: Workspace, sent: Path, tmp_path: Path) -> None:
    victim = tmp_path / "重要.txt"
    victim.write_bytes(b"x")
    name = str(victim).encode()
    data = sent.read_bytes()
    count = len(data) // 4_096
    header = bytes.fromhex("d9d505f920a163d7") + b"".join(n.to_bytes(4, "big") for n in (0, 7, count, 512, 4_096))
    end = (
        (0x40000000 // 4_096 + 1).to_bytes(4, "big")
        + name
        + len(name).to_bytes(4, "big")
        + sum(name).to_bytes(4, "big")
        + bytes.fromhex("d9d505f920a163d7")
    )
    sent.with_name(f"{sent.name}-journal").write_bytes(header.ljust(512, b"\0") + end)
    assert refused(workspace, sent) == "foreign_schema"
    with pytest.raises(StorageError):
        receive([sent])
    assert victim.read_bytes() == b"x"
