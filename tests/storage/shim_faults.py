"""Lets every write of one action fail in turn, in a process of its own.

Called as ``python -m tests.storage.shim_faults ACTION FOLDER SAMPLE``; prints one JSON object:
how many calls there are, how many runs were made, and what was not as it must be.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from typing_extensions import override

from policy.model import Span
from resources.catalogue import Catalogue
from storage import migrations
from storage.backup import folder_of, held, second_folder
from storage.connect import pragma
from storage.errors import StorageError
from storage.lock import lock_path
from storage.records import AnnotationKind, EvidenceType, Family, ReviewerRecord
from storage.workspace import Profile, Workspace
from tests.storage import shim
from tests.storage.versions import carried_over, new_policy, old_policy

FIRST = Path(__file__).parents[1] / "data" / "format-1.clausedesk"
PROFILE = Profile(ReviewerRecord("somebody", "某人", ""))
OTHER = Profile(ReviewerRecord("other", "别人", ""))
COUNTED = (
    *(family.value for family in Family),
    "change",
    "conflict",
    "blob",
    "blob_chunk",
    "policy_text",
    "policy_source",
    "merge",
    "change_aside",
)
Counts = tuple[int, ...]
Act = Callable[[Workspace], object]


class Start:
    """The workspaces that the actions begin with, made once in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "试.clausedesk"
        self.first = folder / "first.clausedesk"
        self.other = folder / "other.clausedesk"
        self._make(self.first, PROFILE)
        shutil.copyfile(self.first, self.other)
        with Workspace.open(self.other, OTHER) as workspace:
            note(workspace)
            photo(workspace, 200_000)

    def _make(self, path: Path, profile: Profile) -> None:
        with Workspace.create(path, profile) as workspace:
            policy = old_policy()
            workspace.policies.add(policy, "旧.txt", policy.text.encode())
            note(workspace)
            photo(workspace, 10_000)

    def lay_out(self, source: Path) -> None:
        for left in self.folder.glob(f"*{self.path.name}*"):
            left.unlink()
        lock_path(self.path).unlink(missing_ok=True)
        shutil.rmtree(folder_of(self.path), ignore_errors=True)
        shutil.rmtree(second_folder(self.path), ignore_errors=True)
        shutil.copyfile(source, self.path)


def note(workspace: Workspace) -> None:
    policy = workspace.policies.all()[0].id
    workspace.annotations.add(policy, Span(2, 8), AnnotationKind.COMMENT, "批注" * 400, ["重点", "其他"])


def photo(workspace: Workspace, size: int) -> None:
    policy = workspace.policies.all()[0].id
    workspace.evidence.add(policy, type=EvidenceType.PHOTO, title="照片", files=[("照片.png", os.urandom(size))])


def bring_in(workspace: Workspace) -> None:
    policy = new_policy()
    workspace.policies.add(policy, "新.txt", policy.text.encode())


def carry(workspace: Workspace) -> None:
    carried_over(workspace, old_policy().id, new_policy().id)


def backed_up(workspace: Workspace) -> None:
    workspace.back_up()


def join(workspace: Workspace, other: Path) -> None:
    # Here, since its import alone takes longer than the other actions.
    from storage.merge import merge

    merge(workspace, other)


def counts(workspace: Workspace) -> Counts:
    return tuple(workspace.store.rows(f'SELECT count(*) FROM "{table}"')[0][0] for table in COUNTED)


class Action:
    """One action on a workspace that is open, tried again and again from the same start."""

    def __init__(self, start: Start, source: Path, act: Act) -> None:
        self._start = start
        self._source = source
        self._act = act

    def clean(self, disk: shim.Disk) -> tuple[int, Counts, Counts]:
        """How many calls the action makes, and the counts before and after it."""
        self._start.lay_out(self._source)
        with Workspace.open(self._start.path, PROFILE) as workspace:
            before = counts(workspace)
            disk.arm(sys.maxsize, for_ever=False, full=False)
            self._act(workspace)
            asked = disk.asked
            disk.disarm()
            return asked, before, counts(workspace)

    def broken(self, disk: shim.Disk, fault: tuple[int, bool, bool]) -> Iterator[str]:
        """What is wrong after this fault."""
        self._start.lay_out(self._source)
        number, for_ever, full = fault
        with Workspace.open(self._start.path, PROFILE) as workspace:
            before = counts(workspace)
            disk.arm(number, for_ever=for_ever, full=full)
            told = _told(lambda: self._act(workspace))
            disk.disarm()
            yield from _sentence(told)
            found = counts(workspace)
            if told is None and (found != self.after or not self.done()):
                yield "it was not done, and nobody was told"
            if found not in (before, self.after):
                yield f"between: {_difference(before, found, self.after)}"
            if pragma(workspace.store.conn, "integrity_check") != "ok" or not workspace.history.rows_equal_history():
                yield "not whole"
            note(workspace)
        with Workspace.open(self._start.path, PROFILE) as again:
            if not again.history.rows_equal_history():
                yield "not whole when opened again"
        yield from _halves(self._start.path)

    after: Counts = ()

    def done(self) -> bool:
        """Whether there is what the action makes beside the workspace."""
        return self._act is not backed_up or bool(held(self._start.path))


class Update(Action):
    """Opening a workspace of the first format, which is brought to this version."""

    def __init__(self, start: Start) -> None:
        super().__init__(start, FIRST, lambda _: None)

    @override
    def clean(self, disk: shim.Disk) -> tuple[int, Counts, Counts]:
        self._start.lay_out(FIRST)
        disk.arm(sys.maxsize, for_ever=False, full=False)
        with Workspace.open(self._start.path, PROFILE) as workspace:
            asked = disk.asked
            disk.disarm()
            return asked, counts(workspace), counts(workspace)

    @override
    def broken(self, disk: shim.Disk, fault: tuple[int, bool, bool]) -> Iterator[str]:
        self._start.lay_out(FIRST)
        number, for_ever, full = fault
        disk.arm(number, for_ever=for_ever, full=full)
        told = _told(lambda: Workspace.open(self._start.path, PROFILE).close())
        disk.disarm()
        yield from _sentence(told)
        with Workspace.open(self._start.path, PROFILE) as workspace:
            if counts(workspace) != self.after or not workspace.history.rows_equal_history():
                yield "not whole"
            if pragma(workspace.store.conn, "user_version") != migrations.FORMAT:
                yield "not brought to this version"
            note(workspace)
        yield from _halves(self._start.path)


def _told(act: Callable[[], object]) -> BaseException | None:
    try:
        act()
    except Exception as error:  # noqa: BLE001 - what is no StorageError is a finding
        return error
    return None


def _sentence(told: BaseException | None) -> Iterator[str]:
    if told is None:
        return
    if not isinstance(told, StorageError):
        yield f"raised {told!r}"
        return
    for language in ("zh", "en"):
        with suppress(KeyError):
            Catalogue.load(language).text(f"error.{told.code}", **told.facts)
            continue
        yield f"no sentence for {told.code}"


def _halves(path: Path) -> Iterator[str]:
    """What is half there beside the workspace."""
    for copy in folder_of(path).glob("*"):
        if copy.name.startswith("."):
            yield f"left behind: {copy.name}"
            continue
        source = copy.with_name("copy-of-a-backup")
        shutil.copyfile(copy, source)
        with suppress(StorageError), Workspace.open(source, PROFILE) as workspace:
            source.unlink()
            if pragma(workspace.store.conn, "integrity_check") == "ok":
                continue
        yield f"half a backup: {copy.name}"


def _difference(before: Counts, found: Counts, after: Counts) -> dict[str, Counts]:
    rows = zip(COUNTED, before, found, after, strict=True)
    return {name: values for name, *values in rows if len(set(values)) > 1}  # type: ignore[misc]


def actions(start: Start) -> dict[str, Callable[[], Action]]:
    """What is tried, by name."""
    both = start.folder / "both.clausedesk"
    shutil.copyfile(start.first, both)
    with Workspace.open(both, PROFILE) as workspace:
        bring_in(workspace)
    return {
        "annotate": lambda: Action(start, start.first, note),
        "attach": lambda: Action(start, start.first, lambda workspace: photo(workspace, 3_500_000)),
        "merge": lambda: Action(start, start.first, lambda workspace: join(workspace, start.other)),
        "take back": lambda: Action(start, _merged(start), lambda workspace: workspace.merges.take_back(last_merge(workspace))),
        "migrate": lambda: Update(start),
        "import": lambda: Action(start, start.first, bring_in),
        "carry over": lambda: Action(start, both, carry),
        "backup": lambda: Action(start, start.first, backed_up),
    }


def last_merge(workspace: Workspace) -> str:
    return workspace.merges.all()[0].id


def _merged(start: Start) -> Path:
    merged = start.folder / "merged.clausedesk"
    shutil.copyfile(start.first, merged)
    with Workspace.open(merged, PROFILE) as workspace:
        join(workspace, start.other)
    return merged


def main(name: str, folder: Path, sample: int) -> dict[str, object]:
    """Try one action; ``sample`` 0 tries every call with every kind of fault, another number so many calls with one kind each."""
    migrations.load_ahead()
    start = Start(folder)
    action = actions(start)[name]()
    disk = shim.install()
    calls, _, action.after = action.clean(disk)
    kinds = list(itertools.product((False, True), (False, True)))
    wrong: list[str] = []
    runs = 0
    for turn, number in enumerate(shim.faults(sample or None, calls)):
        for for_ever, full in kinds if not sample else [kinds[turn % len(kinds)]]:
            runs += 1
            found = list(action.broken(disk, (number, for_ever, full)))
            wrong += [f"{number} of {calls}, for ever {for_ever}, full {full}: {what}" for what in found]
    return {"calls": calls, "runs": runs, "wrong": wrong}


if __name__ == "__main__":
    code = 1
    try:
        print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])), ensure_ascii=False))
        code = 0
    except BaseException:  # noqa: BLE001 - told, and ended without SQLite calling what is being taken down
        traceback.print_exc()
    sys.stdout.flush()
    os._exit(code)
