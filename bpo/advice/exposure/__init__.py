"""Exposure: the most that the supplier can lose and gain in a month at stated quantities.

Terms are priced by ``price()`` at the stated quantities. Each adjustment is tried out over all values of its KPIs and events
(:mod:`figures`), and put together with the spans of the lines it is about, its cap and its floor. The sum of the lines' spans is a
bound; it is *reached* if one month in which every KPI is at its worst, or at its best, comes to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bpo.advice.exposure.alone import at_stated, lines_of
from bpo.advice.exposure.corner import EVENTS_MOVE, corner, first_month
from bpo.advice.exposure.figures import UNKNOWN, Own, own_figures
from bpo.advice.exposure.span import ANYTHING, NOTHING, ZERO, Span, at_least, at_most, total
from bpo.contracts.adjustments.at_risk_pool import AtRiskPool
from bpo.contracts.adjustments.cap import CapTogether
from bpo.contracts.adjustments.consequence import Consequence
from bpo.contracts.adjustments.earn_back import EarnBack
from bpo.contracts.adjustments.limits import Cap, Floor
from bpo.contracts.adjustments.minimum import Minimum
from bpo.contracts.adjustments.seat_shortfall import SeatShortfall
from bpo.contracts.adjustments.service_points import ServicePoints
from bpo.contracts.adjustments.single_incident import SingleIncident
from bpo.contracts.clause import Clause
from bpo.contracts.model import Contract
from bpo.core.figure_names import FigureName
from bpo.core.measures import Measures
from bpo.core.words import Text, Words
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.checked import check
from bpo.pricing.passes.effective import effective_days
from bpo.pricing.price import price

LOOKS_BACK = Words("exposure-looks-back", en="depends on earlier months", zh="取决于以往月份")
UNCAPPED = Words("exposure-uncapped", en="has no cap", zh="没有封顶")
NOT_TOLD = Words("exposure-not-told", en="cannot be told from KPIs and events alone", zh="无法仅由指标与事件得出")


PERCENTAGES = (AtRiskPool, Consequence, ServicePoints)
"""The clauses whose percentage of lines below zero is nothing, so that they never change their sign."""


@dataclass(frozen=True, slots=True)
class Line:
    """A clause's line: what it comes to at least and at most, exact. ``why``: the reason why a side has no bound."""

    clause: str
    label: Text
    span: Span
    why: Words | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """``lines`` in written order; ``fee`` is what the terms come to, ``whole`` what they and the adjustments can come to."""

    period: str
    lines: tuple[Line, ...]
    fee: Fraction
    whole: Span
    reached: tuple[bool, bool]
    """Whether there is a month that comes to the least, and one that comes to the most."""

    @property
    def gain(self) -> Fraction | None:
        return None if self.whole.high is None else self.whole.high - self.fee

    @property
    def loss(self) -> Fraction | None:
        return None if self.whole.low is None else self.fee - self.whole.low


def exposure(contract: Contract, measures: Measures) -> Exposure:
    """The exposure of a month.

    Args:
        contract: as loaded.
        measures: the stated quantities; KPIs are not needed, and neither are the events that only adjustments count.

    Raises:
        BpoError: if a quantity that is billed is not stated.
    """
    contract = in_force(contract, contract.cycle.period(measures.period))
    stated = _Stated(contract, measures)
    for clause in contract.adjustments:
        stated.add(clause)
    fee = total(stated.spans[term.id] for term in contract.terms)
    assert fee.low is not None and fee.constant, "terms are priced at the stated quantities"
    labels = contract.labels()
    lines = tuple(Line(name, labels[name], span, stated.why.get(name)) for name, span in stated.spans.items())
    whole = stated.whole()
    slack = stated.unit * len(lines)  # rounded lines may come nearer to a bound than one of their sums
    corners = [corner(contract, measures, best) for best in (False, True)]
    least, most = (
        found is not None and end is not None and abs(end - found) <= slack
        for found, end in zip(corners, (whole.low, whole.high), strict=True)
    )
    return Exposure(measures.period, lines, fee.low, whole, (least, most))


class _Stated:
    """The lines so far, each with its span, and those that a cap holds together."""

    def __init__(self, contract: Contract, measures: Measures) -> None:
        self.contract = contract
        self.unit = Fraction(contract.money.units(1))
        self.measures = measures
        self.days = effective_days(contract, contract.cycle.period(measures.period))
        self.exact: dict[str, Span] = {}
        self.off: dict[str, Fraction] = {}
        """By how much the rounded line may lie off its exact amount."""
        self.spans: dict[str, Span] = {}
        self.why: dict[str, Words] = {}
        self.groups: list[tuple[frozenset[str], Span]] = []
        moving = [one.id for one in contract.adjustments if _moves(one)]
        steady = [one for one in contract.adjustments if not _depends(one, moving, contract)]
        figures = check(contract, measures)
        terms = first_month(contract, figures, steady)
        names = terms.figure_names()
        read = {name: figure for name, figure in figures.quantities.items() if FigureName.of(name).whole in names}
        statement = price(terms, replace(figures, quantities=read, kpis={}))
        for charge in (*statement.charges, *statement.deductions):
            if charge.clause in {clause.id for clause in contract.clauses}:
                shown = Fraction(charge.amount)
                self._put(charge.clause, Span(charge.exact, charge.exact), Span(shown, shown))

    def _put(self, name: str, exact: Span, shown: Span) -> None:
        self.exact[name], self.spans[name] = exact, shown
        self.off.setdefault(name, self.unit)
        self.groups.append((frozenset({name}), shown))

    def whole(self) -> Span:
        return total(span for _, span in self.groups)

    def rounded(self, amount: Fraction) -> Fraction:
        return Fraction(self.contract.money.round(amount))

    def over(self, names: Iterable[str]) -> Span:
        """What these lines come to together, before rounding."""
        return total(self.exact[name] for name in names)

    def add(self, clause: Clause) -> None:
        if clause.id in self.spans:
            return
        if isinstance(clause, CapTogether):
            self._cap_together(clause)
        elif isinstance(clause, Minimum):
            raised = total([_limit(clause, self), self.over(clause.on).negated()]).high
            exact = Span(ZERO, None if raised is None else max(ZERO, raised))
            self._put(clause.id, exact, self._rounded(clause.id, exact, clause.on))
        elif isinstance(clause, SingleIncident):
            self._single_incident(clause)
        else:
            exact = self._of(clause)
            self._put(clause.id, exact, self._rounded(clause.id, exact, getattr(clause, "on", ())))

    def _of(self, clause: Clause) -> Span:
        own = self._own(clause)
        lines = self.over(lines_of(clause))
        if isinstance(clause, PERCENTAGES):
            lines = Span(max(ZERO, lines.low or ZERO), None if lines.high is None else max(ZERO, lines.high))
        span = own.fixed.plus(own.share.times(lines))
        sign = int(getattr(clause, "sign", -1))
        cap, floor = getattr(clause, "cap", None), getattr(clause, "floor", None)
        if isinstance(clause, Consequence) and clause.by_points and cap is None:
            span = Span(None, span.high) if sign < 0 else Span(span.low, None)
        if isinstance(clause, PERCENTAGES):
            span = _one_sided(span, sign)
        if isinstance(floor, Floor):
            span = span.with_zero().hull(_signed(Span(ZERO, _limit(floor, self).high), sign))
        if isinstance(cap, Cap) and not self._by_itself(clause):
            limit = self._cap(clause, cap)
            span = at_most(span, limit) if sign > 0 else at_least(span, limit)
        if getattr(clause, "grace_months", 0):
            span = span.with_zero()
        if None in (span.low, span.high):
            self.why[clause.id] = LOOKS_BACK if _looks_back(clause) else NOT_TOLD if own == UNKNOWN else UNCAPPED
        return span

    def _own(self, clause: Clause) -> Own:
        """The clause without its cap and floor, by what it depends on."""
        if isinstance(clause, EarnBack):
            return Own(Span(ZERO, None), NOTHING)
        if self._by_itself(clause) or _looks_back(clause):
            return UNKNOWN
        if isinstance(clause, SeatShortfall):
            return Own(Span(-clause.most(self.days), ZERO), NOTHING)
        if _moves(clause):
            return own_figures(self.contract, clause)
        fixed, share = at_stated(self.contract, clause, self.measures)
        return Own(Span(fixed, fixed), Span(share, share))

    def _by_itself(self, clause: Clause) -> bool:
        """Whether it is computed part by part, each with figures and a cap of its own: no bound is known."""
        return clause.for_each is not None or clause.id in self.contract.by_days

    def _cap(self, clause: Clause, cap: Cap) -> Span:
        """What the cap leaves of a month; of months that are paid together, each has its own."""
        if getattr(clause, "paid", "monthly") == "quarterly" and cap.within == "month":
            return Span(ZERO, None if cap.amount is None else 3 * cap.amount)
        return _limit(cap, self) if cap.within == "month" else Span(ZERO, cap.amount)

    def _cap_together(self, clause: CapTogether) -> None:
        """What the lines exceed the limit by is given back; with them it makes a group, which stays within the limit."""
        lines, limit = self.over(clause.on), _limit(clause, self)
        if self._by_itself(clause):
            limit = Span(ZERO, None)
        elif clause.looks_back():
            # Earlier months of the other sign leave more room than the amount.
            one_sided = (lines.low is not None and lines.low >= 0) or (lines.high is not None and lines.high <= 0)
            limit = Span(ZERO, clause.amount if one_sided else None)
        given_back = None if lines.low is None or limit.low is None else max(ZERO, -lines.low - limit.low)
        taken = None if lines.high is None or limit.low is None else -max(ZERO, lines.high - limit.low)
        held = at_least(at_most(lines, limit), limit)
        if clause.grace_months:
            held = held.hull(lines)
        self._together(clause.id, Span(taken, given_back), held, clause.on)
        if None in (taken, given_back):
            self.why[clause.id] = UNCAPPED

    def _single_incident(self, clause: SingleIncident) -> None:
        """All credits but the largest are given back: the lines together are those that are none, and the largest credit."""
        spans = [self.exact[name] for name in clause.on]
        least, most = (_given_back([getattr(span, end) for span in spans]) for end in ("high", "low"))
        lines = self.over(clause.on)
        if self._by_itself(clause):
            own = held = ANYTHING
        else:
            always = clause.incidents is None and not clause.grace_months
            own = Span((least or ZERO) if always else ZERO, most)
            low = _largest([span.low for span in spans]) if always else lines.low
            held = Span(low, _largest([span.high for span in spans]))
        self._together(clause.id, own, held, clause.on)
        if own.high is None:
            self.why[clause.id] = NOT_TOLD if own == ANYTHING else UNCAPPED

    def _together(self, name: str, exact: Span, held: Span, lines: Sequence[str]) -> None:
        """A line that holds others down, and what it comes to with them."""
        self.exact[name], self.spans[name] = exact, self._rounded(name, exact, lines)
        inside = [(names, span) for names, span in self.groups if names <= set(lines)]
        if frozenset().union(*(names for names, _ in inside)) == set(lines):
            off = self.unit + sum((self.off[line] for line in lines), ZERO)
            rest = [group for group in self.groups if group not in inside]
            self.groups = [*rest, (frozenset({*lines, name}), _wider(held, off))]
        else:
            self.groups.append((frozenset({name}), self.spans[name]))

    def _rounded(self, name: str, span: Span, lines: Sequence[str]) -> Span:
        """What the line shows: rounded by itself, or together with the lines it builds on, of which each was rounded."""
        if not lines:
            self.off[name] = self.unit
            return Span(*(None if end is None else self.rounded(end) for end in (span.low, span.high)))
        self.off[name] = self.unit + sum((self.off[line] for line in lines), ZERO)
        if all(self.spans[line].constant for line in lines):
            whole, shown = self.over(lines), total(self.spans[line] for line in lines)
            ends = [span.plus(whole).low, span.plus(whole).high]
            return Span(*(None if end is None else self.rounded(end) for end in ends)).plus(shown.negated())
        return _wider(span, self.off[name])


def _one_sided(span: Span, sign: int) -> Span:
    """Of a bonus nothing below zero, of a credit nothing above it."""
    low, high = span.low or ZERO, span.high or ZERO
    if sign > 0:
        return Span(max(ZERO, low), None if span.high is None else max(ZERO, high))
    return Span(None if span.low is None else min(ZERO, low), min(ZERO, high))


def _wider(span: Span, off: Fraction) -> Span:
    return Span(None if span.low is None else span.low - off, None if span.high is None else span.high + off)


def _given_back(lines: Sequence[Fraction | None]) -> Fraction | None:
    """All credits but the largest, where None is a credit without a bound."""
    credits = [-line for line in lines if line is not None and line < 0]
    without = lines.count(None)
    if without > 1:
        return None
    return sum(credits, ZERO) if without else sum(credits, ZERO) - max(credits, default=ZERO)


def _largest(lines: Sequence[Fraction | None]) -> Fraction | None:
    """The lines that are no credits, and the largest credit."""
    known = [line for line in lines if line is not None]
    if len(known) < len(lines):
        return None
    return sum((line for line in known if line > 0), ZERO) + min([ZERO, *known])


def _signed(span: Span, sign: int) -> Span:
    return span if sign > 0 else span.negated()


def _limit(limit: Cap | Floor | Minimum, stated: _Stated) -> Span:
    """The span of an ``amount``, a ``percent`` of lines, or the lower of both; never below zero."""
    amount = Span(limit.amount, limit.amount) if limit.amount is not None else ANYTHING
    share = ANYTHING
    if limit.percent is not None:
        share = Span(limit.percent, limit.percent).times(stated.over(limit.of or ()))
    if limit.amount is None or limit.percent is None:
        found = share if limit.amount is None else amount
    else:
        found = at_most(share, amount)
    return Span(max(ZERO, found.low or ZERO), None if found.high is None else max(ZERO, found.high))


def _looks_back(clause: Clause) -> bool:
    """Whether more of it than its cap depends on earlier months."""
    uncapped = clause.model_copy(update={"cap": None}) if "cap" in type(clause).model_fields else clause
    return uncapped.looks_back()


def _moves(clause: Clause) -> bool:
    """Whether KPIs, events, people who are absent or earlier months move it."""
    if isinstance(clause, SeatShortfall) or clause.looks_back():
        return True
    return any(
        one.kind == "kpi" or (one.kind == "quantity" and isinstance(clause, EVENTS_MOVE)) for one in clause.references()
    )


def _depends(clause: Clause, moving: Sequence[str], contract: Contract) -> bool:
    """Whether it moves, or takes its amount from a line that does."""
    by_id = {one.id: one for one in contract.adjustments}
    lines = [by_id[one.name] for one in clause.references() if one.kind == "line" and one.name in by_id]
    return clause.id in moving or any(_depends(line, moving, contract) for line in lines)
