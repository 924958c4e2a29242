"""What accounts read: changes with the merge that brought them, what hangs on a record, and by what it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest

from policy.model import Policy, Span
from storage import accounts
from storage.accounts import belonging, entries, family_of, named, open_count, total
from storage.errors import StorageError
from storage.merge import merge
from storage.records import AnnotationKind, Draft, EvidenceType, Family
from storage.workspace import Profile, Workspace

Colleague = Callable[[str], Profile]


def task(workspace: Workspace) -> str:
    (policy,) = workspace.policies.all()
    return workspace.tasks.of(policy.id)[0].id


def test_all_changes_come_record_by_record_in_portions(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.tasks.edit(task(desk), text="一")
    desk.tasks.edit(task(desk), text="二")
    whole = [entry.change.id for entry in entries(desk)]
    assert sorted(whole) == sorted(change.id for change in desk.history.changes())
    assert len(whole) == total(desk)
    records = [entry.change.record for entry in entries(desk)]
    assert records == sorted(records)
    monkeypatch.setattr(accounts, "AT_ONCE", 3)
    assert [entry.change.id for entry in entries(desk)] == whole


def test_what_a_merge_brought_bears_its_name_until_it_is_taken_back(
    desk: Workspace, path: Path, profile_of: Colleague, tmp_path: Path
) -> None:
    copy = tmp_path / "李复核.clausedesk"
    key = task(desk)
    copyfile(path, copy)
    with Workspace.open(copy, profile_of("李复核")) as other:
        written = other.tasks.edit(key, text="乙").changes[0].id
    report = merge(desk, copy)
    brought = {entry.change.id: entry.arrival for entry in entries(desk, [key])}
    arrival = brought[written]
    assert arrival is not None
    assert arrival.sources == ("李复核.clausedesk",)
    assert [found for found in brought.values() if found is not None] == [arrival]
    assert report.id is not None
    desk.merges.take_back(report.id)
    assert written not in {entry.change.id for entry in entries(desk, [key])}


def test_what_hangs_on_a_record_belongs_to_it_also_when_removed(desk: Workspace, policy: Policy) -> None:
    note = desk.annotations.add(policy.id, Span(0, 3), AnnotationKind.ISSUE, "一", ("标签",)).changes[0].record
    desk.annotations.set_tags(note, ())
    reply = desk.annotations.reply(note, "答").changes[0].record
    desk.annotations.remove_reply(reply)
    families = [family_of(desk, record) for record in belonging(desk, note)]
    assert sorted(families) == sorted([Family.ANNOTATION, Family.REPLY, Family.TAG_USE])
    with pytest.raises(StorageError, match="unknown_record"):
        belonging(desk, "nobody")


def test_records_are_called_by_those_they_lead_to_removed_or_missing(desk: Workspace, policy: Policy) -> None:
    key = task(desk)
    written = desk.evidence.add(policy.id, type=EvidenceType.DOCUMENT, title="方案", tasks=[key])
    use = next(change.record for change in written.changes if change.family is Family.EVIDENCE_USE)
    desk.evidence.remove(written.changes[0].record)
    found = named(desk, {Family.EVIDENCE_USE: [use]})
    assert [row["title"] for row in found[Family.EVIDENCE].values()] == ["方案"]
    assert [row["number"] for row in found[Family.TASK].values()] == [1]
    assert found[Family.POLICY].keys() == {policy.id}
    desk.write("change.apply", [Draft(Family.REPLY, "lost", {"annotation": "nowhere", "body": "答"})])
    assert named(desk, {Family.REPLY: ["lost"]})[Family.ANNOTATION] == {}
    assert named(desk)[Family.REPLY].keys() == {"lost"}


def test_open_decisions_are_counted_as_they_are_listed(desk: Workspace, path: Path, profile_of: Colleague, tmp_path: Path) -> None:
    copy = tmp_path / "b.clausedesk"
    key = task(desk)
    copyfile(path, copy)
    with Workspace.open(copy, profile_of("李复核")) as other:
        other.tasks.edit(key, text="乙", timing="2015年", due="2015-12-31")
    desk.tasks.edit(key, text="甲", timing="2016年", due="2016-12-31")
    merge(desk, copy)
    assert len(desk.history.conflicts()) == 3
    assert open_count(desk) == 2
    assert open_count(desk, {key}) == 0
