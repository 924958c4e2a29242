"""An index of intervals that answers which of very many touch the stretch in sight."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping
from itertools import pairwise
from operator import itemgetter

from policy.model import Span

BUCKET = 256
_end = itemgetter(1)

Entry = tuple[int, int, str]


class IntervalIndex:
    """Spans by id, kept in buckets sorted by start; each bucket knows its largest end.

    A query looks into those buckets only that can reach the stretch asked for. Adding or removing one touches one bucket.
    """

    def __init__(self, spans: Mapping[str, Span] | None = None) -> None:
        self._spans = dict(spans or {})
        entries = sorted([(span.start, span.end, key) for key, span in self._spans.items()])
        self._buckets = [entries[at : at + BUCKET] for at in range(0, len(entries), BUCKET)]
        self._firsts = [bucket[0] for bucket in self._buckets]
        self._ends = [max(bucket, key=_end)[1] for bucket in self._buckets]

    def __len__(self) -> int:
        return len(self._spans)

    def __contains__(self, key: str) -> bool:
        return key in self._spans

    def span(self, key: str) -> Span | None:
        """The span under ``key``."""
        return self._spans.get(key)

    def touching(self, start: int, end: int) -> list[str]:
        """The ids whose spans share a code point with ``start`` to ``end``, by start, then end."""
        return [entry[2] for entry in self._touching(start, end)]

    def _touching(self, start: int, end: int) -> Iterator[Entry]:
        last = bisect_left(self._firsts, (end,))
        for index in range(last):
            if self._ends[index] > start:
                bucket = self._buckets[index]
                stop = bisect_left(bucket, (end,))
                for entry in bucket[:stop]:
                    if entry[1] > start:
                        yield entry

    def put(self, key: str, span: Span) -> None:
        """Add ``key``, or move it to ``span``."""
        self.remove(key)
        self._spans[key] = span
        entry = (span.start, span.end, key)
        if not self._buckets:
            self._buckets, self._firsts, self._ends = [[entry]], [entry], [span.end]
            return
        index = max(0, bisect_right(self._firsts, entry) - 1)
        insort(self._buckets[index], entry)
        if len(self._buckets[index]) > 2 * BUCKET:
            self._split(index)
        else:
            self._note(index)

    def remove(self, key: str) -> None:
        """Take ``key`` out; unknown keys are left alone."""
        span = self._spans.pop(key, None)
        if span is None:
            return
        entry = (span.start, span.end, key)
        index = bisect_right(self._firsts, entry) - 1
        bucket = self._buckets[index]
        del bucket[bisect_left(bucket, entry)]
        if bucket:
            self._note(index)
        else:
            del self._buckets[index], self._firsts[index], self._ends[index]

    def neighbour(self, place: tuple[int, int, str] | None, step: int) -> str | None:
        """The id that follows (``step`` 1) or precedes (-1) ``place`` in the order of the text, going round at the ends."""
        if not self._buckets:
            return None
        if place is None:
            return self._buckets[0][0][2] if step > 0 else self._buckets[-1][-1][2]
        index = max(0, bisect_right(self._firsts, place) - 1)
        bucket = self._buckets[index]
        at = bisect_right(bucket, place) if step > 0 else bisect_left(bucket, place) - 1
        if 0 <= at < len(bucket):
            return bucket[at][2]
        other = self._buckets[(index + step) % len(self._buckets)]
        return other[0 if step > 0 else -1][2]

    def _split(self, index: int) -> None:
        bucket = self._buckets[index]
        halves = [bucket[:BUCKET], bucket[BUCKET:]]
        self._buckets[index : index + 1] = halves
        self._firsts[index : index + 1] = [half[0] for half in halves]
        self._ends[index : index + 1] = [max(half, key=_end)[1] for half in halves]

    def _note(self, index: int) -> None:
        bucket = self._buckets[index]
        self._firsts[index] = bucket[0]
        self._ends[index] = max(bucket, key=_end)[1]

    def sound(self) -> bool:
        """Whether buckets, first entries and largest ends agree; for tests."""
        ordered = all(a <= b for bucket in self._buckets for a, b in pairwise(bucket))
        return ordered and self._firsts == [bucket[0] for bucket in self._buckets]
