"""From the start of the process to a painted window: ours with a workspace, beside a bare window with the same text."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from policy.model import Span
from policy.parse import read_policy
from storage.records import AnnotationKind
from storage.workspace import Workspace
from tests.benchmarks.cases import Case
from tests.benchmarks.inputs import PROFILE, policy_text, write_policies

ROOT = Path(__file__).resolve().parents[2]
CHARACTERS = 20_000
MARKS = 500
PAINTED = "painted"

# Both wait in the same way: until a visible text widget holds the policy, and what was asked to be painted then has been painted.
# (Watching for the paint event itself would put Python code into every event of the larger window.)
WAIT = f"""
import os, sys
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

def shows_policy(widget):
    return isinstance(widget, (QTextEdit, QPlainTextEdit)) and widget.isVisible() and widget.document().characterCount() > 9_000

def wait(application):
    while not any(map(shows_policy, application.allWidgets())):
        application.processEvents()
    application.processEvents()
    application.processEvents()
    print({PAINTED!r}, flush=True)
    os._exit(0)
"""

OURS = (
    WAIT
    + """
from desktop.__main__ import main
QApplication.exec = lambda *_: wait(QApplication.instance())
sys.exit(main(sys.argv[1:]))
"""
)

# Somebody who has worked here before is not asked for a name.
KNOWN_HERE = """
from desktop.paths import config_folder
from desktop.profile import store_profile
from desktop.settings import Settings
store_profile(Settings(config_folder() / "settings.json"), "审阅人", "办公室")
"""

RAW = (
    WAIT
    + """
from pathlib import Path
application = QApplication([])
edit = QPlainTextEdit(Path(sys.argv[1]).read_text(encoding="utf-8"))
edit.resize(1366, 768)
edit.show()
wait(application)
"""
)


def own_home(home: Path) -> dict[str, str]:
    """Return an environment in which a process finds no settings but those of the benchmark."""
    folders = dict.fromkeys(
        ("HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"), str(home)
    )
    # A person's Python keeps what it compiled.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", **folders}


def until_painted(code: str, argument: Path, home: Path) -> float:
    """Start a process and return the milliseconds until it says that its window is painted."""
    # The process before was ended as soon as it had painted; what it left would be looked into, as after a crash.
    argument.with_name(f".{argument.name}.lock").unlink(missing_ok=True)
    command = [sys.executable, "-c", code, str(argument)]
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=own_home(home)
    ) as process:
        said = process.stdout.readline() if process.stdout else ""
        took = time.perf_counter() - start
        _, complaint = process.communicate(timeout=60)
    if said.strip() != PAINTED:
        raise RuntimeError(f"the window was not painted: {complaint.strip().splitlines()[-1:]}")
    return took * 1_000


def write_workspace(path: Path, policy: Path) -> None:
    """Write a workspace with the policy and its remarks, evenly spread."""
    read = read_policy(policy)
    with Workspace.create(path, PROFILE) as workspace:
        workspace.policies.add(read, policy.name, policy.read_bytes())
        step = (len(read.text) - 40) // MARKS
        for number in range(MARKS):
            span = Span(number * step, number * step + 20)
            workspace.annotations.add(read.id, span, list(AnnotationKind)[number % len(AnnotationKind)], f"第{number}条批注")


def cases() -> Iterator[Case]:
    """One policy of 20,000 characters with 500 remarks."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        [policy] = write_policies(folder, [policy_text(CHARACTERS)])
        workspace = folder / "start.clausedesk"
        write_workspace(workspace, policy)
        subprocess.run([sys.executable, "-c", KNOWN_HERE], cwd=ROOT, check=True, env=own_home(folder))
        yield Case(
            "start until painted, 500 marks",
            lambda: until_painted(OURS, workspace, folder),
            lambda: until_painted(RAW, policy, folder),
            2,
        )
