"""One review from start to end, through the window: import, annotate, evidence, judge, undo, redo, reopen, report."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from docx import Document
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

    def there() -> None:
        assert [found for found in app.window.findChildren(kind) if found.isVisible()]

    qtbot.waitUntil(lambda: any(found.isVisible() for found in app.window.findChildren(kind)), timeout=10_000)
    there()
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
    flows, actions, presenter = app.flows, app.actions, app.presenter
    app.settings.set(AS_OF, "2013-12-20")

    # A new workspace, and the policy out of its preview.
    path = tmp_path / "审阅.clausedesk"
    flows.files.create_at(path)
    flows.files.import_paths([SAMPLE])
    preview = opened(qtbot, app, ImportPreview)
    assert presenter.snapshot is None, "nothing is stored before it is accepted"
    preview.accept()
    shown = presenter.snapshot
    assert shown is not None
    assert len(shown.tasks) == 77

    # A highlight and a comment that overlap.
    select(app, "发布实施“宽带中国”战略，加快宽带网络升级改造")
    actions.annotate[AnnotationKind.HIGHLIGHT].trigger()
    select(app, "加快宽带网络升级改造，推进光纤入户")
    actions.annotate[AnnotationKind.COMMENT].trigger()
    remark = opened(qtbot, app, AnnotationDialog)
    remark.body.setPlainText("缺少农村数据。")
    remark.accept()
    assert presenter.snapshot is not None
    assert sorted(note.kind for note in presenter.snapshot.annotations.values()) == ["comment", "highlight"]

    # Evidence with a file for the first task.
    first = row(app, qtbot, 1).key
    proof = tmp_path / "方案.txt"
    proof.write_text("实施方案全文", encoding="utf-8")
    presenter.choose_task(first)
    actions.record_evidence.trigger()
    form = opened(qtbot, app, EvidenceDialog)
    form.title.setText("实施方案")
    form.files.add_paths([proof])
    form.accept()
    assert row(app, qtbot, 1).evidence == 1

    # Judged, undone, done again; each step has its name in the menu.
    actions.progress[Progress.DONE].trigger()
    assert row(app, qtbot, 1).progress is Progress.DONE
    assert Catalogue.load("en").text("change.assessment.set") in actions.undo.text()
    actions.undo.trigger()
    assert row(app, qtbot, 1).progress is None
    actions.redo.trigger()
    assert row(app, qtbot, 1).progress is Progress.DONE
    second = row(app, qtbot, 2).key
    flows.tasks.set_progress(second, Progress.SLOW)

    # Closed and opened again: everything is there, and the file proves whole.
    before = presenter.snapshot
    flows.files.close()
    assert check(path).sound
    flows.files.open_path(path)
    assert presenter.snapshot == before
    held = next(iter(presenter.snapshot.attachments.values()))
    workspace = app.session.workspace
    assert workspace is not None
    assert workspace.evidence.read_attachment(held.sha256).decode() == "实施方案全文"

    # The report's figures are those of the table.
    actions.export.trigger()
    export = opened(qtbot, app, ExportDialog)
    target = tmp_path / "报告.docx"
    export.path.setText(str(target))
    export.language.setCurrentIndex(export.language.findData("zh"))
    with qtbot.waitSignal(flows.reports.written, timeout=30_000):
        export.accept()
    document = Document(str(target))
    text = "".join(paragraph.text for paragraph in document.paragraphs).replace(" ", "")
    rows = [row for row in app.parts.table.model.rows if isinstance(row, TaskRow)]
    counts = {value: sum(row.progress is value for row in rows) for value in (*Progress, None)}
    labels = Catalogue.load("zh")
    table = next(found for found in map(cells, document.tables) if "合计" in found[0] and "已完成" in found[0])
    line = dict(zip(table[0], table[1], strict=True))
    assert line["合计"] == "77"
    for value, count in counts.items():
        if count:
            assert line[labels.text(f"progress.{value}" if value else "progress.none")] == str(count)
    assert f"任务共77项，已完成{counts[Progress.DONE]}项" in text
    assert "缺少农村数据。" in text
    ledger = [cell for found in map(cells, document.tables) for line in found for cell in line]
    assert any("发布并落实“宽带中国”战略及实施方案" in cell for cell in ledger)
