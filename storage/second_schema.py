"""What the second format adds to the tables of the first; never edited after release."""

from __future__ import annotations

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
