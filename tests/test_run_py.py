"""run.py: it prepares once, goes on after an interruption, and keeps its own words off standard output."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

import run


class Computer:
    """A computer whose programs are counted in place of being run; venv and pip leave what the real ones leave."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.steps: list[str] = []
        self.failing = ""

    def call(self, command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        words = " ".join(command)
        step = "venv" if "-m venv" in words else "register" if " -e " in words else "pip" if "-m pip" in words else words
        self.steps.append(step)
        if step == self.failing:
            run.LOG.write_text("Looking\nERROR: No space left on device.\n", encoding="utf-8")
            return subprocess.CompletedProcess(command, 1)
        made = {"venv": run.PYTHON, "register": run.COMMAND}.get(step)
        if made:
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_text("", encoding="utf-8")
        return subprocess.CompletedProcess(command, 0)


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    """A checkout of its own on a computer that lacks nothing."""
    (tmp_path / "locks").mkdir()
    for name in ("app", "test", "app-older-glibc", "test-older-glibc"):
        (tmp_path / "locks" / f"{name}.lock").write_text("a==1", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    here = Computer(tmp_path)
    place(tmp_path, monkeypatch)
    monkeypatch.setattr("run.subprocess.run", here.call)
    monkeypatch.setattr(run, "missing_from_system", list)
    return here


def place(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    venv = root / ".venv"
    for name, path in {
        "ROOT": root,
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "COMMAND": venv / "bin" / "clausedesk",
        "LOG": venv / "setup.log",
        "TRIED": venv / "apt.stamp",
    }.items():
        monkeypatch.setattr(run, name, path)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were handed over to, on a prepared computer."""
    commands: list[list[str]] = []

    def hand_over(command: list[str]) -> int:
        commands.append(command[1:])
        return 0

    monkeypatch.setattr(run, "hand_over", hand_over)
    monkeypatch.setattr(run, "prepare", lambda kind: [])
    return commands


def test_the_second_start_runs_no_other_program(computer: Computer) -> None:
    run.prepare("app")
    assert computer.steps == ["venv", "pip", "register"]
    computer.steps.clear()
    assert run.prepare("app") == []
    assert computer.steps == []


def test_the_test_tools_come_on_top_and_serve_the_app_too(computer: Computer) -> None:
    run.prepare("app")
    run.prepare("test")
    assert computer.steps == ["venv", "pip", "register", "pip", "register"]
    computer.steps.clear()
    run.prepare("app")
    assert computer.steps == []


def test_another_lock_is_installed_into_the_same_venv(computer: Computer) -> None:
    run.prepare("app")
    run.lock_file("app").write_text("a==2", encoding="utf-8")
    run.prepare("app")
    assert computer.steps == ["venv", "pip", "register", "pip", "register"]


def test_an_interrupted_install_goes_on_without_a_new_venv(computer: Computer) -> None:
    computer.failing = "pip"
    with pytest.raises(run.TroubleError, match="No space left on device"):
        run.prepare("app")
    computer.failing = ""
    run.prepare("app")
    assert computer.steps == ["venv", "pip", "pip", "register"]


def test_half_a_venv_is_made_anew(computer: Computer) -> None:
    computer.failing = "venv"
    (run.VENV / "bin").mkdir(parents=True)
    run.PYTHON.write_text("", encoding="utf-8")
    with pytest.raises(run.TroubleError):
        run.prepare("app")
    assert not run.PYTHON.exists()
    computer.failing = ""
    run.prepare("app")
    assert run.COMMAND.exists()


def test_a_moved_folder_gets_a_venv_that_knows_its_place(
    computer: Computer, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run.prepare("app")
    moved = tmp_path_factory.mktemp("elsewhere") / "desk"
    computer.root.rename(moved)
    place(moved, monkeypatch)
    computer.steps.clear()
    run.prepare("app")
    assert computer.steps == ["venv", "pip", "register"]


def test_a_wheelhouse_is_used_without_a_network(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def note(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return computer.call(command, **options)

    monkeypatch.setattr("run.subprocess.run", note)
    (computer.root / "wheelhouse").mkdir()
    run.prepare("app")
    pips = [command for command in commands if "pip" in command]
    assert pips
    assert all(
        command[command.index("--find-links") + 1] == str(computer.root / "wheelhouse") for command in pips if "-r" in command
    )
    assert all("--no-index" in command for command in pips)


@pytest.mark.parametrize(
    ("system", "machine", "glibc", "older"),
    [
        ("linux", "x86_64", "2.28", True),
        ("linux", "x86_64", "2.31", True),
        ("linux", "x86_64", "2.34", False),
        ("linux", "x86_64", "2.41", False),
        ("linux", "aarch64", "2.36", True),
        ("linux", "aarch64", "2.39", False),
        ("linux", "x86_64", "", False),
        ("darwin", "arm64", "", False),
        ("win32", "AMD64", "", False),
    ],
)
def test_an_older_c_library_gets_the_qt_that_runs_on_it(system: str, machine: str, glibc: str, older: bool) -> None:
    assert run.needs_older_qt(system, machine, glibc) is older


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ([], ["-n", "2", "--dist", "worksteal"]),
        (["--nightly"], ["-n", "2", "--dist", "worksteal", "--nightly"]),
        (["--corpus", "data"], ["-n", "2", "--dist", "worksteal", "--corpus=data"]),
        (["--corpus=a b"], ["-n", "2", "--dist", "worksteal", "--corpus=a b"]),
        (["tests/policy", "-k", "a or b"], ["tests/policy", "-k", "a or b"]),
    ],
)
def test_all_tests_run_in_two_processes_and_chosen_ones_in_one(given: list[str], passed: list[str]) -> None:
    assert run.for_pytest(given) == passed


def test_the_closing_line_is_held_back(capfd: pytest.CaptureFixture[str]) -> None:
    code, closing = run.last_line_held_back([sys.executable, "-c", "print('one'); print('two'); print(); raise SystemExit(3)"])
    assert (code, closing) == (3, "two")
    assert capfd.readouterr().out == "one\n"


@pytest.mark.parametrize("failing", [None, "ruff", "mypy", "pytest"])
def test_every_check_runs_and_any_failure_counts(
    failing: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def call(command: list[str], **_options: object) -> int:
        ran.append(" ".join(command[2:4]))
        return int(failing is not None and failing in command)

    def pytest_(command: list[str]) -> tuple[int, str]:
        ran.append("pytest")
        return int(failing == "pytest"), "=== 7 passed in 1.0s ==="

    monkeypatch.setattr(run, "prepare", lambda kind: [])
    monkeypatch.setattr("run.subprocess.call", call)
    monkeypatch.setattr(run, "last_line_held_back", pytest_)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert run.main(["test"]) == (0 if failing is None else 1)
    assert [name.split()[0] for name in ran] == ["ruff", "ruff", "mypy", "from", "pytest"]
    assert capsys.readouterr().out.splitlines()[-1] == "=== 7 passed in 1.0s ==="


@pytest.mark.parametrize(
    ("environment", "seen"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}, True),
    ],
)
def test_a_window_is_opened_only_where_it_can_be_seen(
    environment: dict[str, str], seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("run.sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert run.has_display() is seen


def test_without_a_display_the_sample_is_worked_through(started: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    monkeypatch.setattr(run, "has_display", lambda: False)
    assert run.main([]) == 0
    assert started == [["demo", "--out", "out"]]
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_with_a_display_the_window_decides(started: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "has_display", lambda: True)
    assert run.main([]) == 0
    assert started == [[]]


def test_other_words_go_to_the_program_and_nothing_else_is_printed(
    started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(["parse", "a b.txt", "--json"]) == 0
    assert started == [["parse", "a b.txt", "--json"]]
    assert capsys.readouterr().out == ""


def test_a_window_without_its_libraries_is_not_tried(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "has_display", lambda: True)
    monkeypatch.setattr(run, "prepare", lambda kind: ["libegl1"])
    assert run.main([]) == 1
    assert started == []
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    "failure", [run.TroubleError("the packages could not be installed."), PermissionError(13, "denied"), KeyboardInterrupt()]
)
def test_a_failure_is_one_sentence(
    failure: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_arguments: list[str]) -> NoReturn:
        raise failure

    monkeypatch.setattr(run, "start", fail)
    assert run.main(["show"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert printed.err.rstrip().endswith(".")


@pytest.fixture
def debian(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> Callable[[int, list[list[str]]], None]:
    """Make the computer a Debian with this user id whose missing packages are, at each look, the next of a list."""
    (computer.root / ".venv").mkdir()

    def make(user: int, looks: list[list[str]]) -> None:
        monkeypatch.setattr("run.sys.platform", "linux")
        monkeypatch.setattr("run.shutil.which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr("run.os.geteuid", lambda: user, raising=False)
        monkeypatch.setattr(run, "missing_from_system", lambda: looks.pop(0))

    return make


def test_root_gets_the_missing_system_packages(computer: Computer, debian: Callable[[int, list[list[str]]], None]) -> None:
    debian(0, [["libegl1", "fonts-noto-cjk"], []])
    assert run.look_after_system() == []
    assert computer.steps == ["apt-get -q update", "apt-get -q install --no-install-recommends -y libegl1 fonts-noto-cjk"]


def test_what_cannot_be_had_is_asked_for_once(computer: Computer, debian: Callable[[int, list[list[str]]], None]) -> None:
    debian(0, [["libegl1"], ["libegl1"], ["libegl1"]])
    assert run.look_after_system() == ["libegl1"]
    computer.steps.clear()
    assert run.look_after_system() == ["libegl1"]
    assert computer.steps == []


def test_anybody_else_is_told_the_line_to_run(
    computer: Computer, debian: Callable[[int, list[list[str]]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    debian(1000, [["libegl1", "fonts-noto-cjk"]])
    assert run.look_after_system() == ["libegl1", "fonts-noto-cjk"]
    assert computer.steps == []
    assert "sudo apt-get install --no-install-recommends libegl1 fonts-noto-cjk" in capsys.readouterr().err


def test_without_venv_nothing_is_tried(computer: Computer, debian: Callable[[int, list[list[str]]], None]) -> None:
    debian(1000, [["python3.11-venv"]])
    with pytest.raises(run.TroubleError, match="venv"):
        run.prepare("app")
    assert computer.steps == []


def test_a_library_is_missed_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "missing_fonts", list)
    monkeypatch.setattr(run, "loads", lambda library: library not in {"libEGL.so.1", "libxcb-cursor.so.0"})
    assert run.missing_from_system() == ["libegl1", "libxcb-cursor0"]
    monkeypatch.setattr("run.importlib.util.find_spec", lambda _name: None)
    assert run.missing_from_system()[0] == f"python3.{sys.version_info[1]}-venv"


def test_a_library_that_is_nowhere_does_not_load() -> None:
    assert not run.loads("libclausedesk-of-nobody.so.9")


def test_an_older_python_gets_as_far_as_the_sentence() -> None:
    ast.parse(Path(run.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))
