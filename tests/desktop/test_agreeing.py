"""What agreement is worked out from: everybody's own work, and nothing that is agreed, hidden or without a place."""

from __future__ import annotations

from dataclasses import replace

from desktop import snapshot
from desktop.agreeing import agreement, queue, work_of
from desktop.profile import new_reviewer
from desktop.snapshot import Snapshot
from policy.agreement_table import Table, Topic
from policy.judging import Progress, ReviewState, Verdict
from policy.model import Span
from policy.places import Outcome
from storage.records import AnnotationKind, AssessmentRecord, EvidenceType
from storage.workspace import Workspace

OTHER = new_reviewer("李四").id


def loaded(workspace: Workspace) -> Snapshot:
    [policy] = workspace.policies.all()
    return snapshot.load(workspace, policy.id)


def with_another(shown: Snapshot, **fields: object) -> Snapshot:
    """The same with the judgement of another reviewer of every task that is judged."""
    added: dict[str, AssessmentRecord] = {}
    for record in shown.assessments.values():
        if not record.agreed:
            other = replace(record, id=f"{record.id}-other", reviewer=OTHER, note="")
            added[other.id] = replace(other, **fields)  # type: ignore[arg-type]
    return replace(shown, assessments={**shown.assessments, **added})


def tasks(workspace: Workspace) -> list[str]:
    [policy] = workspace.policies.all()
    return [task.id for task in workspace.tasks.of(policy.id)]


def test_only_what_was_said_counts_and_the_agreed_judgement_is_nobodys(open_workspace: Workspace) -> None:
    first, second, third = tasks(open_workspace)
    open_workspace.assessments.set(first, progress=Progress.DONE)
    open_workspace.assessments.set(second, verdict=Verdict.TRUE, state=ReviewState.APPROVED)
    open_workspace.assessments.set(third, note="只有说明")
    open_workspace.assessments.set(third, agreed=True, progress=Progress.SLOW)
    [mine] = work_of(loaded(open_workspace)).values()
    assert mine.values(Topic.PROGRESS) == {first: Progress.DONE}
    assert mine.values(Topic.VERDICT) == {second: Verdict.TRUE}


def test_marks_without_a_place_are_left_out(open_workspace: Workspace) -> None:
    [policy] = open_workspace.policies.all()
    open_workspace.annotations.add(policy.id, Span(3, 9), AnnotationKind.ISSUE, "x", ("缺材料",))
    shown = loaded(open_workspace)
    [mine] = work_of(shown).values()
    [mark] = mine.marks
    assert (mark.span, mark.kind, len(mark.tags)) == (Span(3, 9), "issue", 1)
    [record] = shown.annotations.values()
    lost = replace(shown, annotations={record.id: replace(record, found=Outcome.ORPHAN)})
    assert work_of(lost) == {}


def test_the_queue_holds_what_differs_and_what_was_agreed(open_workspace: Workspace) -> None:
    first, second, third = tasks(open_workspace)
    [policy] = open_workspace.policies.all()
    for task in (first, second, third):
        open_workspace.assessments.set(task, progress=Progress.DONE, note="看过")
    open_workspace.evidence.add(policy.id, type=EvidenceType.MINUTES, title="纪要", tasks=[first])
    assert queue(loaded(open_workspace), ()) == []
    differing = with_another(loaded(open_workspace), progress=Progress.SLOW)
    cases = queue(differing, ())
    assert [case.number for case in cases] == [1, 2, 3]
    assert sorted((one.name, one.evidence) for one in cases[0].opinions) == [("张三", 1), ("李四", 0)]
    alike = with_another(loaded(open_workspace))
    assert queue(alike, ()) == []
    open_workspace.assessments.set(second, agreed=True, progress=Progress.DONE)
    agreed = with_another(loaded(open_workspace))
    [case] = queue(agreed, ())
    assert (case.number, case.open) == (2, False)
    anew = [record.id for record in agreed.assessments.values() if record.task == second and record.reviewer != OTHER]
    assert queue(agreed, anew)[0].since == ("张三",)


def test_what_waits_to_be_submitted_is_counted_for_oneself(open_workspace: Workspace) -> None:
    first, second, third = tasks(open_workspace)
    open_workspace.assessments.set(first, progress=Progress.DONE)
    open_workspace.assessments.set(second, progress=Progress.DONE, state=ReviewState.TO_RECHECK)
    open_workspace.assessments.set(third, state=ReviewState.IN_REVIEW)
    shown = with_another(loaded(open_workspace))
    assert open_workspace.reviewer is not None
    found = agreement(shown, work_of(shown), Table(), (), open_workspace.reviewer.id)
    assert found.waiting == 1
    assert len(found.people) == 2
