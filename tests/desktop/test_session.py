"""Every write can be undone and done again, and tells what it touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop import snapshot
from desktop.session import Session
from desktop.snapshot import Snapshot
from policy.judging import Progress
from policy.model import Span
from resources.catalogue import Catalogue
from storage.records import AnnotationKind, EvidenceType, Family, LinkState, Touched
from storage.workspace import Profile, Workspace


@pytest.fixture
def session(qapp: object, workspace_file: Path, profile: Profile) -> Iterator[Session]:
    session = Session(Catalogue.load("en"))
    session.open(workspace_file, profile)
    yield session
    session.close()


def held(session: Session) -> Snapshot:
    workspace = session.workspace
    assert workspace is not None
    return snapshot.load(workspace, workspace.policies.all()[0].id)


def tasks(session: Session) -> list[str]:
    return [task.id for task in sorted(held(session).tasks.values(), key=lambda task: task.position)]


def policy(session: Session) -> str:
    return held(session).policy.id


def annotation(session: Session) -> str:
    written = session.annotate(policy(session), Span(100, 106), AnnotationKind.COMMENT, "早先", ["旧"])
    assert written is not None
    return written.changes[0].record


def evidence(session: Session) -> str:
    written = session.add_evidence(policy(session), {"type": EvidenceType.PHOTO, "title": "照片", "tasks": (tasks(session)[0],)})
    assert written is not None
    return written.changes[0].record


def edited(session: Session, **fields: object) -> Callable[[], object]:
    key = annotation(session)
    return lambda: session.edit_annotation(key, fields)


def clause(session: Session) -> str:
    return next(p.eid for p in held(session).provisions if p.number == "（二）")


WRITES: dict[str, Callable[[Session], Callable[[], object]]] = {
    "annotate": lambda s: lambda: s.annotate(policy(s), Span(100, 106), AnnotationKind.ISSUE, "新", ["a", "b"]),
    "edit annotation": lambda s: edited(s, body="新", kind=AnnotationKind.ISSUE),
    "tag annotation": lambda s: (lambda key: lambda: s.tag_annotation(key, ["新", "b"]))(annotation(s)),
    "remove annotation": lambda s: (lambda key: lambda: s.remove_annotation(key))(annotation(s)),
    "reply": lambda s: (lambda key: lambda: s.reply(key, "答"))(annotation(s)),
    "add evidence": lambda s: lambda: evidence(s),
    "edit evidence": lambda s: (lambda key: lambda: s.edit_evidence(key, {"title": "改", "original": True}))(evidence(s)),
    "use evidence": lambda s: (lambda key: lambda: s.use_evidence(key, [tasks(s)[1]], [clause(s)]))(evidence(s)),
    "attach": lambda s: (lambda key: lambda: s.attach(key, [("a.png", b"\x89PNG")]))(evidence(s)),
    "remove evidence": lambda s: (lambda key: lambda: s.remove_evidence(key))(evidence(s)),
    "assess": lambda s: lambda: s.assess(tasks(s)[0], {"progress": Progress.DONE, "percent": 100}),
    "add task": lambda s: lambda: s.add_task(policy(s), {"text": "手工任务", "number": 9}),
    "edit task": lambda s: lambda: s.edit_task(tasks(s)[0], {"text": "改过"}),
    "remove task": lambda s: lambda: s.remove_task(tasks(s)[0]),
    "link": lambda s: lambda: s.link(tasks(s)[0], clause(s), LinkState.CONFIRMED),
    "edit policy": lambda s: lambda: s.edit_policy(policy(s), {"title": "新题"}),
}


def told(session: Session) -> dict[str, Any]:
    """What is held, without the times of writing, which a redo does not repeat."""
    shown = held(session)
    return {name: getattr(shown, name) for name in Snapshot.__slots__ if name not in ("reviewers", "places")}


@pytest.mark.parametrize("name", WRITES)
def test_do_undo_redo(session: Session, name: str) -> None:
    write = WRITES[name](session)
    before = told(session)
    write()
    after = told(session)
    assert after != before
    assert session.undo_stack.undoText() != ""
    session.undo_stack.undo()
    assert told(session) == before
    session.undo_stack.redo()
    assert told(session) == after


def test_removing_a_policy_can_be_undone_with_all_that_hangs_on_it(session: Session) -> None:
    annotation(session)
    before = told(session)
    session.remove_policy(policy(session))
    workspace = session.workspace
    assert workspace is not None
    assert workspace.policies.all() == ()
    session.undo_stack.undo()
    assert told(session) == before


def test_writes_made_together_are_one_step(session: Session) -> None:
    before = told(session)
    with session.together("both"):
        session.edit_task(tasks(session)[0], {"text": "一"})
        session.edit_task(tasks(session)[1], {"text": "二"})
    assert session.undo_stack.undoText() == "both"
    session.undo_stack.undo()
    assert told(session) == before


def test_a_write_tells_what_it_touched_and_when_it_was_saved(session: Session, qtbot: QtBot) -> None:
    seen: list[Touched] = []
    session.changed.connect(seen.append)
    with qtbot.waitSignals([session.changed, session.saved]):
        session.assess(tasks(session)[0], {"progress": Progress.SLOW})
    (touched,) = seen
    assert Family.ASSESSMENT in touched.families
    assert policy(session) in touched.policies


def test_a_write_that_storage_refuses_is_told_and_leaves_no_step(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.failed) as failed:
        assert session.annotate("nobody", Span(0, 2), AnnotationKind.COMMENT, "字") is None
    assert failed.args is not None
    assert failed.args[0].code == "unknown_policy"
    assert not session.undo_stack.canUndo()


def test_a_second_opener_reads_only_and_is_told_who_writes(session: Session, workspace_file: Path, profile: Profile) -> None:
    with Workspace.open(workspace_file, profile) as second:
        assert second.read_only
        assert second.holder is not None
        assert second.holder.person == "张三"


def test_a_refreshed_snapshot_equals_one_that_is_loaded_anew(session: Session) -> None:
    shown = held(session)
    seen: list[Touched] = []
    session.changed.connect(seen.append)
    for write in WRITES.values():
        write(session)()
        workspace = session.workspace
        assert workspace is not None
        for touched in seen:
            shown = snapshot.refreshed(shown, workspace, touched)
        seen.clear()
        assert shown == held(session)
