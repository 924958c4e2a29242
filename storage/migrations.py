"""Bringing a file to this version's format. Migrations are append-only and never edited after release.

``sqlite_utils`` takes a tenth of a second to import, so it is imported only when there is something to migrate; whether there
is, plain SQL says.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from storage import schema
from storage.connect import APPLICATION_ID, Connection
from storage.first_schema import FIRST_SCHEMA

if TYPE_CHECKING:
    from sqlite_utils import Database

STEPS = ("m001_first_tables", "m002_versions_of_a_policy")
FORMAT = len(STEPS)

# What the second format adds to the tables of the first.
SECOND_SCHEMA = (
    'ALTER TABLE "policy" ADD COLUMN replaces TEXT',
    'ALTER TABLE "link" ADD COLUMN origin TEXT',
    """ALTER TABLE "link" ADD COLUMN found TEXT NOT NULL DEFAULT 'exact'""",
    'ALTER TABLE "indicator" ADD COLUMN inherited INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE "annotation" ADD COLUMN origin TEXT',
    """ALTER TABLE "annotation" ADD COLUMN found TEXT NOT NULL DEFAULT 'exact'""",
    'ALTER TABLE "annotation" ADD COLUMN confidence REAL',
    'ALTER TABLE "evidence_use" ADD COLUMN origin TEXT',
    """ALTER TABLE "evidence_use" ADD COLUMN found TEXT NOT NULL DEFAULT 'exact'""",
    'ALTER TABLE "assessment" ADD COLUMN origin TEXT',
    """ALTER TABLE "assessment" ADD COLUMN found TEXT NOT NULL DEFAULT 'exact'""",
)


def applied(conn: Connection) -> tuple[str, ...]:
    """The names of the migrations that the file has been through, in order."""
    if not conn.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", (schema.MIGRATIONS,)).fetchone():
        return ()
    rows = conn.execute(f'SELECT name FROM "{schema.MIGRATIONS}" WHERE migration_set = ? ORDER BY rowid', (schema.MIGRATION_SET,))
    return tuple(row[0] for row in rows.fetchall())


def migrate(conn: Connection) -> None:
    """Apply every pending step, each in its own transaction, and mark the file as ours. Foreign keys must still be off."""
    from sqlite_utils import Database, Migrations

    steps = Migrations(schema.MIGRATION_SET)
    steps(name="m001_first_tables")(m001_first_tables)
    steps(name="m002_versions_of_a_policy")(m002_versions_of_a_policy)
    steps.apply(Database(conn, execute_plugins=False, recursive_triggers=False))
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version = {FORMAT}")


def m001_first_tables(db: Database) -> None:
    """The first released format."""
    for statement in FIRST_SCHEMA:
        db.execute(statement)


def m002_versions_of_a_policy(db: Database) -> None:
    """What is carried over from one version of a policy to the next, and where it came from."""
    for statement in SECOND_SCHEMA:
        db.execute(statement)


def load_ahead() -> None:
    """Import what making or updating a file needs, for a thread that has nothing better to do."""
    import_module("sqlite_utils")
