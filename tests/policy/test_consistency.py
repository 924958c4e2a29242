"""What a reviewer is told after an import."""

from __future__ import annotations

from policy.consistency import findings_of
from policy.model import ClauseLink, FindingKind, Metadata, Policy, Provision, ProvisionKind, Task, TaskSource

TITLE = Metadata("标题")


def task(number: int | None, *, confidence: float = 1.0, clauses: tuple[ClauseLink, ...] = ()) -> Task:
    eid = f"att_1__task_{number}"
    return Task(eid, number, None, None, "做事", (), "", False, None, TaskSource.TABLE, clauses, confidence, (), ())


def clause(eid: str, number: str) -> Provision:
    return Provision(eid, ProvisionKind.CLAUSE, number, None, None, 0, 1)


def test_gaps_and_repetitions_of_numbers() -> None:
    found = findings_of(TITLE, [clause("cl_1", "（一）")], [task(2), task(4), task(4)])
    assert [(f.kind, dict(f.facts)["number"]) for f in found] == [
        (FindingKind.NUMBER_REPEATED, "4"),
        (FindingKind.NUMBER_MISSING, "1"),
        (FindingKind.NUMBER_MISSING, "3"),
    ]


def test_doubtful_rows_are_named() -> None:
    found = findings_of(TITLE, [clause("cl_1", "（一）")], [task(1, confidence=0.5)])
    assert [(f.kind, f.task) for f in found] == [(FindingKind.ROW_UNCERTAIN, "att_1__task_1")]


def test_clauses_and_tasks_without_each_other() -> None:
    provisions = [clause("cl_1", "（一）"), clause("cl_2", "（二）")]
    found = findings_of(TITLE, provisions, [task(1, clauses=(ClauseLink("cl_2", 0.9),)), task(2)])
    assert [(f.kind, f.provision, f.task) for f in found] == [
        (FindingKind.CLAUSE_WITHOUT_TASK, "cl_1", None),
        (FindingKind.TASK_WITHOUT_CLAUSE, None, "att_1__task_2"),
    ]


def test_nothing_at_all() -> None:
    kinds = [finding.kind for finding in findings_of(Metadata(""), [], [])]
    assert kinds == [FindingKind.NO_TITLE, FindingKind.NO_OUTLINE, FindingKind.NO_TASKS]


def test_the_sample_has_every_number(sample: Policy) -> None:
    kinds = {finding.kind for finding in sample.findings}
    assert kinds.isdisjoint({FindingKind.NUMBER_MISSING, FindingKind.NUMBER_REPEATED, FindingKind.NO_TITLE, FindingKind.NO_OUTLINE})
