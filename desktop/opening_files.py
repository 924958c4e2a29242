"""Which attached files may be handed to other programs, and where the copies go that are handed over."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from desktop.paths import opened_folder
from storage.records import AttachmentRecord

# Kinds that are looked at and cannot run anything by themselves. Everything else is only saved where the user says.
HARMLESS = frozenset(
    {".pdf", ".txt", ".csv", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".docx", ".xlsx", ".pptx", ".ofd"}
)


def is_safe_to_open(name: str) -> bool:
    """Whether a file of this name is of a harmless kind; names that hide their ending are not."""
    plain = name.strip(" .")
    hidden = any(not character.isprintable() for character in name)
    return plain == name and not hidden and PurePosixPath(name).suffix.lower() in HARMLESS


def private_copy_path(record: AttachmentRecord) -> Path:
    """Where the copy of an attachment that is looked at goes: a private folder, under a name that stays inside it."""
    name = PureWindowsPath(PurePosixPath(record.name).name).name or "file"
    folder = opened_folder() / record.sha256[:16]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    # The last copy was made read-only; without it the new one could not take its place on Windows.
    if path.exists():
        path.chmod(0o600)
        path.unlink()
    return path
