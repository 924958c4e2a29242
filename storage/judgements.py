"""Which of several judgements of a task counts: one rule for the screen and for every document."""

from __future__ import annotations

from collections.abc import Iterable

from storage.records import AssessmentRecord


def counting_assessments(assessments: Iterable[AssessmentRecord]) -> dict[str, AssessmentRecord]:
    """The assessment that counts, by task id: the agreed one, else the latest (of equal times the one with the greater id)."""
    counting: dict[str, AssessmentRecord] = {}
    for record in assessments:
        other = counting.get(record.task)
        if other is None or _weight(record) > _weight(other):
            counting[record.task] = record
    return counting


def _weight(record: AssessmentRecord) -> tuple[bool, float, str]:
    return record.agreed, record.modified.timestamp(), record.id
