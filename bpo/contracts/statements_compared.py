"""Two statements side by side: lines with what they bill, quantities and KPIs that differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.billed import billed_quantity
from bpo.contracts.statement import Charge, KpiVerdict, Statement
from bpo.core.units import MONEY_UNIT


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line in both, None where it is not there; ``quantity_before`` and ``quantity_after`` where one number says what it bills."""

    line: str
    before: Decimal | None
    after: Decimal | None
    quantity_before: Fraction | None = None
    quantity_after: Fraction | None = None


@dataclass(frozen=True, slots=True)
class FigurePair:
    """A quantity, by its id, in both; None where it is not there."""

    quantity: str
    before: Fraction | None
    after: Fraction | None
    unit: str


@dataclass(frozen=True, slots=True)
class KpiPair:
    """A KPI in both: the value that it was judged by, and whether it met its target."""

    kpi: str
    before: Fraction | None
    after: Fraction | None
    met_before: bool | None
    met_after: bool | None
    unit: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs between two statements, and the sums of both."""

    lines: tuple[LinePair, ...]
    sums: tuple[LinePair, ...]
    quantities: tuple[FigurePair, ...]
    kpis: tuple[KpiPair, ...]


SUMS = ("net", "tax", "total", "payable")


def compared(old: Statement, new: Statement) -> Compared:
    """Every line of either, with net, tax, total and what is payable; of quantities and KPIs those that differ."""
    charges = (_charges(old), _charges(new))
    lines = [
        _line(name, old, charges[0].get(name), new, charges[1].get(name)) for name in _names(charges[1], charges[0])
    ]
    return Compared(
        tuple(lines),
        tuple(LinePair(name, getattr(old, name), getattr(new, name)) for name in SUMS),
        tuple(one for one in quantity_pairs(old, new) if one.before != one.after),
        tuple(one for one in kpi_pairs(old, new) if (one.before, one.met_before) != (one.after, one.met_after)),
    )


def quantity_pairs(old: Statement, new: Statement) -> tuple[FigurePair, ...]:
    """Every quantity of either, those of the new one first."""
    measures, pairs = (old.measures.quantities, new.measures.quantities), []
    for name in _names(measures[1], measures[0]):
        counts = [of.get(name) for of in measures]
        totals = [None if one is None else one.total for one in counts]
        unit = next((one.unit for one in reversed(counts) if one is not None), "")
        pairs.append(FigurePair(name, totals[0], totals[1], unit))
    return tuple(pairs)


def kpi_pairs(old: Statement, new: Statement) -> tuple[KpiPair, ...]:
    """Every KPI of either, those of the new one first."""
    names = _names(new.verdicts, old.verdicts)
    return tuple(_kpi(name, old.verdicts.get(name), new.verdicts.get(name)) for name in names)


def _names(*figures: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for of in figures for name in of))


def _charges(statement: Statement) -> dict[str, Charge]:
    return {line.clause: line for line in (*statement.charges, *statement.deductions)}


def _line(name: str, old: Statement, before: Charge | None, new: Statement, after: Charge | None) -> LinePair:
    billed = [
        None if line is None else billed_quantity(line, of.measures) for of, line in ((old, before), (new, after))
    ]
    amounts = [None if line is None else line.amount for line in (before, after)]
    quantities = [None if one is None or one[1] == MONEY_UNIT else one[0] for one in billed]
    return LinePair(name, amounts[0], amounts[1], quantities[0], quantities[1])


def _kpi(name: str, before: KpiVerdict | None, after: KpiVerdict | None) -> KpiPair:
    both = [(None, None) if one is None else (one.judged, one.met) for one in (before, after)]
    unit = next((one.result.unit for one in (after, before) if one is not None), "")
    return KpiPair(name, both[0][0], both[1][0], both[0][1], both[1][1], unit)
