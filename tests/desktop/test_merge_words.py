"""A merge in words: sums, what is worth a line, clocks that are off, and what was left out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from desktop.merge_words import MergeWords, Step, Tense
from resources.catalogue import Catalogue
from storage.merge_report import Hidden, MergeConflict, MergeCount, MergeReport, OddClock, Side
from storage.records import Family, Touched
from storage.vetting import Fault, Rejected
from storage.workspace import Workspace

NOW = dt.datetime(2026, 3, 5, 9, 7, tzinfo=dt.UTC)
FILE = "a.clausedesk"
EMPTY = MergeReport(None, NOW, (FILE,), (), (), (), (), 0, Touched(), None)


@pytest.fixture
def words() -> MergeWords:
    return MergeWords(Catalogue.load("en"))


def count(person: str, family: Family, new: int = 0, changed: int = 0, identical: int = 0, source: str = FILE) -> MergeCount:
    return MergeCount(source, person, family, new, changed, identical, 0, 0)


def test_uses_count_with_what_they_use_and_each_person_is_summed_up(words: MergeWords, open_workspace: Workspace) -> None:
    counts = (
        count("李四", Family.TAG, new=2),
        count("李四", Family.TAG_USE, new=3, identical=1),
        count("李四", Family.ANNOTATION, changed=4),
        count("王五", Family.TASK, identical=7),
    )
    shown = words.told(open_workspace, dataclasses.replace(EMPTY, counts=counts), Tense.WILL).shown
    assert [(row.name, row.numbers[:3], row.heading) for row in shown.rows] == [
        ("李四", (5, 4, 1), True),
        ("Annotations", (0, 4, 0), False),
        ("Tags", (5, 0, 1), False),
        ("王五", (0, 0, 7), True),
    ]
    assert shown.new
    assert shown.summary == "Merging brings 5 new and 4 changed from 李四; here already: 8."


def test_the_file_is_named_where_there_are_several(words: MergeWords, open_workspace: Workspace) -> None:
    counts = (count("李四", Family.TASK, new=1), count("李四", Family.TASK, new=1, source="b.clausedesk"))
    rows = words.told(open_workspace, dataclasses.replace(EMPTY, counts=counts), Tense.WILL).shown.rows
    assert [row.name for row in rows if row.heading] == ["李四 — a.clausedesk", "李四 — b.clausedesk"]


def test_what_an_import_brought_is_not_said_to_be_a_reviewers(words: MergeWords, open_workspace: Workspace) -> None:
    counts = (count("", Family.TASK, new=9), count("李四", Family.ANNOTATION, new=2))
    shown = words.told(open_workspace, dataclasses.replace(EMPTY, counts=counts), Tense.WILL).shown
    assert shown.summary == "Merging brings 11 new and 0 changed from 李四, Imports."


def test_nothing_new_is_said_plainly(words: MergeWords, open_workspace: Workspace) -> None:
    report = dataclasses.replace(EMPTY, counts=(count("李四", Family.TASK, identical=3),))
    shown = words.told(open_workspace, report, Tense.WILL).shown
    assert (shown.new, shown.facts) == (False, ())
    assert "nothing new" in shown.summary
    assert "nothing new" in words.message(report)


def test_attached_files_and_the_backup_are_told(words: MergeWords, open_workspace: Workspace) -> None:
    report = dataclasses.replace(EMPTY, new_attachments=2, lost_attachments=("x",), backup=Path("w.before-merge.clausedesk"))
    told = words.told(open_workspace, report, Tense.DID, "张三")
    assert told.shown.facts == (
        "Attached files that came with it: 2.",
        "What the workspace was before is kept as w.before-merge.clausedesk.",
    )
    assert "left out: 1" in told.shown.warnings[0]
    assert (told.facts.backup, told.facts.who) == ("w.before-merge.clausedesk", "张三")


def test_clocks_that_are_off_are_told_in_days_or_hours(words: MergeWords, open_workspace: Workspace) -> None:
    report = dataclasses.replace(EMPTY, odd_clocks=(OddClock("李四", "m", 4 * 86_400), OddClock("王五", "m", -7_000)))
    ahead, behind = words.told(open_workspace, report, Tense.WILL).shown.warnings
    assert ahead.startswith("李四's computer is 4 days ahead")
    assert behind.startswith("王五's computer is 2 h behind")


def test_a_conflict_names_the_task_and_each_side(words: MergeWords, open_workspace: Workspace) -> None:
    policy = open_workspace.policies.all()[0].id
    task = open_workspace.tasks.of(policy)[0]
    sides = (Side("c", "持续推进", "李四", 0), Side("d", None, "", 0))
    conflicts = (MergeConflict(Family.TASK, task.id, "timing", sides), MergeConflict(Family.EVIDENCE, "nowhere", "title", sides))
    known, unknown = words.told(open_workspace, dataclasses.replace(EMPTY, conflicts=conflicts), Tense.DID).shown.conflicts
    assert task.text in known.where
    assert (known.field, [(side.value, side.whence) for side in known.sides]) == (
        "Timing",
        [("持续推进", "李四"), ("–", "Imports")],
    )
    assert unknown.where == "Evidence that is not here yet"


def test_what_was_left_out_says_what_whose_where_and_why(words: MergeWords, open_workspace: Workspace) -> None:
    rejected = tuple(Rejected(f"change-{fault}", fault, "李四", FILE, Family.TASK) for fault in Fault)
    shown = words.told(open_workspace, dataclasses.replace(EMPTY, rejected=rejected), Tense.DID).shown
    assert len({row.reason for row in shown.rejected}) == len(Fault)
    assert all("Tasks by 李四 in a.clausedesk" in row.what for row in shown.rejected)


def test_a_step_names_its_files_but_not_all_of_many(words: MergeWords) -> None:
    assert words.title(["a", "b"]) == "Merge of a, b"
    assert words.title(["a", "b", "c", "d", "e"], Step.TAKE_BACK) == "Taking back the merge of a, b, c and 2 more"


@pytest.mark.parametrize("family", Family)
def test_every_family_has_a_name_in_both_languages(family: Family, open_workspace: Workspace) -> None:
    for language in ("zh", "en"):
        report = dataclasses.replace(EMPTY, counts=(count("李四", family, new=1),))
        assert MergeWords(Catalogue.load(language)).told(open_workspace, report, Tense.WILL).shown.rows[1].name


def test_what_is_hidden_says_who_removed_what_and_whose_work_is_under_it(words: MergeWords, open_workspace: Workspace) -> None:
    policy = open_workspace.policies.all()[0].id
    task = next(task for task in open_workspace.tasks.of(policy) if task.number == 1)
    hidden = (Hidden(Family.TASK, task.id, ("李四", "王五"), "张三", 2), Hidden(Family.TAG, "nowhere", ("李四",), "", 1))
    report = dataclasses.replace(EMPTY, counts=(count("李四", Family.TASK, new=3),), hidden=hidden)
    done, coming = (words.told(open_workspace, report, tense) for tense in (Tense.DID, Tense.WILL))
    [told] = done.shown.warnings
    first, second = told.splitlines()
    assert first.startswith("张三 removed task 1 ")
    assert first.endswith("Written under it by 李四, 王五, and therefore not shown: 2.")
    assert second.startswith("Imports removed Tag that is not here yet")
    assert "not shown after the merge: 2." in coming.shown.warnings[0]
    assert (done.shown.hidden, coming.shown.hidden, done.hidden) == (True, False, hidden)
    assert {first, second} <= set(done.facts.paragraphs)
    assert words.message(report).endswith("not shown because of what others removed: 3.")


def test_of_much_that_is_hidden_only_the_first_ten_are_named(words: MergeWords, open_workspace: Workspace) -> None:
    hidden = tuple(Hidden(Family.TASK, f"nowhere {number}", ("李四",), "张三", 1) for number in range(13))
    [told] = words.told(open_workspace, dataclasses.replace(EMPTY, hidden=hidden), Tense.DID).shown.warnings
    assert len(told.splitlines()) == 11
    assert told.splitlines()[-1] == "Further places where the same happened: 3."


def test_fields_that_are_decided_together_are_one_conflict_everywhere(words: MergeWords, open_workspace: Workspace) -> None:
    policy = open_workspace.policies.all()[0].id
    task = open_workspace.tasks.of(policy)[0].id

    def sides(ours: object, theirs: object) -> tuple[Side, Side]:
        return Side("c", ours, "李四", 0), Side("d", theirs, "王五", 0)

    fields = {
        "due": sides("2022-12-31", "2023-12-31"),
        "timing": sides("2022年年底前完成", "2023年年底前完成"),
        "departments": sides([["市数据局", "lead"]], [["市商务局", "lead"]]),
        "departments_raw": sides("市数据局", "市商务局"),
    }
    conflicts = tuple(MergeConflict(Family.TASK, task, field, said) for field, said in fields.items())
    report = dataclasses.replace(EMPTY, new_texts=1, conflicts=conflicts, counts=(count("李四", Family.TASK, new=1),))
    told = words.told(open_workspace, report, Tense.DID)
    assert [row.field for row in told.shown.conflicts] == ["Timing", "Departments"]
    assert [side.value for side in told.shown.conflicts[0].sides] == [
        "Timing: 2022年年底前完成\nDue: 2022-12-31",
        "Timing: 2023年年底前完成\nDue: 2023-12-31",
    ]
    assert len(told.facts.conflicts) == 2
    assert "conflicts: 2" in told.shown.summary
    assert "conflicts: 2" in words.message(report)
