"""Findings are judged from the records: the same as at the import until somebody corrects something, and then only what is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import snapshot
from desktop.open_findings import open_findings
from policy.model import Department, Finding, FindingKind, Role
from policy.parse import parse_text
from storage.records import LinkState, TaskRecord
from storage.workspace import Profile, Workspace

TEXT = """星海市人民政府关于推进数字港口建设的意见
（星政发〔2021〕7号）

各区人民政府，市政府各部门：

　　一、总体要求

　　（一）主要目标。到2023年，港口作业自动化率达到80%。到2023年，港口作业自动化率达到85%。

　　二、重点任务

　　（二）建设港口数据平台。整合码头、海关和铁路数据，建设统一的港口数据平台，2022年底前完成。（市数据局负责）

　　（三）推广电子单证。推广电子提单和电子仓单，减少纸质单证。（市商务局负责）

　　（四）完善安全管理。建立网络安全监测制度，定期开展演练。（市公安局负责）

　　（五）培养港口人才。与高等学校合作开设港口管理专业。

星海市人民政府

2021年3月5日

　　附件

　　重点任务分工

序号工作任务责任单位时间进度
一、重点任务
1
整合码头、海关和铁路数据，建设统一的港口数据平台
市交通运输局
2022年底前完成
2
推广电子提单和电子仓单，减少纸质单证
市商务局
2021年第三季度启动
4
建立网络安全监测制度，定期开展演练
市公安局
持续推进
"""
SOURCE = Finding(FindingKind.CHANGES_ACCEPTED, facts=(("number", "3"),))


class Desk:
    """The made-up policy in a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        policy = parse_text(TEXT)
        self.workspace, self.found = workspace, (SOURCE, *policy.findings)
        self.policy = policy.id
        workspace.policies.add(policy, "港口.txt", TEXT.encode())

    def open(self, stored: tuple[Finding, ...] | None = None) -> tuple[Finding, ...]:
        shown = snapshot.load(self.workspace, self.policy)
        return open_findings(shown, self.found if stored is None else stored)

    def kinds(self) -> set[FindingKind]:
        return {finding.kind for finding in self.open()}

    def task(self, number: int) -> TaskRecord:
        return next(task for task in self.workspace.tasks.of(self.policy) if task.number == number)

    def clause(self, number: str) -> str:
        return next(unit.eid for unit in self.workspace.policies.provisions(self.policy) if unit.number == number)


@pytest.fixture
def desk(tmp_path: Path, profile: Profile) -> Iterator[Desk]:
    with Workspace.create(tmp_path / "w.clausedesk", profile) as workspace:
        yield Desk(workspace)


def test_untouched_records_have_the_findings_of_the_import(desk: Desk) -> None:
    assert set(desk.open()) == set(desk.found)
    assert len(desk.open()) == len(set(desk.found))
    wanted = {
        FindingKind.DEPARTMENTS_DIFFER,
        FindingKind.NUMBER_MISSING,
        FindingKind.CLAUSE_WITHOUT_TASK,
        FindingKind.TARGETS_CONTRADICT,
    }
    assert wanted <= desk.kinds()


def test_what_the_file_alone_can_tell_stays_and_all_else_is_judged_anew(desk: Desk) -> None:
    stale = (SOURCE, Finding(FindingKind.NUMBER_MISSING, facts=(("number", "77"),)))
    assert SOURCE in desk.open(stale)
    assert stale[1] not in desk.open(stale)


def test_departments_put_right_no_longer_differ(desk: Desk) -> None:
    desk.workspace.tasks.edit(desk.task(1).id, departments=(Department("市数据局", Role.RESPONSIBLE),))
    assert FindingKind.DEPARTMENTS_DIFFER not in desk.kinds()


def test_another_deadline_than_that_of_the_clause_is_found_and_settled(desk: Desk) -> None:
    task = desk.task(1)
    written = desk.workspace.tasks.edit(task.id, timing="2023年底前完成", due="2023-12-31")
    assert FindingKind.DEADLINE_DIFFERS in desk.kinds()
    desk.workspace.reverse(written)
    assert FindingKind.DEADLINE_DIFFERS not in desk.kinds()


def test_a_row_renumbered_fills_the_gap(desk: Desk) -> None:
    desk.workspace.tasks.edit(desk.task(4).id, number=3)
    assert FindingKind.NUMBER_MISSING not in desk.kinds()


def test_a_task_of_the_reviewer_fills_gap_and_clause(desk: Desk) -> None:
    written = desk.workspace.tasks.add(desk.policy, "开设港口管理专业", number=3)
    desk.workspace.tasks.set_link(written.changes[0].record, desk.clause("（五）"), LinkState.CONFIRMED)
    assert not {FindingKind.NUMBER_MISSING, FindingKind.CLAUSE_WITHOUT_TASK} & desk.kinds()


def test_a_rejected_link_leaves_task_and_clause_without_each_other(desk: Desk) -> None:
    desk.workspace.tasks.set_link(desk.task(2).id, desk.clause("（三）"), LinkState.REJECTED)
    open_now = desk.open()
    assert any(one.kind is FindingKind.CLAUSE_WITHOUT_TASK and one.provision == desk.clause("（三）") for one in open_now)
    assert any(one.kind is FindingKind.TASK_WITHOUT_CLAUSE and one.task == desk.task(2).eid for one in open_now)


def test_a_target_put_right_contradicts_none(desk: Desk) -> None:
    second = desk.workspace.indicators.of(desk.policy)[1]
    desk.workspace.indicators.edit(second.id, value=80.0)
    assert FindingKind.TARGETS_CONTRADICT not in desk.kinds()


def test_a_target_says_where_it_stands(desk: Desk) -> None:
    record = desk.workspace.indicators.of(desk.policy)[0]
    assert "80%" in TEXT[record.span.start : record.span.end] or "80%" in record.quote
    assert record.span.start < record.span.end


def test_a_title_taken_away_is_missed(desk: Desk) -> None:
    desk.workspace.policies.edit(desk.policy, title="")
    assert FindingKind.NO_TITLE in desk.kinds()
