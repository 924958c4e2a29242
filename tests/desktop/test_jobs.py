"""Work in the background ends in exactly one way, and leaves no thread behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs import Control, Jobs
from exporters.cancelled import Cancelled
from policy.errors import PolicyError


class Outcome:
    """What a job's callbacks were told, and on which thread."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object]] = []
        self.threads: set[int] = set()

    def done(self, result: object) -> None:
        self._tell("done", result)

    def failed(self, error: object) -> None:
        self._tell("failed", error)

    def cancelled(self) -> None:
        self._tell("cancelled", None)

    def _tell(self, how: str, what: object) -> None:
        self.told.append((how, what))
        self.threads.add(threading.get_ident())


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.stop()


@pytest.fixture
def outcome() -> Outcome:
    return Outcome()


def number_of(number: int, control: Control) -> int:
    return number


def until_told(control: Control) -> None:
    """A job that goes on until it is asked to stop."""
    waiting = threading.Event()
    while not control.cancelled():
        waiting.wait(0.005)
    raise Cancelled


def test_a_result_arrives_on_the_thread_of_the_window(jobs: Jobs, outcome: Outcome, qtbot: QtBot) -> None:
    worker: list[int] = []

    def work(control: Control) -> str:
        worker.append(threading.get_ident())
        return "result"

    with qtbot.waitSignal(jobs.finished):
        jobs.run(work, outcome.done, outcome.failed, outcome.cancelled)
        assert jobs.busy()
    assert outcome.told == [("done", "result")]
    assert outcome.threads == {threading.get_ident()}
    assert worker != [threading.get_ident()]
    assert not jobs.busy()


def test_a_failure_of_the_world_arrives_as_such(jobs: Jobs, outcome: Outcome, qtbot: QtBot) -> None:
    error = PolicyError("empty_file", name="a.txt")

    def work(control: Control) -> None:
        raise error

    crashed: list[object] = []
    jobs.crashed.connect(crashed.append)
    with qtbot.waitSignal(jobs.finished):
        jobs.run(work, outcome.done, outcome.failed, outcome.cancelled)
    assert outcome.told == [("failed", error)]
    assert crashed == []


def test_a_crash_is_reported_once_and_ends_the_job(
    jobs: Jobs, outcome: Outcome, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def work(control: Control) -> None:
        raise ZeroDivisionError("bug")

    crashed: list[object] = []
    jobs.crashed.connect(crashed.append)
    with qtbot.waitSignal(jobs.finished):
        jobs.run(work, outcome.done, outcome.failed, outcome.cancelled)
    assert outcome.told == [("cancelled", None)]
    assert [type(error) for error in crashed] == [ZeroDivisionError]
    assert "Traceback" in caplog.text
    caplog.clear()


def test_a_job_is_cancelled(jobs: Jobs, outcome: Outcome, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.finished):
        control = jobs.run(until_told, outcome.done, outcome.failed, outcome.cancelled)
        control.cancel()
    assert outcome.told == [("cancelled", None)]


def test_what_was_looked_for_is_not_shown_once_the_user_has_stopped(jobs: Jobs, outcome: Outcome, qtbot: QtBot) -> None:
    worked = threading.Event()

    def look(control: Control) -> int:
        worked.set()
        return 7

    with qtbot.waitSignal(jobs.finished):
        control = jobs.look(look, outcome.done, outcome.failed, outcome.cancelled)
        assert worked.wait(5)  # its result is under way, or about to be
        control.cancel()
    assert outcome.told == [("cancelled", None)]
    with qtbot.waitSignal(jobs.finished):
        jobs.look(look, outcome.done, outcome.failed, outcome.cancelled)
    assert outcome.told[1:] == [("done", 7)]


def test_steps_are_told(jobs: Jobs, outcome: Outcome, qtbot: QtBot) -> None:
    steps: list[tuple[int, int]] = []
    begin = threading.Event()

    def work(control: Control) -> None:
        begin.wait(5)
        control.report(1, 2)
        control.report(2, 2)

    with qtbot.waitSignal(jobs.finished):
        control = jobs.run(work, outcome.done, outcome.failed)
        control.progressed.connect(lambda done, total: steps.append((done, total)))
        begin.set()
    assert steps == [(1, 2), (2, 2)]


def test_stopping_waits_for_the_threads_and_drops_what_they_bring(jobs: Jobs, outcome: Outcome, qtbot: QtBot) -> None:
    before = threading.active_count()
    for _ in range(5):
        jobs.run(until_told, outcome.done, outcome.failed, outcome.cancelled)
    jobs.stop()
    assert not jobs.busy()
    qtbot.wait(20)
    assert outcome.told == []
    assert threading.active_count() <= before


def test_many_jobs_each_end_once(jobs: Jobs, outcome: Outcome, qtbot: QtBot) -> None:
    for number in range(40):
        jobs.run(partial(number_of, number), outcome.done, outcome.failed)
    qtbot.waitUntil(lambda: not jobs.busy())
    assert sorted(str(result) for _, result in outcome.told) == sorted(map(str, range(40)))
