"""Writing one document of any kind, for the window and the command line alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from exporters.assembly import assemble
from exporters.kinds import KINDS
from exporters.report import ReportInput
from exporters.word.fonts import Fonts
from resources.catalogue import Catalogue


def write_report(
    kind: str,
    source: ReportInput,
    target: Path,
    catalogue: Catalogue,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    faces: tuple[str, str] = ("", ""),
) -> None:
    """Write the document ``kind`` (a key of ``KINDS``) about ``source``. ``faces`` are the typefaces of title and body chosen in
    the settings; an empty one means that of the standard. Raises ``ExportError`` and ``Cancelled``."""
    KINDS[kind].load()(assemble(source), target, catalogue, progress, cancelled, fonts_of(faces))


def fonts_of(faces: tuple[str, str]) -> Fonts:
    """The typefaces of a document whose title and body are set in ``faces``."""
    title, body = faces
    standard = Fonts()
    return replace(
        standard,
        title=replace(standard.title, name=title) if title else standard.title,
        body=replace(standard.body, name=body) if body else standard.body,
    )
