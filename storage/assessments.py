"""Assessments: each reviewer's own judgement of each task, and the agreed one."""

from __future__ import annotations

from collections.abc import Collection
from sqlite3 import Row

from policy.identity import derived_id
from policy.judging import Progress, Reason, ReviewState, Verdict
from policy.places import Outcome
from storage import schema
from storage.changes import canonical
from storage.errors import StorageError
from storage.records import AssessmentRecord, Draft, Family, Written
from storage.repository import Repository, plain, short
from storage.store import moment_of

AGREED = "agreed"
# A change of one of these is another judgement; notes and the review state are not.
JUDGED = ("progress", "percent", "verdict", "reason")


class AssessmentRepository(Repository):
    """The judgements of the tasks. Two reviewers never overwrite each other."""

    def of(self, policy: str) -> tuple[AssessmentRecord, ...]:
        """All reviewers' assessments of a policy's tasks."""
        where = f'policy = ? AND task IN (SELECT id FROM "{Family.TASK.value}" WHERE deleted = 0)'
        return self._made(assessment_of, self._select(Family.ASSESSMENT, where, (policy,), "task, agreed DESC, modified, id"))

    def blind(self) -> dict[str, dict[str, str | None]]:
        """By blind policy, deleted ones too, whose each assessment ever written of it is; nobody's the agreed ones."""
        found: dict[str, dict[str, str | None]] = {}
        sql = (
            f'SELECT a.policy, a.id, a.reviewer, a.agreed FROM "{Family.ASSESSMENT.value}" a '
            f'JOIN "{Family.POLICY.value}" p ON p.id = a.policy WHERE p.blind'
        )
        for policy, key, reviewer, agreed in self._store.rows(sql):
            found.setdefault(policy, {})[key] = None if agreed else reviewer
        return found

    def known(self, records: Collection[str]) -> frozenset[str]:
        """Those of these assessments that are here, living or deleted."""
        sql = f'SELECT id FROM "{Family.ASSESSMENT.value}" WHERE id IN (SELECT value FROM json_each(?))'
        return frozenset(row["id"] for row in self._store.rows(sql, (canonical(sorted(records)),)))

    def beside(self, policy: str, records: Collection[str]) -> tuple[frozenset[str], tuple[AssessmentRecord, ...]]:
        """The tasks that these assessments, living or deleted, judge, and all assessments of these tasks."""
        owner = f'SELECT task FROM "{Family.ASSESSMENT.value}" WHERE policy = ? AND id IN (SELECT value FROM json_each(?))'
        tasks = frozenset(row[0] for row in self._store.rows(owner, (policy, canonical(sorted(records)))))
        where = (
            "policy = ? AND task IN (SELECT value FROM json_each(?)) "
            f'AND task IN (SELECT id FROM "{Family.TASK.value}" WHERE deleted = 0)'
        )
        parameters = (policy, canonical(sorted(tasks)))
        rows = self._select(Family.ASSESSMENT, where, parameters, "task, agreed DESC, modified, id")
        return tasks, self._made(assessment_of, rows)

    def judged_since(self, policy: str) -> frozenset[str]:
        """The assessments of which the agreed one of their task takes no account: judged anew after it, or come here after it.

        What whoever agreed had seen has a lower clock and came here no later, on every machine; what they had not may have any
        clock, but then it comes later here.
        """
        kinds = " OR ".join(f"json_type(c.patch, '$.{name}') IS NOT NULL" for name in JUDGED)
        sql = (
            "SELECT a.id, a.task, a.agreed, MAX(c.clock), MAX(c.seq) "
            f'FROM "{Family.ASSESSMENT.value}" a JOIN "{schema.CHANGE}" c ON c.record = a.id '
            f"WHERE a.policy = ? AND a.deleted = 0 AND ({kinds} OR (a.agreed AND json_type(c.patch, '$.modified') IS NOT NULL)) "
            "GROUP BY a.id"
        )
        rows = [tuple(row) for row in self._store.rows(sql, (policy,))]
        agreed = {task: (clock, seq) for _, task, is_agreed, clock, seq in rows if is_agreed}
        return frozenset(
            key
            for key, task, is_agreed, clock, seq in rows
            if not is_agreed and task in agreed and (clock > agreed[task][0] or seq > agreed[task][1])
        )

    def submit(self, policy: str) -> Written:
        """Hand in all of the current reviewer's own judgements of a policy that say something and are not handed in yet."""
        me = self._store.me.reviewer.id
        waiting = [record for record in self.of(policy) if record.reviewer == me and not record.agreed and _to_hand_in(record)]
        handed_in = {"state": ReviewState.TO_RECHECK.value, "modified": self._store.stamp()}
        drafts = [Draft(Family.ASSESSMENT, record.id, dict(handed_in)) for record in waiting]
        return self._store.write("change.assessment.submit", drafts)

    def set(self, task: str, **fields: object) -> Written:
        """Set fields of the current reviewer's own assessment of a task; with ``agreed=True``, of the agreed one."""
        owner = self._row(Family.TASK, task)
        _check_percent(fields.get("percent"))
        reviewer = self._store.me.reviewer.id
        key = derived_id(task, "assessment", AGREED if fields.get("agreed") else reviewer)
        values = fields | {"policy": owner["policy"], "task": task, "reviewer": reviewer, "deleted": False}
        values["modified"] = self._store.stamp()
        draft = Draft(Family.ASSESSMENT, key, plain(Family.ASSESSMENT, values))
        label = "change.assessment.agree" if fields.get("agreed") else "change.assessment.set"
        return self._store.write(label, [draft], short(owner["text"]))

    def remove(self, assessment: str) -> Written:
        """Take an assessment back."""
        return self._edit(Family.ASSESSMENT, assessment, "change.assessment.remove", {"deleted": True})


def _to_hand_in(record: AssessmentRecord) -> bool:
    says_something = record.progress is not None or record.percent is not None or record.verdict is not Verdict.UNCHECKED
    return record.state in (ReviewState.PENDING, ReviewState.IN_REVIEW) and (says_something or bool(record.note))


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
