"""In whose name a computer writes."""

from __future__ import annotations

from pathlib import Path

from desktop.profile import new_reviewer, profile_for, store_profile, stored_profile
from desktop.settings import Settings


def test_a_computer_that_was_never_asked_has_no_profile(tmp_path: Path) -> None:
    assert stored_profile(Settings(tmp_path / "s.json")) is None


def test_the_same_person_at_two_computers_is_one_reviewer() -> None:
    assert new_reviewer("张三", "评估中心").id == new_reviewer("张三", "评估中心").id
    assert new_reviewer("张三", "评估中心").id != new_reviewer("张三", "督查室").id


def test_who_corrects_their_name_stays_the_same_person(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.json")
    first = store_profile(settings, "张三", "评估中心").reviewer
    second = store_profile(settings, "张叁", "评估中心").reviewer
    assert second.id == first.id
    stored = stored_profile(Settings(tmp_path / "s.json"))
    assert stored is not None
    assert stored.reviewer == second


def test_a_command_writes_in_the_name_that_it_is_given(workspace_file: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.json")
    known = profile_for("李四", workspace_file, settings).reviewer
    assert known.name == "李四"
    assert profile_for("李四", tmp_path / "new.clausedesk", settings).reviewer.name == "李四"
    assert profile_for(None, workspace_file, settings).reviewer.name != ""
    own = store_profile(settings, "张三", "").reviewer
    assert profile_for(None, workspace_file, settings).reviewer == own
