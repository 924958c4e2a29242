"""Nothing but SQLite touches the file of an open workspace, so that no lock on it is dropped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def told(folder: Path, what: str) -> Any:  # noqa: ANN401 - JSON is what it is
    command = [sys.executable, "-m", "tests.storage.shim_story", str(folder), what]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_the_file_of_an_open_workspace_is_never_opened_renamed_or_copied(tmp_path: Path) -> None:
    found = told(tmp_path, "story")
    assert found["seen"] == []
    assert found["proof"] == ["open"], "or else the hook hears nothing"


def test_nobody_gets_in_during_a_write_whatever_happens_in_the_background(tmp_path: Path) -> None:
    found = told(tmp_path, "probe")
    assert found["before"] == "in"
    assert len(found["during"]) >= 9
    assert set(found["during"].values()) == {"database is locked, database is locked"}
    assert found["proof"] == "in", "an ordinary opening must drop the lock, or else this proves nothing"
