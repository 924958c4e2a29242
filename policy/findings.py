"""How findings are told: which belong together, in which order, and which say something of the file alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policy.model import Finding, FindingKind

OF_THE_SOURCE: Final = frozenset(
    {
        FindingKind.STATUS_STATED,
        FindingKind.PAGES_WITHOUT_TEXT,
        FindingKind.TEXT_RECOGNISED,
        FindingKind.CHANGES_ACCEPTED,
        FindingKind.HIDDEN_LEFT_OUT,
        FindingKind.NOTES_LEFT_OUT,
        FindingKind.PICTURES_LEFT_OUT,
        FindingKind.CONTENTS_LEFT_OUT,
    }
)
"""What only the file itself can tell: no correction of the records settles it."""

TO_KNOW: Final = OF_THE_SOURCE | {FindingKind.DEPARTMENT_RENAMED}
"""What a reviewer should know and need not put right."""

_ORDER: Final = (
    FindingKind.DEPARTMENTS_DIFFER,
    FindingKind.LEAD_DIFFERS,
    FindingKind.DEADLINE_DIFFERS,
    FindingKind.WORDING_DIFFERS,
    FindingKind.TARGETS_CONTRADICT,
    FindingKind.NUMBER_MISSING,
    FindingKind.NUMBER_REPEATED,
    FindingKind.ROW_UNCERTAIN,
    FindingKind.TASK_WITHOUT_CLAUSE,
    FindingKind.CLAUSE_WITHOUT_TASK,
    FindingKind.DEPARTMENT_OUT_OF_TIME,
    FindingKind.DEPARTMENT_UNKNOWN,
    FindingKind.NO_TITLE,
    FindingKind.NO_OUTLINE,
    FindingKind.NO_TASKS,
    FindingKind.DEPARTMENT_RENAMED,
)
"""Contradictions first, then gaps and names; what is only to be known comes last."""
_PLACES: Final = {kind: place for place, kind in enumerate((*_ORDER, *(kind for kind in FindingKind if kind not in _ORDER)))}


def grouped(findings: Iterable[Finding]) -> tuple[tuple[FindingKind, tuple[Finding, ...]], ...]:
    """The findings by kind, the weightiest kind first, each once and in the order in which they came."""
    groups: dict[FindingKind, dict[Finding, None]] = {}
    for finding in findings:
        groups.setdefault(finding.kind, {})[finding] = None
    return tuple((kind, tuple(groups[kind])) for kind in sorted(groups, key=_PLACES.__getitem__))
