"""The departments of a task as one would write them in its cell, once a reviewer has corrected them."""

from __future__ import annotations

from collections.abc import Sequence

from policy.departments import read_departments
from policy.model import Department, Role


def departments_cell(departments: Sequence[Department], open_ended: bool, raw: str = "") -> str:
    """``raw`` while it still says just these bodies, else the bodies written out: 甲会同乙、丙等."""
    read = read_departments(raw)
    if raw and (set(read.departments), read.open_ended) == (set(departments), open_ended):
        return raw
    leads, joint, others = (_names(departments, role) for role in (Role.LEAD, Role.JOINT, Role.RESPONSIBLE))
    first = f"{leads}会同{joint}" if leads and joint else f"{leads}牵头" if leads and others else leads
    parts = [first or (f"{joint}配合" if joint else ""), f"{others}负责" if leads or joint else others]
    words = "，".join(part for part in parts if part.removesuffix("负责"))
    return f"{words}等" if words and open_ended else words


def _names(departments: Sequence[Department], role: Role) -> str:
    return "、".join(department.name for department in departments if department.role is role)
