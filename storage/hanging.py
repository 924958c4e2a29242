"""What hangs on what: the records that belong to others, and are told with them, and those that are not shown without them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from storage.records import Family
from storage.schema import TABLES

HANGING: Final[Mapping[Family, tuple[tuple[Family, str], ...]]] = MappingProxyType(
    {
        Family.TASK: ((Family.LINK, "task"), (Family.ASSESSMENT, "task"), (Family.EVIDENCE_USE, "task")),
        Family.ANNOTATION: ((Family.REPLY, "annotation"), (Family.TAG_USE, "annotation")),
        Family.EVIDENCE: ((Family.ATTACHMENT, "evidence"), (Family.EVIDENCE_USE, "evidence")),
        Family.TAG: ((Family.TAG_USE, "tag"),),
    }
)
"""What belongs to a record and is told with it: the family and its column that names the owner."""
_OF_POLICY: Final = tuple((family, "policy") for family, table in TABLES.items() if "policy" in table.names)
UNDER: Final[Mapping[Family, tuple[tuple[Family, str], ...]]] = MappingProxyType({Family.POLICY: _OF_POLICY, **HANGING})
"""What is not shown without its owner, by the family of the owner: the families, each with its column that names the owner."""
