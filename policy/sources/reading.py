"""One file in, canonical text out; refusals are one clear sentence each."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from policy.canonical import canonical
from policy.errors import PolicyError
from policy.sources.decoding import MARKS, decode, unmarked_utf16
from policy.sources.formats import Reader, recognise
from policy.sources.markdown import is_markdown, plain_of

SIZE_LIMIT: Final = 20 * 1024 * 1024
_MARKDOWN: Final = (".md", ".markdown")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f]")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as it was read: its name, its canonical text, its bytes as they were, and the encoding they were read in."""

    name: str
    text: str
    original: bytes
    encoding: str


def read_plain(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of a plain or Markdown file. Raises ``PolicyError`` ``binary_file`` for bytes that no text has."""
    marked = encoding is not None or any(data.startswith(mark) for mark, _ in MARKS)
    if not marked and b"\x00" in data and not unmarked_utf16(data):
        raise PolicyError("binary_file", name=name)
    text, used = decode(data, name, encoding)
    if _CONTROL.search(text):
        raise PolicyError("binary_file", name=name)
    return text, used


READERS: Final[Mapping[str, Reader]] = MappingProxyType({"text": read_plain})
"""Who reads a recognised kind of file; a kind that is missing here is refused with the sentence of its format."""


def read(path: Path, encoding: str | None = None) -> SourceText:
    """Read a policy file into canonical text.

    ``encoding`` is a person's choice; without it the bytes decide. Raises ``PolicyError`` for what is missing, not a file, not
    readable, empty, larger than 20 MB (refused before a byte is read), not text, or text in an unknown or lost encoding.
    """
    data = _bytes_of(path)
    kind = recognise(data, path.name)
    reader = READERS.get(kind.name)
    if reader is None:
        raise PolicyError(kind.refusal, name=path.name)
    text, used = reader(data, path.name, encoding)
    if not text.strip("\ufeff \t\r\n\u3000\u00a0"):
        raise PolicyError("empty_file", name=path.name)
    words = text.removeprefix("\ufeff")
    if path.suffix.lower() in _MARKDOWN or is_markdown(words):
        words = plain_of(words)
    return SourceText(path.name, canonical(words), data, used)


def _bytes_of(path: Path) -> bytes:
    try:
        status = path.stat()
        _check(path, status.st_mode, status.st_size)
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except FileNotFoundError as error:
        raise PolicyError("no_such_file", name=path.name) from error
    except PermissionError as error:
        raise PolicyError("no_permission", name=path.name) from error
    except OSError as error:
        raise PolicyError("cannot_read", name=path.name, reason=error.strerror or "") from error
    _check(path, stat.S_IFREG, len(data))
    return data


def _check(path: Path, mode: int, size: int) -> None:
    if stat.S_ISDIR(mode):
        raise PolicyError("is_folder", name=path.name)
    if not stat.S_ISREG(mode):
        raise PolicyError("not_a_file", name=path.name)
    if size > SIZE_LIMIT:
        raise PolicyError("too_large", name=path.name, limit=SIZE_LIMIT // (1024 * 1024))
    if size == 0:
        raise PolicyError("empty_file", name=path.name)
