"""The three axes on which a task is judged, and the warning that follows from dates."""

from __future__ import annotations

from enum import StrEnum


class Progress(StrEnum):
    """自报进展: what the departments report."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    SLOW = "slow"
    PARTLY_DONE = "partly_done"
    DONE = "done"
    STOPPED = "stopped"
    NOT_APPLICABLE = "not_applicable"


class Verdict(StrEnum):
    """核查结论: what checking the evidence showed."""

    UNCHECKED = "unchecked"
    TRUE = "true"
    PARTLY_TRUE = "partly_true"
    FALSE = "false"
    UNVERIFIABLE = "unverifiable"


class Reason(StrEnum):
    """Why a report was not found true."""

    MISSING = "missing"
    UNRELATED = "unrelated"
    OUT_OF_PERIOD = "out_of_period"
    NO_EFFECT = "no_effect"
    DATA_UNVERIFIABLE = "data_unverifiable"


class ReviewState(StrEnum):
    """审阅状态: where the review itself stands."""

    PENDING = "pending"
    IN_REVIEW = "in_review"
    TO_RECHECK = "to_recheck"
    APPROVED = "approved"


class WarningLevel(StrEnum):
    """预警: what the dates say about a task at the as-of date. Done, stopped and not applicable tasks never warn."""

    NONE = "none"
    DUE_SOON = "due_soon"
    BEHIND = "behind"
    OVERDUE = "overdue"
