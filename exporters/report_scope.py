"""Limit what a report is made from to one department."""

from __future__ import annotations

from dataclasses import replace

from exporters.report import ReportInput
from storage.records import LinkState


def narrow(source: ReportInput) -> ReportInput:
    """``source`` with only the tasks of ``options.department``, the clauses these carry out, and the remarks, indicators, evidence,
    assessments and findings that belong to either; ``source`` itself when no department is asked for."""
    name = source.options.department
    if name is None:
        return source
    tasks = tuple(task for task in source.tasks if any(d.name == name for d in task.departments))
    ids = {task.id for task in tasks}
    links = tuple(link for link in source.links if link.task in ids and link.state is not LinkState.REJECTED)
    clauses = {link.provision for link in links}
    uses = tuple(use for use in source.evidence_uses if use.task in ids or use.provision in clauses)
    shown = {use.evidence for use in uses}
    eids = {task.eid for task in tasks}
    return replace(
        source,
        tasks=tasks,
        links=links,
        indicators=tuple(i for i in source.indicators if i.task in ids or i.provision in clauses),
        annotations=tuple(a for a in source.annotations if a.provision in clauses),
        evidence=tuple(e for e in source.evidence if e.id in shown),
        evidence_uses=uses,
        assessments=tuple(a for a in source.assessments if a.task in ids),
        findings=tuple(f for f in source.findings if f.task in eids or (f.task is None and f.provision in clauses))
        if source.findings is not None
        else None,
    )
