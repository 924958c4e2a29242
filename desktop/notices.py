"""What the window says in its message bar, and what the buttons there offer."""

from __future__ import annotations

import platform
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.messages import sentence
from policy.errors import ClauseDeskError
from resources.catalogue import Catalogue
from storage.lock import Holder
from storage.records import PolicyRecord
from storage.twins import Twin
from widgets.message_bar import Message, MessageBar, MessageKind

BACKUPS, RESTORE, REOPEN = "backups:", "restore:", "reopen:"
"""Those about backups: followed by the path of a workspace, for restoring also, in a line of its own, by that of the backup."""
OPEN, COPY, REPAIR, TAKE_OVER, NAME, COMPARE = "open:", "copy:", "repair:", "take over:", "name:", "compare:"
"""The actions of messages, each followed by a path, that for copying by a text, that for comparing by the ids of two policies."""
DECIDE = "decide:"
"""That for deciding conflicts, followed by nothing."""
AGAIN = "again:"
"""That for writing once more what storage refused, followed by nothing."""
CLOSE = "close:"
"""That of copying a text that could not be stored, which follows, and closing the window."""
MERGE_PACKAGE = "merge package:"
"""That for merging the package that is looked at, followed by the path of the workspace that it is to be merged into."""
PUBLISH, ELSEWHERE, LEAVE, SHOW_MERGE = "publish:", "publish elsewhere:", "leave:", "show merge:"
"""Those to publish a local copy, do so elsewhere, or close it unpublished; that for the report on the merge whose id follows."""
JOIN = "join:"
"""That for joining two policies that are the same, followed by the id of the one that goes and of the one that stays."""
RESUME = "resume:"
"""That for going on with unpublished work, followed by the path of the published workspace."""
START = 20
"""So many characters of a text are enough to know it by."""
OF_WORKSPACE = (
    PUBLISH,
    ELSEWHERE,
    LEAVE,
    SHOW_MERGE,
    REPAIR,
    TAKE_OVER,
    NAME,
    COMPARE,
    JOIN,
    RESTORE,
    REOPEN,
    DECIDE,
    AGAIN,
    MERGE_PACKAGE,
)
"""Those that are about the workspace of their path and mean nothing when it is closed."""


class Notices(QObject):
    """Puts facts and failures into one sentence each, with at most one action."""

    def __init__(self, messages: MessageBar, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._catalogue = catalogue
        self._failure: Message | None = None

    def show_failure(self, error: ClauseDeskError) -> None:
        """Say what went wrong in the message bar; nothing else changes."""
        self._failure = Message(sentence(error, self._catalogue), MessageKind.ERROR)
        self._messages.show_offer(self._failure)

    def offer_again(self) -> None:
        """Offer in the message on the last failure to write once more what storage refused then and is kept."""
        failure = self._failure
        if failure is None:
            return
        offer = replace(failure, action_text=self.tr("Try again"), action=AGAIN)
        for message in (*(offer if message == failure else message for message in self._taken()), offer):
            self._messages.show_offer(message)

    def show_crash(self, trace: str) -> None:
        """Say that the program itself was wrong; the traceback can be copied for a report."""
        text = self.tr("Something in the program went wrong. Your work is saved. Please send the report to its makers.")
        self._messages.show_message(text, MessageKind.ERROR, self.tr("Copy report"), f"{COPY}{trace}")

    def say(self, text: str) -> None:
        """Say a sentence in the message bar."""
        self._messages.show_message(text, MessageKind.INFO)

    def say_written(self, path: Path) -> None:
        """Say that a document is complete, and offer to open it."""
        text = self.tr("The report {name} is written.").format(name=path.name)
        self._messages.show_message(text, MessageKind.SUCCESS, self.tr("Open"), f"{OPEN}{path}")

    def offer_close(self, text: str) -> None:
        """Say that the window stays open since ``text`` could not be stored, and offer to copy it and close."""
        said = self.tr("What you typed could not be stored, so the window stays open. Make room on the disk and close it again.")
        self._offer_close(said, text)

    def offer_sending(self, text: str) -> None:
        """Say that the window stays open since the reply ``text`` was written and not sent, and offer to copy it and close."""
        words = " ".join(text.split())
        start = words if len(words) <= START else f"{words[:START]}…"
        said = self.tr("The reply “{start}” is not sent yet, so the window stays open. Send it or clear it, and close it again.")
        self._offer_close(said.format(start=start), text)

    def _offer_close(self, said: str, text: str) -> None:
        others = [message for message in self._taken() if not message.action.startswith(CLOSE)]
        self._messages.show_message(said, MessageKind.ERROR, self.tr("Copy it and close"), f"{CLOSE}{text}")
        for message in others:
            self._messages.show_offer(message)

    def offer_repair(self, text: str, workspace: Path) -> None:
        """Say what a check found in a workspace, and offer to put it right."""
        self._messages.show_message(text, MessageKind.ERROR, self.tr("Repair"), f"{REPAIR}{workspace}")

    def offer_backups(self, error: ClauseDeskError, workspace: Path) -> None:
        """Say why a workspace could not be opened, and offer its backups."""
        text = sentence(error, self._catalogue)
        self._messages.show_message(text, MessageKind.ERROR, self.tr("Restore from a backup…"), f"{BACKUPS}{workspace}")

    def say_restored(self, text: str, workspace: Path, before: Path | None) -> None:
        """Say that a backup was restored, and offer to take that back."""
        if before is None:
            self._messages.show_message(text, MessageKind.SUCCESS)
        else:
            self._messages.show_message(text, MessageKind.OFFER, self.tr("Undo"), f"{RESTORE}{workspace}\n{before}")

    def say_looking(self, text: str, workspace: Path) -> None:
        """Say what is being looked at, and offer the way back to the workspace."""
        back = self.tr("Back to {name}").format(name=workspace.stem)
        self._messages.show_message(text, MessageKind.OFFER, back, f"{REOPEN}{workspace}")

    def say_looking_into(self, text: str, workspace: Path | None) -> None:
        """Say which package is looked at; with the workspace that was open before, offer to merge it in and the way back."""
        if workspace is None:
            self._messages.show_message(text, MessageKind.OFFER)
            return
        merge, back = (
            self.tr("Merge into {name}…").format(name=workspace.stem),
            self.tr("Back to {name}").format(name=workspace.stem),
        )
        message = Message(text, MessageKind.OFFER, merge, f"{MERGE_PACKAGE}{workspace}", back, f"{REOPEN}{workspace}")
        self._messages.show_offer(message)

    def offer_comparison(self, old: PolicyRecord, new: PolicyRecord) -> None:
        """Say that a policy just imported looks like a new version of one that is here, and offer to compare them."""
        text = self.tr("This looks like another version of “{title}”, which is in this workspace.").format(title=old.title)
        self._messages.show_message(text, MessageKind.OFFER, self.tr("Compare and carry over…"), f"{COMPARE}{old.id} {new.id}")

    def offer_joining(self, twin: Twin) -> None:
        """Say that a policy just imported is one that is here, and offer to join the two."""
        text = self.tr("This is the same policy as “{title}”, which is in this workspace.").format(title=twin.here.title)
        self._messages.show_message(text, MessageKind.OFFER, self.tr("Join"), f"{JOIN}{twin.there.id} {twin.here.id}")

    def offer_conflicts(self, text: str) -> None:
        """Say what a merge brought, and offer to decide the conflicts."""
        self._messages.show_message(text, MessageKind.OFFER, self.tr("Decide conflicts…"), DECIDE)

    def follow_conflicts(self, count: int) -> None:
        """Drop the offer to decide conflicts when there are none: they were decided, or the merge was taken back."""
        if not count and self._messages.holds(DECIDE):
            self._drop((DECIDE,))

    def drop_offers(self) -> None:
        """Drop every message whose button is about a workspace: it is closed."""
        self._drop(OF_WORKSPACE)

    def _drop(self, actions: tuple[str, ...]) -> None:
        for message in self._taken():
            if not message.action.startswith(actions):
                self._messages.show_offer(message)

    def _taken(self) -> list[Message]:
        """Take every message out of the bar."""
        taken = []
        while (message := self._messages.message()) is not None:
            taken.append(message)
            self._messages.close_message()
        return taken

    def say_read_only(self, workspace: Path, holder: Holder | None, *, named: bool = True) -> None:
        """Say why nothing can be written, and whose turn it is; ``named`` tells that the reviewer has said who they are."""
        show = self._messages.show_message
        if not named:
            show(self.tr("To write here, say who you are."), MessageKind.INFO, self.tr("Give a name…"), f"{NAME}{workspace}")
        elif holder is None:
            show(self.tr("This workspace can only be read here, for its place does not allow writing; copy it elsewhere first."))
        elif not holder.person:
            show(self.tr("Somebody else has this workspace open; you can read it, and write when they have closed it."))
        else:
            text = self.tr("{person} has this workspace open on {host}; you can read it, and write when it is closed there.")
            # The lock of another machine does not fall by itself when that machine stops.
            elsewhere = holder.host != platform.node()
            offer = (MessageKind.ERROR, self.tr("Write anyway"), f"{TAKE_OVER}{workspace}") if elsewhere else (MessageKind.INFO,)
            show(text.format(person=holder.person, host=holder.host), *offer)
