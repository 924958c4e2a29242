"""From records to a report: what counts, what is cited, what is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from exporters.assembly import assemble
from exporters.report import Report, ReportInput, ReportOptions
from policy.judging import Progress, ReviewState, Verdict, WarningLevel
from storage.judgements import counting_assessments
from storage.records import AssessmentRecord, LinkState, ReviewerRecord


def judged(key: str, hour: int, agreed: bool = False) -> AssessmentRecord:
    when = dt.datetime(2014, 5, 1, hour, tzinfo=dt.UTC)
    return AssessmentRecord(
        key, "task", "policy", "reviewer", Progress.DONE, 100, Verdict.TRUE, None, ReviewState.APPROVED, "", when, agreed
    )


def test_the_agreed_assessment_counts_before_a_later_one() -> None:
    records = [judged("a", 9), judged("b", 1, agreed=True), judged("c", 12)]
    assert counting_assessments(records)["task"].id == "b"


def test_without_an_agreed_one_the_latest_counts_in_whatever_order_they_come() -> None:
    records = [judged("a", 9), judged("b", 11), judged("c", 10)]
    assert counting_assessments(records)["task"].id == counting_assessments(reversed(records))["task"].id == "b"


def test_figures_and_ledger_speak_of_the_same_tasks(report: Report) -> None:
    assert report.overall.total == len(report.ledger) == 77
    assert sum(tally.total for tally in report.categories) == 77
    for progress in (*Progress, None):
        assert report.overall.count(progress) == sum(row.progress is progress for row in report.ledger)
    assert report.overall.overdue == sum(row.warning is WarningLevel.OVERDUE for row in report.ledger) > 0


def test_a_task_nobody_assessed_is_unreported_and_not_left_out(sample: ReportInput) -> None:
    silent = assemble(replace(sample, assessments=()))
    assert silent.overall.count(None) == 77
    assert {row.verdict for row in silent.ledger} == {Verdict.UNCHECKED}


def test_a_confirmed_clause_displaces_suggestions_and_a_rejected_one_is_never_cited(sample: ReportInput) -> None:
    first = sample.tasks[0].id
    links = [link for link in sample.links if link.task == first]
    assert links

    def cited(state: LinkState) -> list[bool]:
        changed = replace(sample, links=(replace(links[0], state=state),))
        return [ref.suggested for ref in assemble(changed).ledger[0].clauses]

    assert cited(LinkState.CONFIRMED) == [False]
    assert cited(LinkState.SUGGESTED) == [True]
    assert cited(LinkState.REJECTED) == []


def test_evidence_is_numbered_by_date_and_cited_by_that_number(report: Report) -> None:
    assert [row.number for row in report.evidence] == [1, 2, 3, 4, 5]
    dates = [row.record.date for row in report.evidence if row.record.date]
    assert dates == sorted(dates)
    for row in report.evidence:
        assert row.tasks == tuple(sorted(task.number or 0 for task in report.ledger if row.number in task.evidence))


def test_remarks_stand_under_their_clause_in_reading_order(report: Report, sample: ReportInput) -> None:
    assert report.remark_total == len(sample.annotations)
    starts = {annotation.quote: annotation.start for annotation in sample.annotations}
    found = [starts[remark.quote] for block in report.clauses for remark in block.remarks]
    assert found == sorted(found)
    assert report.clauses[0].section == "一、总体要求"
    assert any(remark.replies and remark.tags for block in report.clauses for remark in block.remarks)


def test_a_remark_outside_every_provision_comes_last(sample: ReportInput) -> None:
    lost = replace(sample.annotations[0], id="lost", provision="gone", quote="无处安放")
    blocks = assemble(replace(sample, annotations=(*sample.annotations, lost))).clauses
    assert (blocks[-1].number, blocks[-1].remarks[0].quote) == (None, "无处安放")


def test_a_report_on_one_department_has_its_tasks_and_what_belongs_to_them(sample: ReportInput) -> None:
    narrowed = assemble(replace(sample, options=ReportOptions(department="公安部")))
    assert 0 < narrowed.overall.total < 77
    assert all("公安部" in {d.name for d in row.departments} for row in narrowed.ledger)
    numbers = {row.number for row in narrowed.ledger}
    assert all(set(row.tasks) <= numbers for row in narrowed.evidence)


def test_equal_records_in_another_order_give_an_equal_report(sample: ReportInput, report: Report) -> None:
    shuffled = replace(
        sample,
        tasks=sample.tasks[::-1],
        links=sample.links[::-1],
        annotations=sample.annotations[::-1],
        evidence=sample.evidence[::-1],
        evidence_uses=sample.evidence_uses[::-1],
        assessments=sample.assessments[::-1],
        reviewers=sample.reviewers[::-1],
        attachments=sample.attachments[::-1],
    )
    assert assemble(shuffled) == report


@pytest.mark.parametrize("count", [1, 40])
def test_made_up_policies_count_like_the_sample(many: Callable[[int], ReportInput], count: int) -> None:
    assert assemble(many(count)).overall.total == count


def test_nothing_makes_an_empty_report(empty: ReportInput) -> None:
    nothing = assemble(empty)
    assert (nothing.overall.total, nothing.categories, nothing.ledger, nothing.clauses, nothing.evidence) == (0, (), (), (), ())


def test_only_who_wrote_something_is_named_as_a_reviewer(sample: ReportInput) -> None:
    onlooker = ReviewerRecord("somebody-else", "阿一", "")
    named = assemble(replace(sample, reviewers=(onlooker, *sample.reviewers))).reviewers
    assert onlooker not in named
    assert named
