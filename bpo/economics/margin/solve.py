"""Which price reaches a goal: a margin (a share of the price) or a markup (a share of the cost), in some terms or in all."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from bpo.contracts.altered import repriced
from bpo.contracts.blocks.prices import Place
from bpo.core.errors import choices, fail
from bpo.core.money import to_places
from bpo.core.words import Pct, Text, Words
from bpo.economics.margin.margin_curve import Sums
from bpo.economics.margin.markup import margin_of, markup_of
from bpo.economics.scenario.case import Case, Changes

NO_TERM = Words("solve-no-term", en="the contract has no term '{given}'", zh="合同没有条款 '{given}'")
MULTIPLE = Words(
    "solve-term-is-a-multiple",
    en="the price of '{term}' is a multiple of that of '{line}': solve for '{line}'",
    zh="'{term}' 的单价是 '{line}' 单价的倍数：请对 '{line}' 求解",
)
DOES_NOT_MOVE = Words(
    "solve-term-without-effect",
    en="no multiple of the prices of '{term}' moves the result: they are 0, or nothing is billed by them",
    zh="'{term}' 的单价无论为现价的多少倍都不影响结果：单价为 0，或没有按其计费的数量",
)
NOT_REACHED = Words(
    "solve-not-reached",
    en="no price of '{term}' reaches a {word} of {goal}: at {factor} times today's the result is {result}, {lacking} short; "
    "look for a maximum, a cap or a ceiling that holds it",
    zh="'{term}' 的任何单价都达不到{word} {goal}：单价为现价 {factor} 倍时结果为 {result}，尚差 {lacking}；请检查最高收费、封顶或总额限制",
)
TAKEN_BY_COSTS = Words(
    "solve-taken-by-costs",
    en="no price of '{term}' reaches a {word} of {goal}: costs that are a percent of the revenue take {share} of whatever is charged "
    "more, so the {word} stays below {limit}; lower that percent, or the goal",
    zh="'{term}' 的任何单价都达不到{word} {goal}：按收入比例计算的成本占去每一笔新增收入的 {share}，{word}始终低于 {limit}；请降低该比例或目标",
)
MARGIN_TOO_HIGH = Words(
    "solve-margin-too-high",
    en="a margin of {goal} leaves nothing for the cost: a margin is a share of the price, below 100%; is a markup meant?",
    zh="毛利率 {goal} 未给成本留出余地：毛利率是价格的比例，应低于 100%；是否指加成率？",
)
MARKUP_TOO_LOW = Words(
    "solve-markup-too-low",
    en="a markup of {goal} leaves no price: a markup is a share of the cost, above -100%",
    zh="加成率 {goal} 不留任何价格：加成率是成本的比例，应高于 -100%",
)
Word = Literal["margin", "markup"]
WORDS: Mapping[Word, Words] = {
    "margin": Words("solve-word-margin", en="margin", zh="毛利率"),
    "markup": Words("solve-word-markup", en="markup", zh="加成率"),
}
ALL, ALL_TERMS = "price", Text(zh="全部条款", en="all terms")
FACTOR_STEP = Fraction(1, 10_000)
FACTOR_MOST, LINES_MOST = Fraction(10**6), 4
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Goal:
    """A ``share`` of the price (margin) or of the cost (markup) that is to be left; below zero where a bid is to lose that much.

    Raises:
        BpoError: for a margin of 100% or more, or a markup of -100% or less.
    """

    share: Fraction
    word: Word = "margin"

    def __post_init__(self) -> None:
        if self.word == "margin" and self.share >= 1:
            raise fail(MARGIN_TOO_HIGH, None, goal=Pct(self.share))
        if self.word == "markup" and self.share <= -1:
            raise fail(MARKUP_TOO_LOW, None, goal=Pct(self.share))

    def beyond(self, sums: Sums) -> Fraction:
        """By how much revenue and cost exceed the goal, below zero if they lack it: ``R × (1 − m) − C``, ``R − C × (1 + u)``."""
        revenue, cost = sums
        return revenue * (1 - self.share) - cost if self.word == "margin" else revenue - cost * (1 + self.share)

    def of(self, sums: Sums) -> Fraction | None:
        """The margin, or the markup, of revenue and cost; None where there is nothing to take it of."""
        revenue, cost = sums
        return margin_of(cost, revenue) if self.word == "margin" else markup_of(cost, revenue)


@dataclass(frozen=True)
class Solved:
    """The factor on the prices of these terms (of all, if none is named) that reaches the goal, and those prices."""

    terms: tuple[str, ...]
    factor: Fraction
    """The goal is reached here and missed a step lower; at 0 it is reached whatever is charged."""
    exact: bool
    before: Fraction
    """By how much the result lacks the goal just below a jump; 0 at a crossing."""
    rates: Mapping[str, Mapping[Place, Fraction]] = field(default_factory=dict)
    """Every price of each term at the factor, by its place in the term: ``("tiers", 0, "rate")``."""
    revenue: Fraction = ZERO
    cost: Fraction = ZERO


def solve_price(case: Case, goal: Goal, terms: Sequence[str] = ()) -> Solved:
    """The prices of some terms (of all, if none is named) at which the margin or the markup is reached.

    Margin m: ``revenue × (1 − m) = cost``; markup u: ``revenue = cost × (1 + u)``; revenue is without tax, before rounding. Exact
    where the contract is straight, else the first factor, in steps of 0.01%, behind the jump.

    Raises:
        BpoError: if no price reaches it, or the terms move nothing.
    """
    ids = case.contract.term_ids()
    for term in terms:
        if term not in ids:
            raise fail(NO_TERM, None, **choices(term, ids))
        if multiple := _multiple_of(case, term, terms):
            raise fail(MULTIPLE, case.contract.place(term), term=term, line=multiple)
    names = tuple(f"price.{term}" for term in terms) or (ALL,)
    known: dict[Fraction, Fraction] = {}

    def beyond(factor: Fraction) -> Fraction:
        if factor not in known:
            known[factor] = goal.beyond(case.sums(dict.fromkeys(names, factor)))
        return known[factor]

    def earned(factor: Fraction) -> Fraction:
        return case.sums(dict.fromkeys(names, factor))[0]

    values = {"term": ", ".join(terms) or ALL_TERMS, "word": WORDS[goal.word], "goal": Pct(goal.share)}
    where = case.contract.place(terms[0]) if len(terms) == 1 else None
    if beyond(ZERO) == beyond(ONE) == beyond(FACTOR_MOST) and earned(ZERO) == earned(FACTOR_MOST):
        raise fail(DOES_NOT_MOVE, where, term=values["term"])
    high = _reaching(beyond)
    if high is None:
        revenue, cost = case.sums(dict.fromkeys(names, FACTOR_MOST))
        before, spent = case.sums(dict.fromkeys(names, FACTOR_MOST / 2))
        share = (cost - spent) / (revenue - before) if revenue > before else ZERO
        if share > 0 and goal.share >= (limit := 1 - share if goal.word == "margin" else 1 / share - 1):
            raise fail(TAKEN_BY_COSTS, where, **values, share=Pct(share), limit=Pct(limit))
        lacking = to_places(-beyond(FACTOR_MOST), 2)
        raise fail(
            NOT_REACHED, where, **values, factor=FACTOR_MOST, result=to_places(revenue - cost, 2), lacking=lacking
        )
    if beyond(ZERO) >= 0:
        found = Solved(tuple(terms), ZERO, beyond(ZERO) == 0, ZERO)
    else:
        found = _turn(beyond, tuple(terms), high)
    revenue, cost = case.sums(dict.fromkeys(names, found.factor))
    return replace(found, rates=_rates(case, terms, found.factor), revenue=revenue, cost=cost)


def _multiple_of(case: Case, term: str, terms: Sequence[str]) -> str:
    """The line whose price a term's is a multiple of, unless that is solved for too."""
    line = next((one.multiple_of for one in case.contract.terms if one.id == term), None)
    return "" if line is None or line in terms else line


def _reaching(beyond: Callable[[Fraction], Fraction]) -> Fraction | None:
    """A factor at which the goal is reached: 1, where the line through the last two looked at does, or as far as prices go; None if none is.

    Lines come first, because far beyond them a contract may refuse to be billed at all.
    """
    if beyond(ONE) >= 0 or beyond(ZERO) >= 0:
        return ONE if beyond(ONE) >= 0 else ZERO
    before, last = ZERO, ONE
    for _ in range(LINES_MOST):
        rise = (beyond(last) - beyond(before)) / (last - before)
        if rise <= 0:
            break
        place = min(FACTOR_MOST, last - beyond(last) / rise)
        before, last = last, math.ceil(place / FACTOR_STEP) * FACTOR_STEP
        if beyond(last) >= 0:
            return last
        if last == before:
            break  # as far as prices go
    return FACTOR_MOST if beyond(FACTOR_MOST) >= 0 else None


def _turn(beyond: Callable[[Fraction], Fraction], terms: tuple[str, ...], reached: Fraction) -> Solved:
    """Where the goal is first reached between 0, where it is not, and ``reached``: narrowed to one step, then to its place in it."""
    low, high = narrowed(lambda n: beyond(n * FACTOR_STEP), 0, math.ceil(reached / FACTOR_STEP))
    left, right = low * FACTOR_STEP, high * FACTOR_STEP
    before = (left - FACTOR_STEP) if left else None
    # The line from below goes on to a kink; else one leads across the step.
    for one, other in ((before, left), (left, right)):
        if one is None or beyond(one) == beyond(other):
            continue
        place = other - beyond(other) * (other - one) / (beyond(other) - beyond(one))
        if left < place <= right and beyond(place) == 0:
            return Solved(terms, place, True, ZERO)
    return Solved(terms, right, False, -beyond(left))


def narrowed(value: Callable[[int], Fraction], low: int, high: int) -> tuple[int, int]:
    """Two neighbours between ``low``, where the value is below zero, and ``high``, where it is not, of which the same holds.

    It looks beside the place where a straight line would reach zero, then in the middle of what is left.
    """
    while high - low > 1:
        less, more = value(low), value(high)
        straight = math.floor(low + (high - low) * -less / (more - less))
        for step in (straight, straight + 1, None):
            middle = (low + high) // 2 if step is None else step
            if low < middle < high:
                low, high = (middle, high) if value(middle) < 0 else (low, middle)
    return low, high


def _rates(case: Case, terms: Sequence[str], factor: Fraction) -> dict[str, dict[Place, Fraction]]:
    every = [one for one in case.contract.terms if not terms or one.id in terms]
    return {term.id: term.scaled(factor).every_price() for term in every}


def under(case: Case, changes: Changes) -> Case:
    """The case with some of its inputs changed for good, as a variant of a scenario has them; prices become those of its contract."""
    ids = case.contract.term_ids()
    factors = {id: changes.get(ALL, ONE) * changes.get(f"price.{id}", ONE) for id in ids}
    rest = {name: value for name, value in changes.items() if name.partition(".")[0] != ALL}
    if not changes:
        return case
    contract = repriced(case.contract, factors) if len(rest) < len(changes) else case.contract
    return Case(contract, case.costs, case.inputs, lambda one, more: case.run(one, {**rest, **more}), case.bid)
