"""Files come in as canonical text or are refused in one clear sentence."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.errors import PolicyError
from policy.sources import SIZE_LIMIT, read
from policy.sources.decoding import CANDIDATES, decode, guesses
from policy.sources.formats import FORMATS, PLAIN
from policy.sources.reading import READERS
from resources.catalogue import LANGUAGES, Catalogue

TEXT = "国务院关于促进信息消费的若干意见\r\n\r\n一、总体要求\r\n（一）指导思想。坚持创新。\r\n"


def refusal(path: Path, encoding: str | None = None) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        read(path, encoding)
    for language in LANGUAGES:
        sentence = Catalogue.load(language).text(f"error.{caught.value.code}", **caught.value.facts)
        assert "{" not in sentence
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_usual_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    source = read(path)
    assert source.text == TEXT.replace("\r\n", "\n")
    assert source.original == TEXT.encode(encoding)
    assert source.name == "a.txt"


@given(st.text(alphabet=st.sampled_from("国务院关于促进信息消费的若干意见，。（）一二三2013"), min_size=1))
def test_chinese_in_gb18030_is_never_taken_for_something_else(text: str) -> None:
    text += "各部门、各地区：现印发给你们。"
    assert decode(text.encode("gb18030"), "a.txt")[0] == text


def test_a_chosen_encoding_is_the_only_one_tried(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("國務院關於促進信息消費的若干意見".encode("big5"))
    assert refusal(path).code == "unknown_encoding"
    assert read(path, "big5").text == "國務院關於促進信息消費的若干意見"
    assert refusal(path, "utf-8").code == "unknown_encoding"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.txt", b"", "empty_file"),
        ("blank.txt", "\ufeff \n\u3000\n".encode(), "empty_file"),
        ("nul.txt", b"abc\x00def", "binary_file"),
        ("zeros.txt", b"\x00" * 400, "binary_file"),
        ("wide latin.txt", ("plain words only " * 9).encode("utf-16-le"), "binary_file"),
        ("control.txt", b"abc\x01\x02def", "binary_file"),
        ("noise.txt", bytes(range(128, 256)) * 8, "unknown_encoding"),
        ("scan.png", b"\x89PNG\r\n\x1a\n\x00\x00", "file_is_image"),
        ("renamed.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "file_is_image"),
        ("a.txt", b"%PDF-1.7\n", "broken_pdf"),
        ("a.docx", b"PK\x03\x04....word/document.xml", "broken_archive"),
        ("a.xlsx", b"PK\x03\x04....xl/workbook.xml", "broken_archive"),
        ("a.zip", b"PK\x03\x04....", "file_is_archive"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_is_old_office"),
        ("a.htm", b"<HTML><body>", "page_without_article"),
        ("a.clausedesk", b"SQLite format 3\x00", "file_is_workspace"),
        ("lost.txt", "国务院\ufffd\ufffd意见".encode(), "garbled_text"),
        ("latin.txt", TEXT.encode().decode("latin-1").encode(), "garbled_text"),
    ],
)
def test_what_is_no_policy_text_is_refused_by_what_it_is(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert refusal(path).code == code
    assert path.read_bytes() == data


def test_text_that_was_once_read_in_the_wrong_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(("国务院关于促进信息消费的若干意见" * 8).encode().decode("gb18030", errors="replace").replace("\ufffd", "?"))
    assert refusal(path).code == "garbled_text"


def test_a_letter_in_front_of_a_text_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("BM and GIF8 are only letters", encoding="utf-8")
    assert read(path).text == "BM and GIF8 are only letters"


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.txt").code == "no_such_file"
    assert refusal(tmp_path).code == "is_folder"


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert refusal(tmp_path / "pipe.txt").code == "not_a_file"


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")

    def deny(self: Path, mode: str) -> None:
        raise PermissionError(13, "denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", deny)
        with pytest.raises(PolicyError) as caught:
            read(path)
    assert caught.value.code == "no_permission"


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(5 * SIZE_LIMIT)

    def fail(self: Path, mode: str) -> None:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", fail)
        with pytest.raises(PolicyError) as caught:
            read(path)
    assert caught.value.code == "too_large"


def test_every_kind_of_file_has_its_sentence_in_both_languages() -> None:
    for language in LANGUAGES:
        catalogue = Catalogue.load(language)
        assert all(catalogue.knows(f"error.{kind.refusal}") for kind in FORMATS if kind.name not in READERS)
        assert catalogue.knows(f"error.{PLAIN.refusal}")


OLD = "行政院為促進資訊消費擴大內需，特訂定本方案，請各機關依照辦理，並於年底前將執行情形報院備查。"
NEW = "国务院关于促进信息消费扩大内需的若干意见，各地区、各部门要按照职责分工，结合实际抓好落实。"


SAMPLE = next((Path(__file__).parents[2] / "resources" / "sample").glob("*.txt")).read_text(encoding="utf-8")


ENCODERS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode("utf-8"),
    "utf-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "utf-16 little": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16 big": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "gb18030": lambda text: text.encode("gb18030"),
    "gbk": lambda text: text.encode("gbk"),
}


def passages(length: int) -> Iterator[str]:
    """Sixty passages of a policy."""
    step = (len(SAMPLE) - length) // 60
    return (SAMPLE[begin : begin + length] for begin in range(0, 60 * step, step))


@pytest.mark.parametrize("length", [12, 60, 400, 3_000])
@pytest.mark.parametrize("encoding", ENCODERS)
def test_every_passage_of_a_policy_is_read_in_every_usual_encoding(encoding: str, length: int) -> None:
    for text in passages(length):
        assert decode(ENCODERS[encoding](text), "a.txt")[0] == text


@pytest.mark.parametrize("length", [12, 60, 400, 3_000])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_without_a_mark_a_passage_is_read_rightly_or_asked_about(encoding: str, length: int) -> None:
    for text in passages(length):
        data = text.encode(encoding)
        with suppress(PolicyError):
            assert decode(data, "a.txt")[0] == text
        assert encoding in {guess.encoding for guess in guesses(data) if not guess.lost}
        assert decode(data, "a.txt", encoding)[0] == text


@given(
    st.integers(0, 20),
    st.sampled_from(["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    st.integers(8, 600),
)
def test_text_of_any_length_is_read_in_its_own_encoding(begin: int, encoding: str, length: int) -> None:
    text = (NEW * 15)[begin : begin + length]
    assert decode(text.encode(encoding), "a.txt")[0].removeprefix("\ufeff") == text


@given(st.integers(0, 20), st.sampled_from(["gb18030", "gbk"]), st.integers(24, 600))
def test_traditional_characters_in_the_mainland_encoding_are_read(begin: int, encoding: str, length: int) -> None:
    text = (OLD * 14)[begin : begin + length]
    assert decode(text.encode(encoding), "a.txt") == (text, "gb18030")


@given(st.integers(0, 20), st.sampled_from(["big5", "big5hkscs"]), st.integers(6, 600))
def test_text_in_an_older_encoding_is_refused_and_its_encoding_guessed_first(begin: int, encoding: str, length: int) -> None:
    text = (OLD * 14)[begin : begin + length]
    data = text.encode(encoding)
    with pytest.raises(PolicyError) as caught:
        decode(data, "a.txt")
    assert caught.value.code in ("unknown_encoding", "garbled_text")
    best = guesses(data)[0]
    assert best.lost == 0
    assert decode(data, "a.txt", best.encoding) == (text, best.encoding)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("shift_jis", "各地方公共団体は、この計画に基づいて、必要な措置を講じなければならない。"),
        ("euc_kr", "각 지방자치단체는 이 계획에 따라 필요한 조치를 하여야 한다."),
        ("cp1252", "Les départements mènent à bien les tâches confiées à l’État. Très bientôt."),
        ("utf-16-be", NEW),
    ],
)
def test_the_best_guess_reads_like_text(encoding: str, text: str) -> None:
    found = guesses(text.encode(encoding))
    assert (found[0].encoding, found[0].lost) == (encoding, 0)
    assert list(found) == sorted(found, key=lambda guess: (-guess.likeness, guess.lost))


def test_damaged_utf8_is_offered_with_what_is_lost() -> None:
    data = NEW.encode()
    found = guesses(data[:40] + b"\xff" + data[41:])
    assert found[0].encoding == "utf-8"
    assert 0 < found[0].lost <= 3
    assert {guess.encoding for guess in guesses(b"")} == set(CANDIDATES)


@pytest.mark.parametrize("encoding", ["no-such", "undefined", "rot13", "utf-7", "\udcff"])
def test_an_encoding_that_does_not_fit_or_does_not_exist_is_told(encoding: str) -> None:
    with pytest.raises(PolicyError, match="unknown_encoding"):
        decode(b"abc\x80\xff", "a.txt", encoding)


@given(st.binary(max_size=400))
def test_no_bytes_make_a_text_with_a_lost_character(data: bytes) -> None:
    try:
        text, _ = decode(data, "a.txt")
    except PolicyError:
        return
    assert "\ufffd" not in text
