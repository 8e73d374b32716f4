"""Break-even in closed form, for one price and one unit cost: what the exact search over a contract is checked against.

With F fixed cost, v unit cost, C total cost, p price, Q quantity, K the KPI coefficient on the price, B bonus and P penalty:
revenue ``p·K·Q + B − P`` meets cost ``F + v·Q``. Where there is no such point the answer is None.
"""

from __future__ import annotations

from fractions import Fraction

ZERO, ONE = Fraction(0), Fraction(1)


def break_even_quantity(
    fixed: Fraction, price: Fraction, unit_cost: Fraction, coefficient: Fraction = ONE, bonus: Fraction = ZERO,
    penalty: Fraction = ZERO,
) -> Fraction | None:  # fmt: skip
    """``Q* = (F + P − B) / (p·K − v)``; None if ``p·K ≤ v``: each further unit then loses, and no quantity makes up for it.

    A bonus that outweighs the fixed cost breaks even from the start: 0.

    >>> break_even_quantity(Fraction(48_000), Fraction(120), Fraction(40))
    Fraction(600, 1)
    """
    contribution = price * coefficient - unit_cost
    if contribution <= 0:
        return None
    return max(ZERO, (fixed + penalty - bonus) / contribution)


def break_even_price(
    cost: Fraction, quantity: Fraction, coefficient: Fraction = ONE, bonus: Fraction = ZERO, penalty: Fraction = ZERO
) -> Fraction | None:
    """``p* = (C + P − B) / (Q·K)``; None if nothing is sold, or the coefficient takes all of it."""
    paid_for = quantity * coefficient
    return (cost + penalty - bonus) / paid_for if paid_for > 0 else None


def break_even_coefficient(
    cost: Fraction, quantity: Fraction, price: Fraction, bonus: Fraction = ZERO, penalty: Fraction = ZERO
) -> Fraction | None:
    """``K* = (C + P − B) / (Q·p)``: how far the KPI coefficient may fall; None without revenue to take it on."""
    revenue = quantity * price
    return (cost + penalty - bonus) / revenue if revenue > 0 else None


def break_even_revenue(fixed: Fraction, price: Fraction, unit_cost: Fraction) -> Fraction | None:
    """``F / (1 − v/p)``; None if ``p ≤ v``.

    >>> break_even_revenue(Fraction(30_000), Fraction(35), Fraction(15))
    Fraction(52500, 1)
    """
    return fixed / (1 - unit_cost / price) if price > max(ZERO, unit_cost) else None
