"""Sentences and labels outside Qt: errors, enum labels, undo labels and the fixed phrases of reports."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "i18n"
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The phrases of one language, by key. ``{names}`` in a phrase are filled from the keyword arguments of ``text``."""

    language: str
    phrases: dict[str, str]

    @classmethod
    def load(cls, language: str) -> Catalogue:
        """Read every area of ``language`` (``zh`` or ``en``; anything else reads as ``zh``)."""
        chosen = language if language in LANGUAGES else LANGUAGES[0]
        phrases: dict[str, str] = {}
        for path in sorted((FOLDER / chosen).glob("*.json")):
            phrases.update(json.loads(path.read_text(encoding="utf-8")))
        return cls(chosen, phrases)

    def text(self, key: str, **facts: object) -> str:
        """The phrase under ``key`` with its braces filled; ``KeyError`` when there is none."""
        phrase = self.phrases[key]
        return phrase.format(**facts) if facts else phrase

    def knows(self, key: str) -> bool:
        """Whether there is a phrase under ``key``."""
        return key in self.phrases
