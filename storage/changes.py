"""Changes as they are written down: canonical JSON and a SHA-256 over all of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from storage.records import Change, Family

_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_DECODE = json.JSONDecoder().raw_decode
_FAMILIES = {family.value: family for family in Family}
NO_PARENTS = "[]"
COLUMNS = ("id", "clock", "writer", "family", "record", "parents", "patch", "label", "batch", "sha256")

ChangeRow = tuple[str, int, str, str, str, str, str, str, str, str]


def canonical(value: object) -> str:
    """``value`` as JSON with sorted keys and no spaces, so that equal values are equal text."""
    return _ENCODE(value)


def digest(row: Sequence[object]) -> str:
    """The hex SHA-256 of a change's first nine columns, exactly as stored."""
    key, clock, writer, family, record, parents, patch, label, batch = row[:9]
    whole = f"{key}\n{clock}\n{writer}\n{family}\n{record}\n{parents}\n{patch}\n{label}\n{batch}"
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def make(
    identity: tuple[str, int, str],
    target: tuple[Family, str],
    parents: Sequence[str],
    patch: Mapping[str, object],
    action: tuple[str, str],
) -> tuple[Change, ChangeRow]:
    """A change with its hash, and as the columns of its table.

    ``identity`` is id, clock and writer; ``target`` family and record; ``action`` label and batch.
    """
    family, record = target
    ordered = tuple(sorted(parents))
    row = (*identity, family.value, record, canonical(ordered) if ordered else NO_PARENTS, canonical(patch), *action)
    sha256 = digest(row)
    return Change(*identity, family, record, ordered, dict(patch), *action, sha256), (*row, sha256)


def from_row(row: Sequence[object]) -> Change:
    """The change that stands in a row of its table. Raises ``ValueError`` when the row does not hold one."""
    key, clock, writer, family, record, parents, patch, label, batch, sha256 = row
    if not isinstance(clock, int) or not isinstance(parents, str) or not isinstance(patch, str):
        raise ValueError(key)
    seen = () if parents == NO_PARENTS else _parsed(parents)
    fields = _parsed(patch)
    kind = _FAMILIES.get(str(family))
    if kind is None or not isinstance(fields, dict) or not isinstance(seen, list | tuple):
        raise ValueError(key)
    target = (kind, str(record))
    return Change(str(key), clock, str(writer), *target, tuple(map(str, seen)), fields, str(label), str(batch), str(sha256))


def parents_of(text: str) -> tuple[str, ...]:
    """The ids in the column ``parents`` of a change that was written here or taken in."""
    return () if text == NO_PARENTS else tuple(map(str, json.loads(text)))


def _parsed(text: str) -> object:
    """JSON as we write it, without spaces around, in half the time that reading any JSON takes."""
    found, end = _DECODE(text)
    return found if end == len(text) else json.loads(text)
