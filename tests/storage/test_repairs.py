"""A repair says what it found and did, and loses nothing that can be read, however the file was damaged."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from policy.model import Policy, Span
from resources.catalogue import Catalogue
from storage.checks import Problem, check
from storage.connect import Connection
from storage.errors import StorageError
from storage.records import AnnotationKind, EvidenceType
from storage.repairs import Deed, RepairReport, repair
from storage.salvage import Salvaged, salvage
from storage.workspace import Profile, Workspace

Tamper = Callable[[Path, str], None]
PAGE = 4_096
READ = ("change", "change_aside", "merge", "writer", "policy_text", "policy_source", "blob", "blob_chunk")
Rows = dict[str, dict[int, tuple[object, ...]]]


@pytest.fixture
def full(desk: Workspace, policy: Policy) -> Path:
    """A closed workspace with a history of some length, files in pieces, and a merge that was taken back."""
    with desk.store.action("change.annotation.add"):
        pass
    notes = [
        desk.annotations.add(policy.id, Span(3, 8), AnnotationKind.COMMENT, f"第{number}条" * 9, ["重点"]).changes[0].record
        for number in range(12)
    ]
    desk.annotations.edit(notes[2], body="改过的话" * 900)
    desk.annotations.remove(notes[3])
    big = random.Random(1).randbytes(1_300_000)
    desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片", files=[("a.png", b"x" * 9_000), ("b.bin", big)])
    desk.assessments.set(desk.tasks.of(policy.id)[0].id, percent=10)
    with closing(sqlite3.connect(desk.path)) as conn, conn:
        conn.execute("INSERT INTO merge VALUES ('m', '2026-01-01', '王', '[]', 1, 2, '{}', '2026-01-02')")
        columns = "clock, writer, family, record, parents, patch, label, batch, sha256"
        conn.execute(f"INSERT INTO change_aside SELECT id || 'x', {columns}, 'm' FROM change WHERE seq < 9")
        conn.execute("INSERT INTO omitted VALUES ('0190a2f4-0000-7000-8000-000000000001')")
    desk.close()
    return desk.path


def rows_of(path: Path) -> Rows:
    """Every row that SQLite itself still gives out, asked for one by one."""
    found: Rows = {table: {} for table in READ}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        conn.text_factory = bytes
        for table in READ:
            for number in range(1, 90):
                with suppress(sqlite3.Error):
                    row = conn.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (number,)).fetchone()
                    if row is not None:
                        found[table][number] = row
    return found


def spoil(content: bytearray, dice: random.Random) -> None:
    """Damage a file the way disks, sticks and other programs do."""
    pages = len(content) // PAGE
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(pages) * PAGE
        match dice.randrange(6):
            case 0:
                content[at : at + PAGE] = bytes(PAGE)
            case 1:
                content[at : at + PAGE] = dice.randbytes(PAGE)
            case 2:
                other = dice.randrange(pages) * PAGE
                content[at : at + PAGE], content[other : other + PAGE] = content[other : other + PAGE], content[at : at + PAGE]
            case 3:
                content[at : at + 512] = bytes(512)
            case 4:
                content[at + 8 : at + 40] = dice.randbytes(32)
            case _:
                # A page of the way to the rows.
                inner = [page for page in range(1, pages) if content[page * PAGE] in (2, 5)]
                content[inner[0] * PAGE : inner[0] * PAGE + PAGE] = dice.randbytes(PAGE)


def ours(row: tuple[object, ...]) -> tuple[object, ...]:
    return row[1:] if isinstance(row[0], int) else row


def test_nothing_readable_is_lost(full: Path, tmp_path: Path, nightly: bool) -> None:
    whole = full.read_bytes()
    before = rows_of(full)
    rescued = 0
    count = 400 if nightly else 14
    for seed in range(count):
        content = bytearray(whole)
        spoil(content, random.Random(seed))
        place = tmp_path / str(seed)
        place.mkdir()
        path = place / full.name
        path.write_bytes(content)
        still = {
            table: {ours(row) for number, row in rows.items() if before[table].get(number) == row}
            for table, rows in (rows_of(path) if content[:16] == whole[:16] else {table: {} for table in READ}).items()
        }
        report = repair(path)
        if report.rescued is None:
            continue
        rescued += 1
        assert path.read_bytes() == content
        found = rows_of(report.rescued)
        for table, rows in still.items():
            assert rows <= {ours(row) for row in found[table].values()}, (seed, table)
        assert {problem.code for problem in report.found} in ({"pages_damaged"}, {"file_unreadable"})
        with Workspace.open(report.rescued, None) as workspace:
            assert workspace.store.rows("PRAGMA integrity_check")[0][0] == "ok"
        assert said(report)
        shutil.rmtree(place)
    assert rescued > count // 2


def said(report: RepairReport) -> list[str]:
    """What a repair says in both languages."""
    items: tuple[Problem | Deed, ...] = (*report.found, *report.done, *report.problems)
    return [Catalogue.load(language).text(item.phrase, **dict(item.facts)) for language in ("zh", "en") for item in items]


def test_rows_are_found_although_nothing_leads_to_them(full: Path) -> None:
    with closing(sqlite3.connect(full)) as conn:
        [root] = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'change'").fetchone()
        changes = conn.execute("SELECT count(*) FROM change").fetchone()[0]
    content = bytearray(full.read_bytes())
    assert content[(root - 1) * PAGE] == 5
    content[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    content[:PAGE] = bytes(PAGE)
    full.write_bytes(content)
    report = repair(full)
    assert report.rescued is not None
    with Workspace.open(report.rescued, None) as workspace:
        assert len(workspace.history.changes()) == changes
        assert workspace.history.rows_equal_history()
        assert workspace.store.rows("SELECT change FROM omitted")[0][0] == "0190a2f4-0000-7000-8000-000000000001"


def test_of_two_rows_in_one_place_the_one_is_rescued_whose_hash_is_right(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def twice(path: Path, fresh: Connection) -> Salvaged:
        found = salvage(path, fresh)
        altered = [(key, (*row[:7], str(row[7]).replace("改过", "篡改"), *row[8:])) for key, row in found.rows["change"]]
        return replace(found, rows={**found.rows, "change": [*altered, *found.rows["change"]]})

    with closing(sqlite3.connect(full)) as conn:
        changes = conn.execute("SELECT * FROM change ORDER BY seq").fetchall()
    content = bytearray(full.read_bytes())
    content[:PAGE] = bytes(PAGE)
    full.write_bytes(content)
    monkeypatch.setattr("storage.repairs.salvage", twice)
    report = repair(full)
    assert report.rescued is not None
    with closing(sqlite3.connect(report.rescued)) as conn:
        assert conn.execute("SELECT * FROM change ORDER BY seq").fetchall() == changes


def test_what_is_rescued_of_a_private_file_stays_private(full: Path) -> None:
    content = bytearray(full.read_bytes())
    content[:PAGE] = bytes(PAGE)
    full.write_bytes(content)
    full.chmod(0o600)
    report = repair(full)
    assert report.rescued is not None
    assert report.rescued.stat().st_mode == full.stat().st_mode


def test_a_file_without_anything_readable_stays_as_it_is(full: Path) -> None:
    content = full.read_bytes()[:100] + bytes(200_000)
    full.write_bytes(content)
    with pytest.raises(StorageError) as raised:
        repair(full)
    assert raised.value.code in ("damaged", "truncated")
    assert full.read_bytes() == content
    assert [path for path in full.parent.iterdir() if path.is_file()] == [full]


def test_a_repair_says_what_it_found_and_did(full: Path, tamper: Tamper) -> None:
    tamper(full, "UPDATE annotation SET body = '改'; DELETE FROM search_doc WHERE family = 'task'")
    report = repair(full)
    assert {problem.code for problem in report.found} == {"row_differs", "index_incomplete", "aside_altered"}
    assert [deed.code for deed in report.done][:2] == ["rows_rebuilt", "index_rebuilt"]
    assert dict(report.done[0].facts)["count"] == 12
    assert all(said(report))


def test_an_altered_change_is_kept_and_told_with_what_it_says(full: Path, tamper: Tamper, policy: Policy, profile: Profile) -> None:
    tamper(full, "UPDATE change SET patch = replace(patch, '改过的话', '篡改的话'); DELETE FROM change_aside")
    report = repair(full)
    [deed] = report.done
    assert deed.code == "change_kept"
    assert "篡改的话" in str(dict(deed.facts)["patch"])
    with Workspace.open(full, profile) as again:
        assert any(note.body.startswith("改过的话") for note in again.annotations.of(policy.id))
        assert "篡改的话" in str(again.store.rows("SELECT patch FROM change WHERE patch LIKE '%篡改%'")[0][0])


def test_rows_whose_history_is_lost_are_kept_and_told(full: Path, tamper: Tamper) -> None:
    tamper(full, "DELETE FROM change WHERE family = 'assessment'; DELETE FROM change_aside")
    report = repair(full)
    assert [deed.code for deed in report.done] == ["rows_kept"]
    with Workspace.open(full, None) as again:
        assert again.store.rows("SELECT count(*) FROM assessment")[0][0] == 1


def test_what_was_left_out_and_has_come_is_no_longer_left_out(full: Path, tamper: Tamper) -> None:
    tamper(full, "DELETE FROM change_aside; INSERT INTO omitted SELECT id FROM change WHERE seq < 4")
    assert [problem.code for problem in check(full).problems] == ["omitted_here"]
    report = repair(full)
    assert [(deed.code, dict(deed.facts)) for deed in report.done] == [("omitted_cleared", {"count": 3})]
    assert report.sound


def test_a_repair_cut_short_leaves_what_was_there(full: Path, tamper: Tamper, monkeypatch: pytest.MonkeyPatch) -> None:
    tamper(full, "UPDATE annotation SET body = '改'; DELETE FROM change_aside")
    before = check(full).problems

    def stop(_conn: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("storage.search_index.rebuild", stop)
    with pytest.raises(KeyboardInterrupt):
        repair(full)
    monkeypatch.undo()
    assert check(full).problems == before
    assert repair(full).sound
