"""The window of conflicts: all values are seen, and one, both or another is chosen."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from policy.model import Role
from resources.catalogue import Catalogue
from storage.disputes import Dispute, Side
from storage.records import Change, Family
from storage.topics import DEPARTMENTS, JUDGEMENT, PLACE, TIMING
from widgets.dialogs.conflicts_dialog import ConflictsDialog
from widgets.dialogs.departments_edit import DepartmentsEdit
from widgets.dialogs.third_value import ThirdValue, offers
from widgets.dialogs.timing_edit import TimingEdit
from widgets.models.conflict_model import ConflictRow, SideRow


def side(person: str, values: Mapping[str, object], *, shows: bool = False, mine: bool = False) -> SideRow:
    change = Change(f"{person}-{values}", 1, person, Family.TASK, "r", (), dict(values), "change.apply", "b", "")
    told = tuple((name, str(value)) for name, value in values.items())
    return SideRow(Side((change,), values, shows), (f"{person} · 12:00",), (person,), told, mine)


def conflict(
    record: str,
    one: Mapping[str, object],
    two: Mapping[str, object],
    family: Family = Family.TASK,
    topic: str = "",
    people: tuple[str, str] = ("王审阅", "李复核"),
) -> ConflictRow:
    sides = (side(people[0], one, shows=True, mine=people[0] == "王审阅"), side(people[1], two, mine=people[1] == "王审阅"))
    dispute = Dispute(family, record, topic or next(iter(one)), tuple(one), tuple(s.side for s in sides), ())
    return ConflictRow(dispute, f"task {record}", dispute.topic, "", "p", sides)


TEXT = conflict("1", {"text": "推进光纤入户"}, {"text": "推进光纤到户"})


@pytest.fixture
def dialog(qtbot: QtBot, catalogue: Catalogue) -> ConflictsDialog:
    made = ConflictsDialog(catalogue)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(dialog: ConflictsDialog, *records: str) -> None:
    selection = dialog.view.selectionModel()
    selection.clear()
    for at, line in enumerate(dialog.model.rows):
        if line.row is not None and line.row.dispute.record in records:
            selection.setCurrentIndex(dialog.model.index(at, 0), QItemSelectionModel.SelectionFlag.Select)


def test_the_first_conflict_is_chosen_with_all_its_values(dialog: ConflictsDialog) -> None:
    dialog.set_conflicts([TEXT], writable=True)
    shown, other = dialog.page.cards
    assert "<u" in shown.texts[0].text()
    assert shown.texts[0].text().startswith("推进光纤<u")
    assert ">入</u>户" in shown.texts[0].text()
    assert ">到</u>户" in other.texts[0].text()


def test_keeping_a_side_asks_for_its_values(dialog: ConflictsDialog, qtbot: QtBot) -> None:
    dialog.set_conflicts([TEXT], writable=True)
    with qtbot.waitSignal(dialog.decided) as told:
        dialog.page.cards[1].keep.click()
    assert told.args == [[(TEXT.dispute, {"text": "推进光纤到户"})]]


def test_many_are_decided_together_for_mine_for_a_person_or_for_what_shows(dialog: ConflictsDialog, qtbot: QtBot) -> None:
    theirs = conflict("2", {"text": "丙"}, {"text": "丁"}, people=("李复核", "赵评"))
    dialog.set_conflicts([TEXT, theirs], writable=True)
    dialog.select_all()
    assert dialog.mine.text().endswith("(1)")
    assert dialog.shown.text().endswith("(2)")
    assert [action.text() for action in dialog.theirs_menu.actions()] == ["李复核 (2)", "王审阅 (1)", "赵评 (1)"]
    with qtbot.waitSignal(dialog.decided) as told:
        dialog.mine.click()
    assert told.args == [[(TEXT.dispute, {"text": "推进光纤入户"})]]
    with qtbot.waitSignal(dialog.decided) as told:
        dialog.theirs_menu.actions()[0].trigger()
    assert told.args == [[(TEXT.dispute, {"text": "推进光纤到户"}), (theirs.dispute, {"text": "丙"})]]
    with qtbot.waitSignal(dialog.decided) as told:
        dialog.shown.click()
    assert told.args == [[(TEXT.dispute, {"text": "推进光纤入户"}), (theirs.dispute, {"text": "丙"})]]


def test_the_next_conflict_is_chosen_when_one_is_decided(dialog: ConflictsDialog) -> None:
    dialog.set_conflicts([conflict(str(n), {"text": "a"}, {"text": "b"}) for n in range(4)], writable=True)
    choose(dialog, "1")
    dialog.drop({"1/text"})
    assert [row.dispute.record for row in dialog.selected()] == ["2"]
    dialog.drop({"2/text", "3/text"})
    assert [row.dispute.record for row in dialog.selected()] == ["0"]
    dialog.drop({"0/text"})
    assert dialog.selected() == []


def test_another_value_is_written_and_stays_until_it_is_stored(dialog: ConflictsDialog, qtbot: QtBot) -> None:
    second = conflict("2", {"text": "丙"}, {"text": "丁"})
    dialog.set_conflicts([TEXT, second], writable=True)
    dialog.page.write.click()
    field = dialog.page.third.widget("text")
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == "推进光纤入户"
    field.setPlainText("推进光纤进户")
    with qtbot.waitSignal(dialog.decided) as told:
        dialog.page.use.click()
    assert told.args == [[(TEXT.dispute, {"text": "推进光纤进户"})]]
    # Refused by a full disk, say: nobody dropped it.
    choose(dialog, "2")
    dialog.set_conflicts([second, TEXT], writable=True)
    choose(dialog, "1")
    again = dialog.page.third.widget("text")
    assert isinstance(again, QPlainTextEdit)
    assert again.toPlainText() == "推进光纤进户"


def test_reading_the_list_anew_leaves_what_is_being_typed_alone(dialog: ConflictsDialog) -> None:
    dialog.set_conflicts([TEXT], writable=True)
    dialog.page.write.click()
    field = dialog.page.third.widget("text")
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("一半")
    dialog.set_conflicts([TEXT, conflict("2", {"text": "a"}, {"text": "b"})], writable=True)
    assert dialog.page.third.widget("text") is field


def test_what_is_no_value_yet_stays_with_its_conflict_too(dialog: ConflictsDialog, qtbot: QtBot) -> None:
    dated = conflict("3", {"date": "2013-08-08"}, {"date": None}, Family.POLICY)
    dialog.set_conflicts([TEXT, dated], writable=True)
    choose(dialog, "3")
    dialog.page.write.click()
    field = dialog.page.third.widget("date")
    assert isinstance(field, QLineEdit)
    field.clear()
    qtbot.keyClicks(field, "2013-0")  # type: ignore[no-untyped-call]
    choose(dialog, "1")
    assert dialog.page.use.isHidden()
    choose(dialog, "3")
    again = dialog.page.third.widget("date")
    assert isinstance(again, QLineEdit)
    assert (again.text(), again.isVisible()) == ("2013-0", True)
    dialog.drop({"3/date"})
    dialog.set_conflicts([TEXT, dated], writable=True)
    choose(dialog, "3")
    assert dialog.page.use.isHidden(), "it has been decided since"


def test_a_value_that_changed_meanwhile_leaves_what_is_being_typed_alone(dialog: ConflictsDialog) -> None:
    dialog.set_conflicts([TEXT], writable=True)
    dialog.page.write.click()
    field = dialog.page.third.widget("text")
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("一半")
    dialog.set_conflicts([conflict("1", {"text": "推进光纤入户。"}, {"text": "推进光纤到户"})], writable=True)
    assert dialog.page.third.widget("text") is field
    assert field.toPlainText() == "一半"


def test_a_deletion_is_decided_in_its_own_words(dialog: ConflictsDialog, qtbot: QtBot) -> None:
    removed = conflict("1", {"deleted": False}, {"deleted": True})
    dialog.set_conflicts([removed], writable=True)
    assert [card.keep.text() for card in dialog.page.cards] == ["Keep the record", "Delete it after all"]
    assert dialog.page.write.isHidden()
    with qtbot.waitSignal(dialog.decided) as told:
        dialog.page.cards[1].keep.click()
    assert told.args == [[(removed.dispute, {"deleted": True})]]


def test_both_values_and_a_place_in_the_text_are_for_annotations(dialog: ConflictsDialog, qtbot: QtBot) -> None:
    body = conflict("1", {"body": "甲"}, {"body": "乙"}, Family.ANNOTATION)
    place = conflict("2", {"quote": "甲", "start": 1}, {"quote": "乙", "start": 9}, Family.ANNOTATION, PLACE)
    dialog.set_conflicts([body, place, conflict("3", {"text": "a"}, {"text": "b"})], writable=True)
    offered = {}
    for record in ("1", "2", "3"):
        choose(dialog, record)
        page = dialog.page
        offered[record] = [not made.isHidden() for made in (page.both, page.place, page.write)]
    assert offered == {"1": [True, False, True], "2": [True, True, False], "3": [False, False, True]}
    choose(dialog, "1")
    with qtbot.waitSignal(dialog.both_requested) as told:
        dialog.page.both.click()
    assert told.args == [body.dispute]
    with qtbot.waitSignal(dialog.go_requested):
        dialog.page.go.click()


def test_read_only_everything_is_seen_and_nothing_can_be_decided(dialog: ConflictsDialog) -> None:
    dialog.set_conflicts([TEXT], writable=False)
    assert len(dialog.page.cards) == 2
    assert not any(made.isEnabled() for made in (dialog.mine, dialog.shown, dialog.theirs, dialog.page.cards[0].keep))
    assert dialog.page.write.isHidden()


def test_what_a_newer_version_wrote_is_shown_and_left_to_it(dialog: ConflictsDialog) -> None:
    dialog.set_conflicts([conflict("1", {"mood": "a"}, {"mood": "b"})], writable=True)
    assert not dialog.page.cards[1].keep.isEnabled()
    assert "newer version" in dialog.page.note.text()


def test_a_long_text_shows_what_differs_and_not_the_rest(dialog: ConflictsDialog) -> None:
    long = "".join(chr(0x4E00 + at * 37 % 20_000) for at in range(3_000))
    dialog.set_conflicts([conflict("1", {"text": f"{long}甲{long}"}, {"text": f"{long}乙{long}"})], writable=True)
    shown = dialog.page.cards[0].texts[0].text()
    assert len(shown) < 1_000
    assert "甲</u>" in shown


@pytest.fixture
def third(qtbot: QtBot, catalogue: Catalogue) -> ThirdValue:
    made = ThirdValue(catalogue)
    qtbot.addWidget(made)
    return made


def dispute(family: Family, topic: str, fields: tuple[str, ...]) -> Dispute:
    return Dispute(family, "r", topic, fields, (), ())


def test_a_choice_is_made_among_the_words_of_the_domain_in_their_order(third: ThirdValue) -> None:
    fields = ("progress", "percent", "verdict", "reason")
    third.set_dispute(dispute(Family.ASSESSMENT, JUDGEMENT, fields), {"progress": "slow", "percent": 40, "verdict": "true"})
    progress, percent = third.widget("progress"), third.widget("percent")
    assert isinstance(progress, QComboBox)
    assert isinstance(percent, QLineEdit)
    assert [progress.itemText(at) for at in range(4)] == ["–", "Not started", "On track", "Slow"]
    progress.setCurrentIndex(2)
    percent.setText("55%")
    assert third.values() == {"progress": "on_track", "percent": 55, "verdict": "true", "reason": None}
    percent.setText("155")
    with pytest.raises(ValueError, match="0 and 100"):
        third.values()


def test_the_timing_is_read_from_its_phrase(third: ThirdValue) -> None:
    third.set_dispute(dispute(Family.TASK, TIMING, ("timing", "due")), {"timing": "2014年底前完成"})
    field = third.widget("timing")
    assert isinstance(field, TimingEdit)
    field.set_phrase("2015年底前完成")
    assert third.values()["due"] == "2015-12-31"
    assert third.values()["timing_kind"] == "year_end_done"
    field.set_phrase("")
    assert third.values()["timing"] is None


def test_departments_keep_their_roles(third: ThirdValue) -> None:
    fields = ("departments", "departments_raw", "open_ended")
    third.set_dispute(dispute(Family.TASK, DEPARTMENTS, fields), {"departments": [["财政部", "lead"]], "open_ended": True})
    field = third.widget("departments")
    assert isinstance(field, DepartmentsEdit)
    field.line(Role.JOINT).setText("商务部、海关总署")
    assert third.values() == {
        "departments": [["财政部", "lead"], ["商务部", "joint"], ["海关总署", "joint"]],
        "departments_raw": "财政部、商务部、海关总署",
        "open_ended": True,
    }


@pytest.mark.parametrize(
    ("family", "field", "text", "value"),
    [
        (Family.TAG, "color", "#A8281E", "#A8281E"),
        (Family.TAG, "color", "red", None),
        (Family.TAG, "name", "  ", None),
        (Family.EVIDENCE, "date", "2013年8月8日", "2013-08-08"),
        (Family.EVIDENCE, "date", "someday", None),
        (Family.TASK, "number", "seven", None),
        (Family.TASK, "number", "7", 7),
    ],
)
def test_what_is_no_value_is_refused_in_words(third: ThirdValue, family: Family, field: str, text: str, value: object) -> None:
    third.set_dispute(dispute(family, field, (field,)), {field: None})
    line = third.widget(field)
    assert isinstance(line, QLineEdit)
    line.setText(text)
    if value is None:
        with pytest.raises(ValueError, match=r"\.$"):
            third.values()
    else:
        assert third.values() == {field: value}


def test_no_other_value_is_offered_for_what_nobody_writes() -> None:
    assert not offers(dispute(Family.TASK, "spans", ("spans",)))
    assert not offers(dispute(Family.ANNOTATION, PLACE, ("quote", "start")))
    assert not offers(dispute(Family.TASK, "deleted", ("deleted",)))
