"""Importing a policy: everything of it, the same on every machine, and removable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policy.model import Policy, TimingKind
from storage.errors import StorageError
from storage.importing import import_changes, task_id
from storage.records import Draft, Family
from storage.workspace import Profile, Workspace


def test_everything_of_the_document_is_kept(desk: Workspace, policy: Policy) -> None:
    [record] = desk.policies.all()
    assert (record.id, record.title, record.date) == (policy.id, policy.metadata.title, policy.metadata.date)
    assert record.source_name == "意见.txt"
    assert desk.policies.text(policy.id) == policy.text
    assert desk.policies.provisions(policy.id) == policy.provisions
    assert desk.policies.findings(policy.id) == policy.findings
    assert desk.policies.original(policy.id) == policy.text.encode("gb18030")
    first = desk.tasks.of(policy.id)[0]
    assert (first.departments, first.spans, first.timing_kind) == (
        policy.tasks[0].departments,
        policy.tasks[0].spans,
        TimingKind.YEAR_END_DONE,
    )
    assert [task.number for task in desk.tasks.of(policy.id)] == [1, 2, 3]
    assert [link.provision for link in desk.tasks.links(policy.id)][:2] == ["sec_1__cl_2", "sec_1__cl_1"]
    [target] = desk.indicators.of(policy.id)
    assert (target.value, target.task) == (3.2, first.id)


def test_two_machines_import_the_same_changes(policy: Policy, tmp_path: Path, profile_of: Callable[[str], Profile]) -> None:
    found = []
    for name in ("甲", "乙"):
        with Workspace.create(tmp_path / f"{name}.clausedesk", profile_of(name)) as workspace:
            workspace.policies.add(policy, f"{name}.txt", name.encode())
            found.append({change for change in map(str, workspace.history.changes()) if "import" in change})
    assert found[0] == found[1]
    assert len(found[0]) == len(import_changes(policy))


def test_importing_again_is_recognised(desk: Workspace, policy: Policy) -> None:
    with pytest.raises(StorageError) as raised:
        desk.policies.add(policy, "again.txt", b"")
    assert raised.value.code == "already_imported"
    assert raised.value.facts["title"] == policy.metadata.title


def test_a_removed_policy_comes_back_with_all_that_was_done_to_it(desk: Workspace, policy: Policy) -> None:
    task = desk.tasks.of(policy.id)[0].id
    desk.tasks.edit(task, text="改过")
    desk.policies.remove(policy.id)
    assert desk.policies.all() == ()
    desk.policies.add(policy, "意见.txt", b"")
    assert desk.tasks.get(task).text == "改过"
    assert desk.history.rows_equal_history()


def test_taking_back_an_import_is_one_change(workspace: Workspace, policy: Policy) -> None:
    written = workspace.policies.add(policy, "意见.txt", b"x")
    undone = workspace.reverse(written)
    assert len(undone.changes) == 1
    assert workspace.policies.all() == ()
    workspace.reverse(undone)
    assert len(workspace.policies.all()) == 1
    assert len(workspace.tasks.of(policy.id)) == 3


def test_corrections_follow_the_import_as_ordinary_changes(workspace: Workspace, policy: Policy) -> None:
    key = task_id(policy.id, policy.tasks[0].eid)
    workspace.policies.add(policy, "意见.txt", b"x", [Draft(Family.TASK, key, {"text": "更正"})])
    imported, corrected = workspace.history.of(key)
    assert (imported.writer, imported.clock, imported.parents) == ("import", 0, ())
    assert corrected.parents == (imported.id,)
    assert workspace.tasks.get(key).text == "更正"
    assert workspace.history.rows_equal_history()


def test_an_unknown_policy_is_refused(workspace: Workspace) -> None:
    for read in (workspace.policies.get, workspace.policies.text, workspace.policies.provisions, workspace.policies.original):
        with pytest.raises(StorageError) as raised:
            read("none")
        assert raised.value.code == "unknown_policy"
