"""Histories of any length: many records with several edits each, by several people, some of whom did not know of each other."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from policy.identity import policy_id
from storage.changes import ChangeRow, make
from storage.clock import uuid7
from storage.connect import writing
from storage.history_write import INSERT_CHANGE, refold
from storage.merge_plan import tuples
from storage.records import Change, Family, ReviewerRecord
from storage.workspace import Profile, Workspace

BEGUN = 1_780_000_000_000
EDITS = 4
WORDS = "该项任务的责任单位已按职责分工制定实施方案，明确时间进度，并报送了阶段性进展情况，仍需补充佐证材料。"


def reviewer(name: str) -> Profile:
    """The profile of somebody called so."""
    return Profile(ReviewerRecord(policy_id(name), name, "督查室"))


class Hand:
    """One person's changes: remarks with a few edits each. A seed gives the same values; ids are new each time."""

    def __init__(self, name: str, writer: str, seed: int) -> None:
        self._name = name
        self._writer = writer
        self._random = random.Random(seed)
        self._at = BEGUN

    def remarks(self) -> Iterator[tuple[Change, ChangeRow]]:
        """New remarks without end, each followed by its edits."""
        while True:
            record = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
            last = self._change(record, (), self._remark(record))
            yield last
            for _ in range(EDITS - 1):
                last = self.edit(record, last[0].id)
                yield last

    def edit(self, record: str, parent: str) -> tuple[Change, ChangeRow]:
        """An edit of a remark by somebody who had seen that change."""
        return self._change(record, (parent,), {"body": self._words(), "modified": "2026-06-01T08:00:00+00:00"})

    def _remark(self, record: str) -> dict[str, object]:
        return {
            "policy": policy_id("long history"),
            "provision": "sec_1__cl_1",
            "start": 10,
            "end": 22,
            "quote": "完善宽带网络基础设施",
            "prefix": "（一）",
            "suffix": "。推进光纤入户",
            "kind": "comment",
            "body": self._words(),
            "reviewer": policy_id(self._name),
            "created": "2026-06-01T08:00:00+00:00",
            "modified": "2026-06-01T08:00:00+00:00",
            # There is no text in which it could have a place.
            "found": "orphan",
        }

    def _words(self) -> str:
        at = self._random.randrange(len(WORDS) - 20)
        return WORDS[at : at + 20] + str(self._random.randrange(1_000_000))

    def _change(self, record: str, parents: tuple[str, ...], patch: dict[str, object]) -> tuple[Change, ChangeRow]:
        self._at += self._random.randrange(1, 5_000)
        identity = (uuid7(self._at), self._at << 16, self._writer)
        return make(identity, (Family.ANNOTATION, record), parents, patch, ("change.annotation.edit", uuid7(self._at)))


def write_history(path: Path, name: str, changes: list[tuple[Change, ChangeRow]]) -> None:
    """Make a workspace, or take one that is there, and add these changes with the rows that follow."""
    opened = Workspace.open(path, reviewer(name)) if path.exists() else Workspace.create(path, reviewer(name))
    with opened as workspace, writing(workspace.store.conn) as conn:
        conn.executemany(INSERT_CHANGE, [row for _, row in changes])
        records = list(dict.fromkeys(change.record for change, _ in changes))
        for start in range(0, len(records), 1_000):
            refold(conn, records[start : start + 1_000])


def write_pair(target: Path, source: Path, count: int, shared: int = 4_000) -> None:
    """Two workspaces with ``shared`` changes in common and ``count`` more each, of which a hundredth contests the other's."""
    common = list(islice(Hand("王审阅", uuid7(), 1).remarks(), shared))
    contested = [change for change, _ in common[EDITS - 1 :: EDITS]]
    for path, name, seed in ((target, "王审阅", 2), (source, "李审阅", 3)):
        hand = Hand(name, uuid7(), seed)
        edits = [hand.edit(contested[n % len(contested)].record, contested[n % len(contested)].id) for n in range(count // 100)]
        write_history(path, name, [*common, *edits, *islice(hand.remarks(), count - len(edits))])


def changes_of(path: Path) -> set[tuple[str, str]]:
    """Id and hash of every change in a workspace."""
    with Workspace.open(path, None) as workspace:
        return set(tuples(workspace.store.conn, "SELECT id, sha256 FROM change"))
