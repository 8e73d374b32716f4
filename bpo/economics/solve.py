"""Which price reaches a goal: a margin (a share of the price) or a markup (a share of the cost), in one term or in all; and one cost
quoted in other units."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bpo.economics.breakeven import FACTOR_STEP
from bpo.economics.case import Case, sums_of
from bpo.economics.crossings import Sums, margin_curve
from bpo.economics.pricing_words import price_by_margin, price_by_markup
from bpo.economics.repriced import repriced, scaled
from bpo.errors import choices, fail
from bpo.fields import Part
from bpo.words import Pct, Words

NO_TERM = Words("solve-no-term", en="the contract has no term '{given}'", zh="合同没有条款 '{given}'")
DOES_NOT_MOVE = Words(
    "solve-term-without-effect",
    en="the price of '{term}' does not move the result: its line stays as it is at any price",
    zh="条款 '{term}' 的单价不影响结果：任何单价下该行金额不变",
)
NOT_REACHED = Words(
    "solve-not-reached",
    en="no price of '{term}' reaches a {word} of {goal}: at {factor} times today's the result is {result}, {lacking} short; "
    "look for a maximum, a cap or a ceiling that holds it",
    zh="'{term}' 的任何单价都达不到{word} {goal}：单价为现价 {factor} 倍时结果为 {result}，尚差 {lacking}；请检查最高收费、封顶或总额限制",
)
MARGIN_TOO_HIGH = Words(
    "solve-margin-too-high",
    en="a margin of {goal} leaves nothing for the cost: a margin is a share of the price, below 100%; is a markup meant?",
    zh="毛利率 {goal} 未给成本留出余地：毛利率是价格的比例，应低于 100%；是否指加成率？",
)
Goal = Literal["margin", "markup"]
WORDS: Mapping[Goal, Words] = {
    "margin": Words("solve-word-margin", en="margin", zh="毛利率"),
    "markup": Words("solve-word-markup", en="markup", zh="加成率"),
}
ALL = "price"
FACTOR_MOST = Fraction(1024)
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Solved:
    """The factor on the prices of a term that reaches the goal, and those prices."""

    term: str
    factor: Fraction
    """The lowest at which the goal is reached; before a ``jump``, the first place after it."""
    exact: bool
    before: Fraction
    """By how much the result lacks the goal just below a jump; 0 at a crossing."""
    rates: Mapping[str, Fraction]
    """Every price of the term at the factor, by its place in the term: ``rate``, ``tiers.1.rate``."""
    revenue: Fraction
    cost: Fraction


def solve_price(case: Case, goal: Fraction, term: str = "", word: Goal = "margin") -> Solved:
    """The lowest prices of a term (of all, if none is named) at which the margin or the markup is reached.

    Margin m: ``revenue × (1 − m) = cost``; markup u: ``revenue = cost × (1 + u)``. Exact where the contract is straight, else
    with both sides of the jump.

    Raises:
        BpoError: if no price reaches it, or the term moves nothing.
    """
    ids = [one.id for one in case.contract.terms]
    if term and term not in ids:
        raise fail(NO_TERM, None, **choices(term, ids))
    if word == "margin" and goal >= 1:
        raise fail(MARGIN_TOO_HIGH, None, goal=Pct(goal))
    name = f"price.{term}" if term else ALL

    def lacking(factor: Fraction) -> Sums:
        revenue, cost = case.sums({name: factor})
        return (revenue * (1 - goal), cost) if word == "margin" else (revenue, cost * (1 + goal))

    if len({_less(lacking(factor)) for factor in (ZERO, ONE, FACTOR_MOST)}) == 1:
        raise fail(DOES_NOT_MOVE, case.contract.where_of(term), term=term or ALL)
    last = Fraction(2)
    while _less(lacking(last)) < 0 and last < FACTOR_MOST:
        last *= 2
    curve = margin_curve(lacking, ZERO, last, FACTOR_STEP, (), 40, False, 0)
    turns = [turn for turn in curve.turns if turn.rising]
    if not turns:
        if _less(lacking(ZERO)) >= 0:
            return _solved(case, term, ZERO, True, ZERO)
        values = {"term": term or ALL, "word": WORDS[word], "goal": Pct(goal), "factor": last}
        revenue, cost = case.sums({name: last})
        short = _cents(-_less(lacking(last)))
        raise fail(NOT_REACHED, case.contract.where_of(term), **values, result=_cents(revenue - cost), lacking=short)
    turn = turns[0]
    jumps = turn.kind == "jump"
    return _solved(case, term, turn.end if jumps else turn.place, not jumps, turn.before if jumps else ZERO)


def _less(sums: Sums) -> Fraction:
    return sums[0] - sums[1]


def _cents(amount: Fraction) -> Fraction:
    return Fraction(math.floor(amount * 100 + Fraction(1, 2)), 100)


def _solved(case: Case, term: str, factor: Fraction, exact: bool, before: Fraction) -> Solved:
    name = f"price.{term}" if term else ALL
    revenue, cost = case.sums({name: factor})
    ids = [term] if term else [one.id for one in case.contract.terms]
    now, then = case.contract, repriced(case.contract, dict.fromkeys(ids, factor))
    rates: dict[str, Fraction] = {}
    for before_term, after in zip(now.terms, then.terms, strict=True):
        if before_term.id in ids:
            prefix = "" if term else f"{after.id}."
            rates |= {prefix + place: value for place, value in _changed(before_term, after)}
    return Solved(term, factor, exact, before, rates, revenue, cost)


def _changed(before: Part, after: Part) -> list[tuple[str, Fraction]]:
    """Every number of a term that pricing multiplies, with its place."""
    old, new = dict(_numbers(before, "")), dict(_numbers(after, ""))
    other = dict(_numbers(scaled(before, Fraction(2)), ""))  # what differs at twice the prices is a price
    return [(place, value) for place, value in new.items() if other.get(place) != old.get(place)]


def _numbers(value: object, place: str) -> list[tuple[str, Fraction]]:
    if isinstance(value, Fraction):
        return [(place, value)]
    if isinstance(value, Part):
        pairs = [(name, getattr(value, name)) for name in type(value).model_fields]
    elif isinstance(value, Mapping):
        pairs = [(str(key), one) for key, one in value.items()]
    elif isinstance(value, (list, tuple)):
        pairs = [(str(n), one) for n, one in enumerate(value, start=1)]
    else:
        return []
    return [found for name, one in pairs for found in _numbers(one, f"{place}.{name}" if place else name)]


def quoted_per(case: Case, goal: Fraction, word: Goal = "margin") -> dict[str, Fraction]:
    """The same cost as one price: per contact, minute, seat-month, productive hour and head-month, as far as there are any.

    The revenue that reaches the goal, ``cost / (1 − margin)`` or ``cost × (1 + markup)``, over each driver's sum; costs are those of
    the plan.

    Raises:
        BpoError: for a margin that no price reaches.
    """
    plan = case.at()
    _, cost = sums_of(plan)
    wanted = price_by_markup(cost, goal) if word == "markup" else price_by_margin(cost, goal)
    if wanted is None:
        raise fail(MARGIN_TOO_HIGH, None, goal=Pct(goal))
    found = {"month": wanted / len(plan.months)}
    for driver in ("contacts", "minutes", "seats", "productive_hours", "heads"):
        total = sum((month.drivers.get(driver, ZERO) for month in plan.months), ZERO)
        if total:
            found[driver] = wanted / total
    return found
