"""Fields and values of records in the words of a catalogue, as screens, documents and the command line write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from resources.catalogue import Catalogue

LONGEST: Final = 120
# Which words name the values of a field; ``state`` means one thing of a link and another of an assessment.
VALUE_AREAS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "progress": ("progress",),
        "verdict": ("verdict",),
        "reason": ("reason",),
        "state": ("state", "link"),
        "kind": ("kind",),
        "type": ("evidence",),
        "timing_kind": ("timing",),
        "source": ("source",),
        "operator": ("operator",),
    }
)
DELETED: Final = "deleted"


class ChangeWords:
    """The words for what changes say: their labels, their fields and the plain JSON values of these."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def label(self, label: str) -> str:
        """What was done (``change.annotation.edit``); a label of a later version is still a change."""
        return self._catalogue.text(label if self._catalogue.knows(label) else "history.change")

    def field(self, name: str) -> str:
        """The name of a field; an unknown field keeps its own."""
        key = f"field.{name}"
        return self._catalogue.text(key) if self._catalogue.knows(key) else name

    def value(self, name: str, value: object, longest: int | None = LONGEST) -> str:
        """A value of the field ``name``, on one line of at most ``longest`` characters; ``None`` keeps it as it is."""
        if value is None or value in ("", [], ()):
            return self._catalogue.text("value.nothing")
        if isinstance(value, bool):
            return self._catalogue.text(self._flag(name, value))
        if name == "departments" and isinstance(value, list | tuple):
            return _short(self._catalogue.text("format.enumeration").join(map(self._department, value)), longest)
        if name == "found" and self._catalogue.knows(f"value.found.{value}"):
            return self._catalogue.text(f"value.found.{value}")
        for area in VALUE_AREAS.get(name, ()):
            if self._catalogue.knows(f"{area}.{value}"):
                return self._catalogue.text(f"{area}.{value}")
        return _short(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str), longest)

    def sentence(self, name: str, old: object, new: object) -> str:
        """A field as it was and as it became; only the new value where there was nothing before."""
        if name == DELETED:
            return self._catalogue.text("history.deleted" if new is True else "history.restored")
        first = old in (None, "", [], ())
        facts = {"field": self.field(name), "old": self.value(name, old), "new": self.value(name, new)}
        return self._catalogue.text("history.first" if first else "history.changed", **facts)

    def _flag(self, name: str, value: bool) -> str:
        if name == DELETED:
            return "value.deleted" if value else "value.kept"
        return "value.yes" if value else "value.no"

    def _department(self, part: object) -> str:
        match part:
            case [str(name), str(role)] if self._catalogue.knows(f"role.{role}"):
                return self._catalogue.text("value.department", name=name, role=self._catalogue.text(f"role.{role}"))
        return str(part)


def _short(text: str, longest: int | None) -> str:
    if longest is None:
        return text
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
