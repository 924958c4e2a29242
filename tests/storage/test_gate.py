"""Receiving files: what comes in sound is as it was sent, in a folder that nobody else sees and that never stays behind."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typing_extensions import override

from policy.model import Policy, Span
from storage import gate_copy, gate_process, gate_vet, migrations, shape, sharing_crypt
from storage.connect import in_memory
from storage.errors import StorageError
from storage.gate_process import Checker
from storage.gate_protocol import CHECK_ARGUMENT, Job
from storage.incoming import receive
from storage.records import AnnotationKind, Family
from storage.schema import TABLES
from storage.watch import unwatched
from storage.workspace import Profile, Workspace
from tests.storage.received import alter, contents_of, write_everything
from tests.storage.versions import old_policy

FIRST = Path(__file__).parents[1] / "data" / "format-1.clausedesk"
ROOT = Path(__file__).parents[2]
PASSPHRASE = "一个长的口令 2026"
Child = Callable[..., subprocess.Popen[str]]


class StopError(Exception):
    """Whoever watches has had enough."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, profile_of: Callable[[str], Profile]) -> Path:
    path = tmp_path_factory.mktemp("sound") / "同事.clausedesk"
    write_everything(path, old_policy(), [profile_of("王审阅"), profile_of("李审阅")])
    return path


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory, sound: Path) -> Path:
    path = tmp_path_factory.mktemp("locked") / "同事.clausedesk.age"
    path.write_bytes(sharing_crypt.lock_up(sound.read_bytes(), PASSPHRASE))
    return path


@pytest.fixture(autouse=True)
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where private folders are made; none may be left there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def refusal(path: Path, passphrase: str | None = None) -> str:
    with pytest.raises(StorageError) as raised:
        receive([path], passphrase)
    assert raised.value.facts["name"] == path.name
    return raised.value.code


def test_what_is_received_is_what_was_sent(sound: Path) -> None:
    with receive([sound]) as incoming:
        [file] = incoming.files
        assert (file.name, file.size, file.encrypted, file.rejected) == (sound.name, sound.stat().st_size, False, ())
        assert file.sha256 == hashlib.sha256(sound.read_bytes()).hexdigest()
        assert file.changes == len(contents_of(sound)["change"])
        assert contents_of(file.path) == contents_of(sound)


def test_the_private_folder_is_for_this_user_alone_and_goes(sound: Path, private: Path) -> None:
    with receive([sound, sound]) as incoming:
        [folder] = private.iterdir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert len({file.path for file in incoming.files}) == 2
    incoming.close()
    assert list(private.iterdir()) == []


def test_an_older_format_is_received_as_an_update_would_make_it(tmp_path: Path, profile: Profile) -> None:
    updated = Path(shutil.copyfile(FIRST, tmp_path / "旧.clausedesk"))
    Workspace.open(updated, profile).close()
    with receive([FIRST]) as incoming:
        now = contents_of(incoming.files[0].path)
    before = contents_of(updated)
    assert {name: rows for name, rows in now.items() if name != "writer"} == {
        name: rows for name, rows in before.items() if name != "writer"
    }


@pytest.mark.parametrize("version", range(1, migrations.FORMAT + 1))
def test_every_format_is_known_by_its_schema(version: int) -> None:
    with closing(in_memory()) as conn:
        for step in (migrations.KEEPING_TRACK, *migrations.SCHEMAS[:version]):
            for statement in step:
                conn.execute(statement)
        assert shape.version_of(conn) == version


def test_the_schema_that_is_expected_is_the_one_that_migrations_make() -> None:
    with closing(in_memory()) as conn:
        migrations.migrate(conn)
        assert shape.shape_of(conn) == shape.expected_shape()


def test_a_connection_to_a_copy_can_do_nothing_but_read(sound: Path) -> None:
    with receive([sound]) as incoming, incoming.opened(incoming.files[0]) as conn:
        assert conn.execute("SELECT count(*) FROM change").fetchone()[0] > 0
        for sql in ("DELETE FROM change", "ATTACH ':memory:' AS x", "PRAGMA query_only = OFF", "SELECT load_extension('x')"):
            with pytest.raises(StorageError):
                conn.execute(sql)
        with pytest.raises(StorageError):
            conn.execute("SELECT randomblob(5)")


@pytest.mark.parametrize("sql", ["SELECT 1" + " + 1" * 40, "SELECT 1" + " UNION ALL SELECT 1" * 5])
def test_a_connection_to_a_copy_reads_within_limits(sound: Path, sql: str) -> None:
    with receive([sound]) as incoming, incoming.opened(incoming.files[0]) as conn, pytest.raises(StorageError):
        conn.execute(sql)


def test_looking_into_a_file_shows_what_its_history_says(sound: Path, tmp_path: Path) -> None:
    sent = Path(shutil.copyfile(sound, tmp_path / "来件.clausedesk"))

    def forge(conn: sqlite3.Connection) -> None:
        conn.execute("UPDATE annotation SET body = '伪造的话' WHERE body = '问题0-3'")
        conn.execute("INSERT INTO tag VALUES ('forged', 0, '伪造', '#000000')")
        conn.execute("DELETE FROM reply")
        conn.execute("INSERT INTO conflict VALUES ('forged', 'body', 'annotation', '[]')")

    alter(sent, forge)
    with receive([sent]) as incoming, Workspace.open(incoming.files[0].path, None) as looked:
        assert looked.history.rows_equal_history()
        assert contents_of(looked.path) == contents_of(sound)
        assert looked.search("问题0")


def test_an_altered_change_is_named(sound: Path, tmp_path: Path) -> None:
    sent = Path(shutil.copyfile(sound, tmp_path / "来件.clausedesk"))
    alter(sent, lambda conn: conn.execute("UPDATE change SET patch = replace(patch, '问题0-3', '问题0-9')"))
    with receive([sent]) as incoming, Workspace.open(incoming.files[0].path, None) as looked:
        [reject] = incoming.files[0].rejected
        assert reject.phrase == "fault.altered"
        assert {note.body for note in looked.annotations.of(old_policy().id)} == {
            body for (_, deleted, *rest) in contents_of(sound)["annotation"] for body in rest[8:9] if not deleted
        } - {"问题0-3"}


def test_a_locked_package_opens_with_its_passphrase(sound: Path, locked: Path, tmp_path: Path) -> None:
    with receive([locked], PASSPHRASE) as incoming:
        [file] = incoming.files
        assert (file.name, file.encrypted, file.path.name) == (locked.name, True, "同事.clausedesk")
        assert file.sha256 == hashlib.sha256(locked.read_bytes()).hexdigest()
        assert contents_of(file.path) == contents_of(sound)


def test_a_locked_package_that_was_sent_as_text_opens_too(sound: Path, locked: Path, tmp_path: Path) -> None:
    text = tmp_path / "文本.clausedesk.asc"
    words = base64.encodebytes(locked.read_bytes())
    text.write_bytes(b"-----BEGIN AGE ENCRYPTED FILE-----\r\n" + words + b"-----END AGE ENCRYPTED FILE-----\n")
    with receive([text], PASSPHRASE) as incoming:
        assert contents_of(incoming.files[0].path) == contents_of(sound)


def test_a_locked_package_is_refused_in_words_of_its_own(locked: Path, tmp_path: Path) -> None:
    assert refusal(locked) == "passphrase_needed"
    assert refusal(locked, "falsch") == "wrong_passphrase"
    data = bytearray(locked.read_bytes())
    sent = tmp_path / "坏.age"
    for altered in (bytes([*data[:-1], data[-1] ^ 1]), bytes(data[:-20]), bytes(data[:60])):
        sent.write_bytes(altered)
        assert refusal(sent, PASSPHRASE) == "package_altered"
    sent.write_bytes(data.replace(b" 1", b" 40", 1))
    assert refusal(sent, PASSPHRASE) == "package_altered"


def test_a_locked_file_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    sent = tmp_path / "说明.age"
    sent.write_bytes(sharing_crypt.lock_up("一份说明".encode() * 100, PASSPHRASE))
    assert refusal(sent, PASSPHRASE) == "not_a_workspace"


def test_a_write_that_was_cut_short_is_undone_in_the_copy_only(sound: Path, tmp_path: Path, child: Child) -> None:
    sent = Path(shutil.copyfile(sound, tmp_path / "来件.clausedesk"))
    code = (
        "import os, sqlite3, sys\n"
        "conn = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "conn.execute('PRAGMA cache_size = 1')\n"
        "conn.execute('BEGIN IMMEDIATE')\n"
        'conn.execute("UPDATE change SET label = label || hex(zeroblob(3000))")\n'
        "os._exit(0)\n"
    )
    child(code, str(sent)).communicate()
    journal = sent.with_name(f"{sent.name}-journal")
    before = sent.read_bytes(), journal.read_bytes()
    assert before[0] != sound.read_bytes()
    with receive([sent]) as incoming:
        assert contents_of(incoming.files[0].path) == contents_of(sound)
    assert (sent.read_bytes(), journal.read_bytes()) == before


def test_the_share_done_grows_to_the_whole(sound: Path) -> None:
    heard: list[float] = []
    receive([sound, sound], watch=heard.append).close()
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert all(0 <= share <= 1 for share in heard)


@pytest.mark.parametrize("calls", [1, 2, 3])
def test_calling_off_ends_the_work_and_its_process(sound: Path, calls: int) -> None:
    heard: list[float] = []

    def watch(share: float) -> None:
        heard.append(share)
        if len(heard) == calls:
            raise StopError

    with pytest.raises(StopError):
        receive([sound] * 10, watch=watch)
    assert len(heard) == calls


SLEEPER = "import sys, time; sys.stdin.readline(); print('{\"within\": 0.2}', flush=True); time.sleep(600)"
LIARS = {
    "nothing": "pass",
    "nonsense": "print('nonsense', flush=True); sys.stdin.read()",
    "a list": "print('[]', flush=True); sys.stdin.read()",
    "half an answer": 'print(\'{"done": {"size": 1}}\', flush=True); sys.stdin.read()',
    "another answer": "print('{\"done\": []}', flush=True); sys.stdin.read()",
}


@pytest.fixture
def job(sound: Path, tmp_path: Path) -> Job:
    return Job(str(sound), str(tmp_path / "copy"), sound.name, None, rows=False)


def test_a_check_that_takes_too_long_is_ended(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.gate_process._command", lambda: [sys.executable, "-c", SLEEPER])
    with Checker() as checker, pytest.raises(StorageError) as raised:
        checker.check(job, lambda share: None)
    assert raised.value.code == "check_too_long"


@pytest.mark.parametrize("kind", LIARS)
def test_a_process_that_does_not_answer_as_it_should_is_not_believed(
    job: Job, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    monkeypatch.setattr("storage.gate_process._command", lambda: [sys.executable, "-c", f"import sys; {LIARS[kind]}"])
    with Checker() as checker, pytest.raises(StorageError) as raised:
        checker.check(job, lambda share: None)
    assert raised.value.code == "check_failed"


def test_one_process_checks_one_file_after_the_other(job: Job, tmp_path: Path) -> None:
    other = Job(str(FIRST), str(tmp_path / "second"), FIRST.name, None, rows=True)
    with Checker() as checker:
        assert checker.check(job, lambda share: None).changes > checker.check(other, lambda share: None).changes > 0


def test_a_frozen_program_starts_the_process_by_an_argument_of_its_own(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    start = "import sys; sys.path.insert(0, sys.argv.pop(1)); from desktop.__main__ import main; sys.exit(main())"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert gate_process._command() == [sys.executable, CHECK_ARGUMENT]
    monkeypatch.setattr(gate_process, "_command", lambda: [sys.executable, "-c", start, str(ROOT), CHECK_ARGUMENT])
    with Checker() as checker:
        assert checker.check(job, lambda share: None).size == Path(job.source).stat().st_size


HOLDER = """
import sys, tempfile
from pathlib import Path
tempfile.tempdir = sys.argv[1]
from storage.incoming import receive
incoming = receive([Path(sys.argv[2])])
print(incoming.files[0].path.parents[1], flush=True)
sys.stdin.readline()
"""


def test_what_a_killed_process_left_is_removed_later(sound: Path, private: Path, child: Child) -> None:
    process = child(HOLDER, str(private), str(sound))
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    long_ago = time.time() - 3_600
    os.utime(folder, (long_ago, long_ago))
    gate_copy.clear_leftovers()
    assert folder.is_dir()
    process.kill()
    process.communicate()
    os.utime(folder, (long_ago, long_ago))
    receive([sound]).close()
    assert not folder.exists()


def test_only_folders_of_our_making_are_removed(private: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_bytes(b"x")
    link = private / f"{gate_copy.PREFIX}link"
    link.symlink_to(kept)
    young = private / f"{gate_copy.PREFIX}young"
    young.mkdir()
    gate_copy.clear_leftovers()
    assert (kept / "file").exists()
    assert young.is_dir()
    link.unlink()
    young.rmdir()


def test_a_disk_without_room_is_told_before_anything_is_copied(
    sound: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(StorageError) as raised:
        gate_copy.check_room(sound.stat().st_size, tmp_path, sound.name)
    assert raised.value.code == "no_room_to_check"
    monkeypatch.undo()
    monkeypatch.setattr(gate_copy, "SIZE_LIMIT", 1_000)
    with pytest.raises(StorageError) as raised:
        gate_copy.check_room(sound.stat().st_size, tmp_path, sound.name)
    assert raised.value.code == "check_beyond"


def test_the_process_has_no_more_time_and_memory_than_the_work_needs(job: Job) -> None:
    with Checker() as checker:
        checker.check(job, unwatched)
        told = Path(f"/proc/{checker.pid}/limits").read_text(encoding="ascii").splitlines()
    soft = {line[:26].strip(): line[26:].split()[0] for line in told}
    assert 10 < int(soft["Max cpu time"]) < 60
    assert 0 < int(soft["Max address space"]) <= 2 << 30
    assert soft["Max core file size"] == "0"


WATCHED = """
import json, sys
uses, answers = [], []
sys.addaudithook(lambda event, arguments: uses.append(event) if event.startswith(("socket.", "subprocess.", "os.exec")) else None)
from storage import gate_worker
from storage.gate_protocol import Job
answer = gate_worker._answer(Job(**json.loads(sys.argv[1])), answers.append)
print("done" in answer, uses, sorted(name for name in sys.modules if name in ("PySide6", "sqlite_utils", "docx", "desktop")))
"""


def test_the_process_opens_no_socket_and_loads_no_window(job: Job) -> None:
    line = json.dumps({name: getattr(job, name) for name in Job.__slots__})
    done = subprocess.run([sys.executable, "-c", WATCHED, line], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "True [] []\n"


def test_every_family_survives_the_gate(desk: Workspace, policy: Policy, tmp_path: Path) -> None:
    desk.annotations.add(policy.id, Span(3, 8), AnnotationKind.ISSUE, "问题")
    with receive([desk.path]) as incoming, Workspace.open(incoming.files[0].path, None) as looked:
        for family in Family:
            sql = f'SELECT * FROM "{TABLES[family].name}" ORDER BY id'
            assert [tuple(row) for row in looked.store.rows(sql)] == [tuple(row) for row in desk.store.rows(sql)]
    # Whoever had the workspace open can write on: its locks have not been dropped.
    desk.annotations.add(policy.id, Span(3, 8), AnnotationKind.ISSUE, "又一个问题")


@pytest.mark.nightly
def test_any_sound_workspace_is_accepted_as_it_is(
    tmp_path: Path, profile_of: Callable[[str], Profile], policy_of: Callable[..., Policy]
) -> None:
    for tasks in range(0, 60, 10):
        path = tmp_path / f"{tasks}.clausedesk"
        write_everything(path, policy_of(tasks=max(tasks, 1)), [profile_of(f"审阅{n}") for n in range(tasks // 20 + 1)])
        with receive([path]) as incoming:
            assert contents_of(incoming.files[0].path) == contents_of(path)


def test_where_no_process_can_be_started_nothing_is_received(sound: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(gate_process, "_command", lambda: [str(tmp_path / "nothing")])
    assert refusal(sound) == "check_failed"


def test_a_file_that_is_written_while_it_is_copied_is_not_taken(sound: Path, tmp_path: Path) -> None:
    sent = Path(shutil.copyfile(sound, tmp_path / "来件.clausedesk"))

    class Interrupting(gate_vet.Unlimited):
        @override
        def __call__(self, share: float) -> None:
            os.utime(sent, (1, 1))

    with pytest.raises(StorageError) as raised:
        gate_vet.vet(Job(str(sent), str(tmp_path / "copy"), sent.name, None, rows=False), Interrupting())
    assert raised.value.code == "file_in_use"


def test_a_check_without_time_left_ends_by_itself(job: Job) -> None:
    class Spent(gate_vet.Unlimited):
        @override
        def over(self) -> bool:
            return True

    with pytest.raises(StorageError) as raised:
        gate_vet.vet(job, Spent())
    assert raised.value.code == "check_too_long"


def test_a_link_is_followed_to_the_file_and_its_journal(sound: Path, tmp_path: Path) -> None:
    link = tmp_path / "链接.clausedesk"
    link.symlink_to(sound)
    with receive([link]) as incoming:
        assert incoming.files[0].name == link.name
        assert contents_of(incoming.files[0].path) == contents_of(sound)
