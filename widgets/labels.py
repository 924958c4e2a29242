"""Words for the values of the domain, from the catalogue."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from policy.judging import Progress, Reason, ReviewState, Verdict, WarningLevel
from policy.model import Department, Doubt, Finding, FindingKind, ProvisionKind, Role, TaskSource, Timing, TimingKind
from resources.catalogue import Catalogue
from storage.records import AnnotationKind, EvidenceType, Family, LinkState

AREAS: dict[type[StrEnum], str] = {
    Progress: "progress",
    Verdict: "verdict",
    Reason: "reason",
    ReviewState: "state",
    WarningLevel: "warning",
    AnnotationKind: "kind",
    EvidenceType: "evidence",
    Role: "role",
    TimingKind: "timing",
    ProvisionKind: "provision",
    LinkState: "link",
    TaskSource: "source",
    Family: "family",
}
ENUMERATION = "、"
SEPARATORS = re.compile(r"[、，,;；\n]+")
DATES = (re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"), re.compile(r"(\d{4})(\d{2})(\d{2})"))


class Labels:
    """The words that screens show for enum members, dates, doubts and findings, in the language of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def of(self, member: StrEnum) -> str:
        """The word for an enum member of the domain."""
        return self.catalogue.text(f"{AREAS[type(member)]}.{member.value}")

    def doubt(self, doubt: Doubt) -> str:
        """One doubt as a phrase."""
        return self.catalogue.text(f"doubt.{doubt.kind.value}", subject=doubt.subject)

    def finding(self, finding: Finding) -> str:
        """One finding as a sentence; braces without a fact stay empty."""
        facts = defaultdict(str, finding.facts)
        return self.catalogue.phrases[f"finding.{finding.kind.value}"].format_map(facts)

    def finding_group(self, kind: FindingKind) -> str:
        """The heading above the findings of one kind."""
        return self.catalogue.text(f"finding_group.{kind.value}")

    def date(self, date: dt.date | None) -> str:
        """A date as official documents of the language write it; empty for none."""
        if date is None:
            return ""
        return f"{date.year}年{date.month}月{date.day}日" if self.catalogue.language == "zh" else date.isoformat()

    def departments(self, departments: Iterable[Department]) -> str:
        """All names in order, joined as the documents join them."""
        return join_names(department.name for department in departments)

    def timing(self, timing: Timing | None) -> str:
        """What a timing phrase means: its kind and its dates."""
        if timing is None:
            return ""
        start, due, kind = self.date(timing.start), self.date(timing.due), self.of(timing.kind)
        if start and due:
            return _filled(QCoreApplication.translate("Labels", "%1: from %2 to %3"), kind, start, due)
        if due:
            return _filled(QCoreApplication.translate("Labels", "%1: by %2"), kind, due)
        if start:
            return _filled(QCoreApplication.translate("Labels", "%1: from %2"), kind, start)
        return kind


def _filled(sentence: str, *values: str) -> str:
    for place, value in enumerate(values, 1):
        sentence = sentence.replace(f"%{place}", value)
    return sentence


def join_names(names: Iterable[str]) -> str:
    """Names as one line, divided by 、."""
    return ENUMERATION.join(names)


def split_names(line: str) -> tuple[str, ...]:
    """The names of a line that a person typed, divided by 、, commas, semicolons or line ends; each once, in order."""
    return tuple(dict.fromkeys(name for part in SEPARATORS.split(line) if (name := part.strip())))


def read_date(text: str) -> dt.date | None:
    """The day that a person typed (``2013-8-8``, ``20130808``, ``2013年8月8日``); ``None`` if it is not one."""
    found = next(filter(None, (form.fullmatch(text.strip()) for form in DATES)), None)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
