"""Merging: add the changes that are not here yet, and fold anew the records they touch.

Idempotent, commutative and associative, since a history is a set of changes and rows follow from it alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from storage import schema
from storage.backup import back_up
from storage.clock import uuid7
from storage.connect import pragma, roomy, writing
from storage.errors import StorageError
from storage.faults import translated
from storage.incoming import Incoming, receive
from storage.merge_contents import Contents, missing_contents
from storage.merge_findings import Findings
from storage.merge_plan import Gathered, Kind, Source, gather, united
from storage.merge_report import MergeConflict, MergeCount, MergeReport, OddClock, Side
from storage.merge_write import verify, write_contents, write_history
from storage.merges import enter
from storage.pace import Pace
from storage.vetting import Fault, Rejected
from storage.watch import Watch, part, unwatched
from storage.workspace import Workspace

__all__ = [
    "Fault",
    "MergeConflict",
    "MergeCount",
    "MergeReport",
    "OddClock",
    "Rejected",
    "Side",
    "look",
    "merge",
    "merge_all",
    "merge_in",
    "refuse_itself",
]


def look(ws: Workspace, incoming: Incoming, watch: Watch = unwatched) -> MergeReport:
    """What ``merge_in`` would do; nothing is written. Raises ``StorageError``, and what ``watch`` raises."""
    pace, conn = Pace(watch), ws.store.conn
    with pace.over(conn), _opened(incoming) as sources:
        gathered = gather(conn, ws.writer, sources, pace.part(0.0, 0.2))
        findings = Findings(gathered, ws.store.clock.now())
        for batch in united(conn, ws.writer, gathered, pace.part(0.2, 0.9)):
            findings.add(batch)
        contents = missing_contents(conn, sources, pace.part(0.9, 1.0))
        return findings.report(conn, attachments=(len(contents.blobs), contents.lost), texts=len(contents.texts))


def merge_in(ws: Workspace, incoming: Incoming, watch: Watch = unwatched) -> MergeReport:
    """Take the histories of all files in, in one transaction: all of it is written and found right, or nothing.

    A change that stands in several files counts for the first of them. A backup is made before anything is written; when there is
    nothing new, nothing is written at all. Raises ``StorageError`` (``read_only``, ``damaged``, ``merge_unverified`` and what
    writing raises), and what ``watch`` raises; then nothing was merged.
    """
    author, conn = ws.store.me, ws.store.conn
    pace = Pace(watch)
    with pace.over(conn), roomy(conn), _opened(incoming) as sources:
        seen = pragma(conn, "data_version")
        gathered = gather(conn, author.writer, sources, pace.part(0.0, 0.1))
        contents = missing_contents(conn, sources, pace)
        nothing = _nothing(ws, gathered, contents, pace)
        if nothing is not None:
            return nothing
        backup = back_up(conn, ws.path, "before-merge", ws.store.clock.now(), pace.part(0.1, 0.2).watch)
        with writing(conn):
            if pragma(conn, "data_version") != seen:
                # Somebody wrote in between, so that what is new must be found anew, now that nobody can.
                gathered = gather(conn, author.writer, _afresh(sources), pace)
                contents = missing_contents(conn, sources, pace)
                nothing = _nothing(ws, gathered, contents, pace)
            return _written(ws, gathered, contents, backup, pace) if nothing is None else nothing


def _nothing(ws: Workspace, gathered: Gathered, contents: Contents, pace: Pace) -> MergeReport | None:
    """The report on a merge that has nothing to write; ``None`` when there is something."""
    conn, judged = ws.store.conn, gathered.unjudged()
    news = (judged.tally[Kind.NEW] or judged.tally[Kind.CHANGED] for _ in united(conn, ws.writer, judged, pace))
    if contents.texts or contents.blobs or any(news):
        return None
    return Findings(judged, ws.store.clock.now()).report(conn, attachments=(0, contents.lost))


def _written(ws: Workspace, gathered: Gathered, contents: Contents, backup: Path, pace: Pace) -> MergeReport:
    author, conn = ws.store.me, ws.store.conn
    findings = Findings(gathered, ws.store.clock.now())
    before = conn.execute(f'SELECT count(*) FROM "{schema.CHANGE}"').fetchone()[0]
    write_contents(conn, gathered, contents, author.writer, pace.part(0.2, 0.3))
    places = write_history(conn, gathered, findings, author.writer, pace.part(0.3, 0.9))
    verify(conn, gathered, places, before, pace.part(0.9, 1.0))
    report = findings.report(conn, uuid7(), backup, (len(contents.blobs), contents.lost), len(contents.texts))
    enter(conn, report, author.reviewer.name, places)
    return report


def merge_all(
    ws: Workspace, paths: Sequence[Path], dry_run: bool = False, watch: Watch = unwatched, passphrase: str | None = None
) -> MergeReport:
    """Receive files and merge them together; with ``dry_run`` say what would happen. Raises ``StorageError``: the codes of
    receiving, ``same_workspace``, and those of ``merge_in``; then nothing was merged."""
    refuse_itself(ws, paths)
    if not dry_run:
        ws.store.me  # noqa: B018 - raises when nothing may be written
    with receive(paths, passphrase, part(watch, 0.0, 0.3), rows=False) as incoming:
        return (look if dry_run else merge_in)(ws, incoming, part(watch, 0.3, 1.0))


def merge(target: Workspace, source: Path, dry_run: bool = False) -> MergeReport:
    """Take the history of ``source`` into ``target``; see ``merge_all``."""
    return merge_all(target, [source], dry_run)


def refuse_itself(ws: Workspace, paths: Sequence[Path]) -> None:
    """Raise ``StorageError("same_workspace")`` when one of the files is the workspace itself, and the codes of looking for it."""
    for path in paths:
        with translated(path.name):
            itself = path.exists() and path.samefile(ws.path)
        if itself:
            raise StorageError("same_workspace", name=path.name)


@contextmanager
def _opened(incoming: Incoming) -> Iterator[list[Source]]:
    """The files, each under a name of its own."""
    names: list[str] = []
    with ExitStack() as stack:
        sources: list[Source] = []
        for vetted in incoming.files:
            again = names.count(vetted.name)
            names.append(vetted.name)
            name = f"{vetted.name} ({again + 1})" if again else vetted.name
            altered = frozenset(item.change for item in vetted.rejected)
            sources.append(Source(name, stack.enter_context(incoming.opened(vetted)), altered))
        yield sources


def _afresh(sources: Sequence[Source]) -> list[Source]:
    return [Source(source.name, source.conn, source.altered) for source in sources]
