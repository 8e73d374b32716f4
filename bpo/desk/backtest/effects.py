"""What KPIs and limits did to a contract over the months: read from its statements, nothing is computed again."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.statement import Charge, KpiVerdict, Statement
from bpo.core.periods import Period
from bpo.core.words import Text
from bpo.desk.backtest.months import Tested
from bpo.pricing.in_force import in_force
from bpo.pricing.limits import is_limit
from bpo.report import model as m


@dataclass(frozen=True, slots=True)
class Moved:
    """A line that reads KPIs: what it took and added over the months, and in how many it did either."""

    kpis: tuple[Text, ...]
    line: Text
    months: int
    credits: Fraction
    bonuses: Fraction


@dataclass(frozen=True, slots=True)
class Bit:
    """A cap, minimum or ceiling that moved a line in a month, and by how much."""

    period: Period
    line: Text
    what: Text
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Judged:
    """A KPI over the months: how often it was met, and its worst value with the month that had it. What nobody measured is neither
    met nor missed, whatever the contract puts in its place."""

    label: Text
    last: KpiVerdict
    met: int
    missed: int
    not_judged: int
    worst: Fraction | None
    worst_in: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Of all months that were priced; ``fees`` + ``credits`` + ``bonuses`` + ``other`` are all lines."""

    months: int
    fees: Fraction
    credits: Fraction
    bonuses: Fraction
    other: Fraction
    total: Fraction
    payable: Fraction


def lines_of(statement: Statement) -> tuple[Charge, ...]:
    """All lines, also those that stand after the total."""
    return (*statement.charges, *statement.deductions)


def sums_of(tested: Tested) -> Sums:
    parts = {"fees": Fraction(0), "credits": Fraction(0), "bonuses": Fraction(0), "other": Fraction(0)}
    terms = set(tested.side.contract.term_ids())
    for statement in tested.statements:
        reading = _kpis_of_lines(tested, statement)
        for charge in lines_of(statement):
            amount = Fraction(charge.amount)
            of_kpi = "credits" if amount < 0 else "bonuses"
            name = "fees" if charge.clause in terms else of_kpi if charge.clause in reading else "other"
            parts[name] += amount
    total = sum((Fraction(one.total) for one in tested.statements), Fraction(0))
    payable = sum((Fraction(one.payable) for one in tested.statements), Fraction(0))
    return Sums(
        len(tested.statements), parts["fees"], parts["credits"], parts["bonuses"], parts["other"], total, payable
    )


def _kpis_of_lines(tested: Tested, statement: Statement) -> dict[str, tuple[str, ...]]:
    """The KPIs that each adjustment reads, by its id."""
    contract = in_force(tested.side.contract, statement.period)
    found = {
        one.id: tuple(dict.fromkeys(to.name for to in one.references() if to.kind == "kpi"))
        for one in contract.adjustments
    }
    return {name: kpis for name, kpis in found.items() if kpis}


def moved(tested: Tested) -> list[Moved]:
    """What followed from KPIs, line by line. A line that reads several is of all of them: what each took of it nobody agreed."""
    kpis: dict[str, tuple[Text, ...]] = {}
    amounts: dict[str, list[Fraction]] = {}
    labels: dict[str, Text] = {}
    for statement in tested.statements:
        names = in_force(tested.side.contract, statement.period).labels()
        reading = _kpis_of_lines(tested, statement)
        for charge in lines_of(statement):
            if charge.clause in reading:
                kpis[charge.clause] = tuple(names.get(kpi, Text.of(kpi)) for kpi in reading[charge.clause])
                labels[charge.clause] = charge.label
                amounts.setdefault(charge.clause, []).append(Fraction(charge.amount))
    return [
        Moved(kpis[name], labels[name], sum(1 for one in found if one), _below(found), sum(found, Fraction(0)) - _below(found))
        for name, found in amounts.items()
    ]  # fmt: skip


def _below(amounts: list[Fraction]) -> Fraction:
    return sum((one for one in amounts if one < 0), Fraction(0))


def bit(tested: Tested) -> Iterator[Bit]:
    """Every step of a line that held it up or down."""
    for statement in tested.statements:
        for charge in lines_of(statement):
            for step in charge.steps:
                if is_limit(charge, step) and step.amount:
                    yield Bit(statement.period, charge.label, m.told(step.said), step.amount)


def judged(tested: Tested) -> list[Judged]:
    """The KPIs by the names under which they were judged, in their order."""
    found: dict[str, list[tuple[str, KpiVerdict]]] = {}
    for statement in tested.statements:
        for name, verdict in statement.verdicts.items():
            found.setdefault(name, []).append((statement.period.name, verdict))
    return [_judged(verdicts) for verdicts in found.values()]


def _judged(verdicts: list[tuple[str, KpiVerdict]]) -> Judged:
    last = verdicts[-1][1]
    known = [(one.judged, name) for name, one in verdicts if one.judged is not None and one.result.value is not None]
    pick = max if last.better == "low" else min
    worst, worst_in = pick(known, key=lambda one: one[0]) if known else (None, "")
    measured = [one.met for _, one in verdicts if one.result.value is not None]
    met, missed = measured.count(True), measured.count(False)
    return Judged(last.label, last, met, missed, len(verdicts) - met - missed, worst, worst_in)
