"""What the ranks of headings mean in one document: some begin with the first rank, others with the second or third."""

from __future__ import annotations

from collections.abc import Sequence


def levels_of(lines: Sequence[tuple[str, int]]) -> list[int | None]:
    """The level of each line of a document, of which the words and the rank (1 to 6, 0 for running text) are given.

    A highest rank that only opens the document is its title, level 0; the ranks that are used below it are the levels 1, 2, …
    """
    said = [(place, rank) for place, (words, rank) in enumerate(lines) if words.strip()]
    ranks = sorted({rank for _, rank in said if rank})
    if not ranks:
        return [None] * len(lines)
    highest = [order for order, (_, rank) in enumerate(said) if rank == ranks[0]]
    opens = highest == list(range(highest[0], highest[0] + len(highest))) and not any(rank for _, rank in said[: highest[0]])
    titled = opens and highest[0] <= 1 and len(said) > len(highest)
    levels = {rank: place + (0 if titled else 1) for place, rank in enumerate(ranks)}
    return [levels.get(rank) if words.strip() else None for words, rank in lines]
