"""The algebra of merging, tried at random against an oracle; and five flawed programs, each of which must be found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from storage import graph
from storage.graph import Contested, Folded
from storage.records import Change
from tests.storage.merge_machine import MergeMachine

STEPS = 30
Fold = Callable[[Sequence[Change]], Folded]


def chances(examples: int, *, same: bool = False) -> settings:
    """So many runs of thirty steps; the ``same`` ones each time, and none made smaller, where finding something is what counts."""
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=same,
        database=None,
        phases=(Phase.generate,) if same else tuple(Phase),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )


def test_merging_keeps_its_laws_whatever_happens_in_whatever_order(nightly: bool) -> None:
    run_state_machine_as_test(MergeMachine, settings=chances(500 if nightly else 50))


def last_setter(changes: Sequence[Change], field: str) -> Change:
    return max((change for change in changes if field in change.patch), key=lambda change: (change.clock, change.id))


def wall_clock_wins(changes: Sequence[Change]) -> Folded:
    """The latest clock shows, even over a change that had seen it."""
    right = graph.fold(changes)
    fields = {name: last_setter(changes, name).patch[name] for name in right.fields}
    return Folded(fields, right.deleted, right.heads, right.contested)


def conflicts_ignored(changes: Sequence[Change]) -> Folded:
    right = graph.fold(changes)
    return Folded(right.fields, right.deleted, right.heads, ())


def deletion_wins(changes: Sequence[Change]) -> Folded:
    """A deletion holds against what its writer had not seen."""
    right = graph.fold(changes)
    contested = [item for item in right.contested if item.field == graph.DELETED]
    return Folded(right.fields, right.deleted or bool(contested), right.heads, right.contested)


def first_come_shows(changes: Sequence[Change]) -> Folded:
    """Of those that did not know of each other, the one that came here first shows."""
    right = graph.fold(changes)
    fields, contested = dict(right.fields), []
    for item in right.contested:
        came = [change for change in changes if change.id in item.changes]
        if item.field != graph.DELETED:
            fields[item.field] = came[0].patch[item.field]
        contested.append(Contested(item.field, item.changes))
    return Folded(fields, right.deleted, right.heads, tuple(contested))


@contextmanager
def folding(flawed: Fold) -> Iterator[None]:
    with ExitStack() as stack:
        for place in ("storage.history_write.fold", "storage.history.fold"):
            stack.enter_context(mock.patch(place, flawed))
        yield


@pytest.mark.parametrize("flawed", [wall_clock_wins, conflicts_ignored, deletion_wins, first_come_shows])
def test_a_program_that_folds_wrongly_is_found_out(flawed: Fold, nightly: bool) -> None:
    with folding(flawed), pytest.raises(AssertionError):
        run_state_machine_as_test(MergeMachine, settings=chances(1_500 if nightly else 150, same=True))


class _ReusedWriters(MergeMachine):
    """Whoever opens a copied file goes on in the name and the count that stand in it."""

    reuse_writers = True


def test_a_program_whose_copies_go_on_under_one_writer_is_found_out(nightly: bool) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(_ReusedWriters, settings=chances(1_500 if nightly else 150, same=True))
