"""The kinds of files that people try to open, known by their first bytes and their suffix."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: the first bytes or the suffixes that tell it, and the sentence for the user where nothing reads it (none for
    a kind with a reader of its own)."""

    name: str
    refusal: str
    suffixes: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()
    inside: bytes = b""


_ZIP: Final = b"PK\x03\x04"
_ZIP_END: Final = b"PK\x05\x06"
_FIRST_ENTRY: Final = 128
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A page, or the headers of a web archive.
_PAGE: Final = (b"<!doctype html", b"<html", b"<head>", b"<body", b"mime-version:", b"from: <saved by", b'from: "saved by')
_PROLOGUE: Final = re.compile(
    rb"(?:\s*<(?:\?xml[^>]{0,200}\?|!--(?:(?!-->).){0,500}--)>){1,5}\s*(?=<(?:!doctype html|html|head|body)\b)", re.I | re.S
)

PLAIN: Final = Format("text", "binary_file", (".txt", ".md", ".markdown", ".text"))
FORMATS: Final = (
    Format("pdf", "", (".pdf",), (b"%PDF-",)),
    Format("word", "", (".docx", ".docm", ".dotx", ".dotm"), (_ZIP,), b"word/"),
    Format("sheet", "", (".xlsx", ".xlsm"), (_ZIP,), b"xl/"),
    Format("encrypted", "file_is_encrypted", (), (_OLE,), "EncryptedPackage".encode("utf-16-le")),
    Format("old_sheet", "file_is_old_sheet", (".xls", ".et"), (_OLE,), "Workbook".encode("utf-16-le")),
    Format("old_office", "file_is_old_office", (".doc", ".dot", ".wps", ".wpt", ".ppt"), (_OLE,)),
    Format("word_2003_xml", "file_is_old_office", (), (b"<?xml",), b'progid="Word.Document"'),
    Format("fixed_pages", "file_is_ofd", (".ofd",), (_ZIP,), b"OFD.xml"),
    Format("open_document", "file_is_open_document", (".odt", ".ods", ".ott"), (_ZIP,), b"application/vnd.oasis.opendocument"),
    Format("rich_text", "file_is_rich_text", (".rtf",), (b"{\\rtf",)),
    Format("web_page", "", (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"), _PAGE),
    Format("workspace", "file_is_workspace", (".clausedesk",), (b"SQLite format 3\x00",)),
    Format(
        "image",
        "file_is_image",
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"),
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*"),
    ),
    Format(
        "archive",
        "file_is_archive",
        (".zip", ".rar", ".7z", ".gz", ".tar"),
        (_ZIP, _ZIP_END, b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b"),
    ),
    Format("csv", "", (".csv", ".tsv")),
    Format("program", "binary_file", (".exe", ".dll", ".so"), (b"\x7fELF", b"MZ\x90")),
)


def recognise(data: bytes, name: str) -> Format:
    """The kind of a file: by its first bytes, else by its suffix, else plain text."""
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    head = _PROLOGUE.sub(b"", head, count=1) if head.startswith(b"<") else head
    low = head[:64].lower()
    names = _names(data) if data.startswith(_ZIP) else data
    for kind in FORMATS:
        if any(low.startswith(magic.lower()) for magic in kind.magic) and _plausible(kind, head) and kind.inside in names:
            return kind
    suffix = PurePath(name).suffix.lower()
    return next((kind for kind in FORMATS if suffix in kind.suffixes), PLAIN)


def _names(data: bytes) -> bytes:
    """The parts of an archive that name its entries, the first one and the directory: what it holds may be an archive itself."""
    end = data.rfind(_ZIP_END)
    start = int.from_bytes(data[end + 16 : end + 20], "little") if end >= 0 else 0
    return data[:_FIRST_ENTRY] + data[start:]


def _plausible(kind: Format, head: bytes) -> bool:
    """Letters alone (``BM``, ``II``) may begin a text too: then only with a byte that no text has."""
    return kind.name != "image" or b"\x00" in head or not head.startswith((b"BM", b"GIF8"))
