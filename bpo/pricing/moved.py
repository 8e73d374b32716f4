"""Why a month comes to another amount than the one before: each line's difference in parts that add up to it.

The way from one statement to the other is gone in steps, each of which is priced: the earlier month by the later contract, the later
month's quantities at the earlier KPIs, at its own KPIs, and last what it brings of other months. A part is the difference of two of these.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from bpo.contracts.clause import Clause
from bpo.contracts.model import Contract
from bpo.contracts.statement import Charge, Statement
from bpo.core.errors import BpoError
from bpo.core.measures import Measures, Quantity
from bpo.core.periods import Period
from bpo.core.vocabulary import TAX
from bpo.core.words import Text
from bpo.pricing.in_force import in_force
from bpo.pricing.price import price

Cause = Literal["rate", "volume", "period", "kpi", "correction", "new", "ended", "together"]
"""``rate``: prices and terms; ``volume``: quantities, and lines that a share is taken of; ``period``: the days of the month and the months
before it, of a line that bills as much; ``kpi``: KPIs judged otherwise; ``correction``: what is brought of other months, and what is
disputed; ``new`` and ``ended``: a line that only one of the statements has; ``together``: what could not be told apart."""
CAUSES: tuple[Cause, ...] = get_args(Cause)
TAX_LINE = "tax"


@dataclass(frozen=True, slots=True)
class Known:
    """A statement with what it was priced from: the contract as it was, and the months before it."""

    contract: Contract
    statement: Statement
    history: Sequence[Statement] = ()


@dataclass(frozen=True, slots=True)
class LineMoved:
    """A line in both statements, None where it is not there, and the parts of its difference; parts of 0 are left out."""

    clause: str
    label: Text
    before: Decimal | None
    now: Decimal | None
    parts: Mapping[Cause, Decimal]

    @property
    def difference(self) -> Decimal:
        return (self.now or Decimal(0)) - (self.before or Decimal(0))

    def __post_init__(self) -> None:
        assert sum(self.parts.values(), Decimal(0)) == self.difference, f"{self.clause}: the parts do not add up"


@dataclass(frozen=True, slots=True)
class Moved:
    """All lines, deductions, and the tax where it is charged on top; ``before`` and ``now`` are what is to be paid."""

    lines: tuple[LineMoved, ...]
    before: Decimal
    now: Decimal

    @property
    def difference(self) -> Decimal:
        return self.now - self.before

    @property
    def parts(self) -> dict[Cause, Decimal]:
        """The difference of what is to be paid, by cause."""
        sums = {cause: sum((line.parts.get(cause, Decimal(0)) for line in self.lines), Decimal(0)) for cause in CAUSES}
        return {cause: amount for cause, amount in sums.items() if amount}

    def __post_init__(self) -> None:
        assert sum((line.difference for line in self.lines), Decimal(0)) == self.difference, "the lines do not add up"


def moved(before: Known, now: Known) -> Moved | None:
    """Why ``now`` is to be paid with another amount than ``before``; None if they are in different currencies."""
    was, is_now = before.statement, now.statement
    if was.currency != is_now.currency:
        return None
    stages = _stages(before, now)
    read = _read_by(in_force(now.contract, is_now.period))
    clauses = {one.id for known in (before, now) for one in in_force(known.contract, known.statement.period).clauses}
    old, new = _charges(was), _charges(is_now)
    lines = []
    for name in dict.fromkeys([*new, *old]):
        both = [of.get(name) for of in (old, new)]
        known = [one for one in both if one is not None]
        amounts = [one.amount if one is not None else None for one in both]
        if len(known) == 2:
            as_much = _bills_as_much(was, is_now, read, name)
            parts = _parts([(cause, _amount(stage, name)) for cause, stage in stages], as_much)
        else:
            alone: Cause = "correction" if name not in clauses else "ended" if name in old else "new"
            parts = {alone: (amounts[1] or Decimal(0)) - (amounts[0] or Decimal(0))}
        lines.append(LineMoved(name, known[-1].label, amounts[0], amounts[1], parts))
    taxes = [(cause, None if stage is None else _tax(stage)) for cause, stage in stages]
    if any(_tax(one) for one in (was, is_now)):
        lines.append(LineMoved(TAX_LINE, TAX, _tax(was), _tax(is_now), _parts(taxes, as_much=False)))
    return Moved(tuple(lines), was.payable, is_now.payable)


def _stages(before: Known, now: Known) -> list[tuple[Cause, Statement | None]]:
    """The way from one statement to the other: each as it is priced, None where it cannot be, with the cause of what it changes."""
    first, last = before.statement, now.statement
    plain, figures = first.measures.counted, last.measures.counted
    wording = _at_its_end(now)
    at_earlier_kpis = _with_kpis_of(figures, plain)
    without = last if figures == last.measures else _priced(now.contract, figures, now.history)
    same_kpis = at_earlier_kpis == figures
    alone = first if plain == first.measures else _priced(before.contract, plain, before.history)
    same_terms = _at_its_end(before) == wording
    return [
        ("correction", first),
        ("correction", alone),
        ("rate", alone if same_terms else _priced(wording, plain, before.history)),
        ("volume", without if same_kpis else _priced(now.contract, at_earlier_kpis, now.history)),
        ("kpi", without),
        ("correction", last),
    ]


def _at_its_end(known: Known) -> Contract:
    """The wording that holds on the last day of a statement's period."""
    days = known.statement.period
    return in_force(known.contract, Period(days.end, days.end, days.name))


def _with_kpis_of(figures: Measures, other: Measures) -> Measures:
    """A month's figures with the KPIs of another month."""
    kpis = {name: other.kpis.get(name, result) for name, result in figures.kpis.items()}
    sides = {name: one for name, one in figures.sides.items() if not one.of_kpi}
    sides |= {name: one for name, one in other.sides.items() if one.of_kpi and name in kpis}
    return replace(figures, kpis=kpis, sides=sides)


def _priced(contract: Contract, measures: Measures, history: Sequence[Statement]) -> Statement | None:
    try:
        return price(contract, measures, history)
    except BpoError:  # figures of one month need not fit the terms of the other
        return None


def _parts(stages: Sequence[tuple[Cause, Decimal | None]], as_much: bool) -> dict[Cause, Decimal]:
    """The difference between each two amounts that are known, by cause; by several at once it cannot be told which."""
    found: dict[Cause, Decimal] = {}
    last, causes = Decimal(0), list[Cause]()
    for n, (cause, amount) in enumerate(stages):
        causes.append(cause)
        if amount is None:
            continue
        if n:
            which: Cause = causes[0] if len(causes) == 1 else "together"
            if which == "volume" and as_much:
                which = "period"
            found[which] = found.get(which, Decimal(0)) + amount - last
        last, causes = amount, []
    return {cause: amount for cause, amount in found.items() if amount}


def _charges(statement: Statement) -> dict[str, Charge]:
    return {line.clause: line for line in (*statement.charges, *statement.deductions)}


def _amount(statement: Statement | None, clause: str) -> Decimal | None:
    line = None if statement is None else _charges(statement).get(clause)
    return None if line is None else line.amount


def _tax(statement: Statement) -> Decimal:
    """What is added to the lines; nothing where they hold their tax."""
    return Decimal(0) if statement.prices_include_tax else statement.tax


def _bills_as_much(was: Statement, is_now: Statement, terms: Mapping[str, Set[str]], clause: str) -> bool:
    """Whether a term reads no quantity, or the same of each in both months."""
    read = terms.get(clause)
    if read is None:
        return False
    old, new = was.measures.quantities, is_now.measures.quantities
    return all(_total(old.get(name)) == _total(new.get(name)) for name in read)


def _total(quantity: Quantity | None) -> Fraction | None:
    return None if quantity is None else quantity.total


def _read_by(contract: Contract) -> Mapping[str, Set[str]]:
    """The quantities that each term reads, by the terms' names; what takes its share of lines is not among them."""
    found = {}
    for term in contract.terms:
        kinds = {reference.kind for reference in term.references()}
        if "line" not in kinds:
            found[term.id] = {term.id, *(need.id for need in contract.needs_of(term)), *_named(term)}
    return found


def _named(term: Clause) -> Set[str]:
    return {reference.name for reference in term.references() if reference.kind == "quantity"}
