"""Runs the benchmarks of this folder: ours and raw in turn, medians and their ratio as a table or as JSON."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.benchmarks.cases import Case  # noqa: E402 - started as a script, this file must first say where the tree is


@dataclass(frozen=True, slots=True)
class Result:
    """The medians of one case, in ``unit``."""

    name: str
    ours: float
    raw: float
    ratio: float
    goal: float
    unit: str
    runs: int

    @property
    def met(self) -> bool:
        """Whether the ratio stays under the goal."""
        return self.ratio <= self.goal


def discover(folder: Path = HERE) -> Iterator[Case]:
    """Yield the cases of every ``bench_*.py``, module by module, so that each can clean up before the next begins."""
    for path in sorted(folder.glob("bench_*.py")):
        yield from importlib.import_module(f"tests.benchmarks.{path.stem}").cases()


def measure(case: Case, runs: int) -> Result:
    """Run one case, raw and ours in turn so that a slow moment of the machine meets both, after one unmeasured turn."""
    case.raw()
    case.ours()
    raw, ours = [], []
    for _ in range(runs):
        raw.append(case.raw())
        ours.append(case.ours())
    middle_raw, middle_ours = statistics.median(raw), statistics.median(ours)
    return Result(case.name, middle_ours, middle_raw, middle_ours / middle_raw, case.goal, case.unit, runs)


def chosen(cases: Iterable[Case], only: Sequence[str]) -> Iterator[Case]:
    """Yield the cases whose name contains one of the words, or all."""
    return (case for case in cases if not only or any(word in case.name for word in only))


def line(result: Result) -> str:
    """One row of the table."""
    figures = f"{result.ours:>10.2f} {result.raw:>10.2f} {result.unit:<3} {result.ratio:>8.2f} {result.goal:>6.1f}"
    return f"{result.name:<44} {figures}  {'ok' if result.met else 'over'}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns 0, because a busy machine is no failure."""
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only cases whose name contains this")
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="measured turns per case (default: 7)")
    parser.add_argument("--json", action="store_true", help="print only JSON on stdout")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if not options.json:
        print(f"{'case':<44} {'ours':>10} {'raw':>10} {'':<3} {'ratio':>8} {'goal':>6}")
    results = []
    for case in chosen(discover(), options.only):
        results.append(measure(case, options.runs))
        if not options.json:
            print(line(results[-1]), flush=True)
    if options.json:
        print(json.dumps([{**asdict(result), "met": result.met} for result in results], ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
