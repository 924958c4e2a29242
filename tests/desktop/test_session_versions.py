"""A new version of a policy, the remarks of a file and a sheet of tasks are written by one wish each and can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from desktop import snapshot
from desktop.session import Session
from desktop.snapshot import Snapshot
from policy.compare import compare
from policy.compare_carry import carry
from policy.corrections import Correction, blank_task, corrected
from policy.model import Policy, Span, Task
from policy.parse import parse_text
from policy.places import Outcome
from policy.sources.compose import Remark
from resources.catalogue import Catalogue
from storage.records import AnnotationKind, RowsWritten, Touched
from storage.workspace import Profile, Workspace
from tests.desktop.driving import import_into

OLD = "关于促进消费的意见\n一、总体要求\n（一）坚持市场导向，推进光纤入户和宽带网络建设。\n（二）废止过时的行政审批事项。\n"
NEW = OLD.replace("光纤入户", "百兆光纤入户").replace("（二）废止过时的行政审批事项。\n", "")


@pytest.fixture
def session(qapp: object, tmp_path: Path, profile: Profile) -> Iterator[Session]:
    session = Session(Catalogue.load("zh"))
    session.create(tmp_path / "版本.clausedesk", profile)
    yield session
    session.close()


@pytest.fixture
def old() -> Policy:
    return parse_text(OLD)


@pytest.fixture
def new() -> Policy:
    return parse_text(NEW)


@pytest.fixture
def carried(session: Session, old: Policy, new: Policy) -> Policy:
    """The new version, onto which two annotations of the old one were carried: one doubtful, one an orphan."""
    import_into(session, old, "a.txt", b"a")
    import_into(session, new, "b.txt", b"b")
    for words in ("推进光纤入户和宽带网络", "废止过时的行政审批"):
        start = OLD.index(words)
        session.annotate(old.id, Span(start, start + len(words)), AnnotationKind.ISSUE, words)
    ws = opened(session)
    before, after = ws.policies.version(old.id), ws.policies.version(new.id)
    plan = carry(compare(before, after), before, after, ws.annotations.anchors(old.id))
    session.adopt([ws.policies.carry_over(old.id, new.id, plan)])
    return new


def opened(session: Session) -> Workspace:
    assert session.workspace is not None
    return session.workspace


def held(session: Session, policy: Policy) -> Snapshot:
    return snapshot.load(opened(session), policy.id)


def found(session: Session, policy: Policy, outcome: Outcome) -> str:
    return next(record.id for record in held(session, policy).annotations.values() if record.found is outcome)


def taken_in(session: Session, policy: Policy, rows: Sequence[Task]) -> RowsWritten:
    written = opened(session).tasks.import_rows(policy.id, rows, "表.xlsx")
    session.adopt([written])
    return written


WISHES: dict[str, Callable[[Session, Policy], object]] = {
    "place": lambda s, p: s.place_annotation(found(s, p, Outcome.ORPHAN), Span(0, 4)),
    "confirm": lambda s, p: s.confirm_place(found(s, p, Outcome.FUZZY)),
    "put aside": lambda s, p: s.put_orphan_aside(found(s, p, Outcome.ORPHAN)),
    "rows": lambda s, p: taken_in(s, p, [corrected(blank_task("r"), {"number": 1, "text": "建立台账"})]),
}


def test_carrying_over_is_one_step(session: Session, carried: Policy) -> None:
    shown = held(session, carried)
    assert (len(shown.annotations), shown.policy.replaces is not None) == (2, True)
    assert session.undo_stack.undoText().startswith("沿用到新版本")
    session.undo_stack.undo()
    assert (held(session, carried).annotations, held(session, carried).policy.replaces) == ({}, None)
    session.undo_stack.redo()
    assert held(session, carried) == shown


@pytest.mark.parametrize("name", WISHES)
def test_do_undo_redo(session: Session, carried: Policy, name: str) -> None:
    before, touched = held(session, carried), list[Touched]()
    session.changed.connect(touched.append)
    WISHES[name](session, carried)
    after = held(session, carried)
    assert after != before
    assert snapshot.refreshed(before, opened(session), touched[0]) == after
    session.undo_stack.undo()
    assert held(session, carried) == before
    session.undo_stack.redo()
    assert held(session, carried) == after


def test_taking_in_rows_counts_them(session: Session, carried: Policy) -> None:
    rows = [corrected(blank_task("r"), {"number": 1, "text": "建立台账"})]
    first, second = taken_in(session, carried, rows), taken_in(session, carried, rows)
    assert (first.added, second.added, second.unchanged) == (1, 0, 1)
    assert session.undo_stack.undoText() == "导入任务表 表.xlsx"


def test_remarks_come_with_the_import_and_corrections_are_steps_of_their_own(session: Session, old: Policy) -> None:
    remark = Remark(Span(0, 4), "张三", dt.datetime(2013, 8, 8, tzinfo=dt.UTC), "措辞")
    added = Correction("task_new", {"text": "漏读的任务"}, added=True)
    import_into(session, old, "a.docx", b"a", [added], [remark])
    assert [record.body for record in held(session, old).annotations.values()] == ["张三（2013-08-08）：措辞"]
    assert len(held(session, old).tasks) == 1
    session.undo_stack.undo()
    assert held(session, old).tasks == {}
    session.undo_stack.undo()
    assert opened(session).policies.all() == ()
    session.undo_stack.redo()
    session.undo_stack.redo()
    assert (len(held(session, old).tasks), len(held(session, old).annotations)) == (1, 1)
