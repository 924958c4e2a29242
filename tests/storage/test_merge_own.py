"""What a received file may say in the name of who writes here: what that writer said here, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy.model import Policy
from storage.changes import make
from storage.clock import uuid7
from storage.connect import writing
from storage.graph import DELETED, SUMMARY
from storage.history_write import INSERT_CHANGE, refold
from storage.merge import merge
from storage.records import Change, Family
from storage.sharing import Selection, share
from storage.vetting import Fault
from storage.workspace import Profile, Workspace

Colleague = Callable[[str], Profile]


@pytest.fixture
def task(desk: Workspace, policy: Policy) -> str:
    """A task whose words were set twice in this session."""
    record = desk.tasks.of(policy.id)[0].id
    desk.tasks.edit(record, text="先写的")
    desk.tasks.edit(record, text="后写的")
    return record


@pytest.fixture
def theirs(desk: Workspace, task: str, tmp_path: Path, profile_of: Colleague) -> Iterator[Workspace]:
    """A colleague's copy, in which the task was given a title since."""
    path = tmp_path / "同事.clausedesk"
    shutil.copyfile(desk.path, path)
    with Workspace.open(path, profile_of("李审阅")) as opened:
        opened.tasks.edit(task, title="同事的标题")
        yield opened


def mine(desk: Workspace, task: str) -> list[Change]:
    return [change for change in desk.history.of(task) if change.writer == desk.writer]


def claim(theirs: Workspace, writer: str, record: str, clock: int, parents: list[str], patch: dict[str, object]) -> str:
    """Write a summary in the name of ``writer``."""
    change, row = make((uuid7(), clock, writer), (Family.TASK, record), parents, patch, (SUMMARY, uuid7()))
    with writing(theirs.store.conn) as conn:
        conn.execute(INSERT_CHANGE, row)
        refold(conn, [record])
    return change.id


@pytest.mark.parametrize(
    "patch", [{"text": "冒名"}, {"text": "先写的"}, {"title": "同事的标题"}, {DELETED: True}, {"text": "后写的", "number": 9}]
)
def test_words_that_we_did_not_write_last_are_not_taken_for_ours(
    desk: Workspace, theirs: Workspace, task: str, patch: dict[str, object]
) -> None:
    ours = mine(desk, task)
    seen = [change.id for change in theirs.history.of(task)]
    forged = claim(theirs, desk.writer, task, ours[0].clock, seen, patch)
    report = merge(desk, theirs.path)
    assert [(item.change, item.fault) for item in report.rejected] == [(forged, Fault.OUR_WRITER)]
    assert desk.tasks.get(task).text == "后写的"


def test_a_later_clock_than_ours_or_nothing_of_ours_is_refused(desk: Workspace, theirs: Workspace, task: str) -> None:
    ours = mine(desk, task)
    clock = max(change.clock for change in ours)
    seen = [change.id for change in theirs.history.of(task)]
    others = [key for key in seen if key not in {change.id for change in ours}]
    forged = {
        claim(theirs, desk.writer, task, clock + 1, seen, {"text": "后写的"}),
        claim(theirs, desk.writer, task, clock, others, {"text": "后写的"}),
        claim(theirs, desk.writer, task, clock, [uuid7()], {"text": "后写的"}),
    }
    report = merge(desk, theirs.path)
    assert {(item.change, item.fault) for item in report.rejected} == {(key, Fault.OUR_WRITER) for key in forged}


def test_an_honest_package_comes_home_in_the_same_session(desk: Workspace, theirs: Workspace, task: str, tmp_path: Path) -> None:
    package = tmp_path / "共享包.clausedesk"
    share(theirs, Selection(), package)
    report = merge(desk, package)
    assert (report.rejected, report.conflicts) == ((), ())
    assert (desk.tasks.get(task).text, desk.tasks.get(task).title) == ("后写的", "同事的标题")


def test_a_deletion_of_ours_that_a_package_tells_again_is_taken_in(
    desk: Workspace, task: str, tmp_path: Path, profile_of: Colleague
) -> None:
    desk.tasks.remove(task)
    package, path = tmp_path / "共享包.clausedesk", tmp_path / "同事.clausedesk"
    shutil.copyfile(desk.path, path)
    with Workspace.open(path, profile_of("李审阅")) as theirs:
        share(theirs, Selection(), package)
    assert merge(desk, package).rejected == ()
