"""The tables of the first released format. Never edited after release: what changes later is a migration of its own."""

from __future__ import annotations

HISTORY = (
    """CREATE TABLE "change" (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, clock INTEGER NOT NULL, writer TEXT NOT NULL, family TEXT NOT NULL,
        record TEXT NOT NULL, parents TEXT NOT NULL, patch TEXT NOT NULL, label TEXT NOT NULL, batch TEXT NOT NULL,
        sha256 TEXT NOT NULL) STRICT""",
    'CREATE INDEX change_record ON "change" (record)',
    'CREATE INDEX change_batch ON "change" (batch)',
    """CREATE TABLE "conflict" (
        record TEXT NOT NULL, field TEXT NOT NULL, family TEXT NOT NULL, changes TEXT NOT NULL,
        PRIMARY KEY (record, field)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE "writer" (
        id TEXT PRIMARY KEY, reviewer TEXT NOT NULL, person TEXT NOT NULL, machine TEXT NOT NULL, started TEXT NOT NULL) STRICT""",
)

CONTENTS = (
    """CREATE TABLE "policy_text" (
        policy TEXT PRIMARY KEY, sha256 TEXT NOT NULL, source_name TEXT NOT NULL, imported_at TEXT NOT NULL,
        text TEXT NOT NULL, provisions TEXT NOT NULL, findings TEXT NOT NULL) STRICT""",
    """CREATE TABLE "policy_source" (
        policy TEXT PRIMARY KEY REFERENCES "policy_text" (policy), sha256 TEXT NOT NULL, bytes BLOB NOT NULL) STRICT""",
    """CREATE TABLE "blob" (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, size INTEGER NOT NULL) STRICT""",
    """CREATE TABLE "blob_chunk" (
        id INTEGER PRIMARY KEY, blob INTEGER NOT NULL REFERENCES "blob" (id), part INTEGER NOT NULL, data BLOB NOT NULL,
        UNIQUE (blob, part)) STRICT""",
)

SEARCH = (
    """CREATE TABLE "search_doc" (doc INTEGER PRIMARY KEY, family TEXT NOT NULL, record TEXT NOT NULL UNIQUE) STRICT""",
    """CREATE VIRTUAL TABLE "search_index" USING fts5 (tokens, content='', tokenize='ascii')""",
)

ROWS = (
    """CREATE TABLE "policy" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, title TEXT NOT NULL, doc_number TEXT, issuer TEXT, addressees TEXT,
        date TEXT, citation_code TEXT, source_url TEXT, annex_title TEXT) STRICT""",
    """CREATE TABLE "task" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, policy TEXT NOT NULL, eid TEXT NOT NULL, position REAL NOT NULL,
        number INTEGER, category TEXT, title TEXT, text TEXT NOT NULL, departments TEXT NOT NULL, departments_raw TEXT NOT NULL,
        open_ended INTEGER NOT NULL, timing TEXT, timing_kind TEXT NOT NULL, starts_only INTEGER NOT NULL, start TEXT, due TEXT,
        source TEXT NOT NULL, confidence REAL NOT NULL, doubts TEXT NOT NULL, spans TEXT NOT NULL) STRICT""",
    'CREATE INDEX task_policy ON "task" (policy)',
    """CREATE TABLE "link" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, policy TEXT NOT NULL, task TEXT NOT NULL, provision TEXT NOT NULL,
        score REAL NOT NULL, state TEXT NOT NULL) STRICT""",
    'CREATE INDEX link_policy ON "link" (policy)',
    """CREATE TABLE "indicator" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, policy TEXT NOT NULL, provision TEXT, task TEXT, name TEXT NOT NULL,
        operator TEXT NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL, "by" TEXT, quote TEXT NOT NULL, start INTEGER NOT NULL,
        "end" INTEGER NOT NULL) STRICT""",
    'CREATE INDEX indicator_policy ON "indicator" (policy)',
    """CREATE TABLE "annotation" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, policy TEXT NOT NULL, provision TEXT, start INTEGER NOT NULL,
        "end" INTEGER NOT NULL, quote TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL, kind TEXT NOT NULL,
        body TEXT NOT NULL, reviewer TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL,
        resolved INTEGER NOT NULL) STRICT""",
    'CREATE INDEX annotation_policy ON "annotation" (policy, start)',
    """CREATE TABLE "reply" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, policy TEXT NOT NULL, annotation TEXT NOT NULL, body TEXT NOT NULL,
        reviewer TEXT NOT NULL, created TEXT NOT NULL) STRICT""",
    'CREATE INDEX reply_policy ON "reply" (policy)',
    'CREATE INDEX reply_annotation ON "reply" (annotation)',
    """CREATE TABLE "tag" (id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, name TEXT NOT NULL, color TEXT NOT NULL) STRICT""",
    """CREATE TABLE "tag_use" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, policy TEXT NOT NULL, annotation TEXT NOT NULL, tag TEXT NOT NULL) STRICT""",
    'CREATE INDEX tag_use_policy ON "tag_use" (policy)',
    'CREATE INDEX tag_use_annotation ON "tag_use" (annotation)',
    """CREATE TABLE "evidence" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, policy TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL,
        source TEXT NOT NULL, doc_number TEXT NOT NULL, date TEXT, period TEXT NOT NULL, original INTEGER NOT NULL,
        quote TEXT NOT NULL, note TEXT NOT NULL, reviewer TEXT NOT NULL, created TEXT NOT NULL) STRICT""",
    'CREATE INDEX evidence_policy ON "evidence" (policy)',
    """CREATE TABLE "evidence_use" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, policy TEXT NOT NULL, evidence TEXT NOT NULL,
        task TEXT, provision TEXT) STRICT""",
    'CREATE INDEX evidence_use_policy ON "evidence_use" (policy)',
    """CREATE TABLE "attachment" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, policy TEXT NOT NULL, evidence TEXT NOT NULL, name TEXT NOT NULL,
        sha256 TEXT NOT NULL, size INTEGER NOT NULL, created TEXT NOT NULL) STRICT""",
    'CREATE INDEX attachment_policy ON "attachment" (policy)',
    """CREATE TABLE "assessment" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, policy TEXT NOT NULL, task TEXT NOT NULL, reviewer TEXT NOT NULL,
        progress TEXT, percent INTEGER, verdict TEXT NOT NULL, reason TEXT, state TEXT NOT NULL, note TEXT NOT NULL,
        modified TEXT NOT NULL, agreed INTEGER NOT NULL) STRICT""",
    'CREATE INDEX assessment_policy ON "assessment" (policy)',
    """CREATE TABLE "reviewer" (
        id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, name TEXT NOT NULL, organisation TEXT NOT NULL) STRICT""",
)

FIRST_SCHEMA = (*HISTORY, *CONTENTS, *SEARCH, *ROWS)
