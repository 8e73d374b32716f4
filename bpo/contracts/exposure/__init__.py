"""Exposure: the most that the supplier can lose and gain in a month at stated quantities.

Terms are priced by ``price()`` at the stated quantities. Each adjustment is tried out over all values of its KPIs and events
(:mod:`figures`), and put together with the spans of the lines it is about, its cap and its floor. The sum of the lines' spans is a
bound; it is *reached* if one month in which every KPI is at its worst, or at its best, comes to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bpo.contracts.adjustments.cap import CapTogether
from bpo.contracts.adjustments.consequence import Consequence
from bpo.contracts.adjustments.limits import Cap, Floor
from bpo.contracts.adjustments.minimum import Minimum
from bpo.contracts.adjustments.multiplier import Multiplier
from bpo.contracts.clause import Clause
from bpo.contracts.exposure.figures import UNKNOWN, own_figures
from bpo.contracts.exposure.span import ANYTHING, ZERO, Span, at_least, at_most, total
from bpo.contracts.given import checked
from bpo.contracts.header import Effective
from bpo.contracts.model import Contract
from bpo.contracts.price import price
from bpo.contracts.probe import span_of
from bpo.errors import BpoError
from bpo.kpi import Kpi
from bpo.measures import KpiResult, Measures, Quantity
from bpo.words import Text, Words

LOOKS_BACK = Words("exposure-looks-back", en="depends on earlier months", zh="取决于以往月份")
UNCAPPED = Words("exposure-uncapped", en="has no cap", zh="没有封顶")
NOT_TOLD = Words("exposure-not-told", en="cannot be told from KPIs and events alone", zh="无法仅由指标与事件得出")


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
    stated = _Stated(contract, measures)
    for clause in contract.adjustments:
        stated.add(clause)
    fee = total(stated.spans[term.id] for term in contract.terms)
    assert fee.low is not None and fee.constant, "terms are priced at the stated quantities"
    labels = contract.labels()
    lines = tuple(Line(name, labels[name], span, stated.why.get(name)) for name, span in stated.spans.items())
    whole = stated.whole()
    slack = stated.unit * len(lines)  # rounded lines may come nearer to a bound than one of their sums
    corners = [_corner(contract, measures, best) for best in (False, True)]
    least, most = (
        corner is not None and end is not None and abs(end - corner) <= slack
        for corner, end in zip(corners, (whole.low, whole.high), strict=True)
    )
    return Exposure(measures.period, lines, fee.low, whole, (least, most))


class _Stated:
    """The lines so far, each with its span, and those that a cap holds together."""

    def __init__(self, contract: Contract, measures: Measures) -> None:
        self.contract = contract
        self.unit = Fraction(contract.money.units(1))
        self.exact: dict[str, Span] = {}
        self.spans: dict[str, Span] = {}
        self.why: dict[str, Words] = {}
        self.groups: list[tuple[frozenset[str], Span]] = []
        moving = [one.id for one in contract.adjustments if _moves(one, contract)]
        steady = [one for one in contract.adjustments if not _depends(one, moving, contract)]
        figures = checked(contract, measures)
        statement = price(_first_month(contract, figures, steady), replace(figures, kpis={}))
        for charge in (*statement.charges, *statement.deductions):
            if charge.clause in {clause.id for clause in contract.clauses}:
                shown = Fraction(charge.amount)
                self._put(charge.clause, Span(charge.exact, charge.exact), Span(shown, shown))

    def _put(self, name: str, exact: Span, shown: Span) -> None:
        self.exact[name], self.spans[name] = exact, shown
        self.groups.append((frozenset({name}), shown))

    def whole(self) -> Span:
        return total(span for _, span in self.groups)

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
            self._put(clause.id, exact, self._rounded(exact, clause.on))
        else:
            exact = self._of(clause)
            self._put(clause.id, exact, self._rounded(exact, clause.on if isinstance(clause, Multiplier) else ()))

    def _of(self, clause: Clause) -> Span:
        sign = int(getattr(clause, "sign", -1))
        cap, floor = getattr(clause, "cap", None), getattr(clause, "floor", None)
        own = UNKNOWN if _looks_back(clause) else own_figures(self.contract, clause)
        lines = [one.name for one in clause.references() if one.kind == "line" and one.at[0] in ("on", "of")]
        span = own.fixed.plus(own.share.times(self.over(lines)))
        if isinstance(clause, Consequence) and clause.by_points and cap is None:
            span = Span(None, span.high) if sign < 0 else Span(span.low, None)
        if isinstance(floor, Floor):
            span = span.with_zero().hull(_signed(Span(ZERO, _limit(floor, self).high), sign))
        if isinstance(cap, Cap):
            limit = _limit(cap, self) if cap.within == "month" else Span(ZERO, cap.amount)
            span = at_most(span, limit) if sign > 0 else at_least(span, limit)
        if getattr(clause, "grace_months", 0):
            span = span.with_zero()
        if None in (span.low, span.high):
            self.why[clause.id] = LOOKS_BACK if _looks_back(clause) else NOT_TOLD if own == UNKNOWN else UNCAPPED
        return span

    def _cap_together(self, clause: CapTogether) -> None:
        """What the lines exceed the limit by is given back; with them it makes a group, which stays within the limit."""
        lines, limit = self.over(clause.on), _limit(clause, self)
        if clause.looks_back():
            limit = Span(ZERO, clause.amount)
        given_back = None if lines.low is None or limit.low is None else max(ZERO, -lines.low - limit.low)
        taken = None if lines.high is None or limit.low is None else -max(ZERO, lines.high - limit.low)
        exact = Span(taken, given_back)
        self.exact[clause.id] = exact
        own = self._rounded(exact, clause.on)
        held = self._rounded(at_least(at_most(lines, limit), limit), clause.on)
        self.spans[clause.id] = own
        if None in (own.low, own.high):
            self.why[clause.id] = UNCAPPED
        inside = [(names, span) for names, span in self.groups if names <= set(clause.on)]
        if frozenset().union(*(names for names, _ in inside)) == set(clause.on):
            rest = [group for group in self.groups if group not in inside]
            self.groups = [*rest, (frozenset({*clause.on, clause.id}), held)]
        else:
            self.groups.append((frozenset({clause.id}), own))

    def _rounded(self, span: Span, lines: Sequence[str]) -> Span:
        """What the line shows: rounded by itself, or together with the lines it builds on, of which each was rounded."""
        if all(self.spans[name].constant for name in lines):
            whole, shown = self.over(lines), total(self.spans[name] for name in lines)
            round_ = self.contract.money.round
            ends = [
                None if end is None else Fraction(round_(end)) for end in (span.plus(whole).low, span.plus(whole).high)
            ]
            return Span(*ends).plus(shown.negated())
        slack = self.unit * (1 + len(lines))
        return Span(None if span.low is None else span.low - slack, None if span.high is None else span.high + slack)


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


def _moves(clause: Clause, contract: Contract) -> bool:
    return clause.looks_back() or any(
        one.kind == "kpi" or (one.kind == "quantity" and isinstance(clause, Consequence)) for one in clause.references()
    )


def _depends(clause: Clause, moving: Sequence[str], contract: Contract) -> bool:
    """Whether it moves, or takes its amount from a line that does."""
    by_id = {one.id: one for one in contract.adjustments}
    lines = [by_id[one.name] for one in clause.references() if one.kind == "line" and one.name in by_id]
    return clause.id in moving or any(_depends(line, moving, contract) for line in lines)


MANY = Fraction(10**9)


def _corner(contract: Contract, measures: Measures, best: bool) -> Fraction | None:
    """What a month comes to in which every KPI is at its best or its worst, with no events or with very many.

    None if such a month cannot be priced: a clause needs more than was stated.
    """
    kpis, quantities = {}, dict(measures.quantities)
    for kpi in contract.kpis:
        low, high = span_of(contract, kpi)
        kpis[kpi.id] = KpiResult(kpi.id, kpi.extreme(low, high, best))
    for clause in contract.adjustments:
        for one in clause.references():
            if one.kind == "quantity" and isinstance(clause, Consequence):
                quantities[one.name] = Quantity(MANY if best == (clause.sign > 0) else ZERO)
    steady = [
        one.model_copy(update={"grace_months": 0}) if "grace_months" in type(one).model_fields else one
        for one in contract.adjustments
    ]
    figures = Measures(measures.period, quantities, kpis)
    try:
        statement = price(_first_month(contract, figures, steady, _without_relief(contract)), figures)
    except BpoError:
        return None
    ids = {clause.id for clause in contract.clauses}
    charges = [charge for charge in (*statement.charges, *statement.deductions) if charge.clause in ids]
    return sum((Fraction(charge.amount) for charge in charges), ZERO)


def _without_relief(contract: Contract) -> list[Kpi]:
    """Relief only softens what is worst, and takes nothing from what is best."""
    return [kpi.model_copy(update={"relief": None}) for kpi in contract.kpis]


def _first_month(
    contract: Contract, measures: Measures, adjustments: Sequence[Clause], kpis: Sequence[Kpi] = ()
) -> Contract:
    """The contract with these adjustments; clauses that look back find no month before this one."""
    update: dict[str, object] = {"adjustments": list(adjustments), "kpis": list(kpis)}
    if any(clause.looks_back() for clause in (*contract.terms, *adjustments)):
        first = contract.cycle.period(measures.period).start
        update["effective"] = Effective.model_validate({"from": max(first, contract.effective.start)})
    return contract.pooled().model_copy(update=update)
