"""The list of backups and what is said of the chosen one."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from resources.catalogue import Catalogue
from storage.backups import Backup, BackupContents, Glance
from storage.checks import Problem
from widgets.dialogs.backups_dialog import BackupsDialog

MADE = dt.datetime(2026, 5, 4, 10, 0, 1, tzinfo=dt.UTC)
NEW = Backup(Path("/b/审阅.2.backup.clausedesk"), MADE, "backup", 3 << 20)
OLD = Backup(Path("/b/审阅.1.before-merge.clausedesk"), MADE - dt.timedelta(days=1), "before-merge", 1 << 20)
HELD = BackupContents(("意见", "办法"), 3, 2, 5, 7, 2, 90, MADE, "王审阅", (), 4, 0)


@pytest.fixture
def dialog(qtbot: QtBot) -> BackupsDialog:
    made = BackupsDialog(Path("/b/审阅.clausedesk"), Catalogue.load("en"))
    qtbot.addWidget(made)
    return made


def test_the_newest_is_chosen_and_asked_for(dialog: BackupsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.chosen) as asked:
        dialog.set_backups([NEW, OLD])
    assert asked.args == [NEW]
    assert dialog.backup() == NEW
    assert not dialog.restore.isEnabled()


def test_what_a_backup_holds_is_shown_and_it_can_be_restored(dialog: BackupsDialog, qtbot: QtBot) -> None:
    dialog.set_backups([NEW, OLD])
    dialog.show_contents(NEW, HELD)
    facts = dialog.facts()
    assert facts["Policies"] == "意见\n办法"
    assert facts["Annotations"] == "3"
    assert facts["Changes"] == "90"
    assert facts["Last change"] == f"{MADE.astimezone():%Y-%m-%d %H:%M:%S}  王审阅"
    with qtbot.waitSignal(dialog.restore_requested) as asked:
        dialog.restore.click()
    assert asked.args == [NEW]
    with qtbot.waitSignal(dialog.look_requested) as asked:
        dialog.look.click()
    assert asked.args == [NEW]


@pytest.mark.parametrize(
    ("only_here", "only_there", "words"),
    [
        (None, None, "nothing to compare with"),
        (0, 0, "exactly the changes"),
        (4, 0, "4 change(s) written since"),
        (0, 3, "3 change(s) in it are missing"),
    ],
)
def test_the_difference_to_the_present_is_said(
    dialog: BackupsDialog, only_here: int | None, only_there: int | None, words: str
) -> None:
    dialog.set_backups([NEW])
    dialog.show_contents(NEW, dataclasses.replace(HELD, only_here=only_here, only_there=only_there))
    assert words in dialog.difference()


def test_a_damaged_backup_is_not_offered(dialog: BackupsDialog) -> None:
    dialog.set_backups([NEW, OLD])
    dialog.show_contents(NEW, dataclasses.replace(HELD, problems=(Problem("pages_damaged"),)))
    assert not dialog.restore.isEnabled()
    assert dialog.look.isEnabled()
    assert dialog.state().startswith("Damaged")
    dialog.choose(OLD)
    dialog.show_problem(OLD, "It cannot be read.")
    assert not dialog.restore.isEnabled()
    assert not dialog.look.isEnabled()
    assert dialog.difference() == "It cannot be read."
    assert "damaged" in dialog.model.index(1, 0).data(Qt.ItemDataRole.DisplayRole)


def test_what_can_be_put_right_does_not_keep_a_backup_from_being_restored(dialog: BackupsDialog) -> None:
    dialog.set_backups([NEW])
    dialog.show_contents(NEW, dataclasses.replace(HELD, problems=(Problem("index_incomplete"),)))
    assert dialog.restore.isEnabled()


def test_what_is_missing_in_the_present_can_be_merged_back(dialog: BackupsDialog, qtbot: QtBot) -> None:
    dialog.set_backups([NEW])
    dialog.show_contents(NEW, HELD)
    assert not dialog.merge.isEnabled()
    dialog.show_contents(NEW, dataclasses.replace(HELD, only_there=3))
    with qtbot.waitSignal(dialog.merge_requested) as asked:
        dialog.merge.click()
    assert asked.args == [NEW]
    dialog.set_writable(False)
    dialog.show_contents(NEW, dataclasses.replace(HELD, only_there=3))
    assert not dialog.merge.isEnabled()


def test_an_answer_about_another_backup_does_not_show(dialog: BackupsDialog) -> None:
    dialog.set_backups([NEW, OLD])
    dialog.choose(OLD)
    dialog.show_contents(NEW, HELD)
    assert dialog.facts() == {}
    assert not dialog.restore.isEnabled()


def test_rows_say_when_why_how_large_and_what(dialog: BackupsDialog) -> None:
    dialog.set_backups([NEW, OLD, dataclasses.replace(OLD, path=Path("/b/x"), reason="unheard-of")])
    dialog.set_glance(OLD, Glance(3, 2, 90))
    said = [str(dialog.model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)) for row in range(3)]
    assert f"{OLD.made.astimezone():%Y-%m-%d %H:%M:%S}" in said[1]
    assert "Before a merge" in said[1]
    assert "3 annotation(s)" in said[1]
    assert "MB" in said[0]
    assert "Other" in said[2]


def test_a_backup_that_comes_leaves_the_choice_and_asks_for_nothing_twice(dialog: BackupsDialog) -> None:
    asked: list[Backup] = []
    dialog.chosen.connect(asked.append)
    dialog.set_backups([OLD])
    dialog.set_backups([NEW, OLD])
    assert dialog.backup() == OLD
    dialog.set_backups([NEW])
    assert dialog.backup() == NEW
    assert asked == [OLD, NEW]
    dialog.set_backups([])
    assert dialog.backup() is None
    assert not dialog.look.isEnabled()
