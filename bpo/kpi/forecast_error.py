"""How far what came was from what had been forecast: the measures of the KPI, of its forecasts and of every test of a method."""

from collections.abc import Sequence
from fractions import Fraction

Pairs = Sequence[tuple[Fraction, Fraction]]
"""What came, and what had been forecast of it; every forecast is above zero."""
Ratio = tuple[Fraction, Fraction]
"""A numerator and its denominator."""


def deviation(pairs: Pairs) -> Ratio:
    """``(what came − forecast) / forecast``, of all together: above zero if more came than was forecast."""
    return sum((came - forecast for came, forecast in pairs), Fraction(0)), _forecast(pairs)


def wape(pairs: Pairs) -> Ratio:
    """``Σ |what came − forecast| / Σ forecast``."""
    return sum((abs(came - forecast) for came, forecast in pairs), Fraction(0)), _forecast(pairs)


def mape(pairs: Pairs) -> Ratio:
    """The mean of ``|what came − forecast| / forecast``."""
    errors = (abs(came - forecast) / forecast for came, forecast in pairs)
    return sum(errors, Fraction(0)), Fraction(len(pairs))


def _forecast(pairs: Pairs) -> Fraction:
    return sum((forecast for _, forecast in pairs), Fraction(0))
