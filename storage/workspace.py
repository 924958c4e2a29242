"""The workspace: one SQLite file with everything, its repositories, and the right to write it."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Self

from storage import search_index
from storage.annotations import AnnotationRepository
from storage.assessments import AssessmentRepository
from storage.attachments import Prepared
from storage.backup import back_up
from storage.carried import CarriedRepository
from storage.clock import Clock, uuid7
from storage.codebook import CodebookRepository
from storage.connect import Connection, pragma, writing
from storage.damage import SPOILT, examine, set_aside
from storage.errors import StorageError
from storage.evidence import EvidenceRepository
from storage.faults import real_path
from storage.history import HistoryRepository
from storage.indicators import IndicatorRepository
from storage.lock import Holder, WorkspaceLock, acquire
from storage.merges import MergeRepository
from storage.opening import create_file, look_at, open_reading, open_writing, writable
from storage.policies import PolicyRepository
from storage.records import Draft, ReviewerRecord, Written
from storage.reviewers import ReviewerRepository
from storage.search import Hit, Searcher
from storage.store import Author, Store
from storage.tasks import TaskRepository


class Opening(Enum):
    """How opening ended."""

    OPENED = "opened"
    READ_ONLY = "read_only"


@dataclass(frozen=True, slots=True)
class Profile:
    """Who writes."""

    reviewer: ReviewerRecord


@dataclass(frozen=True, slots=True)
class Aside:
    """What another thread of this program needs to write in a workspace that is open here, in the name of the same session."""

    path: Path
    author: Author

    def open(self) -> Workspace:
        """The workspace over a connection of its own, for the calling thread. It writes under the lock of the one that is open, and
        must be closed before that one is. Who reads meanwhile waits for nothing but the commit. Raises ``StorageError``."""
        conn = open_writing(self.path)
        try:
            # Pages written before the commit would lock out everybody who reads.
            conn.execute("PRAGMA cache_spill=OFF").fetchall()
            if pragma(conn, "cache_spill") != 0:
                raise StorageError("database_error", name=conn.name, reason="cache_spill")
        except BaseException:
            conn.close()
            raise
        return Workspace(self.path, conn, self.author, None, None)


class Workspace:
    """An open workspace file. Use it as a context manager or call ``close``; it belongs to the thread that opened it.

    ``read_only`` is set when no profile was given, the place cannot be written, or somebody else (``holder``) has it open.
    ``left_open`` tells that it was not closed properly the last time, so that ``storage.checks`` is worth a run.
    """

    def __init__(
        self, path: Path, conn: Connection, author: Author | None, lock: WorkspaceLock | None, holder: Holder | None
    ) -> None:
        self.path = path
        self.holder = holder
        self.left_open = lock is not None and lock.left_behind
        self._lock = lock
        self._store = Store(conn, Clock(), author)
        self._searcher = Searcher(self._store)
        self.policies = PolicyRepository(self._store)
        self.tasks = TaskRepository(self._store)
        self.indicators = IndicatorRepository(self._store)
        self.annotations = AnnotationRepository(self._store)
        self.codebook = CodebookRepository(self._store)
        self.evidence = EvidenceRepository(self._store)
        self.assessments = AssessmentRepository(self._store)
        self.carried = CarriedRepository(self._store)
        self.reviewers = ReviewerRepository(self._store)
        self.history = HistoryRepository(self._store)
        self.merges = MergeRepository(self._store)

    @classmethod
    def create(cls, path: Path, profile: Profile) -> Workspace:
        """Make a new workspace and open it. Never overwrites: raises ``StorageError("already_exists")``."""
        create_file(real_path(path))
        workspace = cls.open(path, profile)
        try:
            if not workspace.read_only:
                workspace.store.introduce()
        except BaseException:
            workspace.close()
            raise
        return workspace

    @classmethod
    def open(cls, path: Path, profile: Profile | None, *, read_only: bool = False, take_over: bool = False) -> Workspace:
        """Open a workspace; without a profile, without the right to write there, or while somebody else holds it, for reading only.

        ``take_over`` writes although the lock of another machine stands there, after the user was asked. Raises ``StorageError``.
        """
        real = real_path(path)
        look_at(real)
        if profile is None or read_only or not writable(real):
            return cls(real, open_reading(real), None, None, None)
        try:
            lock = acquire(real, profile.reviewer.name, take_over=take_over)
        except StorageError as error:
            if error.code not in ("permission", "read_only_place", "no_locks"):
                raise
            return cls(real, open_reading(real), None, None, None)
        if isinstance(lock, Holder):
            return cls(real, open_reading(real), None, None, lock)
        try:
            author = Author(profile.reviewer, uuid7(), platform.node())
            return cls(real, _prepared(real, lock), author, lock, None)
        except BaseException:
            lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let others write it; doing it twice does nothing."""
        self._store.conn.close()
        if self._lock is not None:
            self._lock.release()

    def aside(self) -> Aside:
        """The way for another thread to write here. Raises ``StorageError("read_only")``."""
        return Aside(self.path, self._store.me)

    @property
    def store(self) -> Store:
        """The engine, for the other modules of this package."""
        return self._store

    @property
    def opening(self) -> Opening:
        """How opening ended."""
        return Opening.READ_ONLY if self.read_only else Opening.OPENED

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._store.author is None

    @property
    def writer(self) -> str:
        """The id of this session as a writer; empty when nothing can be written."""
        return self._store.author.writer if self._store.author else ""

    @property
    def reviewer(self) -> ReviewerRecord | None:
        """Who writes, if anybody."""
        return self._store.author.reviewer if self._store.author else None

    def write(self, label: str, drafts: Sequence[Draft], *, subject: str = "", files: Sequence[Prepared] = ()) -> Written:
        """Write drafts as one action in one transaction: history and rows, and the bytes of attachments.

        Raises ``StorageError``; then nothing was written.
        """
        return self._store.write(label, drafts, subject, files)

    def reverse(self, written: Written) -> Written:
        """Take an action back by appending its reverse; reversing the outcome does it again."""
        return self._store.reverse(written)

    def search(self, query: str, limit: int = 200) -> tuple[Hit, ...]:
        """Where the words of ``query`` stand, at most ``limit`` places."""
        return self._searcher.search(query, limit)

    def back_up(self, reason: str = "backup") -> Path:
        """Copy the whole workspace into its backup folder; returns the copy."""
        return back_up(self._store.conn, self.path, reason, self._store.clock.now())


def _prepared(path: Path, lock: WorkspaceLock) -> Connection:
    """A connection ready for writing; one that was not closed properly is checked first, and set aside when it is damaged."""
    try:
        return _checked(path, thoroughly=lock.left_behind)
    except StorageError as error:
        if not lock.left_behind or error.code not in SPOILT:
            raise
        raise StorageError("set_aside", name=path.name, aside=set_aside(path).name) from error


def _checked(path: Path, *, thoroughly: bool) -> Connection:
    conn = open_writing(path)
    try:
        if thoroughly:
            examine(conn, path)
        if search_index.wasteful(conn):
            with writing(conn):
                search_index.rebuild(conn)
    except BaseException:
        conn.close()
        raise
    return conn
