"""The whole report: its figures, its parts, and what happens when it is called off."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Twips

from exporters.assembly import assemble
from exporters.cancelled import Cancelled
from exporters.phrases import Phrases
from exporters.report import Report, ReportInput
from exporters.word.fonts import Face, Fonts
from exporters.word.full_report import STEPS, write
from exporters.word.gb9704 import LANDSCAPE, PORTRAIT
from policy.judging import Progress
from policy.ledger import PROGRESS_ORDER
from resources.catalogue import Catalogue


@pytest.fixture
def produce(tmp_path: Path) -> Callable[[Report, Catalogue], Document]:
    """Write a report and read it back."""

    def written(report: Report, catalogue: Catalogue) -> Document:
        target = tmp_path / f"{catalogue.language}.docx"
        write(report, target, catalogue)
        return docx.Document(str(target))

    return written


def words(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def rows(document: Document, index: int) -> list[list[str]]:
    """The texts of a table, cell by cell; python-docx's own way is quadratic."""
    table = document.tables[index]._tbl
    return [
        ["\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in cell.iter(qn("w:p"))) for cell in row.iter(qn("w:tc"))]
        for row in table.iter(qn("w:tr"))
    ]


def test_the_tables_say_what_the_report_says(
    report: Report, catalogue: Catalogue, produce: Callable[[Report, Catalogue], Document]
) -> None:
    document = produce(report, catalogue)
    present = [p for p in PROGRESS_ORDER if report.overall.count(p)]
    counts = [str(report.overall.count(p)) for p in present]
    _, count_row, share_row = rows(document, 1)
    assert count_row[1:] == [*counts, "77"]
    assert share_row[1:] == [*(str(report.overall.share(p)) for p in present), "100.0"]
    by_category = rows(document, 2)
    assert by_category[-1][1:-2] == ["77", *counts]
    assert [row[1] for row in by_category[1:-1]] == [str(tally.total) for tally in report.categories]
    assert [row[-1] for row in by_category[1:-1]] == [str(tally.done_percent) for tally in report.categories]
    assert by_category[-1][-1] == str(report.overall.share(Progress.DONE))
    by_department = rows(document, 3)
    assert [row[0] for row in by_department[1:]] == [tally.name for tally in report.departments]
    assert [row[-2] for row in by_department[1:]] == [str(tally.overdue) for tally in report.departments]


def test_the_paragraph_says_what_the_tables_say(report: Report, produce: Callable[[Report, Catalogue], Document]) -> None:
    text = words(produce(report, Catalogue.load("zh")))
    overall = report.overall
    assert f"任务共77项，已完成{overall.count(Progress.DONE)}项，占{overall.share(Progress.DONE)}%" in text
    assert f"已逾期{overall.overdue}项" in text
    assert f"未填报{overall.count(None)}项。" in text
    shares = re.findall(r"项，占([\d.]+)%", text)
    assert round(sum(map(float, shares)), 1) == 100.0


def test_the_ledger_has_every_task_under_its_category_with_its_signs(
    report: Report, catalogue: Catalogue, produce: Callable[[Report, Catalogue], Document]
) -> None:
    phrases = Phrases(catalogue)
    table = rows(produce(report, catalogue), 4)
    bands = [row[0] for row in table if len(row) == 1]
    tasks = [row for row in table[1:] if len(row) > 1]
    assert bands == [tally.name for tally in report.categories]
    assert [row[0] for row in tasks] == [str(row.number) for row in report.ledger]
    assert all(row.text in cells[1] for row, cells in zip(report.ledger, tasks, strict=True))
    assert sum(phrases("warning.overdue") in cells[4] for cells in tasks) == report.overall.overdue
    assert [cells[7] != "—" for cells in tasks] == [bool(row.evidence) for row in report.ledger]


def test_remarks_replies_indicators_and_evidence_are_all_there(
    report: Report, catalogue: Catalogue, produce: Callable[[Report, Catalogue], Document]
) -> None:
    document = produce(report, catalogue)
    text = words(document)
    for block in report.clauses:
        assert f"{block.number}{block.heading}" in text
        for remark in block.remarks:
            assert remark.quote in text
            assert remark.body in text
            assert all(reply.body in text for reply in remark.replies)
            assert all(tag in text for tag in remark.tags)
    assert len(rows(document, 5)) == len(report.indicators) + 1
    for row, cells in zip(report.evidence, rows(document, 6)[1:], strict=True):
        assert row.record.title in cells[1]
        assert all(file.name in cells[2] and file.sha256[:12] in cells[2] for file in row.files)


def test_empty_parts_say_so_in_a_sentence(
    empty: ReportInput, catalogue: Catalogue, produce: Callable[[Report, Catalogue], Document]
) -> None:
    document = produce(assemble(empty), catalogue)
    phrases = Phrases(catalogue)
    text = words(document)
    for key in (
        "overview.no_tasks",
        "category.none",
        "department.none",
        "ledger.none",
        "clauses.none",
        "indicators.none",
        "evidence.none",
    ):
        assert phrases(key) in text
    assert len(document.tables) == 1
    assert len(document.sections) == 1
    assert len(document.inline_shapes) == 0


def test_equal_reports_give_equal_bytes(report: Report, chinese: Catalogue, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(report, tmp_path / name, chinese)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    with ZipFile(tmp_path / "a") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_properties_are_those_of_the_report(
    report: Report, chinese: Catalogue, produce: Callable[[Report, Catalogue], Document]
) -> None:
    properties = produce(report, chinese).core_properties
    assert properties.title == "《国务院关于促进信息消费扩大内需的若干意见》落实情况审阅报告"
    assert properties.author == "张晓岚、李建国、王敏"
    assert properties.created is not None
    assert properties.created.date() == report.as_of


def test_the_ledger_alone_stands_on_landscape_pages(
    report: Report, chinese: Catalogue, produce: Callable[[Report, Catalogue], Document]
) -> None:
    document = produce(report, chinese)
    sizes = [(section.page_width, section.page_height) for section in document.sections]
    upright, turned = ((Twips(page.width), Twips(page.height)) for page in (PORTRAIT, LANDSCAPE))
    assert sizes == [upright, turned, upright]
    for section in document.sections:
        assert section.footer.paragraphs[0].text == "— 1 —"
        assert section.even_page_footer.paragraphs[0].text == "— 1 —"


def test_the_contents_are_a_field_filled_with_every_heading(
    report: Report, catalogue: Catalogue, produce: Callable[[Report, Catalogue], Document]
) -> None:
    document = produce(report, catalogue)
    body = document.element.body
    bookmarks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert anchors == bookmarks
    assert len(bookmarks) == 7 + len(report.clauses)
    entries = ["".join(t.text or "" for t in link.iter(qn("w:t"))) for link in body.iter(qn("w:hyperlink"))]
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    assert [re.sub(r"\d+$", "", entry) for entry in entries] == headings
    pages = [int(re.findall(r"\d+$", entry)[0]) for entry in entries]
    assert pages == sorted(pages)
    begun = [char.get(qn("w:fldCharType")) for char in body.iter(qn("w:fldChar"))]
    assert begun.count("begin") == begun.count("separate") == begun.count("end") == len(anchors) + 1


def test_word_is_not_told_to_update_fields_on_opening(
    report: Report, chinese: Catalogue, produce: Callable[[Report, Catalogue], Document]
) -> None:
    settings = produce(report, chinese).settings.element
    assert settings.find(qn("w:updateFields")) is None
    assert settings.find(qn("w:evenAndOddHeaders")) is not None


def test_chosen_faces_are_set_for_every_script_with_their_fallback(report: Report, chinese: Catalogue, tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    write(report, target, chinese, fonts=Fonts(body=Face("某仿宋 & 体", "仿宋")))
    with ZipFile(target) as archive:
        styles = archive.read("word/styles.xml").decode()
        table = archive.read("word/fontTable.xml").decode()
        chart = archive.read("word/charts/chart1.xml").decode()
    assert 'w:eastAsia="某仿宋 &amp; 体"' in styles
    assert '<w:font w:name="某仿宋 &amp; 体"><w:altName w:val="仿宋"/>' in table
    assert '<a:ea typeface="某仿宋 &amp; 体"/>' in chart
    for fonts in re.findall(r"<w:rFonts [^>]*>", styles):
        assert {"w:ascii", "w:hAnsi", "w:eastAsia"} <= set(re.findall(r"w:\w+", fonts))


def test_text_that_xml_cannot_hold_is_substituted_and_nothing_is_lost(
    sample: ReportInput, chinese: Catalogue, produce: Callable[[Report, Catalogue], Document]
) -> None:
    nasty = "坏\x00字\x0b符\ufffe\ud800<&>\"'"
    changed = replace(
        sample,
        policy=replace(sample.policy, title=nasty, issuer=nasty),
        tasks=(replace(sample.tasks[0], text=nasty, category=nasty, timing=nasty), *sample.tasks[1:]),
        annotations=tuple(replace(one, body=nasty, quote=nasty) for one in sample.annotations),
        evidence=tuple(replace(one, title=nasty, note=nasty) for one in sample.evidence),
        attachments=tuple(replace(one, name=nasty) for one in sample.attachments),
        reviewers=tuple(replace(one, name=nasty, organisation=nasty) for one in sample.reviewers),
        tags=tuple(replace(one, name=nasty) for one in sample.tags),
    )
    text = words(produce(assemble(changed), chinese))
    assert "坏�字\n符��<&>\"'" in text


def test_progress_is_told_step_by_step(report: Report, chinese: Catalogue, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write(report, tmp_path / "a.docx", chinese, progress=lambda done, total: told.append((done, total)))
    assert told == [(step, STEPS) for step in range(1, STEPS + 1)]


@pytest.mark.parametrize("step", range(STEPS))
def test_called_off_at_any_step_nothing_is_left_and_the_old_file_stays(
    report: Report, chinese: Catalogue, tmp_path: Path, step: int
) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    answers = iter([False] * step + [True] * STEPS)
    with pytest.raises(Cancelled):
        write(report, target, chinese, cancelled=lambda: next(answers))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.docx", b"old")]


def test_few_departments_are_all_drawn_and_many_are_said_to_be_cut(
    report: Report, chinese: Catalogue, produce: Callable[[Report, Catalogue], Document]
) -> None:
    cut = "图中只列任务最多的15个单位"
    assert cut in words(produce(report, chinese))
    whole = replace(report, options=replace(report.options, chart_departments=100))
    assert cut not in words(produce(whole, chinese))
