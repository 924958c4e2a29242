"""The schema that a file of this version has, compared with the one it does have."""

from __future__ import annotations

from storage import migrations, schema
from storage.connect import Connection, in_memory

Shape = frozenset[tuple[str, str, str]]


def strange_parts(conn: Connection) -> tuple[str, ...]:
    """The names of tables, indexes, views and triggers that are missing, too many or defined otherwise; none in a file of ours."""
    return tuple(sorted({name for _, name, _ in shape_of(conn) ^ expected_shape()}))


def expected_shape() -> Shape:
    """The schema of this version, as a fresh file has it."""
    fresh = in_memory()
    try:
        migrations.migrate(fresh)
        return shape_of(fresh)
    finally:
        fresh.close()


def shape_of(conn: Connection) -> Shape:
    """Type, name and definition of everything in the file; what SQLite or sqlite-utils word themselves counts by type and name."""
    found = set()
    for kind, name, table, sql in conn.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall():
        own = name.startswith(f"{schema.SEARCH_INDEX}_") or table == schema.MIGRATIONS
        found.add((str(kind), str(name), "" if own else " ".join(str(sql).split())))
    return frozenset(found)
