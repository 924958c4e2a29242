"""What a merge hides without any conflict: work under something that somebody else removed, not knowing of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from storage import schema
from storage.changes import canonical
from storage.connect import Connection
from storage.graph import DELETED, fold, standing
from storage.hanging import UNDER
from storage.history_write import FoldedRecord, load_changes
from storage.importing import IMPORT_WRITER, JOINED_BY
from storage.merge_plan import Gathered, streamed, tuples
from storage.merge_report import Hidden
from storage.records import Change, Family, LinkState

# The columns that name owners are called like the owner's family.
_COLUMNS: Final[Mapping[Family, tuple[str, ...]]] = MappingProxyType(
    {family: tuple(column for ties in UNDER.values() for tied, column in ties if tied is family) for family in Family}
)
_LISTED: Final = "IN (SELECT value FROM json_each(?))"
_NOBODY: Final[frozenset[str]] = frozenset()

People = frozenset[str]
Wrote = tuple[People, People]
"""The ids of the reviewers who wrote a record, and of those of them whose changes are new here."""


@dataclass(frozen=True, slots=True)
class Removal:
    """An owner that is removed: who did that last, all who did, and whether it was shown here before the merge."""

    family: Family
    last: str
    reviewers: People
    fresh: bool


@dataclass(slots=True)
class Hiding:
    """Takes note, record by record, of what a merge removes and of what people wrote under owners of any kind."""

    gathered: Gathered
    removals: dict[str, Removal] = field(default_factory=dict)
    living: dict[tuple[str, str, Wrote], int] = field(default_factory=dict)
    _alike: dict[Hashable, Wrote] = field(default_factory=dict)

    def add(self, item: FoldedRecord, history: Sequence[Change]) -> None:
        """Take note of one record as it will be."""
        if item.folded.deleted:
            if item.family in UNDER:
                self.removals[item.record] = self.removal(item.family, history)
            return
        fields, columns = item.folded.fields, _COLUMNS[item.family]
        undecided = item.family is Family.LINK and fields.get("state", LinkState.SUGGESTED.value) == LinkState.SUGGESTED.value
        if undecided or not columns:
            return
        wrote = self._wrote(history)
        for column in columns if wrote[0] else ():
            owner = fields.get(column)
            if isinstance(owner, str) and owner:
                key = (column, owner, wrote)
                self.living[key] = self.living.get(key, 0) + 1

    def removal(self, family: Family, history: Sequence[Change]) -> Removal:
        """The removal that the history of a removed record amounts to."""
        before = [change for change in history if change.id not in self.gathered.sources_of]
        said = standing(history)
        removers = [change for change in history if DELETED in said.get(change.id, _NOBODY)]
        last = max(removers or history, key=lambda change: (change.clock, change.id))
        reviewers = frozenset(self.reviewer(change.writer) for change in removers)
        return Removal(family, last.writer, reviewers, not (before and fold(before).deleted))

    def reviewer(self, writer: str) -> str:
        """The id of the reviewer behind a writer; empty for an import."""
        known = self.gathered.writers.get(writer.removeprefix(JOINED_BY))
        return known.reviewer if known is not None else ""

    def _wrote(self, history: Sequence[Change]) -> Wrote:
        sources = self.gathered.sources_of
        # A merge has a hundred thousand records of the same few people.
        writers = tuple([(change.writer, change.id in sources) for change in history])
        wrote = self._alike.get(writers)
        if wrote is None:
            everybody = frozenset(self.reviewer(writer) for writer, _ in writers) - {""}
            wrote = (everybody, frozenset(self.reviewer(writer) for writer, new in writers if new) - {""})
            wrote = self._alike[writers] = self._alike.setdefault(wrote, wrote)
        return wrote


def hidden_by_merge(conn: Connection, hiding: Hiding) -> tuple[Hidden, ...]:
    """What is hidden by the merge that ``hiding`` took note of: for each removed owner what others wrote under it, where either the
    removal or what they wrote is new. The same before the merge is written and after; nothing is asked where no owner is removed.
    """
    removals = hiding.removals | _removed_before(conn, hiding)
    hidden: defaultdict[str, Counter[People]] = defaultdict(Counter)
    for (column, owner, wrote), number in hiding.living.items():
        removal = removals.get(owner)
        if removal is not None and removal.family.value == column:
            hidden[owner][wrote[0 if removal.fresh else 1] - removal.reviewers] += number
    for owner, people in _untouched(conn, hiding):
        hidden[owner][people - removals[owner].reviewers] += 1
    names = {writer.reviewer: writer.person for writer in hiding.gathered.writers.values()}
    found = [
        Hidden(
            removals[owner].family,
            owner,
            tuple(sorted({names[one] for group in groups for one in group})),
            hiding.gathered.person(removals[owner].last),
            sum(number for group, number in groups.items() if group),
        )
        for owner, groups in hidden.items()
        if any(groups)
    ]
    order = list(UNDER)
    return tuple(sorted(found, key=lambda one: (order.index(one.family), one.record)))


def _removed_before(conn: Connection, hiding: Hiding) -> dict[str, Removal]:
    """The owners that the merge says nothing of and that are removed, under which somebody wrote what is new."""
    known = hiding.gathered.families
    wanted: dict[str, dict[str, None]] = {}
    for column, owner, (_, fresh) in hiding.living:
        if fresh and owner not in known:
            wanted.setdefault(column, {})[owner] = None
    found: dict[str, Removal] = {}
    for family, owners in ((Family(column), owners) for column, owners in wanted.items()):
        sql = f'SELECT id FROM "{family.value}" WHERE deleted = 1 AND id {_LISTED}'
        gone = [row[0] for row in tuples(conn, sql, (canonical(list(owners)),))]
        histories = load_changes(conn, gone) if gone else {}
        found |= {owner: hiding.removal(family, history) for owner, history in histories.items()}
    return found


def _untouched(conn: Connection, hiding: Hiding) -> list[tuple[str, People]]:
    """Under owners that were shown here until now, what the merge itself says nothing of: the owner and who wrote it."""
    owners: dict[Family, list[str]] = {}
    for owner, removal in hiding.removals.items():
        if removal.fresh:
            owners.setdefault(removal.family, []).append(owner)
    found: list[tuple[str, People]] = []
    for owning, group in owners.items():
        for family, column in UNDER[owning]:
            decided = f"AND h.state <> '{LinkState.SUGGESTED.value}'" if family is Family.LINK else ""
            # Few hang on what was removed, but the history is long.
            sql = (
                f'SELECT h.id, h."{column}", c.writer FROM "{family.value}" h CROSS JOIN "{schema.CHANGE}" c ON c.record = h.id '
                f"WHERE h.deleted = 0 AND h.\"{column}\" {_LISTED} AND c.writer <> '{IMPORT_WRITER}' {decided}"
            )
            people: dict[tuple[str, str], set[str]] = {}
            for rows in streamed(conn, sql, (canonical(group),)):
                for record, owner, writer in rows:
                    if record not in hiding.gathered.families:
                        people.setdefault((owner, record), set()).add(hiding.reviewer(writer))
            found += [(owner, frozenset(wrote - {""})) for (owner, _), wrote in people.items()]
    return found
