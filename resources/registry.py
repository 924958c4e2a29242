"""The registry of bodies that carry tasks: what they are called, when they existed and who followed them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "departments.tsv"


@dataclass(frozen=True, slots=True)
class Body:
    """One department, agency, party office, company or government.

    ``since`` and ``until`` are years (``until`` is the year it was dissolved), ``None`` where it has stood all along;
    ``successors`` are short names of those that took over its duties.
    """

    short: str
    full: str
    aliases: tuple[str, ...]
    kind: str
    since: int | None
    until: int | None
    successors: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, the short one first, each once."""
        return tuple(dict.fromkeys((self.short, self.full, *self.aliases)))

    def existed(self, year: int) -> bool:
        """Whether it stood at some time in ``year``."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Registry:
    """All known bodies, found by any of their names."""

    bodies: tuple[Body, ...]
    by_name: dict[str, Body]

    @classmethod
    def load(cls, path: Path = FILE) -> Registry:
        """Read the tab-separated file that ships with the program; lines that begin with ``#`` are remarks."""
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        bodies = tuple(_body(line) for line in lines[1:])
        by_name: dict[str, Body] = {}
        for body in bodies:
            for name in body.names:
                by_name.setdefault(name, body)
        return cls(bodies, by_name)

    def find(self, name: str) -> Body | None:
        """The body that goes by ``name``, whichever of its names that is."""
        return self.by_name.get(name)

    def today(self, name: str) -> tuple[Body, ...]:
        """The bodies that carry the duties of ``name`` now: itself if it still stands, else its last successors, each once."""
        found: dict[str, Body] = {}
        open_names, seen = [name], set[str]()
        while open_names:
            body = self.by_name.get(open_names.pop(0))
            if body is None or body.short in seen:
                continue
            seen.add(body.short)
            if body.until is None:
                found[body.short] = body
            else:
                open_names.extend(body.successors)
        return tuple(found.values())


def _body(line: str) -> Body:
    short, full, aliases, kind, since, until, successors = (line.split("\t") + [""] * 6)[:7]
    return Body(short, full, _names(aliases), kind, _year(since), _year(until), _names(successors))


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for name in cell.split("|") if name)


def _year(cell: str) -> int | None:
    return int(cell) if cell else None
