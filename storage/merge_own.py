"""Which summaries that bear the writer of this session may be taken in: those that only say again what that writer wrote here."""

from __future__ import annotations

from typing import Final

from storage import schema
from storage.changes import COLUMNS, canonical, from_row
from storage.connect import Connection
from storage.graph import DELETED, fold
from storage.records import Change

_HISTORIES: Final = (schema.CHANGE, schema.ASIDE)


def is_ours(conn: Connection, summary: Change) -> bool:
    """Whether a summary in the name of who writes here is what an honest package gives of that writer's changes.

    It bears the clock of one of them; its values are what all that is here of what it stands for amounts to; and where something
    it stands for is not here, so that it would count, each of its values was set by that writer. What was set aside with a merge
    is here in this sense. Anything else would let a file put words into our mouth.
    """
    known = _stood_for(conn, summary)
    ours = [change for change in known if change.writer == summary.writer]
    if all(change.clock != summary.clock for change in ours):
        return False
    folded = fold(known)
    amounts = {**folded.fields, DELETED: folded.deleted}
    if any(name not in amounts or _differ(amounts[name], value) for name, value in summary.patch.items()):
        return False
    return len(known) == len(set(summary.parents)) or all(
        any(name in change.patch and not _differ(change.patch[name], value) for change in ours)
        for name, value in summary.patch.items()
    )


def _stood_for(conn: Connection, summary: Change) -> list[Change]:
    """What a summary stands for, as far as it is here; the changes of its own record alone."""
    found: dict[str, Change] = {}
    for table in _HISTORIES:
        sql = f'SELECT {", ".join(COLUMNS)} FROM "{table}" WHERE record = ? AND id IN (SELECT value FROM json_each(?))'
        for row in conn.execute(sql, (summary.record, canonical(summary.parents))).fetchall():
            found.setdefault(row[0], from_row(row))
    return list(found.values())


def _differ(one: object, other: object) -> bool:
    # Python calls 1 and true equal.
    return canonical(one) != canonical(other)
