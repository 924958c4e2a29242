"""What accepting an import writes, ready to be carried out in any thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from policy.corrections import Correction
from policy.model import Policy
from storage.correcting import correction_steps
from storage.records import Written
from storage.remarks import signed
from storage.workspace import Workspace

if TYPE_CHECKING:
    from policy.sources.compose import Remark
    from storage.importing import ReadyImport


@dataclass(frozen=True, slots=True)
class ImportWrite:
    """Stores a policy that was read, with the remarks that stood in the file as annotations, and then the corrections made in its
    preview and its corrected ``facts``: each a step that can be undone by itself, the import last.

    ``say`` gives phrases by their keys, as ``Catalogue.text`` does; ``ready`` is what will be written, where that was worked out
    beforehand.
    """

    policy: Policy
    source_name: str
    original: bytes
    say: Callable[..., str]
    corrections: Sequence[Correction] = ()
    remarks: Sequence[Remark] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    ready: ReadyImport | None = None

    def __call__(self, workspace: Workspace) -> tuple[Written, ...]:
        """Write all of it or nothing. Raises ``StorageError``."""
        return workspace.policies.add_in_steps(
            self.policy,
            self.source_name,
            self.original,
            correction_steps(self.policy, self.corrections),
            remarks=self.remarks,
            worded=signed(self.say),
            facts=self.facts,
            ready=self.ready,
        )
