"""Whatever was written is found, and a hit leads to its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.records import AnnotationKind, Family
from tests.desktop.driving import Hands
from widgets.dialogs.search_dialog import SearchDialog
from widgets.panels.inspector import Tab


def search(hands: Hands, words: str) -> SearchDialog:
    hands.app.actions.search.trigger()
    dialog = hands.dialog(SearchDialog)
    dialog.set_query(words)
    dialog._ask()
    return dialog


def go(dialog: SearchDialog, family: Family) -> None:
    item = next(dialog.list.item(row) for row in range(dialog.list.count()) if dialog.hits()[row].family is family)
    dialog.list.itemActivated.emit(item)


def test_words_of_the_text_are_found_and_shown(sample_hands: Hands) -> None:
    hands = sample_hands
    assert not hands.in_sight("深化行政审批制度改革")
    dialog = search(hands, "深化行政审批制度改革")
    assert dialog.count.text().startswith("1 place") or len(dialog.hits()) > 1
    go(dialog, Family.POLICY)
    assert hands.in_sight("深化行政审批制度改革")
    assert dialog.isVisible(), "one hit after the other can be looked at"


def test_a_task_a_remark_and_evidence_are_found_and_chosen(hands: Hands) -> None:
    policy = hands.shown.policy.id
    hands.app.session.annotate(policy, hands.select("坚持服务企业"), AnnotationKind.ISSUE, "口径不一")
    hands.app.session.add_evidence(policy, {"type": "photo", "title": "演练照片", "tasks": (hands.task(3).id,)})
    go(search(hands, "电子仓单"), Family.TASK)
    assert hands.chosen() == 2
    go(search(hands, "口径"), Family.ANNOTATION)
    assert hands.app.presenter.annotation == hands.note().id
    assert hands.app.parts.inspector.tabs.currentIndex() == Tab.ANNOTATIONS
    go(search(hands, "演练照片"), Family.EVIDENCE)
    assert hands.chosen() == 3
    assert hands.app.presenter.chosen_evidence() == hands.evidence().id


def test_a_task_hidden_by_a_filter_is_still_shown_in_the_inspector(hands: Hands) -> None:
    hands.app.parts.table.filters.search.setText("港口数据平台")
    hands.app.parts.table.filters._emit()
    go(search(hands, "电子仓单"), Family.TASK)
    assert hands.app.parts.inspector.task.text.text() == hands.task(2).text


def test_nothing_found_is_said(hands: Hands) -> None:
    assert search(hands, "没有这些字").count.text() == "Nothing found"


@pytest.mark.parametrize("words", ['"', "(", "AND", "*", "电%", "𠮷", "'; DROP TABLE task"])
def test_odd_words_are_only_words(hands: Hands, words: str) -> None:
    search(hands, words)
    assert hands.said() == ""


def test_a_hit_of_a_policy_that_is_gone_is_said(hands: Hands, tmp_path: Path) -> None:
    dialog = search(hands, "电子仓单")
    hands.app.flows.files.create_at(tmp_path / "另一个")
    go(dialog, Family.TASK)
    assert "not in the workspace" in hands.said()
