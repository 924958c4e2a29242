"""Several reviewers' workspaces that are written, copied and merged in any order, each step compared with the oracle."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from storage import migrations
from storage.clock import Clock
from storage.connect import Connection, in_memory, settle
from storage.merge import merge_in
from storage.merge_report import MergeReport
from storage.records import Draft, Family, ReviewerRecord, Written
from storage.store import Author
from storage.workspace import Workspace
from tests.storage.merge_oracle import FIELDS, Note, by_record, descendants, verdict
from tests.storage.received import Directly

YEAR = 365 * 24 * 3_600_000
START = int(dt.datetime(2026, 1, 1, tzinfo=dt.UTC).timestamp() * 1_000)
MOST = 5
RECORDS = ("r1", "r2", "r3")
WORDS = ("一", "二", "三")
PATCHES = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(WORDS), min_size=1) | st.builds(
    lambda deleted: {"deleted": deleted}, st.booleans()
)
DRAFTS = st.builds(lambda record, patch: Draft(Family.TAG, record, patch), st.sampled_from(RECORDS), PATCHES)
EDITS = st.lists(st.lists(DRAFTS, min_size=1, max_size=2, unique_by=lambda draft: draft.record), min_size=1, max_size=3)
PICKS = st.integers(0, MOST - 1)


class Replica:
    """One copy of the workspace with who writes in it, and what the oracle knows of it."""

    def __init__(self, conn: Connection, person: str, writer: str, ids: Iterator[str]) -> None:
        self.conn = conn
        self.person = person
        self.offset = 0
        self.wall = START
        author = Author(ReviewerRecord(person, person, ""), writer, "桌")
        self.workspace = Workspace(Path(f"{writer}.clausedesk"), conn, author, None, None)
        self.store = self.workspace.store
        self.store.clock = Clock(lambda: self.wall + self.offset)
        self.history = self.workspace.history
        self.merges = self.workspace.merges
        self.ids = ids
        self.known: set[str] = set()
        # By change: the merge it came with, and the merge for which it lies aside. The merges made, and those taken back.
        self.owner: dict[str, str] = {}
        self.aside: dict[str, str] = {}
        self.made: list[str] = []
        self.taken: set[str] = set()
        self.done: list[Written] = []

    def adopt(self, other: Replica) -> None:
        """Begin with what a copied file holds."""
        self.known = set(other.known)
        self.owner, self.aside = dict(other.owner), dict(other.aside)
        self.made, self.taken = list(other.made), set(other.taken)
        self.offset = other.offset


def merged(target: Replica, others: Sequence[Replica]) -> MergeReport:
    return merge_in(target.workspace, Directly([other.workspace for other in others]))


class MergeMachine(RuleBasedStateMachine):
    """The rules; a flawed program is tried by patching what it is made of."""

    reuse_writers = False

    def __init__(self) -> None:
        super().__init__()
        self.notes: dict[str, Note] = {}
        self.replicas: list[Replica] = []
        self.count = 0
        self.current: Replica | None = None
        self.patches = ExitStack()
        for place in ("storage.history_write.uuid7", "storage.store.uuid7", "storage.merge.uuid7"):
            self.patches.enter_context(mock.patch(place, self._fresh))
        self.patches.enter_context(mock.patch("storage.merge.back_up", return_value=Path("backup")))

    @override
    def teardown(self) -> None:
        try:
            if self.replicas:
                self._all_orders_agree()
        finally:
            self.patches.close()
            for replica in self.replicas:
                replica.conn.close()

    def _fresh(self) -> str:
        if self.current is not None and self.reuse_writers:
            return next(self.current.ids)
        self.count += 1
        # Ids in an order that has nothing to do with that of writing.
        return hashlib.sha256(str(self.count).encode()).hexdigest()[:32]

    def _ids(self, start: int) -> Iterator[str]:
        for number in range(start, start + 10_000):
            yield f"same-writer-{number:05}"

    def _replica(self, conn: Connection, person: str) -> Replica:
        start = int(conn.execute("SELECT count(*) FROM change").fetchone()[0])
        writer = "same-writer" if self.reuse_writers else f"writer-{self._fresh()}"
        return Replica(conn, person, writer, self._ids(start))

    @initialize(number=st.integers(2, 3))
    def begin(self, number: int) -> None:
        with closing(in_memory()) as blank:
            migrations.migrate(blank)
            for at in range(number):
                conn = in_memory()
                blank.backup(conn)
                self.replicas.append(self._replica(settle(conn), f"审阅人{at}"))

    def _at(self, pick: int) -> Replica:
        return self.replicas[pick % len(self.replicas)]

    def _acknowledge(self, replica: Replica, written: Written) -> None:
        for change in written.changes:
            if change.family is not Family.TAG:
                continue
            seen = frozenset(key for key in replica.known if self.notes[key].record == change.record)
            assert change.id not in self.notes
            note = Note(change.id, change.clock, change.record, tuple(sorted(change.patch.items())), seen)
            self.notes[change.id] = note
            replica.known.add(change.id)

    def _write(self, replica: Replica, drafts: list[Draft], label: str = "change.tag.edit") -> Written:
        replica.wall += 1_000
        self.current = replica
        try:
            written = replica.store.write(label, drafts)
        finally:
            self.current = None
        self._acknowledge(replica, written)
        return written

    @rule(pick=PICKS, edits=EDITS)
    def edit(self, pick: int, edits: list[list[Draft]]) -> None:
        replica = self._at(pick)
        for drafts in edits:
            replica.done.append(self._write(replica, drafts))

    @rule(pick=PICKS, source=PICKS, edits=EDITS)
    def edit_and_send(self, pick: int, source: int, edits: list[list[Draft]]) -> None:
        self.edit(source, edits)
        self.merge(pick, source, None)

    @rule(pick=PICKS)
    def undo(self, pick: int) -> None:
        replica = self._at(pick)
        if not replica.done:
            return
        written = replica.done.pop()
        replica.wall += 1_000
        self.current = replica
        try:
            reversed_ = replica.store.reverse(written)
        finally:
            self.current = None
        self._acknowledge(replica, reversed_)

    @rule(pick=PICKS, source=PICKS, second=st.none() | PICKS)
    def merge(self, pick: int, source: int, second: int | None) -> None:
        target = self._at(pick)
        others = [self._at(at) for at in dict.fromkeys((source, source if second is None else second))]
        others = [other for at, other in enumerate(others) if other is not target and other not in others[:at]]
        if others:
            self._merge(target, others)

    def _merge(self, target: Replica, others: list[Replica]) -> None:
        before = dict(self._disputes(target))
        fresh = frozenset().union(*(other.known for other in others)) - target.known
        report = merged(target, others)
        assert report.rejected == ()
        assert sum(count.new + count.changed for count in report.counts if count.family is Family.TAG) == len(fresh)
        target.known |= fresh
        if report.id is not None:
            target.made.append(report.id)
            for key in fresh:
                target.owner[key] = report.id
                target.aside.pop(key, None)
        now = self._disputes(target)
        told = {(item.record, item.field) for item in report.conflicts if item.family is Family.TAG}
        assert told == {key for key, sides in now.items() if before.get(key) != sides}
        # Undoing across a merge would write over what came with it; the program keeps one undo stack per session for that reason.
        target.done.clear()

    def _disputes(self, replica: Replica) -> dict[tuple[str, str], frozenset[str]]:
        grouped = by_record(self.notes[key] for key in replica.known)
        return {(record, field): sides for record, notes in grouped.items() for field, sides in verdict(notes).contested}

    @rule(pick=PICKS)
    def clone(self, pick: int) -> None:
        if len(self.replicas) >= MOST:
            return
        original = self._at(pick)
        conn = in_memory()
        original.conn.backup(conn)
        copy = self._replica(settle(conn), original.person)
        copy.adopt(original)
        copy.wall = original.wall
        self.replicas.append(copy)

    @rule(pick=PICKS)
    def reopen(self, pick: int) -> None:
        at = pick % len(self.replicas)
        old = self.replicas[at]
        new = self._replica(old.conn, old.person)
        new.adopt(old)
        new.wall = old.wall
        self.replicas[at] = new

    @rule(pick=PICKS, years=st.sampled_from([-10, -2, 0, 2, 10]))
    def jump(self, pick: int, years: int) -> None:
        self._at(pick).offset = years * YEAR

    @rule(pick=PICKS, side=st.integers(0, 3))
    def decide(self, pick: int, side: int) -> None:
        replica = self._at(pick)
        open_ones = [conflict for conflict in replica.history.conflicts() if conflict.family is Family.TAG]
        if not open_ones:
            return
        conflict = open_ones[side % len(open_ones)]
        value = conflict.values()[side % len(conflict.values())]
        self._write(replica, [Draft(Family.TAG, conflict.record, {conflict.field: value})], "change.conflict.resolve")
        replica.done.clear()
        assert (conflict.record, conflict.field) not in self._disputes(replica)

    @rule(pick=PICKS, which=PICKS)
    def take_back(self, pick: int, which: int) -> None:
        replica = self._at(pick)
        standing = [key for key in replica.made if key not in replica.taken]
        if not standing:
            return
        merge = standing[which % len(standing)]
        foretold = replica.merges.would_take(merge)
        assert replica.merges.take_back(merge) == foretold
        roots = {key for key in replica.known if replica.owner.get(key) == merge}
        gone = descendants(roots, (self.notes[key] for key in replica.known))
        for key in gone:
            replica.aside[key] = replica.owner.get(key, merge)
        replica.known -= gone
        replica.taken.add(merge)
        replica.done.clear()

    @rule(pick=PICKS, which=PICKS)
    def bring_back(self, pick: int, which: int) -> None:
        replica = self._at(pick)
        if not replica.taken:
            return
        merge = sorted(replica.taken)[which % len(replica.taken)]
        replica.merges.bring_back(merge)
        replica.taken.remove(merge)
        waiting = [key for key, owner in replica.aside.items() if owner in replica.taken]
        held = descendants(waiting, (self.notes[key] for key in replica.aside))
        for key in replica.aside.keys() - held:
            replica.owner[key] = replica.aside.pop(key)
            replica.known.add(key)
        replica.done.clear()

    @precondition(lambda self: bool(self.replicas))
    @invariant()
    def every_replica_is_what_its_notes_amount_to(self) -> None:
        for replica in self.replicas:
            self._compare(replica)

    def _compare(self, replica: Replica) -> None:
        held = {row[0] for row in replica.conn.execute("SELECT id FROM change WHERE family = 'tag'").fetchall()}
        assert held == replica.known
        grouped = by_record(self.notes[key] for key in replica.known)
        rows = {row[0]: (tuple(row[1:3]), bool(row[3])) for row in replica.conn.execute("SELECT id, name, color, deleted FROM tag")}
        expected = {record: verdict(notes) for record, notes in grouped.items()}
        assert rows == {record: (found.values, found.deleted) for record, found in expected.items()}
        disputes = {
            (row[0], row[1]): frozenset(json.loads(row[2]))
            for row in replica.conn.execute("SELECT record, field, changes FROM conflict WHERE family = 'tag'")
        }
        assert disputes == {(record, field): sides for record, found in expected.items() for field, sides in found.contested}
        assert replica.history.rows_equal_history()

    def _all_orders_agree(self) -> None:
        """Merged pairwise in two ways, nothing acknowledged is missing, both are the same, and again adds nothing."""
        copies = []
        for order in (self.replicas, list(reversed(self.replicas))):
            conn = in_memory()
            order[0].conn.backup(conn)
            copy = self._replica(settle(conn), "合并人")
            copy.adopt(order[0])
            copies.append(copy)
            for other in order[1:]:
                self._merge(copy, [other])
            self._compare(copy)
        first, second = copies
        # What was taken back here and there is not lost either: it stands aside, and comes with whoever still has it.
        assert first.known == set().union(*(replica.known for replica in self.replicas)) == second.known
        for target, other in ((first, second), (second, first)):
            again = merged(target, [other])
            assert (sum(count.new + count.changed for count in again.counts), again.conflicts, again.rejected) == (0, (), ())
            self._compare(target)
        for copy in copies:
            copy.conn.close()
