"""Exposure: the most that the supplier can lose and gain in a month at stated quantities.

Terms are priced by ``price()`` at the stated quantities. Each adjustment is tried out over all values of its KPIs and events
(:mod:`figures`), and put together with the spans of the lines it is about, its cap and its floor. The sum of the lines' spans is a
bound; it is *reached* if one month in which every KPI is at its worst, or at its best, comes to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.advice.exposure.clause_span import own_figures
from bpo.advice.exposure.made import at_stated, corner, first_month, quantities_for
from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.limits import Cap, Limit
from bpo.contracts.adjustments.span import ANYTHING, NOTHING, UNKNOWN, ZERO, Own, Span, at_least, at_most, total
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem
from bpo.core.measures import Measures
from bpo.core.words import Text, Words
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.checked import check
from bpo.pricing.passes.effective import effective_days
from bpo.pricing.price import price

LOOKS_BACK = Words("exposure-looks-back", en="depends on earlier months", zh="取决于以往月份")
CHARGES_BACK = Words(
    "exposure-charges-back",
    en="'{clause}' charges back sales of an earlier month at what that month paid, which an exposure does not know: it is of one month "
    "by itself; give '{given}' as 0",
    zh="条款 '{clause}' 按以往月份的实付扣回其成交，而敞口只看一个月本身，不知以往所付；请将 '{given}' 写为 0",
)
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
        BpoError: if a quantity that is billed is not stated, or hangs on what an earlier month paid.
    """
    _of_one_month(contract, measures)
    contract = _at_its_targets(in_force(contract, contract.cycle.period(measures.period)), measures.period)
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


def _of_one_month(contract: Contract, measures: Measures) -> None:
    """Raises BpoError with the quantities that are worth what an earlier month paid for them."""
    named = [(term, name) for term in contract.terms for name in term.of_earlier_months()]
    problems = [
        Problem(CHARGES_BACK, term.where, {"clause": term.id, "given": name})
        for term, name in named
        if name in measures.quantities and measures.quantities[name].total
    ]
    if problems:
        raise BpoError(problems)


def _at_its_targets(contract: Contract, period: str) -> Contract:
    """The contract with the targets of this month, which in a ramp are not the final ones."""
    number = contract.cycle.between(contract.cycle.containing(contract.effective.start).name, period) + 1
    kpis = [kpi.altered(target=kpi.aim.in_month(number), ramp=[]) if kpi.ramp else kpi for kpi in contract.kpis]
    return contract.altered(kpis=kpis) if any(kpi.ramp for kpi in contract.kpis) else contract


class _Stated:
    """The lines so far, each with its span, and those that a cap holds together."""

    def __init__(self, contract: Contract, measures: Measures) -> None:
        self.contract = contract
        self.unit = Fraction(contract.money.units(1))
        self.measures = measures
        self.days = effective_days(contract, contract.cycle.period(measures.period))
        self.exacts: dict[str, Span] = {}
        self.off: dict[str, Fraction] = {}
        """By how much the rounded line may lie off its exact amount."""
        self.spans: dict[str, Span] = {}
        self.why: dict[str, Words] = {}
        self.groups: list[tuple[frozenset[str], Span]] = []
        steady = [one for one in contract.adjustments if not _depends(one, contract)]
        figures = check(contract, measures)
        terms = first_month(contract, figures, steady)
        statement = price(terms, quantities_for(terms, figures))
        for charge in (*statement.charges, *statement.deductions):
            if charge.clause in {clause.id for clause in contract.clauses}:
                shown = Fraction(charge.amount)
                self.off[charge.clause] = max(
                    self.unit, abs(shown - charge.exact)
                )  # more, if rounded in its own currency
                self._put(charge.clause, Span(charge.exact, charge.exact), Span(shown, shown))

    def _put(self, name: str, exact: Span, shown: Span) -> None:
        self.exacts[name], self.spans[name] = exact, shown
        self.off.setdefault(name, self.unit)
        self.groups.append((frozenset({name}), shown))

    def whole(self) -> Span:
        return total(span for _, span in self.groups)

    def rounded(self, amount: Fraction) -> Fraction:
        return Fraction(self.contract.money.round(amount))

    def exact(self, name: str) -> Span:
        return self.exacts[name]

    def over(self, names: Iterable[str]) -> Span:
        """What these lines come to together, before rounding."""
        return total(self.exacts[name] for name in names)

    def add(self, clause: Adjustment) -> None:
        if clause.id in self.spans:
            return
        found = clause.held(self, self._in_parts(clause))
        exact = self._of(clause) if found is None else found.own
        on = clause.about("on")
        if found is None or found.together is None:
            self._put(clause.id, exact, self._rounded(clause.id, exact, on))
            return
        self._together(clause.id, exact, found.together, on)
        if None in (exact.low, exact.high):
            self.why[clause.id] = UNCAPPED if found.is_told else NOT_TOLD

    def _of(self, clause: Adjustment) -> Span:
        own = self._own(clause)
        lines = self.over(clause.about())
        if clause.never_turns:
            lines = lines.not_below_zero()
        span = own.fixed.plus(own.share.times(lines))
        cap, floor, sign = clause.own_cap, clause.own_floor, clause.sign
        if clause.grows_with == "point" and cap is None:
            span = Span(None, span.high) if sign < 0 else Span(span.low, None)
        if clause.never_turns:
            span = _signed(_signed(span, sign).not_below_zero(), sign)
        if floor is not None:
            span = span.with_zero().hull(_signed(Span(ZERO, self.limit(floor).high), sign))
        if cap is not None and cap.carries:  # what came over fills it, whatever this month comes to
            span = span.hull(_signed(Span(ZERO, None), sign))
        if cap is not None and not self._in_parts(clause):
            limit = self._cap(clause, cap)
            span = at_most(span, limit) if sign > 0 else at_least(span, limit)
        if clause.may_be_nothing:
            span = span.with_zero()
        if None in (span.low, span.high):
            self.why[clause.id] = LOOKS_BACK if _looks_back(clause) else NOT_TOLD if own == UNKNOWN else UNCAPPED
        return span

    def _own(self, clause: Adjustment) -> Own:
        """The clause without its cap and floor, by what it depends on."""
        if clause.only_if_terminated and self.contract.terminated is None:
            return Own(NOTHING, NOTHING)
        told = clause.own_span(self.days, self._in_parts(clause))
        if told is not None:
            return told
        if self._in_parts(clause) or _looks_back(clause):
            return UNKNOWN
        if clause.moves:
            return own_figures(self.contract, clause)
        fixed, share = at_stated(self.contract, clause, self.measures)
        return Own(Span(fixed, fixed), Span(share, share))

    def _in_parts(self, clause: Adjustment) -> bool:
        """Whether it is computed part by part, each with figures and a cap of its own: no bound is known."""
        return clause.for_each is not None or clause.id in self.contract.by_days

    def _cap(self, clause: Adjustment, cap: Cap) -> Span:
        """What the cap leaves of a month; of months that are paid together, each has its own."""
        if clause.months_together > 1 and cap.within == "month":
            return Span(ZERO, None if cap.amount is None else clause.months_together * cap.amount)
        return self.limit(cap) if cap.within == "month" else Span(ZERO, cap.amount)

    def limit(self, limit: Limit) -> Span:
        """The span of an ``amount``, a ``percent`` of lines, or the lower of both; never below zero."""
        found = ANYTHING if limit.amount is None else Span(limit.amount, limit.amount)
        if limit.percent is not None:
            share = Span(limit.percent, limit.percent).times(self.over(limit.of or ()))
            found = share if limit.amount is None else at_most(share, found)
        return found.not_below_zero()

    def _together(self, name: str, exact: Span, held: Span, lines: Sequence[str]) -> None:
        """A line that holds others down, and what it comes to with them."""
        self.exacts[name], self.spans[name] = exact, self._rounded(name, exact, lines)
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
            return span.each(self.rounded)
        if span == NOTHING:  # whatever the rounding of its lines left over
            self.off[name] = ZERO
            return span
        self.off[name] = self.unit + sum((self.off[line] for line in lines), ZERO)
        if all(self.spans[line].constant for line in lines):
            whole, shown = self.over(lines), total(self.spans[line] for line in lines)
            together = span.plus(whole).each(self.rounded).plus(shown.negated())
            return together.with_zero() if span.holds(ZERO) else together  # the same for an end
        return _wider(span, self.off[name])


def _wider(span: Span, off: Fraction) -> Span:
    return span.plus(Span(-off, off))


def _signed(span: Span, sign: int) -> Span:
    return span if sign > 0 else span.negated()


def _looks_back(clause: Adjustment) -> bool:
    """Whether more of it than its cap depends on earlier months."""
    return clause.uncapped().looks_back()


def _depends(clause: Adjustment, contract: Contract) -> bool:
    """Whether it moves, or takes its amount from a line that does; by any of its wordings, each of which counts on its days."""
    by_id = {one.id: one for one in contract.adjustments}
    wordings = [one.clause for one in contract.by_days.get(clause.id, ())] or [clause]
    if any(isinstance(one, Adjustment) and one.moves for one in wordings):
        return True
    named = {one.name for wording in wordings for one in wording.references() if one.kind == "line"}
    return any(_depends(by_id[name], contract) for name in named if name in by_id)
