"""A new version of a policy: choosing it, comparing, carrying over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop import snapshot
from desktop.flows.asking import ask_open
from desktop.flows.importing import PATTERNS, ImportFlow
from desktop.flows.storing import Storing
from desktop.jobs import Control, Jobs
from desktop.outlook import carried_words, outlook
from desktop.presenter import Presenter
from desktop.session import Session
from desktop.settings import FONT_FAMILY, Settings
from desktop.snapshot import Snapshot
from exporters.cancelled import Cancelled
from policy import kin
from policy.errors import ClauseDeskError
from policy.places import Anchor, Outcome
from resources.catalogue import Catalogue
from storage.records import PolicyRecord, Written
from storage.workspace import Workspace
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.models.carry_model import CarryItem
from widgets.palette import LIGHT, Palette
from widgets.policy_view.typesetting import Faces, TypeStyle

if TYPE_CHECKING:
    from policy.compare_carry import CarryPlan
    from policy.compare_model import PolicyLike
    from storage.records import TaskRecord
    from widgets.models.compare_lines import Line

SIZE = 15


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two versions as a job compares them."""

    old: PolicyRecord
    new: PolicyRecord
    versions: tuple[PolicyLike, PolicyLike]
    anchors: Mapping[str, Anchor]
    before: Snapshot
    tasks: tuple[TaskRecord, ...]


@dataclass(frozen=True, slots=True)
class _Result:
    plan: CarryPlan
    texts: list[Line]
    tasks: list[Line]
    items: list[CarryItem]


class VersionsFlow(QObject):
    """Compares two versions of a policy in the background and carries over what was written.

    Signals: ``failed(ClauseDeskError)``; ``said(str)``; ``offered(PolicyRecord, PolicyRecord)``: the second, just imported, is
    likely a new version of the first; ``comparing(Control)`` while a comparison is made.
    """

    failed = Signal(object)
    said = Signal(str)
    offered = Signal(object, object)
    comparing = Signal(object)

    def __init__(
        self,
        window: QWidget,
        session: Session,
        presenter: Presenter,
        jobs: Jobs,
        catalogue: Catalogue,
        importing: ImportFlow,
        settings: Settings,
        storing: Storing,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._jobs = jobs
        self._catalogue = catalogue
        self._importing = importing
        self._settings = settings
        self._storing = storing
        self._palette = LIGHT

    def set_palette_tokens(self, palette: Palette) -> None:
        """Show dialogs in these colours."""
        self._palette = palette

    def choose(self) -> None:
        """Ask which policy is the new version of the one on screen."""
        shown, workspace = self._presenter.snapshot, self._session.workspace
        if shown is None or workspace is None:
            return
        stored = self._session.read(workspace.policies.all)
        if stored is None:
            return
        others = kin.by_kinship(shown.policy, [policy for policy in stored if policy.id != shown.policy.id])
        candidates = [dialogs.Candidate(policy.id, policy.title, kin.told_apart(policy)) for policy in others]
        dialog = dialogs.VersionDialog(shown.policy.title, candidates, self._window)
        dialog.set_palette_tokens(self._palette)
        old = shown.policy.id
        dialog.accepted.connect(lambda: self.compare(old, dialog.chosen() or old))
        dialog.file_requested.connect(lambda: self._ask_file(old))
        show_modal(dialog)

    def take_file(self, old: str, path: Path) -> None:
        """Import a file in the ordinary way and compare what it holds with the policy ``old``."""
        self._importing.import_document(path, lambda new: self.compare(old, new))

    def look_for_kin(self, policy: str) -> None:
        """See in the background whether a policy just imported is another version of one that is here."""
        workspace = self._session.workspace
        if workspace is not None:
            self._jobs.run(partial(_kin_of, workspace.path, policy), partial(self._offer, workspace), self.failed.emit)

    def compare(self, old: str, new: str) -> None:
        """Compare two policies of the workspace and show what carrying over would do."""
        pair = self._pair(old, new)
        if pair is None:
            return
        workspace = self._session.workspace
        dialog = dialogs.JobDialog(self.tr("Comparing two versions"), self._window)
        dialog.set_step(self.tr("Comparing {old} with {new}").format(old=pair.old.title, new=pair.new.title))

        def end(result: _Result | None = None) -> None:
            dialog.finish()
            dialog.deleteLater()
            if result is not None and self._session.workspace is workspace:
                self._show(pair, result)

        def fail(error: ClauseDeskError) -> None:
            end()
            self.failed.emit(error)

        control = self._jobs.look(partial(_compared, pair), end, fail, end)
        dialog.cancel_requested.connect(control.cancel)
        dialog.start()
        self.comparing.emit(control)

    def _ask_file(self, old: str) -> None:
        filters = self.tr("Policies ({patterns});;All files (*)").format(patterns=PATTERNS)
        ask_open(self._window, self.tr("New version of a policy"), None, filters, lambda paths: self.take_file(old, paths[0]))

    def _offer(self, workspace: Workspace, found: tuple[PolicyRecord, PolicyRecord] | None) -> None:
        if found is not None and self._session.workspace is workspace:
            self.offered.emit(*found)

    def _pair(self, old: str, new: str) -> _Pair | None:
        """What is compared; nothing when one of the two is not here any more."""
        workspace = self._session.workspace
        stored = self._session.read(workspace.policies.all) if workspace is not None else None
        known = {policy.id: policy for policy in stored or ()}
        if workspace is None or old not in known or new not in known or old == new:
            return None
        return self._session.read(
            lambda: _Pair(
                known[old],
                known[new],
                (workspace.policies.version(old), workspace.policies.version(new)),
                workspace.annotations.anchors(old),
                snapshot.load(workspace, old),
                tuple(workspace.tasks.of(new)),
            )
        )

    def _show(self, pair: _Pair, result: _Result) -> None:
        again = pair.new.replaces == pair.old.id
        titles = _titles(pair.old, pair.new)
        found = dialogs.Compared(*titles, result.texts, result.tasks, result.items, again, self._session.writable)
        dialog = dialogs.CompareDialog(found, self._catalogue, self._window)
        dialog.set_look(self._palette, Faces(TypeStyle(self._settings.get(FONT_FAMILY), SIZE)).body())
        dialog.accepted.connect(lambda: self._carry(pair, result))
        show_modal(dialog)

    def _carry(self, pair: _Pair, result: _Result) -> None:
        title = self.tr("Carrying over what was written")
        carry = partial(_carried_over, pair, result)
        self._storing.store(carry, title, lambda written: self._tell(pair, result, written), pair.new.id)

    def _tell(self, pair: _Pair, result: _Result, written: Sequence[Written] | None) -> None:
        if written is None:
            return
        self._presenter.show_policy(pair.new.id)
        if not any(one.changes for one in written):
            self.said.emit(self.tr("Everything had been carried over before; nothing was added."))
            return
        counts = carried_words(result.items)
        sentence = self.tr("Carried over: {exact} certain, {fuzzy} in doubt, {orphan} without a place.")
        self.said.emit(sentence.format(**{found.value: counts[found] for found in Outcome}))


def _kin_of(path: Path, policy: str, control: Control) -> tuple[PolicyRecord, PolicyRecord] | None:
    """The policy of which ``policy`` is likely another version, and itself, read through a connection of its own. Raises
    ``Cancelled``."""
    with Workspace.open(path, None) as workspace:

        def text(one: PolicyRecord) -> str:
            if control.cancelled():
                raise Cancelled
            return workspace.policies.text(one.id)

        stored = workspace.policies.all()
        new = next((one for one in stored if one.id == policy), None)
        if new is None:
            return None
        others = [one for one in stored if one.id != policy and policy != one.replaces and one.id != new.replaces]
        old = kin.nearest(new, text(new), ((one, text(one)) for one in others)) if others else None
        return (old, new) if old is not None else None


def _carried_over(pair: _Pair, result: _Result, workspace: Workspace) -> list[Written]:
    return [workspace.policies.carry_over(pair.old.id, pair.new.id, result.plan)]


def _compared(pair: _Pair, control: Control) -> _Result:
    """The comparison and what follows from it. Raises ``Cancelled``."""
    # Loaded here: a window that opens has nothing to compare yet.
    from policy.compare import compare
    from policy.compare_carry import carry
    from widgets.models.compare_lines import task_lines, text_lines

    old, new = pair.versions
    found = compare(old, new)
    if control.cancelled():
        raise Cancelled
    plan = carry(found, old, new, pair.anchors)
    if control.cancelled():
        raise Cancelled
    items = outlook(pair.before, pair.tasks, plan)
    return _Result(plan, text_lines(found, old, new), task_lines(found, old, new), items)


def _titles(old: PolicyRecord, new: PolicyRecord) -> tuple[str, str]:
    """How the two are told apart: by their titles too where these differ."""
    named = [
        kin.told_apart(policy) if old.title == new.title else f"{policy.title} · {kin.told_apart(policy)}" for policy in (old, new)
    ]
    return named[0], named[1]
