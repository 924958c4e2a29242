"""PDF files that cannot or should not be read are refused at once, by one sentence that says what to do."""

from __future__ import annotations

import threading
import time
import tracemalloc
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from policy.errors import PolicyError
from policy.sources import read
from policy.sources.blocks import Paragraph, unheard
from policy.sources.pdf.opening import MOST_PAGES, opened
from policy.sources.pdf.reader import read_pdf
from policy.sources.pdf.weight import weigh
from resources.catalogue import LANGUAGES, Catalogue
from tests.policy.pdf_writer import PdfWriter, Printer, document, locked, stream

PROSE = "各地区、各部门要充分认识促进信息消费的重要意义，切实加强组织领导和协调配合。"


def refusal(data: bytes) -> str:
    """The code of the refusal, whose sentence every language has."""
    with pytest.raises(PolicyError) as caught:
        read_pdf(data, "a.pdf", None, unheard)
    for language in LANGUAGES:
        sentence = Catalogue.load(language).text(f"error.{caught.value.code}", **caught.value.facts)
        assert "a.pdf" in sentence
        assert "{" not in sentence
    return caught.value.code


def plain(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for number in range(pages):
        writer.page().text(60, 100, f"第{number}页的正文内容如下")
    return writer


def swelling(packed: bytes, entries: str = "/Filter/FlateDecode") -> list[bytes]:
    """The objects of a page whose drawing is ``packed``."""
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        stream(entries, packed),
    ]


def bomb(packed: bytes, entries: str = "/Filter/FlateDecode") -> bytes:
    """The file of such a page."""
    return document(swelling(packed, entries))


def swollen(size: int) -> bytes:
    """Bytes that unpack to ``size`` million bytes of drawing."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"q Q " * 250_000) for _ in range(size)) + packer.flush()


def test_a_scan_is_refused_and_told_what_to_do() -> None:
    writer = PdfWriter()
    for number in range(3):
        page = writer.page()
        page.picture()
        page.text(290, 812, str(number + 1))
    assert refusal(writer.save()) == "scanned_pdf"


def test_fonts_that_do_not_say_what_their_characters_mean_are_refused() -> None:
    writer = PdfWriter()
    writer.page().text(60, 100, PROSE, font="F2")
    assert refusal(writer.save()) == "garbled_pdf"


def test_private_characters_are_refused() -> None:
    writer = PdfWriter()
    writer.page().text(60, 100, "".join(chr(0xE000 + place) for place in range(40)))
    assert refusal(writer.save()) == "garbled_pdf"


def test_a_few_signs_without_meaning_are_no_reason_to_refuse() -> None:
    writer = PdfWriter()
    writer.page().text(60, 100, PROSE[:30] + "\ue010")
    assert read_pdf(writer.save(), "a.pdf", None, unheard).blocks


def test_a_password_is_told() -> None:
    writer = plain()
    writer.trailer = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<{'43' * 16}><{'43' * 16}>]"
    assert refusal(writer.save()) == "file_is_encrypted"


def test_a_file_that_may_be_opened_but_not_changed_is_read() -> None:
    assert read_pdf(locked(plain().objects()), "a.pdf", None, unheard).blocks == (Paragraph("第0页的正文内容如下"),)


def test_a_stream_that_swells_is_found_behind_a_lock() -> None:
    assert refusal(locked(swelling(swollen(60)))) == "unsafe_pdf"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\x00\xff" * 500, plain().save()[:60]])
def test_a_damaged_file_is_told(data: bytes) -> None:
    assert refusal(data) == "broken_pdf"


def test_a_file_cut_off_anywhere_is_read_or_refused_but_nothing_else() -> None:
    data = plain(3).save()
    for end in range(0, len(data), len(data) // 60):
        with suppress(PolicyError):
            read_pdf(data[:end], "a.pdf", None, unheard)


def test_a_form_without_pages_of_its_own_is_told() -> None:
    writer = plain()
    writer.catalog = "/NeedsRendering true/AcroForm<</XFA(<xdp/>)/Fields[]>>"
    assert refusal(writer.save()) == "pdf_is_form"


def test_thousands_of_pages_are_refused() -> None:
    kids = " ".join(["3 0 R"] * (MOST_PAGES + 1))
    pages = f"<</Type/Pages/Kids[{kids}]/Count {MOST_PAGES + 1}>>".encode()
    data = document([b"<</Type/Catalog/Pages 2 0 R>>", pages, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"])
    assert refusal(data) == "pdf_too_long"


def test_a_huge_page_is_read_like_any_other() -> None:
    writer = PdfWriter()
    writer.page(200_000, 200_000).text(60, 100, "关于开展试点工作的通知")
    assert [getattr(block, "text", "") for block in read_pdf(writer.save(), "a.pdf", None, unheard).blocks] == [
        "关于开展试点工作的通知"
    ]


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_stream_that_swells_is_refused_with_flat_memory(layers: int) -> None:
    packed = swollen(300)
    for _ in range(layers - 1):
        packed = zlib.compress(packed)
    data = bomb(packed, f"/Filter[{'/FlateDecode' * layers}]")
    tracemalloc.start()
    try:
        assert refusal(data) == "unsafe_pdf"
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_stream_that_swells_is_found_behind_letters_and_other_ways_to_pack() -> None:
    packed = swollen(60)
    assert refusal(bomb(packed.hex().encode() + b">", "/Filter[/ASCIIHexDecode/FlateDecode]")) == "unsafe_pdf"
    assert refusal(bomb(b"\x81a" * 500_000, "/Filter/RunLengthDecode")) == "unsafe_pdf"


def test_many_streams_that_swell_together_are_refused() -> None:
    packed = zlib.compress(b" " * 9_000_000)
    data = document([b"<</Type/Catalog>>", *(stream("/Filter/FlateDecode", packed) for _ in range(60))])
    with pytest.raises(PolicyError, match="unsafe_pdf"):
        weigh(data, "a.pdf")


def nested(levels: int, times: int) -> bytes:
    """A page with a drawing that uses another so many times, and so on down the levels."""
    objects = swelling(b"/F Do", "")
    objects[2] = objects[2].removesuffix(b">>") + b"/Resources<</XObject<</F 5 0 R>>>>>>"
    for level in range(levels):
        entries = f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {6 + level} 0 R>>>>"
        objects.append(stream(f"{entries}/Filter/FlateDecode", zlib.compress(b"/F Do " * times)))
    return document([*objects, stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"0 0 m 9 9 l S")])


def test_drawings_that_use_each_other_without_end_are_refused_at_once() -> None:
    weigh(nested(3, 10), "a.pdf")
    assert refusal(nested(12, 10)) == "unsafe_pdf"


def test_a_drawing_that_uses_itself_is_left_alone() -> None:
    weigh(nested(3, 2).replace(b"/F 8 0 R", b"/F 5 0 R"), "a.pdf")


def test_a_large_picture_is_harmless_unless_a_page_draws_it_as_text() -> None:
    entries = "/Type/XObject/Subtype/Image/Filter/FlateDecode"
    weigh(document([b"<</Type/Catalog>>", stream(entries, swollen(60))]), "a.pdf")
    assert refusal(bomb(swollen(60), entries)) == "unsafe_pdf"


def test_more_streams_than_any_document_has_are_refused_unseen() -> None:
    with pytest.raises(PolicyError, match="unsafe_pdf"):
        weigh(b"stream\nx\x9c" * 1_000_000, "a.pdf")


def test_documents_are_read_from_several_threads_at_once() -> None:
    data = [plain(pages).save() for pages in (5, 6, 7, 8)]
    found: list[int] = []

    def work(mine: bytes) -> None:
        found.append(len(read_pdf(mine, "a.pdf", None, unheard).blocks))

    threads = [threading.Thread(target=work, args=(one,)) for one in data * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(len(read_pdf(one, "a.pdf", None, unheard).blocks) for one in data * 3)


def test_a_page_number_beyond_the_document_is_a_damaged_file() -> None:
    with opened(plain().save(), "a.pdf") as document_, pytest.raises(PolicyError, match="broken_pdf"):
        document_.content(7)


def test_a_pdf_file_is_read_by_its_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(plain().save())
    source = read(path)
    assert (source.text, source.encoding) == ("第0页的正文内容如下", "pdf")


def _seconds(pages: int) -> float:
    writer = PdfWriter()
    printer = Printer(writer, header="某某文件汇编")
    while len(writer.sheets) < pages:
        printer.paragraph(PROSE * 3)
        printer.table([["序号", "任务"], *([str(row), PROSE] for row in range(1, 9))], [60, 300])
    data = writer.save()
    start = time.process_time()
    read_pdf(data, "a.pdf", None, unheard)
    return time.process_time() - start


def test_time_grows_with_the_pages_and_no_faster() -> None:
    _seconds(4)
    short, long = _seconds(15), _seconds(120)
    assert long < 3 * 8 * short
