"""Settings are typed, survive bad files, and never stop anybody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.settings import AS_OF, DUE_SOON_DAYS, FONT_SIZE, LANGUAGE, RECENT, RECENT_LIMIT, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_what_was_set_is_there_at_the_next_start(path: Path) -> None:
    settings = Settings(path)
    settings.set(FONT_SIZE, 21)
    settings.set(AS_OF, "2013-12-31")
    again = Settings(path)
    assert (again.get(FONT_SIZE), again.get(AS_OF), again.get(LANGUAGE)) == (21, "2013-12-31", "zh")


@pytest.mark.parametrize("content", ["", "{", "[1]", '"words"', "\x00"])
def test_a_broken_file_reads_as_defaults_and_is_mended_by_the_next_setting(
    path: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_text(content, encoding="utf-8")
    settings = Settings(path)
    assert settings.get(FONT_SIZE) == 17
    settings.set(FONT_SIZE, 18)
    assert json.loads(path.read_text(encoding="utf-8")) == {"document_font_size": 18}
    caplog.clear()


@pytest.mark.parametrize(
    ("setting", "bad"), [(LANGUAGE, "fr"), (FONT_SIZE, 900), (FONT_SIZE, True), (DUE_SOON_DAYS, "7"), (RECENT, "a"), (RECENT, [1])]
)
def test_a_value_that_does_not_fit_reads_as_its_default(
    path: Path, setting: object, bad: object, caplog: pytest.LogCaptureFixture
) -> None:
    from desktop.settings import Setting

    assert isinstance(setting, Setting)
    path.write_text(json.dumps({setting.key: bad}), encoding="utf-8")
    assert Settings(path).get(setting) == setting.default
    assert setting.key in caplog.text
    caplog.clear()


def test_what_a_newer_version_keeps_is_kept(path: Path) -> None:
    path.write_text('{"from_the_future": [1, 2]}', encoding="utf-8")
    Settings(path).set(FONT_SIZE, 20)
    assert json.loads(path.read_text(encoding="utf-8"))["from_the_future"] == [1, 2]


def test_a_place_that_cannot_be_written_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(tmp_path / "missing" / "settings.json")
    settings.set(FONT_SIZE, 20)
    assert settings.get(FONT_SIZE) == 20
    assert "could not be written" in caplog.text
    caplog.clear()


def test_recent_workspaces_are_few_and_each_stands_once(path: Path) -> None:
    settings = Settings(path)
    for number in range(RECENT_LIMIT + 3):
        settings.remember_workspace(Path(f"{number}.clausedesk"))
    settings.remember_workspace(Path("5.clausedesk"))
    recent = settings.get(RECENT)
    assert len(recent) == RECENT_LIMIT
    assert recent[:2] == ["5.clausedesk", f"{RECENT_LIMIT + 2}.clausedesk"]
    assert len(set(recent)) == len(recent)
