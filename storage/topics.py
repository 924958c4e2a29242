"""Fields that make sense only together, such as those of a place in a text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from storage.records import Family

PLACE, TIMING, DEPARTMENTS, JUDGEMENT = "place", "timing", "departments", "judgement"
# Fields that make sense only together: whoever takes one of them from a side takes all of them.
TOGETHER: Final[Mapping[Family, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        Family.ANNOTATION: {PLACE: ("quote", "provision", "start", "end", "prefix", "suffix", "found", "confidence")},
        Family.TASK: {
            TIMING: ("timing", "timing_kind", "start", "due", "starts_only"),
            DEPARTMENTS: ("departments", "departments_raw", "open_ended"),
        },
        Family.ASSESSMENT: {JUDGEMENT: ("progress", "percent", "verdict", "reason")},
    }
)


def topic_of(family: Family, field: str) -> str:
    """The name of the fields that ``field`` belongs with; its own when it stands alone."""
    return next((topic for topic, fields in TOGETHER.get(family, {}).items() if field in fields), field)


def kin_of(family: Family, field: str) -> tuple[str, ...]:
    """The fields that ``field`` belongs with, itself among them."""
    return TOGETHER.get(family, {}).get(topic_of(family, field), (field,))
