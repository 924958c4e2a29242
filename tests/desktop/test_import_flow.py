"""Policies of every kind brought in: encodings, pages, comments, progress, and files dropped where no workspace is."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication

from desktop import file_reading
from desktop.encodings import trials
from desktop.file_reading import read_file
from desktop.flows.reading import Reading, Waiting
from policy.errors import PolicyError
from policy.sources.blocks import Progress
from storage.records import AnnotationKind
from storage.workspace import Workspace
from tests.desktop.conftest import POLICY, Run
from tests.desktop.driving import Hands
from widgets.dialogs.encoding_dialog import EncodingDialog
from widgets.dialogs.file_dialog import FileDialog
from widgets.dialogs.import_preview import ImportPreview
from widgets.dialogs.job_dialog import JobDialog

TRADITIONAL = (
    "星海市人民政府關於推進數字港口建設的意見\n\n　　一、總體要求\n　　（一）指導思想。堅持服務企業，建設安全便捷的港口。\n"
    "　　（二）主要目標。到二零二三年，港口作業自動化率顯著提高，單證電子化全面實現。\n"
)
ROWS = (
    ("序号", "工作任务", "责任单位", "时间进度"),
    ("1", "建设数据平台", "市数据局", "2022年年底前完成"),
    ("2", "推广电子单证", "市商务局", "持续推进"),
)


@pytest.fixture
def empty(free_hands: Hands, tmp_path: Path) -> Hands:
    """Hands at an empty workspace."""
    free_hands.app.flows.files.create_at(tmp_path / "空")
    return free_hands


def take(hands: Hands, *paths: Path) -> None:
    hands.app.flows.importing.import_paths(list(paths))


def commented(folder: Path) -> Path:
    """A Word file with two comments."""
    document = Document()
    for line in POLICY.splitlines():
        if line.strip():
            document.add_paragraph(line.strip())
    runs = [paragraph.runs[0] for paragraph in document.paragraphs if paragraph.runs]
    document.add_comment(runs=runs[0], text="标题待核", author="李四", initials="李")
    document.add_comment(runs=runs[5], text="表述是否准确？", author="李四", initials="李")
    path = folder / "港口.docx"
    document.save(str(path))
    return path


def page(rows: tuple[tuple[str, ...], ...]) -> str:
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><p>海州市关于建设港口的意见</p><p>一、任务分工</p><table>{table}</table></body></html>"


def test_a_file_in_an_unknown_encoding_is_shown_in_several_and_read_in_the_one_chosen(empty: Hands, tmp_path: Path) -> None:
    path = tmp_path / "意見.txt"
    path.write_bytes(TRADITIONAL.encode("big5"))
    with pytest.raises(PolicyError, match="unknown_encoding"):
        read_file(path)
    take(empty, path)
    choice = empty.dialog(EncodingDialog)
    assert choice.encoding() == "big5"
    assert choice.preview.toPlainText() == TRADITIONAL
    choice.accept()
    dialog = empty.dialog(ImportPreview)
    assert dialog.metadata().title == "星海市人民政府關於推進數字港口建設的意見"
    dialog.accept()
    empty.finish_jobs()
    assert empty.workspace.policies.original(empty.shown.policy.id) == TRADITIONAL.encode("big5")


def test_who_chooses_no_encoding_goes_on_with_the_next_file(empty: Hands, tmp_path: Path, policy_file: Path) -> None:
    path = tmp_path / "意見.txt"
    path.write_bytes(TRADITIONAL.encode("big5"))
    take(empty, path, policy_file)
    empty.dialog(EncodingDialog).reject()
    assert "2" in empty.dialog(ImportPreview).windowTitle()


def test_encodings_that_lose_nothing_come_first_and_losses_are_counted_in_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "意見.txt"
    path.write_bytes(TRADITIONAL.encode("big5") * 40)
    found = trials(path)
    readable = [trial.lost == 0 for trial in found]
    assert found[0].encoding == "big5"
    assert readable == sorted(readable, reverse=True)
    unreadable = next(trial for trial in found if trial.encoding == "utf-8")
    assert unreadable.lost == (TRADITIONAL.encode("big5") * 40).decode("utf-8", "replace").count("\ufffd")
    assert len(unreadable.text) < unreadable.lost


def test_comments_of_a_word_file_become_annotations(empty: Hands, tmp_path: Path) -> None:
    path = commented(tmp_path)
    take(empty, path)
    dialog = empty.dialog(ImportPreview)
    assert "2" in dialog.remarks.text()
    dialog.accept()
    empty.finish_jobs()
    bodies = [record.body for record in empty.shown.annotations.values()]
    assert [any(words in body for body in bodies) for words in ("标题待核", "表述是否准确？")] == [True, True]
    assert {record.kind for record in empty.shown.annotations.values()} <= set(AnnotationKind)
    assert empty.workspace.policies.original(empty.shown.policy.id) == path.read_bytes()
    empty.app.actions.undo.trigger()
    assert empty.workspace.policies.all() == ()


def test_comments_of_a_word_file_that_are_not_wanted_stay_out(empty: Hands, tmp_path: Path) -> None:
    take(empty, commented(tmp_path))
    dialog = empty.dialog(ImportPreview)
    dialog.remarks.click()
    dialog.accept()
    empty.finish_jobs()
    assert empty.shown.annotations == {}


def test_a_page_on_the_clipboard_keeps_its_table(empty: Hands) -> None:
    mime = QMimeData()
    mime.setHtml(page(ROWS))
    mime.setText("海州市关于建设港口的意见")
    QGuiApplication.clipboard().setMimeData(mime)
    empty.app.actions.paste_policy.trigger()
    dialog = empty.dialog(ImportPreview)
    assert [task.text for task in dialog.draft.rows] == ["建设数据平台", "推广电子单证"]
    assert [task.departments[0].name for task in dialog.draft.rows] == ["市数据局", "市商务局"]


def test_a_page_without_structure_is_pasted_as_its_text(empty: Hands) -> None:
    mime = QMimeData()
    mime.setHtml("<html><body><b>随便</b></body></html>")
    mime.setText(POLICY)
    QGuiApplication.clipboard().setMimeData(mime)
    empty.app.actions.paste_policy.trigger()
    assert len(empty.dialog(ImportPreview).draft.rows) == 3


def test_a_policy_dropped_without_a_workspace_asks_for_the_place_of_one_and_goes_on(
    free_hands: Hands, policy_file: Path, tmp_path: Path
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(policy_file))])
    assert free_hands.app.flows.importing.take_dropped(mime)
    asked = free_hands.dialog(FileDialog)
    assert policy_file.stem in asked.selectedFiles()[0]
    asked.fileSelected.emit(str(tmp_path / "新.clausedesk"))
    asked.close()
    assert len(free_hands.dialog(ImportPreview).draft.rows) == 3
    assert free_hands.workspace.path.name == "新.clausedesk"


def test_a_place_that_nobody_gives_leaves_everything_as_it_was(free_hands: Hands, policy_file: Path) -> None:
    take(free_hands, policy_file)
    free_hands.dialog(FileDialog).reject()
    free_hands.settle()
    assert free_hands.app.session.workspace is None
    assert free_hands.dialogs(ImportPreview) == []


def test_a_long_reading_says_how_far_it_is_and_can_be_called_off_with_those_that_wait(empty: Hands, policy_file: Path) -> None:
    go_on, told = threading.Event(), list[str]()

    def slow(progress: Progress) -> file_reading.ReadPolicy:
        progress(0.25)
        assert go_on.wait(10)
        progress(0.5)
        return read_file(policy_file)

    app = empty.app
    queue = Reading(app.window, app.session, app.jobs, lambda found, one: told.append(one.name))
    queue.said.connect(told.append)
    queue.add([Waiting(slow, "长文", None, 1, 2), Waiting(slow, "另一篇", None, 2, 2)])
    dialog = empty.dialog(JobDialog)
    assert "长文" in dialog.step()
    assert "1" in dialog.step()
    assert "2" in dialog.step()
    dialog.cancel_button.click()
    go_on.set()
    empty.qtbot.waitUntil(lambda: not app.jobs.busy())
    empty.settle()
    assert len(told) == 1
    assert "stopped" in told[0]
    assert empty.dialogs(JobDialog) == []


def test_the_command_line_reads_the_encoding_that_it_is_told(run: Run, tmp_path: Path) -> None:
    path, workspace = tmp_path / "意見.txt", tmp_path / "库.clausedesk"
    path.write_bytes(TRADITIONAL.encode("big5"))
    assert run("import", workspace, path, "--reviewer", "李四").code == 1
    answer = run("import", workspace, path, "--reviewer", "李四", "--encoding", "big5")
    assert answer.code == 0
    assert "星海市人民政府關於推進數字港口建設的意見" in answer.out
    with Workspace.open(workspace, None) as opened:
        assert [policy.title for policy in opened.policies.all()] == ["星海市人民政府關於推進數字港口建設的意見"]
    assert run("parse", path, "--encoding", "big5").code == 0
    refused = run("parse", path, "--encoding", "big5x")
    assert refused.code == 1
    assert refused.err.count("\n") == 1


def test_the_command_line_brings_in_the_comments_of_a_word_file_unless_told_otherwise(run: Run, tmp_path: Path) -> None:
    path = commented(tmp_path)
    for name, more, expected in (("甲.clausedesk", (), 2), ("乙.clausedesk", ("--no-comments",), 0)):
        assert run("import", tmp_path / name, path, "--reviewer", "李四", *more).code == 0
        with Workspace.open(tmp_path / name, None) as opened:
            (policy,) = opened.policies.all()
            assert len(opened.annotations.of(policy.id)) == expected
