"""Which clauses a task carries out: shared wording, the section its category names, and the order both lists keep."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from policy.model import ClauseLink, Provision, ProvisionKind

_SIZES = (2, 3)
_DROPPED = re.compile(r"[^\w]|\d")
_MARKER = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]+[）)、．.]|第[一二三四五六七八九十百]+[章节条部类])+")
_SECTION_WEIGHT = 0.25
_SCALE = 8.0
_BACKWARD, _FORWARD = 1.2, 0.12
_MOST = 5
_ENOUGH, _ENOUGH_IN_SECTION = 0.16, 0.05
_SAME_SECTION = 0.3
_RELATED = 0.6


@dataclass(frozen=True, slots=True)
class TaskWords:
    """What of a task is compared with the clauses."""

    text: str
    category: str | None


def find_links(tasks: Sequence[TaskWords], text: str, provisions: Sequence[Provision]) -> tuple[tuple[ClauseLink, ...], ...]:
    """The links of each task, best first; empty where no clause shares enough of its wording. Clauses are the （一） units, or the
    articles where there are none."""
    clauses = _cited(provisions)
    if not clauses or not tasks:
        return tuple(() for _ in tasks)
    wording = _Clauses([_grams(text[clause.start : clause.end]) for clause in clauses])
    by_eid = {provision.eid: provision for provision in provisions}
    sections = [_section_of(clause, by_eid) for clause in clauses]
    by_category = {category: _section_fit(category, sections) for category in {task.category for task in tasks}}
    words = [wording.overlap(_grams(task.text)) for task in tasks]
    scores = [
        [own + _SECTION_WEIGHT * near for own, near in zip(row, by_category[task.category], strict=True)]
        for task, row in zip(tasks, words, strict=True)
    ]
    path = _path(scores)
    return tuple(
        _ranked(clauses, row, own, by_category[task.category], chosen)
        for task, row, own, chosen in zip(tasks, scores, words, path, strict=True)
    )


def _cited(provisions: Sequence[Provision]) -> tuple[Provision, ...]:
    for kind in (ProvisionKind.CLAUSE, ProvisionKind.ARTICLE, ProvisionKind.SECTION):
        found = tuple(provision for provision in provisions if provision.kind is kind and not _in_annex(provision))
        if found:
            return found
    return ()


def _in_annex(provision: Provision) -> bool:
    return provision.eid.startswith("att_")


def _grams(text: str) -> list[str]:
    """The runs of characters of a text, each once, in order."""
    bare = _DROPPED.sub("", text)
    runs = (map("".join, zip(*(bare[first:] for first in range(size)), strict=False)) for size in _SIZES)
    return list(dict.fromkeys(chain.from_iterable(runs)))


class _Clauses:
    """The wording of all clauses, looked up by what a task says."""

    def __init__(self, bodies: Sequence[Sequence[str]]) -> None:
        self._count = len(bodies)
        self._holders: dict[str, list[int]] = {}
        for place, body in enumerate(bodies):
            for gram in body:
                self._holders.setdefault(gram, []).append(place)
        by_times = [0.0, *(math.log(1 + len(bodies) / times) for times in range(1, len(bodies) + 1))]
        self._rarity = {gram: by_times[len(places)] for gram, places in self._holders.items()}

    def overlap(self, words: Sequence[str]) -> list[float]:
        """The share of a task's wording that each clause has too; a run of characters weighs more the fewer clauses have it."""
        unseen = math.log(1 + self._count)
        total = sum(self._rarity.get(gram, unseen) for gram in words) or 1.0
        shares = [0.0] * self._count
        for gram in words:
            for place in self._holders.get(gram, ()):
                shares[place] += self._rarity[gram] / total
        return shares


def _section_of(clause: Provision, by_eid: Mapping[str, Provision]) -> str:
    above = by_eid.get(clause.parent or "")
    while above and above.parent and above.kind is not ProvisionKind.SECTION:
        above = by_eid.get(above.parent)
    return (above.heading or "") if above else ""


def _section_fit(category: str | None, sections: Sequence[str]) -> list[float]:
    """How like each clause's section heading is to the category, from 0 to 1."""
    wanted = set(_grams(_MARKER.sub("", category or "")))
    fits: dict[str, float] = {}
    for heading in set(sections):
        own = set(_grams(heading))
        fits[heading] = len(wanted & own) / len(wanted | own) if wanted and own else 0.0
    return [fits[heading] for heading in sections]


def _path(scores: Sequence[Sequence[float]]) -> list[int]:
    """The best clause for each task when both keep their order on the whole: going back costs more than going on."""
    best = [_SCALE * score for score in scores[0]]
    backs: list[list[int]] = []
    for row in scores[1:]:
        came, best = _advance(best)
        best = [have + _SCALE * score for have, score in zip(best, row, strict=True)]
        backs.append(came)
    here = max(range(len(best)), key=best.__getitem__)
    path = [here]
    for came in reversed(backs):
        here = came[here]
        path.append(here)
    return path[::-1]


def _advance(best: Sequence[float]) -> tuple[list[int], list[float]]:
    """For each clause the one to come from, and what is then had: one sweep each way, since the cost grows evenly."""
    came, had = list(range(len(best))), list(best)
    for here in range(1, len(best)):
        if had[here - 1] - _FORWARD > had[here]:
            came[here], had[here] = came[here - 1], had[here - 1] - _FORWARD
    source, worth = len(best) - 1, best[-1] - _BACKWARD
    for here in range(len(best) - 2, -1, -1):
        worth -= _FORWARD
        if worth > had[here]:
            came[here], had[here] = source, worth
        if best[here] - _BACKWARD > worth:
            source, worth = here, best[here] - _BACKWARD
    return came, had


def _ranked(
    clauses: Sequence[Provision], scores: Sequence[float], words: Sequence[float], near: Sequence[float], chosen: int
) -> tuple[ClauseLink, ...]:
    """The chosen clause first, then the others that come near it; one of the category's own section needs less shared wording."""
    enough = [_ENOUGH_IN_SECTION if fit >= _SAME_SECTION else _ENOUGH for fit in near]
    if words[chosen] < enough[chosen]:
        return ()
    order = sorted(range(len(clauses)), key=lambda place: (place != chosen, -scores[place], place))
    kept = [place for place in order if place == chosen or words[place] >= max(_ENOUGH, _RELATED * words[chosen])]
    top = 1 + _SECTION_WEIGHT
    return tuple(ClauseLink(clauses[place].eid, round(min(1.0, scores[place] / top), 3)) for place in kept[:_MOST])
