"""Fills the inspector's panels, the one in front at once and the others when they come to the front."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType

from desktop import arrange
from desktop.history_page import HistoryPage
from desktop.snapshot import Snapshot
from desktop.waiting import NOTHING, Before, waiting, waiting_rows
from policy.department_words import carried_today_by
from policy.model import Phase
from policy.places import CITED
from storage.records import AnnotationRecord, EvidenceRecord, TagRecord
from storage.workspace import Workspace
from widgets.labels import Labels
from widgets.models.annotation_model import AnnotationRow, ReplyRow
from widgets.models.evidence_model import EvidenceRow
from widgets.models.task_model import TaskRow
from widgets.panels.inspector import Inspector, Tab
from widgets.panels.task_panel import LinkedClause, TaskDetails

IN_THE_TEXT = attrgetter("start", "end", "id")
"""Where an annotation stands."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen: ids of task and annotation, eId of the clause, and the table's row of the task."""

    task: str | None = None
    clause: str | None = None
    annotation: str | None = None
    row: TaskRow | None = None


@dataclass(slots=True)
class _State:
    workspace: Workspace | None = None
    snapshot: Snapshot | None = None
    chosen: Chosen = field(default_factory=Chosen)


class InspectorFiller:
    """Knows how the chosen task, clause and annotation look in each panel."""

    def __init__(self, inspector: Inspector) -> None:
        self._inspector = inspector
        self._history = HistoryPage(inspector.history)
        inspector.history.subject_chosen.connect(self._turn_history)
        self._state = _State()
        self._stale: set[Tab] = set(Tab)
        self._told: tuple[object, ...] = ()
        self._rows: list[AnnotationRow] = []
        self._fill: Mapping[Tab, Callable[[Snapshot], None]] = {
            Tab.TASK: self._fill_task,
            Tab.EVIDENCE: self._fill_evidence,
            Tab.ASSESSMENT: self._fill_assessment,
            Tab.ANNOTATIONS: self._fill_annotations,
            Tab.HISTORY: self._fill_history,
            Tab.PLACE: self._fill_place,
        }

    def show(self, workspace: Workspace | None, snapshot: Snapshot | None, chosen: Chosen) -> None:
        """Show what is chosen in ``snapshot``; without one every panel is empty."""
        self._state = _State(workspace, snapshot, chosen)
        self._stale = set(Tab)
        self._inspector.set_read_only(workspace is None or workspace.read_only)
        if snapshot is None:
            self._empty()
        else:
            self._inspector.set_count(Tab.EVIDENCE, len(self._evidence(snapshot)))
            self._inspector.set_count(Tab.ANNOTATIONS, len(snapshot.annotations))
            self._inspector.set_waiting(waiting(snapshot))
        self.fill_front()

    def fill_front(self) -> None:
        """Fill the panel in front if it is not up to date."""
        tab = Tab(self._inspector.tabs.currentIndex())
        if tab in self._stale and self._state.snapshot is not None:
            self._stale.discard(tab)
            self._fill[tab](self._state.snapshot)

    def _empty(self) -> None:
        inspector = self._inspector
        inspector.task.set_details(None)
        inspector.evidence.set_rows(())
        inspector.assessment.set_task(None, None)
        inspector.assessment.set_others(())
        inspector.assessment.set_hidden(0)
        inspector.annotations.set_rows(())
        self._history.empty()
        inspector.orphans.set_rows(())
        inspector.set_waiting(0)
        for tab in (Tab.EVIDENCE, Tab.ANNOTATIONS):
            inspector.set_count(tab, 0)

    def _fill_task(self, shown: Snapshot) -> None:
        cited = [provision for provision in shown.provisions if provision.kind in CITED]
        self._inspector.task.set_provisions(cited)
        row = self._state.chosen.row
        self._inspector.task.set_details(self._details(shown, row) if row is not None else None)

    def _details(self, shown: Snapshot, row: TaskRow) -> TaskDetails:
        by_eid = {provision.eid: provision for provision in shown.provisions}
        links = sorted((link for link in shown.links.values() if link.task == row.key), key=lambda link: -link.score)
        clauses = [
            LinkedClause(link, by_eid[link.provision].number or "", by_eid[link.provision].heading or "")
            for link in links
            if link.provision in by_eid
        ]
        indicators = tuple(item for item in shown.indicators.values() if item.task == row.key)
        raw = "\n".join(shown.text[span.start : span.end].strip("\n") for span in row.record.spans)
        return TaskDetails(row, tuple(clauses), indicators, raw, _today(row), _phases(row, shown.policy.date))

    def _evidence(self, shown: Snapshot) -> list[EvidenceRecord]:
        chosen = self._state.chosen
        if chosen.task is not None:
            return arrange.evidence_of(shown, task=chosen.task)
        if chosen.clause is not None:
            return arrange.evidence_of(shown, provision=chosen.clause)
        return sorted(shown.evidence.values(), key=lambda record: record.created)

    def _fill_evidence(self, shown: Snapshot) -> None:
        self._inspector.evidence.set_rows([_evidence_row(shown, record) for record in self._evidence(shown)])

    def _fill_assessment(self, shown: Snapshot) -> None:
        workspace, task = self._state.workspace, self._state.chosen.task
        me = workspace.reviewer.id if workspace and workspace.reviewer else None
        judged = [record for record in shown.assessments.values() if record.task == task]
        own = next((record for record in judged if record.reviewer == me and not record.agreed), None)
        self._inspector.assessment.set_task(task, own)
        others = [record for record in judged if record is not own]
        self._inspector.assessment.set_others([(_name(shown, record.reviewer), record) for record in others])
        self._inspector.assessment.set_hidden(shown.hidden.get(task or "", 0))

    def _fill_annotations(self, shown: Snapshot) -> None:
        panel = self._inspector.annotations
        panel.set_clause(self._state.chosen.clause)
        panel.set_tags(sorted(shown.tags.values(), key=lambda tag: tag.name))
        panel.set_rows(self._annotation_rows(shown))
        panel.choose(self._state.chosen.annotation)

    def _annotation_rows(self, shown: Snapshot) -> list[AnnotationRow]:
        """The rows of the annotations; of many only those are made anew of which a write has touched what they tell."""
        told = (shown.annotations, shown.replies, shown.tag_uses, shown.tags, shown.reviewers, shown.provisions)
        same = [new is old for new, old in zip(told, self._told, strict=False)]
        if not all(same) or not same:
            kept = {row.key: row for row in self._rows} if same[1:] and all(same[1:]) else {}
            self._told, self._rows = told, annotation_rows(shown, kept)
        return self._rows

    def _fill_history(self, shown: Snapshot) -> None:
        workspace, chosen = self._state.workspace, self._state.chosen
        if workspace is not None:
            evidence = self._evidence(shown) if chosen.task is not None or chosen.clause is not None else []
            self._history.show(workspace, shown, (chosen.annotation, chosen.task), evidence)

    def _turn_history(self, record: str) -> None:
        self._history.turn_to(record)
        self._stale.add(Tab.HISTORY)

    def _fill_place(self, shown: Snapshot) -> None:
        panel, workspace = self._inspector.orphans, self._state.workspace
        before = _before(workspace, shown.policy.replaces) if workspace is not None else NOTHING
        panel.set_rows(waiting_rows(shown, before, Labels(panel.catalogue)))


def _before(workspace: Workspace, old: str | None) -> Before:
    """The version that the policy on screen replaces, if it is still here."""
    if old is None or all(policy.id != old for policy in workspace.policies.all()):
        return NOTHING
    annotations = {record.id: record for record in workspace.annotations.of(old)}
    return Before(annotations, {provision.eid: provision for provision in workspace.policies.provisions(old)})


def _phases(row: TaskRow, date: dt.date | None) -> tuple[Phase, ...]:
    """The phases of a task's timing, read again from its phrase and the document's date."""
    # Loaded here: the window shows its first policy before it needs what reads phrases.
    from policy.timing import read_timing

    timing = read_timing(row.record.timing, date) if row.record.timing else None
    return timing.phases if timing is not None else ()


def _today(row: TaskRow) -> dict[str, str]:
    """By the name in the document, who carries the duty now where that is another body."""
    now = {department.name: carried_today_by(department.name) for department in row.record.departments}
    return {name: "、".join(bodies) for name, bodies in now.items() if bodies}


def annotation_rows(shown: Snapshot, kept: Mapping[str, AnnotationRow] = MappingProxyType({})) -> list[AnnotationRow]:
    """Every remark as the panel lists it, in the order of the text; those whose record has not changed are taken from ``kept``."""
    tags: dict[str, list[TagRecord]] = {}
    for use in shown.tag_uses.values():
        if use.tag in shown.tags:
            tags.setdefault(use.annotation, []).append(shown.tags[use.tag])
    replies: dict[str, list[ReplyRow]] = {}
    for reply in sorted(shown.replies.values(), key=lambda reply: reply.created):
        replies.setdefault(reply.annotation, []).append(ReplyRow(reply, _name(shown, reply.reviewer)))
    around = _surroundings(shown)

    def row(record: AnnotationRecord) -> AnnotationRow:
        known = kept.get(record.id)
        if known is not None and known.record is record:
            return known
        named = tuple(sorted(tags.get(record.id, ()), key=lambda tag: tag.name))
        return AnnotationRow(
            record, _name(shown, record.reviewer), named, tuple(replies.get(record.id, ())), *_clause(around, record)
        )

    return [row(record) for record in sorted(shown.annotations.values(), key=IN_THE_TEXT)]


def _surroundings(shown: Snapshot) -> dict[str, tuple[str, frozenset[str]]]:
    """Per eId, the number of the clause around it and the eIds of all units around it."""
    by_eid = {provision.eid: provision for provision in shown.provisions}
    around: dict[str, tuple[str, frozenset[str]]] = {}
    for provision in shown.provisions:
        number, eids, eid = "", set(), provision.eid
        while (unit := by_eid.get(eid)) is not None:
            eids.add(unit.eid)
            number = number or (unit.number or "" if unit.kind in CITED else "")
            eid = unit.parent or ""
        around[provision.eid] = (number, frozenset(eids))
    return around


def _clause(around: Mapping[str, tuple[str, frozenset[str]]], record: AnnotationRecord) -> tuple[str, frozenset[str]]:
    nowhere: tuple[str, frozenset[str]] = ("", frozenset())
    return around.get(record.provision or "", nowhere) if record.placed else nowhere


def _evidence_row(shown: Snapshot, record: EvidenceRecord) -> EvidenceRow:
    files = tuple(file for file in shown.attachments.values() if file.evidence == record.id)
    numbers = {provision.eid: provision.number or provision.eid for provision in shown.provisions}
    uses = []
    for use in shown.evidence_uses.values():
        if use.evidence != record.id:
            continue
        if use.task is not None and use.task in shown.tasks:
            uses.append(str(shown.tasks[use.task].number or shown.tasks[use.task].text[:8]))
        elif use.provision:
            uses.append(numbers.get(use.provision, use.provision))
    return EvidenceRow(record, files, _name(shown, record.reviewer), tuple(uses))


def _name(shown: Snapshot, reviewer: str) -> str:
    known = shown.reviewers.get(reviewer)
    return known.name if known else ""
