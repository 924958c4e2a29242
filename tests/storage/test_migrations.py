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

DATA = Path(__file__).parents[1] / "data"
FIRST = DATA / "format-1.clausedesk"
SECOND = DATA / "format-2.clausedesk"
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


@pytest.fixture(params=[FIRST, SECOND], ids=["first", "second"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A workspace as an earlier released version wrote it, one after the other."""
    return Path(shutil.copyfile(request.param, tmp_path / "旧.clausedesk"))


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


def test_a_file_of_the_second_format_opens_with_what_was_carried_over(tmp_path: Path, profile: Profile) -> None:
    second = Path(shutil.copyfile(SECOND, tmp_path / "旧.clausedesk"))
    with Workspace.open(second, profile) as workspace:
        old, new = sorted(workspace.policies.all(), key=lambda policy: policy.replaces is not None)
        assert new.replaces == old.id
        assert (old.joined, old.blind, new.joined, new.blind) == (None, False, None, False)
        assert {note.body: note.found for note in workspace.annotations.of(new.id)} == {
            "关于推进光纤": Outcome.EXACT,
            "关于第三代移": Outcome.FUZZY,
            "关于废止过时": Outcome.ORPHAN,
        }
        assert len(workspace.annotations.of(old.id)) == 3
        assert [workspace.evidence.read_attachment(held.sha256) for held in workspace.evidence.attachments(new.id)] == [b"png"]
        assert [judged.note for judged in workspace.assessments.of(new.id)] == ["已核"]
        assert [task.text for task in workspace.tasks.of(old.id)][1] == "改正的任务"
        assert workspace.merges.all() == ()
        assert workspace.history.rows_equal_history()
    [copy] = folder_of(second).glob("*before-update*")
    assert steps(copy) == list(migrations.STEPS[:2])
    assert steps(second) == list(migrations.STEPS)
    assert check(second).sound


def test_every_released_format_has_a_file_here() -> None:
    assert {path.name for path in DATA.glob("format-*")} == {
        f"format-{number}.clausedesk" for number in range(1, migrations.FORMAT)
    }


def contents(path: Path) -> list[tuple[object, ...]]:
    """All that the history of a file says, in whatever format."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        return conn.execute("SELECT id, clock, writer, family, record, parents, patch, label, batch, sha256 FROM change").fetchall()


def kept_before(older: Path) -> list[Path]:
    """The whole copies of what was before the update; one whose making was cut short is hidden."""
    return sorted(path for path in folder_of(older).glob("*before-update*") if not path.name.startswith("."))


def killed_update(older: Path, child: Child, after: float) -> None:
    """An update whose process is killed so long after it began."""
    process = child(OPENER, str(older))
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("\n")
    process.stdin.flush()
    time.sleep(after)
    process.kill()
    process.communicate()


def test_a_kill_while_the_format_is_changed_leaves_the_old_or_the_new(
    older: Path, profile: Profile, child: Child, nightly: bool
) -> None:
    original, begun = older.read_bytes(), contents(older)
    first_steps = steps(older)
    dice = random.Random(len(first_steps))
    copies = 0
    for _ in range(50 if nightly else 5):
        older.write_bytes(original)
        for left in folder_of(older).glob("*"):
            left.unlink()
        killed_update(older, child, dice.uniform(0.0, 0.15))
        copies += len(kept_before(older))
        with Workspace.open(older, profile) as workspace:
            assert not workspace.read_only
            assert workspace.history.rows_equal_history()
        assert steps(older) == list(migrations.STEPS)
        assert contents(older) == begun
        assert ("replaces" in columns(older, "policy")) == ("found" in columns(older, "assessment"))
        assert kept_before(older), "no update without a copy of what was before"
        for copy in kept_before(older):
            assert first_steps == steps(copy)[: len(first_steps)]
            assert contents(copy) == begun
        assert check(older).sound
    assert copies, "or else every kill came before anything was done"


@pytest.mark.parametrize("done", range(1, migrations.FORMAT))
def test_a_kill_between_two_steps_is_between_two_formats_and_nothing_else(
    older: Path, profile: Profile, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    """Each step is a transaction of its own, so what stands after a kill between them is what the steps so far make."""
    schemas = {2: "SECOND_SCHEMA", 3: "THIRD_SCHEMA"}
    begun = contents(older)
    with monkeypatch.context() as patched:
        failing = getattr(migrations, schemas[done + 1])
        patched.setattr(f"storage.migrations.{schemas[done + 1]}", (*failing, "ALTER TABLE nothing ADD COLUMN a TEXT"))
        if len(steps(older)) <= done:
            with pytest.raises(StorageError):
                Workspace.open(older, profile)
            assert steps(older) == list(migrations.STEPS[:done])
    Workspace.open(older, profile).close()
    assert contents(older) == begun
    assert check(older).sound
