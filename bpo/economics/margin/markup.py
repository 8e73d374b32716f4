"""Two words for two things: a markup is a share of the cost (加成率), a margin a share of the price (毛利率).

20% of markup on 80 is 96; 20% of margin on 80 is 100.
"""

from fractions import Fraction


def price_by_markup(cost: Fraction, markup: Fraction) -> Fraction:
    """``cost × (1 + markup)``.

    >>> price_by_markup(Fraction(80), Fraction("0.2"))
    Fraction(96, 1)
    """
    return cost * (1 + markup)


def price_by_margin(cost: Fraction, margin: Fraction) -> Fraction | None:
    """``cost / (1 − margin)``; None where the margin is the whole price or more, which no price reaches.

    >>> price_by_margin(Fraction(80), Fraction("0.2"))
    Fraction(100, 1)
    """
    return cost / (1 - margin) if margin < 1 else None


def markup_of(cost: Fraction, price: Fraction) -> Fraction | None:
    """``(price − cost) / cost``; None without a cost."""
    return (price - cost) / cost if cost else None


def margin_of(cost: Fraction, price: Fraction) -> Fraction | None:
    """``(price − cost) / price``; None without a price."""
    return (price - cost) / price if price else None
