"""Every test at the window holds the program to touching its open workspace through SQLite alone; here, that it would be heard."""

from __future__ import annotations

from storage.backup import sync
from tests.desktop.driving import Hands
from tests.desktop.side_doors import SideDoors


def test_what_the_program_does_to_the_file_is_heard_and_what_a_test_does_is_not(hands: Hands, side_doors: SideDoors) -> None:
    path = hands.workspace.path
    path.read_bytes()
    assert side_doors.seen == []
    sync(path)
    assert len(side_doors.seen) == 1
    assert side_doors.seen[0].startswith("open by storage/backup.py:")
    side_doors.seen.clear()
