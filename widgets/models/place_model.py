"""What was carried over from an older version and waits for a reviewer to say where it belongs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from policy.model import Span
from policy.places import Outcome
from storage.records import AnnotationKind, Family
from widgets.models.keyed import KeyedModel


class Target(StrEnum):
    """On what a thing can be placed: words that are selected, a task, a clause, or a task and a clause together."""

    WORDS = "words"
    TASK = "task"
    CLAUSE = "clause"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class Targets:
    """What is chosen in the window to place something on: the selected words, the task, the clause; empty for none."""

    words: str = ""
    task: str = ""
    clause: str = ""

    def offers(self, target: Target) -> bool:
        """Whether there is something of that kind."""
        chosen = {Target.WORDS: self.words, Target.TASK: self.task, Target.CLAUSE: self.clause}
        return bool(self.task and self.clause if target is Target.PAIR else chosen[target])


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A remark, use of evidence, judgement or link that was found with doubt, or not at all.

    ``text`` is what it is about in the words of the old version and ``stood`` where that was; ``body`` is what was written.
    ``now`` are the words where it was found, ``confidence`` how surely (0 to 1; ``None`` where that is not measured). ``span``,
    ``task`` and ``provision`` say where it is now, as far as it has a place; ``targets`` on what it can be placed.
    """

    key: str
    family: Family
    found: Outcome
    text: str
    body: str = ""
    author: str = ""
    stood: str = ""
    now: str = ""
    confidence: float | None = None
    kind: AnnotationKind | None = None
    span: Span | None = None
    task: str | None = None
    provision: str | None = None
    targets: tuple[Target, ...] = ()

    @property
    def placed(self) -> bool:
        """Whether there is a place to be confirmed."""
        return self.found is not Outcome.ORPHAN


class PlaceModel(KeyedModel[PlaceRow]):
    """What has no place first, then what is in doubt, each in the order given."""

    def set_waiting(self, rows: Iterable[PlaceRow]) -> None:
        """Show these."""
        self.set_rows(sorted(rows, key=lambda row: row.placed))
