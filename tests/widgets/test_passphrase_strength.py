"""How hard a passphrase is said to be to guess."""

from __future__ import annotations

import pytest

from widgets.passphrase_strength import Strength, strength


@pytest.mark.parametrize(
    "passphrase", ["", "12345678", "password", "王小明1980", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "abababababababababababababab"]
)
def test_what_is_easy_to_guess(passphrase: str) -> None:
    assert strength(passphrase) is Strength.WEAK


def test_what_is_hard_to_guess() -> None:
    assert strength("光缆 apple 长城") is Strength.FAIR
    assert strength("correct horse battery staple") is Strength.STRONG
    assert strength("光缆 长城 苹果 自行车") is Strength.STRONG
