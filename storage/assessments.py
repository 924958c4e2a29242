"""Assessments: each reviewer's own judgement of each task, and the agreed one."""

from __future__ import annotations

from sqlite3 import Row

from policy.identity import derived_id
from policy.judging import Progress, Reason, ReviewState, Verdict
from policy.places import Outcome
from storage.errors import StorageError
from storage.records import AssessmentRecord, Draft, Family, Written
from storage.repository import Repository, plain, short
from storage.store import moment_of

AGREED = "agreed"


class AssessmentRepository(Repository):
    """The judgements of the tasks. Two reviewers never overwrite each other."""

    def of(self, policy: str) -> tuple[AssessmentRecord, ...]:
        """All reviewers' assessments of a policy's tasks."""
        where = f'policy = ? AND task IN (SELECT id FROM "{Family.TASK.value}" WHERE deleted = 0)'
        return self._made(assessment_of, self._select(Family.ASSESSMENT, where, (policy,), "task, agreed DESC, modified, id"))

    def set(self, task: str, **fields: object) -> Written:
        """Set fields of the current reviewer's own assessment of a task; with ``agreed=True``, of the agreed one."""
        owner = self._row(Family.TASK, task)
        _check_percent(fields.get("percent"))
        reviewer = self._store.me.reviewer.id
        key = derived_id(task, "assessment", AGREED if fields.get("agreed") else reviewer)
        values = fields | {"policy": owner["policy"], "task": task, "reviewer": reviewer, "deleted": False}
        values["modified"] = self._store.stamp()
        draft = Draft(Family.ASSESSMENT, key, plain(Family.ASSESSMENT, values))
        return self._store.write("change.assessment.set", [draft], short(owner["text"]))

    def remove(self, assessment: str) -> Written:
        """Take an assessment back."""
        return self._edit(Family.ASSESSMENT, assessment, "change.assessment.remove", {"deleted": True})


def _check_percent(percent: object) -> None:
    if percent is not None and not (isinstance(percent, int) and 0 <= percent <= 100):
        raise StorageError("invalid_value", field="percent")


def assessment_of(row: Row) -> AssessmentRecord:
    """The record of a row; ``ValueError`` or ``TypeError`` when it is none."""
    return AssessmentRecord(
        id=row["id"],
        task=row["task"],
        policy=row["policy"],
        reviewer=row["reviewer"],
        progress=Progress(row["progress"]) if row["progress"] else None,
        percent=row["percent"],
        verdict=Verdict(row["verdict"]),
        reason=Reason(row["reason"]) if row["reason"] else None,
        state=ReviewState(row["state"]),
        note=row["note"],
        modified=moment_of(row["modified"]),
        agreed=bool(row["agreed"]),
        origin=row["origin"],
        found=Outcome(row["found"]),
    )
