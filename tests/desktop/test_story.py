"""One review from start to end, through the window: import, annotate, evidence, judge, undo, redo, reopen, report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from docx import Document
from docx.document import Document as DocumentObject
from docx.table import Table
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.settings import AS_OF
from policy.judging import Progress
from policy.model import Span
from resources.catalogue import Catalogue
from storage.checks import check
from storage.records import AnnotationKind
from widgets.dialogs.annotation_dialog import AnnotationDialog
from widgets.dialogs.evidence_dialog import EvidenceDialog
from widgets.dialogs.export_dialog import ExportDialog
from widgets.dialogs.import_preview import ImportPreview
from widgets.models.task_model import TaskRow

D = TypeVar("D", bound=QDialog)
SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "guofa-2013-32.txt"


def opened(qtbot: QtBot, app: App, kind: type[D]) -> D:
    """The dialog of this kind that the window has opened, as soon as it is there."""

    qtbot.waitUntil(lambda: any(found.isVisible() for found in app.window.findChildren(kind)), timeout=10_000)
    return next(found for found in app.window.findChildren(kind) if found.isVisible())


def select(app: App, words: str) -> Span:
    shown = app.presenter.snapshot
    assert shown is not None
    start = shown.text.index(words)
    span = Span(start, start + len(words))
    area = app.parts.text.area
    area.select(*area.page.positions(span))
    return span


def row(app: App, qtbot: QtBot, number: int) -> TaskRow:
    """The table's row of a task, after everything that was put off has happened."""
    qtbot.wait(20)
    return next(row for row in app.parts.table.model.rows if isinstance(row, TaskRow) and row.record.number == number)


def cells(table: Table) -> list[list[str]]:
    return [[cell.text.strip() for cell in line.cells] for line in table.rows]


def test_a_whole_review(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    app.settings.set(AS_OF, "2013-12-20")
    path = tmp_path / "审阅.clausedesk"
    import_the_sample(qtbot, app, path)
    annotate_twice(qtbot, app)
    record_evidence(qtbot, app, tmp_path / "方案.txt")
    judge(qtbot, app)
    reopen(app, path)
    target = tmp_path / "报告.docx"
    export(qtbot, app, target)
    rows = [row for row in app.parts.table.model.rows if isinstance(row, TaskRow)]
    compare(Document(str(target)), rows)


def import_the_sample(qtbot: QtBot, app: App, path: Path) -> None:
    """A new workspace, and the policy out of its preview."""
    app.flows.files.create_at(path)
    app.flows.importing.import_paths([SAMPLE])
    preview = opened(qtbot, app, ImportPreview)
    stored = app.presenter.snapshot
    assert stored is None, "nothing is stored before it is accepted"
    preview.accept()
    qtbot.waitUntil(lambda: app.presenter.snapshot is not None and not app.jobs.busy(), timeout=20_000)
    shown = app.presenter.snapshot
    assert shown is not None
    assert len(shown.tasks) == 77


def annotate_twice(qtbot: QtBot, app: App) -> None:
    """A highlight and a comment that overlap."""
    select(app, "发布实施“宽带中国”战略，加快宽带网络升级改造")
    app.actions.annotate[AnnotationKind.HIGHLIGHT].trigger()
    select(app, "加快宽带网络升级改造，推进光纤入户")
    app.actions.annotate[AnnotationKind.COMMENT].trigger()
    remark = opened(qtbot, app, AnnotationDialog)
    remark.body.setPlainText("缺少农村数据。")
    remark.accept()
    assert app.presenter.snapshot is not None
    assert sorted(note.kind for note in app.presenter.snapshot.annotations.values()) == ["comment", "highlight"]


def record_evidence(qtbot: QtBot, app: App, proof: Path) -> None:
    """Evidence with a file for the first task."""
    proof.write_text("实施方案全文", encoding="utf-8")
    app.presenter.choose_task(row(app, qtbot, 1).key)
    app.actions.record_evidence.trigger()
    form = opened(qtbot, app, EvidenceDialog)
    form.title.setText("实施方案")
    form.files.add_paths([proof])
    form.accept()
    assert row(app, qtbot, 1).evidence == 1


def judge(qtbot: QtBot, app: App) -> None:
    """Judged, undone, done again; each step has its name in the menu."""
    app.actions.progress[Progress.DONE].trigger()
    assert row(app, qtbot, 1).progress is Progress.DONE
    assert Catalogue.load("en").text("change.assessment.set") in app.actions.undo.text()
    app.actions.undo.trigger()
    assert row(app, qtbot, 1).progress is None
    app.actions.redo.trigger()
    assert row(app, qtbot, 1).progress is Progress.DONE
    app.flows.tasks.set_progress(row(app, qtbot, 2).key, Progress.SLOW)


def reopen(app: App, path: Path) -> None:
    """Closed and opened again: everything is there, and the file proves whole."""
    before = app.presenter.snapshot
    app.flows.files.close()
    assert check(path).sound
    app.flows.files.open_path(path)
    shown, workspace = app.presenter.snapshot, app.session.workspace
    assert shown == before
    assert shown is not None
    assert workspace is not None
    held = next(iter(shown.attachments.values()))
    assert workspace.evidence.read_attachment(held.sha256).decode() == "实施方案全文"


def export(qtbot: QtBot, app: App, target: Path) -> None:
    """The report, asked for in Chinese."""
    app.actions.export.trigger()
    dialog = opened(qtbot, app, ExportDialog)
    dialog.path.setText(str(target))
    dialog.language.setCurrentIndex(dialog.language.findData("zh"))
    with qtbot.waitSignal(app.flows.reports.written, timeout=30_000):
        dialog.accept()


def compare(document: DocumentObject, rows: Sequence[TaskRow]) -> None:
    """The report's figures are those of the table."""
    counts = {value: sum(row.progress is value for row in rows) for value in (*Progress, None)}
    labels = Catalogue.load("zh")
    tables = [cells(table) for table in document.tables]
    table = next(found for found in tables if "合计" in found[0] and "已完成" in found[0])
    line = dict(zip(table[0], table[1], strict=True))
    assert line["合计"] == str(len(rows)) == "77"
    for value, count in counts.items():
        if count:
            assert line[labels.text(f"progress.{value}" if value else "progress.none")] == str(count)
    text = "".join(paragraph.text for paragraph in document.paragraphs).replace(" ", "")
    assert f"任务共77项，已完成{counts[Progress.DONE]}项" in text
    assert "缺少农村数据。" in text
    ledger = [cell for found in tables for line_ in found for cell in line_]
    assert any("发布并落实“宽带中国”战略及实施方案" in cell for cell in ledger)
