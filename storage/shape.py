"""The schema that a file of each version has, compared with the one it does have."""

from __future__ import annotations

import re

from storage import migrations, schema
from storage.connect import Connection, in_memory

Shape = frozenset[tuple[str, str, str]]
# A workspace has some seventy; the list of a file with more is not read to its end.
_PARTS_AT_MOST = 500
# SQLite words the tables behind an index of words, and sqlite-utils the one that tells of migrations. Both may come to word them
# otherwise, so they may hold any of these words, none of which can make SQLite compute anything.
_HARMLESS = re.compile(
    "create|table|unique|index|if|not|exists|on|integer|text|blob|primary|key|null|without|rowid|autoincrement"
    f"|id|block|segid|term|pgno|sz|k|v|origin|migration_set|name|applied_at|{schema.MIGRATIONS}"
    f"|idx_{schema.MIGRATIONS}_migration_set_name|{schema.SEARCH_INDEX}_[a-z]+"
)


def strange_parts(conn: Connection) -> tuple[str, ...]:
    """The names of tables, indexes, views and triggers that are missing, too many or defined otherwise; none in a file of ours."""
    return tuple(sorted({name for _, name, _ in shape_of(conn) ^ expected_shape()}))


def version_of(conn: Connection) -> int:
    """The version, counted in steps of migration, whose schema the file has exactly; 0 when it is that of none.

    Nothing is read but the list of the schema itself, so that no part of a hostile one is ever run.
    """
    found = shape_of(conn)
    versions = (version for version in range(migrations.FORMAT, 0, -1) if found == expected_shape(version))
    return next(versions, 0)


def expected_shape(version: int = migrations.FORMAT) -> Shape:
    """The schema of a version, as a fresh file has it."""
    fresh = in_memory()
    try:
        for statement in (*migrations.KEEPING_TRACK, *(one for step in migrations.SCHEMAS[:version] for one in step)):
            fresh.execute(statement)
        return shape_of(fresh)
    finally:
        fresh.close()


def shape_of(conn: Connection) -> Shape:
    """Type, name and definition of everything in the file; what SQLite or sqlite-utils word themselves counts by type and name, as
    long as it consists of harmless words."""
    found = set()
    for kind, name, table, sql in conn.execute(
        f"SELECT type, name, tbl_name, sql FROM sqlite_schema LIMIT {_PARTS_AT_MOST}"
    ).fetchall():
        own = str(name).startswith(f"{schema.SEARCH_INDEX}_") or table == schema.MIGRATIONS
        found.add((str(kind), str(name), "" if own and _harmless(str(sql)) else " ".join(str(sql).split())))
    return frozenset(found)


def _harmless(sql: str) -> bool:
    return all(_HARMLESS.fullmatch(word) for word in re.findall(r"\w+|[^\w\s\"'(),]", sql.lower()))
