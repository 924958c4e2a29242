"""How hard a passphrase is to guess, roughly."""

from __future__ import annotations

from enum import Enum

# What a sign adds in bits where people make the words up: far less than if it had been drawn at random.
_LETTER_OR_DIGIT, _SIGN, _IDEOGRAPH = 3, 4, 7
_FAIR_BITS, _STRONG_BITS = 40, 60


class Strength(Enum):
    """In whose reach guessing is: of anybody with patience, of somebody with many computers, of nobody."""

    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def strength(passphrase: str) -> Strength:
    """How strong a passphrase is by the number and the sorts of its signs; signs that come again and again count little."""
    bits = sum(map(_bits, passphrase))
    if len(passphrase) > 2 * len(set(passphrase)):
        bits = bits * 2 * len(set(passphrase)) // len(passphrase)
    if bits < _FAIR_BITS:
        return Strength.WEAK
    return Strength.FAIR if bits < _STRONG_BITS else Strength.STRONG


def _bits(sign: str) -> int:
    if not sign.isascii():
        return _IDEOGRAPH
    return _LETTER_OR_DIGIT if sign.isalnum() else _SIGN
