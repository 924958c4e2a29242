"""A new version of a policy brought in, compared, carried over, and what was lost put in its place."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.file_reading import read_file
from desktop.report_input import report_input
from exporters.assembly import assemble
from policy.judging import Progress, Verdict
from policy.model import Span
from policy.places import Outcome
from storage.policies import PolicyRepository
from storage.records import AnnotationKind, AnnotationRecord, EvidenceType, Family, LinkState
from tests.desktop.conftest import POLICY
from tests.desktop.driving import Hands, import_into, second_policy
from widgets.dialogs.compare_dialog import CompareDialog
from widgets.dialogs.file_dialog import FileDialog
from widgets.dialogs.import_preview import ImportPreview
from widgets.dialogs.version_dialog import VersionDialog
from widgets.message_bar import MessageKind
from widgets.models.place_model import PlaceRow, Target
from widgets.panels.inspector import Tab

NEW = (
    POLICY.replace("（星政发〔2021〕7号）", "（星政发〔2021〕19号）")
    .replace("　　（三）建设", "　　（三）统筹岸线资源。编制港口岸线利用规划。\n\n　　（四）建设")
    .replace("（四）推广电子单证。推广电子提单和电子仓单，减少纸质单证。\n\n", "")
    .replace("80%", "85%以上")
    .replace("2\n推广电子提单和电子仓单\n市商务局\n2021年第三季度启动", "2\n编制港口岸线利用规划\n市交通运输局\n2022年6月底前完成")
    .replace("2021年年底前完成", "2022年年底前完成")
)
LOST, DOUBTFUL, CERTAIN = "减少纸质单证", "港口作业自动化率达到80%", "定期开展演练"


@pytest.fixture
def new_file(tmp_path: Path) -> Path:
    """The next version of the policy on screen: a clause and a task gone, others added, renumbered and changed."""
    path = tmp_path / "港口-印发稿.txt"
    path.write_text(NEW, encoding="utf-8")
    return path


@pytest.fixture
def written(hands: Hands) -> Hands:
    """The policy on screen with remarks, judgements, evidence and links."""
    session, shown = hands.app.session, hands.shown
    policy = shown.policy.id
    for words, kind in ((LOST, AnnotationKind.ISSUE), (DOUBTFUL, AnnotationKind.QUESTION), (CERTAIN, AnnotationKind.COMMENT)):
        start = shown.text.index(words)
        session.annotate(policy, Span(start, start + len(words)), kind, f"关于{words}")
    for number in (1, 2, 3):
        session.assess(hands.task(number).id, {"progress": Progress.ON_TRACK, "verdict": Verdict.TRUE})
    fields = {
        "type": EvidenceType.DOCUMENT,
        "title": "单证台账",
        "tasks": [hands.task(2).id],
        "provisions": [hands.clause("（五）")],
    }
    session.add_evidence(policy, fields)
    session.link(hands.task(3).id, hands.clause("（五）"), LinkState.CONFIRMED)
    session.link(hands.task(2).id, hands.clause("（二）"), LinkState.CONFIRMED)
    hands.settle()
    return hands


def stored(hands: Hands, path: Path) -> str:
    """The policy of a file, taken into the workspace without its preview; its id."""
    found = read_file(path)
    import_into(hands.app.session, found.policy, found.name, found.original)
    return found.policy.id


def carried(hands: Hands, path: Path) -> str:
    """The old policy, after everything on it was carried over to the version in ``path``, which is on screen."""
    old = hands.shown.policy.id
    hands.app.flows.versions.compare(old, stored(hands, path))
    hands.dialog(CompareDialog).accept()
    hands.finish_jobs()
    return old


def remark(hands: Hands, words: str) -> AnnotationRecord:
    return next(record for record in hands.shown.annotations.values() if record.body == f"关于{words}")


def tray(hands: Hands) -> dict[str, Outcome]:
    """What the tray lists."""
    hands.app.parts.inspector.show_tab(Tab.PLACE)
    hands.settle()
    return {row.key: row.found for row in hands.app.parts.inspector.orphans.model.rows}


def choose(hands: Hands, key: str) -> None:
    panel = hands.app.parts.inspector.orphans
    place = panel.model.place_of(key)
    assert place is not None
    panel.view.setCurrentIndex(panel.model.index(place, 0))


def lost(hands: Hands, family: Family) -> str:
    return next(key for key, orphan in hands.shown.orphans.items() if orphan.family is family)


def test_a_version_in_the_workspace_is_chosen_compared_and_carried_over(written: Hands, new_file: Path) -> None:
    old = written.shown.policy.id
    new = stored(written, new_file)
    written.app.presenter.show_policy(old)
    written.app.actions.new_version.trigger()
    chooser = written.dialog(VersionDialog)
    assert chooser.chosen() == new
    chooser.accept()
    dialog = written.dialog(CompareDialog)
    assert "（三）" in {line.note for line in dialog.texts.lines._lines}
    dialog.accept_button.click()
    written.finish_jobs()
    assert written.shown.policy.id == new
    assert written.shown.policy.replaces == old
    assert remark(written, CERTAIN).quote == CERTAIN
    assert "in doubt" in written.said()


def foretold(hands: Hands, path: Path) -> dict[tuple[Family, Outcome], int]:
    """What the dialog says of carrying over to the version in ``path``, which is carried out then."""
    old, new = hands.shown.policy.id, stored(hands, path)
    hands.app.flows.versions.compare(old, new)
    dialog = hands.dialog(CompareDialog)
    told = dict(dialog.tally())
    dialog.accept()
    hands.finish_jobs()
    return told


def happened(hands: Hands) -> dict[tuple[Family, Outcome], int]:
    """How what was carried over onto the policy on screen was found."""
    shown = hands.shown
    families: dict[Family, Mapping[str, Any]] = {
        Family.ANNOTATION: shown.annotations,
        Family.EVIDENCE_USE: shown.evidence_uses,
        Family.ASSESSMENT: shown.assessments,
        Family.LINK: {key: link for key, link in shown.links.items() if link.state is not LinkState.SUGGESTED},
    }
    placed = [
        (family, one.found) for family, records in families.items() for one in records.values() if one.id not in shown.orphans
    ]
    return dict(Counter([*placed, *((orphan.family, Outcome.ORPHAN) for orphan in shown.orphans.values())]))


def test_the_dialog_foretells_exactly_what_is_stored(written: Hands, new_file: Path) -> None:
    told = foretold(written, new_file)
    assert told == happened(written)
    assert {outcome for _, outcome in told} == set(Outcome)


def test_what_was_lost_before_or_removed_is_foretold_as_it_happens(written: Hands, new_file: Path, tmp_path: Path) -> None:
    carried(written, new_file)
    assert lost(written, Family.EVIDENCE_USE)
    session, shown = written.app.session, written.shown
    third = written.task(3).id
    session.add_evidence(shown.policy.id, {"type": EvidenceType.PHOTO, "title": "照片", "tasks": [third, written.task(1).id]})
    session.remove_task(third)
    written.settle()
    last = tmp_path / "港口-再印发稿.txt"
    last.write_text(NEW.replace("19号", "20号").replace("定期开展演练", "每年开展演练"), encoding="utf-8")
    told = foretold(written, last)
    assert told == happened(written)
    assert told[Family.EVIDENCE_USE, Outcome.ORPHAN] >= 1


def test_of_two_judgements_that_become_one_the_other_waits(written: Hands, tmp_path: Path) -> None:
    written.app.session.assess(written.task(2).id, {"progress": Progress.SLOW})
    first, second = "建设统一的港口数据平台", "推广电子提单和电子仓单"
    two = f"1\n{first}\n市数据局、市交通运输局\n2021年年底前完成\n2\n{second}\n市商务局\n2021年第三季度启动\n"
    one = f"1\n{first}，{second}\n市数据局、市商务局\n2021年年底前完成\n"
    assert two in POLICY
    path = tmp_path / "合并.txt"
    path.write_text(POLICY.replace(two, one).replace("7号", "8号"), encoding="utf-8")
    told = foretold(written, path)
    assert told == happened(written)
    assert told[Family.ASSESSMENT, Outcome.ORPHAN] == 1


def test_a_file_is_imported_first_and_compared_then(written: Hands, new_file: Path) -> None:
    old = written.shown.policy.id
    written.app.flows.versions.take_file(old, new_file)
    written.dialog(ImportPreview).accept()
    written.dialog(CompareDialog).accept()
    written.finish_jobs()
    assert written.shown.policy.replaces == old


def test_a_file_that_is_here_already_is_compared_at_once(written: Hands, new_file: Path) -> None:
    old, _ = written.shown.policy.id, stored(written, new_file)
    written.app.flows.versions.take_file(old, new_file)
    written.dialog(CompareDialog)
    assert not written.dialogs(ImportPreview)
    assert written.said() == ""


def test_an_import_that_looks_like_a_version_offers_to_compare(written: Hands, new_file: Path) -> None:
    written.app.flows.importing.import_paths([new_file])
    written.dialog(ImportPreview).accept()
    bar = written.app.parts.messages
    written.qtbot.waitUntil(lambda: (message := bar.message()) is not None and message.kind is MessageKind.OFFER)
    bar._action.click()
    dialog = written.dialog(CompareDialog)
    assert dialog.windowTitle() == "Two versions of a policy"


def test_the_texts_are_compared_with_a_new_import_away_from_the_window(
    written: Hands, new_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = written.shown.policy.id, stored(written, new_file)
    written.finish_jobs()
    read, whole = list[int](), PolicyRepository.text

    def text(repository: PolicyRepository, policy: str) -> str:
        read.append(threading.get_ident())
        return whole(repository, policy)

    monkeypatch.setattr(PolicyRepository, "text", text)
    with written.qtbot.waitSignal(written.app.flows.versions.offered, timeout=10_000) as offered:
        written.app.flows.versions.look_for_kin(new)
    assert [policy.id for policy in offered.args or ()] == [old, new]
    assert len(read) == 2
    assert threading.get_ident() not in read


def test_a_new_version_brought_in_without_a_workspace_is_handed_on_when_there_is_one(
    free_hands: Hands, new_file: Path, tmp_path: Path
) -> None:
    taken: list[str] = []
    free_hands.app.flows.importing.import_document(new_file, taken.append)
    asked = free_hands.dialog(FileDialog)
    asked.fileSelected.emit(str(tmp_path / "新.clausedesk"))
    asked.close()
    free_hands.dialog(ImportPreview).accept()
    free_hands.finish_jobs()
    assert taken == [free_hands.shown.policy.id]


def test_an_import_of_something_else_offers_nothing(written: Hands, tmp_path: Path) -> None:
    path = tmp_path / "办法.txt"
    path.write_text("关于清理公文的办法\n\n第一条 为规范公文处理，制定本办法。\n第二条 各单位应当按时归档。\n", encoding="utf-8")
    written.app.flows.importing.import_paths([path])
    written.dialog(ImportPreview).accept()
    written.qtbot.waitUntil(lambda: not written.app.jobs.busy())
    assert written.said() == ""


def test_carrying_over_is_one_step_of_undo(written: Hands, new_file: Path) -> None:
    carried(written, new_file)
    assert written.shown.annotations
    written.app.session.undo_stack.undo()
    written.settle()
    assert not written.shown.annotations
    assert not written.shown.orphans
    assert not written.app.parts.inspector.waiting()
    assert written.shown.policy.replaces is None
    written.app.session.undo_stack.redo()
    written.settle()
    assert len(written.shown.annotations) == 3
    assert written.app.parts.inspector.waiting()


def test_cancelling_writes_nothing(written: Hands, new_file: Path) -> None:
    old, new = written.shown.policy.id, stored(written, new_file)
    written.app.flows.versions.compare(old, new)
    written.dialog(CompareDialog).reject()
    assert written.workspace.policies.get(new).replaces is None
    assert not written.workspace.annotations.of(new)


def test_the_old_version_says_that_there_is_a_newer_one_and_leads_there(written: Hands, new_file: Path) -> None:
    newer = written.app.parts.newer
    assert not newer.isVisible()
    old = carried(written, new_file)
    new = written.shown.policy.id
    assert not newer.isVisible()
    box = written.app.parts.policies
    assert [box.itemText(at).startswith("Older: ") for at in range(box.count())] == [True, False]
    written.app.presenter.show_policy(old)
    assert newer.isVisible()
    newer.click()
    assert written.shown.policy.id == new


def test_an_orphan_is_in_the_tray_and_nowhere_in_the_text(written: Hands, new_file: Path) -> None:
    carried(written, new_file)
    record = remark(written, LOST)
    assert tray(written)[record.id] is Outcome.ORPHAN
    marks = written.app.parts.text.area.marks
    assert marks.get(record.id) is None
    doubtful, certain = marks.get(remark(written, DOUBTFUL).id), marks.get(remark(written, CERTAIN).id)
    assert doubtful is not None
    assert certain is not None
    assert (doubtful.provisional, certain.provisional) == (True, False)
    row = written.app.parts.inspector.orphans.row(record.id)
    assert row is not None
    assert (row.text, row.stood) == (LOST, "（四）推广电子单证")


def test_a_lost_remark_is_placed_at_the_selection_as_one_step(written: Hands, new_file: Path) -> None:
    carried(written, new_file)
    record = remark(written, LOST)
    tray(written)
    choose(written, record.id)
    written.select("编制港口岸线利用规划")
    written.app.actions.place.trigger()
    written.settle()
    assert remark(written, LOST).quote == "编制港口岸线利用规划"
    assert record.id not in tray(written)
    assert written.app.parts.text.area.marks.get(record.id) is not None
    written.app.session.undo_stack.undo()
    written.settle()
    assert tray(written)[record.id] is Outcome.ORPHAN


def test_a_doubtful_remark_is_shown_and_confirmed(written: Hands, new_file: Path) -> None:
    carried(written, new_file)
    record = remark(written, DOUBTFUL)
    assert tray(written)[record.id] is Outcome.FUZZY
    choose(written, record.id)
    panel = written.app.parts.inspector.orphans
    panel.go.click()
    assert written.app.parts.text.chosen_mark() == record.id
    assert written.in_sight("港口作业自动化率达到85%以上")
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    written.settle()
    assert record.id not in tray(written)
    mark = written.app.parts.text.area.marks.get(record.id)
    assert mark is not None
    assert not mark.provisional
    written.app.session.undo_stack.undo()
    written.settle()
    assert tray(written)[record.id] is Outcome.FUZZY


def test_lost_evidence_goes_to_the_task_chosen(written: Hands, new_file: Path) -> None:
    carried(written, new_file)
    use = lost(written, Family.EVIDENCE_USE)
    assert use in tray(written)
    choose(written, use)
    written.app.presenter.choose_task(written.task(3).id)
    written.app.parts.inspector.show_tab(Tab.PLACE)
    button = written.app.parts.inspector.orphans.place[Target.TASK]
    assert button.text() == "Place on task 3"
    button.click()
    written.settle()
    assert use not in tray(written)
    assert written.row(3).evidence == 1


def test_a_lost_judgement_goes_to_a_task_that_has_none(written: Hands, new_file: Path) -> None:
    carried(written, new_file)
    judgement = lost(written, Family.ASSESSMENT)
    tray(written)
    choose(written, judgement)
    written.app.presenter.choose_task(written.task(2).id)
    written.app.flows.placing.place(judgement, Target.TASK)
    assert written.row(2).progress is Progress.ON_TRACK
    assert judgement not in tray(written)


def test_a_lost_link_gets_the_task_chosen(written: Hands, new_file: Path) -> None:
    carried(written, new_file)
    link = lost(written, Family.LINK)
    written.app.presenter.choose_task(written.task(2).id)
    row = next(row for row in rows_of(written) if row.key == link)
    assert row.targets == (Target.TASK,)
    written.app.flows.placing.place(link, Target.TASK)
    written.settle()
    assert link not in written.shown.orphans
    tied = [one for one in written.shown.links.values() if one.task == written.task(2).id and one.state is LinkState.CONFIRMED]
    assert [one.provision for one in tied] == [written.clause("（二）")]


def rows_of(hands: Hands) -> tuple[PlaceRow, ...]:
    tray(hands)
    return hands.app.parts.inspector.orphans.model.rows


def test_what_is_put_aside_comes_back_with_undo(written: Hands, new_file: Path) -> None:
    carried(written, new_file)
    record = remark(written, LOST)
    tray(written)
    choose(written, record.id)
    written.app.parts.inspector.orphans.aside.click()
    written.settle()
    assert record.id not in tray(written)
    written.app.session.undo_stack.undo()
    written.settle()
    assert record.id in tray(written)


def test_when_everything_is_settled_the_tray_goes_away(written: Hands, new_file: Path) -> None:
    carried(written, new_file)
    for _ in range(20):
        keys = tray(written) if written.app.parts.inspector.waiting() else {}
        if not keys:
            break
        written.app.flows.placing.put_aside(next(iter(keys)))
        written.settle()
    assert not written.app.parts.inspector.waiting()
    written.app.flows.placing.place_chosen()
    assert written.said() == "Nothing waits for its place."


def test_a_second_time_only_what_is_new_is_added(written: Hands, new_file: Path) -> None:
    old = carried(written, new_file)
    new, before = written.shown.policy.id, len(written.shown.annotations)
    written.app.presenter.show_policy(old)
    written.app.flows.versions.compare(old, new)
    dialog = written.dialog(CompareDialog)
    assert dialog._found.again
    dialog.accept()
    written.finish_jobs()
    assert len(written.shown.annotations) == before
    assert "nothing was added" in written.said()


def test_the_report_names_a_remark_without_a_place_outside_the_clauses(written: Hands, new_file: Path) -> None:
    carried(written, new_file)
    report = assemble(report_input(written.shown, written.app.presenter.as_of(), 30))
    outside = [one for block in report.clauses if block.number is None for one in block.remarks]
    assert [(one.quote, one.placed) for one in outside] == [(LOST, False)]
    assert sum(len(block.remarks) for block in report.clauses) == 3


def test_other_policies_have_no_tray_and_no_newer_version(written: Hands, new_file: Path) -> None:
    carried(written, new_file)
    second_policy(written)
    assert not written.app.parts.inspector.waiting()
    assert not written.app.parts.newer.isVisible()


def test_a_policy_that_is_gone_is_not_compared(written: Hands) -> None:
    written.app.flows.versions.compare(written.shown.policy.id, "gone")
    written.settle()
    assert not written.app.jobs.busy()
    assert not written.dialogs(CompareDialog)
