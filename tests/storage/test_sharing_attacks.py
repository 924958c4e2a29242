"""Workspaces that are exchanged in unlucky orders, under awkward names, with parts left out or taken back in between."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage import gate_process
from storage.accounts import entries
from storage.attachments import stow
from storage.backup import copy_whole
from storage.checks import check
from storage.connect import Mode, connect, writing
from storage.errors import StorageError
from storage.incoming import receive
from storage.merge import merge
from storage.records import AnnotationKind, EvidenceType
from storage.sharing import Selection, share
from storage.workspace import Profile, Workspace

ROOT = Path(__file__).resolve().parents[2]
Colleague = Callable[[str], Profile]


@pytest.fixture
def colleague_file(desk: Workspace, tmp_path: Path) -> Path:
    """A copy of the workspace as it stands, for a colleague to write in."""
    copy = tmp_path / "同事.clausedesk"
    shutil.copyfile(desk.path, copy)
    return copy


def note(workspace: Workspace, policy: Policy, body: str) -> str:
    return workspace.annotations.add(policy.id, Span(3, 8), AnnotationKind.ISSUE, body).changes[0].record


def test_what_was_written_here_between_two_parts_of_a_merge_is_not_said_to_have_come_with_it(
    desk: Workspace, colleague_file: Path, policy: Policy, profile_of: Colleague
) -> None:
    with Workspace.open(colleague_file, profile_of("李审阅")) as other:
        first = note(other, policy, "先来的")
        brought = merge(desk, colleague_file)
        other.annotations.edit(first, body="先来的，改过")
        note(other, policy, "后来的")
    later = merge(desk, colleague_file)
    own = note(desk, policy, "自己的")
    assert brought.id is not None
    desk.merges.take_back(brought.id)
    desk.merges.bring_back(brought.id)
    arrivals = {entry.change.id: entry.arrival for entry in entries(desk)}
    assert [arrivals[change.id] for change in desk.history.of(own)] == [None]
    came = [arrivals[change.id] for change in desk.history.of(first)]
    assert [found.id for found in came if found is not None] == [brought.id, later.id]


def test_a_name_that_is_no_text_is_opened_received_and_merged(desk: Workspace, colleague_file: Path, tmp_path: Path) -> None:
    named = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xd6\xd0.clausedesk"))
    colleague_file.rename(named)
    assert check(named).sound
    with receive([named]) as incoming:
        assert [vetted.name for vetted in incoming.files] == ["??.clausedesk"]
    report = merge(desk, named)
    assert report.sources == ("??.clausedesk",)


KILLED_CHECK = """
import os, sys, tempfile
from pathlib import Path
from storage import checks
tempfile.tempdir = sys.argv[1]
checks._Check.report = lambda self: os._exit(9)
checks.check(Path(sys.argv[2]))
"""


def test_the_copy_that_a_check_left_when_it_was_killed_is_removed_by_the_next(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    arguments = [sys.executable, "-c", KILLED_CHECK, str(temp), str(desk.path)]
    ended = subprocess.run(arguments, cwd=ROOT, check=False)
    assert ended.returncode == 9
    (left,) = temp.iterdir()
    hour_ago = time.time() - 3_600
    os.utime(left, (hour_ago, hour_ago))
    assert check(desk.path).sound
    assert list(temp.iterdir()) == []


def test_a_place_kept_beside_another_and_one_chosen_anew_meanwhile_are_never_mixed(
    desk: Workspace, policy: Policy, profile_of: Colleague, tmp_path: Path
) -> None:
    key = note(desk, policy, "一处")
    copy = tmp_path / "另一份.clausedesk"
    shutil.copyfile(desk.path, copy)
    with Workspace.open(copy, profile_of("李审阅")) as other:
        desk.annotations.place(key, Span(3, 10))
        other.annotations.place(key, Span(3, 12))
        merge(desk, copy)
        merge(other, desk.path)
        other.annotations.place(key, Span(20, 25))
        desk.history.keep_both(desk.history.conflicts()[0])
        merge(desk, copy)
        merge(other, desk.path)
        for workspace in (desk, other):
            assert check(workspace.path).sound
            assert len(workspace.annotations.of(policy.id)) == 2
    assert {conflict.field for conflict in desk.history.conflicts()} >= {"start", "end", "quote"}


def test_bytes_that_a_package_left_out_are_missed_once_they_have_been_here(
    desk: Workspace, policy: Policy, profile_of: Colleague, tmp_path: Path
) -> None:
    desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片", files=[("光缆.png", b"cable" * 900)])
    without, complete = tmp_path / "不带材料.clausedesk", tmp_path / "带材料.clausedesk"
    share(desk, Selection(files=False), without)
    share(desk, Selection(), complete)
    merge(desk, without)
    with Workspace.create(tmp_path / "同事的.clausedesk", profile_of("李审阅")) as other:
        merge(other, without)
        assert check(other.path).sound
        assert merge(other, complete).new_attachments == 1
        merge(other, without)
        for workspace in (desk, other):
            assert check(workspace.path).sound
            with writing(workspace.store.conn) as conn:
                conn.execute("DELETE FROM blob_chunk")
                conn.execute("DELETE FROM blob")
            assert [problem.code for problem in check(workspace.path).problems] == ["attachment_missing"]


def test_a_package_is_locked_without_any_socket(desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(socket, "socketpair", lambda *arguments: opened.append(arguments))
    assert share(desk, Selection(), tmp_path / "包.age", "口令").locked
    assert opened == []


def test_a_place_that_takes_no_copy_is_told_by_the_name_of_the_copy(desk: Workspace, tmp_path: Path) -> None:
    with closing(connect(desk.path, Mode.READ, "包.clausedesk")) as conn, pytest.raises(StorageError) as refused:
        copy_whole(conn, tmp_path / "没有的文件夹" / "包.clausedesk")
    assert refused.value.facts == {"name": "包.clausedesk"}


def test_a_damaged_file_is_whole_again_when_it_is_attached_anew(desk: Workspace, policy: Policy) -> None:
    file = ("光缆.png", b"cable" * 900)
    evidence = desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片", files=[file]).changes[0].record
    with writing(desk.store.conn) as conn:
        conn.execute("UPDATE blob_chunk SET data = zeroblob(length(data))")
    assert [problem.code for problem in check(desk.path).problems] == ["attachment_damaged"]
    desk.evidence.attach(evidence, stow(desk.path, [file]))
    assert check(desk.path).sound


@pytest.mark.parametrize("work", ["sys.exit(3)", "os.close(1); time.sleep(600)"])
def test_a_checking_process_that_falls_silent_is_told_in_one_sentence(
    desk: Workspace, work: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(gate_process, "_command", lambda: [sys.executable, "-c", f"import os, sys, time; {work}"])
    with pytest.raises(StorageError) as refused:
        receive([desk.path])
    assert refused.value.code == "check_failed"
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
