"""A bug in the program is logged with its traceback and told once."""

from __future__ import annotations

import faulthandler
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.crash import CrashHandler

ROOT = Path(__file__).parents[2]


@pytest.fixture
def handler(qapp: object, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[CrashHandler]:
    hooks = sys.excepthook, threading.excepthook
    was_enabled = faulthandler.is_enabled()
    handler = CrashHandler()
    handler.install(tmp_path)
    yield handler
    handler.uninstall()
    if was_enabled and sys.__stderr__ is not None:
        faulthandler.enable(sys.__stderr__)
    sys.excepthook, threading.excepthook = hooks
    caplog.clear()


def fail() -> None:
    raise ZeroDivisionError("a bug")


def test_an_exception_is_logged_and_told_once(handler: CrashHandler, caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []
    handler.caught.connect(told.append)
    for _ in range(3):
        try:
            fail()
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert len(told) == 1
    assert "ZeroDivisionError: a bug" in told[0]
    assert len(caplog.records) == 3


def test_an_exception_on_another_thread_arrives_at_the_window(handler: CrashHandler, qtbot: QtBot) -> None:
    with qtbot.waitSignal(handler.caught) as caught:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert caught.args is not None
    assert "a bug" in caught.args[0]


def test_another_bug_is_told_too(handler: CrashHandler) -> None:
    told: list[str] = []
    handler.caught.connect(told.append)
    handler.report(ValueError("one"))
    handler.report(KeyError("two"))
    assert len(told) == 2


def test_the_hooks_are_given_back(qapp: object, tmp_path: Path) -> None:
    was_enabled = faulthandler.is_enabled()
    hooks = sys.excepthook, threading.excepthook
    handler = CrashHandler()
    handler.install(tmp_path)
    handler.uninstall()
    if was_enabled and sys.__stderr__ is not None:
        faulthandler.enable(sys.__stderr__)
    assert (sys.excepthook, threading.excepthook) == (sys.__excepthook__, threading.__excepthook__)
    sys.excepthook, threading.excepthook = hooks


def test_a_hard_crash_leaves_the_stacks(tmp_path: Path) -> None:
    code = (
        "import ctypes, sys; from pathlib import Path; from desktop.crash import CrashHandler\n"
        "handler = CrashHandler(); handler.install(Path(sys.argv[1])); ctypes.string_at(0)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode != 0
    assert "string_at" in (tmp_path / "faults.log").read_text(encoding="utf-8")
