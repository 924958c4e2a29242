"""Word files that mean harm, or are broken, are refused by one clear sentence, at once and with flat memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from policy.errors import PolicyError
from policy.sources import read
from resources.catalogue import LANGUAGES, Catalogue
from tests.policy.word_builder import NAMESPACES, blocks_of, docx, lines_of, p, packed, r, tbl, tc, tr

MEGABYTE = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = "".join(f'<!ENTITY a{at} "{"".join([f"&a{at - 1};"] * 10) if at else "ha"}">' for at in range(10))


def document(inside: str, before: str = "") -> dict[str, str | bytes]:
    return {"word/document.xml": f"{before}<w:document {NAMESPACES}><w:body>{inside}</w:body></w:document>"}


def nested(depth: int) -> str:
    inside = p("甲")
    for _ in range(depth):
        inside = f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"
    return inside


HOSTILE = {
    "nested": packed(document("<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000)),
    "laughs": packed(document(p("&a9;"), f"<!DOCTYPE x [{LAUGHS}]>")),
    "external": packed(document(p("&a;"), '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')),
    "wide": packed({"word/document.xml": f"<!DOCTYPE x [{LAUGHS}]><x/>".encode("utf-16")}),
    "late": packed(document(p("甲"), f"<!--{' ' * 100_000}--><!DOCTYPE x>")),
    "styles": packed(
        {
            **document(p("甲")),
            "word/_rels/document.xml.rels": '<x xmlns="x"><Relationship Type="x/styles" Target="styles.xml"/></x>',
            "word/styles.xml": "<!DOCTYPE x><x/>",
        }
    ),
}


def refusal(path: Path) -> str:
    with pytest.raises(PolicyError) as caught:
        read(path)
    for language in LANGUAGES:
        assert path.name in Catalogue.load(language).text(f"error.{caught.value.code}", **caught.value.facts)
    return caught.value.code


def refused(folder: Path, data: bytes, name: str = "a.docx") -> str:
    path = folder / name
    path.write_bytes(data)
    return refusal(path)


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_entities_and_endless_nesting_are_refused(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data) == "unsafe_document"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (packed(document(" " * 200 * MEGABYTE)), "unsafe_archive"),
        (packed({"word/other.xml": "<x/>"}), "broken_document"),
        (packed({"word/document.xml": "<w:document"}), "broken_document"),
        (packed({"word/document.xml": f"<w:glossary {NAMESPACES}/>"}), "broken_document"),
        (packed({"word/document.xml": "<?xml version='1.0' encoding='UTF-7'?>+ADw-x/>"}), "broken_document"),
        (docx(p("甲" * 500))[:-40], "broken_archive"),
        (docx(p("甲" * 500))[:400], "broken_archive"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "file_is_encrypted"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "file_is_old_office"),
        (docx(p()), "empty_file"),
    ],
    ids=["bomb", "no document", "cut xml", "glossary", "encoding", "cut end", "cut", "password", "old", "empty"],
)
def test_what_cannot_be_read_is_refused_by_what_it_is(tmp_path: Path, data: bytes, code: str) -> None:
    assert refused(tmp_path, data) == code


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.wps", OLE, "file_is_old_office"),
        ("a.doc", OLE, "file_is_old_office"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><x/>', "file_is_old_office"),
        ("a.rtf", b"{\\rtf1 x}", "file_is_rich_text"),
        ("a.ofd", packed({"OFD.xml": "<x/>"}), "file_is_ofd"),
        ("a.odt", b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "file_is_open_document"),
    ],
)
def test_other_formats_of_offices_are_told_to_be_saved_anew(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    assert refused(tmp_path, data, name) == code
    assert ".docx" in Catalogue.load("en").text(f"error.{code}", name=name)


@pytest.mark.parametrize("name", ["a.docx", "a.docm", "a.dotx", "a.doc", "a"])
def test_a_document_is_known_by_its_bytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(packed({"[Content_Types].xml": "<x/>", **document(p("一、总则"))}))
    assert read(path).text == "一、总则"


def test_what_an_archive_holds_does_not_make_it_a_document(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("通知.docx", docx(p("一、总则")))
    assert refused(tmp_path, whole.getvalue(), "a.zip") == "file_is_archive"


def test_tables_nested_as_deep_as_the_gate_lets_are_read() -> None:
    assert lines_of(nested(80)) == ["甲"]


def test_nothing_outside_is_ever_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise AssertionError(args)

    asked = (
        '<Relationships xmlns="x"><Relationship Type="x/{}" Target="http://127.0.0.1/x.xml" TargetMode="External"/></Relationships>'
    )
    data = packed(
        {
            **document(p("甲") + f'<w:p><w:hyperlink r:id="a">{r("乙")}</w:hyperlink></w:p>'),
            "word/_rels/document.xml.rels": asked.format("styles"),
            "_rels/.rels": asked.format("officeDocument"),
        }
    )
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    monkeypatch.setattr("socket.socket.connect", fail)
    assert read(path).text == "甲\n乙"


_MEASURE = """
import resource, sys
from pathlib import Path
from policy.errors import PolicyError
from policy.sources import read
import policy.sources.word.reader
def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
for path in map(Path, sys.argv[1:]):
    before = used()
    try:
        read(path)
    except PolicyError as error:
        print(error.code, used() - before)
"""


def test_refusing_takes_no_memory(tmp_path: Path) -> None:
    bombs = {**HOSTILE, "bomb": packed(document(" " * 200 * MEGABYTE)), "laughs again": HOSTILE["laughs"]}
    for name, data in bombs.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    paths = [str(tmp_path / f"{name}.docx") for name in bombs]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *paths], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    grown = [int(line.split()[1]) for line in done.stdout.splitlines()]
    assert len(grown) == len(bombs)
    assert max(grown) < 30


def test_strange_numbers_in_a_document_break_nothing() -> None:
    odd = '<w:numPr><w:ilvl w:val="-5"/><w:numId w:val="99999999999999999999"/></w:numPr><w:outlineLvl w:val="x"/>'
    wide = '<w:gridSpan w:val="-3"/>'
    found = blocks_of(p("甲", odd) + tbl(tr(tc("a", wide), tc("b", '<w:gridSpan w:val="zz"/>')), tr("c", "d"), "<w:tr/>"))
    assert len(found.blocks) == 2
