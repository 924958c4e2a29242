"""Policies: their facts, text, outline and import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from sqlite3 import Row
from types import MappingProxyType
from typing import TYPE_CHECKING

from policy.compare_model import Version
from policy.model import Finding, Policy, Provision
from storage import schema
from storage.carrying import carry_over
from storage.contents import findings_of, provisions_of, store_contents
from storage.errors import StorageError
from storage.importing import IMPORT_LABEL, ReadyImport, ready_import
from storage.records import Draft, Family, PolicyRecord, Written
from storage.remarks import Wording, remark_drafts, unsigned
from storage.repository import Repository, plain, short
from storage.schema import TABLES
from storage.store import Action, Store, date_of, moment_of
from storage.tasks import TaskRepository
from storage.twin_sides import roots

if TYPE_CHECKING:
    from policy.compare_carry import CarryPlan
    from policy.sources.compose import Remark
    from storage.correcting import CorrectionStep


NO_FACTS: Mapping[str, object] = MappingProxyType({})


class PolicyRepository(Repository):
    """The imported policies of a workspace."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._tasks = TaskRepository(store)

    def all(self) -> tuple[PolicyRecord, ...]:
        """All policies, in the order of their import, without those that were joined into another one of them."""
        hidden = roots(self._store.conn)
        return tuple(record for record in self._made(_record, self._joined("TRUE", ())) if record.id not in hidden)

    def get(self, policy: str) -> PolicyRecord:
        """One policy. Raises ``StorageError("unknown_policy")``."""
        rows = self._joined("p.id = ?", (policy,))
        if not rows:
            raise StorageError("unknown_policy", record=policy)
        return _record(rows[0])

    def text(self, policy: str) -> str:
        """The canonical text."""
        return str(self._content("text", policy))

    def provisions(self, policy: str) -> tuple[Provision, ...]:
        """The outline, in the order of the text."""
        return self._made(provisions_of, [str(self._content("provisions", policy))])[0]

    def findings(self, policy: str) -> tuple[Finding, ...]:
        """What the reader noticed when the policy was imported."""
        return findings_of(str(self._content("findings", policy)))

    def original(self, policy: str) -> bytes:
        """The bytes of the imported file."""
        row = self._store.row(f'SELECT bytes FROM "{schema.POLICY_SOURCE}" WHERE policy = ?', (policy,))
        if row is None:
            raise StorageError("unknown_policy", record=policy)
        return bytes(row[0])

    def add(
        self,
        policy: Policy,
        source_name: str,
        original: bytes,
        corrections: Sequence[Draft] = (),
        *,
        remarks: Sequence[Remark] = (),
        worded: Wording = unsigned,
    ) -> Written:
        """Import a policy; ``corrections`` made in the preview follow as ordinary changes, and ``remarks`` that stood in the file
        as annotations of the reviewer who imports, in the words that ``worded`` gives them.

        A policy that was removed comes back as it was. Raises ``StorageError("already_imported")`` when it is here.
        """
        drafts = [*corrections, *remark_drafts(policy, remarks, worded, self._store)]
        ready = ready_import(policy, original)
        with self._adding(policy) as action:
            self._put(action, ready, source_name, drafts)
        return action.written

    def add_in_steps(
        self,
        policy: Policy,
        source_name: str,
        original: bytes,
        steps: Sequence[CorrectionStep],
        *,
        remarks: Sequence[Remark] = (),
        worded: Wording = unsigned,
        facts: Mapping[str, object] = NO_FACTS,
        ready: ReadyImport | None = None,
    ) -> tuple[Written, ...]:
        """Import as ``add`` does, all of it or nothing, with every correction as an action of its own that undo takes back by
        itself, and the corrected ``facts`` of the policy as one more. The import, with the remarks, is the first. ``ready`` is what
        ``ready_import`` makes of the policy, for who made it beforehand: that is more than half of the work."""
        drafts = remark_drafts(policy, remarks, worded, self._store)
        ready = ready_import(policy, original) if ready is None else ready
        with self._adding(policy) as action:
            self._put(action, ready, source_name, drafts)
            later = [action.following("change.task.correct", short(step.subject)) for step in steps]
            for one, step in zip(later, steps, strict=True):
                one.put(step.drafts)
            if facts:
                later.append(action.following("change.policy.edit", action.written.subject))
                later[-1].put([Draft(Family.POLICY, policy.id, plain(Family.POLICY, facts))])
        return action.written, *(one.written for one in later)

    def _adding(self, policy: Policy) -> AbstractContextManager[Action]:
        """The action that brings a policy in, or back."""
        row = self._store.row(f'SELECT title, deleted FROM "{Family.POLICY.value}" WHERE id = ?', (policy.id,))
        if row is not None and not row["deleted"]:
            raise StorageError("already_imported", title=row["title"])
        label = IMPORT_LABEL if row is None else "change.policy.restore"
        return self._store.action(label, short(policy.metadata.title if row is None else row["title"]))

    def _put(
        self,
        action: Action,
        ready: ReadyImport,
        source_name: str,
        drafts: list[Draft],
    ) -> None:
        policy = ready.contents.policy
        returning = self._known(Family.POLICY, policy)
        # A package tells of a deleted policy only that it is deleted.
        if not returning or self._store.row(f'SELECT 1 FROM "{schema.POLICY_TEXT}" WHERE policy = ?', (policy,)) is None:
            store_contents(action.conn, ready.contents, source_name, self._store.stamp())
            action.add_foreign(ready.changes, ready=ready.made)
        if returning:
            drafts = [Draft(Family.POLICY, policy, {"deleted": False}), *drafts]
        if drafts:
            action.put(drafts)

    def version(self, policy: str) -> Version:
        """What of a policy is compared with another version of it (``policy.compare.compare``)."""
        return Version(self.text(policy), self.provisions(policy), self._tasks.of(policy))

    def carry_over(self, old: str, new: str, plan: CarryPlan) -> Written:
        """Copy what was written on ``old`` onto its new version ``new``, as one action; the old policy stays as it is.

        Copied are all reviewers' annotations with replies and tags, decided links, evidence with uses and attachments, assessments,
        and tasks that people added; ``new`` then ``replaces`` ``old``. ``plan`` comes from ``policy.compare_carry.carry``, made of
        the two ``version``s and ``annotations.anchors(old)``. What has no place in the new version becomes an orphan (``carried``).
        Doing it again adds only what is new, brings back what was undone, and never overwrites what was written on ``new`` since.
        Raises ``StorageError``: ``unknown_policy``, ``same_version``.
        """
        self.get(old)
        title = self.get(new).title
        if old == new:
            raise StorageError("same_version")
        return carry_over(self._store, old, new, plan, title)

    def edit(self, policy: str, **fields: object) -> Written:
        """Correct facts such as ``title`` or ``doc_number``."""
        return self._edit(Family.POLICY, policy, "change.policy.edit", fields, self.get(policy).title)

    def remove(self, policy: str) -> Written:
        """Hide the policy with all that belongs to it; importing it again or undo brings everything back."""
        title = self.get(policy).title
        return self._store.write("change.policy.remove", [Draft(Family.POLICY, policy, {"deleted": True})], short(title))

    def _joined(self, where: str, parameters: Sequence[object]) -> list[Row]:
        names = ", ".join(f'p."{name}"' for name in TABLES[Family.POLICY].names)
        return self._store.rows(
            f'SELECT {names}, t.source_name, t.imported_at FROM "{Family.POLICY.value}" p '
            f'JOIN "{schema.POLICY_TEXT}" t ON t.policy = p.id WHERE p.deleted = 0 AND {where} ORDER BY t.imported_at, p.id',
            parameters,
        )

    def _content(self, column: str, policy: str) -> object:
        row = self._store.row(f'SELECT {column} FROM "{schema.POLICY_TEXT}" WHERE policy = ?', (policy,))
        if row is None:
            raise StorageError("unknown_policy", record=policy)
        return row[0]


def _record(row: Row) -> PolicyRecord:
    return PolicyRecord(
        id=row["id"],
        title=row["title"],
        doc_number=row["doc_number"],
        issuer=row["issuer"],
        addressees=row["addressees"],
        date=date_of(row["date"]),
        citation_code=row["citation_code"],
        source_url=row["source_url"],
        annex_title=row["annex_title"],
        source_name=row["source_name"],
        imported_at=moment_of(row["imported_at"]),
        replaces=row["replaces"],
        joined=row["joined"],
        blind=bool(row["blind"]),
    )
