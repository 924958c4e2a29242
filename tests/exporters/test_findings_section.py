"""The section of findings: there when asked for, by kind, with every finding that is not the reviewer's own work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest

from exporters.assembly import assemble
from exporters.report import ReportInput, ReportOptions
from exporters.word.full_report import write
from policy.model import Finding, FindingKind
from resources.catalogue import Catalogue

RENAMED = Finding(FindingKind.DEPARTMENT_RENAMED, None, "t_1", (("name", "文化部"), ("number", "1"), ("today", "文化和旅游部")))
MISSING = tuple(Finding(FindingKind.NUMBER_MISSING, facts=(("number", str(number)),)) for number in (78, 79))
UNCERTAIN = Finding(FindingKind.ROW_UNCERTAIN, None, "t_2", (("number", "2"),))


def written(source: ReportInput, catalogue: Catalogue, folder: Path) -> tuple[list[str], list[list[str]]]:
    """The headings of the document, and the rows of its last table."""
    target = folder / "r.docx"
    write(assemble(source), target, catalogue)
    document = docx.Document(str(target))
    headings = [paragraph.text for paragraph in document.paragraphs]
    return headings, [[cell.text for cell in row.cells] for row in document.tables[-1].rows]


def test_findings_are_counted_and_stand_under_their_kind(sample: ReportInput, catalogue: Catalogue, tmp_path: Path) -> None:
    heading = catalogue.text("report.findings.heading")
    told, table = written(replace(sample, findings=(RENAMED, UNCERTAIN, *MISSING)), catalogue, tmp_path)
    assert heading in told
    assert any("3" in text and text == catalogue.text("report.findings.lead", count=3) for text in told)
    assert [row[0] for row in table[1:]] == [
        catalogue.text("finding_group.number_missing"),
        "1",
        "2",
        catalogue.text("finding_group.department_renamed"),
        "3",
    ]
    assert "78" in table[2][1]
    assert "文化和旅游部" in table[5][1]


@pytest.mark.parametrize("findings", [None, (), (UNCERTAIN,)])
def test_the_section_is_there_only_when_asked_for(
    findings: tuple[Finding, ...] | None, sample: ReportInput, chinese: Catalogue, tmp_path: Path
) -> None:
    told, _ = written(replace(sample, findings=findings), chinese, tmp_path)
    assert ("八、核对发现" in told) is (findings is not None)
    assert (chinese.text("report.findings.none") in told) is (findings is not None)


def test_a_report_on_one_department_tells_findings_of_its_tasks_and_clauses(sample: ReportInput) -> None:
    name = sample.tasks[0].departments[0].name
    own = next(task for task in sample.tasks if any(one.name == name for one in task.departments))
    other = next(task for task in sample.tasks if all(one.name != name for one in task.departments))
    found = tuple(Finding(FindingKind.TASK_WITHOUT_CLAUSE, None, task.eid, (("number", "1"),)) for task in (own, other))
    report = assemble(replace(sample, findings=(*found, *MISSING), options=ReportOptions(department=name)))
    assert report.findings == ((FindingKind.TASK_WITHOUT_CLAUSE, (found[0],)),)
