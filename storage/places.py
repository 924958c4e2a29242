"""Places in which a database is not safe: network shares, removable media, and folders that another program synchronises."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Final


class PlaceKind(StrEnum):
    """What a place is; only on ``PLAIN`` ones is a workspace worked on where it lies."""

    PLAIN = "plain"
    NETWORK = "network"
    REMOVABLE = "removable"
    SYNCED = "synced"


@dataclass(frozen=True, slots=True)
class Place:
    """What kind of place a file lies in, and what tells it: the file system, the mount point or the folder."""

    kind: PlaceKind
    sign: str = ""

    @property
    def bites(self) -> bool:
        """Whether a database that is written there may be lost or mixed up."""
        return self.kind is not PlaceKind.PLAIN

    @property
    def phrase(self) -> str:
        """The key of the kind's name."""
        return f"place.{self.kind.value}"


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of the list of mounted file systems; ``source`` is the device or the share."""

    point: str
    system: str
    source: str


PLAIN: Final = Place(PlaceKind.PLAIN)
_NETWORK: Final = re.compile(
    r"9p|acfs|afs|afpfs|ceph|cifs|coda|davfs2?|dlm|gfs2?|glusterfs|gpfs|lustre|ncp|ncpfs|nfs[34]?|ocfs2|prl_fs|pvfs2|smb[23]|smbfs"
    r"|sshfs|vboxsf|vmhgfs|webdav"
)
# File systems that programs provide, most of them over a network; these are not.
_LOCAL_FUSE: Final = re.compile(r"fuseblk|fuse\.(ntfs|ntfs-3g|exfat|fuse-overlayfs|ext2|apfs|lxcfs)")
_REMOVABLE_POINTS: Final = ("/media/", "/run/media/", "/mnt/usb", "/Volumes/")
# The folders under which the common programs keep what they synchronise, as they name them themselves.
_SYNCED_NAMES: Final = re.compile(
    r"onedrive( - .+)?|dropbox( \(.+\))?|nutstore( files)?|我的坚果云|坚果云|baidusyncdisk|百度网盘同步空间|百度云同步盘"
    r"|wpsdrive|wps云盘|wps网盘|google ?drive|my drive|我的云端硬盘|iclouddrive|icloud drive|com~apple~clouddocs"
    r"|cloudstorage|nextcloud|owncloud|seafile|syncthing|box sync|pcloud ?drive|腾讯微云|微云同步助手|阿里云盘",
    re.IGNORECASE,
)
_SYNCED_MARKS: Final = (
    ".dropbox",
    ".dropbox.cache",
    ".stfolder",
    ".nextcloudsync.log",
    ".owncloudsync.log",
    ".seafile-data",
    ".nutstore",
)
_SYNCED_VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")
_WINDOWS_REMOVABLE, _WINDOWS_REMOTE = 2, 4


def place_of(path: Path) -> Place:
    """What kind of place a file lies in, as far as this computer tells; a place that cannot be looked at counts as plain."""
    with suppress(OSError, ValueError):
        # Not by ``resolve``, which takes links in a circle for a bug.
        real = Path(os.path.realpath(path))
        found = _windows(real) if sys.platform == "win32" else mounted(real, _mounts())
        return found if found.bites else synced(real, os.environ)
    return PLAIN


def mounted(path: PurePath, mounts: Iterable[Mount]) -> Place:
    """What the file system under a path is, by the mounts of the computer; of two over one point the last counts."""
    text, best = f"{path.as_posix()}/", None
    for mount in mounts:
        if text.startswith(f"{mount.point.rstrip('/')}/") and (best is None or len(mount.point) >= len(best.point)):
            best = mount
    if best is None:
        return PLAIN
    system = best.system.lower()
    provided = system.startswith("fuse.") and not _LOCAL_FUSE.fullmatch(system)
    if provided or _NETWORK.fullmatch(system.removeprefix("fuse.")):
        return Place(PlaceKind.NETWORK, best.system)
    if f"{best.point}/".startswith(_REMOVABLE_POINTS) or _on_removable_device(best.source):
        return Place(PlaceKind.REMOVABLE, best.point)
    return PLAIN


def synced(path: Path, variables: Mapping[str, str]) -> Place:
    """Whether a program that synchronises looks after one of the folders above a file: by the folder's name, by what such programs
    leave in it, or because the computer's ``variables`` name it."""
    named = {os.path.normcase(variables[name]) for name in _SYNCED_VARIABLES if variables.get(name)}
    for folder in path.parents:
        marked = any((folder / mark).exists() for mark in _SYNCED_MARKS)
        if marked or _SYNCED_NAMES.fullmatch(folder.name) or os.path.normcase(str(folder)) in named:
            return Place(PlaceKind.SYNCED, folder.name)
    return PLAIN


def mounts_in(listing: str) -> list[Mount]:
    """The mounts in a listing such as Linux gives under ``/proc/self/mountinfo``; lines of another shape are left out."""
    found: list[Mount] = []
    for line in listing.splitlines():
        before, dash, after = line.partition(" - ")
        head, tail = before.split(), after.split()
        if dash and len(head) >= 5 and len(tail) >= 2:
            found.append(Mount(_unescaped(head[4]), tail[0], _unescaped(tail[1])))
    return found


def _mounts() -> list[Mount]:
    listing = Path("/proc/self/mountinfo")
    if listing.exists():
        return mounts_in(listing.read_text(encoding="utf-8", errors="surrogateescape"))
    # Elsewhere only the places are known at which other volumes appear.
    volumes = Path("/Volumes")
    return [Mount(str(volume), "", "") for volume in volumes.iterdir() if not volume.is_symlink()] if volumes.is_dir() else []


def _unescaped(word: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 8)), word)


def _on_removable_device(source: str) -> bool:
    """Whether a device sits at a plug: Linux says so of card readers, and of sticks also on which bus they hang."""
    name = PurePath(source).name
    if not source.startswith("/dev/") or not name:
        return False
    with suppress(OSError):
        device = (Path("/sys/class/block") / name).resolve(strict=True)
        disk = device.parent if (device / "partition").exists() else device
        removable = disk / "removable"
        return "/usb" in str(disk) or (removable.exists() and removable.read_text(encoding="ascii").strip() == "1")
    return False


def _windows(path: PurePath) -> Place:
    drive = path.drive
    if drive.startswith("\\\\"):
        return Place(PlaceKind.NETWORK, drive)
    ask = getattr(ctypes, "windll", None)
    kind = ask.kernel32.GetDriveTypeW(f"{drive}\\") if ask is not None and drive else 0
    if kind == _WINDOWS_REMOTE:
        return Place(PlaceKind.NETWORK, drive)
    return Place(PlaceKind.REMOVABLE, drive) if kind == _WINDOWS_REMOVABLE else PLAIN
