"""Workspaces of the test's own, and a small policy to put in them."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy.identity import policy_id, text_sha256
from policy.model import (
    ClauseLink,
    Department,
    Finding,
    FindingKind,
    Indicator,
    Metadata,
    Policy,
    Provision,
    ProvisionKind,
    Role,
    Span,
    Task,
    TaskSource,
    Timing,
    TimingKind,
)
from storage.records import Family, ReviewerRecord
from storage.schema import TABLES
from storage.workspace import Profile, Workspace

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "国务院关于促进信息消费的若干意见\n"
    "一、总体要求\n"
    "（一）完善宽带网络基础设施。推进光纤入户，发展IPTV业务，到2015年信息消费规模超过3.2万亿元。\n"
    "（二）组建中国广播电视\n网络公司。由新闻出版广电总局负责。𠮷林、AbC。\n"
)


def make_task(number: int) -> Task:
    return Task(
        eid=f"att_1__task_{number}",
        number=number,
        category="基础设施",
        title=None,
        text=f"第{number}项：组建网络公司",
        departments=(Department("新闻出版广电总局", Role.LEAD), Department("财政部", Role.JOINT)),
        departments_raw="新闻出版广电总局会同财政部",
        open_ended=False,
        timing=Timing("2014年底前完成", TimingKind.YEAR_END_DONE, None, dt.date(2014, 12, 31)),
        source=TaskSource.TABLE,
        clauses=(ClauseLink("sec_1__cl_2", 0.9), ClauseLink("sec_1__cl_1", 0.4)),
        confidence=0.8,
        doubts=(),
        spans=(Span(2, 5), Span(7, 9)),
    )


def make_policy(text: str = TEXT, tasks: int = 3) -> Policy:
    sha256 = text_sha256(text)
    first, second = text.index("（一）"), text.index("（二）")
    section = text.index("一、")
    provisions = (
        Provision("sec_1", ProvisionKind.SECTION, "一", "总体要求", None, section, len(text)),
        Provision("sec_1__cl_1", ProvisionKind.CLAUSE, "（一）", "完善宽带网络基础设施", "sec_1", first, second),
        Provision("sec_1__cl_2", ProvisionKind.CLAUSE, "（二）", None, "sec_1", second, len(text)),
    )
    start = text.index("到2015年")
    place = Span(start, start + 9)
    target = Indicator("sec_1__cl_1", "att_1__task_1", "信息消费规模", ">", 3.2, "万亿元", "2015", "超过3.2万亿元", place)
    return Policy(
        id=policy_id(sha256),
        text=text,
        sha256=sha256,
        metadata=Metadata("国务院关于促进信息消费的若干意见", "国发〔2013〕32号", "国务院", date=dt.date(2013, 8, 8)),
        provisions=provisions,
        tasks=tuple(make_task(number) for number in range(1, tasks + 1)),
        indicators=(target,),
        findings=(Finding(FindingKind.NUMBER_MISSING, facts=(("number", "9"),)),),
    )


Colleague = Callable[[str], Profile]
Visible = Callable[[Workspace], dict[str, set[tuple[object, ...]]]]


@pytest.fixture(scope="session")
def profile_of() -> Colleague:
    """The profile of a reviewer called so; the id follows from the name."""

    def profile(name: str) -> Profile:
        return Profile(ReviewerRecord(policy_id(name), name, "督查室"))

    return profile


@pytest.fixture
def profile(profile_of: Colleague) -> Profile:
    return profile_of("王审阅")


@pytest.fixture
def policy() -> Policy:
    return make_policy()


@pytest.fixture
def policy_of() -> Callable[..., Policy]:
    """Makes a small policy with this text or number of tasks."""
    return make_policy


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "审阅 库#1.clausedesk"


@pytest.fixture
def workspace(path: Path, profile: Profile) -> Iterator[Workspace]:
    with Workspace.create(path, profile) as opened:
        yield opened


@pytest.fixture
def desk(workspace: Workspace, policy: Policy) -> Workspace:
    """A workspace that holds the small policy."""
    workspace.policies.add(policy, "意见.txt", policy.text.encode("gb18030"))
    return workspace


@pytest.fixture
def span_of(policy: Policy) -> Callable[[str], Span]:
    """Where words stand in the small policy's text."""

    def find(words: str) -> Span:
        start = policy.text.index(words)
        return Span(start, start + len(words))

    return find


@pytest.fixture(scope="session")
def visible() -> Visible:
    """What stands in the rows of every family, the deleted left out."""

    def rows(workspace: Workspace) -> dict[str, set[tuple[object, ...]]]:
        found: dict[str, set[tuple[object, ...]]] = {}
        for family in Family:
            names = ", ".join(f'"{name}"' for name in TABLES[family].names)
            found[family.value] = {
                tuple(row) for row in workspace.store.rows(f'SELECT {names} FROM "{family.value}" WHERE deleted = 0')
            }
        return found

    return rows


@pytest.fixture
def tamper() -> Callable[[Path, str], None]:
    """Runs SQL on a workspace file in another process, as somebody with another program would."""

    def run(path: Path, sql: str) -> None:
        code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit(); c.close()"
        subprocess.run([sys.executable, "-c", code, str(path), sql], check=True)

    return run


@pytest.fixture
def child() -> Callable[..., subprocess.Popen[str]]:
    """Starts a Python process on our code, its output piped."""

    def start(code: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-u", "-c", code, *arguments]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, encoding="utf-8")

    return start
