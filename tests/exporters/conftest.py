"""A made-up review of the sample policy: everything a report can say, the same every time."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

import resources
from exporters.assembly import assemble
from exporters.report import Report, ReportInput
from policy.identity import derived_id
from policy.judging import Progress, Reason, ReviewState, Verdict
from policy.model import Department, Policy, Provision, ProvisionKind, Role, Task, TaskSource, Timing, TimingKind
from policy.parse import parse_text
from policy.sources import read
from resources.catalogue import Catalogue
from storage.records import (
    AnnotationKind,
    AnnotationRecord,
    AssessmentRecord,
    AttachmentRecord,
    EvidenceRecord,
    EvidenceType,
    EvidenceUseRecord,
    IndicatorRecord,
    LinkRecord,
    LinkState,
    PolicyRecord,
    ReplyRecord,
    ReviewerRecord,
    TagRecord,
    TagUseRecord,
    TaskRecord,
)

SAMPLE = Path(resources.__file__).parent / "sample" / "guofa-2013-32.txt"
AS_OF = dt.date(2014, 6, 30)
NOON = dt.datetime(2014, 5, 20, 12, tzinfo=dt.UTC)
ZHANG, LI, WANG = "reviewer-zhang", "reviewer-li", "reviewer-wang"
REVIEWERS = (
    ReviewerRecord(ZHANG, "张晓岚", "第三方评估组"),
    ReviewerRecord(LI, "李建国", "第三方评估组"),
    ReviewerRecord(WANG, "王敏", ""),
)
PROGRESSES = (
    Progress.DONE,
    Progress.ON_TRACK,
    Progress.PARTLY_DONE,
    None,
    Progress.SLOW,
    Progress.DONE,
    Progress.ON_TRACK,
    Progress.NOT_STARTED,
    Progress.ON_TRACK,
    Progress.DONE,
    Progress.STOPPED,
)
PERCENTS = {Progress.DONE: 100, Progress.ON_TRACK: 55, Progress.PARTLY_DONE: 80, Progress.SLOW: 20, Progress.NOT_STARTED: 0}
REMARKS = (
    (AnnotationKind.QUESTION, "“有序推进”的口径需要明确：是指已经下达投资计划，还是已经开工？请责任单位补充说明。"),
    (AnnotationKind.ISSUE, "自报材料只有工作部署，没有2014年上半年的完成数据，无法支撑“阶段性完成”的结论。"),
    (AnnotationKind.SUGGESTION, "建议把“加快”改为可以核对的目标，并写明时间节点。"),
    (AnnotationKind.HIGHLIGHT, ""),
    (AnnotationKind.COMMENT, "与国办发〔2013〕5号文件的要求一致，可以合并核查。"),
)
EVIDENCE = (
    (EvidenceType.DOCUMENT, "关于印发2014年“宽带中国”专项行动方案的通知", "工业和信息化部网站", "工信部通信〔2014〕190号"),
    (EvidenceType.STATISTICS, "2014年上半年通信业经济运行情况", "国家统计局", ""),
    (EvidenceType.SITE_VISIT, "某市第四代移动通信基站现场核查记录", "评估组", ""),
    (EvidenceType.PHOTO, "社区自助服务终端照片", "评估组", ""),
    (EvidenceType.INTERVIEW, "某省通信管理局访谈纪要", "评估组", ""),
)


def policy_record(policy: Policy) -> PolicyRecord:
    meta = policy.metadata
    return PolicyRecord(
        policy.id,
        meta.title,
        meta.doc_number,
        meta.issuer,
        meta.addressees,
        meta.date,
        meta.citation_code,
        meta.source_url,
        meta.annex_title,
        SAMPLE.name,
        NOON,
    )


def task_record(policy: str, position: int, task: Task) -> TaskRecord:
    timing = task.timing or Timing("", TimingKind.UNKNOWN)
    return TaskRecord(
        derived_id(policy, "task", task.eid),
        policy,
        task.eid,
        float(position),
        task.number,
        task.category,
        task.title,
        task.text,
        task.departments,
        task.departments_raw,
        task.open_ended,
        timing.phrase or None,
        timing.kind,
        timing.starts_only,
        timing.start,
        timing.due,
        task.source,
        task.confidence,
    )


def assessment(task: TaskRecord, index: int) -> AssessmentRecord | None:
    progress = PROGRESSES[index % len(PROGRESSES)]
    if progress is None:
        return None
    verdict = (Verdict.TRUE, Verdict.PARTLY_TRUE, Verdict.UNCHECKED, Verdict.UNVERIFIABLE, Verdict.FALSE, Verdict.TRUE)[index % 6]
    reasons = {Verdict.PARTLY_TRUE: Reason.NO_EFFECT, Verdict.UNVERIFIABLE: Reason.MISSING, Verdict.FALSE: Reason.OUT_OF_PERIOD}
    note = "已印发专项行动方案，但没有提供分省的完成情况，建议下一轮补充核查。" if index % 7 == 1 else ""
    state = (ReviewState.APPROVED, ReviewState.IN_REVIEW, ReviewState.PENDING, ReviewState.TO_RECHECK)[index % 4]
    return AssessmentRecord(
        f"assessment-{index}",
        task.id,
        task.policy,
        (ZHANG, LI)[index % 2],
        progress,
        PERCENTS.get(progress),
        verdict,
        reasons.get(verdict),
        state,
        note,
        NOON + dt.timedelta(hours=index),
        agreed=index % 5 == 0,
    )


def remarks_on(policy: Policy) -> tuple[AnnotationRecord, ...]:
    clauses = [p for p in policy.provisions if p.kind is ProvisionKind.CLAUSE]
    found = []
    for index, clause in enumerate(clauses[2:18:2]):
        for offset in range(1 + index % 3):
            kind, body = REMARKS[(index + offset) % len(REMARKS)]
            start = policy.text.index("。", clause.start + 12 + 30 * offset) + 1
            end = min(policy.text.index("。", start + 9) + 1, clause.end)
            found.append(
                AnnotationRecord(
                    f"annotation-{index}-{offset}",
                    policy.id,
                    clause.eid,
                    start,
                    end,
                    policy.text[start:end],
                    "",
                    "",
                    kind,
                    body,
                    (ZHANG, LI, WANG)[(index + offset) % 3],
                    NOON + dt.timedelta(days=index),
                    NOON,
                    resolved=index % 4 == 1,
                )
            )
    return tuple(found)


def evidence(policy: str) -> tuple[EvidenceRecord, ...]:
    return tuple(
        EvidenceRecord(
            f"evidence-{i}",
            policy,
            kind,
            title,
            source,
            number,
            dt.date(2014, 1 + i, 10 + i),
            "2014年上半年" if i % 2 else "",
            i % 2 == 0,
            "到2014年底，全国固定宽带接入用户中使用8Mbps及以上接入速率产品的用户占比达到30%。" if i == 0 else "",
            "由责任单位提供，已与网上公开文本核对。" if i < 2 else "",
            (ZHANG, LI)[i % 2],
            NOON,
        )
        for i, (kind, title, source, number) in enumerate(EVIDENCE)
    )


def full_input(policy: Policy) -> ReportInput:
    tasks = tuple(task_record(policy.id, i, task) for i, task in enumerate(policy.tasks))
    by_eid = {task.eid: record.id for task, record in zip(policy.tasks, tasks, strict=True)}
    remarks = remarks_on(policy)
    judged = (assessment(task, i) for i, task in enumerate(tasks))
    clauses = [p.eid for p in policy.provisions if p.kind is ProvisionKind.CLAUSE]
    links = [
        LinkRecord(
            f"link-{i}-{n}",
            policy.id,
            tasks[i].id,
            link.provision,
            link.score,
            LinkState.CONFIRMED if i % 3 else LinkState.SUGGESTED,
        )
        for i, task in enumerate(policy.tasks)
        for n, link in enumerate(task.clauses[:2])
    ]
    uses = [EvidenceUseRecord(f"use-{i}", f"evidence-{i % 5}", policy.id, tasks[(i * 5) % len(tasks)].id, None) for i in range(12)]
    uses += [EvidenceUseRecord(f"use-c{i}", f"evidence-{i}", policy.id, None, clauses[(i * 4) % len(clauses)]) for i in range(3)]
    return ReportInput(
        policy_record(policy),
        policy.text,
        AS_OF,
        policy.provisions,
        tasks,
        tuple(links),
        tuple(
            IndicatorRecord(
                f"indicator-{i}",
                policy.id,
                x.provision,
                by_eid.get(x.task or ""),
                x.name,
                x.operator,
                x.value,
                x.unit,
                x.by,
                x.quote,
            )
            for i, x in enumerate(policy.indicators)
        ),
        remarks,
        tuple(ReplyRecord(f"reply-{i}", a.id, "已请责任单位补充，7月10日前反馈。", LI, NOON) for i, a in enumerate(remarks[::3])),
        (TagRecord("tag-1", "口径", "#1F4E8C"), TagRecord("tag-2", "数据缺失", "#A8281E")),
        tuple(TagUseRecord(f"tag-use-{i}", a.id, f"tag-{1 + i % 2}") for i, a in enumerate(remarks[::2])),
        evidence(policy.id),
        tuple(uses),
        tuple(
            AttachmentRecord(f"file-{i}", f"evidence-{i % 4}", name, hashlib.sha256(name.encode()).hexdigest(), 90 << (4 * i), NOON)
            for i, name in enumerate(
                ("行动方案.pdf", "上半年数据.xlsx", "核查记录（盖章扫描件）.pdf", "IMG_20140512_093214.jpg", "通知原文.docx")
            )
        ),
        tuple(found for found in judged if found is not None),
        REVIEWERS,
    )


@pytest.fixture(scope="session")
def sample() -> ReportInput:
    """A full review of the sample policy."""
    return full_input(parse_text(read(SAMPLE).text))


@pytest.fixture(scope="session")
def report(sample: ReportInput) -> Report:
    return assemble(sample)


@pytest.fixture(scope="session")
def empty() -> ReportInput:
    """A policy with nothing in it."""
    record = PolicyRecord("policy-0", "空白文件", None, None, None, None, None, None, None, "blank.txt", NOON)
    return ReportInput(record, "", AS_OF)


@pytest.fixture(scope="session")
def many() -> Callable[[int], ReportInput]:
    """A policy of so many tasks."""
    return made_up


def made_up(count: int) -> ReportInput:
    """``count`` tasks of a policy that does not exist."""
    record = PolicyRecord(
        "policy-1", "关于加快示范区建设的意见", "试发〔2014〕1号", "某省人民政府", None, AS_OF, None, None, None, "a.txt", NOON
    )
    names = ("发展改革委", "工业和信息化部", "财政部", "商务部", "教育部", "公安部", "民政部", "文化部", "人民银行", "税务总局")
    clauses = tuple(
        Provision(f"cl_{i}", ProvisionKind.CLAUSE, f"（{i}）", f"条款{i}", None, i * 10, i * 10 + 10) for i in range(20)
    )
    tasks = tuple(
        TaskRecord(
            f"task-{i:05d}",
            record.id,
            f"att_1__task_{i}",
            float(i),
            i + 1,
            f"第{i * 12 // count + 1}类重点任务",
            None,
            f"完善第{i + 1}项示范工程的建设方案，明确责任分工和时间节点，按季度报送进展情况",
            tuple(Department(names[(i + n) % len(names)], Role.LEAD if n == 0 else Role.JOINT) for n in range(1 + i % 4)),
            "",
            i % 9 == 0,
            "2014年底前完成",
            TimingKind.YEAR_END_DONE,
            False,
            dt.date(2014, 1, 1),
            dt.date(2014, 12, 31),
            TaskSource.TABLE,
            1.0,
        )
        for i in range(count)
    )
    judged = (assessment(task, i) for i, task in enumerate(tasks))
    links = tuple(LinkRecord(f"link-{i}", record.id, t.id, f"cl_{i % 20}", 0.9, LinkState.CONFIRMED) for i, t in enumerate(tasks))
    return ReportInput(
        record,
        "文" * 400,
        AS_OF,
        clauses,
        tasks,
        links,
        assessments=tuple(found for found in judged if found is not None),
        reviewers=REVIEWERS,
    )


@pytest.fixture(scope="session", params=["zh", "en"])
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return Catalogue.load(str(request.param))


@pytest.fixture(scope="session")
def chinese() -> Catalogue:
    return Catalogue.load("zh")
