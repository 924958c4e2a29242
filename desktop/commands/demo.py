"""The subcommand that shows the whole way without a window: sample, workspace, report, picture."""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from pathlib import Path

from desktop import snapshot
from desktop.commands.applying import apply_file
from desktop.errors import RequestError
from desktop.file_reading import read_file
from desktop.paths import SUFFIX, sample_policy, sample_review
from desktop.profile import new_reviewer
from desktop.report_input import report_input
from desktop.settings import AS_OF, DUE_SOON_DAYS, LANGUAGE, REVIEWER_ID, REVIEWER_NAME, REVIEWER_ORGANISATION, Settings
from desktop.writing_report import write_report
from resources.catalogue import LANGUAGES, Catalogue
from storage.faults import translated
from storage.lock import Holder, acquire
from storage.records import ReviewerRecord
from storage.workspace import Profile, Workspace

# The review that comes with the sample tells of the end of the year in which most of its tasks fall due.
AS_OF_DAY = dt.date(2013, 12, 20)


def run_demo(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Write workspace, Word report and screenshot into a folder and print their paths."""
    folder = _folder(chosen.out)
    path, report, picture = folder / f"sample{SUFFIX}", folder / "report.docx", folder / "window.png"
    reviewer = _demo_reviewer(catalogue)
    found = read_file(sample_policy())
    with _fresh(path, reviewer) as workspace:
        workspace.policies.add(found.policy, found.name, found.original)
        apply_file(workspace, sample_review())
        shown = snapshot.load(workspace, found.policy.id)
    print(path.resolve(), flush=True)
    write_report("full", report_input(shown, AS_OF_DAY, DUE_SOON_DAYS.default), report, catalogue)
    print(report.resolve(), flush=True)
    _screenshot(path, reviewer, catalogue.language, picture)
    print(picture.resolve())
    return 0


def _folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise RequestError("folder", path=folder) from None
    return folder


def _fresh(path: Path, reviewer: ReviewerRecord) -> Workspace:
    """A new workspace at ``path``; the demo's own workspace of an earlier run makes room, anybody else's does not."""
    with translated(path.name):
        if path.exists():
            _check_own(path)
            path.unlink()
        return Workspace.create(path, Profile(reviewer))


def _check_own(path: Path) -> None:
    """Raises ``RequestError`` when the workspace at ``path`` is open somewhere or somebody other than the demo wrote in it."""
    with Workspace.open(path, None) as workspace:
        writers = {person.id for person in workspace.reviewers.all()}
    if not writers <= {_demo_reviewer(Catalogue.load(language)).id for language in LANGUAGES}:
        raise RequestError("demo_not_own", name=path.name)
    lock = acquire(path, "")
    if isinstance(lock, Holder):
        raise RequestError("demo_in_use", name=path.name)
    lock.release()


def _demo_reviewer(catalogue: Catalogue) -> ReviewerRecord:
    return new_reviewer(catalogue.text("cli.demo.reviewer"), catalogue.text("cli.demo.organisation"))


def _screenshot(workspace: Path, reviewer: ReviewerRecord, language: str, picture: Path) -> None:
    from desktop.picture import picture_of_window

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.json")
        settings.set(LANGUAGE, language)
        settings.set(AS_OF, AS_OF_DAY.isoformat())
        settings.set(REVIEWER_ID, reviewer.id)
        settings.set(REVIEWER_NAME, reviewer.name)
        settings.set(REVIEWER_ORGANISATION, reviewer.organisation)
        if not picture_of_window(workspace, settings).save(str(picture)):
            raise RequestError("screenshot", path=picture)
