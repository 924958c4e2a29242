"""Backups are whole copies beside the workspace, thinned out with age."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from storage.backup import back_up
from storage.workspace import Profile, Workspace

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", ["审阅", "国发[2013]32号", "a*b?c"])
def test_old_backups_are_thinned_out_whatever_the_workspace_is_called(tmp_path: Path, profile: Profile, name: str) -> None:
    with Workspace.create(tmp_path / f"{name}.clausedesk", profile) as workspace:
        made = [
            back_up(workspace.store.conn, workspace.path, "backup", NOW - age)
            for age in (dt.timedelta(days=5, hours=2), dt.timedelta(days=5, hours=1), dt.timedelta())
        ]
    assert [copy.exists() for copy in made] == [False, True, True]
