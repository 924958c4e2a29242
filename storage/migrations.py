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

STEPS = ("m001_first_tables", "m002_versions_of_a_policy", "m003_merges")
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

# What the third format adds: merges that can be taken back, packages that leave earlier words out, and policies joined into one.
THIRD_SCHEMA = (
    'ALTER TABLE "policy" ADD COLUMN joined TEXT',
    'ALTER TABLE "policy" ADD COLUMN blind INTEGER NOT NULL DEFAULT 0',
    """CREATE TABLE "merge" (
        id TEXT PRIMARY KEY, at TEXT NOT NULL, reviewer TEXT NOT NULL, sources TEXT NOT NULL, first INTEGER NOT NULL,
        last INTEGER NOT NULL, report TEXT NOT NULL, taken_back TEXT) STRICT""",
    """CREATE TABLE "change_aside" (
        id TEXT PRIMARY KEY, clock INTEGER NOT NULL, writer TEXT NOT NULL, family TEXT NOT NULL, record TEXT NOT NULL,
        parents TEXT NOT NULL, patch TEXT NOT NULL, label TEXT NOT NULL, batch TEXT NOT NULL, sha256 TEXT NOT NULL,
        merge TEXT NOT NULL REFERENCES "merge" (id)) STRICT""",
    'CREATE INDEX change_aside_merge ON "change_aside" (merge)',
    """CREATE TABLE "omitted" (change TEXT PRIMARY KEY) STRICT, WITHOUT ROWID""",
)

SCHEMAS = (FIRST_SCHEMA, SECOND_SCHEMA, THIRD_SCHEMA)

# What sqlite-utils makes to keep track of the steps.
KEEPING_TRACK = (
    f'CREATE TABLE "{schema.MIGRATIONS}" (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)',
    f'CREATE UNIQUE INDEX "idx_{schema.MIGRATIONS}_migration_set_name" ON "{schema.MIGRATIONS}" (migration_set, name)',
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
    steps(name="m003_merges")(m003_merges)
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


def m003_merges(db: Database) -> None:
    """Merges as they were made, what was taken back of them, and changes that a package left out."""
    for statement in THIRD_SCHEMA:
        db.execute(statement)


def load_ahead() -> None:
    """Import what making or updating a file needs, for a thread that has nothing better to do."""
    import_module("sqlite_utils")
