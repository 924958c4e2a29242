"""A record's history reads as what people decided, newest first."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from desktop.histories import all_lines, history_lines
from policy.judging import Progress
from resources.catalogue import Catalogue
from storage.graph import SUMMARY
from storage.records import AnnotationKind, Draft, EvidenceType, Family
from storage.sharing import Selection, share
from storage.workspace import Workspace
from tests.desktop.copies import edited, edited_copy, merged, somebody
from tests.desktop.driving import Hands

ENGLISH = Catalogue.load("en")


def lines(hands: Hands, record: str) -> list[tuple[str, str, dict[str, tuple[object, object]]]]:
    found = history_lines(hands.workspace, ENGLISH, record)
    assert list(found) == sorted(found, key=lambda line: line.when, reverse=True)
    return [(line.label, line.who, {change.name: (change.old, change.new) for change in line.details}) for line in found]


def test_an_import_and_a_correction_are_told_apart(hands: Hands) -> None:
    key = hands.task(1).id
    hands.app.session.edit_task(key, {"text": "改过"})
    newest, *_, oldest = lines(hands, key)
    assert newest[0] == "change.task.edit"
    assert newest[1] == "张三"
    assert newest[2]["text"] == ("建设统一的港口数据平台", "改过")
    assert oldest[0] == "change.policy.import"


def test_judgements_stand_in_the_history_of_their_task(hands: Hands) -> None:
    key = hands.task(1).id
    hands.app.session.assess(key, {"progress": Progress.SLOW})
    hands.app.session.assess(key, {"progress": Progress.DONE})
    newest = lines(hands, key)[0]
    assert newest[0] == "change.assessment.set"
    assert newest[2]["progress"] == ("slow", "done")


def test_undo_is_part_of_the_history(hands: Hands) -> None:
    hands.app.session.annotate(hands.shown.policy.id, hands.select("坚持服务企业"), AnnotationKind.ISSUE, "一")
    key = hands.note().id
    hands.app.session.edit_annotation(key, {"body": "二"})
    hands.app.session.undo_stack.undo()
    told = lines(hands, key)
    assert [what for what, _, _ in told] == ["change.undo", "change.annotation.edit", "change.annotation.add"]
    assert told[0][2]["body"] == ("二", "一")


def test_where_a_record_stands_is_not_told(hands: Hands) -> None:
    hands.app.session.annotate(hands.shown.policy.id, hands.select("坚持服务企业"), AnnotationKind.ISSUE, "一")
    (told,) = lines(hands, hands.note().id)
    assert not set(told[2]) & {"policy", "reviewer", "created", "start", "end", "prefix", "suffix"}
    assert told[2]["body"] == (None, "一")


def test_an_import_has_the_time_at_which_it_was_made_here(hands: Hands) -> None:
    line = history_lines(hands.workspace, ENGLISH, hands.task(1).id)[0]
    assert abs(line.when - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)


def rewrite(workspace: Workspace, text: str) -> None:
    workspace.tasks.edit(first_task(workspace), text=text)


def first_task(workspace: Workspace) -> str:
    (policy,) = workspace.policies.all()
    return workspace.tasks.of(policy.id)[0].id


def test_what_hangs_on_a_record_is_told_with_it_also_when_it_was_taken_off(hands: Hands) -> None:
    session = hands.app.session
    session.annotate(hands.shown.policy.id, hands.select("坚持服务企业"), AnnotationKind.ISSUE, "一", ["需补证据"])
    key = hands.note().id
    session.reply(key, "答")
    session.tag_annotation(key, [])
    found = history_lines(hands.workspace, ENGLISH, key)
    assert [(line.label, line.family) for line in found] == [
        ("change.annotation.tag", Family.TAG_USE),
        ("change.reply.add", Family.REPLY),
        ("change.annotation.add", Family.TAG_USE),
        ("change.annotation.add", Family.ANNOTATION),
    ]
    assert "需补证据" in found[0].subject
    assert [(one.name, one.new) for one in found[0].details] == [("deleted", True)]


def test_evidence_is_told_with_its_files_and_what_it_serves(hands: Hands, tmp_path: Path) -> None:
    task = hands.task(1).id
    hands.app.session.add_evidence(hands.shown.policy.id, {"type": EvidenceType.DOCUMENT, "title": "方案", "tasks": [task]})
    key = hands.evidence().id
    (tmp_path / "a.txt").write_text("a")
    hands.app.session.attach(key, [tmp_path / "a.txt"])
    families = {line.family for line in history_lines(hands.workspace, ENGLISH, key)}
    assert families == {Family.ATTACHMENT, Family.EVIDENCE_USE, Family.EVIDENCE}
    told = [line.subject for line in history_lines(hands.workspace, ENGLISH, task) if line.family is Family.EVIDENCE_USE]
    assert told == ["“方案” for task 1"]


def test_the_same_person_with_two_copies_of_a_file_is_two_writers(workspace_file: Path) -> None:
    me = somebody("张三")
    copy = edited_copy(workspace_file, "副本", me, lambda ws: ws.tasks.edit(first_task(ws), text="在家写的"), "HOME")
    edited(workspace_file, me, lambda ws: ws.tasks.edit(first_task(ws), text="在单位写的"), "OFFICE")
    merged(workspace_file, me, copy)
    with Workspace.open(workspace_file, me) as workspace:
        written = [line for line in history_lines(workspace, ENGLISH, first_task(workspace)) if line.label == "change.task.edit"]
        assert workspace.tasks.get(first_task(workspace)).text in ("在家写的", "在单位写的")
    assert {line.who for line in written} == {"张三"}
    assert {line.machine for line in written} == {"HOME", "OFFICE"}
    assert len({line.where for line in written}) == 2
    # Each had seen the same words before: neither changed what the other wrote.
    assert {(line.details[0].old, line.details[0].new) for line in written} == {
        ("建设统一的港口数据平台", "在家写的"),
        ("建设统一的港口数据平台", "在单位写的"),
    }
    notes = {line.machine: line.note for line in written}
    assert notes["OFFICE"] == ""
    assert "副本.clausedesk" in notes["HOME"]


def test_who_knew_of_both_changed_what_showed(workspace_file: Path) -> None:
    me = somebody("张三")
    copy = edited_copy(workspace_file, "副本", somebody("李四"), partial(rewrite, text="乙"))
    edited(workspace_file, me, partial(rewrite, text="甲"))
    merged(workspace_file, me, copy)
    with Workspace.open(workspace_file, me) as workspace:
        key = first_task(workspace)
        shown = workspace.tasks.get(key).text
        workspace.tasks.edit(key, text="丙")
        newest = history_lines(workspace, ENGLISH, key)[0]
    assert [(one.name, one.old, one.new) for one in newest.details] == [("text", shown, "丙")]


def test_two_sessions_on_one_machine_are_told_apart(workspace_file: Path) -> None:
    me = somebody("张三")
    for text in ("一", "二"):
        edited(workspace_file, me, partial(rewrite, text=text), "PC")
    with Workspace.open(workspace_file, None) as workspace:
        first, second = (line for line in history_lines(workspace, ENGLISH, first_task(workspace)) if line.who == "张三")
    assert first.where != second.where


def test_a_summary_of_what_is_here_is_not_told(open_workspace: Workspace) -> None:
    key = first_task(open_workspace)
    open_workspace.tasks.edit(key, text="一")
    open_workspace.write(SUMMARY, [Draft(Family.TASK, key, {"text": "一"})])
    assert SUMMARY not in [line.label for line in history_lines(open_workspace, ENGLISH, key)]


def test_words_that_a_sender_left_out_are_said_to_be(open_workspace: Workspace, tmp_path: Path) -> None:
    key = first_task(open_workspace)
    for text in ("初稿", "二稿", "定稿"):
        open_workspace.tasks.edit(key, text=text)
    share(open_workspace, Selection(), tmp_path / "包.clausedesk")
    with Workspace.open(tmp_path / "包.clausedesk", None) as package:
        told = [line for line in history_lines(package, ENGLISH, key) if line.family is Family.TASK]
    summed = [line for line in told if "earlier words were left out by the sender" in line.note]
    assert ("张三", "定稿") in [(line.who, one.new) for line in summed for one in line.details]
    assert "初稿" not in str(told)


def test_everything_is_told_and_nothing_of_what_is_hidden(open_workspace: Workspace) -> None:
    key = first_task(open_workspace)
    open_workspace.tasks.edit(key, text="一")
    told = all_lines(open_workspace, ENGLISH)
    assert len(told) == len(open_workspace.history.changes())
    assert told[0].subject == "Task 1 “一”"
    hidden = all_lines(open_workspace, ENGLISH, hidden={key})
    assert {line.record for line in told} - {line.record for line in hidden} == {key}


def test_an_account_in_words_needs_a_phrase_for_every_label_written_here(open_workspace: Workspace) -> None:
    labels = {line.label for line in all_lines(open_workspace, ENGLISH)}
    assert [label for label in labels if not ENGLISH.knows(label)] == []
