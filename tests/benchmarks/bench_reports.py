"""The full Word report, beside its ledger's cells as bare lxml elements in a python-docx document."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document
from lxml import etree

from exporters.assembly import assemble
from exporters.kinds import KINDS
from exporters.report import ReportInput
from policy.judging import Progress, ReviewState, Verdict
from policy.parse import read_policy
from resources.catalogue import Catalogue
from storage.records import AssessmentRecord, TaskRecord
from storage.workspace import Workspace
from tests.benchmarks.cases import Case
from tests.benchmarks.inputs import PROFILE, SAMPLE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MADE = dt.datetime(2014, 6, 30, tzinfo=dt.UTC)
COLUMNS = 9


def assessment(task: TaskRecord, number: int) -> AssessmentRecord:
    """Any judgement, so that every cell of the ledger has words."""
    progress = list(Progress)[number % len(Progress)]
    verdict = list(Verdict)[number % len(Verdict)]
    state = list(ReviewState)[number % len(ReviewState)]
    note = "已印发实施方案并分解任务，材料齐全。"
    return AssessmentRecord(
        f"judged-{number}", task.id, task.policy, PROFILE.reviewer.id, progress, 60, verdict, None, state, note, MADE
    )


def records(folder: Path) -> ReportInput:
    """The sample's records as storage gives them out."""
    with Workspace.create(folder / "report.clausedesk", PROFILE) as workspace:
        policy = read_policy(SAMPLE)
        workspace.policies.add(policy, SAMPLE.name, SAMPLE.read_bytes())
        return ReportInput(
            policy=workspace.policies.get(policy.id),
            text=policy.text,
            as_of=MADE.date(),
            provisions=policy.provisions,
            tasks=workspace.tasks.of(policy.id),
            reviewers=(PROFILE.reviewer,),
        )


def grown(source: ReportInput, count: int) -> ReportInput:
    """The same policy with this many judged tasks."""
    known = source.tasks
    tasks = [
        known[n] if n < len(known) else dataclasses.replace(known[n % len(known)], id=f"task-{n}", number=n + 1)
        for n in range(count)
    ]
    judged = tuple(assessment(task, number) for number, task in enumerate(tasks))
    return dataclasses.replace(source, tasks=tuple(tasks), assessments=judged)


def report(source: ReportInput, target: Path, catalogue: Catalogue) -> float:
    """Assemble and write the report; milliseconds."""
    write = KINDS["full"].load()
    start = time.perf_counter()
    write(assemble(source), target, catalogue)
    return (time.perf_counter() - start) * 1_000


def bare(source: ReportInput, target: Path) -> float:
    """Write python-docx's own empty document with nothing but a table of the tasks' words in as many cells; milliseconds."""
    start = time.perf_counter()
    document = Document()
    body = document.element.body
    table = etree.SubElement(body, f"{W}tbl")
    body.insert(0, table)
    for task in source.tasks:
        row = etree.SubElement(table, f"{W}tr")
        for text in (task.text, task.departments_raw, task.timing or "", *("",) * (COLUMNS - 3)):
            paragraph = etree.SubElement(etree.SubElement(row, f"{W}tc"), f"{W}p")
            etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = text
    document.save(str(target))
    return (time.perf_counter() - start) * 1_000


def cases() -> Iterator[Case]:
    """The sample's 77 tasks, and 1,000."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        catalogue = Catalogue.load("zh")
        source = records(folder)
        for count in (len(source.tasks), 1_000):
            large = grown(source, count)
            ours = partial(report, large, folder / "ours.docx", catalogue)
            yield Case(f"full Word report, {count} tasks", ours, partial(bare, large, folder / "raw.docx"), 3)
