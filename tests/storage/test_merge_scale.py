"""Long histories: fast, with little memory, without holding the window up, ended within a second, and whole after a kill."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from storage.checks import check
from storage.incoming import receive
from storage.merge import look, merge_in
from storage.workspace import Workspace
from tests.benchmarks.histories import changes_of, reviewer, write_pair

Child = Callable[..., subprocess.Popen[str]]

MERGER = """
import json, resource, sys, time
from pathlib import Path
from storage.incoming import receive
from storage.merge import merge_in
from storage.workspace import Workspace
from tests.benchmarks.histories import reviewer
def megabytes():
    # What the system counts for a child begins with what its parent had; the first number is this program's own.
    own = Path("/proc/self/status")
    lines = own.read_text().splitlines() if own.exists() else []
    found = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
    return (found or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss])[0] / 1024
began = time.perf_counter()
with Workspace.open(Path(sys.argv[1]), reviewer("王审阅")) as workspace, receive([Path(sys.argv[2])], rows=False) as incoming:
    with workspace.aside().open() as aside:
        received = time.perf_counter() - began
        print("begun", flush=True)
        reports, seconds = [], []
        for _ in range(2):
            start = time.perf_counter()
            reports.append(merge_in(aside, incoming))
            seconds.append(received + time.perf_counter() - start)
    print(json.dumps({
        "new": [report.new for report in reports], "identical": [report.identical for report in reports],
        "conflicts": len(reports[0].conflicts), "seconds": seconds,
        "megabytes": megabytes(),
    }))
"""


def made_pair(folder: Path, count: int) -> tuple[Path, Path, int]:
    """Two workspaces, and by how many changes each differs from the other."""
    write_pair(folder / "target.clausedesk", folder / "source.clausedesk", count, shared=count // 25)
    return folder / "target.clausedesk", folder / "source.clausedesk", count


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> tuple[Path, Path, int]:
    """Two workspaces, made once, to be copied."""
    return made_pair(tmp_path_factory.mktemp("long"), 100_000 if pytestconfig.getoption("nightly") else 10_000)


@pytest.fixture
def target(pair: tuple[Path, Path, int], tmp_path: Path) -> Path:
    return Path(shutil.copyfile(pair[0], tmp_path / "target.clausedesk"))


def test_a_long_history_comes_in_whole_and_in_little_memory(
    pair: tuple[Path, Path, int], target: Path, child: Child, nightly: bool
) -> None:
    _, source, count = pair
    expected = changes_of(target) | changes_of(source)
    process = child(MERGER, str(target), str(source))
    answer = json.loads(process.communicate(timeout=300)[0].split("\n")[1])
    # The colleague's own record is new too.
    assert answer["new"] == [count + 1, 0]
    assert answer["conflicts"] == count // 100
    assert answer["identical"][1] == answer["identical"][0] + count + 1
    assert answer["megabytes"] < 400
    assert changes_of(target) == expected
    if nightly:
        assert (answer["seconds"][0] < 10, answer["seconds"][1] < 3) == (True, True), answer
    else:
        # Comparing what is here already costs a small part of taking it in.
        assert answer["seconds"][1] < answer["seconds"][0]
    assert check(target).sound


@contextmanager
def ticking() -> Iterator[list[float]]:
    """The gaps between the ticks of a thread that wakes all the time, as a window's loop does; in seconds."""
    moments: list[float] = []
    gaps: list[float] = []
    over = threading.Event()

    def tick() -> None:
        while not over.wait(0.005):
            moments.append(time.perf_counter())

    thread = threading.Thread(target=tick)
    thread.start()
    try:
        yield gaps
    finally:
        over.set()
        thread.join()
        gaps += [later - earlier for earlier, later in pairwise(moments)]


def test_other_threads_go_on_while_it_merges(pair: tuple[Path, Path, int], target: Path) -> None:
    heard: list[float] = []

    def watch(share: float) -> None:
        heard.append(time.perf_counter())

    with (
        Workspace.open(target, reviewer("王审阅")) as workspace,
        receive([pair[1]], rows=False) as incoming,
        workspace.aside().open() as aside,
        ticking() as gaps,
    ):
        look(aside, incoming, watch)
        merge_in(aside, incoming, watch)
    # A busy machine may hold anything up once or twice; what holds the interpreter does so over and over.
    assert sum(gap > 0.1 for gap in gaps) <= max(2, len(gaps) // 200)
    assert sum(later - earlier > 0.5 for earlier, later in pairwise(heard)) <= 2


class EnoughError(Exception):
    """The user has had enough."""


@pytest.mark.parametrize("share", [0.05, 0.15, 0.6, 0.95])
def test_it_ends_within_a_second_when_told_to(
    pair: tuple[Path, Path, int], target: Path, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However fast the machine is, the watch hears of every share.
    monkeypatch.setattr("storage.pace._SECONDS", 0.0)
    before = changes_of(target)
    told: list[float] = []

    def watch(done: float) -> None:
        if done >= share:
            told.append(time.perf_counter())
            raise EnoughError

    with Workspace.open(target, reviewer("王审阅")) as workspace, receive([pair[1]], rows=False) as incoming:
        with pytest.raises(EnoughError):
            merge_in(workspace, incoming, watch)
        ended = time.perf_counter() - told[0]
    assert (ended < 1, changes_of(target)) == (True, before)
    assert check(target).sound


def test_a_process_killed_while_it_merges_leaves_the_old_or_the_new(tmp_path: Path, child: Child, nightly: bool) -> None:
    first, source, _ = made_pair(tmp_path, 100_000 if nightly else 2_000)
    old, new = changes_of(first), changes_of(first) | changes_of(source)
    chance = random.Random(7)
    target = Path(shutil.copyfile(first, tmp_path / "t.clausedesk"))
    longest = 8.0 if nightly else 0.25
    for turn in range(100 if nightly else 10):
        if changes_of_any(target) == new:
            shutil.copyfile(first, target)
        process = child(MERGER, str(target), str(source))
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(chance.uniform(0.0, longest))
        process.kill()
        process.wait()
        process.stdout.close()
        process.stdin.close()
        assert changes_of_any(target) in (old, new), turn
        if turn % 5 == 0:
            assert check(target).sound
    process = child(MERGER, str(target), str(source))
    process.communicate(timeout=300)
    assert changes_of(target) == new
    assert check(target).sound


def changes_of_any(path: Path) -> set[tuple[str, str]]:
    """What is in a workspace after whoever wrote it was killed: opening it to write undoes a half-done write."""
    Workspace.open(path, reviewer("王审阅")).close()
    return changes_of(path)
