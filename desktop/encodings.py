"""A file whose encoding nobody knows, read in each that it may be in, for a person to choose."""

from __future__ import annotations

from pathlib import Path

from policy.errors import PolicyError
from policy.sources.decoding import guesses
from policy.sources.reading import SIZE_LIMIT
from widgets.dialogs.encoding_dialog import REPLACED, Trial

SHOWN = 2_000
"""So many characters stand in a preview."""


def trials(path: Path) -> list[Trial]:
    """The file in each encoding, the likeliest first, those in which characters of it are lost last.

    Raises ``PolicyError`` ``cannot_read`` when the file has gone meanwhile.
    """
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT)
    except OSError as error:
        raise PolicyError("cannot_read", name=path.name, reason=error.strerror or "") from error
    found = [_trial(data, guess.encoding) for guess in guesses(data)]
    return sorted(found, key=lambda trial: trial.lost > 0)


def _trial(data: bytes, encoding: str) -> Trial:
    text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    return Trial(encoding, text[:SHOWN], text.count(REPLACED))
