"""What a KPI is planned at month by month, and the margin with each month moved from there."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bpo.core.figure_names import FigureName
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.figure_sources import FigureOf
from bpo.economics.scenario.projection import Projection
from bpo.economics.scenario.scenario import Bid

Move = Callable[[Fraction], Fraction]


def planned(case: Case, kpi: str) -> dict[str, Fraction]:
    """What each month is planned at, of those that have a value."""
    if case.bid is not None:
        figure = case.bid.scenario.measures.kpis.get(kpi)
        found = _figures(figure, kpi, case.at()) if figure is not None else {}
    else:
        results = {month.period.name: month.statement.measures.kpis.get(kpi) for month in case.at().months}
        found = {month: result.value for month, result in results.items() if result is not None}
    return {month: value for month, value in found.items() if value is not None}


def planned_alike(case: Case, kpi: str) -> Fraction | None:
    """The one value that all months are planned at; None if there is none, or months differ."""
    values = set(planned(case, kpi).values())
    return values.pop() if len(values) == 1 else None


def margin_with(case: Case, kpi: str, move: Move) -> Fraction:
    """The margin with a KPI moved in each month from where it is planned, at each of its sites too."""
    if case.bid is None:
        (value,) = planned(case, kpi).values()
        return case.margin({f"kpi.{kpi}": move(value)})
    assert case.of_bid is not None, "whoever made the case of a bid knows how to make it of another"
    return case.of_bid(_moved(case.bid, case.at(), kpi, move)).margin()


def _moved(bid: Bid, plan: Projection, kpi: str, move: Move) -> Bid:
    kpis = dict(bid.scenario.measures.kpis)
    for name, figure in kpis.items():
        if FigureName.of(name).whole == kpi:
            found = _figures(figure, name, plan)
            months: dict[str, Any] = {month: None if value is None else move(value) for month, value in found.items()}
            kpis[name] = FigureOf.model_construct(months=months)  # a month without contacts has no rate: None
    measures = bid.scenario.measures.altered(kpis=kpis)
    return replace(bid, scenario=bid.scenario.altered(measures=measures))


def _figures(figure: FigureOf, name: str, plan: Projection) -> dict[str, Fraction | None]:
    """A figure of each month of the plan, which was priced with it; None for a rate of no contacts."""
    found = {m.period.name: figure.in_month(name, m.period.name, m.drivers, None) for m in plan.months}
    return {month: value for month, value in found.items() if value is None or isinstance(value, Fraction)}
