"""One file in, canonical text out; refusals are one clear sentence each."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from policy.canonical import canonical
from policy.errors import PolicyError
from policy.model import Finding
from policy.sources.blocks import Blocks, Progress, unheard
from policy.sources.compose import Remark, compose
from policy.sources.decoding import MARKS, decode, unmarked_utf16
from policy.sources.formats import PLAIN, Format, recognise
from policy.sources.markdown import blocks_of, is_markdown
from policy.structure import UNSTRUCTURED, Structure

SIZE_LIMIT: Final = 20 * 1024 * 1024
_MARKDOWN: Final = (".md", ".markdown")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f]")


Reader = Callable[[bytes, str, str | None, Progress], Blocks]
"""Takes the bytes, the file's name, a chosen encoding and who follows the progress; gives the document's blocks."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as it was read: its name, its canonical text, its bytes as they were, the encoding they were read in, and what the
    format says beside the words: tables and headings, remarks that were in the file, and what to know about the reading."""

    name: str
    text: str
    original: bytes
    encoding: str
    structure: Structure = UNSTRUCTURED
    remarks: tuple[Remark, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_plain(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of a plain or Markdown file. Raises ``PolicyError`` ``binary_file`` for bytes that no text has."""
    marked = encoding is not None or any(data.startswith(mark) for mark, _ in MARKS)
    if not marked and b"\x00" in data and not unmarked_utf16(data):
        raise PolicyError("binary_file", name=name)
    text, used = decode(data, name, encoding)
    if _CONTROL.search(text):
        raise PolicyError("binary_file", name=name)
    return text, used


def _word(data: bytes, name: str, encoding: str | None, progress: Progress) -> Blocks:
    from policy.sources.word.reader import read_word

    del encoding
    return read_word(data, name, progress)


def _web_page(data: bytes, name: str, encoding: str | None, progress: Progress) -> Blocks:
    from policy.sources.web.reader import read_web

    return read_web(data, name, encoding, progress)


def _pdf(data: bytes, name: str, encoding: str | None, progress: Progress) -> Blocks:
    from policy.sources.pdf.reader import read_pdf

    return read_pdf(data, name, encoding, progress)


def _sheet(data: bytes, name: str, encoding: str | None, progress: Progress) -> Blocks:
    from policy.sources.sheet.reader import read_sheet

    return read_sheet(data, name, encoding, progress)


READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {"sheet": _sheet, "csv": _sheet, "word": _word, "web_page": _web_page, "pdf": _pdf}
)
"""Who reads a recognised kind of file; a kind that is missing here is refused with the sentence of its format. What a reader
needs is imported when a file of its kind is read."""


def read(path: Path, encoding: str | None = None, progress: Progress = unheard) -> SourceText:
    """Read a policy file into canonical text.

    ``encoding`` is a person's choice; without it the bytes decide. Raises ``PolicyError`` for what is missing, not a file, not
    readable, empty, larger than 20 MB (refused before a byte is read), of a kind that cannot be read, or text in an unknown or
    lost encoding; and whatever ``progress`` raises.
    """
    data = bytes_of(path)
    kind = recognise(data, path.name)
    if kind is PLAIN:
        text, used = read_plain(data, path.name, encoding)
        words = text.removeprefix("\ufeff")
        if path.suffix.lower() in _MARKDOWN or is_markdown(words):
            whole = compose(blocks_of(words))
            found = SourceText(path.name, whole.text, data, used, whole.structure)
        else:
            found = SourceText(path.name, canonical(words), data, used)
    else:
        found = _composed(kind, data, path.name, encoding, progress)
    if not found.text.strip("\ufeff \t\r\n\u3000\u00a0"):
        raise PolicyError("empty_file", name=path.name)
    return found


def _composed(kind: Format, data: bytes, name: str, encoding: str | None, progress: Progress) -> SourceText:
    reader = READERS.get(kind.name)
    if reader is None:
        raise PolicyError(kind.refusal, name=name)
    blocks = reader(data, name, encoding, progress)
    whole = compose(blocks.blocks)
    return SourceText(name, whole.text, data, blocks.encoding, whole.structure, whole.remarks, blocks.findings)


def bytes_of(path: Path) -> bytes:
    """The bytes of a file. Raises ``PolicyError`` for one that is missing, not a file, not readable, empty or too large."""
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
