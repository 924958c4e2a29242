"""The documents that can be handed in, by name. Importing this loads none of the libraries that write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from exporters.report import Report
from exporters.word.fonts import Fonts
from resources.catalogue import Catalogue

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class Writer(Protocol):
    """Writes a finished report to ``target``. Calls ``progress(done, total)`` between steps and asks ``cancelled()``; raises
    ``exporters.cancelled.Cancelled`` after a yes and ``ExportError`` when the file cannot be written, leaving nothing behind.
    Without ``fonts`` those of the standard are used."""

    def __call__(
        self,
        report: Report,
        target: Path,
        catalogue: Catalogue,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
        fonts: Fonts = ...,
    ) -> None:
        """Write the file."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A document by ``name`` (``export --as``): its file's suffix, the phrase that names it, and how its writer is loaded."""

    name: str
    suffix: str
    title: str
    load: Callable[[], Writer]


def _full() -> Writer:
    # Here and not above: python-docx takes longer to import than a window to open.
    from exporters.word import full_report

    return full_report.write


KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in (Kind("full", ".docx", "report.kind.full", _full),)})
