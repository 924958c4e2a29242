"""The arithmetic of progress: expected percent, warnings, shares that add up, and tallies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from policy.judging import Progress, ReviewState, Verdict, WarningLevel

DUE_SOON_DAYS = 30
SETTLED = frozenset({Progress.DONE, Progress.STOPPED, Progress.NOT_APPLICABLE})

PROGRESS_ORDER: tuple[Progress | None, ...] = (
    Progress.DONE,
    Progress.PARTLY_DONE,
    Progress.ON_TRACK,
    Progress.SLOW,
    Progress.NOT_STARTED,
    Progress.STOPPED,
    Progress.NOT_APPLICABLE,
    None,
)
VERDICT_ORDER: tuple[Verdict, ...] = (Verdict.TRUE, Verdict.PARTLY_TRUE, Verdict.FALSE, Verdict.UNVERIFIABLE, Verdict.UNCHECKED)
STATE_ORDER: tuple[ReviewState, ...] = (
    ReviewState.APPROVED,
    ReviewState.TO_RECHECK,
    ReviewState.IN_REVIEW,
    ReviewState.PENDING,
)


class Pace(StrEnum):
    """序时进度 compared: ahead (超), on pace (达) or behind (欠)."""

    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"


def expected_percent(start: dt.date | None, due: dt.date | None, as_of: dt.date) -> int | None:
    """序时进度: the whole percent (0 to 100) of the period that has passed at the end of ``as_of``, rounded down so that nobody
    is called behind by a fraction. Both ends of the period belong to it. ``None`` when the period is not known: without ``due``,
    or before ``due`` without ``start``."""
    if due is None:
        return None
    if as_of >= due:
        return 100
    if start is None:
        return None
    if as_of < start:
        return 0
    return 100 * ((as_of - start).days + 1) // ((due - start).days + 1)


def compare_pace(percent: int | None, expected: int | None, tolerance: int = 0) -> Pace | None:
    """Whether the reported ``percent`` is ahead of, at or behind the expected one; within ``tolerance`` points counts as at.
    ``None`` when one of the two is not known."""
    if percent is None or expected is None:
        return None
    if percent > expected + tolerance:
        return Pace.AHEAD
    return Pace.BEHIND if percent < expected - tolerance else Pace.ON_PACE


def warning_level(
    starts_only: bool,
    start: dt.date | None,
    due: dt.date | None,
    progress: Progress | None,
    percent: int | None,
    as_of: dt.date,
    due_soon_days: int = DUE_SOON_DAYS,
) -> WarningLevel:
    """What the dates say about a task at the end of ``as_of``; the gravest that applies: overdue, behind, due soon, none.

    ``starts_only`` marks a deadline to begin (启动): once anything but 未启动 is reported, the deadline is met. A task that is
    done, stopped or not applicable never warns. ``progress`` is ``None`` for a task that nobody has reported on.
    """
    if progress in SETTLED:
        return WarningLevel.NONE
    begun = progress is not None and progress is not Progress.NOT_STARTED
    deadline_met = starts_only and begun
    if due is not None and as_of > due and not deadline_met:
        return WarningLevel.OVERDUE
    if progress is Progress.SLOW or (not starts_only and _behind(start, due, percent, as_of)):
        return WarningLevel.BEHIND
    if due is not None and not deadline_met and (due - as_of).days <= due_soon_days:
        return WarningLevel.DUE_SOON
    return WarningLevel.NONE


def _behind(start: dt.date | None, due: dt.date | None, percent: int | None, as_of: dt.date) -> bool:
    return compare_pace(percent, expected_percent(start, due, as_of)) is Pace.BEHIND


def shares(counts: Sequence[int], places: int = 1) -> tuple[Decimal, ...]:
    """Each count's percent of their sum, with ``places`` decimals, rounded by largest remainder so that they add up to exactly 100
    (all zero when there is nothing to share). Of equal remainders the earlier count gets the unit."""
    if any(count < 0 for count in counts):
        raise ValueError("counts are never negative")
    total = sum(counts)
    unit = Decimal(1).scaleb(-places)
    if total == 0:
        return tuple(Decimal(0).quantize(unit) for _ in counts)
    units = 100 * 10**places
    floors = [count * units // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda i: (-(counts[i] * units % total), i))
    for index in by_remainder[: units - sum(floors)]:
        floors[index] += 1
    return tuple(Decimal(floor).scaleb(-places) for floor in floors)


@dataclass(frozen=True, slots=True)
class Standing:
    """What counting needs to know of one task; ``progress`` is ``None`` when nobody has reported."""

    category: str | None
    departments: tuple[str, ...]
    progress: Progress | None
    verdict: Verdict
    state: ReviewState
    warning: WarningLevel


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one group of tasks. ``by_progress``, ``by_verdict`` and ``by_state`` follow the ``*_ORDER`` of this module and each
    add up to ``total``; ``name`` is ``None`` for tasks without a category or department, and for all tasks together."""

    name: str | None
    total: int
    by_progress: tuple[int, ...]
    by_verdict: tuple[int, ...]
    by_state: tuple[int, ...]
    overdue: int
    behind: int
    due_soon: int

    def count(self, progress: Progress | None) -> int:
        """How many tasks are reported so; ``None`` asks for those that nobody has reported on."""
        return self.by_progress[PROGRESS_ORDER.index(progress)]

    @property
    def shares(self) -> tuple[Decimal, ...]:
        """The percent of each progress, adding up to exactly 100.0, in the order of ``PROGRESS_ORDER``."""
        return shares(self.by_progress)

    def share(self, progress: Progress | None) -> Decimal:
        """The percent of the tasks reported so, one of ``shares``."""
        return self.shares[PROGRESS_ORDER.index(progress)]

    @property
    def done_percent(self) -> Decimal:
        """The percent of tasks that are done, rounded by itself to one decimal: for a figure without the other shares beside it."""
        done = Decimal(100 * self.count(Progress.DONE)) / max(1, self.total)
        return done.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def checked(self) -> int:
        """How many tasks have been checked, whatever was found."""
        return self.total - self.by_verdict[VERDICT_ORDER.index(Verdict.UNCHECKED)]


def tally(name: str | None, standings: Iterable[Standing]) -> Tally:
    """Count ``standings`` as one group."""
    group = tuple(standings)
    progresses = [s.progress for s in group]
    verdicts = [s.verdict for s in group]
    states = [s.state for s in group]
    warnings = [s.warning for s in group]
    return Tally(
        name,
        len(group),
        tuple(progresses.count(p) for p in PROGRESS_ORDER),
        tuple(verdicts.count(v) for v in VERDICT_ORDER),
        tuple(states.count(s) for s in STATE_ORDER),
        warnings.count(WarningLevel.OVERDUE),
        warnings.count(WarningLevel.BEHIND),
        warnings.count(WarningLevel.DUE_SOON),
    )


def by_category(standings: Iterable[Standing]) -> tuple[Tally, ...]:
    """One tally per category in order of first appearance; together they count every task once."""
    groups: dict[str | None, list[Standing]] = {}
    for standing in standings:
        groups.setdefault(standing.category, []).append(standing)
    return tuple(tally(name, group) for name, group in groups.items())


def by_department(standings: Iterable[Standing]) -> tuple[Tally, ...]:
    """One tally per department, most tasks first, then in order of first appearance.

    A task counts once for each of its departments, so the totals may add up to more than the tasks; a task without any counts
    under ``None``.
    """
    groups: dict[str | None, list[Standing]] = {}
    for standing in standings:
        for name in dict.fromkeys(standing.departments) or (None,):
            groups.setdefault(name, []).append(standing)
    return tuple(sorted((tally(name, group) for name, group in groups.items()), key=lambda t: -t.total))
