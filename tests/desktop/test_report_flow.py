"""Reports are written whole or not at all, and the window stays clean."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PySide6.QtGui import QDesktopServices

from desktop import writing_report
from desktop.settings import AS_OF, EXPORT_FOLDER
from exporters.cancelled import Cancelled
from policy.judging import Progress
from tests.desktop.driving import Hands
from widgets.dialogs.export_dialog import ExportDialog, ExportForm
from widgets.dialogs.job_dialog import JobDialog


def form(target: Path) -> ExportForm:
    return ExportForm("full", dt.date(2021, 12, 31), "zh", target)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A report that takes until it is cancelled; the event says that it has begun."""
    begun = threading.Event()

    def write(
        kind: str, source: object, target: Path, language: object, progress: object, cancelled: Callable[[], bool], faces: object
    ) -> None:
        begun.set()
        waiting = threading.Event()
        for _ in range(4000):
            if cancelled():
                raise Cancelled
            waiting.wait(0.005)

    monkeypatch.setattr(writing_report, "write_report", write)
    return begun


def test_findings_are_told_when_they_are_asked_for(hands: Hands, tmp_path: Path) -> None:
    hands.app.session.edit_task(hands.task(2).id, {"number": 7})
    headings = []
    for findings in (False, True):
        hands.app.actions.export.trigger()
        dialog = hands.dialog(ExportDialog)
        assert not dialog.findings.isChecked(), "nobody hands in findings unasked"
        dialog.findings.setChecked(findings)
        dialog.language.setCurrentIndex(dialog.language.findData("zh"))
        dialog.path.setText(str(tmp_path / f"{findings}.docx"))
        with hands.qtbot.waitSignal(hands.app.flows.reports.written, timeout=30_000):
            dialog.accept()
        hands.settle()
        document = Document(str(tmp_path / f"{findings}.docx"))
        headings.append([paragraph.text for paragraph in document.paragraphs if "核对发现" in paragraph.text])
        told = [cell.text for cell in document.tables[-1]._cells]
    assert headings[0] == []
    assert "八、核对发现" in headings[1]
    assert "任务序号缺 2" in told


def test_a_report_is_proposed_written_and_opened(hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: handed.append(Path(url.toLocalFile())))
    hands.app.settings.set(AS_OF, "2021-12-31")
    hands.app.settings.set(EXPORT_FOLDER, str(tmp_path))
    hands.app.flows.tasks.set_progress(hands.task(1).id, Progress.DONE)
    hands.app.actions.export.trigger()
    dialog = hands.dialog(ExportDialog)
    proposed = dialog.form()
    assert proposed.path.parent == tmp_path
    assert "数字港口" in proposed.path.name
    assert proposed.as_of == dt.date(2021, 12, 31)
    dialog.language.setCurrentIndex(dialog.language.findData("zh"))
    with hands.qtbot.waitSignal(hands.app.flows.reports.written, timeout=30_000):
        dialog.accept()
    text = "".join(paragraph.text for paragraph in Document(str(proposed.path)).paragraphs)
    assert "2021年12月31日" in text
    assert "已完成1项" in text.replace(" ", "")
    assert proposed.path.name in hands.said()
    hands.app.parts.messages._ask_action(second=False)
    assert handed == [proposed.path]
    assert hands.dialogs(JobDialog) == []


def test_a_cancelled_report_leaves_no_file(hands: Hands, tmp_path: Path, slow: threading.Event) -> None:
    target = tmp_path / "报告.docx"
    hands.app.flows.reports.write(form(target))
    dialog = hands.dialog(JobDialog)
    assert slow.wait(5)
    dialog.cancel_button.click()
    hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy())
    assert "not written" in hands.said()
    assert list(tmp_path.glob("*报告*")) == []
    assert hands.dialogs(JobDialog) == []


def test_cancelling_in_the_midst_of_a_real_report_leaves_the_old_one(hands: Hands, tmp_path: Path) -> None:
    target = tmp_path / "报告.docx"
    target.write_bytes(b"the old one")
    started: list[Any] = []
    hands.app.jobs.started.connect(started.append)
    hands.app.flows.reports.write(form(target))
    started[0].cancel()
    hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy(), timeout=30_000)
    assert target.read_bytes() == b"the old one"
    assert [path for path in tmp_path.iterdir() if path.name.startswith((".报告", "报告.docx."))] == []


def test_a_place_that_cannot_be_written_is_said(hands: Hands, tmp_path: Path) -> None:
    folder = tmp_path / "报告.docx"
    folder.mkdir()
    hands.app.flows.reports.write(form(folder))
    hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy(), timeout=30_000)
    assert "报告" in hands.said()
    assert "went wrong" not in hands.said()
    assert hands.dialogs(JobDialog) == []


def test_a_bug_in_a_report_is_told_once_and_the_dialog_goes(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def write(*_arguments: object) -> None:
        raise ZeroDivisionError("bug")

    monkeypatch.setattr(writing_report, "write_report", write)
    crashed: list[object] = []
    hands.app.jobs.crashed.connect(crashed.append)
    hands.app.flows.reports.write(form(tmp_path / "报告.docx"))
    hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy())
    assert len(crashed) == 1
    assert hands.dialogs(JobDialog) == []
    caplog.clear()


def test_closing_the_window_ends_a_running_report(hands: Hands, tmp_path: Path, slow: threading.Event) -> None:
    before = threading.active_count()
    hands.app.flows.reports.write(form(tmp_path / "报告.docx"))
    assert slow.wait(5)
    hands.app.window.close()
    assert not hands.app.jobs.busy()
    assert hands.app.session.workspace is None
    hands.settle()
    assert threading.active_count() <= before + 1
    assert list(tmp_path.glob("*报告*")) == []


def test_a_new_language_waits_for_a_running_report(hands: Hands, tmp_path: Path, slow: threading.Event) -> None:
    old = hands.app.window
    started: list[Any] = []
    hands.app.jobs.started.connect(started.append)
    hands.app.flows.reports.write(form(tmp_path / "报告.docx"))
    hands.app.rebuild()
    assert hands.app.window is old
    started[0].cancel()
    hands.qtbot.waitUntil(lambda: hands.app.window is not old)
    assert hands.shown.policy.title


def test_the_window_stays_usable_while_a_report_is_written(hands: Hands, tmp_path: Path, slow: threading.Event) -> None:
    hands.app.flows.reports.write(form(tmp_path / "报告.docx"))
    assert slow.wait(5)
    hands.app.flows.tasks.set_progress(hands.task(1).id, Progress.SLOW)
    assert hands.row(1).progress is Progress.SLOW
    hands.app.jobs.stop()
