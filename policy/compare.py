"""Compares two versions of a policy: which provision and which task became which, and what differs inside each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from policy.compare_align import Group, Item, align
from policy.compare_model import Comparison, PolicyLike, Row, RowKind, TaskLike, TaskRow
from policy.compare_pieces import folded, pieces, shifted
from policy.model import Provision, Span, Timing
from policy.places import ProvisionIndex

_LINE_ENDS: Final = "。！？；：…"
_AFTER_NUMBER: Final = "、.．，,：:）)\t "
_EDGES: Final = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of text that is compared as one: a provision's own words, or a line outside of them. ``eid`` only where a
    provision begins."""

    span: Span
    eid: str
    bare: str
    key: str


def compare(old: PolicyLike, new: PolicyLike) -> Comparison:
    """The comparison of two versions.

    The rows of its text cover both texts; swapping the versions swaps the sides of the same rows. Takes time in step with the
    length of the texts.
    """
    # Worked out in one direction and turned round for the other, so that neither version is favoured.
    if _sorting(old) > _sorting(new):
        turned = compare(new, old)
        rows = _in_order([row.swapped() for row in turned.rows])
        return Comparison(rows, _tasks_in_order([row.swapped() for row in turned.tasks], old, new))
    return Comparison(_in_order(_rows(old, new)), _tasks_in_order(_task_rows(old.tasks, new.tasks), old, new))


def _sorting(policy: PolicyLike) -> tuple[object, ...]:
    outline = tuple((p.start, p.end, p.eid, p.number or "") for p in policy.provisions)
    return policy.text, outline, tuple((task.eid, task.text) for task in policy.tasks)


def _rows(old: PolicyLike, new: PolicyLike) -> list[Row]:
    olds, news = _units(old), _units(new)
    if "".join(unit.bare for unit in olds) == "".join(unit.bare for unit in news):
        return _same_rows(old.text, new.text, olds, news)
    groups = align([Item(u.key, u.eid) for u in olds], [Item(u.key, u.eid) for u in news])
    return [_row(group, (old.text, new.text), [olds[o] for o in group.old], [news[n] for n in group.new]) for group in groups]


def _row(group: Group, texts: tuple[str, str], olds: Sequence[_Unit], news: Sequence[_Unit]) -> Row:
    o, n = _whole(olds), _whole(news)
    words = texts[0][o.start : o.end] if o else "", texts[1][n.start : n.end] if n else ""
    found = shifted(pieces(*words), o.start if o else 0, n.start if n else 0)
    eids = tuple(unit.eid for unit in olds if unit.eid), tuple(unit.eid for unit in news if unit.eid)
    bare = "".join(unit.bare for unit in olds), "".join(unit.bare for unit in news)
    keys = "".join(unit.key for unit in olds), "".join(unit.key for unit in news)
    return Row(_kind(group, bare, keys), o, n, *eids, found, round(group.likeness, 3))


def _whole(units: Sequence[_Unit]) -> Span | None:
    return Span(units[0].span.start, units[-1].span.end) if units else None


def _kind(group: Group, bare: tuple[str, str], keys: tuple[str, str]) -> RowKind:
    if not group.old or not group.new:
        return RowKind.REMOVED if group.old else RowKind.ADDED
    if not group.in_order:
        return RowKind.MOVED
    if bare[0] == bare[1]:
        return RowKind.SAME
    if len(group.old) == len(group.new):
        return RowKind.RENUMBERED if keys[0] == keys[1] else RowKind.CHANGED
    if 1 in (len(group.old), len(group.new)):
        return RowKind.SPLIT if len(group.old) == 1 else RowKind.MERGED
    return RowKind.CHANGED


def _same_rows(old: str, new: str, olds: Sequence[_Unit], news: Sequence[_Unit]) -> list[Row]:
    """The rows of two texts that are the same but for spaces: cut wherever either of them is cut."""
    begins = [_begins(units) for units in (olds, news)]
    cuts = sorted({*begins[0], *begins[1]})
    at = [folded(text).at for text in (old, new)]
    rows: list[Row] = []
    for cut, following in zip(cuts, [*cuts[1:], None], strict=False):
        sides = [
            Span(
                places[cut] if cut and cut < len(places) else 0 if not cut else len(text),
                len(text) if following is None else places[following],
            )
            for text, places in zip((old, new), at, strict=True)
        ]
        eids = [tuple(unit.eid for unit in units.get(cut, ()) if unit.eid) for units in begins]
        words = old[sides[0].start : sides[0].end], new[sides[1].start : sides[1].end]
        found = shifted(pieces(*words), sides[0].start, sides[1].start)
        rows.append(Row(RowKind.SAME, sides[0], sides[1], eids[0], eids[1], found, 1.0))
    return rows


def _begins(units: Sequence[_Unit]) -> dict[int, list[_Unit]]:
    """The units by the number of characters, spaces not counted, that stand before them."""
    found: dict[int, list[_Unit]] = {}
    here = 0
    for unit in units:
        found.setdefault(here, []).append(unit)
        here += len(unit.bare)
    return found


def _units(policy: PolicyLike) -> list[_Unit]:
    """The text cut where provisions and tasks begin or end, and into lines that end a sentence where it is long."""
    text = policy.text
    index = ProvisionIndex(policy.provisions)
    numbers: dict[int, Provision] = {}
    for provision in reversed(index.ordered):
        numbers[provision.start] = provision
    places = {0, len(text), *numbers, *(p.end for p in index.ordered)}
    places.update(task.spans[0].start for task in policy.tasks if task.spans)
    places.update(_line_starts(text))
    ordered = [place for place in sorted(places) if 0 <= place <= len(text)]
    spans: list[Span] = []
    for start, end in pairwise(ordered):
        # What is nothing but spaces belongs to what stands before it.
        if spans and not text[start:end].strip() and start not in numbers:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return [_unit(text, span, numbers.get(span.start)) for span in spans]


def _line_starts(text: str) -> Iterable[int]:
    """Where a line begins after one that ends a sentence, and around the rows of a table."""
    end = text.find("\n")
    while end >= 0:
        line = text[text.rfind("\n", 0, end) + 1 : end].rstrip()
        following = text.find("\n", end + 1)
        after = text[end + 1 : following if following >= 0 else len(text)]
        if (line and line[-1] in _LINE_ENDS) or "\t" in line or "\t" in after:
            yield end + 1
        end = following


def _unit(text: str, span: Span, provision: Provision | None) -> _Unit:
    bare = folded(text[span.start : span.end]).text
    key = bare
    if provision is not None and provision.number:
        number = folded(provision.number).text
        if bare.startswith(number):
            key = bare[len(number) :].lstrip(_AFTER_NUMBER)
    return _Unit(span, provision.eid if provision else "", bare, key)


def _in_order(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows in the order of the new text; those of the old text alone stand behind what they followed there."""
    placed = sorted((row for row in rows if row.new is not None), key=lambda row: row.new or Span(0, 0))
    gone = sorted((row for row in rows if row.new is None), key=lambda row: row.old or Span(0, 0))
    fixed = [(row.old.start, at) for at, row in enumerate(placed) if row.old is not None and row.kind is not RowKind.MOVED]
    starts = [start for start, _ in fixed]
    behind: dict[int, list[Row]] = {}
    for row in gone:
        before = bisect_right(starts, row.old.start if row.old else 0)
        behind.setdefault(fixed[before - 1][1] if before else -1, []).append(row)
    ordered = list(behind.get(-1, ()))
    for at, row in enumerate(placed):
        ordered += [row, *behind.get(at, ())]
    return tuple(ordered)


def _task_rows(old: Sequence[TaskLike], new: Sequence[TaskLike]) -> list[TaskRow]:
    items = [[Item(_task_key(task), str(task.number or "")) for task in tasks] for tasks in (old, new)]
    return [_task_row(group, [old[o] for o in group.old], [new[n] for n in group.new]) for group in align(*items)]


def _task_key(task: TaskLike) -> str:
    return folded(f"{task.title or ''}{task.text}").text


def _task_row(group: Group, olds: Sequence[TaskLike], news: Sequence[TaskLike]) -> TaskRow:
    words = "\n".join(task.text for task in olds), "\n".join(task.text for task in news)
    fields = _differing(olds[0], news[0]) if len(olds) == len(news) == 1 else ()
    eids = tuple(task.eid for task in olds), tuple(task.eid for task in news)
    kind = _task_kind(group, fields)
    return TaskRow(kind, *eids, *words, pieces(*words), fields, round(group.likeness, 3))


def _task_kind(group: Group, fields: tuple[str, ...]) -> RowKind:
    sides = len(group.old), len(group.new)
    if 0 in sides:
        return RowKind.REMOVED if sides[0] else RowKind.ADDED
    if not group.in_order:
        return RowKind.MOVED
    if sides == (1, 1):
        if not fields:
            return RowKind.SAME
        return RowKind.RENUMBERED if fields == ("number",) else RowKind.CHANGED
    if 1 in sides:
        return RowKind.SPLIT if sides[0] == 1 else RowKind.MERGED
    return RowKind.CHANGED


def _differing(old: TaskLike, new: TaskLike) -> tuple[str, ...]:
    """The fields in which two tasks differ by more than spaces."""
    names: list[str] = []
    for name, one, other in (
        ("number", str(old.number), str(new.number)),
        ("category", old.category, new.category),
        ("title", old.title, new.title),
        ("text", old.text, new.text),
        ("timing", _phrase(old.timing), _phrase(new.timing)),
    ):
        if folded(one or "").text != folded(other or "").text:
            names.append(name)
    if old.departments != new.departments:
        names.append("departments")
    return tuple(names)


def _phrase(timing: Timing | str | None) -> str | None:
    return timing.phrase if isinstance(timing, Timing) else timing


def _tasks_in_order(rows: Sequence[TaskRow], old: PolicyLike, new: PolicyLike) -> tuple[TaskRow, ...]:
    """The rows in the order of the new tasks; those of the old version alone stand behind what they followed there."""
    at_old = {task.eid: place for place, task in enumerate(old.tasks)}
    at_new = {task.eid: place for place, task in enumerate(new.tasks)}
    fixed = sorted(
        (at_old[row.old_eids[0]], at_new[row.new_eids[0]])
        for row in rows
        if row.old_eids and row.new_eids and row.kind is not RowKind.MOVED
    )
    starts = [start for start, _ in fixed]

    def place(row: TaskRow) -> tuple[int, int]:
        if row.new_eids:
            return at_new[row.new_eids[0]], -1
        own = at_old[row.old_eids[0]]
        before = bisect_left(starts, own)
        return (fixed[before - 1][1] if before else -1), own

    return tuple(sorted(rows, key=place))
