"""What records are called whose owner is not here, for instance since the merge that brought it was taken back."""

from __future__ import annotations

import pytest

from desktop.record_words import RecordWords
from resources.catalogue import Catalogue
from storage.records import Family
from tests.desktop.driving import Hands

ROWS: dict[Family, dict[str, object]] = {
    Family.ASSESSMENT: {"policy": "p", "task": "t", "reviewer": "r", "agreed": 0},
    Family.REPLY: {"policy": "p", "annotation": "a", "body": "同意"},
    Family.TAG_USE: {"policy": "p", "annotation": "a", "tag": "g"},
    Family.ATTACHMENT: {"policy": "p", "evidence": "e", "name": "图.png"},
    Family.LINK: {"policy": "", "task": "t", "provision": ""},
    Family.EVIDENCE_USE: {"policy": "p", "evidence": "e", "task": "t", "provision": None},
}


@pytest.mark.parametrize(
    ("family", "called"),
    [
        (Family.ASSESSMENT, "未知审阅人对不在此处的任务的评估"),
        (Family.REPLY, "不在此处的批注的回复“同意”"),
        (Family.TAG_USE, "不在此处的批注的标签（不在此处）"),
        (Family.ATTACHMENT, "不在此处的落实证据的材料“图.png”"),
        (Family.LINK, "不在此处的任务与无的关联"),
        (Family.EVIDENCE_USE, "不在此处的落实证据用于不在此处的任务"),
    ],
)
def test_an_owner_that_is_not_here_is_said_to_be_so(hands: Hands, family: Family, called: str) -> None:
    words = RecordWords(hands.workspace, Catalogue.load("zh"), {family: {"x": ROWS[family]}})
    assert words.name(family, "x") == called


@pytest.mark.parametrize(
    ("family", "row", "title"),
    [
        (Family.TASK, {"policy": "p", "number": 3, "text": "x"}, "Task 3 “x”"),
        (Family.REPLY, ROWS[Family.REPLY], "Reply “同意” to an annotation that is not here"),
        (Family.REVIEWER, {"name": "li"}, "li"),
    ],
)
def test_a_line_begins_with_a_capital_letter_but_for_the_name_of_a_person(
    hands: Hands, family: Family, row: dict[str, object], title: str
) -> None:
    assert RecordWords(hands.workspace, Catalogue.load("en"), {family: {"x": row}}).title(family, "x") == title
