"""The colours of printed reports: the light palette of the program, without its ``#``."""

from __future__ import annotations

from policy.judging import Progress, WarningLevel
from storage.records import AnnotationKind

TEXT = "22211E"
MUTED = "605D56"
LINE = "DCD9D1"
RULE = "8C8880"
HEADER_FILL = "F3F2EE"
BAND_FILL = "FAF9F6"
WHITE = "FFFFFF"
ACCENT = "A8281E"
BLUE = "1F4E8C"
GREEN = "2E6B3A"
AMBER = "8A5A00"
PURPLE = "6A3D9A"

WARNING = {WarningLevel.OVERDUE: ACCENT, WarningLevel.BEHIND: AMBER, WarningLevel.DUE_SOON: BLUE, WarningLevel.NONE: TEXT}
KIND = {
    AnnotationKind.HIGHLIGHT: AMBER,
    AnnotationKind.COMMENT: ACCENT,
    AnnotationKind.QUESTION: PURPLE,
    AnnotationKind.ISSUE: ACCENT,
    AnnotationKind.SUGGESTION: GREEN,
}
# Fill and label of each bar; neighbours differ in lightness, so that a black and white print can still be read.
BAR: dict[Progress | None, tuple[str, str]] = {
    Progress.DONE: (GREEN, WHITE),
    Progress.PARTLY_DONE: ("A9C7AE", TEXT),
    Progress.ON_TRACK: (BLUE, WHITE),
    Progress.SLOW: ("E3B45C", TEXT),
    Progress.NOT_STARTED: (ACCENT, WHITE),
    Progress.STOPPED: (PURPLE, WHITE),
    Progress.NOT_APPLICABLE: (RULE, WHITE),
    None: (LINE, TEXT),
}
