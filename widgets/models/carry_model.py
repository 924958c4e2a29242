"""What carrying over does with everything that was written on the old version of a policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policy.places import Outcome
from storage.records import Family
from widgets.models.compare_lines import Place
from widgets.models.keyed import KeyedModel

FAMILIES = (Family.ANNOTATION, Family.EVIDENCE_USE, Family.ASSESSMENT, Family.LINK)
"""What is carried over, in the order in which it is listed."""


@dataclass(frozen=True, slots=True)
class CarryItem:
    """A remark, use of evidence, judgement or link of the old version, how it is found in the new one, and what is said of it.

    ``place`` leads to its line in the comparison.
    """

    key: str
    family: Family
    found: Outcome
    text: str
    note: str
    place: Place


def tallied(items: Iterable[CarryItem]) -> Mapping[tuple[Family, Outcome], int]:
    """How many there are of each family and outcome."""
    return Counter((item.family, item.found) for item in items)


class CarryModel(KeyedModel[CarryItem]):
    """Those that a reviewer will have to look at: what is lost first, then what is in doubt."""

    def set_items(self, items: Iterable[CarryItem]) -> None:
        """List what is not found exactly."""
        open_ones = [item for item in items if item.found is not Outcome.EXACT]
        self.set_rows(sorted(open_ones, key=lambda item: (item.found is not Outcome.ORPHAN, FAMILIES.index(item.family))))
