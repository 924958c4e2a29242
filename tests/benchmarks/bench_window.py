"""How long the window holds still at each step of daily work, with a large task table and many remarks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from policy.judging import Progress
from policy.model import Policy, ProvisionKind, Span
from policy.parse import parse_text
from policy.places import ProvisionIndex, anchor
from storage.annotations import anchor_fields
from storage.clock import uuid7
from storage.records import AnnotationKind, Draft, Family, LinkState
from storage.workspace import Workspace
from tests.benchmarks.cases import Case
from tests.benchmarks.histories import reviewer
from tests.benchmarks.inputs import policy_text
from tests.benchmarks.windows import Desk

CHARACTERS = 335_000
TASKS = 2_000
REMARKS = 10_000
# Nobody notices a pause of the length of three frames.
LIMIT = 50.0


def write_large(path: Path) -> None:
    """Make a workspace with one policy: every task judged or not and tied to a clause, remarks all over its text."""
    policy = parse_text(policy_text(CHARACTERS))
    chance = random.Random(5)
    with Workspace.create(path, reviewer("王审阅")) as workspace:
        workspace.policies.add(policy, "政策.txt", policy.text.encode())
        first = len(policy.tasks)
        more = [replace(policy.tasks[at % first], number=at + 1) for at in range(first, TASKS)]
        rows = [replace(task, text=f"{task.text}（第{task.number}项）") for task in more]
        workspace.tasks.import_rows(policy.id, rows, "任务.xlsx")
        clauses = [provision.eid for provision in policy.provisions if provision.kind is ProvisionKind.CLAUSE]
        for task in workspace.tasks.of(policy.id)[first::8]:
            workspace.tasks.set_link(task.id, chance.choice(clauses), LinkState.CONFIRMED)
            workspace.assessments.set(task.id, progress=chance.choice(list(Progress)))
        workspace.write("change.annotation.add", list(_remarks(workspace, policy, chance)))


def _remarks(workspace: Workspace, policy: Policy, chance: random.Random) -> Iterator[Draft]:
    places, now = ProvisionIndex(policy.provisions), workspace.store.stamp()
    for _ in range(REMARKS):
        start = chance.randrange(len(policy.text) - 60)
        fields = anchor_fields(anchor(policy.text, Span(start, start + chance.randrange(2, 60)), places))
        kind = chance.choice(list(AnnotationKind))
        fields |= {"policy": policy.id, "kind": kind.value, "body": "口径待核。", "created": now, "modified": now}
        yield Draft(Family.ANNOTATION, uuid7(), fields | {"reviewer": workspace.store.me.reviewer.id})


def _steps(desk: Desk) -> dict[str, Callable[[], object]]:
    """What a reviewer does, each time with another task or place."""
    app, turn = desk.app, count(1)
    shown = app.presenter.snapshot
    assert shown is not None
    policy, tasks = shown.policy.id, list(shown.tasks)
    clauses = [provision.eid for provision in shown.provisions if provision.kind is ProvisionKind.CLAUSE]
    values = list(Progress)

    def annotate() -> None:
        at = 100 + 7 * next(turn)
        app.session.annotate(policy, Span(at, at + 12), AnnotationKind.ISSUE, "口径待核。", ["数据"])

    return {
        "choose a task": lambda: app.presenter.choose_task(tasks[37 * next(turn) % TASKS]),
        "choose a clause": lambda: app.presenter.choose_provision(clauses[next(turn) % len(clauses)]),
        "report progress": lambda: app.session.assess(tasks[40], {"progress": values[next(turn) % len(values)]}),
        "annotate with a tag": annotate,
        "undo": lambda: app.session.undo_stack.undo(),
    }


def cases() -> Iterator[Case]:
    """Each step, against an absolute limit."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.clausedesk"
        write_large(path)
        desk = Desk(path)

        def once(step: Callable[[], object]) -> float:
            worst = desk.measured(step)
            desk.rest(0.2)
            return worst

        for name, step in _steps(desk).items():
            yield Case(f"window, {TASKS:,} tasks: {name}", partial(once, step), lambda: LIMIT, 1.0)
        desk.close()
