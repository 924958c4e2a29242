"""The dialog that says what goes into a share package."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from storage.sharing_choice import AttachedFile, Choice, Offer, Selection
from widgets.dialogs.share_dialog import ShareDialog

OFFER = Offer(
    (Choice("p1", "甲意见", 12), Choice("p2", "乙意见", 3)),
    (Choice("r1", "王", 10), Choice("r2", "李", 5)),
    (Choice("t1", "重点", 2),),
    (AttachedFile("p1", "r1", "a" * 64, 3_000_000), AttachedFile("p2", "r2", "b" * 64, 500_000)),
)


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ShareDialog:
    made = ShareDialog(OFFER)
    qtbot.addWidget(made)
    made.set_proposal(tmp_path, "审阅 共享")
    made.show()
    return made


def test_the_whole_workspace_is_proposed(dialog: ShareDialog, tmp_path: Path) -> None:
    form = dialog.form()
    assert (form.selection, form.path, form.passphrase) == (Selection(), tmp_path / "审阅 共享.clausedesk", None)
    assert dialog.problem() == ""
    assert not dialog.policies.isVisible()
    assert "3.3 MB" in dialog.files.text()


def test_a_part_is_what_is_ticked_and_no_tag_is_no_restriction(dialog: ShareDialog) -> None:
    dialog.part.setChecked(True)
    assert dialog.policies.isVisible()
    assert dialog.form().selection == Selection()
    dialog.policies.set_chosen(["p2"])
    dialog.policies.changed.emit()
    dialog.reviewers.set_chosen(["r1", "r2"])
    dialog.tags.set_chosen(["t1"])
    dialog.files.setChecked(False)
    assert dialog.form().selection == Selection(frozenset({"p2"}), None, frozenset({"t1"}), False)
    assert "488 KB" in dialog.files.text()


def test_something_must_be_chosen(dialog: ShareDialog) -> None:
    dialog.part.setChecked(True)
    dialog.policies.set_chosen([])
    dialog.accept()
    assert "policy" in dialog.problem_shown()
    assert dialog.isVisible()


def test_the_passphrase_is_typed_twice_and_the_name_follows_the_lock(dialog: ShareDialog, tmp_path: Path) -> None:
    dialog.lock.setChecked(True)
    assert dialog.path.text().endswith("审阅 共享.clausedesk.age")
    assert "passphrase" in dialog.problem()
    dialog.passphrase.setText("光缆 长城")
    dialog.accept()
    assert "differ" in dialog.problem_shown()
    dialog.again.setText("光缆 长城")
    assert dialog.problem() == dialog.problem_shown() == ""
    assert dialog.form().passphrase == "光缆 长城"
    dialog.lock.setChecked(False)
    assert dialog.form().path == tmp_path / "审阅 共享.clausedesk"
    assert dialog.form().passphrase is None


def test_a_file_that_is_there_is_replaced_only_when_that_was_said(dialog: ShareDialog, tmp_path: Path) -> None:
    target = tmp_path / "审阅 共享.clausedesk"
    target.write_bytes(b"x")
    assert "already" in dialog.problem()
    dialog._take_path(str(target))
    assert dialog.problem() == ""
    dialog.path.setText(str(tmp_path / "nowhere" / "x"))
    assert "nowhere" in dialog.problem()
    dialog.path.setText("")
    assert dialog.problem() != ""
