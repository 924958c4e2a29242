"""Where the program keeps its own files and where it offers to put the user's."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import platformdirs

import resources
from storage.places import Place, place_of
from storage.working_copy import copy_at

APP = "ClauseDesk"
SUFFIX = ".clausedesk"


def config_folder() -> Path:
    """The folder of the settings file; made when it is missing, where that is possible: settings are never worth a stop."""
    folder = Path(platformdirs.user_config_dir(APP, appauthor=False))
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def log_folder() -> Path:
    """The folder of the rotating log; made when it is missing."""
    return Path(platformdirs.user_log_dir(APP, appauthor=False, ensure_exists=True))


def opened_folder() -> Path:
    """The private folder for read-only copies of attachments that are looked at; made when it is missing."""
    folder = Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "opened"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def looked_at_folder() -> Path:
    """The private folder for the copy of a backup that is looked at; made when it is missing, and emptied of earlier copies."""
    folder = Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    for copy in folder.glob(f"*{SUFFIX}"):
        # One that is still open cannot be removed everywhere; it goes the next time.
        with suppress(OSError):
            copy.unlink()
    return folder


def copies_folder() -> Path:
    """The private folder for local copies of workspaces that lie in places that bite."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "copies"


def place_apart(path: Path) -> Place | None:
    """The place of a workspace that is worked on as a local copy; ``None`` for one that is worked on where it lies.

    Where the user's own folders lie in such a place too, there is none that is safer.
    """
    place = place_of(path)
    return place if place.bites and not place_of(copies_folder()).bites else None


def home_of(workspace: Path) -> Path:
    """The folder in which somebody takes a workspace to lie: that of the published one for a local copy, else its own."""
    copy = copy_at(workspace)
    if copy is None:
        return workspace.parent
    return copy.origin.parent if copy.origin.parent.is_dir() else documents_folder()


def documents_folder() -> Path:
    """Where new workspaces are offered: a folder of our name among the user's documents; made when it is missing."""
    folder = Path(platformdirs.user_documents_dir()) / APP
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sample_policy() -> Path:
    """The policy that ships with the program."""
    return next((Path(resources.__file__).parent / "sample").glob("*.txt"))


def sample_review() -> Path:
    """Made-up records that show what a review of the sample looks like, as lines for ``clausedesk apply``."""
    return next((Path(resources.__file__).parent / "sample").glob("*.jsonl"))
