"""Whatever is written, undone and merged in whatever order: rows follow from the history alone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.model import Policy
from storage.merge import merge
from storage.records import Draft, Family, Written
from storage.workspace import Profile, Workspace
from tests.storage.received import brought

Visible = Callable[[Workspace], dict[str, set[tuple[object, ...]]]]
RECORDS = ("r1", "r2", "r3")
PATCHES = st.dictionaries(st.sampled_from(["name", "color"]), st.sampled_from(["一", "二", "三"]), min_size=1) | st.builds(
    lambda deleted: {"deleted": deleted}, st.booleans()
)
DRAFTS = st.builds(lambda record, patch: Draft(Family.TAG, record, patch), st.sampled_from(RECORDS), PATCHES)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory, profile_of: Callable[[str], Profile]) -> Path:
    """An empty workspace to copy, since making one takes most of the time."""
    path = tmp_path_factory.mktemp("blank") / "blank.clausedesk"
    Workspace.create(path, profile_of("空")).close()
    return path


@contextmanager
def copies(blank: Path, profiles: list[Profile]) -> Iterator[list[Workspace]]:
    """Copies of one file, each opened by its own reviewer."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        opened = []
        for number, profile in enumerate(profiles):
            path = Path(folder) / f"{number}.clausedesk"
            shutil.copyfile(blank, path)
            opened.append(stack.enter_context(Workspace.open(path, profile)))
        yield opened


@settings(max_examples=25)
@given(steps=st.lists(st.lists(DRAFTS, min_size=1, max_size=3) | st.sampled_from(["undo", "redo"]), max_size=12))
def test_undo_and_redo_restore_the_rows_exactly(
    blank: Path, profile_of: Callable[[str], Profile], visible: Visible, steps: list[list[Draft] | str]
) -> None:
    with copies(blank, [profile_of("王")]) as [workspace]:
        # Whoever writes is written down with the first action, and stays.
        workspace.store.introduce()
        states = [visible(workspace)]
        done: list[Written] = []
        undone: list[Written] = []
        for step in steps:
            if isinstance(step, list):
                done.append(workspace.write("change.tag.add", step))
                undone.clear()
                del states[len(done) :]
                states.append(visible(workspace))
            elif step == "undo" and done:
                undone.append(workspace.reverse(done.pop()))
            elif step == "redo" and undone:
                done.append(workspace.reverse(undone.pop()))
            assert visible(workspace) == states[len(done)]
            assert workspace.history.rows_equal_history()


MOVES = st.tuples(st.sampled_from([0, 1, 2]), st.lists(DRAFTS, min_size=1, max_size=2)) | st.tuples(
    st.sampled_from([0, 1, 2]), st.sampled_from([0, 1, 2])
)


def contents(workspace: Workspace) -> tuple[object, ...]:
    rows = [tuple(row) for row in workspace.store.rows("SELECT * FROM tag ORDER BY id")]
    disputes = [tuple(row) for row in workspace.store.rows("SELECT * FROM conflict ORDER BY record, field")]
    return rows, disputes, {change.id for change in workspace.history.changes()}


@settings(max_examples=10)
@given(moves=st.lists(MOVES, max_size=8), order=st.permutations([0, 1, 2]))
def test_merging_is_idempotent_and_its_order_does_not_matter(
    blank: Path, profile_of: Callable[[str], Profile], moves: list[tuple[int, list[Draft] | int]], order: list[int]
) -> None:
    with copies(blank, [profile_of(name) for name in "甲乙丙"]) as desks:
        for at, what in moves:
            if isinstance(what, list):
                desks[at].write("change.tag.add", what)
            elif what != at:
                brought(desks[at], desks[what])
        written = {change.id for desk in desks for change in desk.history.changes()}
        for source in order:
            if source != 0:
                brought(desks[0], desks[source])
        for source in reversed(order):
            if source != 1:
                brought(desks[1], desks[source])
        assert contents(desks[0]) == contents(desks[1])
        assert contents(desks[0])[2] == written
        again = brought(desks[0], desks[1])
        assert (again.new, again.conflicts, again.rejected) == (0, (), ())
        assert contents(desks[0]) == contents(desks[1])
        assert desks[0].history.rows_equal_history()


def test_a_file_edited_twice_under_one_name_loses_nothing(
    desk: Workspace, policy: Policy, profile: Profile, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.clausedesk"
    desk.close()
    shutil.copyfile(desk.path, copy)
    with Workspace.open(desk.path, profile) as first, Workspace.open(copy, profile) as second:
        assert first.writer != second.writer
        for number in range(30):
            first.tasks.add(policy.id, f"甲{number}")
            second.tasks.add(policy.id, f"乙{number}")
        merge(first, copy)
        merge(second, desk.path)
        assert len(first.tasks.of(policy.id)) == len(second.tasks.of(policy.id)) == 63
        assert {change.id for change in first.history.changes()} == {change.id for change in second.history.changes()}
