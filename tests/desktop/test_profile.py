"""In whose name a computer writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.profile import new_reviewer, profile_for, store_profile, stored_profile
from desktop.settings import Settings
from storage import migrations
from storage.errors import StorageError
from storage.workspace import Workspace


def test_a_computer_that_was_never_asked_has_no_profile(tmp_path: Path) -> None:
    assert stored_profile(Settings(tmp_path / "s.json")) is None


def test_the_same_person_at_two_computers_is_one_reviewer() -> None:
    assert new_reviewer("张三", "评估中心").id == new_reviewer("张三", "评估中心").id
    assert new_reviewer("张三", "评估中心").id != new_reviewer("张三", "督查室").id


def test_who_corrects_their_name_stays_the_same_person(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.json")
    first = store_profile(settings, "张三", "评估中心").reviewer
    second = store_profile(settings, "张叁", "评估中心").reviewer
    assert second.id == first.id
    stored = stored_profile(Settings(tmp_path / "s.json"))
    assert stored is not None
    assert stored.reviewer == second


def test_a_command_writes_in_the_name_that_it_is_given(workspace_file: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.json")
    known = profile_for("李四", workspace_file, settings).reviewer
    assert known.name == "李四"
    assert profile_for("李四", tmp_path / "new.clausedesk", settings).reviewer.name == "李四"
    assert profile_for(None, workspace_file, settings).reviewer.name != ""
    own = store_profile(settings, "张三", "").reviewer
    assert profile_for(None, workspace_file, settings).reviewer == own


CUT_SHORT = """
import os, sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("PRAGMA cache_size = 1")
conn.execute("BEGIN IMMEDIATE")
conn.execute("UPDATE task SET text = hex(randomblob(20000))")
os._exit(0)
"""


def test_a_reviewer_is_named_although_the_last_write_was_cut_short(workspace_file: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", CUT_SHORT, str(workspace_file)], check=True)
    profile = profile_for("李四", workspace_file, Settings(tmp_path / "s.json"))
    assert profile.reviewer == new_reviewer("李四")
    with Workspace.open(workspace_file, profile) as workspace:
        assert not workspace.read_only


def test_a_reviewer_is_named_although_the_workspace_is_of_an_older_format(
    workspace_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, "m002_later"))
    assert profile_for("李四", workspace_file, Settings(tmp_path / "s.json")).reviewer == new_reviewer("李四")


def test_a_file_that_is_no_workspace_is_refused_before_a_reviewer_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.clausedesk"
    path.write_text("说明" * 999, encoding="utf-8")
    with pytest.raises(StorageError):
        profile_for("李四", path, Settings(tmp_path / "s.json"))
