"""Making, opening and closing a workspace."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage.clock import uuid7
from storage.connect import pragma
from storage.errors import StorageError
from storage.records import AnnotationKind
from storage.workspace import Opening, Profile, Workspace

SpanOf = Callable[[str], Span]
Tamper = Callable[[Path, str], None]
CONTRACT = {
    "journal_mode": "delete",
    "synchronous": 3,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "busy_timeout": 5_000,
    "application_id": 0x434C4B44,
}


def test_a_new_workspace_is_empty_and_knows_who_writes(workspace: Workspace, profile: Profile) -> None:
    assert workspace.opening is Opening.OPENED
    assert workspace.policies.all() == ()
    assert workspace.reviewers.all() == (profile.reviewer,)
    assert workspace.history.rows_equal_history()


@pytest.mark.parametrize("name", CONTRACT)
def test_every_setting_is_really_on(workspace: Workspace, name: str) -> None:
    assert pragma(workspace.store.conn, name) == CONTRACT[name]


def test_creating_never_overwrites(path: Path, profile: Profile) -> None:
    path.write_text("notes")
    with pytest.raises(StorageError) as raised:
        Workspace.create(path, profile)
    assert raised.value.code == "already_exists"
    assert path.read_text() == "notes"


def test_creating_where_there_is_no_folder_says_so(tmp_path: Path, profile: Profile) -> None:
    with pytest.raises(StorageError) as raised:
        Workspace.create(tmp_path / "none" / "a.clausedesk", profile)
    assert raised.value.code == "missing_file"


def test_nothing_but_the_file_stays_behind_on_closing(path: Path, profile: Profile) -> None:
    Workspace.create(path, profile).close()
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_closing_twice_is_harmless(workspace: Workspace) -> None:
    workspace.close()
    workspace.close()


def test_what_was_written_is_there_after_reopening(desk: Workspace, profile: Profile, policy: Policy, span_of: SpanOf) -> None:
    written = desk.annotations.add(policy.id, span_of("光纤入户"), AnnotationKind.QUESTION, "何时？")
    desk.close()
    with Workspace.open(desk.path, profile) as again:
        assert again.annotations.get(written.changes[0].record).body == "何时？"
        assert again.policies.text(policy.id) == policy.text
        assert not again.left_open


def test_without_a_profile_it_is_read_only(desk: Workspace, policy: Policy) -> None:
    with Workspace.open(desk.path, None) as reader:
        assert reader.opening is Opening.READ_ONLY
        assert reader.holder is None
        assert len(reader.tasks.of(policy.id)) == 3
        with pytest.raises(StorageError) as raised:
            reader.policies.remove(policy.id)
        assert raised.value.code == "read_only"


def test_every_session_is_a_writer_of_its_own(path: Path, profile: Profile) -> None:
    with Workspace.create(path, profile) as first:
        pass
    with Workspace.open(path, profile) as second:
        assert second.writer != first.writer


def test_opening_for_reading_imports_no_migration_library(desk: Workspace) -> None:
    code = (
        "import sys; from pathlib import Path; from storage.workspace import Workspace; "
        "Workspace.open(Path(sys.argv[1]), None).close(); print('sqlite_utils' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code, str(desk.path)], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "False"


def test_a_copy_of_the_open_file_is_whole(desk: Workspace, tmp_path: Path, policy: Policy, span_of: SpanOf) -> None:
    copy = tmp_path / "copy.clausedesk"
    for number in range(20):
        desk.annotations.add(policy.id, span_of("光纤"), AnnotationKind.COMMENT, str(number))
        shutil.copyfile(desk.path, copy)
        with Workspace.open(copy, None) as reader:
            assert len(reader.annotations.of(policy.id)) == number + 1


def test_a_renamed_reviewer_is_known_by_the_new_name(path: Path, profile: Profile) -> None:
    Workspace.create(path, profile).close()
    renamed = Profile(type(profile.reviewer)(profile.reviewer.id, "王改名", "督查室"))
    with Workspace.open(path, renamed) as workspace:
        written = workspace.codebook.add_tag("重点", "#332288")
        assert profile.reviewer.id in written.touched.records
        assert workspace.reviewers.get(profile.reviewer.id).name == "王改名"
        assert workspace.history.rows_equal_history()


def test_a_backup_is_a_workspace_with_all_that_was_there(desk: Workspace, policy: Policy) -> None:
    backup = desk.back_up()
    desk.policies.remove(policy.id)
    with Workspace.open(backup, None) as reader:
        assert len(reader.policies.all()) == 1


def test_a_file_that_arrives_in_write_ahead_mode_is_brought_back(
    desk: Workspace, profile: Profile, tamper: Tamper, policy: Policy
) -> None:
    desk.close()
    tamper(desk.path, "PRAGMA journal_mode=WAL; CREATE TABLE x (a); DROP TABLE x;")
    with Workspace.open(desk.path, profile) as workspace:
        assert pragma(workspace.store.conn, "journal_mode") == "delete"
        assert len(workspace.tasks.of(policy.id)) == 3
    assert [found for found in desk.path.parent.iterdir() if found.name.endswith(("-wal", "-shm"))] == []


def test_ids_sort_by_time() -> None:
    assert uuid7(1_000) < uuid7(2_000) < uuid7(3_000_000_000_000)
    assert uuid7()[14] == "7"
