"""The demo shows the whole way, again and again, without a window."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from docx import Document
from PySide6.QtGui import QImage

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
