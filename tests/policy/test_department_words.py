"""A corrected cell says who does what as it would be written by hand."""

from __future__ import annotations

import pytest

from policy.department_words import carried_today_by, departments_cell
from policy.departments import read_departments
from policy.model import Department, Role

A_LEADS = Department("甲局", Role.LEAD)
B_JOINS = Department("乙局", Role.JOINT)
FINANCE, TRADE, C_TOO = (Department(name, Role.RESPONSIBLE) for name in ("财政部", "商务部", "丙局"))


@pytest.mark.parametrize("raw", ["发展改革委会同财政部、商务部", "发展改革委、财政部", "发展改革委等", "发展改革委"])
def test_a_cell_is_written_as_it_was_read(raw: str) -> None:
    bodies = read_departments(raw)
    assert departments_cell(bodies.departments, bodies.open_ended) == raw


def test_what_the_document_says_stays_as_it_is_written() -> None:
    raw = "财政部（牵头）、商务部"
    assert departments_cell(read_departments(raw).departments, False, raw) == raw


def test_what_was_corrected_is_written_anew() -> None:
    assert departments_cell((TRADE,), False, "财政部") == "商务部"
    assert departments_cell((FINANCE,), True, "财政部") == "财政部等"
    assert departments_cell((), False, "财政部") == ""


def test_roles_that_stand_side_by_side_are_named() -> None:
    assert departments_cell((A_LEADS, C_TOO), False) == "甲局牵头，丙局负责"
    assert departments_cell((A_LEADS, B_JOINS, C_TOO), False) == "甲局会同乙局，丙局负责"
    assert departments_cell((B_JOINS,), False) == "乙局配合"


def test_who_carries_a_duty_today() -> None:
    assert carried_today_by("国家质检总局") == ("市场监管总局", "海关总署")
    assert carried_today_by("财政部") == ()
    assert carried_today_by("星海协调署") == ()
