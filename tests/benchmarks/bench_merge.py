"""Merging long histories, beside the bare insertion of the same rows into tables and indexes like ours."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import schema
from storage.changes import COLUMNS, ChangeRow
from storage.connect import writing
from storage.history_write import INSERT_CHANGE
from storage.incoming import receive
from storage.merge import merge, merge_in
from storage.merge_plan import tuples
from storage.workspace import Workspace
from tests.benchmarks.cases import Case
from tests.benchmarks.histories import reviewer, write_pair

CHANGES = 100_000
ME = reviewer("王审阅")


class Pair:
    """Two workspaces that differ by many changes, and a folder in which they are merged over and over."""

    def __init__(self, folder: Path) -> None:
        self._target, self._source = folder / "target.clausedesk", folder / "source.clausedesk"
        self._work = folder / "work.clausedesk"
        write_pair(self._target, self._source, CHANGES)

    def merge(self) -> float:
        """Merge all of one into a copy of the other; milliseconds, without the check of the received file."""
        shutil.copyfile(self._target, self._work)
        with Workspace.open(self._work, ME) as workspace, receive([self._source], rows=False) as incoming:
            start = time.perf_counter()
            merge_in(workspace, incoming)
            took = time.perf_counter() - start
        self._tidy()
        return took * 1_000

    def whole(self, *, again: bool = False) -> float:
        """The same from opening to closing, as the command does it; with ``again`` only the second merge of the same counts."""
        shutil.copyfile(self._target, self._work)
        took = 0.0
        for _ in range(1 + again):
            start = time.perf_counter()
            with Workspace.open(self._work, ME) as workspace:
                merge(workspace, self._source)
            took = time.perf_counter() - start
        self._tidy()
        return took * 1_000

    def insert(self) -> float:
        """Insert the changes that are new, and nothing that follows from them, in one durable transaction; milliseconds."""
        shutil.copyfile(self._target, self._work)
        rows = self._new_rows()
        with Workspace.open(self._work, ME) as workspace:
            start = time.perf_counter()
            with writing(workspace.store.conn) as conn:
                conn.executemany(INSERT_CHANGE, rows)
            took = time.perf_counter() - start
        self._tidy()
        return took * 1_000

    def _new_rows(self) -> list[ChangeRow]:
        names = ", ".join(COLUMNS)
        with Workspace.open(self._target, None) as target, Workspace.open(self._source, None) as source:
            here = {row[0] for row in tuples(target.store.conn, f'SELECT id FROM "{schema.CHANGE}"')}
            rows = tuples(source.store.conn, f'SELECT {names} FROM "{schema.CHANGE}" ORDER BY seq')
            return [row for row in rows if row[0] not in here]

    def _tidy(self) -> None:
        shutil.rmtree(self._work.with_suffix(".backups"), ignore_errors=True)


def cases() -> Iterator[Case]:
    """100,000 changes merged into as many, the first time and again."""
    with TemporaryDirectory() as name:
        pair = Pair(Path(name))
        yield Case("merge 100,000 changes into 100,000", pair.merge, pair.insert, 5)
        yield Case("100,000 received and merged, against 10 s", pair.whole, lambda: 10_000.0, 1)
        yield Case("the same 100,000 once more, against 3 s", lambda: pair.whole(again=True), lambda: 3_000.0, 1)
