"""A workspace of an older format is brought to this one: completely, after a copy was made, with all that stands in it."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from policy.places import Outcome
from storage import migrations
from storage.backup import folder_of
from storage.checks import check
from storage.errors import StorageError
from storage.merge import merge
from storage.records import LinkState
from storage.workspace import Profile, Workspace

FIRST = Path(__file__).parents[1] / "data" / "format-1.clausedesk"
Child = Callable[..., subprocess.Popen[str]]

OPENER = """
import sys
from pathlib import Path
from storage import migrations
from storage.records import ReviewerRecord
from storage.workspace import Profile, Workspace
migrations.load_ahead()
print("ready")
sys.stdin.readline()
Workspace.open(Path(sys.argv[1]), Profile(ReviewerRecord("child", "子进程", ""))).close()
"""


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A workspace as the first released version wrote it."""
    return Path(shutil.copyfile(FIRST, tmp_path / "旧.clausedesk"))


def steps(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        return [row[0] for row in conn.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid")]


def columns(path: Path, table: str) -> set[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        return {row[1] for row in conn.execute(f"PRAGMA table_info({table})")}


def test_a_file_of_the_first_format_opens_with_all_it_holds(first: Path, profile: Profile) -> None:
    with Workspace.open(first, profile) as workspace:
        [policy] = workspace.policies.all()
        assert policy.replaces is None
        [note] = workspace.annotations.of(policy.id)
        assert (note.body, note.quote, note.found, note.origin, note.confidence) == (
            "进度如何",
            "光纤入户",
            Outcome.EXACT,
            None,
            None,
        )
        assert [reply.body for reply in workspace.annotations.replies(note.id)] == ["年内完成"]
        assert [task.text for task in workspace.tasks.of(policy.id)][1] == "改正的任务"
        assert [link.found for link in workspace.tasks.links(policy.id) if link.state is LinkState.CONFIRMED] == [Outcome.EXACT]
        assert [indicator.inherited for indicator in workspace.indicators.of(policy.id)] == [False]
        assert [use.found for use in workspace.evidence.uses(policy.id)] == [Outcome.EXACT]
        assert len(workspace.assessments.of(policy.id)) == 1
        assert workspace.history.rows_equal_history()
    assert steps(first) == list(migrations.STEPS)
    assert check(first).sound


def test_the_file_is_copied_as_it_was_before_it_is_changed(first: Path, profile: Profile) -> None:
    Workspace.open(first, profile).close()
    [copy] = folder_of(first).glob("*before-update*")
    assert steps(copy) == list(migrations.STEPS[:1])
    assert "origin" not in columns(copy, "annotation")
    Workspace.open(first, profile).close()
    assert len(list(folder_of(first).iterdir())) == 1


def test_an_older_file_opened_for_reading_only_stays_as_it_is(first: Path) -> None:
    before = first.read_bytes()
    with pytest.raises(StorageError, match="older_workspace"):
        Workspace.open(first, None)
    assert first.read_bytes() == before


def test_an_older_file_can_be_merged_and_stays_as_it_is(first: Path, path: Path, profile: Profile) -> None:
    before = first.read_bytes()
    with Workspace.create(path, profile) as workspace:
        report = merge(workspace, first)
        assert report.rejected == ()
        [policy] = workspace.policies.all()
        assert len(workspace.annotations.of(policy.id)) == 1
    assert first.read_bytes() == before
    assert check(path).sound


def test_a_step_that_fails_leaves_the_file_in_its_old_format(
    first: Path, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("storage.migrations.SECOND_SCHEMA", (*migrations.SECOND_SCHEMA, "ALTER TABLE nothing ADD COLUMN a TEXT"))
        with pytest.raises(StorageError):
            Workspace.open(first, profile)
    assert steps(first) == list(migrations.STEPS[:1])
    assert "origin" not in columns(first, "annotation")
    with Workspace.open(first, profile) as workspace:
        assert len(workspace.policies.all()) == 1


@pytest.mark.parametrize("seed", range(5))
def test_a_kill_while_the_format_is_changed_leaves_the_old_or_the_new(
    first: Path, profile: Profile, child: Child, seed: int
) -> None:
    process = child(OPENER, str(first))
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("\n")
    process.stdin.flush()
    time.sleep(random.Random(seed).uniform(0.0, 0.15))
    process.kill()
    process.communicate()
    with Workspace.open(first, profile) as workspace:
        assert not workspace.read_only
        [policy] = workspace.policies.all()
        assert len(workspace.annotations.of(policy.id)) == 1
        assert workspace.history.rows_equal_history()
    assert steps(first) == list(migrations.STEPS)
    assert ("replaces" in columns(first, "policy")) == ("found" in columns(first, "assessment"))
    assert check(first).sound
