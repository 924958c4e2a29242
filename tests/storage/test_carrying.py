"""What was written on a policy is found on its new version, once, whoever carries it over; nothing is dropped."""

from __future__ import annotations

import runpy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from policy.judging import Progress, Verdict
from policy.model import Provision
from policy.places import Outcome
from storage import carried
from storage.checks import check
from storage.contents import provisions_of
from storage.errors import StorageError
from storage.merge import merge
from storage.records import AnnotationKind, AnnotationRecord, EvidenceType, Family, LinkState
from storage.workspace import Profile, Workspace

Colleague = Callable[[str], Profile]
Visible = Callable[[Workspace], dict[str, set[tuple[object, ...]]]]


@pytest.fixture(scope="module")
def versions() -> SimpleNamespace:
    made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("versions.py"))))
    made.old, made.new = made.old_policy(), made.new_policy()
    return made


@pytest.fixture
def both(workspace: Workspace, versions: SimpleNamespace) -> Workspace:
    """A workspace with both versions, and with something of everything written on the old one."""
    for policy, name in ((versions.old, "征求意见稿.txt"), (versions.new, "印发稿.txt")):
        workspace.policies.add(policy, name, policy.text.encode())
    old = versions.old.id
    exact = annotate(workspace, versions, "推进光纤入户，发展新型业务", ["重点"])
    annotate(workspace, versions, "第三代移动通信网络覆盖范围")
    annotate(workspace, versions, "废止过时的行政审批事项，今后不再保留")
    workspace.annotations.reply(exact, "同意")
    workspace.annotations.edit(exact, resolved=True)
    first, second, third = workspace.tasks.of(old)
    workspace.tasks.set_link(second.id, "sec_1__cl_2", LinkState.CONFIRMED)
    workspace.tasks.set_link(third.id, "sec_2__cl_4", LinkState.CONFIRMED)
    workspace.evidence.add(
        old,
        type=EvidenceType.PHOTO,
        title="照片",
        tasks=[first.id, third.id],
        provisions=["sec_2__cl_3", "sec_2__cl_4"],
        files=[("a.png", b"png")],
    )
    for task in (first, second, third):
        workspace.assessments.set(task.id, progress=Progress.DONE, verdict=Verdict.TRUE, note=task.text)
    return workspace


def annotate(workspace: Workspace, versions: SimpleNamespace, words: str, tags: list[str] | None = None) -> str:
    span = versions.place(versions.OLD, words)
    written = workspace.annotations.add(versions.old.id, span, AnnotationKind.ISSUE, f"关于{words[:4]}", tags or ())
    return written.changes[0].record


def by_words(workspace: Workspace, policy: str) -> dict[str, AnnotationRecord]:
    return {record.body: record for record in workspace.annotations.of(policy)}


def test_annotations_are_found_exactly_with_doubt_or_not_at_all(both: Workspace, versions: SimpleNamespace) -> None:
    versions.carried_over(both, versions.old.id, versions.new.id)
    found = by_words(both, versions.new.id)
    exact, fuzzy, orphan = found["关于推进光纤"], found["关于第三代移"], found["关于废止过时"]
    assert (exact.found, exact.quote, exact.provision) == (Outcome.EXACT, "推进光纤入户，\n发展新型业务", "sec_1__cl_1")
    assert (fuzzy.found, fuzzy.quote, fuzzy.provision) == (Outcome.FUZZY, "第四代移动通信网络的覆盖范围", "sec_2__cl_4")
    assert fuzzy.confidence is not None
    assert 0.5 < fuzzy.confidence < 1
    assert (orphan.found, orphan.quote, len(orphan.span)) == (Outcome.ORPHAN, "废止过时的行政审批事项，今后不再保留", 0)
    origins = {record.origin for record in found.values()}
    assert origins == {record.id for record in both.annotations.of(versions.old.id)}


def test_what_hangs_on_an_annotation_comes_with_it(both: Workspace, versions: SimpleNamespace) -> None:
    old = by_words(both, versions.old.id)["关于推进光纤"]
    versions.carried_over(both, versions.old.id, versions.new.id)
    copy = by_words(both, versions.new.id)["关于推进光纤"]
    same = ("kind", "body", "reviewer", "created", "resolved")
    assert [getattr(copy, name) for name in same] == [getattr(old, name) for name in same]
    assert [reply.body for reply in both.annotations.replies(copy.id)] == ["同意"]
    assert [use.tag for use in both.codebook.uses(versions.new.id)] == [tag.id for tag in both.codebook.tags()]


def test_links_evidence_and_judgements_follow_their_tasks_and_clauses(both: Workspace, versions: SimpleNamespace) -> None:
    versions.carried_over(both, versions.old.id, versions.new.id)
    new = versions.new.id
    first, _, third = both.tasks.of(new)
    decided = {(link.task, link.provision): link.found for link in both.tasks.links(new) if link.state is LinkState.CONFIRMED}
    assert decided == {(third.id, "sec_1__cl_3"): Outcome.FUZZY}
    uses = {(use.task, use.provision, use.found) for use in both.evidence.uses(new)}
    orphan = (None, None, Outcome.ORPHAN)
    assert uses == {(first.id, None, Outcome.EXACT), (None, "sec_2__cl_4", Outcome.FUZZY), orphan}
    [file] = both.evidence.attachments(new)
    assert both.evidence.read_attachment(file.sha256) == b"png"
    judged = {record.task: (record.note, record.found) for record in both.assessments.of(new)}
    assert judged == {
        first.id: ("推进光纤入户和宽带网络建设", Outcome.EXACT),
        third.id: ("组建中国广播电视网络公司", Outcome.FUZZY),
    }


def test_nothing_is_dropped_and_every_orphan_says_what_it_hung_on(both: Workspace, versions: SimpleNamespace) -> None:
    versions.carried_over(both, versions.old.id, versions.new.id)
    orphans = both.carried.orphans(versions.new.id)
    told = {(o.family, o.task.number if o.task else None, o.provision.number if o.provision else None) for o in orphans}
    assert len(orphans) == 5
    assert told == {
        (Family.ANNOTATION, None, "（四）"),
        (Family.LINK, 3, "（四）"),
        (Family.EVIDENCE_USE, 3, None),
        (Family.EVIDENCE_USE, None, "（四）"),
        (Family.ASSESSMENT, 3, None),
    }


def test_the_old_version_stays_and_the_new_one_says_what_it_replaces(
    both: Workspace, versions: SimpleNamespace, visible: Visible
) -> None:
    old = versions.old.id
    before = {family: {row for row in rows if old in row} for family, rows in visible(both).items()}
    versions.carried_over(both, old, versions.new.id)
    after = {family: {row for row in rows if old in row} for family, rows in visible(both).items()}
    after["policy"] = {row for row in after["policy"] if row[0] == old}
    assert after == before
    assert both.policies.get(versions.new.id).replaces == old
    assert both.policies.get(old).replaces is None


def test_carrying_over_twice_is_carrying_over_once(both: Workspace, versions: SimpleNamespace, visible: Visible) -> None:
    versions.carried_over(both, versions.old.id, versions.new.id)
    before = visible(both)
    assert versions.carried_over(both, versions.old.id, versions.new.id).changes == ()
    assert visible(both) == before


def test_the_second_time_only_what_is_new_is_added(both: Workspace, versions: SimpleNamespace) -> None:
    old, new = versions.old.id, versions.new.id
    versions.carried_over(both, old, new)
    found = by_words(both, new)
    both.annotations.edit(found["关于推进光纤"].id, body="新版上改的")
    both.annotations.remove(found["关于第三代移"].id)
    both.annotations.edit(by_words(both, old)["关于推进光纤"].id, body="旧版上改的")
    annotate(both, versions, "坚持市场导向")
    versions.carried_over(both, old, new)
    assert set(by_words(both, new)) == {"新版上改的", "关于废止过时", "关于坚持市场"}


def test_undo_takes_all_of_it_back_and_it_can_be_done_anew(both: Workspace, versions: SimpleNamespace, visible: Visible) -> None:
    before = visible(both)
    written = versions.carried_over(both, versions.old.id, versions.new.id)
    after = visible(both)
    undone = both.reverse(written)
    assert visible(both) == before
    both.reverse(undone)
    assert visible(both) == after
    both.reverse(written)
    versions.carried_over(both, versions.old.id, versions.new.id)
    assert visible(both) == after
    assert both.history.rows_equal_history()


def test_what_changed_between_an_undo_and_the_next_time_is_carried_over_as_it_is_now(
    both: Workspace, versions: SimpleNamespace
) -> None:
    old, new = versions.old.id, versions.new.id
    both.reverse(versions.carried_over(both, old, new))
    [moved] = [record for record in both.annotations.of(old) if record.body == "关于推进光纤"]
    both.annotations.edit(moved.id, body="旧版上改的")
    both.annotations.place(moved.id, versions.place(versions.OLD, "坚持市场导向"))
    first = both.tasks.of(old)[0]
    both.assessments.set(first.id, progress=Progress.DONE, verdict=Verdict.TRUE, note="旧版上重判的")
    versions.carried_over(both, old, new)
    copy = by_words(both, new)["旧版上改的"]
    assert (copy.quote, copy.provision) == ("坚持市场导向", "sec_1__cl_1")
    assert versions.NEW[copy.start : copy.end] == "坚持市场导向"
    assert "旧版上重判的" in {record.note for record in both.assessments.of(new)}
    assert both.history.rows_equal_history()


@pytest.fixture
def colleague(both: Workspace, tmp_path: Path, profile_of: Colleague) -> Iterator[Workspace]:
    """A colleague's copy of the same workspace."""
    copy = tmp_path / "同事.clausedesk"
    shutil.copyfile(both.path, copy)
    with Workspace.open(copy, profile_of("李审阅")) as opened:
        yield opened


def test_two_who_carry_over_separately_have_the_same_and_no_conflict(
    both: Workspace, colleague: Workspace, versions: SimpleNamespace, visible: Visible
) -> None:
    old, new = versions.old.id, versions.new.id
    versions.carried_over(both, old, new)
    once = visible(both)
    note = by_words(both, new)["关于推进光纤"].id
    both.annotations.edit(note, body="改过")
    versions.carried_over(colleague, old, new)
    report = merge(both, colleague.path)
    assert report.conflicts == ()
    assert report.rejected == ()
    assert both.annotations.get(note).body == "改过"
    assert {name: len(rows) for name, rows in visible(both).items() if name != "reviewer"} == {
        name: len(rows) for name, rows in once.items() if name != "reviewer"
    }
    merge(colleague, both.path)
    assert visible(colleague) == visible(both)
    both.close()
    colleague.close()
    assert check(both.path).sound
    assert check(colleague.path).sound


def test_a_workspace_is_sound_after_all_of_it(both: Workspace, versions: SimpleNamespace) -> None:
    written = versions.carried_over(both, versions.old.id, versions.new.id)
    both.reverse(both.reverse(written))
    both.annotations.place(by_words(both, versions.new.id)["关于废止过时"].id, versions.place(versions.NEW, "形成工作合力"))
    both.close()
    assert check(both.path).problems == ()


def test_the_outline_of_the_old_version_is_read_once_for_all_orphans(
    both: Workspace, versions: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions.carried_over(both, versions.old.id, versions.new.id)
    read: list[str] = []

    def count(text: str) -> tuple[Provision, ...]:
        read.append(text)
        return provisions_of(text)

    monkeypatch.setattr(carried, "provisions_of", count)
    orphans = both.carried.orphans(versions.new.id)
    assert sum(orphan.provision is not None for orphan in orphans) > 1
    assert len(read) == 1


def test_an_orphan_gets_its_place_and_a_doubtful_one_is_confirmed(both: Workspace, versions: SimpleNamespace) -> None:
    new = versions.new.id
    versions.carried_over(both, versions.old.id, new)
    found = by_words(both, new)
    orphan, fuzzy = found["关于废止过时"].id, found["关于第三代移"].id
    with pytest.raises(StorageError, match="not_placed"):
        both.carried.confirm(orphan)
    both.annotations.place(orphan, versions.place(versions.NEW, "形成工作合力"))
    both.carried.confirm(fuzzy)
    placed = both.annotations.get(orphan)
    assert (placed.found, placed.quote, placed.provision) == (Outcome.EXACT, "形成工作合力", "sec_1__cl_2")
    assert (both.annotations.get(fuzzy).found, both.annotations.get(fuzzy).confidence) == (Outcome.EXACT, None)
    assert Family.ANNOTATION not in {orphan.family for orphan in both.carried.orphans(new)}
    assert versions.carried_over(both, versions.old.id, new).changes == ()


def test_orphaned_ties_are_given_another_task_or_put_aside(both: Workspace, versions: SimpleNamespace) -> None:
    new = versions.new.id
    versions.carried_over(both, versions.old.id, new)
    orphans = {(o.family, o.task is not None): o.record.id for o in both.carried.orphans(new)}
    second, third = both.tasks.of(new)[1:]
    with pytest.raises(StorageError, match="already_assessed"):
        both.carried.place(orphans[Family.ASSESSMENT, True], task=third.id)
    placed = both.carried.place(orphans[Family.ASSESSMENT, True], task=second.id)
    both.carried.place(orphans[Family.EVIDENCE_USE, True], task=second.id)
    both.carried.put_aside(orphans[Family.EVIDENCE_USE, False])
    with pytest.raises(StorageError, match="not_placed"):
        both.carried.place(orphans[Family.LINK, True], task=second.id)
    both.carried.place(orphans[Family.LINK, True], task=second.id, provision="sec_1__cl_2")
    assert {record.task for record in both.assessments.of(new)} >= {second.id}
    assert second.id in {use.task for use in both.evidence.uses(new)}
    assert [orphan.family for orphan in both.carried.orphans(new)] == [Family.ANNOTATION]
    assert versions.carried_over(both, versions.old.id, new).changes == ()
    both.reverse(placed)
    assert Family.ASSESSMENT in {orphan.family for orphan in both.carried.orphans(new)}


def test_choosing_what_evidence_serves_leaves_its_orphans(both: Workspace, versions: SimpleNamespace) -> None:
    new = versions.new.id
    versions.carried_over(both, versions.old.id, new)
    [evidence] = both.evidence.of(new)
    both.evidence.use_for(evidence.id, tasks=[both.tasks.of(new)[1].id])
    assert sum(use.found is Outcome.ORPHAN for use in both.evidence.uses(new)) == 2


def test_a_policy_is_no_new_version_of_itself_or_of_one_that_is_not_here(both: Workspace, versions: SimpleNamespace) -> None:
    plan = versions.plan_of(both, versions.old.id, versions.new.id)
    with pytest.raises(StorageError, match="same_version"):
        both.policies.carry_over(versions.old.id, versions.old.id, plan)
    with pytest.raises(StorageError, match="unknown_policy"):
        both.policies.carry_over("nobody", versions.new.id, plan)
    both.close()
    with Workspace.open(both.path, None) as reader, pytest.raises(StorageError, match="read_only"):
        reader.policies.carry_over(versions.old.id, versions.new.id, plan)


def test_what_waits_as_an_orphan_is_not_carried_over_a_second_time_elsewhere(both: Workspace, versions: SimpleNamespace) -> None:
    new = versions.new.id
    versions.carried_over(both, versions.old.id, new)
    both.tasks.add(new, "废止过时的行政审批事项", number=3)
    assert "att_1__task_3" in versions.plan_of(both, versions.old.id, new).tasks
    assert versions.carried_over(both, versions.old.id, new).changes == ()
    assert len(both.carried.orphans(new)) == 5


def test_tasks_that_people_added_come_along_with_what_hangs_on_them(both: Workspace, versions: SimpleNamespace) -> None:
    old, new = versions.old.id, versions.new.id
    added = both.tasks.add(old, "另行统计信息消费规模").changes[0].record
    both.assessments.set(added, verdict=Verdict.FALSE, note="未见统计")
    both.tasks.set_link(added, "sec_2__cl_3", LinkState.CONFIRMED)
    written = versions.carried_over(both, old, new)
    [copy] = [task for task in both.tasks.of(new) if task.text == "另行统计信息消费规模"]
    assert {record.note for record in both.assessments.of(new) if record.task == copy.id} == {"未见统计"}
    assert [link.provision for link in both.tasks.links(new) if link.task == copy.id] == ["sec_2__cl_4"]
    assert versions.carried_over(both, old, new).changes == ()
    both.reverse(written)
    assert len(both.tasks.of(new)) == 3
    versions.carried_over(both, old, new)
    assert len(both.tasks.of(new)) == 4
    both.tasks.edit(copy.id, text="改得全然不同的一项工作，与原来没有关系")
    assert versions.carried_over(both, old, new).changes == ()
    both.tasks.remove(copy.id)
    versions.carried_over(both, old, new)
    assert len(both.tasks.of(new)) == 3
    assert both.history.rows_equal_history()
