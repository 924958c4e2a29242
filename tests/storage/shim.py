"""A disk under SQLite that writes down, or refuses, what it is asked: for child processes of the tests.

It is a default VFS made of the system's own one, with its writing calls replaced, through ctypes on the very library that the
``sqlite3`` module uses; no compiler is needed. Where that library's functions cannot be reached, ``install`` says so by failing.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ctypes import _Pointer

OK, FULL, CANTOPEN = 0, 13, 14
IOERR = {"read": 266, "write": 778, "sync": 1034, "truncate": 1546, "delete": 2570, "open": CANTOPEN}
OPEN_CREATE, OPEN_MAIN_JOURNAL = 0x4, 0x800
P, INT, I64 = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
Event = tuple[Any, ...]
Native = Callable[..., int]
StrPath = str | os.PathLike[str]


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("iVersion", INT),
        ("szOsFile", INT),
        ("mxPathname", INT),
        ("pNext", P),
        ("zName", ctypes.c_char_p),
        ("pAppData", P),
        *((name, P) for name in ("xOpen", "xDelete", "xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym", "xDlClose")),
        *((name, P) for name in ("xRandomness", "xSleep", "xCurrentTime", "xGetLastError", "xCurrentTimeInt64")),
        *((name, P) for name in ("xSetSystemCall", "xGetSystemCall", "xNextSystemCall")),
    )


class _Methods(ctypes.Structure):
    _fields_ = (
        ("iVersion", INT),
        *((name, P) for name in ("xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize", "xLock", "xUnlock")),
        *((name, P) for name in ("xCheckReservedLock", "xFileControl", "xSectorSize", "xDeviceCharacteristics")),
        *((name, P) for name in ("xShmMap", "xShmLock", "xShmBarrier", "xShmUnmap", "xFetch", "xUnfetch")),
    )


class _File(ctypes.Structure):
    _fields_ = (("pMethods", ctypes.POINTER(_Methods)),)


_OPEN = ctypes.CFUNCTYPE(INT, P, P, ctypes.POINTER(_File), INT, P)
_DELETE = ctypes.CFUNCTYPE(INT, P, ctypes.c_char_p, INT)
_CLOSE = ctypes.CFUNCTYPE(INT, P)
_READ = ctypes.CFUNCTYPE(INT, P, P, INT, I64)
_WRITE = ctypes.CFUNCTYPE(INT, P, P, INT, I64)
_TRUNCATE = ctypes.CFUNCTYPE(INT, P, I64)
_SYNC = ctypes.CFUNCTYPE(INT, P, INT)


@dataclass
class Disk:
    """What the disk does. ``events`` fills when ``watched``; a fault comes at the ``fail_at``-th call that writes, counted from the
    last ``arm``, once or from then on. After ``reads`` more calls that read, one such call fails when the
    disk ``recovers``, or else all."""

    watched: bool = False
    events: list[Event] = field(default_factory=list)
    fail_at: int | None = None
    for_ever: bool = False
    full: bool = False
    asked: int = 0
    refused: int = 0
    reads: int | None = None
    recovers: bool = False

    def arm(self, fail_at: int, *, for_ever: bool, full: bool) -> None:
        """Let the call of this number, from 1, fail."""
        self.fail_at, self.for_ever, self.full, self.asked, self.refused = fail_at, for_ever, full, 0, 0

    def disarm(self) -> int:
        """Let everything succeed again; how many calls were refused."""
        self.fail_at = None
        return self.refused

    def note(self, *event: object) -> None:
        """Write down that something happened."""
        if self.watched:
            self.events.append(event)

    def save(self, path: Path) -> None:
        """Write all that was written down to a file."""
        path.write_bytes(pickle.dumps(self.events))

    def fault(self, kind: str) -> int:
        """The code with which this call is refused, or 0."""
        if self.fail_at is None:
            return OK
        self.asked += 1
        if self.asked != self.fail_at and not (self.for_ever and self.asked > self.fail_at):
            return OK
        self.refused += 1
        return FULL if self.full and kind == "write" else IOERR[kind]


def _library() -> ctypes.CDLL:
    """The library that ``sqlite3`` runs on: the one mapped, or what it is linked into."""
    mapped = [
        line.split(maxsplit=5)[-1].strip() for line in Path("/proc/self/maps").read_text().splitlines() if "libsqlite3" in line
    ]
    for name in [*dict.fromkeys(mapped), getattr(_sqlite3, "__file__", None), None]:
        library = ctypes.CDLL(name)
        if hasattr(library, "sqlite3_vfs_register"):
            library.sqlite3_libversion.restype = ctypes.c_char_p
            if library.sqlite3_libversion().decode() == sqlite3.sqlite_version:
                return library
    raise AssertionError("the functions of the SQLite that Python uses cannot be reached")


class _Shim:
    """The VFS; it must live as long as the process."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        library = _library()
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        library.sqlite3_vfs_register.argtypes = (ctypes.POINTER(_Vfs), INT)
        self._base = library.sqlite3_vfs_find(None).contents
        self._base_open = _OPEN(self._base.xOpen)
        self._base_delete = _DELETE(self._base.xDelete)
        self._vfs = _Vfs.from_buffer_copy(self._base)
        self._vfs.zName = b"shim"
        self._vfs.pNext = None
        self._keep: list[object] = []
        self._vfs.xOpen = self._entry(_OPEN, self._open)
        self._vfs.xDelete = self._entry(_DELETE, self._delete)
        self._methods: dict[int, _Methods] = {}
        self._files: dict[int, tuple[int, str, bool]] = {}
        self._next = 0
        assert library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1) == OK

    def _entry(self, kind: Callable[[Native], object], func: Native) -> int | None:
        made = kind(func)
        self._keep.append(made)
        return ctypes.cast(made, P).value  # type: ignore[arg-type]

    def _open(self, vfs: int, name: int | None, file: _Pointer[_File], flags: int, out: int | None) -> int:
        path = os.fsdecode(ctypes.string_at(name)) if name else ""
        created = bool(path) and bool(flags & OPEN_CREATE) and not Path(path).exists()
        code = self.disk.fault("open") if flags & OPEN_CREATE else OK
        code = code or self._base_open(vfs, name, file, flags, out)
        if file.contents.pMethods and code == OK:
            file.contents.pMethods = ctypes.pointer(self._wrapped(file.contents.pMethods))
            self._next += 1
            journal = bool(flags & OPEN_MAIN_JOURNAL)
            self._files[ctypes.addressof(file.contents)] = (self._next, path, created and journal)
            self.disk.note("open", self._next, path, created)
        elif code != OK:
            file.contents.pMethods = ctypes.POINTER(_Methods)()
        return int(code)

    def _wrapped(self, base: _Pointer[_Methods]) -> _Methods:
        key = ctypes.addressof(base.contents)
        if key not in self._methods:
            made = _Methods.from_buffer_copy(base.contents)
            close, write, truncate, sync = _CLOSE(made.xClose), _WRITE(made.xWrite), _TRUNCATE(made.xTruncate), _SYNC(made.xSync)
            made.xClose = self._entry(_CLOSE, lambda file: self._close(close, file))
            read = _READ(made.xRead)
            made.xRead = self._entry(_READ, lambda file, data, size, at: self._read(read, file, data, size, at))
            made.xWrite = self._entry(_WRITE, lambda file, data, size, at: self._write(write, file, data, size, at))
            made.xTruncate = self._entry(_TRUNCATE, lambda file, size: self._truncate(truncate, file, size))
            made.xSync = self._entry(_SYNC, lambda file, flags: self._sync(sync, file, flags))
            self._methods[key] = made
        return self._methods[key]

    def _close(self, base: Native, file: int) -> int:
        self._files.pop(file, None)
        return int(base(file))

    def _read(self, base: Native, file: int, data: int, size: int, at: int) -> int:
        if self.disk.reads is not None:
            self.disk.reads -= 1
            if self.disk.reads == -1 or (self.disk.reads < 0 and not self.disk.recovers):
                return IOERR["read"]
        return int(base(file, data, size, at))

    def _write(self, base: Native, file: int, data: int, size: int, at: int) -> int:
        code = self.disk.fault("write")
        if code:
            # As disks do: half of it is there.
            base(file, data, size // 2, at)
            return code
        self.disk.note("write", self._files[file][0], at, ctypes.string_at(data, size) if self.disk.watched else b"")
        return int(base(file, data, size, at))

    def _truncate(self, base: Native, file: int, size: int) -> int:
        code = self.disk.fault("truncate")
        self.disk.note("truncate", self._files[file][0], size)
        return code or int(base(file, size))

    def _sync(self, base: Native, file: int, flags: int) -> int:
        code = self.disk.fault("sync")
        if code:
            return code
        number, path, fresh = self._files[file]
        self.disk.note("sync", number)
        if fresh:
            # The system's VFS syncs the folder at the first sync of a journal it made.
            self._files[file] = (number, path, False)
            self.disk.note("sync_folder", str(Path(path).parent))
        return int(base(file, flags))

    def _delete(self, vfs: int, name: bytes, sync_folder: int) -> int:
        code = self.disk.fault("delete")
        if code:
            return code
        path = os.fsdecode(name)
        self.disk.note("delete", path)
        if sync_folder:
            self.disk.note("sync_folder", str(Path(path).parent))
        return int(self._base_delete(vfs, name, sync_folder))


def install() -> Disk:
    """Put the disk under every connection of this process from now on; proved by a write that it sees."""
    disk = Disk()
    _KEPT.append(_Shim(disk))
    with TemporaryDirectory() as folder:
        disk.watched = True
        with closing(sqlite3.connect(Path(folder) / "proof")) as conn:
            conn.execute("CREATE TABLE proof (x)")
        assert {event[0] for event in disk.events} >= {"open", "write", "sync", "delete"}, "SQLite does not ask this disk"
        disk.watched = False
        disk.events.clear()
    return disk


def watch_files(disk: Disk) -> None:
    """Write down what Python itself does to files, too: renaming, removing and syncing."""
    replace, unlink, fsync = os.replace, os.unlink, os.fsync

    def watched_replace(source: StrPath, target: StrPath) -> None:
        disk.note("rename", str(Path(source).absolute()), str(Path(target).absolute()))
        replace(source, target)

    def watched_unlink(path: StrPath, *, dir_fd: int | None = None) -> None:
        unlink(path, dir_fd=dir_fd)
        if dir_fd is None:
            disk.note("delete", str(Path(path).absolute()))

    def watched_fsync(handle: int) -> None:
        fsync(handle)
        path = Path(f"/proc/self/fd/{handle}").readlink()
        disk.note("sync_folder" if path.is_dir() else "sync_path", str(path))

    vars(os).update(replace=watched_replace, unlink=watched_unlink, fsync=watched_fsync)


def faults(sample: int | None, count: int) -> Iterator[int]:
    """The numbers of the calls to fail, of so many: all of them, or the first, the last and some ``sample`` between."""
    numbers = range(1, count + 1)
    if sample is None or count <= sample:
        yield from numbers
        return
    edge = sample // 3
    step = max(1, (count - 2 * edge) // max(1, sample - 2 * edge))
    yield from sorted({*numbers[:edge], *numbers[edge:-edge:step], *numbers[-edge:]})


_KEPT: list[object] = []
