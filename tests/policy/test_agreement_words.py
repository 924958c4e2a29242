"""Figures of agreement as they are read."""

from __future__ import annotations

import pytest

from policy.agreement import Figure
from policy.agreement_table import Measure, Topic
from policy.agreement_words import figure_words
from resources.catalogue import Catalogue


@pytest.mark.parametrize(
    ("value", "cases", "language", "words"),
    [
        (-0.004, 60, "en", "0.00 (slight), 60 tasks"),
        (-0.004, 60, "zh", "0.00（轻微），60 项任务"),
        (-0.006, 60, "en", "-0.01 (poor), 60 tasks"),
        (0.2049, 30, "en", "0.20 (slight), 30 tasks"),
        (1.0, 1, "en", "1.00 (almost perfect), 1 task"),
    ],
)
def test_a_figure_and_its_word_are_of_the_same_two_places(value: float, cases: int, language: str, words: str) -> None:
    figure = Figure(value, cases)
    assert figure_words(figure, Topic.PROGRESS, Measure.KAPPA_LINEAR, Catalogue.load(language)) == words
