"""The harness measures both sides alike and tells what it saw."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.benchmarks import harness
from tests.benchmarks.cases import Case


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two cases of known cost in place of the real ones; the turns taken, in order."""
    taken: list[str] = []

    def costing(side: str, *costs: float) -> Iterator[float]:
        for cost in costs:
            taken.append(side)
            yield cost

    ours, raw = costing("ours", 99, 6, 40, 5), costing("raw", 99, 2, 3, 2)
    cases = [Case("slow", lambda: next(ours), lambda: next(raw), goal=2), Case("fast", lambda: 1.0, lambda: 1.0, goal=2)]
    monkeypatch.setattr(harness, "discover", lambda: iter(cases))
    return taken


def test_both_sides_take_turns_and_the_median_counts(turns: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert harness.main(["--runs", "3", "--only", "slow", "--json"]) == 0
    [result] = json.loads(capsys.readouterr().out)
    assert turns == ["raw", "ours"] * 4
    assert (result["ours"], result["raw"], result["ratio"], result["met"]) == (6, 2, 3, False)


def test_the_table_has_one_line_per_case(turns: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    harness.main(["--runs", "3"])
    _head, slow, fast = capsys.readouterr().out.splitlines()
    assert slow.startswith("slow")
    assert slow.endswith("over")
    assert fast.endswith("ok")


def test_every_case_of_the_folder_can_be_found() -> None:
    stems = [path.stem for path in harness.HERE.glob("bench_*.py")]
    assert "bench_start" in stems
