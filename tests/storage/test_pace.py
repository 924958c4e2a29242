"""Work in a database is told of steadily and ends when the watch says so, also in the middle of one statement."""

from __future__ import annotations

from contextlib import closing

import pytest

from storage.connect import in_memory
from storage.errors import StorageError
from storage.pace import Pace

COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?) SELECT count(*) FROM n"


class StopError(Exception):
    """What a watch raises when somebody cancels."""


def test_a_statement_that_takes_long_is_ended_by_the_watch() -> None:
    told: list[float] = []

    def watch(share: float) -> None:
        told.append(share)
        if len(told) > 2:
            raise StopError

    with closing(in_memory()) as conn:
        with pytest.raises(StopError), Pace(watch).part(0.5, 1.0).over(conn):
            conn.execute(COUNT, (20_000_000,)).fetchone()
        assert told == [0.5, 0.5, 0.5]
        # Nobody is asked any more.
        assert conn.execute(COUNT, (100_000,)).fetchone()[0] == 100_000


def test_what_fails_by_itself_is_told_as_what_it_is() -> None:
    with closing(in_memory()) as conn, pytest.raises(StorageError, match="database_error"), Pace(lambda _: None).over(conn):
        conn.execute("SELECT * FROM nowhere")
