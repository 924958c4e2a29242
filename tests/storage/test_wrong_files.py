"""Files that are not workspaces, or not any more: a plain error, and the file untouched."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from desktop.__main__ import main
from storage.backup import held
from storage.backups import back_up_now
from storage.checks import check
from storage.errors import StorageError
from storage.incoming import receive
from storage.merge import merge
from storage.repairs import repair
from storage.sharing_crypt import lock_up
from storage.working_copy import begin
from storage.workspace import Profile, Workspace

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(5_000)
CONTENTS = {
    "empty": (b"", "empty_workspace"),
    "text": ("这是一份说明。".encode() * 300, "not_a_workspace"),
    "short text": (b"hi", "not_a_workspace"),
    "picture": (PNG, "not_a_workspace"),
    "zip": (b"PK\x03\x04" + bytes(3_000), "not_a_workspace"),
    "zeros": (bytes(8_192), "not_a_workspace"),
    "locked package": (lock_up(bytes(3_000), "口令"), "locked_package"),
    "magic only": (b"SQLite format 3\0", "truncated"),
}


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refusal(path: Path, profile: Profile | None) -> str:
    with pytest.raises(StorageError) as raised:
        Workspace.open(path, profile)
    return raised.value.code


@pytest.mark.parametrize("kind", CONTENTS)
@pytest.mark.parametrize("writing", [True, False])
def test_what_is_no_workspace_is_refused_and_left_alone(path: Path, profile: Profile, kind: str, writing: bool) -> None:
    content, code = CONTENTS[kind]
    path.write_bytes(content)
    assert refusal(path, profile if writing else None) == code
    assert path.read_bytes() == content
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_table_whose_making_is_damaged_is_told(path: Path, profile: Profile) -> None:
    Workspace.create(path, profile).close()
    content = path.read_bytes()
    path.write_bytes(content.replace(b"quote TEXT", b"quote T\xb6XT"))
    assert path.read_bytes() != content
    assert refusal(path, profile) == refusal(path, None) == "damaged"


def test_a_journal_left_of_another_file_is_never_played_into_a_new_one(tmp_path: Path, profile: Profile) -> None:
    journal = tmp_path / "新.clausedesk-journal"
    journal.write_bytes(b"what another file needs")
    with pytest.raises(StorageError) as raised:
        Workspace.create(tmp_path / "新.clausedesk", profile)
    assert raised.value.code == "target_unfinished"
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")] == [journal.name]


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path, profile: Profile) -> None:
    assert refusal(tmp_path / "none.clausedesk", profile) == "missing_file"
    assert refusal(tmp_path, profile) == "not_a_plain_file"


def test_a_pipe_is_not_waited_for(tmp_path: Path, profile: Profile) -> None:
    pipe = tmp_path / "pipe.clausedesk"
    os.mkfifo(pipe)
    assert refusal(pipe, profile) == "not_a_plain_file"


def test_another_programs_database_is_left_alone(path: Path, profile: Profile, tamper: Callable[[Path, str], None]) -> None:
    tamper(path, "CREATE TABLE photo (id); INSERT INTO photo VALUES (1);")
    before = fingerprint(path)
    assert refusal(path, profile) == "other_program"
    assert fingerprint(path) == before


@pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_cut_short_is_called_so(desk: Workspace, profile: Profile, share: float) -> None:
    desk.close()
    path = desk.path
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    before = fingerprint(path)
    assert refusal(path, profile) in ("truncated", "damaged")
    assert fingerprint(path) == before


@pytest.mark.parametrize("how", ["PRAGMA user_version = 99", "INSERT INTO _sqlite_migrations VALUES (9, 'clausedesk', 'm999', '')"])
@pytest.mark.parametrize("writing", [True, False])
def test_a_newer_workspace_is_refused_by_name_and_left_alone(
    workspace: Workspace, profile: Profile, tamper: Callable[[Path, str], None], how: str, writing: bool
) -> None:
    workspace.close()
    tamper(workspace.path, how)
    before = fingerprint(workspace.path)
    assert refusal(workspace.path, profile if writing else None) == "newer_workspace"
    assert fingerprint(workspace.path) == before


Maker = Callable[[Path, bytes], object]


def holding(content: bytes) -> Maker:
    return lambda path, whole: path.write_bytes(content)


def cut_at(length: int) -> Maker:
    return lambda path, whole: path.write_bytes(whole[:length])


def zipped(*names: str) -> Maker:
    def make(path: Path, whole: bytes) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "<xml/>" * 500)

    return make


def another_database(path: Path, whole: bytes) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE photo (id)")


def in_a_log(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:18] + b"\2\2" + whole[20:])


def sparse(path: Path, whole: bytes) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def sparse_behind_a_header(path: Path, whole: bytes) -> None:
    with path.open("wb") as file:
        file.write(whole[:100])
        file.truncate(1 << 40)


def locked_up(path: Path, whole: bytes) -> None:
    path.write_bytes(b"age-encryption.org/v1\n-> scrypt EuHtkwEWoj/ZzvvurDJbEg 10\nRzYp8lnqkSt\n--- nn0r\n" + bytes(500))


# How each kind of wrong file is made, from the bytes of a right one, and what it is refused with.
WRONG: dict[str, tuple[Maker, str]] = {
    "empty": (holding(b""), "empty_workspace"),
    "text": (holding("这是一份说明。".encode() * 300), "not_a_workspace"),
    "picture": (holding(PNG), "not_a_workspace"),
    "zip": (zipped("a.txt"), "not_a_workspace"),
    "word": (zipped("[Content_Types].xml", "word/document.xml"), "not_a_workspace"),
    "zeros": (holding(bytes(8_192)), "not_a_workspace"),
    "another program's database": (another_database, "other_program"),
    "cut at 16 bytes": (cut_at(16), "truncated"),
    "cut at 100 bytes": (cut_at(100), "truncated"),
    "cut at a page": (cut_at(4_096), "truncated"),
    "cut in the middle": (cut_at(30_001), "truncated"),
    "write-ahead log": (in_a_log, "not_closed"),
    "locked with a passphrase": (locked_up, "passphrase_needed"),
    "folder": (lambda path, whole: path.mkdir(), "not_a_plain_file"),
    "pipe": (lambda path, whole: os.mkfifo(path), "not_a_plain_file"),
    "a terabyte of nothing": (sparse, "not_a_workspace"),
    "a terabyte behind a header": (sparse_behind_a_header, "package_altered"),
    "missing": (lambda path, whole: None, "missing_file"),
    "link to nothing": (lambda path, whole: path.symlink_to(path.with_name("nowhere")), "missing_file"),
    "link to itself": (lambda path, whole: path.symlink_to(path), "missing_file"),
}


@pytest.fixture(params=WRONG)
def wrong(request: pytest.FixtureRequest, desk: Workspace, tmp_path: Path) -> tuple[Path, str]:
    """A wrong file, and the code of its refusal."""
    make, code = WRONG[request.param]
    path = tmp_path / "来件.clausedesk"
    make(path, desk.path.read_bytes())
    return path, code


def state(path: Path) -> object:
    """All that could change about a file, without reading a pipe or a terabyte."""
    if not path.exists():
        return path.is_symlink()
    facts = path.stat()
    small = path.is_file() and facts.st_size < 1 << 20
    return facts.st_mode, facts.st_size, facts.st_mtime_ns, facts.st_blocks, path.read_bytes() if small else b""


def test_a_wrong_file_is_refused_by_name_and_left_alone(wrong: tuple[Path, str], desk: Workspace) -> None:
    path, code = wrong
    before = state(path), fingerprint(desk.path)
    for refuse in (lambda: receive([path]), lambda: merge(desk, path)):
        with pytest.raises(StorageError) as raised:
            refuse()
        assert (raised.value.code, raised.value.facts["name"]) == (code, path.name)
    assert (state(path), fingerprint(desk.path)) == before


def test_the_command_line_says_one_sentence_about_a_wrong_file(
    wrong: tuple[Path, str], desk: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    desk.close()
    before = state(wrong[0]), fingerprint(desk.path)
    assert main(["--language", "en", "merge", str(desk.path), str(wrong[0])]) == 1
    said = capfd.readouterr()
    assert said.out == ""
    assert wrong[0].name in said.err
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert (state(wrong[0]), fingerprint(desk.path)) == before


READER = """
import os, sys
from pathlib import Path
sys.path.insert(0, os.getcwd())
from storage.incoming import receive
from storage.records import ReviewerRecord
from storage.workspace import Profile, Workspace
from storage.errors import StorageError
os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    if sys.argv[2:] == ["receive"]:
        receive([Path(sys.argv[1])])
    with Workspace.open(Path(sys.argv[1]), Profile(ReviewerRecord("r", "n", "o"))) as workspace:
        print(workspace.opening.value, len(workspace.policies.all()))
except StorageError as error:
    print(error.code)
"""


@pytest.fixture
def as_somebody_else(desk: Workspace) -> Callable[..., str]:
    """What somebody without our rights sees."""
    desk.close()
    root = Path(__file__).resolve().parents[2]
    path: Path = desk.path

    def look(*more: str) -> str:
        for folder in path.parents:
            if folder != Path(folder.anchor) and os.access(folder, os.W_OK):
                folder.chmod(folder.stat().st_mode | 0o005)
        code = READER if os.geteuid() == 0 else READER.replace("os.setgroups([]); os.setgid(65534); os.setuid(65534)", "")
        done = subprocess.run([sys.executable, "-c", code, str(path), *more], capture_output=True, text=True, check=False, cwd=root)
        assert done.stderr == ""
        return done.stdout.strip()

    return look


def test_a_read_only_file_opens_for_reading(desk: Workspace, as_somebody_else: Callable[..., str]) -> None:
    desk.path.chmod(0o444)
    assert as_somebody_else() == "read_only 1"


def test_a_file_in_a_read_only_folder_opens_for_reading(desk: Workspace, as_somebody_else: Callable[..., str]) -> None:
    desk.path.chmod(0o666)
    desk.path.parent.chmod(0o555)
    assert as_somebody_else() == "read_only 1"
    desk.path.parent.chmod(0o755)


def test_a_file_without_permission_is_called_so(desk: Workspace, as_somebody_else: Callable[..., str]) -> None:
    desk.path.chmod(0o000)
    assert as_somebody_else() == "permission"
    assert as_somebody_else("receive") == "permission"
    desk.path.chmod(0o644)


def test_links_in_a_circle_lead_to_no_file(tmp_path: Path, profile: Profile) -> None:
    one, other = tmp_path / "甲.clausedesk", tmp_path / "乙.clausedesk"
    one.symlink_to(other)
    other.symlink_to(one)
    assert refusal(one, profile) in ("missing_file", "disk_error")
    assert held(one) == ()
    for look in (check, repair, back_up_now):
        with pytest.raises(StorageError) as raised:
            look(one)
        assert raised.value.code == "missing_file"


def test_a_name_that_no_file_can_have_is_told(desk: Workspace, profile: Profile, tmp_path: Path) -> None:
    path = tmp_path / ("长" * 200)
    for look in (partial(merge, desk), check, repair, partial(begin, copies=tmp_path / "copies", profile=profile)):
        with pytest.raises(StorageError) as raised:
            look(path)
        assert raised.value.code == "name_too_long"
