"""Writing beside an open workspace, in the name of its session; and records stored as they were worked out beforehand."""

from __future__ import annotations

import random
import subprocess
import threading
import time
from collections.abc import Callable

import pytest

from policy.model import Policy, Span
from storage import search_index
from storage.checks import check
from storage.connect import writing
from storage.correcting import CorrectionStep
from storage.errors import StorageError
from storage.importing import import_changes, ready_import
from storage.records import AnnotationKind, Draft, Family, Written
from storage.workspace import Profile, Workspace

Child = Callable[..., subprocess.Popen[str]]
PolicyOf = Callable[..., Policy]
MANY = 600

IMPORTER = """
import sys
from pathlib import Path
from storage.records import ReviewerRecord
from storage.workspace import Profile, Workspace
from tests.storage.conftest import make_policy
workspace = Workspace.open(Path(sys.argv[1]), Profile(ReviewerRecord("child", "子进程", "")))
aside = workspace.aside()
print("ready")
for number in range(1000):
    policy = make_policy(f"{make_policy().text}{number}", 299)
    with aside.open() as beside:
        beside.policies.add_in_steps(policy, "x.txt", b"x", [])
    print(policy.id)
"""


@pytest.fixture
def another(policy_of: PolicyOf) -> Callable[[int], Policy]:
    """Makes another policy than the one that is here, of so many tasks."""
    return lambda tasks: policy_of(policy_of().text + "另有规定。\n", tasks)


def in_thread(work: Callable[[], Written]) -> Written:
    """What ``work`` gives, in a thread of its own."""
    found: list[Written] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join(20)
    return found[0]


def stored_aside(workspace: Workspace, policy: Policy) -> Written:
    aside = workspace.aside()

    def store() -> Written:
        with aside.open() as beside:
            return beside.policies.add_in_steps(policy, "y.txt", b"y", [])[0]

    return in_thread(store)


def test_what_is_written_aside_is_the_sessions_own_and_can_be_taken_back(
    desk: Workspace, policy: Policy, another: Callable[[int], Policy]
) -> None:
    new = another(5)
    written = stored_aside(desk, new)
    assert len(desk.tasks.of(new.id)) == 5
    annotated = desk.annotations.add(new.id, Span(0, 3), AnnotationKind.COMMENT, "后")
    desk.reverse(annotated)
    desk.reverse(written)
    assert [known.id for known in desk.policies.all()] == [policy.id]
    assert {change.writer for change in desk.history.of(new.id)} == {"import", desk.writer}
    assert desk.history.rows_equal_history()
    desk.close()
    assert check(desk.path).sound


def test_who_reads_is_not_locked_out_however_much_is_written_aside(desk: Workspace, policy: Policy) -> None:
    with desk.aside().open() as beside:
        conn = beside.store.conn
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("CREATE TABLE pages (body BLOB)")
        conn.executemany("INSERT INTO pages VALUES (?)", [(bytes(100_000),) for _ in range(200)])
        assert len(desk.tasks.of(policy.id)) == 3
        conn.execute("ROLLBACK")
    desk.close()
    assert check(desk.path).sound


def test_a_workspace_open_for_reading_gives_no_way_to_write(desk: Workspace) -> None:
    with Workspace.open(desk.path, None) as reader, pytest.raises(StorageError, match="read_only"):
        reader.aside()


def test_closing_what_was_opened_aside_leaves_the_lock(desk: Workspace, profile: Profile) -> None:
    desk.aside().open().close()
    with Workspace.open(desk.path, profile) as other:
        assert other.read_only


@pytest.mark.parametrize("seed", range(3))
def test_a_process_killed_while_it_imports_leaves_whole_policies(
    desk: Workspace, profile: Profile, child: Child, seed: int
) -> None:
    desk.close()
    process = child(IMPORTER, str(desk.path))
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.05, 0.4))
    process.kill()
    acknowledged = process.stdout.read().split("\n")[:-1]
    process.wait()
    process.stdout.close()
    process.stdin.close()
    with Workspace.open(desk.path, profile) as again:
        held = {found.id for found in again.policies.all()}
        assert set(acknowledged) <= held
        assert {len(again.tasks.of(known)) for known in held} <= {3, 299}
        assert {len(again.policies.text(known)) > 0 for known in held} == {True}
    assert check(desk.path).sound


def test_what_was_worked_out_beforehand_is_what_the_history_amounts_to(desk: Workspace, another: Callable[[int], Policy]) -> None:
    new = another(MANY)
    desk.policies.add_in_steps(new, "y.txt", b"y", [], ready=ready_import(new, b"y"))
    assert desk.history.rows_equal_history()
    before = {query: set(desk.search(query)) for query in ("信息消费", "第17项", "财政部")}
    assert all(before.values())
    with writing(desk.store.conn):
        search_index.rebuild(desk.store.conn)
    assert {query: set(desk.search(query)) for query in before} == before


def test_records_that_are_here_already_are_folded_and_not_written_over(
    desk: Workspace, policy: Policy, another: Callable[[int], Policy]
) -> None:
    new = another(4)
    changes = import_changes(new)
    first = [pair for pair in changes if pair[0].family is Family.TASK][:2]
    with desk.store.action("change.policy.import") as action:
        action.add_foreign(first)
    task = first[0][0].record
    desk.tasks.edit(task, text="改过的话")
    written = desk.policies.add_in_steps(new, "y.txt", b"y", [])[0]
    assert len(written.changes) == len(changes) - 2
    assert desk.tasks.get(task).text == "改过的话"
    assert len(desk.tasks.of(new.id)) == 4
    assert desk.history.rows_equal_history()
    desk.close()
    assert check(desk.path).sound


def test_a_change_that_comes_to_a_record_with_a_history_is_folded_with_it(
    desk: Workspace, policy: Policy, another: Callable[[int], Policy]
) -> None:
    new = another(2)
    changes = import_changes(new)
    task = next(change for change, _ in changes if change.family is Family.TASK)
    desk.store.write("change.task.edit", [Draft(Family.TASK, task.record, {"policy": new.id, "text": "早先"})])
    desk.policies.add_in_steps(new, "y.txt", b"y", [])
    assert desk.tasks.get(task.record).number == task.patch["number"]
    assert desk.history.rows_equal_history()
    desk.close()
    assert check(desk.path).sound


def test_the_facts_are_the_last_step_and_all_steps_are_one_transaction(
    desk: Workspace, policy: Policy, another: Callable[[int], Policy]
) -> None:
    new = another(2)
    bad = CorrectionStep("坏", (Draft(Family.TASK, "t", {"text": 5}),))
    with pytest.raises(StorageError, match="invalid_value"):
        desk.policies.add_in_steps(new, "y.txt", b"y", [bad], facts={"title": "改过的题"})
    assert len(desk.policies.all()) == 1
    imported, facts = desk.policies.add_in_steps(new, "y.txt", b"y", [], facts={"title": "改过的题", "doc_number": None})
    assert (imported.label, facts.label) == ("change.policy.import", "change.policy.edit")
    assert desk.policies.get(new.id).title == "改过的题"
    desk.reverse(facts)
    assert desk.policies.get(new.id).title == policy.metadata.title
