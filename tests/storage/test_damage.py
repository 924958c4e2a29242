"""A damaged workspace is set aside whole; a disk that fails is never taken for damage."""

from __future__ import annotations

import json
import platform
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage.backups import held, restore, soundest
from storage.checks import check
from storage.damage import journal_of, set_aside
from storage.errors import StorageError
from storage.lock import lock_path
from storage.records import AnnotationKind, EvidenceType
from storage.workspace import Profile, Workspace

Child = Callable[..., subprocess.Popen[str]]

# A write that was cut short in the middle, so that pages of two moments stand in the file.
HALF = """
import sqlite3, sys
from pathlib import Path
from storage.records import ReviewerRecord
from storage.workspace import Profile, Workspace
workspace = Workspace.open(Path(sys.argv[1]), Profile(ReviewerRecord("child", "子进程", "")))
conn = workspace.store.conn
conn.execute("PRAGMA cache_size = 1")
conn.execute("BEGIN IMMEDIATE")
conn.execute("UPDATE task SET text = hex(randomblob(9000))")
conn.execute("DELETE FROM change WHERE seq % 2")
conn.execute("DELETE FROM annotation")
print("written", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def cut(desk: Workspace, policy: Policy, child: Child) -> Path:
    """A workspace in the middle of whose write the process was killed, with a backup from before."""
    for number in range(20):
        desk.annotations.add(policy.id, Span(3, 8), AnnotationKind.COMMENT, f"第{number}条" * 30)
    desk.back_up()
    desk.close()
    process = child(HALF, str(desk.path))
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    process.kill()
    process.communicate()
    assert journal_of(desk.path).exists()
    return desk.path


def test_with_its_journal_a_write_cut_short_is_taken_back(cut: Path, policy: Policy, profile: Profile) -> None:
    with Workspace.open(cut, profile) as again:
        assert len(again.annotations.of(policy.id)) == 20
    assert check(cut).sound


def test_without_its_journal_the_file_is_set_aside_and_a_backup_takes_its_place(
    cut: Path, policy: Policy, profile: Profile
) -> None:
    journal_of(cut).unlink()
    before = cut.read_bytes()
    with pytest.raises(StorageError) as raised:
        Workspace.open(cut, profile)
    assert raised.value.code == "set_aside"
    aside = cut.with_name(str(raised.value.facts["aside"]))
    assert aside.read_bytes() == before
    assert not cut.exists()
    [backup] = held(cut)
    assert soundest(cut) == backup
    restore(cut, backup)
    with Workspace.open(cut, profile) as again:
        assert len(again.annotations.of(policy.id)) == 20
    assert aside.read_bytes() == before


def test_file_and_journal_are_set_aside_together_and_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "库.clausedesk"
    names = set()
    for number in range(3):
        path.write_text(f"file {number}")
        journal_of(path).write_text(f"journal {number}")
        aside = set_aside(path)
        assert aside.read_text() == f"file {number}"
        assert journal_of(aside).read_text() == f"journal {number}"
        names.add(aside)
        assert not path.exists()
        assert not journal_of(path).exists()
    assert len(names) == 3


def test_what_has_the_name_for_a_damaged_file_already_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, other = tmp_path / "库.clausedesk", tmp_path / "另一个.clausedesk"
    files = {path: b"damaged", journal_of(path): b"its journal", other: b"another"}
    for one, content in files.items():
        one.write_bytes(content)
    monkeypatch.setattr("storage.damage.name_aside", lambda _: other)
    with pytest.raises(StorageError) as raised:
        set_aside(path)
    assert raised.value.code == "already_exists"
    assert {one: one.read_bytes() for one in tmp_path.iterdir()} == files


def test_a_file_that_cannot_be_set_aside_stays_with_its_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "库.clausedesk"
    path.write_text("file")
    journal_of(path).write_text("journal")
    really = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == path:
            raise OSError(5, "no")
        return really(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StorageError) as raised:
        set_aside(path)
    assert raised.value.code == "disk_error"
    assert path.read_text() == "file"
    assert journal_of(path).read_text() == "journal"
    assert len(list(tmp_path.iterdir())) == 2


def test_damage_in_a_file_that_was_closed_properly_moves_nothing(desk: Workspace, profile: Profile) -> None:
    desk.close()
    content = bytearray(desk.path.read_bytes())
    content[100:140] = bytes(40)
    desk.path.write_bytes(content)
    with pytest.raises(StorageError):
        Workspace.open(desk.path, profile)
    assert desk.path.read_bytes() == content


# Opens a workspace that was not closed, on a disk that can be read a little less long each time.
FAILING = """
import json, os, sys
from pathlib import Path
from storage.lock import lock_path
from storage.errors import StorageError
from storage.records import ReviewerRecord
from storage.workspace import Profile, Workspace
from tests.storage.shim import install
disk = install()
disk.recovers = sys.argv[2] == "once"
path, found, reads = Path(sys.argv[1]), [], 0
left = lock_path(path).read_bytes()
while disk.reads is None or disk.reads < 0:
    disk.reads = None
    lock_path(path).write_bytes(left)
    disk.reads = reads
    try:
        workspace = Workspace.open(path, Profile(ReviewerRecord("child", "子进程", "")))
        found.append("opened" if workspace.left_open else "not left open")
        workspace.close()
    except StorageError as error:
        found.append(error.code)
    reads += 1
print(json.dumps(found))
sys.stdout.flush()
os._exit(0)
"""


@pytest.mark.parametrize("long", ["once", "for ever"])
def test_a_disk_that_cannot_be_read_is_never_taken_for_damage(cut: Path, child: Child, profile: Profile, long: str) -> None:
    with Workspace.open(cut, profile):
        left = (cut.with_name(f".{cut.name}.lock")).read_bytes()
    cut.with_name(f".{cut.name}.lock").write_bytes(left)
    before = cut.read_bytes()
    output, _ = child(FAILING, str(cut), long).communicate()
    found = json.loads(output)
    assert len(found) > 20
    assert "disk_error" in found
    assert set(found) <= {"disk_error", "opened"}
    assert cut.read_bytes() == before
    assert not list(cut.parent.glob("*.damaged-*"))


def test_a_stick_that_is_gone_is_not_damage(cut: Path, profile: Profile) -> None:
    gone = cut.with_name("gone")
    cut.rename(gone)
    with pytest.raises(StorageError) as raised:
        Workspace.open(cut, profile)
    assert raised.value.code == "missing_file"
    assert gone.exists()


def test_in_a_large_file_the_pages_of_attachments_do_not_keep_anybody_waiting(
    desk: Workspace, policy: Policy, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片", files=[("a.bin", b"x" * 400_000)])
    roots = {row[0]: row[1] for row in desk.store.rows("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0")}
    desk.close()
    whole = desk.path.read_bytes()
    monkeypatch.setattr("storage.damage._ALL_PAGES", 0)
    for table, opens in (("blob_chunk", True), ("change", False), ("annotation_policy", False)):
        content = bytearray(whole)
        # The number of entries that the page says it has.
        content[(roots[table] - 1) * 4_096 + 4] += 1
        desk.path.write_bytes(content)
        lock_path(desk.path).write_text(json.dumps({"person": "x", "host": platform.node(), "pid": 1}), encoding="utf-8")
        if opens:
            with Workspace.open(desk.path, profile) as again:
                assert again.left_open
            assert "pages_damaged" in {problem.code for problem in check(desk.path).problems}
        else:
            with pytest.raises(StorageError) as raised:
                Workspace.open(desk.path, profile)
            assert raised.value.code == "set_aside"


@pytest.mark.parametrize("seed", range(5))
def test_a_page_of_nonsense_is_found_before_the_first_write(cut: Path, profile: Profile, seed: int) -> None:
    with Workspace.open(cut, profile) as workspace:
        roots = [row[0] for row in workspace.store.rows("SELECT rootpage FROM sqlite_schema WHERE rootpage > 1")]
    dice = random.Random(seed)
    content = bytearray(cut.read_bytes())
    at = (dice.choice(roots) - 1) * 4_096
    content[at : at + 4_096] = dice.randbytes(4_096)
    cut.write_bytes(content)
    lock = cut.with_name(f".{cut.name}.lock")
    lock.write_text(json.dumps({"person": "x", "host": platform.node(), "pid": 1}), encoding="utf-8")
    with pytest.raises(StorageError) as raised:
        Workspace.open(cut, profile)
    assert raised.value.code == "set_aside"
