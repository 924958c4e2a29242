"""Evidence: how tasks and clauses are carried out, with files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from sqlite3 import Row

from policy.identity import derived_id
from policy.places import Outcome
from storage import attachments
from storage.attachments import Incoming, Prepared, prepare
from storage.clock import uuid7
from storage.records import AttachmentRecord, Draft, EvidenceRecord, EvidenceType, EvidenceUseRecord, Family, Written
from storage.repository import Repository, plain, short
from storage.store import date_of, moment_of


class EvidenceRepository(Repository):
    """Evidence records, what they serve, and their attachments."""

    def of(self, policy: str) -> tuple[EvidenceRecord, ...]:
        """The evidence of a policy, oldest first."""
        return self._made(_evidence, self._select(Family.EVIDENCE, "policy = ?", (policy,), "created, id"))

    def get(self, evidence: str) -> EvidenceRecord:
        """One piece of evidence. Raises ``StorageError("unknown_record")``."""
        return self._made(_evidence, [self._row(Family.EVIDENCE, evidence)])[0]

    def uses(self, policy: str) -> tuple[EvidenceUseRecord, ...]:
        """Which evidence serves which task or provision, orphans too."""
        where = f'policy = ? AND evidence IN (SELECT id FROM "{Family.EVIDENCE.value}" WHERE deleted = 0)'
        rows = self._select(Family.EVIDENCE_USE, where, (policy,), "evidence, task, provision")
        return self._made(evidence_use, rows)

    def attachments(self, policy: str) -> tuple[AttachmentRecord, ...]:
        """The attachments of a policy's evidence, by name."""
        where = f'policy = ? AND evidence IN (SELECT id FROM "{Family.EVIDENCE.value}" WHERE deleted = 0)'
        return self._made(_attachment, self._select(Family.ATTACHMENT, where, (policy,), "evidence, name, id"))

    def add(
        self,
        policy: str,
        *,
        type: EvidenceType,  # noqa: A002 - the field is called so on the screen, in the table and in the record
        title: str,
        tasks: Sequence[str] = (),
        provisions: Sequence[str] = (),
        files: Sequence[Incoming | Prepared] = (),
        **fields: object,
    ) -> Written:
        """Record evidence with what it serves and its files (paths, name and bytes, or stowed before); the first change names it.

        When a file cannot be read nothing is written.
        """
        key = uuid7()
        given = fields | {"policy": policy, "type": type, "title": title, "created": self._store.stamp()}
        given["reviewer"] = self._store.me.reviewer.id
        drafts = [Draft(Family.EVIDENCE, key, plain(Family.EVIDENCE, given))]
        drafts += self._uses(policy, key, tasks, provisions)
        prepared = [_ready(file) for file in files]
        drafts += [self._attachment(policy, key, file) for file in prepared]
        return self._store.write("change.evidence.add", drafts, short(title), files=prepared)

    def edit(self, evidence: str, **fields: object) -> Written:
        """Change fields of a piece of evidence."""
        return self._edit(Family.EVIDENCE, evidence, "change.evidence.edit", fields, self.get(evidence).title)

    def remove(self, evidence: str) -> Written:
        """Remove evidence; what it serves and its attachments are hidden with it."""
        return self._edit(Family.EVIDENCE, evidence, "change.evidence.remove", {"deleted": True}, self.get(evidence).title)

    def use_for(self, evidence: str, *, tasks: Sequence[str] = (), provisions: Sequence[str] = ()) -> Written:
        """Make exactly these the tasks (ids) and provisions (eIds) that the evidence serves."""
        old = self.get(evidence)
        wanted = self._uses(old.policy, evidence, tasks, provisions)
        # An orphan stays until it is given a task or provision, or is put aside.
        where = f"evidence = ? AND found <> '{Outcome.ORPHAN.value}'"
        used = {row["id"] for row in self._select(Family.EVIDENCE_USE, where, (evidence,), "id")}
        keys = {draft.record for draft in wanted}
        drafts = [Draft(Family.EVIDENCE_USE, key, {"deleted": True}) for key in sorted(used - keys)]
        drafts += [draft for draft in wanted if draft.record not in used]
        return self._store.write("change.evidence.use", drafts, short(old.title))

    def attach(self, evidence: str, files: Incoming | Sequence[Incoming | Prepared]) -> Written:
        """Attach one file or several, each a path, a name and bytes (a pasted picture), or stowed before; all of them or none."""
        old = self.get(evidence)
        prepared = [_ready(file) for file in _several(files)]
        drafts = [self._attachment(old.policy, evidence, file) for file in prepared]
        return self._store.write("change.attachment.add", drafts, short(", ".join(f.name for f in prepared)), files=prepared)

    def detach(self, attachment: str) -> Written:
        """Remove an attachment; its bytes stay, so undo brings it back."""
        name = str(self._row(Family.ATTACHMENT, attachment)["name"])
        return self._edit(Family.ATTACHMENT, attachment, "change.attachment.remove", {"deleted": True}, name)

    def read_attachment(self, sha256: str) -> bytes:
        """The bytes of an attachment. Raises ``StorageError`` when they are missing or damaged."""
        return attachments.read(self._store.conn, sha256)

    def save_attachment(self, sha256: str, target: Path) -> None:
        """Write an attachment to a file, which is replaced only when everything was written."""
        attachments.save_as(self._store.conn, sha256, target)

    def _uses(self, policy: str, evidence: str, tasks: Sequence[str], provisions: Sequence[str]) -> list[Draft]:
        served = [("task", task) for task in dict.fromkeys(tasks)] + [("provision", eid) for eid in dict.fromkeys(provisions)]
        drafts: list[Draft] = []
        for column, value in served:
            fields: dict[str, object] = {"policy": policy, "evidence": evidence, column: value, "deleted": False}
            drafts.append(Draft(Family.EVIDENCE_USE, derived_id(evidence, column, value), fields))
        return drafts

    def _attachment(self, policy: str, evidence: str, file: Prepared) -> Draft:
        fields = {"policy": policy, "evidence": evidence, "name": file.name, "sha256": file.sha256, "size": file.size}
        return Draft(Family.ATTACHMENT, uuid7(), plain(Family.ATTACHMENT, fields | {"created": self._store.stamp()}))


def _ready(file: Incoming | Prepared) -> Prepared:
    return file if isinstance(file, Prepared) else prepare(file)


def _several(files: Incoming | Sequence[Incoming | Prepared]) -> list[Incoming | Prepared]:
    if isinstance(files, Path):
        return [files]
    if isinstance(files, tuple) and len(files) == 2 and isinstance(files[0], str) and isinstance(files[1], bytes):
        return [(files[0], files[1])]
    return [file for file in files if isinstance(file, Path | tuple | Prepared)]


def _evidence(row: Row) -> EvidenceRecord:
    return EvidenceRecord(
        id=row["id"],
        policy=row["policy"],
        type=EvidenceType(row["type"]),
        title=row["title"],
        source=row["source"],
        doc_number=row["doc_number"],
        date=date_of(row["date"]),
        period=row["period"],
        original=bool(row["original"]),
        quote=row["quote"],
        note=row["note"],
        reviewer=row["reviewer"],
        created=moment_of(row["created"]),
    )


def evidence_use(row: Row) -> EvidenceUseRecord:
    """The record of a row; ``ValueError`` when it is none."""
    served = (row["task"], row["provision"], row["origin"], Outcome(row["found"]))
    return EvidenceUseRecord(row["id"], row["evidence"], row["policy"], *served)


def _attachment(row: Row) -> AttachmentRecord:
    return AttachmentRecord(row["id"], row["evidence"], row["name"], row["sha256"], row["size"], moment_of(row["created"]))
