"""Figures of agreement as words, for the screen and the report alike."""

from __future__ import annotations

from typing import Protocol

from policy.agreement import FEWEST, Figure, reading
from policy.agreement_table import BEYOND_CHANCE, Measure, Topic
from policy.disagreement import Case, Opinion


class Phrases(Protocol):
    """What gives a phrase in some language."""

    def text(self, key: str, **facts: object) -> str:
        """The phrase of ``key`` with its facts filled in."""


def value_words(figure: Figure, measure: Measure, phrases: Phrases) -> str:
    """The figure, or why there is none."""
    if figure.value is None:
        return phrases.text(f"agreement.lack.{figure.lack}")
    return f"{figure.value:.0%}" if measure is Measure.SHARE else f"{_shown(figure.value):.2f}"


def reading_words(figure: Figure, measure: Measure, phrases: Phrases) -> str:
    """The word of the convention for a figure; empty where there is none."""
    if figure.value is None or measure not in BEYOND_CHANCE:
        return ""
    return phrases.text(f"agreement.reading.{reading(_shown(figure.value))}")


def _shown(value: float) -> float:
    """The figure as it is written and read: of two places, and none of them is called below nothing."""
    return round(value, 2) + 0.0


def cases_words(figure: Figure, topic: Topic, measure: Measure, phrases: Phrases) -> str:
    """On how many cases a figure rests."""
    kind = "tasks" if topic is not Topic.SPANS else "spans" if measure in (Measure.CHARACTERS, Measure.WHOLE_SPANS) else "stretches"
    return phrases.text(f"agreement.cases.{kind}.one" if figure.cases == 1 else f"agreement.cases.{kind}", count=figure.cases)


def figure_words(figure: Figure, topic: Topic, measure: Measure, phrases: Phrases) -> str:
    """A figure with its word and its number of cases, on one line."""
    said = (value_words(figure, measure, phrases), reading_words(figure, measure, phrases))
    value = phrases.text("agreement.read", value=said[0], reading=said[1]) if said[1] else said[0]
    return phrases.text("agreement.resting", value=value, cases=cases_words(figure, topic, measure, phrases))


def how_to_read(topic: Topic, measure: Measure, phrases: Phrases) -> str:
    """What a measure says, what it leaves out, and what its words mean."""
    parts = [phrases.text(f"agreement.explain.{measure}")]
    if topic is not Topic.SPANS and measure is not Measure.SHARE:
        parts.append(phrases.text(f"agreement.apart.{topic}"))
    if measure in BEYOND_CHANCE:
        parts.append(phrases.text("agreement.convention"))
    parts.append(phrases.text("agreement.fewest", count=FEWEST))
    return phrases.text("agreement.joint").join(parts)


def opinion_words(opinion: Opinion, phrases: Phrases) -> str:
    """A judgement on one line."""
    parts = [phrases.text(f"progress.{opinion.progress or 'none'}"), phrases.text(f"verdict.{opinion.verdict}")]
    if opinion.percent is not None:
        parts.insert(1, f"{opinion.percent}%")
    if opinion.reason is not None:
        parts.append(phrases.text(f"reason.{opinion.reason}"))
    return " · ".join(parts)


def state_words(case: Case, phrases: Phrases) -> str:
    """Whether a case is open, agreed, or agreed and changed since."""
    if case.agreed is None:
        return phrases.text("agreement.open")
    if case.since:
        return phrases.text("agreement.changed", names=phrases.text("format.enumeration").join(case.since))
    return phrases.text("agreement.agreed", name=case.agreed.name)
