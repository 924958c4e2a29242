"""From bytes to text, never with a silent replacement character; what stays unknown is guessed at for a person to choose."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
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
_USUAL: Final = re.compile("[\t\n\r -~\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\u2010-\u2026]")
_SIMPLIFIED_SHARE, _TRADITIONAL_SHARE = 0.8, 0.9
_CHINESE_SHARE, _USUAL_SHARE, _FREQUENT_SHARE = 0.3, 0.98, 0.6
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LETTERS: Final = {
    "shift_jis": re.compile("[\u3041-\u30fe]"),
    "euc_kr": re.compile("[\uac00-\ud7a3]"),
    "cp1252": re.compile("(?<=[A-Za-z])[\u00c0-\u00ff](?=[A-Za-z])"),
}
CANDIDATES: Final = ("gb18030", "big5", "big5hkscs", "utf-8", "utf-16-le", "utf-16-be", "shift_jis", "euc_kr", "cp1252")
_COMMONEST: Final = frozenset(
    "的一和在中国为上以不人大有发业工行政会民地方部务法及其与对理建设实施展管加强年月日各区市县省级项时应由等是关于"
    "國為會發業務與對設實強區縣級項時應關於"
)
_COMMON_SHARE: Final = 0.12
_LOOKED_AT: Final = 64 * 1024


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of ``data`` and the encoding it was read in.

    ``encoding`` is a person's choice and is then the only one tried. Raises ``PolicyError`` ``unknown_encoding`` when nothing
    fits and ``garbled_text`` when characters were already lost before the file reached us.
    """
    text, used = decode_as(data, name, encoding) if encoding else climb(data, name)
    if _is_garbled(text):
        raise PolicyError("garbled_text", name=name)
    return text, used


def decode_as(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    """The text of ``data`` in ``encoding`` and that encoding.

    Raises ``PolicyError`` ``unknown_encoding`` when a byte does not fit, or when there is no such encoding.
    """
    try:
        return data.decode(encoding), encoding
    except (UnicodeError, LookupError) as error:
        raise PolicyError("unknown_encoding", name=name) from error


def climb(data: bytes, name: str) -> tuple[str, str]:
    """The text of ``data`` in the first encoding of the usual ones that fits; it may still hold traces of lost characters.

    Raises ``PolicyError`` ``unknown_encoding`` when nothing fits.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return decode_as(data, name, encoding)
    unmarked = unmarked_utf16(data)
    if unmarked:
        return decode_as(data, name, unmarked)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, used = decode_as(data, name, "gb18030")
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
        usual = chinese >= _CHINESE_SHARE * len(text) and chinese + len(_USUAL.findall(text)) >= _USUAL_SHARE * len(text)
        if usual and _frequent_share(text) >= _FREQUENT_SHARE:
            return encoding
    return None


def _is_chinese(text: str) -> bool:
    """Whether text that GB18030 could decode is meant: nearly any bytes pass that decoder, but they give rare characters."""
    foreign = "".join(_FOREIGN.findall(text[:_SAMPLE]))
    if _PRIVATE.search(foreign):
        return False
    common = len(foreign.encode("gb2312", errors="ignore").decode("gb2312"))
    simplified = common >= _SIMPLIFIED_SHARE * len(foreign) and _frequent_share(foreign) >= _FREQUENT_SHARE
    return simplified or _is_traditional(foreign)


def _is_traditional(foreign: str) -> bool:
    """Whether text is Chinese in traditional characters: nearly all of Big5 and of its first level. Big5, Japanese and Korean bytes
    read as GB18030 have hardly more than half of that, so a few characters are enough to tell."""
    han = _CHINESE.findall(foreign)
    known = len(foreign.encode("big5", errors="ignore").decode("big5"))
    old = sum(0xA4 <= lead <= 0xC6 for lead in "".join(han).encode("big5", errors="ignore")[::2])
    return len(han) >= 2 * _PLAINLY and min(known / len(foreign), old / len(han)) >= _TRADITIONAL_SHARE


def _frequent_share(text: str) -> float:
    """The share of its Chinese characters that are among the frequent ones: the first level of GB 2312 or that of Big5. Real text
    has nearly nothing else; text read in the wrong encoding has all of them about equally. 1 without a Chinese character."""
    han = "".join(_CHINESE.findall(text[:_SAMPLE]))
    if not han:
        return 1.0
    simple = sum(0xB0 <= lead <= 0xD7 for lead in han.encode("gb2312", errors="ignore")[::2])
    old = sum(0xA4 <= lead <= 0xC6 for lead in han.encode("big5", errors="ignore")[::2])
    return max(simple, old) / len(han)


@dataclass(frozen=True, slots=True)
class Guess:
    """One way to read a file of unknown encoding: how many characters are lost in what was looked at, and how much it reads like
    text, from 0 to 1."""

    encoding: str
    lost: int
    likeness: float


def guesses(data: bytes) -> tuple[Guess, ...]:
    """All of ``CANDIDATES``, the likeliest first, as the first 64 kB tell."""
    sample = data[:_LOOKED_AT]
    found = [_guess(sample, encoding, cut=len(data) > len(sample)) for encoding in CANDIDATES]
    return tuple(sorted(found, key=lambda guess: (-guess.likeness, guess.lost)))


def _guess(sample: bytes, encoding: str, *, cut: bool) -> Guess:
    text = sample.decode(encoding, errors="replace").removeprefix("\ufeff")
    if cut:
        text = text.rstrip("\ufffd")
    lost = text.count("\ufffd")
    usual = len(_USUAL.findall(text)) + _chinese_like(text) + _native(text, encoding)
    strange = lost + len(_PRIVATE.findall(text)) + len(_CONTROL.findall(text))
    return Guess(encoding, lost, max(0.0, (usual - strange) / max(1, len(text))))


def _chinese_like(text: str) -> float:
    """How many characters are Chinese and read like it; a little less without those that hardly a line goes without."""
    han = _CHINESE.findall(text)
    common = min(1.0, sum(char in _COMMONEST for char in han) / (_COMMON_SHARE * len(han))) if han else 0.0
    return len(han) * _frequent_share(text) * (0.95 + 0.05 * common)


def _native(text: str, encoding: str) -> float:
    """How many letters are of the language that the encoding was made for, next to those of any other."""
    letters = _LETTERS.get(encoding)
    return len(letters.findall(text)) * 0.96 if letters else 0.0


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
