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
