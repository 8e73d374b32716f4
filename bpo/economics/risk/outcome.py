"""What one draw comes to: a bid projected and priced as ``bpo quote`` does it, told in a few numbers a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.blocks.bands import Band
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.money import to_places
from bpo.core.words import Text
from bpo.economics.margin.exact import exact_lines
from bpo.economics.risk.sampling import MILLIONTHS, Draw
from bpo.economics.scenario.figure_sources import kpis_of_versions, versions_of
from bpo.economics.scenario.projection import ProjectedMonth, Projection, project
from bpo.economics.scenario.scenario import Bid

NOT_JUDGED, MISSED, MET = -1, 0, 1


SUMS = ("revenue", "cost", "received", "paid")


@dataclass(frozen=True)
class Asked:
    """What is told of every month besides revenue and cost: the amount of each adjustment, whether each KPI with a target met it, and
    which of its bands each adjustment with bands was at."""

    clauses: tuple[str, ...]
    kinds: tuple[str, ...]
    labels: tuple[Text, ...]
    kpis: tuple[str, ...]
    kpi_labels: tuple[Text, ...]
    banded: tuple[str, ...]
    bands: tuple[tuple[Band, ...], ...]
    judged: tuple[str | None, ...]
    """The KPI by which each of those is at a band; None where a scorecard says it."""


def asked_of(contract: Contract) -> Asked:
    """What there is to tell of a contract, in all its versions."""
    adjustments = {one.id: one for version in versions_of(contract) for one in version.adjustments}
    banded = {id: tuple(bands) for id, one in adjustments.items() if (bands := getattr(one, "bands", None))}
    kpis = {name: kpi for name, kpi in kpis_of_versions(contract).items() if kpi.target is not None}
    labels = contract.labels()
    return Asked(
        tuple(adjustments), tuple(one.kind for one in adjustments.values()),
        tuple(labels.get(id, Text.of(id)) for id in adjustments), tuple(kpis),
        tuple(labels.get(id, Text.of(id)) for id in kpis), tuple(banded), tuple(banded.values()),
        tuple(getattr(adjustments[id], "kpi", None) for id in banded),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Month:
    """Money in millionths, so that sums are exact whatever their order. ``revenue`` and ``cost`` are those of the quote, without tax;
    ``received`` and ``paid`` are with tax, what the client will pay for the month, and what is paid at its end."""

    revenue: int
    cost: int
    received: int
    paid: int
    clauses: tuple[int, ...]
    kpis: tuple[int, ...]
    bands: tuple[int, ...]
    """The number of the band from 0, −1 where it was at none."""


@dataclass(frozen=True, slots=True)
class Told:
    """The same before it is counted in millionths."""

    revenue: Fraction
    cost: Fraction
    received: Fraction
    paid: Fraction
    clauses: tuple[Fraction, ...]
    kpis: tuple[int, ...]
    bands: tuple[int, ...]


def evaluate(bid: Bid, asked: Asked, draw: Draw) -> list[Month]:
    """A draw month by month.

    Raises:
        BpoError: if a drawn figure cannot be.
    """
    return months_of(project(bid, draw.changes, draw.by_month), asked)


def months_of(projection: Projection, asked: Asked) -> list[Month]:
    """The months of a projection in these numbers."""
    found = (told_of(one, projection.contract, asked) for one in projection.months)
    return [
        Month(
            in_millionths(one.revenue),
            in_millionths(one.cost),
            in_millionths(one.received),
            in_millionths(one.paid),
            tuple(map(in_millionths, one.clauses)),
            one.kpis,
            one.bands,
        )
        for one in found
    ]


def told_of(one: ProjectedMonth, contract: Contract, asked: Asked) -> Told:
    """What a projected month says."""
    statement = one.statement
    exact = exact_lines(contract, statement)
    verdicts = [statement.verdicts.get(kpi) for kpi in asked.kpis]
    vat = one.drivers["vat"]
    return Told(
        one.revenue,
        one.cost,
        one.revenue + vat,
        one.spent.paid + one.spent.input_tax + one.spent.tax_due(vat),
        tuple(exact.get(clause, Fraction(0)) for clause in asked.clauses),
        tuple(NOT_JUDGED if found is None or found.met is None else int(found.met) for found in verdicts),
        tuple(_band(statement, *of) for of in zip(asked.banded, asked.bands, asked.judged, strict=True)),
    )


def in_millionths(amount: Fraction) -> int:
    return int(to_places(amount * MILLIONTHS, 0))


def _band(statement: Statement, id: str, bands: Sequence[Band], kpi: str | None) -> int:
    """The band that an adjustment was at: that of its KPI's judged value, or of a scorecard that of the factor that its line says."""
    if kpi is not None:
        verdict = statement.verdicts.get(kpi)
        if verdict is None or verdict.judged is None:
            return -1
        return next(n for n, band in enumerate(bands) if band.holds(verdict.judged))
    steps = (step for one in (*statement.charges, *statement.deductions) if one.clause == id for step in one.steps)
    factor = next((step.values["factor"] for step in steps if "factor" in step.values), None)
    return next((n for n, band in enumerate(bands) if factor is not None and band.factor == factor), -1)  # type: ignore[attr-defined]
