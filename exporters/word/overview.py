"""The figures: overall, by category and by department, each as a sentence or table and a chart."""

from __future__ import annotations

from collections.abc import Sequence

from exporters.phrases import Phrases
from exporters.report import Report
from exporters.word import colours, styles
from exporters.word.body import Body
from exporters.word.chart import EMU_PER_TWIP, Chart, Series
from exporters.word.parts import Column, Table, halved, spread
from policy.judging import Progress, Verdict
from policy.ledger import PROGRESS_ORDER, STATE_ORDER, VERDICT_ORDER, Tally

# Always told, even when nobody is there.
ALWAYS = (Progress.DONE, None)
# Millimetres of name, tasks, each progress, overdue and share; English words are not broken, Chinese ones can be.
WEIGHTS = {"zh": (40, 11, 13, 11, 15), "en": (30, 12, 15, 14, 13)}
# So many categories stand on one page together with their total.
WHOLE = 12


def overview(body: Body, report: Report, phrases: Phrases) -> None:
    """一、总体进展: the notice's paragraph and the table it is generated from."""
    body.heading(1, phrases("overview.heading"), new_page=True)
    if not report.overall.total:
        body.text(phrases.sentences([phrases("overview.no_tasks"), _coverage(report, phrases)]))
        return
    body.text(phrases.sentences([_counts(report, phrases), _warnings(report, phrases)]))
    body.text(phrases.sentences([_checked(report.overall, phrases), _states(report.overall, phrases), _coverage(report, phrases)]))
    body.caption(phrases.caption(body.next_number("table"), "table", phrases("overview.table")))
    body.table(_overall_table(body, report.overall, phrases))


def categories(body: Body, report: Report, phrases: Phrases) -> None:
    """二、分类进展."""
    if not report.categories:
        body.heading(1, phrases("category.heading"))
        body.text(phrases("category.none"))
        return
    table = _group_table(body, report, report.categories, "category", phrases, total=True)
    lead = phrases("category.lead", count=len(report.categories))
    body.opening(
        phrases("category.heading"), lead, phrases.caption(body.next_number("table"), "table", phrases("category.table")), table
    )
    _draw(body, report.categories, "category", phrases)


def departments(body: Body, report: Report, phrases: Phrases) -> None:
    """三、责任单位进展; the chart has the departments with the most tasks, the table all of them."""
    if not report.departments:
        body.heading(1, phrases("department.heading"))
        body.text(phrases("department.none"))
        return
    table = _group_table(body, report, report.departments, "department", phrases, total=False)
    lead = phrases("department.lead", count=sum(tally.name is not None for tally in report.departments))
    body.opening(
        phrases("department.heading"), lead, phrases.caption(body.next_number("table"), "table", phrases("department.table")), table
    )
    shown = report.departments[: report.options.chart_departments]
    _draw(body, shown, "department", phrases)
    if len(shown) < len(report.departments):
        body.text(phrases("department.top", count=len(shown)), styles.NOTE, 21, styles.NOTE_LINE)


def _counts(report: Report, phrases: Phrases) -> str:
    overall = report.overall
    items = [
        phrases("overview.item", label=phrases.progress(progress), count=count, share=share)
        for progress, count, share in zip(PROGRESS_ORDER, overall.by_progress, overall.shares, strict=True)
        if count or progress in ALWAYS
    ]
    return phrases("overview.counts", date=phrases.date(report.as_of), total=overall.total, items=phrases.items(items))


def _warnings(report: Report, phrases: Phrases) -> str:
    overall = report.overall
    return phrases(
        "overview.warnings",
        overdue=overall.overdue,
        behind=overall.behind,
        due_soon=overall.due_soon,
        days=report.options.due_soon_days,
        unreported=overall.count(None),
    )


def _checked(overall: Tally, phrases: Phrases) -> str:
    if not overall.checked:
        return phrases("overview.unchecked")
    found = zip(VERDICT_ORDER, overall.by_verdict, strict=True)
    items = [
        _count_item(phrases.label("verdict", verdict), count, phrases)
        for verdict, count in found
        if verdict is not Verdict.UNCHECKED
    ]
    return phrases("overview.checked", checked=overall.checked, items=phrases.listed(items))


def _states(overall: Tally, phrases: Phrases) -> str:
    items = [
        _count_item(phrases.label("state", state), count, phrases)
        for state, count in zip(STATE_ORDER, overall.by_state, strict=True)
        if count
    ]
    return phrases("overview.states", items=phrases.listed(items))


def _count_item(label: str, count: int, phrases: Phrases) -> str:
    return phrases("overview.count_item", label=label, count=count)


def _coverage(report: Report, phrases: Phrases) -> str:
    return phrases(
        "overview.coverage",
        clauses=report.clause_total,
        covered=report.clauses_with_task,
        remarks=report.remark_total,
        evidence=len(report.evidence),
    )


def _present(tally: Tally) -> list[Progress | None]:
    return [progress for progress in PROGRESS_ORDER if tally.count(progress) or progress in ALWAYS]


def _overall_table(body: Body, overall: Tally, phrases: Phrases) -> Table:
    present = _present(overall)
    widths = spread(body.page.text_width, [22, *[16] * (len(present) + 1)])
    heads = [phrases("progress"), *map(phrases.progress, present), phrases("total")]
    table = Table(
        [
            Column(halved(head, width), width, styles.CELL_CENTRE, styles.CELL_HEAD_SMALL)
            for head, width in zip(heads, widths, strict=True)
        ]
    )
    table.row([phrases("overview.count"), *(str(overall.count(progress)) for progress in present), str(overall.total)])
    # The statuses that are left out have no tasks and so no share; what is shown still adds up to 100.0.
    shares = [overall.share(progress) for progress in present]
    table.row([phrases("overview.share"), *map(str, shares), str(sum(shares))])
    return table


def _group_table(body: Body, report: Report, groups: Sequence[Tally], kind: str, phrases: Phrases, total: bool) -> Table:
    present = _present(report.overall)
    name, tasks, each, overdue, share = WEIGHTS[phrases.catalogue.language]
    widths = spread(body.page.text_width, [name, tasks, *[each] * len(present), overdue, share])
    heads = [phrases("tasks"), *map(phrases.progress, present), phrases("overdue"), phrases("done_share")]
    columns = [Column(phrases(f"{kind}.name"), widths[0])]
    columns += [
        Column(halved(head, width), width, styles.CELL_CENTRE, styles.CELL_HEAD_SMALL)
        for head, width in zip(heads, widths[1:], strict=True)
    ]
    table = Table(columns, whole=total and len(groups) <= WHOLE)
    for tally in groups:
        table.row([tally.name or phrases(f"{kind}.unnamed"), *_figures(tally, present, str(tally.done_percent))])
    if total:
        # The same figure as in the first table, where the shares add up.
        share_of_all = str(report.overall.share(Progress.DONE))
        table.row([phrases("total"), *_figures(report.overall, present, share_of_all)], strong=True)
    return table


def _figures(tally: Tally, present: Sequence[Progress | None], share: str) -> list[str]:
    counts = [str(tally.count(progress)) for progress in present]
    return [str(tally.total), *counts, str(tally.overdue), share]


def _draw(body: Body, groups: Sequence[Tally], kind: str, phrases: Phrases) -> None:
    title = phrases(f"{kind}.chart")
    names = tuple(phrases("bar", name=t.name or phrases(f"{kind}.unnamed"), count=t.total) for t in groups)
    series = tuple(
        Series(phrases.progress(progress), tuple(t.count(progress) for t in groups), *colours.BAR[progress])
        for progress in PROGRESS_ORDER
        if any(t.count(progress) for t in groups)
    )
    chart = Chart(title, names, series, body.page.text_width * EMU_PER_TWIP)
    body.caption(phrases.caption(body.next_number("figure"), "figure", title), chart.height // EMU_PER_TWIP + 900)
    body.chart(chart)
