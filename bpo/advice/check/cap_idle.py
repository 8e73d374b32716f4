"""A cap that can never be reached: it lies above all that the lines it holds down could ever come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.advice.check.asked import Advice, Asked
from bpo.advice.check.order import about
from bpo.advice.exposure.figures import own_figures
from bpo.contracts.adjustments.at_risk_pool import AtRiskPool
from bpo.contracts.adjustments.cap import CapTogether
from bpo.contracts.adjustments.consequence import Consequence
from bpo.contracts.adjustments.limits import Cap
from bpo.contracts.adjustments.service_points import ServicePoints
from bpo.contracts.clause import Clause, Loc
from bpo.contracts.header.accepts import Check
from bpo.contracts.terms.fixed import Fixed
from bpo.contracts.terms.term import Term
from bpo.core.words import Pct, Words

NAME = Check.CAP_IDLE
ABOVE = Words(
    "check-cap-idle",
    en="'{clause}': this cap can never be reached: it is {cap}, and what it caps comes to {most} at most",
    zh="条款 '{clause}'：该封顶不可能达到：封顶 {cap}，而受限金额最多为 {most}",
)
MONTHS = {"month": 1, "quarter": 3, "contract_year": 12, "rolling_12_months": 12}


@dataclass(frozen=True, slots=True)
class Most:
    """A line is never more than ``fixed + share × of`` in a month."""

    fixed: Fraction
    share: Fraction = Fraction(0)
    of: frozenset[str] = frozenset()


def cap_idle(asked: Asked) -> Iterator[Advice]:
    for at, clause in asked.clauses():
        if isinstance(clause, CapTogether):
            lines = [_bounds(asked, one) for _, one in asked.clauses() if one.id in clause.on]
            yield from _told(asked, at, clause, clause, lines)
        elif isinstance(clause, (Consequence, ServicePoints)) and clause.cap is not None:
            yield from _told(asked, (*at, "cap"), clause, clause.cap, [_own(asked, clause)])


def _told(asked: Asked, at: Loc, clause: Clause, cap: Cap, lines: Sequence[list[Most]]) -> Iterator[Advice]:
    """Advice where neither the amount nor the share of a cap can be reached by the lines, of which each has several bounds."""
    if clause.for_each is not None:
        return
    found: list[tuple[Fraction | Pct, Fraction | Pct]] = []
    if cap.amount is not None:
        sums = [min((one.fixed for one in bounds if not one.share), default=None) for bounds in lines]
        if None in sums:
            return
        most = sum((one for one in sums if one is not None), Fraction(0)) * MONTHS[cap.within]
        if most >= cap.amount:
            return
        found.append((cap.amount, most))
    if cap.percent is not None:
        of = set(cap.of or ())
        shares = [
            min((one.share for one in bounds if not one.fixed and one.of <= of), default=None) for bounds in lines
        ]
        if None in shares:
            return
        most = sum((one for one in shares if one is not None), Fraction(0))
        if most >= cap.percent:
            return
        found.append((Pct(cap.percent), Pct(most)))
    limit, most_said = found[0]
    yield asked.advice(NAME, ABOVE, at, clause.id, clause=clause.id, cap=limit, most=most_said)


def _bounds(asked: Asked, line: Clause) -> list[Most]:
    """What a line is at most, in every way that can be said; nothing if it has no bound."""
    if line.for_each is not None:
        return []
    if isinstance(line, Term):
        fixed = [line.amount] if isinstance(line, Fixed) else []
        return [Most(one) for one in [*fixed, *([line.maximum.amount] if line.maximum is not None else [])]]
    found = _own(asked, line)
    cap = getattr(line, "cap", None)
    if isinstance(cap, Cap):
        found += [Most(cap.amount)] if cap.amount is not None else []
        found += [Most(Fraction(0), cap.percent, frozenset(cap.of or ()))] if cap.percent is not None else []
    return found


def _own(asked: Asked, clause: Clause) -> list[Most]:
    """What a consequence is at most by itself, without its cap, over all values of its KPIs and events."""
    judged_monthly = isinstance(clause, (ServicePoints, AtRiskPool)) or (
        isinstance(clause, Consequence) and clause.every == "month" and clause.paid == "monthly"
    )
    floor = getattr(clause, "floor", None)
    if not judged_monthly or floor is not None or getattr(clause, "repeat_factors", None) is not None:
        return []
    own = own_figures(asked.contract, clause)
    gains = getattr(clause, "sign", -1) > 0
    fixed = own.fixed.high if gains else own.fixed.negated().high
    share = own.share.high if gains else own.share.negated().high
    if fixed is None or share is None:
        return []
    return [Most(max(Fraction(0), fixed), max(Fraction(0), share), frozenset(about(clause)))]
