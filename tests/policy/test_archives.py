"""Zipped documents pass a gate before anything is parsed: bombs, lies and broken files stop there, with flat memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
import warnings
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.errors import PolicyError
from policy.sources.archives import FREE_SIZE, MAX_ENTRIES, open_archive
from resources.catalogue import LANGUAGES, Catalogue

MEGABYTE = 1024 * 1024


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return whole.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(PolicyError) as caught:
        open_archive(data, "a.docx")
    for language in LANGUAGES:
        assert "a.docx" in Catalogue.load(language).text(f"error.{caught.value.code}", **caught.value.facts)
    return caught.value.code


def claiming(data: bytes, size: int) -> bytes:
    """The archive with the sizes of its entries declared as ``size``, in the directory and before the entries."""
    lying = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = lying.find(mark)
        while at >= 0:
            lying[at + place : at + place + 4] = struct.pack("<I", size)
            at = lying.find(mark, at + 4)
    return bytes(lying)


@given(parts=st.dictionaries(st.text("abcä条", min_size=1, max_size=6), st.binary(max_size=2000), max_size=6), stored=st.booleans())
def test_an_honest_archive_opens_with_all_its_contents(*, parts: dict[str, bytes], stored: bool) -> None:
    archive = open_archive(zipped(parts, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED), "a.docx")
    assert {name: archive.read(name) for name in archive.namelist()} == parts


def test_contents_that_compress_well_but_are_small_are_fine() -> None:
    assert open_archive(zipped({"a": bytes(FREE_SIZE)}), "a.docx").read("a") == bytes(FREE_SIZE)


@pytest.mark.parametrize(
    "data",
    [
        zipped({"a": bytes(FREE_SIZE + 1)}),
        zipped({str(part): bytes(3 * MEGABYTE) for part in range(5)}),
        zipped({str(part): b"" for part in range(MAX_ENTRIES + 1)}),
        zipped({"/etc/passwd": b""}),
        zipped({"word/../../up": b""}),
        zipped({"C:/windows": b""}),
        claiming(zipped({"a": bytes(5 * MEGABYTE)}), 1000),
        claiming(zipped({"a": b"x"}), 4_000_000_000),
    ],
    ids=["one bomb", "many", "entries", "absolute", "above", "drive", "declared too small", "declared too large"],
)
def test_what_would_harm_is_refused(data: bytes) -> None:
    assert refusal(data) == "unsafe_archive"


def test_two_entries_of_one_name_are_refused() -> None:
    whole = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(whole, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a", "seen by one reader")
        archive.writestr("a", "seen by another")
    assert refusal(whole.getvalue()) == "unsafe_archive"


def test_a_broken_archive_is_refused_wherever_it_is_cut_or_damaged() -> None:
    data = zipped({"word/document.xml": bytes(range(256)) * 40, "b": b"second"})
    assert {refusal(data[:length]) for length in range(0, len(data), 7)} == {"broken_archive"}
    start = data.find(b"word/document.xml") + len("word/document.xml")
    damaged = bytearray(data)
    damaged[start + 40] ^= 0xFF
    assert refusal(bytes(damaged)) == "broken_archive"


def test_an_archive_with_a_password_has_its_own_sentence() -> None:
    data = bytearray(zipped({"a": b"secret"}))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "file_is_encrypted"


def test_a_lie_about_the_size_takes_no_memory() -> None:
    data = claiming(zipped({"a": bytes(200 * MEGABYTE)}), 1000)
    tracemalloc.start()
    try:
        assert refusal(data) == "unsafe_archive"
        assert tracemalloc.get_traced_memory()[1] < 5 * MEGABYTE
    finally:
        tracemalloc.stop()
