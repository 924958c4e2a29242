"""The dialog about a policy: findings by kind, filtered and folded; targets; facts."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from policy.model import Finding, FindingKind, Span
from resources.catalogue import Catalogue
from storage.records import IndicatorRecord, PolicyRecord
from widgets.dialogs.policy_dialog import PolicyDialog, PolicyPage
from widgets.models.target_model import Column, TargetRow

MISSING = [Finding(FindingKind.NUMBER_MISSING, facts=(("number", str(number)),)) for number in (5, 10)]
DIFFER = Finding(
    FindingKind.DEPARTMENTS_DIFFER,
    "cl_4",
    "t_3",
    (("number", "3"), ("clause", "（四）"), ("in_clause", "财政部"), ("in_table", "商务部")),
)
RENAMED = Finding(FindingKind.DEPARTMENT_RENAMED, None, "t_1", (("name", "文化部"), ("number", "1"), ("today", "文化和旅游部")))
FOUND = (RENAMED, *MISSING, DIFFER)
POLICY = PolicyRecord(
    "p",
    "关于推进数字港口建设的意见",
    "星政发〔2021〕7号",
    "星海市人民政府",
    None,
    dt.date(2021, 3, 5),
    None,
    None,
    None,
    "港口.txt",
    dt.datetime(2021, 4, 1, 9, 30, tzinfo=dt.UTC),
)


def target(number: int, **changes: object) -> TargetRow:
    fields: dict[str, object] = {"name": "港口作业自动化率", "operator": ">=", "value": 80.0, "unit": "%", "by": "2023"}
    fields |= {"quote": "港口作业自动化率达到80%", "inherited": False, "span": Span(3, 9)} | changes
    return TargetRow(IndicatorRecord(f"i-{number}", "p", "cl_2", None, **fields), "（二）")  # type: ignore[arg-type]


@pytest.fixture
def dialog(qtbot: QtBot, catalogue: Catalogue) -> PolicyDialog:
    made = PolicyDialog(catalogue)
    qtbot.addWidget(made)
    made.set_policy(POLICY, writable=True)
    made.set_findings(FOUND)
    made.set_targets([target(1), target(2, name="吞吐量", value=1_234_567.5, unit="吨", by=None, inherited=True)])
    made.show()
    return made


def lines(dialog: PolicyDialog) -> list[str]:
    model = dialog.findings.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_findings_stand_under_their_kind_contradictions_first(dialog: PolicyDialog) -> None:
    said = lines(dialog)
    assert said[0] == "Departments differ: 1"
    assert "财政部" in said[1]
    assert said[2:5] == ["Task numbers missing: 2", "Task number 5 is missing", "Task number 10 is missing"]
    assert said[5].endswith(": 1")
    assert dialog.findings.count.text() == "4 finding(s)"


def test_a_click_or_a_key_goes_to_a_finding_but_not_to_a_heading(dialog: PolicyDialog, qtbot: QtBot) -> None:
    gone: list[Finding] = []
    dialog.finding_chosen.connect(gone.append)
    view, model = dialog.findings.view, dialog.findings.model
    view.setCurrentIndex(model.index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert gone == [DIFFER, MISSING[0]]
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, view.visualRect(model.index(1, 0)).center()
    )
    assert gone[2:] == [MISSING[0], DIFFER]


def test_a_heading_folds_its_group_and_the_count_stays(dialog: PolicyDialog) -> None:
    view, model = dialog.findings.view, dialog.findings.model
    view.setCurrentIndex(model.index(2, 0))
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert lines(dialog)[2] == "Task numbers missing: 2"
    assert "Task number 5 is missing" not in lines(dialog)
    assert dialog.findings.count.text() == "4 finding(s)"
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert "Task number 5 is missing" in lines(dialog)


def test_the_filter_takes_words_of_sentences_and_of_headings(dialog: PolicyDialog) -> None:
    dialog.findings.filter.setText("财政")
    assert len(lines(dialog)) == 2
    assert dialog.findings.count.text() == "1 of 4 finding(s)"
    dialog.findings.filter.setText("NUMBERS missing")
    assert len(lines(dialog)) == 3
    dialog.findings.filter.setText("没有这些字")
    assert lines(dialog) == []
    assert dialog.findings.model.total() == 4


def test_a_finding_that_is_settled_leaves_the_chosen_one_chosen(dialog: PolicyDialog) -> None:
    view, model = dialog.findings.view, dialog.findings.model
    view.setCurrentIndex(model.index(4, 0))
    dialog.set_findings([RENAMED, *MISSING])
    assert view.currentIndex().data() == "Task number 10 is missing"
    assert dialog.tabs.tabText(PolicyPage.FINDINGS) == "Findings 3"


def test_while_nobody_knows_the_list_says_so_and_then_that_all_is_well(dialog: PolicyDialog) -> None:
    said = dialog.findings._none
    dialog.set_findings(None)
    assert said.isVisible()
    assert "Looking" in said.text()
    dialog.set_findings(())
    assert "Nothing is left" in said.text()
    assert not dialog.findings.copy.isEnabled()


def test_findings_are_copied_as_they_are_filtered(dialog: PolicyDialog) -> None:
    copied: list[str] = []
    dialog.copy_requested.connect(copied.append)
    dialog.findings.filter.setText("missing")
    dialog.findings.copy.click()
    assert copied == ["Task numbers missing (2)\n- Task number 5 is missing\n- Task number 10 is missing"]


def test_thousands_of_findings_are_lines_at_once_and_only_differences_change(dialog: PolicyDialog) -> None:
    many = [Finding(FindingKind.CLAUSE_WITHOUT_TASK, f"cl_{n}", facts=(("number", f"（{n}）"),)) for n in range(2_000)]
    dialog.set_findings(many)
    model = dialog.findings.model
    assert model.rowCount() == 2_001
    resets: list[int] = []
    removed: list[tuple[int, int]] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsRemoved.connect(lambda _, first, last: removed.append((first, last)))
    dialog.set_findings([*many[:700], *many[701:]])
    assert (resets, removed) == ([], [(701, 701)])


def test_a_long_sentence_takes_more_lines_than_a_short_one(dialog: PolicyDialog) -> None:
    long = Finding(
        FindingKind.TARGETS_CONTRADICT, facts=tuple((name, "港口作业" * 20) for name in ("name", "year", "first", "second"))
    )
    dialog.set_findings([*MISSING, long])
    view, model = dialog.findings.view, dialog.findings.model
    heights = {
        str(model.index(row, 0).data())[:8]: view.visualRect(model.index(row, 0)).height() for row in range(model.rowCount())
    }
    assert heights["The targ"] > heights["Task num"]


def test_targets_say_whether_year_and_name_are_stated(dialog: PolicyDialog) -> None:
    model = dialog.targets.model
    cells = [[str(model.index(row, column).data()) for column in Column] for row in range(2)]
    assert cells[0] == ["港口作业自动化率", "at least 80 %", "2023", "stated", "（二）"]
    assert cells[1] == ["吞吐量", "at least 1234567.5 吨", "", "from before", "（二）"]
    assert dialog.tabs.tabText(PolicyPage.TARGETS) == "Targets 2"


def test_a_target_is_gone_to_and_shows_its_words(dialog: PolicyDialog) -> None:
    gone: list[TargetRow] = []
    dialog.target_chosen.connect(gone.append)
    dialog.show_page(PolicyPage.TARGETS)
    view, model = dialog.targets.view, dialog.targets.model
    view.setCurrentIndex(model.index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [row.key for row in gone] == ["i-2", "i-2"]
    assert dialog.targets.quote.text() == "港口作业自动化率达到80%"
    dialog.set_targets(())
    assert not dialog.targets.quote.isVisible()
    assert not dialog.targets.copy.isEnabled()


def test_targets_are_copied_for_a_spreadsheet(dialog: PolicyDialog) -> None:
    copied: list[str] = []
    dialog.copy_requested.connect(copied.append)
    dialog.show_page(PolicyPage.TARGETS)
    QTest.keyClick(dialog.targets.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    table = [line.split("\t") for line in copied[0].split("\n")]
    assert {len(line) for line in table} == {8}
    assert table[2] == ["吞吐量", "at least", "1234567.5", "吨", "", "from before", "（二）", "港口作业自动化率达到80%"]


def test_a_fact_is_told_once_when_its_field_is_left(dialog: PolicyDialog) -> None:
    edits: list[tuple[str, object]] = []
    dialog.fact_edited.connect(lambda name, value: edits.append((name, value)))
    fields = dialog.facts.fields()
    fields["issuer"].clear()
    fields["issuer"].insert(" 星海市 ")
    QTest.keyClick(fields["issuer"], Qt.Key.Key_Return)
    fields["date"].clear()
    QTest.keyClicks(fields["date"], "2021-3-6")
    QTest.keyClick(fields["date"], Qt.Key.Key_Return)
    dialog.flush()
    fields["doc_number"].selectAll()
    QTest.keyClick(fields["doc_number"], Qt.Key.Key_Delete)
    dialog.reject()
    assert edits == [("issuer", "星海市"), ("date", dt.date(2021, 3, 6)), ("doc_number", None)]


def test_what_cannot_be_a_fact_is_said_and_the_old_one_comes_back(dialog: PolicyDialog) -> None:
    edits: list[str] = []
    dialog.fact_edited.connect(lambda name, _: edits.append(name))
    fields = dialog.facts.fields()
    fields["title"].selectAll()
    QTest.keyClick(fields["title"], Qt.Key.Key_Delete)
    QTest.keyClick(fields["title"], Qt.Key.Key_Return)
    assert fields["title"].text() == POLICY.title
    assert "title" in dialog.facts.note.text()
    fields["date"].clear()
    QTest.keyClicks(fields["date"], "soon")
    QTest.keyClick(fields["date"], Qt.Key.Key_Return)
    assert fields["date"].text() == "2021-03-05"
    assert "day" in dialog.facts.note.text()
    assert edits == []


def test_what_is_being_typed_stays_while_the_policy_is_shown_again(dialog: PolicyDialog) -> None:
    field = dialog.facts.lines["issuer"]
    field.insert("、星河市")
    dialog.set_policy(POLICY, writable=True)
    assert "星河市" in field.text()


def test_facts_that_nobody_may_write_cannot_be_typed_in(dialog: PolicyDialog) -> None:
    dialog.set_policy(POLICY, writable=False)
    assert all(field.isReadOnly() for field in dialog.facts.fields().values())
    assert "港口.txt" in dialog.facts.origin.text()


def test_a_step_back_in_an_untouched_field_is_one_of_the_window(dialog: PolicyDialog, qtbot: QtBot) -> None:
    dialog.show_page(PolicyPage.FACTS)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    field = dialog.facts.lines["issuer"]
    field.setFocus()
    with qtbot.waitSignal(dialog.undo_requested):
        QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    field.insert("x")
    with qtbot.assertNotEmitted(dialog.undo_requested):
        QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == POLICY.issuer
