"""Thinning forgets what newer copies stand for, and never the newest good one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from storage.thinning import Backup, beyond_room, newest_first, room_for, superseded, thin

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
REASONS = ("periodic", "backup", "before-merge", "before-restore")


@st.composite
def shelves(draw: st.DrawFn) -> list[Backup]:
    """Backups of the last two years, of any reason and size."""
    ages = draw(st.lists(st.integers(0, 2 * 365 * 24 * 60), min_size=1, max_size=60, unique=True))
    return [
        Backup(Path(f"{age}"), NOW - dt.timedelta(minutes=age), draw(st.sampled_from(REASONS)), draw(st.integers(1, 1 << 29)))
        for age in ages
    ]


def left_of(shelf: list[Backup], gone: list[Backup]) -> list[Backup]:
    return [backup for backup in shelf if backup not in gone]


@given(shelves())
def test_every_day_week_and_month_keeps_its_newest(shelf: list[Backup]) -> None:
    left = left_of(shelf, [old for old, _ in superseded(shelf, NOW)])
    assert newest_first(shelf)[0] in left
    for backup in shelf:
        age = NOW - backup.made
        shape = "%Y-%m-%d" if age < 14 * DAY else "%G-%V" if age < 90 * DAY else "%Y-%m"
        if age < 2 * DAY or (backup.reason.startswith("before-") and age < 14 * DAY):
            assert backup in left
        assert any(one.made.strftime(shape) == backup.made.strftime(shape) and one.made >= backup.made for one in left)


@given(shelves())
def test_thinning_again_drops_nothing_more(shelf: list[Backup]) -> None:
    left = left_of(shelf, thin(shelf, NOW, lambda _: True))
    assert thin(left, NOW, lambda _: True) == []


@given(shelves(), st.integers(0, 1 << 32))
def test_what_there_is_no_room_for_goes_but_for_the_newest_and_the_protected(shelf: list[Backup], room: int) -> None:
    left = left_of(shelf, beyond_room(shelf, NOW, room))
    kept = {newest_first(shelf)[0]} | {b for b in shelf if b.reason.startswith("before-") and NOW - b.made < 14 * DAY}
    assert kept <= set(left)
    assert sum(backup.size for backup in left) <= room or set(left) == kept


def test_crowded_ones_go_before_lonely_ones() -> None:
    ages = [0, 1, 2, 3, 1_000, 2_000]
    shelf = [Backup(Path(f"{age}"), NOW - dt.timedelta(minutes=age), "periodic", 10) for age in ages]
    assert [backup.path.name for backup in left_of(shelf, beyond_room(shelf, NOW, 40))] == ["0", "1", "1000", "2000"]


@given(shelves(), st.data())
def test_the_newest_good_one_is_never_dropped_whatever_is_damaged(shelf: list[Backup], data: st.DataObject) -> None:
    good = data.draw(st.sets(st.sampled_from(shelf)))
    left = left_of(shelf, thin(shelf, NOW, lambda backup: backup in good))
    if good:
        assert newest_first(good)[0] in left


def test_nothing_goes_for_a_newer_one_that_is_damaged() -> None:
    old, newer = (
        Backup(Path(name), NOW - 5 * DAY - dt.timedelta(hours=hours), "periodic", 10) for name, hours in (("old", 2), ("new", 1))
    )
    assert thin([old, newer], NOW, lambda backup: backup is old) == []
    assert thin([old, newer], NOW, lambda backup: backup is newer) == [old]


def test_no_room_is_made_while_the_newest_is_damaged() -> None:
    shelf = [Backup(Path(f"{hours}"), NOW - dt.timedelta(hours=hours), "periodic", 1 << 29) for hours in range(6)]
    assert thin(shelf, NOW, lambda backup: backup is not shelf[0]) == []
    assert len(thin(shelf, NOW, lambda _: True)) == 2


def test_a_large_workspace_may_have_more_room_than_a_small_one() -> None:
    assert room_for(1) == 1 << 30
    assert room_for(2 << 30) == 8 << 30
