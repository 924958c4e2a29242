"""Opens a PDF with the one library that reads it, under its lock, and refuses at once what cannot or should not be read."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from policy.errors import PolicyError
from policy.sources.pdf.content import Content, content_of
from policy.sources.pdf.weight import weigh

MOST_PAGES: Final = 2_000

_LOCKED: Final = b"/Encrypt"

# The library may be used by one thread at a time in the whole process, whatever documents it has open.
_LOCK: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Document:
    """An open PDF."""

    name: str
    pages: int
    _handle: pdfium.FPDF_DOCUMENT

    def content(self, index: int) -> Content:
        """What stands on a page, counted from 0. Raises ``PolicyError`` ``broken_pdf`` for one that cannot be loaded."""
        with _LOCK:
            page = pdfium.FPDF_LoadPage(self._handle, index)
            if not page:
                raise PolicyError("broken_pdf", name=self.name)
            try:
                return content_of(page)
            finally:
                pdfium.FPDF_ClosePage(page)


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Document]:
    """The document in ``data`` while it is open. Raises ``PolicyError``: ``file_is_encrypted`` for a password, ``broken_pdf``
    for a file that is damaged or cut off, ``pdf_is_form`` for a form that has no pages before a program builds them,
    ``unsafe_pdf`` for streams that swell, ``pdf_too_long`` for thousands of pages."""
    weigh(data, name)
    buffer = ctypes.create_string_buffer(data, len(data))
    with _LOCK:
        handle = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
        problem = pdfium.FPDF_GetLastError()
    if not handle:
        protected = problem in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise PolicyError("file_is_encrypted" if protected else "broken_pdf", name=name)
    try:
        if _LOCKED in data:
            # What is behind a lock can be weighed only once it is open.
            weigh(_unlocked(handle), name)
        yield _checked(handle, name)
    finally:
        with _LOCK:
            pdfium.FPDF_CloseDocument(handle)


def _unlocked(handle: pdfium.FPDF_DOCUMENT) -> bytes:
    """The bytes of an open document without its encryption; its streams stay packed."""
    parts: list[bytes] = []

    def write(_: object, data: ctypes.c_void_p, size: int) -> int:
        parts.append(ctypes.string_at(data, size))
        return 1

    writer = pdfium.FPDF_FILEWRITE(version=1)
    writer.WriteBlock = type(writer.WriteBlock)(write)
    with _LOCK:
        pdfium.FPDF_SaveAsCopy(handle, writer, pdfium.FPDF_REMOVE_SECURITY)
    return b"".join(parts)


def _checked(handle: pdfium.FPDF_DOCUMENT, name: str) -> Document:
    with _LOCK:
        form, pages = pdfium.FPDF_GetFormType(handle), pdfium.FPDF_GetPageCount(handle)
    if form == pdfium.FORMTYPE_XFA_FULL:
        raise PolicyError("pdf_is_form", name=name)
    if pages <= 0:
        raise PolicyError("broken_pdf", name=name)
    if pages > MOST_PAGES:
        raise PolicyError("pdf_too_long", name=name, pages=pages, limit=MOST_PAGES)
    return Document(name, pages, handle)
