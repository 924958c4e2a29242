"""Zip archives whose bytes depend on their content only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The first moment a zip archive can name; the same for every entry of every archive.
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_zip(stream: IO[bytes], entries: Iterable[tuple[str, bytes]]) -> None:
    """Write ``entries`` (name, content) in the order given."""
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in entries:
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            # Otherwise the attributes and the making system would be those of this machine.
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
