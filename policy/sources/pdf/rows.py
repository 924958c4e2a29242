"""Tells the rows of a table without lines: by the gaps between its cells, by its numbers, and by the few lines that are drawn."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from policy.sources.pdf.lines import Line

_SERIAL: Final = re.compile(r"[0-9０-９]{1,4}[.、．]?|[（(][0-9０-９]{1,3}[）)]")
_HEAD_MARK: Final = re.compile(r"序号|编号|序|No\.?")

_HEAD: Final = re.compile(
    r"类别|序号|编号|指标|单位|部门|任务|事项|内容|时限|时间|进度|名称|备注|措施|项目|目标|要求|安排|节点|期限"
)
_LONGEST_HEAD: Final = 12
_TIGHT: Final = 0.15
_WIDEST_LEAD: Final = 1.8
_SAME_CELL: Final = 1.12
_MEETS: Final = 0.5
_ASCENT, _DESCENT = 0.7, 0.05
_LEVEL: Final = 0.5
_TOP_SHARE: Final = 0.85
_LEFT_OVER: Final = 0.5
_MOST_STARTS: Final = 12
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Bit:
    """What one line says in one column of a table, or in several where it stands across them."""

    column: int
    line: Line
    columns: int = 1

    @property
    def top(self) -> float:
        """Where its characters begin; so much lower than they might that lines set tight do not touch."""
        return self.line.y - _ASCENT * self.line.size

    @property
    def bottom(self) -> float:
        """Where its characters end."""
        return self.line.y + _DESCENT * self.line.size

    @property
    def middle(self) -> float:
        """Half way between the two."""
        return (self.top + self.bottom) / 2


Cluster = list[Bit]


def rows_of(bits: Sequence[Bit], serial: int | None, rules: Sequence[float], cuts: Sequence[float]) -> list[Cluster]:
    """The bits of each row, from top to bottom. ``serial`` is the column that holds the numbers of the rows, ``rules`` are the
    heights at which lines are drawn across the table, ``cuts`` those at which a row ends for another reason."""
    bands = list(_bands(bits, rules))
    if _are_rows(bands, serial):
        return bands
    lead = lead_of(bits)
    clusters = [cluster for band in _bands(bits, sorted([*rules, *cuts])) for cluster in _clusters(band, lead)]
    if not _numbers(bits, serial):
        return _unnumbered(bits, clusters)
    upper = _are_upper(clusters, serial)
    found: list[tuple[Cluster, bool]] = []
    for cluster in clusters:
        marks = _marks(cluster, serial)
        found += _split(cluster, marks, upper) if len(marks) > 1 else [(cluster, bool(_numbers(cluster, serial)))]
    return _gathered(found, upper)


def is_number(text: str) -> bool:
    """Whether a cell holds the number of its row."""
    return _SERIAL.fullmatch(text.strip()) is not None


def _are_rows(bands: Sequence[Cluster], serial: int | None) -> bool:
    """Whether a line is drawn between every two rows."""
    held = [len(_numbers(band, serial)) for band in bands]
    return max(held) == 1 and len(bands) > 1 if any(held) else len(bands) >= _FEW


def is_heading(text: str) -> bool:
    """Whether words name what a column holds."""
    return len(text) <= _LONGEST_HEAD and _HEAD.search(text) is not None


def names_columns(lines: Iterable[Line]) -> bool:
    """Whether lines are those of a header: at least two stretches of them name columns."""
    return sum(is_heading(piece.text) for line in lines for piece in line.pieces) > 1


def blocks(bits: Sequence[Bit], lead: float) -> Iterator[Cluster]:
    """The bits of one column that follow one another as closely as lines of one cell do."""
    block: Cluster = []
    for bit in sorted(bits, key=lambda one: one.line.y):
        if block and bit.line.y - block[-1].line.y > _SAME_CELL * lead:
            yield block
            block = []
        block.append(bit)
    if block:
        yield block


def lead_of(bits: Sequence[Bit]) -> float:
    """How far lines of one cell are apart, in points."""
    steps: list[float] = []
    for _, held in groupby(sorted(bits, key=lambda bit: (bit.column, bit.line.y)), key=lambda bit: bit.column):
        steps += [below.line.y - above.line.y for above, below in pairwise(held)]
    size = max((bit.line.size for bit in bits), default=0.0)
    usual = sorted(step for step in steps if step > _MEETS * size)
    return min(usual[int(_TIGHT * len(usual))], _WIDEST_LEAD * size) if usual else _WIDEST_LEAD * size


def _bands(bits: Sequence[Bit], rules: Sequence[float]) -> Iterator[Cluster]:
    """The bits between one drawn line and the next."""
    ordered = sorted(bits, key=lambda bit: bit.middle)
    for _, held in groupby(ordered, key=lambda bit: bisect(rules, bit.middle)):
        yield list(held)


def _clusters(bits: Sequence[Bit], lead: float) -> list[Cluster]:
    """The bits whose cells stand side by side: cells of other rows lie wholly above or below them."""
    held: list[tuple[float, float, Cluster]] = []
    for _, column in groupby(sorted(bits, key=lambda bit: (bit.column, bit.line.y)), key=lambda bit: bit.column):
        held += [(block[0].top, block[-1].bottom, block) for block in blocks(list(column), lead)]
    found: list[Cluster] = []
    end = float("-inf")
    for top, bottom, block in sorted(held, key=lambda one: one[:2]):
        if found and top < end:
            found[-1] += block
        else:
            found.append(list(block))
        end = max(end, bottom)
    return found


def _numbers(bits: Sequence[Bit], serial: int | None) -> list[Bit]:
    return [bit for bit in bits if bit.column == serial and is_number(bit.line.text)]


def _marks(bits: Sequence[Bit], serial: int | None) -> list[Bit]:
    """The numbers of the rows and what stands above them in the header."""
    heads = [bit for bit in bits if bit.column == serial and _HEAD_MARK.fullmatch(bit.line.text.strip())]
    return sorted([*heads, *_numbers(bits, serial)], key=lambda bit: bit.line.y)


def _unnumbered(bits: Sequence[Bit], clusters: list[Cluster]) -> list[Cluster]:
    """The rows of a table without numbers: by its gaps if it has any, or else at each line of its first column."""
    if len(clusters) >= _FEW or (clusters and names_columns(bit.line for bit in clusters[0])):
        return clusters
    ordered = sorted(bits, key=lambda bit: (bit.line.y, bit.column))
    found: list[Cluster] = []
    for bit in ordered:
        if bit.column == 0 or not found:
            found.append([])
        found[-1].append(bit)
    return found


def _are_upper(clusters: Sequence[Cluster], serial: int | None) -> bool:
    """Whether cells begin at the top of their row: the number of a row then stands beside its first line. Rows that gaps set apart
    tell it, or else whether the numbers stand beside a line of most columns."""
    alone = [(cluster, marks[0]) for cluster in clusters if len(marks := _marks(cluster, serial)) == 1]
    numbered = [one for one in alone if is_number(one[1].line.text)]
    telling = [one for one in numbered if max(bit.line.y for bit in one[0]) > one[1].line.y + 1 or _above(*one)]
    if telling:
        return sum(not _above(*one) for one in telling) >= _TOP_SHARE * len(telling)
    numbers = [(cluster, number) for cluster in clusters for number in _numbers(cluster, serial)]
    return sum(_is_level(*one) for one in numbers) >= _TOP_SHARE * len(numbers)


def _is_level(cluster: Cluster, number: Bit) -> bool:
    """Whether all columns have a line beside a number that have any in its cluster, but one."""
    beside = {bit.column for bit in cluster if abs(bit.line.y - number.line.y) < 1}
    return len(beside) >= len({bit.column for bit in cluster}) - 1


def _above(cluster: Cluster, number: Bit) -> bool:
    return min(bit.line.y for bit in cluster) < number.line.y - _LEVEL * number.line.size / 2


def _split(cluster: Cluster, numbers: Sequence[Bit], upper: bool) -> list[tuple[Cluster, bool]]:
    """The rows in a cluster without gaps, each with whether it has a number."""
    if upper:
        edges = [number.line.y - _LEVEL * number.line.size for number in numbers]
        first = [bit for bit in cluster if bit.line.y < edges[0]]
    else:
        edges = _centred_edges(cluster, numbers)
        first = [bit for bit in cluster if bit.middle < edges[0]]
    found: list[tuple[Cluster, bool]] = [(first, False)] if first else []
    bounds = [*edges, float("inf")] if upper else edges
    for number, (start, end) in zip(numbers, pairwise(bounds), strict=False):
        held = [bit for bit in cluster if start <= (bit.line.y if upper else bit.middle) < end]
        found.append((held, is_number(number.line.text)))
    rest = [bit for bit in cluster if bit.middle >= bounds[-1]]
    return [*found, (rest, False)] if rest else found


def _centred_edges(cluster: Cluster, numbers: Sequence[Bit]) -> list[float]:
    """Where rows begin whose numbers stand half way down, and where the last of them ends: each row reaches as far below its number
    as above it, and no line of the table lies across two rows."""
    cuts = _cuts(cluster)
    starts = [cut for cut in cuts if cut < numbers[0].middle][:_MOST_STARTS]
    size = numbers[0].line.size
    chains = [_chain(start, cuts, numbers) for start in starts]
    costs = [cost + (_LEFT_OVER * size if place else 0) for place, (cost, _) in enumerate(chains)]
    return chains[costs.index(min(costs))][1]


def _chain(start: float, cuts: Sequence[float], numbers: Sequence[Bit]) -> tuple[float, list[float]]:
    edges, cost = [start], 0.0
    for place, number in enumerate(numbers):
        wanted = 2 * number.middle - edges[-1]
        after = numbers[place + 1].middle if place + 1 < len(numbers) else float("inf")
        fitting = [cut for cut in cuts if number.middle < cut < after]
        edge = min(fitting, key=lambda cut: abs(cut - wanted)) if fitting else (number.middle + after) / 2
        cost += abs(edge - wanted)
        edges.append(edge)
    return cost, edges


def _cuts(cluster: Cluster) -> list[float]:
    """The heights at which no line of the cluster stands, its upper and its lower edge among them."""
    found = [min(bit.top for bit in cluster) - 1]
    end = found[0]
    for bit in sorted(cluster, key=lambda one: one.top):
        if bit.top > end and end > found[0]:
            found.append((end + bit.top) / 2)
        end = max(end, bit.bottom)
    return [*found, end + 1]


def _gathered(found: Sequence[tuple[Cluster, bool]], upper: bool) -> list[Cluster]:
    """The rows, with what has no number of its own added to the row it belongs to: words between two numbered rows are no row, but
    those above the first number and below the last one may be parts of rows that a page break cut."""
    numbered = [place for place, (_, has) in enumerate(found) if has]
    rows: list[Cluster] = []
    for place, (cluster, has) in enumerate(found):
        inner = numbered[0] < place < numbered[-1]
        if not has and inner and (upper or _nearer(found, place)):
            rows[-1] += cluster
        elif not has and inner:
            found[place + 1][0][:0] = cluster
        else:
            rows.append(cluster)
    return rows


def _nearer(found: Sequence[tuple[Cluster, bool]], place: int) -> bool:
    """Whether a cluster is nearer to the one above it than to the one below."""
    above, own, below = (found[index][0] for index in (place - 1, place, place + 1))
    over = min(bit.top for bit in own) - max(bit.bottom for bit in above)
    return over <= min(bit.top for bit in below) - max(bit.bottom for bit in own)
