"""From the bytes of a saved page or web archive to the text of its documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final

from policy.errors import PolicyError
from policy.sources.decoding import MARKS, climb, decode_as

_MIME: Final = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){1,60}\r?\n")
_MIME_VERSION: Final = re.compile(rb"^mime-version:|^content-type:\s*(?:multipart|text/html)", re.IGNORECASE | re.MULTILINE)
_HEAD: Final = 16_384
_CHARSET: Final = re.compile(
    rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml\b[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
# Chinese pages name the smaller sets of GB 18030 and use all of it; a Western set is what a careless editor left there.
_NAMES: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
}
_MOST_PARTS: Final = 2_000
_DEEPEST: Final = 4
_ENOUGH: Final = 8


def documents_in(data: bytes, name: str, encoding: str | None) -> list[tuple[str, str]]:
    """The pages that a file holds, the first one before its frames, each with the encoding it was read in.

    Raises ``PolicyError`` ``unknown_encoding``, ``binary_file``, ``page_without_article`` for an archive without a page, and
    ``page_too_complex`` for one of thousands of parts.
    """
    if not is_archive(data):
        return [_text(data, name, encoding, "")]
    pages = [_text(page, name, encoding, charset) for page, charset in _pages(data, name, 0)]
    if not pages:
        raise PolicyError("page_without_article", name=name)
    return pages


def is_archive(data: bytes) -> bool:
    """Whether the bytes begin with the headers of a web archive."""
    head = _MIME.match(data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n"))
    return head is not None and _MIME_VERSION.search(head.group()) is not None


def _pages(data: bytes, name: str, depth: int) -> Iterator[tuple[bytes, str]]:
    """The HTML parts of an archive with the encodings that their headers name. It is cut at its boundaries by hand, because the
    parts of a hostile one may be nested without end."""
    data = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    head = BytesHeaderParser().parsebytes(data[:_HEAD])
    kind = head.get_content_type()
    if kind == "text/html":
        yield _payload(message_from_bytes(data)), str(head.get_content_charset() or "")
    boundary = head.get_boundary() if kind.startswith("multipart/") else None
    if not boundary:
        return
    mark = b"--" + boundary.encode("utf-8", errors="replace")
    if depth >= _DEEPEST or data.count(mark) > _MOST_PARTS:
        raise PolicyError("page_too_complex", name=name)
    for part in data.split(b"\n" + mark)[1:]:
        if not part.startswith(b"--"):
            yield from _pages(part.lstrip(b" \t").removeprefix(b"\r").removeprefix(b"\n"), name, depth + 1)


def _payload(message: Message) -> bytes:
    payload = message.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(data: bytes, name: str, encoding: str | None, charset: str) -> tuple[str, str]:
    text, used = _decoded(data, name, encoding, charset)
    if "\x00" in text:
        raise PolicyError("binary_file", name=name)
    return text.removeprefix("\ufeff"), used


def _decoded(data: bytes, name: str, encoding: str | None, charset: str) -> tuple[str, str]:
    if encoding:
        return decode_as(data, name, encoding)
    marked = any(data.startswith(mark) for mark, _ in MARKS)
    named = "" if marked else _NAMES.get((charset or _declared(data)).lower(), "")
    # A page that was saved anew in UTF-8 often keeps the name of its first encoding; sound UTF-8 of some length is no accident.
    if named and not _is_utf8(data):
        return decode_as(data, name, named)
    return climb(data, name)


def _declared(data: bytes) -> str:
    found = _CHARSET.search(data[:_HEAD])
    return (found[1] or found[2]).decode("ascii", errors="replace") if found else ""


def _is_utf8(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(data) - len(text) >= _ENOUGH
