"""The departments of a task in words: as one would write them in its cell, and who carries their duties today.

What reads names is loaded with the first of them: a window shows its tasks before it needs that.
"""

from __future__ import annotations

from collections.abc import Sequence

from policy.model import Department, Role


def departments_cell(departments: Sequence[Department], open_ended: bool, raw: str = "") -> str:
    """``raw`` while it still says just these bodies, else the bodies written out: 甲会同乙、丙等."""
    from policy.departments import read_departments

    read = read_departments(raw)
    if raw and (set(read.departments), read.open_ended) == (set(departments), open_ended):
        return raw
    leads, joint, others = (_names(departments, role) for role in (Role.LEAD, Role.JOINT, Role.RESPONSIBLE))
    first = f"{leads}会同{joint}" if leads and joint else f"{leads}牵头" if leads and others else leads
    parts = [first or (f"{joint}配合" if joint else ""), f"{others}负责" if leads or joint else others]
    words = "，".join(part for part in parts if part.removesuffix("负责"))
    return f"{words}等" if words and open_ended else words


def carried_today_by(name: str) -> tuple[str, ...]:
    """The short names of the bodies that carry the duties of ``name`` now; empty where that is itself, or where nobody knows it."""
    from policy.departments_names import registry

    known = registry().find(name)
    now = registry().today(name)
    return () if known is None or known in now else tuple(body.short for body in now)


def _names(departments: Sequence[Department], role: Role) -> str:
    return "、".join(department.name for department in departments if department.role is role)
