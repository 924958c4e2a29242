"""The demo shows the whole way, again and again, without a window."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtGui import QImage

from desktop.commands.demo import _demo_reviewer
from resources.catalogue import Catalogue
from storage.workspace import Profile, Workspace
from tests.desktop.conftest import Run

ROOT = Path(__file__).parents[2]


def demo(out: Path) -> list[str]:
    code = "import sys; from desktop.__main__ import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "demo", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout.split("\n")[:3]


def test_the_demo_writes_workspace_report_and_picture(tmp_path: Path) -> None:
    paths = [Path(line) for line in demo(tmp_path / "out")]
    workspace, report, picture = paths
    code = "import sys; from desktop.__main__ import main; sys.exit(main(sys.argv[1:]))"
    shown = subprocess.run(
        [sys.executable, "-c", code, "show", str(workspace), "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(shown.stdout)
    text = "".join(paragraph.text for paragraph in Document(str(report)).paragraphs).replace(" ", "")
    assert "任务共77项" in text
    image = QImage(str(picture))
    assert image.width() >= 1000
    assert [Path(line) for line in demo(tmp_path / "out")] == paths, "a second run makes room for itself"


def test_a_workspace_in_which_somebody_else_wrote_is_not_deleted(workspace_file: Path, run: Run) -> None:
    out = workspace_file.parent / "out"
    out.mkdir()
    theirs = workspace_file.rename(out / "sample.clausedesk")
    before = theirs.read_bytes()
    answer = run("--language", "en", "demo", "--out", out)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Somebody has written in sample.clausedesk")
    assert theirs.read_bytes() == before


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A workspace of an earlier demo, in another language."""
    path = tmp_path / "sample.clausedesk"
    Workspace.create(path, Profile(_demo_reviewer(Catalogue.load("zh")))).close()
    return path


def test_a_workspace_that_is_open_is_not_deleted(own: Path, run: Run) -> None:
    with Workspace.open(own, Profile(_demo_reviewer(Catalogue.load("zh")))):
        answer = run("--language", "en", "demo", "--out", own.parent)
        assert answer.code == 1
        assert answer.err.startswith("sample.clausedesk is open")
        assert own.exists()


def test_a_workspace_that_the_system_does_not_let_go_is_one_sentence(own: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == own:
            raise PermissionError(13, "no", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    answer = run("--language", "en", "demo", "--out", own.parent)
    assert answer.code == 1
    assert "sample.clausedesk" in answer.err
    assert answer.err.count("\n") == 1
