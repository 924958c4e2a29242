"""An import while a reviewer puts it right: facts, edits, splits, joins, with every step to be taken back and made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace

from policy.corrections import CHECKED, Correction, apply, blank_task, changed_fields, corrected, new_eid
from policy.departments import read_departments
from policy.model import Metadata, Policy, Task
from policy.timing import read_timing
from widgets.models.row_cut import Cell, RowCut, bare, cut_of, leading_number, split_spans


@dataclass(frozen=True, slots=True)
class _State:
    """What stands in the preview at one moment."""

    rows: tuple[Task, ...]
    facts: Metadata


class PreviewDraft:
    """The tasks and facts of ``policy`` with what was changed so far. Nothing is stored: ``corrections`` says what differs."""

    def __init__(self, policy: Policy, make_eid: Callable[[], str] = new_eid) -> None:
        self.policy = policy
        self._now = _State(policy.tasks, policy.metadata)
        self._originals = {task.eid: task for task in policy.tasks}
        self._make_eid = make_eid
        self._past: list[_State] = []
        self._future: list[_State] = []
        self._step: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Task, ...]:
        """The tasks as they stand, in the order of the document."""
        return self._now.rows

    @property
    def facts(self) -> Metadata:
        """The facts of the document as they stand."""
        return self._now.facts

    def row(self, eid: str) -> int:
        """The place of the task ``eid``; ``ValueError`` if it is not there."""
        return [task.eid for task in self.rows].index(eid)

    def task(self, eid: str) -> Task:
        """The task ``eid`` as it stands."""
        return self.rows[self.row(eid)]

    def doubtful(self) -> tuple[str, ...]:
        """The eIds of the rows with doubts left, in order."""
        return tuple(task.eid for task in self.rows if task.doubts)

    def next_doubtful(self, eid: str | None) -> str | None:
        """The doubtful row after ``eid``, round from the end to the beginning."""
        start = 0 if eid is None else self.row(eid) + 1
        ring = self.rows[start:] + self.rows[:start]
        return next((task.eid for task in ring if task.doubts), None)

    def cut(self, eid: str) -> RowCut:
        """The raw row of a task and where its cells begin."""
        return cut_of(self.task(eid), self.policy.text)

    def edit(self, eid: str, changes: Mapping[str, object]) -> None:
        """Set fields of a task; values that are there already change nothing."""
        task = self.task(eid)
        news = _news(task, changes)
        if news:
            self._set(self._replaced(eid, corrected(task, news)), (eid, *sorted(news)))

    def cut_anew(self, eid: str, cut: RowCut) -> None:
        """Take the cells of a task from ``cut``: departments and timing are read again."""
        self.edit(eid, self._cells(cut))

    def confirm(self, eid: str) -> None:
        """Say that a row is right as it stands."""
        if self.task(eid).doubts:
            self._set(self._replaced(eid, replace(self.task(eid), doubts=(), confidence=CHECKED)))

    def remove(self, eid: str) -> None:
        """Take a row out."""
        self._set(tuple(task for task in self.rows if task.eid != eid))

    def add(self, after: str | None) -> str:
        """Put an empty row behind ``after`` (at the end for ``None``) and return its eId."""
        at = len(self.rows) if after is None else self.row(after) + 1
        neighbour = self.rows[at - 1] if at else None
        number = neighbour.number + 1 if neighbour and neighbour.number and at == len(self.rows) else None
        task = replace(blank_task(self._make_eid()), number=number, category=neighbour.category if neighbour else None)
        self._set((*self.rows[:at], task, *self.rows[at:]))
        return task.eid

    def split(self, eid: str, cut: RowCut, offset: int) -> str | None:
        """Part a row at ``offset`` of its raw text; returns the eId of the second part, ``None`` if a part would be empty."""
        if not cut.raw[:offset].strip() or not cut.raw[offset:].strip():
            return None
        task = self.task(eid)
        before, behind = split_spans(self.policy.text, task.spans, offset)
        head = RowCut(cut.raw[:offset], min(cut.start, offset), min(cut.departments, offset), min(cut.timing, offset))
        number = leading_number(cut.raw[offset:])
        start = cut.raw.index(str(number), offset) - offset + len(str(number)) if number is not None else 0
        edges = (max(start, cut.departments - offset), max(start, cut.timing - offset))
        tail = RowCut(cut.raw[offset:], start, *edges)
        first = _changed(task, {**self._cells(head), "spans": before})
        fields = {**self._cells(tail), "spans": behind, "number": number, "category": task.category, "source": task.source}
        second = _changed(blank_task(self._make_eid()), fields)
        at = self.row(eid)
        self._set((*self.rows[:at], first, second, *self.rows[at + 1 :]))
        return second.eid

    def join_next(self, eid: str) -> bool:
        """Make one row of a row and the next one, cell by cell; ``False`` for the last row."""
        at = self.row(eid)
        if at + 1 >= len(self.rows):
            return False
        one, two = self.rows[at], self.rows[at + 1]
        raw = one.departments_raw + two.departments_raw
        bodies = read_departments(raw)
        phrase = "".join(task.timing.phrase for task in (one, two) if task.timing)
        fields: dict[str, object] = {
            "text": one.text + two.text,
            "departments": bodies.departments,
            "departments_raw": raw,
            "open_ended": bodies.open_ended,
            "timing": read_timing(phrase, self.facts.date),
            "clauses": tuple(dict.fromkeys(one.clauses + two.clauses)),
            "spans": one.spans + two.spans,
        }
        self._set((*self.rows[:at], _changed(one, fields), *self.rows[at + 2 :]))
        return True

    def join_previous(self, eid: str) -> str | None:
        """Make one row of a row and the one before it; returns the eId that is left, ``None`` for the first row."""
        at = self.row(eid)
        if not at:
            return None
        kept = self.rows[at - 1].eid
        self.join_next(kept)
        return kept

    def set_facts(self, facts: Metadata) -> None:
        """Take the facts of the document. With another day, timing phrases that count from it are read again."""
        changed = [one.name for one in fields(Metadata) if getattr(facts, one.name) != getattr(self.facts, one.name)]
        if changed:
            rows = _dated(self.rows, facts) if "date" in changed else self.rows
            self._take(_State(rows, facts), ("facts", *changed))

    def restore(self, corrections: Iterable[Correction], facts: Metadata) -> None:
        """Take up what was put right before, as one step."""
        self._take(_State(apply(self.policy, corrections), facts))

    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    def can_redo(self) -> bool:
        """Whether a step was taken back and nothing was changed since."""
        return bool(self._future)

    def undo(self) -> bool:
        """Take the last step back; ``False`` when there is none."""
        return self._turn(self._past, self._future)

    def redo(self) -> bool:
        """Make the step again that was taken back last; ``False`` when there is none."""
        return self._turn(self._future, self._past)

    def corrections(self) -> tuple[Correction, ...]:
        """What was changed, so that ``policy.corrections.apply`` gives ``rows``: edits, then added rows, then removals."""
        edits, additions = [], []
        previous: str | None = None
        for task in self.rows:
            original = self._originals.get(task.eid)
            if original is None:
                fields = changed_fields(blank_task(task.eid), task)
                additions.append(Correction(task.eid, fields, added=True, after=previous))
            elif original != task:
                edits.append(Correction(task.eid, changed_fields(original, task)))
            previous = task.eid
        kept = {task.eid for task in self.rows}
        removals = [Correction(task.eid, removed=True) for task in self.policy.tasks if task.eid not in kept]
        return (*edits, *additions, *removals)

    def _cells(self, cut: RowCut) -> dict[str, object]:
        raw = bare(cut.cell(Cell.DEPARTMENTS))
        bodies = read_departments(raw)
        return {
            "text": cut.cell(Cell.TEXT),
            "departments": bodies.departments,
            "departments_raw": raw,
            "open_ended": bodies.open_ended,
            "timing": read_timing(bare(cut.cell(Cell.TIMING)), self.facts.date),
        }

    def _replaced(self, eid: str, task: Task) -> tuple[Task, ...]:
        at = self.row(eid)
        return (*self.rows[:at], task, *self.rows[at + 1 :])

    def _set(self, rows: tuple[Task, ...], step: tuple[str, ...] = ()) -> None:
        self._take(_State(rows, self.facts), step)

    def _take(self, state: _State, step: tuple[str, ...] = ()) -> None:
        """Take a new state; edits of one field after each other, letter by letter, are one step."""
        if not step or step != self._step:
            self._past.append(self._now)
        self._step = step
        self._future.clear()
        self._now = state

    def _turn(self, back: list[_State], forth: list[_State]) -> bool:
        if not back:
            return False
        forth.append(self._now)
        self._now = back.pop()
        self._step = ()
        return True


def _dated(rows: tuple[Task, ...], facts: Metadata) -> tuple[Task, ...]:
    """The rows with their timing phrases read again, each phrase once: many tasks share theirs."""
    phrases = {task.timing.phrase for task in rows if task.timing}
    meanings = {phrase: read_timing(phrase, facts.date) for phrase in phrases}
    return tuple(replace(task, timing=meanings[task.timing.phrase]) if task.timing else task for task in rows)


def _news(task: Task, changes: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in changes.items() if getattr(task, name) != value}


def _changed(task: Task, changes: Mapping[str, object]) -> Task:
    return corrected(task, _news(task, changes))
