"""In whose name this computer writes."""

from __future__ import annotations

import getpass
import uuid
from pathlib import Path

from desktop.settings import REVIEWER_ID, REVIEWER_NAME, REVIEWER_ORGANISATION, Settings
from policy.identity import NAMESPACE
from storage.errors import StorageError
from storage.records import ReviewerRecord
from storage.workspace import Profile, Workspace


def new_reviewer(name: str, organisation: str = "") -> ReviewerRecord:
    """A reviewer whose id follows from name and organisation, so the same person at two computers is one reviewer."""
    return ReviewerRecord(str(uuid.uuid5(NAMESPACE, f"reviewer:{name}/{organisation}")), name, organisation)


def stored_profile(settings: Settings) -> Profile | None:
    """The profile that was asked once at this computer, if it was."""
    name = settings.get(REVIEWER_NAME)
    if not name:
        return None
    organisation = settings.get(REVIEWER_ORGANISATION)
    reviewer_id = settings.get(REVIEWER_ID) or new_reviewer(name, organisation).id
    return Profile(ReviewerRecord(reviewer_id, name, organisation))


def store_profile(settings: Settings, name: str, organisation: str) -> Profile:
    """Keep a profile. The id stays when there is one: a person who corrects their name is the same person."""
    reviewer_id = settings.get(REVIEWER_ID) or new_reviewer(name, organisation).id
    settings.set(REVIEWER_ID, reviewer_id)
    settings.set(REVIEWER_NAME, name)
    settings.set(REVIEWER_ORGANISATION, organisation)
    return Profile(ReviewerRecord(reviewer_id, name, organisation))


def profile_for(name: str | None, workspace: Path, settings: Settings) -> Profile:
    """The profile of a command: the reviewer named, known to the workspace or new; else this computer's; else the login name."""
    if name is None:
        return stored_profile(settings) or Profile(new_reviewer(_login()))
    if workspace.exists():
        known = next((reviewer for reviewer in _reviewers(workspace) if reviewer.name == name), None)
        if known is not None:
            return Profile(known)
    return Profile(new_reviewer(name))


def _reviewers(workspace: Path) -> tuple[ReviewerRecord, ...]:
    """The reviewers of a workspace; none while only an opening that may write can read it."""
    try:
        with Workspace.open(workspace, None, read_only=True) as opened:
            return opened.reviewers.all()
    except StorageError as error:
        if error.code not in ("unfinished_write", "older_workspace"):
            raise
        return ()


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "ClauseDesk"
