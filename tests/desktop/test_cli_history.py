"""The subcommand that says who wrote what."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.workspace import Profile, Workspace

Run = Callable[..., Any]


@pytest.fixture
def task(workspace_file: Path, profile: Profile) -> str:
    """A task that was corrected."""
    with Workspace.open(workspace_file, profile) as workspace:
        (policy,) = workspace.policies.all()
        key = workspace.tasks.of(policy.id)[0].id
        workspace.tasks.edit(key, text="改过")
    return key


def test_the_history_of_a_record_is_printed_newest_first(run: Run, workspace_file: Path, task: str) -> None:
    said = run("--language", "en", "history", workspace_file, task)
    assert said.code == 0
    lines = said.out.splitlines()
    assert "张三" in lines[0]
    assert "Edit task" in lines[0]
    assert lines[1] == "    Text: 建设统一的港口数据平台 → 改过"
    assert "import" in said.out


def test_everything_is_printed_without_a_record(run: Run, workspace_file: Path, task: str) -> None:
    with Workspace.open(workspace_file, None) as workspace:
        number = len(workspace.history.changes())
    told = json.loads(run("history", workspace_file, "--json").out)
    assert len(told) == number
    assert told[0]["person"] == "张三"
    assert told[0]["record"] == task
    assert told[0]["fields"] == [{"name": "text", "old": "建设统一的港口数据平台", "new": "改过"}]


def test_an_unknown_record_is_refused_in_a_sentence(run: Run, workspace_file: Path) -> None:
    said = run("history", workspace_file, "nobody")
    assert said.code == 1
    assert said.out == ""
    assert said.err.count("\n") == 1
