"""What a report is made from, out of a snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.open_findings import open_findings
from desktop.snapshot import Snapshot
from policy.model import Finding

if TYPE_CHECKING:
    from exporters.report import ReportInput


def report_input(
    shown: Snapshot,
    as_of: dt.date,
    due_soon_days: int,
    department: str | None = None,
    stored: Sequence[Finding] | None = None,
) -> ReportInput:
    """The records of ``shown`` as the exporters take them. With ``stored``, what was found at the import, the report tells what is
    still open of it."""
    # Loaded here: a window that opens has no report to write yet.
    from exporters.report import ReportInput, ReportOptions

    return ReportInput(
        policy=shown.policy,
        text=shown.text,
        as_of=as_of,
        provisions=shown.provisions,
        tasks=tuple(sorted(shown.tasks.values(), key=lambda task: task.position)),
        links=tuple(shown.links.values()),
        indicators=tuple(shown.indicators.values()),
        annotations=tuple(shown.annotations.values()),
        replies=tuple(shown.replies.values()),
        tags=tuple(shown.tags.values()),
        tag_uses=tuple(shown.tag_uses.values()),
        evidence=tuple(shown.evidence.values()),
        evidence_uses=tuple(shown.evidence_uses.values()),
        attachments=tuple(shown.attachments.values()),
        assessments=tuple(shown.assessments.values()),
        reviewers=tuple(shown.reviewers.values()),
        options=ReportOptions(department=department, due_soon_days=due_soon_days),
        findings=open_findings(shown, stored) if stored is not None else None,
    )
