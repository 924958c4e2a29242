"""After an unclean end the window tells what is wrong with the workspace and offers the way back; a failing disk is not damage."""

from __future__ import annotations

import json
import platform
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop.notices import BACKUPS, REPAIR
from storage import checks, repairs
from storage.backups import held
from storage.checks import CheckReport, Problem
from storage.damage import prove
from storage.errors import StorageError
from storage.lock import lock_path
from storage.repairs import RepairReport, repair
from storage.workspace import Workspace
from tests.desktop.conftest import Answer
from tests.desktop.driving import Hands
from widgets.dialogs import BackupsDialog, JobDialog


def left_open(path: Path) -> None:
    """Let the workspace look as if its program had been killed."""
    lock_path(path).write_text(json.dumps({"person": "x", "host": platform.node(), "pid": 1}), encoding="utf-8")


def spoil(path: Path) -> None:
    """Fill the page at the root of the history with nonsense."""
    with closing(sqlite3.connect(path)) as conn:
        [root] = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'change_record'").fetchone()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4_096 + 8 : root * 4_096] = bytes(range(256)) * 15 + bytes(248)
    path.write_bytes(content)


@pytest.fixture
def backed_up(workspace_file: Path) -> Path:
    with Workspace.open(workspace_file, None) as workspace:
        workspace.back_up()
    return workspace_file


def test_a_damaged_workspace_is_set_aside_and_its_backups_offered(free_hands: Hands, backed_up: Path) -> None:
    spoil(backed_up)
    damaged = backed_up.read_bytes()
    left_open(backed_up)
    hands = free_hands
    hands.app.flows.files.open_path(backed_up)
    assert hands.app.session.workspace is None
    assert "was damaged" in hands.said()
    message = hands.app.parts.messages.message()
    assert message is not None
    assert message.action == f"{BACKUPS}{backed_up}"
    [aside] = backed_up.parent.glob("*.damaged-*")
    assert aside.name in hands.said()
    assert aside.read_bytes() == damaged
    assert not backed_up.exists()
    hands.app.parts.messages.action_requested.emit(message.action)
    dialog = hands.dialog(BackupsDialog)
    hands.finish_jobs()
    dialog.reject()
    assert len(held(backed_up)) == 1


def test_without_a_backup_the_sentence_alone_is_said(free_hands: Hands, workspace_file: Path) -> None:
    spoil(workspace_file)
    left_open(workspace_file)
    free_hands.app.flows.files.open_path(workspace_file)
    assert "was damaged" in free_hands.said()
    message = free_hands.app.parts.messages.message()
    assert message is not None
    assert message.action == ""


def test_a_disk_that_fails_is_said_and_moves_nothing(free_hands: Hands, backed_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left_open(backed_up)
    content = backed_up.read_bytes()

    def fail(_conn: object, path: Path) -> None:
        raise StorageError("disk_error", name=path.name)

    monkeypatch.setattr("storage.workspace.examine", fail)
    free_hands.app.flows.files.open_path(backed_up)
    assert "The disk failed" in free_hands.said()
    message = free_hands.app.parts.messages.message()
    assert message is not None
    assert message.action == ""
    assert backed_up.read_bytes() == content
    assert not list(backed_up.parent.glob("*.damaged-*"))


def test_a_check_that_a_copy_does_not_bear_out_is_the_disks_fault(backed_up: Path) -> None:
    with Workspace.open(backed_up, None) as workspace, pytest.raises(StorageError) as raised:
        prove(workspace.store.conn, backed_up)
    assert raised.value.code == "disk_error"


def test_rows_that_differ_after_an_unclean_end_are_put_right_when_asked(free_hands: Hands, workspace_file: Path) -> None:
    with closing(sqlite3.connect(workspace_file)) as conn, conn:
        conn.execute("UPDATE task SET text = '别的' WHERE number = 1")
    left_open(workspace_file)
    hands = free_hands
    hands.app.flows.files.open_path(workspace_file)
    hands.finish_jobs()
    message = hands.app.parts.messages.message()
    assert message is not None
    assert message.action == f"{REPAIR}{workspace_file}"
    hands.app.parts.messages.action_requested.emit(message.action)
    hands.finish_jobs()
    assert hands.workspace.path == workspace_file
    assert hands.task(1).text == "建设统一的港口数据平台"


def test_damage_that_only_the_check_in_the_background_finds_is_told_with_the_backups(
    free_hands: Hands, backed_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = CheckReport((Problem("pages_damaged", (("detail", "Tree 9 page 9"),)),), 1, 1, 1)
    monkeypatch.setattr(checks, "check", lambda _: report)
    left_open(backed_up)
    free_hands.app.flows.files.open_path(backed_up)
    free_hands.finish_jobs()
    message = free_hands.app.parts.messages.message()
    assert message is not None
    assert message.action == f"{BACKUPS}{backed_up}"


def test_what_was_rescued_of_a_damaged_workspace_is_opened(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hands.workspace.path
    tasks = len(hands.shown.tasks)

    def damaged(workspace: Path) -> RepairReport:
        spoil(workspace)
        return repair(workspace)

    monkeypatch.setattr(repairs, "repair", damaged)
    hands.app.flows.care.repair(path)
    hands.finish_jobs()
    assert ".rescued-" in hands.workspace.path.name
    assert hands.workspace.path.name in hands.said()
    assert len(hands.shown.tasks) == tasks
    assert path.exists()


def test_nothing_else_can_be_done_while_a_workspace_is_repaired(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    path, goes_on = hands.workspace.path, threading.Event()

    def slow(workspace: Path) -> RepairReport:
        assert goes_on.wait(20)
        return repair(workspace)

    monkeypatch.setattr(repairs, "repair", slow)
    hands.app.flows.care.repair(path)
    (told,) = hands.dialogs(JobDialog)
    assert path.name in told.step()
    assert (told.isModal(), told.cancel_button.isVisible()) == (True, False)
    goes_on.set()
    hands.finish_jobs()
    assert hands.dialogs(JobDialog) == []
    assert hands.workspace.path == path


def test_who_has_just_run_the_repair_is_not_sent_to_it_again(workspace_file: Path, run: Callable[..., Answer]) -> None:
    with closing(sqlite3.connect(workspace_file)) as conn, conn:
        conn.execute("UPDATE change SET patch = replace(patch, '平台', '平坦') WHERE family = 'task'")
    assert "--repair" in run("check", workspace_file).err
    said = run("check", workspace_file, "--repair")
    assert said.code == 1
    assert "--repair" not in said.err


def test_the_command_says_what_it_found_and_did(workspace_file: Path, run: Callable[..., Answer]) -> None:
    with closing(sqlite3.connect(workspace_file)) as conn, conn:
        conn.execute("UPDATE task SET text = '别的' WHERE number < 3")
    said = run("check", workspace_file, "--repair", "--json")
    facts = json.loads(said.out)
    assert [problem["code"] for problem in facts["found"]] == ["row_differs", "row_differs"]
    assert facts["done"] == [{"code": "rows_rebuilt", "count": 2}]
    assert (facts["problems"], facts["sound"], facts["repaired"], facts["rescued"]) == ([], True, True, None)
    assert Path(facts["backup"]).is_file()
    spoil(workspace_file)
    said = run("check", workspace_file, "--repair", "--json")
    facts = json.loads(said.out)
    assert [problem["code"] for problem in facts["found"]] == ["pages_damaged"]
    assert Path(facts["rescued"]).is_file()
    assert "rescued" in {deed["code"] for deed in facts["done"]}
