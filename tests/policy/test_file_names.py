"""A name made by somebody else becomes one that every system takes and that hides nothing."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.file_names import LENGTH_LIMIT, NAMELESS, safe_name

DEVICES = ["CON", "prn", "AUX", "NUL", "CONIN$", "conout$", "COM1", "COM¹", "LPT9", "lpt³"]
ENDINGS = ["", ".txt", ".tar.gz", " .txt", " ", ".", "...", " . "]
# Names as they come, and such as are put together from all that makes trouble.
TROUBLE = st.sampled_from([
    *DEVICES, *ENDINGS, "..", "/", "\\", ":", "C:", "\x00", "\x1b", "\r\n", "\u202e", "\u200b", "\ufeff", "\u2028", "\ud800",
    "e\u0301", "\u0301", "ｅ", "方案", "𠮷", "?", "*", '"', "<", "|", "~", "-", "é" * 150, "案" * 90, "\u00ad", " ",
    "\u3000", "\xa0",
])  # fmt: skip
NAMES = st.one_of(st.text(st.characters(), max_size=300), st.lists(TROUBLE, max_size=6).map("".join))


def faults(name: str, folder: Path) -> list[str]:
    """What is wrong with a name on some system."""
    found = {
        "more than one part": {name} != {PureWindowsPath(name).name, PurePosixPath(name).name},
        "a drive or a root": bool(PureWindowsPath(name).anchor),
        "a device": PureWindowsPath(name).is_reserved() or any(name.split(".")[0].rstrip().upper() == word for word in DEVICES),
        "no name": name in {"", ".", ".."},
        "unseen": any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in name),
        "forbidden": any(character in '<>:"/\\|?*' for character in name),
        "not composed": unicodedata.normalize("NFC", name) != name,
        "its end is dropped": name != name.rstrip(" ."),
        "begins with a space": name != name.lstrip(),
        "outside": (folder / name).resolve().parent != folder.resolve(),
    }
    return [fault for fault, wrong in found.items() if wrong] + (["too long"] if len(name.encode()) > LENGTH_LIMIT else [])


def test_every_name_is_taken_by_every_system(tmp_path: Path, nightly: bool) -> None:
    @settings(max_examples=10_000 if nightly else 500)
    @given(NAMES)
    def every(name: str) -> None:
        made = safe_name(name)
        assert faults(made, tmp_path) == []
        assert safe_name(made) == made

    every()


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_no_device_is_named(tmp_path: Path, device: str, ending: str) -> None:
    made = safe_name(device + ending)
    assert faults(made, tmp_path) == []
    (tmp_path / made).write_text("content", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("实施方案.pdf", "实施方案.pdf"),
        ("1.2 方案（终稿）.docx", "1.2 方案（终稿）.docx"),
        ("COMB.txt", "COMB.txt"),
        (".profile", ".profile"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\a.dll", "a.dll"),
        ("方案\u202efdp.exe", "方案fdp.exe"),
        ("a\u200bb.txt", "ab.txt"),
        ("NUL .txt", "_NUL .txt"),
        ("COM¹.log", "_COM¹.log"),
        ("a.txt:stream", "a.txt_stream"),
        ("..", NAMELESS),
        ("", NAMELESS),
        ("\ud800", NAMELESS),
        ("名. . .", "名"),
        ("e\u0301.txt", "é.txt"),
        ("案" * 100 + ".pdf", "案" * 65 + ".pdf"),
    ],
)
def test_a_name_stays_recognisable(name: str, made: str) -> None:
    assert safe_name(name) == made
