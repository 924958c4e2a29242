"""A record's history reads as what people decided, newest first."""

from __future__ import annotations

import datetime as dt

from desktop.histories import history_lines
from policy.judging import Progress
from storage.records import AnnotationKind
from tests.desktop.driving import Hands


def lines(hands: Hands, record: str) -> list[tuple[str, str, dict[str, tuple[object, object]]]]:
    found = history_lines(hands.workspace, hands.shown, record)
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
    (line,) = history_lines(hands.workspace, hands.shown, hands.task(1).id)
    assert abs(line.when - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
