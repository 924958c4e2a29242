"""The codebook: coloured tags that all reviewers share."""

from __future__ import annotations

from policy.identity import NAMESPACE, derived_id
from storage.errors import StorageError
from storage.records import Draft, Family, TagRecord, TagUseRecord, Written
from storage.repository import Repository

# Tol's muted colours: apart from each other for colour-blind eyes too.
DEFAULT_COLORS = ("#332288", "#117733", "#44AA99", "#88CCEE", "#DDCC77", "#CC6677", "#AA4499", "#882255")


def tag_id(name: str) -> str:
    """The id of the tag that was first called ``name``, so that equal tags of two reviewers add up."""
    return derived_id(str(NAMESPACE), "tag", name.strip().casefold())


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
        draft = Draft(Family.TAG, self._free_id(name), {"name": name.strip(), "color": color, "deleted": False})
        return self._store.write("change.tag.add", [draft], name.strip())

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

    def _free_id(self, name: str) -> str:
        """The id that follows from the name, or from the name and a number when a tag renamed since bears it."""
        key, number = tag_id(name), 1
        while any(tag.id == key for tag in self.tags()):
            number += 1
            key = tag_id(f"{name.strip()}#{number}")
        return key

    def _check_free(self, name: str, *, except_for: str) -> None:
        if not name.strip():
            raise StorageError("empty_name")
        if any(tag.name.casefold() == name.strip().casefold() and tag.id != except_for for tag in self.tags()):
            raise StorageError("tag_exists", name=name.strip())
