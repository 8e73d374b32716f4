"""A cap that can never be reached: it lies above all that the lines it holds down could ever come to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.limits import Cap
from bpo.contracts.blocks.windows import months_in
from bpo.contracts.clause import Clause, Loc
from bpo.contracts.terms.term import Term
from bpo.core.words import Pct, Words

ABOVE = Words(
    "check-cap-idle",
    en="'{clause}': this cap can never be reached: it is {cap}, and what it caps comes to {most} at most",
    zh="条款 '{clause}'：该封顶不可能达到：封顶 {cap}，而受限金额最多为 {most}",
)


@dataclass(frozen=True, slots=True)
class Most:
    """A line is never more than ``fixed + share × of`` in a month."""

    fixed: Fraction
    share: Fraction = Fraction(0)
    of: frozenset[str] = frozenset()


def cap_idle(asked: Asked) -> Iterator[Advice]:
    clauses: list[Term | Adjustment] = [*(term for _, term in asked.terms()), *(one for _, one in asked.adjustments())]
    for at, clause in asked.adjustments():
        for one in clause.caps():
            lines = [
                _own(asked, clause) if line is clause else _bounds(asked, line)
                for line in clauses
                if line.id in one.lines
            ]
            yield from _told(asked, (*at, *one.at), clause, one.cap, lines)


def _told(asked: Asked, at: Loc, clause: Clause, cap: Cap, lines: Sequence[list[Most]]) -> Iterator[Advice]:
    """Advice where neither the amount nor the share of a cap can be reached by the lines, of which each has several bounds."""
    if clause.for_each is not None:
        return
    of = set(cap.of or ())
    fixed = [[one.fixed for one in bounds if not one.share] for bounds in lines]
    shares = [[one.share for one in bounds if not one.fixed and one.of <= of] for bounds in lines]
    found: list[tuple[Fraction | Pct, Fraction | Pct]] = []
    if cap.amount is not None:
        months = months_in(asked.contract.cycle, cap.within)
        most = None if months is None else _most(fixed, months)
        if most is None or most >= cap.amount:
            return
        found.append((cap.amount, most))
    if cap.percent is not None:
        most = _most(shares)
        if most is None or most >= cap.percent:
            return
        found.append((Pct(cap.percent), Pct(most)))
    limit, most_said = found[0]
    yield asked.advice(ABOVE, at, clause.id, cap=limit, most=most_said)


def _most(lines: Sequence[Sequence[Fraction]], months: int = 1) -> Fraction | None:
    """What all lines come to at most, each by its lowest bound; None if one has no bound."""
    return sum(map(min, lines), Fraction(0)) * months if all(lines) else None


def _bounds(asked: Asked, line: Term | Adjustment) -> list[Most]:
    """What a line is at most, in every way that can be said; nothing if it has no bound."""
    if line.for_each is not None:
        return []
    if isinstance(line, Term):
        return [Most(one) for one in line.at_most]
    found = _own(asked, line)
    if line.own_cap is not None:
        cap = line.own_cap
        found += [Most(cap.amount)] if cap.amount is not None else []
        found += [Most(Fraction(0), cap.percent, frozenset(cap.of or ()))] if cap.percent is not None else []
    return found


def _own(asked: Asked, clause: Adjustment) -> list[Most]:
    """What a consequence is at most by itself, without its cap, over all values of its KPIs and events."""
    if not clause.is_by_month:
        return []
    own = asked.own_figures(clause)
    gains = clause.sign > 0
    fixed = own.fixed.high if gains else own.fixed.negated().high
    share = own.share.high if gains else own.share.negated().high
    if fixed is None or share is None:
        return []
    return [Most(max(Fraction(0), fixed), max(Fraction(0), share), frozenset(clause.about()))]
