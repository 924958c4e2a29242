"""What the widget tests share: phrases, palettes and made-up records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from policy.judging import Progress, ReviewState, Verdict, WarningLevel
from policy.model import Department, Role, TaskSource, TimingKind
from resources.catalogue import Catalogue
from storage.records import AssessmentRecord, TaskRecord
from widgets.models.task_model import TaskRow
from widgets.palette import DARK, LIGHT, Palette

POLICY = "policy-1"
AS_OF = dt.date(2013, 12, 1)

TASKS = (
    (
        "宽带网络",
        "发布实施“宽带中国”战略",
        "发展改革委、工业和信息化部会同有关部门",
        "2013年第三季度",
        dt.date(2013, 9, 30),
        TimingKind.QUARTER,
    ),
    (
        "宽带网络",
        "推进光纤入户，统筹提高城乡宽带网络普及水平和接入能力，开展下一代互联网示范城市建设",
        "工业和信息化部、住房城乡建设部、发展改革委",
        "持续实施",
        None,
        TimingKind.CONTINUOUS,
    ),
    (
        "宽带网络",
        "推进下一代广播电视网规模建设",
        "新闻出版广电总局、财政部",
        "2014年底前完成",
        dt.date(2014, 12, 31),
        TimingKind.YEAR_END_DONE,
    ),
    (
        "信息产品",
        "支持北斗导航与移动通信、地理信息、卫星遥感融合发展",
        "发展改革委、财政部、国防科工局",
        "2013年年底前启动",
        dt.date(2013, 12, 31),
        TimingKind.YEAR_END_START,
    ),
    (
        "信息产品",
        "完善快递行业营业税改增值税政策",
        "财政部、税务总局",
        "2013年年底前发布",
        dt.date(2013, 12, 31),
        TimingKind.YEAR_END,
    ),
    ("信息产品", "加快跨境电子商务支付业务试点", "外汇局", "", None, TimingKind.UNKNOWN),
)


# What the screen that is none cannot do, said as soon as a window is shown on it.
OFFSCREEN = r"This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)\(?\)?"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN, extend=True))


@pytest.fixture
def catalogue() -> Catalogue:
    """The English phrases."""
    return Catalogue.load("en")


@pytest.fixture
def light() -> Palette:
    return LIGHT


@pytest.fixture
def dark() -> Palette:
    return DARK


@pytest.fixture
def as_of() -> dt.date:
    """The as-of date that the made-up deadlines are meant for."""
    return AS_OF


def make_task(number: int, **changes: object) -> TaskRecord:
    category, text, departments, timing, due, kind = TASKS[(number - 1) % len(TASKS)]
    names = departments.replace("会同有关部门", "").split("、")
    fields: dict[str, object] = {
        "id": f"task-{number}",
        "policy": POLICY,
        "eid": f"att_1__task_{number}",
        "position": float(number),
        "number": number,
        "category": category,
        "title": None,
        "text": text,
        "departments": tuple(Department(name, Role.LEAD if at == 0 else Role.JOINT) for at, name in enumerate(names)),
        "departments_raw": departments,
        "open_ended": "有关部门" in departments,
        "timing": timing or None,
        "timing_kind": kind,
        "starts_only": kind is TimingKind.YEAR_END_START,
        "start": None,
        "due": due,
        "source": TaskSource.TABLE,
        "confidence": 0.98,
    }
    return TaskRecord(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture
def task_record() -> Callable[..., TaskRecord]:
    """``task_record(number, **changes)``: one of six made-up tasks in two categories."""
    return make_task


@pytest.fixture
def task_rows() -> list[TaskRow]:
    """Six tasks in two categories: one overdue, one due soon, one doubtful, two reported on."""
    return [
        TaskRow(
            make_task(1), Progress.SLOW, Verdict.PARTLY_TRUE, 40, ReviewState.IN_REVIEW, 2, 1, WarningLevel.OVERDUE, ("（四）",)
        ),
        TaskRow(make_task(2), clauses=("（四）", "（五）")),
        TaskRow(make_task(3), evidence=1),
        TaskRow(make_task(4), warning=WarningLevel.DUE_SOON),
        TaskRow(make_task(5), Progress.DONE, Verdict.TRUE, 100, ReviewState.APPROVED, 12, 3),
        TaskRow(make_task(6, confidence=0.5, doubts=("boundary:加快", "no_timing:"))),
    ]


@pytest.fixture
def assessment() -> AssessmentRecord:
    """One reviewer's judgement of the first task."""
    return AssessmentRecord(
        id="assessment-1",
        task="task-1",
        policy=POLICY,
        reviewer="reviewer-1",
        progress=Progress.SLOW,
        percent=40,
        verdict=Verdict.PARTLY_TRUE,
        reason=None,
        state=ReviewState.IN_REVIEW,
        note="只有部署，未见成效。",
        modified=dt.datetime(2013, 12, 1, 9, 30, tzinfo=dt.UTC),
    )
