"""Which attached files may be handed to other programs, and where the copies go that are handed over."""

from __future__ import annotations

import stat
import sys
import zipfile
from pathlib import Path, PurePosixPath

from desktop.paths import opened_folder
from policy.file_names import safe_name
from storage.records import AttachmentRecord

# How files of each kind begin that are looked at and cannot run anything by themselves; where a kind has no beginning of its own,
# it must not have that of another. Everything else is only saved where the user says.
_ZIP = b"PK\x03\x04"
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".txt": (),
    ".csv": (),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".bmp": (b"BM",),
    ".tif": (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"),
    ".tiff": (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"),
    ".webp": (b"RIFF",),
    ".docx": (_ZIP,),
    ".xlsx": (_ZIP,),
    ".pptx": (_ZIP,),
    ".ofd": (_ZIP,),
}
# The part by which a packed kind is known.
_PARTS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/", ".ofd": "ofd.xml"}
_MACROS = ("vbaproject", "activex", "macrosheets")
_OTHERS = (
    *(beginning for beginnings in _BEGINNINGS.values() for beginning in beginnings if len(beginning) > 2),
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xd0\xcf\x11\xe0",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"MSCF",
    b"SQLite format 3\x00",
    b"#!",
)
_HEAD = 1024
_FROM_ELSEWHERE = "[ZoneTransfer]\r\nZoneId=3\r\n"


def is_safe_to_open(name: str) -> bool:
    """Whether a file of this name is of a harmless kind; names that hide their ending are not."""
    plain = name.strip(" .")
    hidden = any(not character.isprintable() for character in name)
    return plain == name and not hidden and PurePosixPath(name).suffix.lower() in _BEGINNINGS


def holds_what_it_says(path: Path) -> bool:
    """Whether the bytes of a file of a harmless kind are of that kind, and an office document has no macros in it. Raises
    ``OSError``."""
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(_HEAD)
    begins = _BEGINNINGS.get(suffix)
    if begins is None:
        return False
    if not begins:
        return not head.startswith(_OTHERS)
    return head.startswith(begins) and (suffix not in _PARTS or _packed_as(path, _PARTS[suffix]))


def _packed_as(path: Path, part: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, EOFError, OverflowError):
        return False
    return any(name.startswith(part) for name in names) and not any(word in name for name in names for word in _MACROS)


def private_copy_path(record: AttachmentRecord) -> Path:
    """Where the copy of an attachment that is looked at goes: a private folder, under a name that stays inside it."""
    folder = opened_folder() / record.sha256[:16]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / safe_name(record.name)
    # The last copy was made read-only; without it the new one could not take its place on Windows.
    if path.exists():
        path.chmod(0o600)
        path.unlink()
    return path


def seal(path: Path) -> None:
    """Make a copy one that nobody writes, marked on Windows as come from elsewhere, so that programs open it with their guard up.
    Raises ``OSError``."""
    if sys.platform == "win32":
        Path(f"{path}:Zone.Identifier").write_text(_FROM_ELSEWHERE, encoding="ascii", newline="")
    path.chmod(stat.S_IRUSR)
