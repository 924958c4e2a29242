"""What a reviewer is told after an import."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from policy.consistency import findings_of
from policy.model import (
    ClauseLink,
    Department,
    Doubt,
    DoubtKind,
    Finding,
    FindingKind,
    Indicator,
    Metadata,
    Policy,
    Provision,
    ProvisionKind,
    Role,
    Span,
    Task,
    TaskSource,
)

TITLE = Metadata("标题")


def task(number: int | None, *, confidence: float = 1.0, clauses: tuple[ClauseLink, ...] = ()) -> Task:
    eid = f"att_1__task_{number}"
    return Task(eid, number, None, None, "做事", (), "", False, None, TaskSource.TABLE, clauses, confidence, (), ())


def clause(eid: str, number: str) -> Provision:
    return Provision(eid, ProvisionKind.CLAUSE, number, None, None, 0, 1)


def test_gaps_and_repetitions_of_numbers() -> None:
    again = replace(task(4), doubts=(Doubt(DoubtKind.NUMBER_REPEATED, "4"),))
    found = findings_of(TITLE, [clause("cl_1", "（一）")], [task(2), task(4), again])
    assert [(f.kind, dict(f.facts)["number"]) for f in found] == [
        (FindingKind.NUMBER_REPEATED, "4"),
        (FindingKind.NUMBER_MISSING, "1"),
        (FindingKind.NUMBER_MISSING, "3"),
    ]


def about_numbers(*rows: tuple[int, str | None]) -> list[tuple[str, str]]:
    tasks = [replace(task(number), category=category) for number, category in rows]
    found = findings_of(TITLE, [clause("cl_1", "（一）")], tasks)
    return [(finding.kind.value, dict(finding.facts)["number"]) for finding in found]


def test_numbers_that_begin_anew_are_not_repeated() -> None:
    assert about_numbers((1, "甲"), (2, "甲"), (1, "乙"), (2, "乙"), (3, "乙")) == []
    assert about_numbers((1, None), (2, None), (3, None), (1, None), (2, None)) == []
    assert about_numbers((1, None), (1, None), (2, None), (2, None), (3, None)) == []
    assert about_numbers((1, "甲"), (3, "甲"), (1, "乙"), (2, "乙")) == [("number_missing", "2")]


def test_a_number_out_of_its_place_is_repeated() -> None:
    assert about_numbers((1, None), (2, None), (1, None), (3, None)) == [("number_repeated", "1")]
    assert about_numbers((1, None), (2, None), (3, None), (2, None), (4, None)) == [("number_repeated", "2")]


def test_doubtful_rows_are_named() -> None:
    found = findings_of(TITLE, [clause("cl_1", "（一）")], [task(1, confidence=0.5)])
    assert [(f.kind, f.task) for f in found] == [(FindingKind.ROW_UNCERTAIN, "att_1__task_1")]


def test_clauses_and_tasks_without_each_other() -> None:
    provisions = [clause("cl_1", "（一）"), clause("cl_2", "（二）")]
    found = findings_of(TITLE, provisions, [task(1, clauses=(ClauseLink("cl_2", 0.9),)), task(2)])
    assert [(f.kind, f.provision, f.task) for f in found] == [
        (FindingKind.CLAUSE_WITHOUT_TASK, "cl_1", None),
        (FindingKind.TASK_WITHOUT_CLAUSE, None, "att_1__task_2"),
    ]


def test_nothing_at_all() -> None:
    kinds = [finding.kind for finding in findings_of(Metadata(""), [], [])]
    assert kinds == [FindingKind.NO_TITLE, FindingKind.NO_OUTLINE, FindingKind.NO_TASKS]


def test_the_sample_has_every_number(sample: Policy) -> None:
    kinds = {finding.kind for finding in sample.findings}
    assert kinds.isdisjoint({FindingKind.NUMBER_MISSING, FindingKind.NUMBER_REPEATED, FindingKind.NO_TITLE, FindingKind.NO_OUTLINE})


def test_a_section_without_duties_is_left_alone_and_a_gap_in_one_with_duties_is_not() -> None:
    section = Provision("sec_1", ProvisionKind.SECTION, "一", "任务", None, 0, 9)
    clauses = [replace(clause(f"cl_{n}", f"（{n}）"), parent="sec_1") for n in range(1, 6)]
    other = [replace(clause(f"cl_{n}", f"（{n}）"), parent="sec_2") for n in range(6, 10)]
    inline = [replace(task(n, clauses=(ClauseLink(f"cl_{n}", 1.0),)), source=TaskSource.INLINE) for n in range(1, 5)]
    found = findings_of(TITLE, [section, *clauses, *other], inline)
    assert [(f.kind, f.provision) for f in found] == [(FindingKind.CLAUSE_WITHOUT_TASK, "cl_5")]


def test_clauses_that_set_the_tone_need_no_task() -> None:
    tone = [
        replace(clause(f"cl_{n}", f"（{n}）"), heading=name) for n, name in enumerate(("指导思想", "基本原则", "主要目标"), start=1)
    ]
    found = findings_of(TITLE, [*tone, clause("cl_4", "（四）")], [task(1, clauses=(ClauseLink("cl_4", 0.9),))])
    assert found == ()


def test_clauses_of_a_section_that_sets_the_tone_need_no_task() -> None:
    tone, rest = (
        Provision(f"sec_{n}", ProvisionKind.SECTION, None, name, None, 0, 9) for n, name in enumerate(("基本原则", "任务"))
    )
    clauses = [replace(clause(f"cl_{n}", f"（{n}）"), parent=above.eid) for n, above in enumerate((tone, rest, rest))]
    found = findings_of(TITLE, [tone, rest, *clauses], [task(1, clauses=(ClauseLink("cl_1", 0.9),))])
    assert [(f.kind, f.provision) for f in found] == [(FindingKind.CLAUSE_WITHOUT_TASK, "cl_2")]


def about(names: list[str], year: int | None) -> list[tuple[str, str, str]]:
    tasks = [
        replace(task(n, clauses=(ClauseLink("cl_1", 0.9),)), departments=(Department(name, Role.RESPONSIBLE),))
        for n, name in enumerate(names, start=1)
    ]
    metadata = replace(TITLE, date=dt.date(year, 5, 1) if year else None)
    found = findings_of(metadata, [clause("cl_1", "（一）")], tasks)
    return [(f.kind.value, dict(f.facts)["name"], dict(f.facts)["number"]) for f in found]


def test_departments_that_were_reorganised_since() -> None:
    assert about(["环境保护部", "财政部", "环境保护部"], 2013) == [("department_renamed", "环境保护部", "1、3")]
    assert about(["财政部", "省环保厅", "商务部"], 2013) == []


def test_departments_that_did_not_exist_in_the_year_of_the_document() -> None:
    assert about(["财政部", "生态环境部"], 2013) == [("department_out_of_time", "生态环境部", "2")]
    assert about(["财政部", "卫生部"], 2019) == [("department_out_of_time", "卫生部", "2")]
    assert about(["省财政厅", "旅游局"], 2019) == []


def test_departments_nobody_knows() -> None:
    known = ["财政部", "商务部", "公安部", "民政部", "省财政厅", "滨海新区管委会", "国家开发银行"]
    assert about([*known, "星海协调署"], 2015) == [("department_unknown", "星海协调署", "8")]
    assert about([*known, "星海协调署", "星海协调署", "星海协调署"], 2015) == []
    assert about(["财政部", "星海协调署", "云岭统筹署"], 2015) == []


def target(value: float, unit: str = "万亿元", by: str | None = "2015", name: str = "信息消费规模", start: int = 0) -> Indicator:
    return Indicator("cl_1", None, name, ">", value, unit, by, "", Span(start, start + 5))


def contradictions(*targets: Indicator) -> list[Finding]:
    found = findings_of(TITLE, [clause("cl_1", "（一）")], [task(1, clauses=(ClauseLink("cl_1", 0.9),))], "", targets)
    return [finding for finding in found if finding.kind is FindingKind.TARGETS_CONTRADICT]


def test_targets_of_one_name_and_year_with_other_values() -> None:
    (found,) = contradictions(target(3.2), target(3.5, start=50))
    assert dict(found.facts) == {"name": "信息消费规模", "year": "2015", "first": ">3.2万亿元", "second": ">3.5万亿元"}
    assert contradictions(target(3.2), target(32000, "亿元", start=50)) == []
    assert contradictions(target(3.2), target(3.5, by="2020", start=50)) == []
    assert contradictions(target(3.2), target(3.5, by=None, start=50)) == []
    assert contradictions(target(3.2, name="占比"), target(3.5, name="占比", start=50)) == []
    both = (target(95, "%"), target(85, "%", start=2))
    assert contradictions(*both, target(95, "%", start=50), target(85, "%", start=52)) == []
    assert len(contradictions(*both, target(90, "%", start=50))) == 1
