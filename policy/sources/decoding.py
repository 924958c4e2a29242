"""From bytes to text: byte order mark, then UTF-8, then GB18030, and never a silent replacement character."""

from __future__ import annotations

import codecs
import re
from typing import Final

from policy.errors import PolicyError

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 20_000
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]+")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LOST: Final = ("\ufffd", "锟斤拷", "烫烫烫")
_ENOUGH: Final = 4
_PLAINLY: Final = 8
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_USUAL: Final = re.compile("[\t\n\r -~\u3000-\u303f\uff00-\uffef\u2010-\u2026]")
_CHINESE_SHARE, _USUAL_SHARE = 0.3, 0.98


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of ``data`` and the encoding it was read in.

    ``encoding`` is a person's choice and is then the only one tried. Raises ``PolicyError`` ``unknown_encoding`` when nothing
    fits and ``garbled_text`` when characters were already lost before the file reached us.
    """
    text, used = _decode_as(data, name, encoding) if encoding else climb(data, name)
    if _is_garbled(text):
        raise PolicyError("garbled_text", name=name)
    return text, used


def _decode_as(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except (UnicodeDecodeError, LookupError) as error:
        raise PolicyError("unknown_encoding", name=name) from error


def climb(data: bytes, name: str) -> tuple[str, str]:
    """The text of ``data`` in the first encoding of the usual ones that fits; it may still hold traces of lost characters.

    Raises ``PolicyError`` ``unknown_encoding`` when nothing fits.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode_as(data, name, encoding)
    unmarked = unmarked_utf16(data)
    if unmarked:
        return _decode_as(data, name, unmarked)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, used = _decode_as(data, name, "gb18030")
    if not _is_chinese(text):
        raise PolicyError("unknown_encoding", name=name)
    return text, used


def unmarked_utf16(data: bytes) -> str | None:
    """Which kind of UTF-16 bytes without a mark plainly are: read so, they are Chinese, its marks and ASCII throughout."""
    sample = data[: 2 * _SAMPLE]
    if len(data) % 2 or len(data) < 2 * _PLAINLY or (sample.isascii() and b"\x00" not in sample):
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, errors="replace")
        chinese = len(_CHINESE.findall(text))
        if chinese >= _CHINESE_SHARE * len(text) and chinese + len(_USUAL.findall(text)) >= _USUAL_SHARE * len(text):
            return encoding
    return None


def _is_chinese(text: str) -> bool:
    """Whether text that GB18030 could decode is meant: nearly any bytes pass that decoder, but they give rare characters."""
    foreign = "".join(_FOREIGN.findall(text[:_SAMPLE]))
    common = foreign.encode("gb2312", errors="ignore").decode("gb2312")
    return not _PRIVATE.search(foreign) and len(common) >= 0.8 * len(foreign)


def _is_garbled(text: str) -> bool:
    """Whether the text holds traces of an earlier reading in the wrong encoding."""
    if any(trace in text for trace in _LOST):
        return True
    foreign = "".join(_FOREIGN.findall(text[:_SAMPLE]))
    if len(foreign) < _ENOUGH:
        return False
    return _was_utf8(foreign, "gb18030") or _was_utf8(foreign, "cp1252") or _was_utf8(foreign, "latin-1")


def _was_utf8(foreign: str, wrong: str) -> bool:
    """Whether the text is UTF-8 that was once read as ``wrong``, even if some characters were lost on the way."""
    data = foreign.encode(wrong, errors="ignore")
    restored = data.decode("utf-8", errors="replace")
    return len(data) >= len(foreign) > len(restored) and restored.count("\ufffd") < 0.2 * len(restored)
