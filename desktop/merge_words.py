"""What a merge does or did, in sentences and rows: for the dialogs, the message bar and the Word document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from desktop.blind import concealed_in
from desktop.conflict_words import READ, topic_words
from desktop.record_words import RecordWords
from exporters.merge_facts import ConflictFacts, CountFacts, MergeFacts
from resources.catalogue import Catalogue
from resources.change_words import ChangeWords
from storage import accounts
from storage.clock import moment
from storage.merge_report import Hidden, MergeConflict, MergeCount, MergeReport, OddClock, Side
from storage.merges import MergeRecord, TakenBack
from storage.records import Family
from storage.topics import topic_of
from storage.vetting import Rejected
from storage.workspace import Workspace
from widgets.models.merge_model import ConflictWords, MergeLine, MergeRow, MergeShown, RejectedWords, SideWords
from widgets.models.words import moment_text

# What reviewers call by one name: a tag and its uses, a piece of evidence and what it serves.
KINDS: Final[Mapping[Family, Family]] = MappingProxyType({Family.TAG_USE: Family.TAG, Family.EVIDENCE_USE: Family.EVIDENCE})
ORDER: Final = (
    Family.POLICY,
    Family.ANNOTATION,
    Family.REPLY,
    Family.TAG,
    Family.ASSESSMENT,
    Family.EVIDENCE,
    Family.ATTACHMENT,
    Family.TASK,
    Family.LINK,
    Family.INDICATOR,
    Family.REVIEWER,
)
# Records that are called by their title alone.
BARE: Final = frozenset({Family.POLICY, Family.EVIDENCE, Family.TAG, Family.INDICATOR, Family.REVIEWER})
MOST_FILES: Final = 3
MOST_HIDDEN: Final = 10
DAY: Final = 86_400
HOUR: Final = 3_600
Numbers = tuple[int, int, int, int, int]
NOTHING: Final[Numbers] = (0, 0, 0, 0, 0)


class Tense(StrEnum):
    """Whether a merge is still to come."""

    WILL = "will"
    DID = "did"


class Step(StrEnum):
    """What can be undone."""

    MERGE = "merge"
    TAKE_BACK = "take_back"
    BRING_BACK = "bring_back"


@dataclass(frozen=True, slots=True)
class MergeTold:
    """A merge in words: what the dialogs show, and what the Word document says; and what others' work is hidden under."""

    shown: MergeShown
    facts: MergeFacts
    hidden: tuple[Hidden, ...] = ()


class MergeWords:
    """The words for merges in the language of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._changes = ChangeWords(catalogue)

    def told(self, workspace: Workspace, report: MergeReport, tense: Tense, who: str = "") -> MergeTold:
        """What a merge will do to ``workspace``, or what the one that ``who`` made has done."""
        rows = self._rows(report.counts)
        conflicts = self._conflicts(workspace, report.conflicts)
        rejected = tuple(self._rejected(place, one) for place, one in enumerate(report.rejected))
        backup = report.backup.name if report.backup is not None else ""
        summary, warnings, facts = self._summary(report, tense), self._warnings(report), self._facts(report, tense)
        kept = (self._text("backup", name=backup),) if backup else ()
        hidden = self._hidden(workspace, report.hidden, tense)
        shown = MergeShown(
            summary,
            self._listed(report.sources),
            rows,
            conflicts,
            rejected,
            (*warnings, "\n".join(hidden)) if hidden else warnings,
            (*facts, *kept),
            report.brings,
            tense is Tense.DID,
            tense is Tense.DID and bool(hidden),
        )
        document = MergeFacts(
            workspace.path.stem,
            report.at,
            who,
            (summary, *warnings, *hidden, *facts),
            report.sources,
            tuple(CountFacts(row.name, row.numbers, row.heading) for row in rows),
            tuple(_of_document(one) for one in conflicts),
            tuple((one.what, one.reason) for one in rejected),
            backup,
        )
        return MergeTold(shown, document, report.hidden)

    def title(self, sources: Sequence[str], step: Step = Step.MERGE) -> str:
        """The name of a step that can be undone."""
        return self._text(f"step.{step}", sources=self.files(sources))

    def files(self, sources: Sequence[str]) -> str:
        """The names of the files; of many only the first ones and how many more there are."""
        listed = self._listed(sources[:MOST_FILES])
        rest = len(sources) - MOST_FILES
        return listed if rest <= 0 else self._text("more_files", files=listed, count=figure(rest))

    def message(self, report: MergeReport) -> str:
        """What the message bar says after a merge."""
        if not report.brings:
            return self._text("message_nothing")
        return self._text("summary.did", what=self._parts(report))

    def turned(self, sources: Sequence[str], changes: int, step: Step) -> str:
        """What the message bar says after a merge was taken or brought back."""
        return self._text(f"turned.{step}", sources=self.files(sources), changes=figure(changes))

    def with_it(self, taken: TakenBack) -> list[str]:
        """What goes with a merge that is taken back, or does not show without it; empty when that is nothing."""
        counts = {"own": taken.own, "others": taken.others}
        return [self._text(key, count=figure(count)) for key, count in counts.items() if count]

    def line(self, record: MergeRecord) -> MergeLine:
        """A row of the list of merges."""
        language = self._catalogue.language
        taken = record.taken_back
        return MergeLine(
            record.id,
            moment_text(record.at, language),
            record.reviewer or self._text("nobody"),
            self._listed(record.sources),
            figure(record.changes),
            figure(record.report.disputed),
            self._text("state.taken_back", at=moment_text(taken, language)) if taken is not None else self._text("state.stands"),
            taken is None,
        )

    def _rows(self, counts: Sequence[MergeCount]) -> tuple[MergeRow, ...]:
        several = len({count.source for count in counts}) > 1
        groups: dict[tuple[str, str], dict[Family, Numbers]] = defaultdict(dict)
        for count in counts:
            counted, kind = groups[count.source, count.person], KINDS.get(count.family, count.family)
            counted[kind] = _sum((counted.get(kind, NOTHING), _numbers(count)))
        rows: list[list[MergeRow]] = []
        for (source, person), kinds in groups.items():
            name = person or self._text("nobody")
            name = self._text("person_in", person=name, source=source) if several else name
            group = [MergeRow(f"{source}/{person}", name, _sum(kinds.values()), heading=True)]
            # Of somebody who brings nothing new there is nothing more to say.
            for kind in sorted(kinds, key=ORDER.index) if _matters(group[0]) else ():
                group.append(MergeRow(f"{source}/{person}/{kind}", self._text(f"kind.{kind}"), kinds[kind]))
            rows.append(group)
        rows.sort(key=lambda group: not _matters(group[0]))
        return tuple(row for group in rows for row in group)

    def _summary(self, report: MergeReport, tense: Tense) -> str:
        if not report.brings:
            return self._text(f"nothing.{tense}")
        return self._text(f"summary.{tense}", what=self._parts(report))

    def _parts(self, report: MergeReport) -> str:
        """What came from whom, what is disputed and what is left out, as far as there is any."""
        new, changed, identical, _, _ = _sum(map(_numbers, report.counts))
        names = dict.fromkeys(count.person for count in report.counts if count.new or count.changed)
        # Reviewers first: what an import brought is nobody's, but counts.
        ranked = [name or self._text("nobody") for name in sorted(names, key=lambda name: not name)]
        people = self._listed(ranked) or self._text("nobody")
        hidden = sum(one.count for one in report.hidden)
        others = {"conflicts": report.disputed, "hidden": hidden, "rejected": len(report.rejected), "identical": identical}
        parts = [self._text("part.new", new=figure(new), changed=figure(changed), people=people)]
        parts += [self._text(f"part.{name}", count=figure(count)) for name, count in others.items() if count]
        return self._text("between").join(parts)

    def _warnings(self, report: MergeReport) -> tuple[str, ...]:
        lost = (self._text("lost", count=figure(len(report.lost_attachments))),) if report.lost_attachments else ()
        return (*lost, *map(self._odd_clock, report.odd_clocks))

    def _odd_clock(self, odd: OddClock) -> str:
        seconds = abs(odd.seconds)
        key, unit = ("days", DAY) if seconds >= 2 * DAY else ("hours", HOUR)
        way = "ahead" if odd.seconds > 0 else "behind"
        off = self._text(f"off.{key}", count=figure(max(1, round(seconds / unit))))
        return self._text(f"odd_clock.{way}", person=odd.person or self._text("nobody"), off=off)

    def _hidden(self, workspace: Workspace, hidden: Sequence[Hidden], tense: Tense) -> tuple[str, ...]:
        """Who removed what, and whose work under it does not show for that reason; of many only the first ones."""
        first = hidden[:MOST_HIDDEN]
        records: dict[Family, set[str]] = defaultdict(set)
        for one in first:
            records[one.family].add(one.record)
        called = RecordWords(workspace, self._catalogue, accounts.named(workspace, records) if first else {})
        lines = [
            self._text(
                f"hidden.{tense}",
                remover=one.remover or self._text("nobody"),
                record=self._called(called, one.family, one.record),
                people=self._listed(one.people),
                count=figure(one.count),
            )
            for one in first
        ]
        rest = len(hidden) - len(first)
        return (*lines, self._text("hidden.more", count=figure(rest))) if rest else tuple(lines)

    def _facts(self, report: MergeReport, tense: Tense) -> tuple[str, ...]:
        found = []
        if report.new_attachments:
            found.append(self._text(f"attachments.{tense}", count=figure(report.new_attachments)))
        if tense is Tense.WILL and report.brings:
            found.append(self._text("backup_first"))
        return tuple(found)

    def _conflicts(self, workspace: Workspace, conflicts: Sequence[MergeConflict]) -> tuple[ConflictWords, ...]:
        if not conflicts:
            return ()
        records: dict[Family, set[str]] = defaultdict(set)
        decisions: dict[tuple[str, str], list[MergeConflict]] = defaultdict(list)
        for one in conflicts:
            records[one.family].add(one.record)
            decisions[one.record, topic_of(one.family, one.field)].append(one)
        called = RecordWords(workspace, self._catalogue, accounts.named(workspace, records))
        hidden = concealed_in(workspace, conflicts)
        return tuple(
            ConflictWords(
                f"{record}/{topic}",
                self._where(called, group[0]),
                topic_words(self._catalogue, topic),
                self._sides(topic, group, told=record not in hidden),
            )
            for (record, topic), group in decisions.items()
        )

    def _sides(self, topic: str, group: Sequence[MergeConflict], *, told: bool) -> tuple[SideWords, ...]:
        """The sides of one decision, the one that shows first, with those of its fields that are read; in a blind review it may
        not be ``told`` what they say."""
        read = READ.get(topic, ())
        fields = sorted((one for one in group if one.field in read), key=lambda one: read.index(one.field)) or group[:1]
        sides: dict[str, list[tuple[str, Side]]] = defaultdict(list)
        for one in fields:
            for side in one.sides:
                sides[side.change].append((one.field, side))
        found = tuple(self._side(said, named=len(fields) > 1) for said in sides.values())
        return found if told else tuple(replace(side, value=self._text("blind")) for side in found)

    def _where(self, called: RecordWords, conflict: MergeConflict) -> str:
        """The record, and the words of the task that it is about."""
        told = self._called(called, conflict.family, conflict.record)
        told = told[:1].upper() + told[1:]
        row = called.row(conflict.family, conflict.record)
        task = called.row(Family.TASK, row.get("task"))
        return self._text("about", record=told, words=" ".join(str(task["text"]).split())) if task.get("text") else told

    def _called(self, called: RecordWords, family: Family, record: str) -> str:
        """A record with its kind."""
        kind = self._catalogue.text(f"family.{family}")
        if not called.row(family, record):
            return self._text("not_here", kind=kind)
        told = called.name(family, record)
        return self._text("of_kind", kind=kind, name=told) if family in BARE else told

    def _side(self, said: Sequence[tuple[str, Side]], *, named: bool) -> SideWords:
        """What one change says, each value with the name of its field where there are several."""
        side = said[0][1]
        who = side.person or self._text("nobody")
        when = moment_text(moment(side.clock), self._catalogue.language) if side.clock else ""
        words = self._changes.sentence if named else lambda field, _, value: self._changes.value(field, value)
        values = "\n".join(words(field, None, one.value) for field, one in said)
        return SideWords(values, self._text("whence", who=who, when=when) if when else who)

    def _rejected(self, place: int, one: Rejected) -> RejectedWords:
        kind = self._text(f"kind.{KINDS.get(one.family, one.family)}") if one.family else self._text("unknown_kind")
        facts = {"kind": kind, "person": one.person or self._text("nobody"), "source": one.source, "change": one.change[-8:]}
        return RejectedWords(str(place), self._text("rejected", **facts), self._catalogue.text(one.phrase))

    def _listed(self, names: Iterable[str]) -> str:
        return self._catalogue.text("format.enumeration").join(names)

    def _text(self, key: str, **facts: str) -> str:
        return self._catalogue.text(f"merging.{key}", **facts)


def figure(value: int) -> str:
    """A count with its thousands set apart."""
    return f"{value:,}"


def _numbers(count: MergeCount) -> Numbers:
    return count.new, count.changed, count.identical, count.conflicts, count.rejected


def _sum(numbers: Iterable[Numbers]) -> Numbers:
    total = NOTHING
    for one in numbers:
        total = (total[0] + one[0], total[1] + one[1], total[2] + one[2], total[3] + one[3], total[4] + one[4])
    return total


def _matters(row: MergeRow) -> bool:
    """Whether anything in it is new, disputed or left out."""
    new, changed, _, conflicts, rejected = row.numbers
    return bool(new or changed or conflicts or rejected)


def _of_document(one: ConflictWords) -> ConflictFacts:
    sides = [f"{side.value}\n{side.whence}" for side in one.sides]
    return ConflictFacts(one.where, one.field, sides[0] if sides else "", "\n".join(sides[1:]))
