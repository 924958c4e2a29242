"""The codebook: coloured tags that all reviewers share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from policy.identity import NAMESPACE, derived_id
from storage.errors import StorageError
from storage.records import Draft, Family, TagRecord, TagUseRecord, Written
from storage.repository import Repository

# Tol's muted colours: apart from each other for colour-blind eyes too.
DEFAULT_COLORS = ("#332288", "#117733", "#44AA99", "#88CCEE", "#DDCC77", "#CC6677", "#AA4499", "#882255")


def tag_id(name: str) -> str:
    """The id of the tag that was first called ``name``, so that equal tags of two reviewers add up."""
    return derived_id(str(NAMESPACE), "tag", name.strip().casefold())


def coded(
    tags: Sequence[TagRecord], names: Iterable[str], *, removed: Collection[str] = (), color: str = ""
) -> tuple[list[str], list[Draft]]:
    """The ids of the tags called so, blank names left out, and drafts of those that are not among ``tags``.

    ``removed`` are the ids of deleted tags, which come back in their old colour unless ``color`` is given.
    """
    by_name = {tag.name.casefold(): tag.id for tag in tags}
    taken = {tag.id for tag in tags}
    ids: list[str] = []
    drafts: list[Draft] = []
    for name in filter(None, map(str.strip, names)):
        key = by_name.get(name.casefold())
        if key is None:
            key = by_name[name.casefold()] = _free_id(name, taken)
            shade = color or DEFAULT_COLORS[(len(tags) + len(removed) + len(drafts)) % len(DEFAULT_COLORS)]
            fields: dict[str, object] = {"name": name, "deleted": False}
            drafts.append(Draft(Family.TAG, key, fields if key in removed and not color else fields | {"color": shade}))
            taken.add(key)
        ids.append(key)
    return ids, drafts


def _free_id(name: str, taken: Collection[str]) -> str:
    """The id that follows from the name, or from the name and a number when a tag renamed since bears it."""
    key, number = tag_id(name), 1
    while key in taken:
        number += 1
        key = tag_id(f"{name.strip()}#{number}")
    return key


class CodebookRepository(Repository):
    """Tags and where they are used."""

    def tags(self) -> tuple[TagRecord, ...]:
        """All tags by name."""
        return tuple(TagRecord(row["id"], row["name"], row["color"]) for row in self._select(Family.TAG, "TRUE", (), "name, id"))

    def uses(self, policy: str) -> tuple[TagUseRecord, ...]:
        """The tags on a policy's annotations."""
        where = (
            f'policy = ? AND tag IN (SELECT id FROM "{Family.TAG.value}" WHERE deleted = 0) '
            f'AND annotation IN (SELECT id FROM "{Family.ANNOTATION.value}" WHERE deleted = 0)'
        )
        rows = self._select(Family.TAG_USE, where, (policy,), "annotation, tag")
        return tuple(TagUseRecord(row["id"], row["annotation"], row["tag"]) for row in rows)

    def add_tag(self, name: str, color: str) -> Written:
        """Add a tag. Raises ``StorageError("tag_exists")`` when one is called so."""
        self._check_free(name, except_for="")
        _, drafts = coded(self.tags(), [name], color=color)
        return self._store.write("change.tag.add", drafts, name.strip())

    def rename(self, tag: str, name: str) -> Written:
        """Give a tag another name."""
        self._check_free(name, except_for=tag)
        return self._edit(Family.TAG, tag, "change.tag.rename", {"name": name.strip()}, name)

    def recolour(self, tag: str, color: str) -> Written:
        """Give a tag another colour (``#RRGGBB``)."""
        return self._edit(Family.TAG, tag, "change.tag.recolour", {"color": color}, str(self._row(Family.TAG, tag)["name"]))

    def remove(self, tag: str) -> Written:
        """Remove a tag; its uses are hidden with it."""
        return self._edit(Family.TAG, tag, "change.tag.remove", {"deleted": True}, str(self._row(Family.TAG, tag)["name"]))

    def _check_free(self, name: str, *, except_for: str) -> None:
        if not name.strip():
            raise StorageError("empty_name")
        if any(tag.name.casefold() == name.strip().casefold() and tag.id != except_for for tag in self.tags()):
            raise StorageError("tag_exists", name=name.strip())
