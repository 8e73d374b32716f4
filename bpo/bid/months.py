"""A bid month by month as rows of figures: staffing, revenue by line, cost by category, margin. Sheet and workbook print the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bpo.bid import headings as b
from bpo.contracts.statement import Charge
from bpo.core.words import Text
from bpo.economics.costs.driver_names import driver_name
from bpo.economics.scenario.projection import ProjectedMonth, Projection

Kind = Literal["count", "money", "percent"]

OF_STREAM = ("offered", "handled", "positions", "service_level", "occupancy")
OF_MONTH = (
    "contacts",
    "positions",
    "seats",
    "heads",
    "paid_hours",
    "night_hours",
    "scheduled_hours",
    "productive_hours",
    "hires",
    "leavers",
    "released",
    "in_training",
    "shortfall",
    "surplus",
)
RATIOS: Mapping[str, Text] = {
    "service_level": Text(zh="服务水平", en="service level"),
    "occupancy": Text(zh="占用率", en="occupancy"),
}
ADDED_UP = (
    "offered",
    "handled",
    "contacts",
    "paid_hours",
    "productive_hours",
    "hires",
    "leavers",
    "released",
    "night_hours",
    "scheduled_hours",
)
"""Drivers whose months make a total; of the others, such as heads, a sum means nothing."""


@dataclass(frozen=True)
class Row:
    """A figure of every month. ``total`` is None where the months do not add up to anything."""

    name: str
    label: Text
    kind: Kind
    values: tuple[Fraction | None, ...]
    total: Fraction | None
    strong: bool = False


@dataclass(frozen=True)
class Months:
    """``revenue`` and ``cost`` add up to the rows of the same names in ``result``."""

    names: tuple[str, ...]
    staffing: tuple[Row, ...]
    revenue: tuple[Row, ...]
    cost: tuple[Row, ...]
    result: tuple[Row, ...]

    def sections(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """The rows by the part that they stand in."""
        return (("staffing", self.staffing), ("revenue", self.revenue), ("cost", self.cost), ("result", self.result))


def months_of(projection: Projection) -> Months:
    """The rows, exact; revenue is without tax and less damages, as the projection has it."""
    months = projection.months
    return Months(
        tuple(month.period.name for month in months),
        tuple(_staffing(projection)),
        tuple(_revenue(months)),
        tuple(_cost(projection)),
        tuple(_result(months)),
    )


def net_of(charge: Charge, month: ProjectedMonth) -> Fraction:
    """What a line earns: its amount without its tax."""
    taxes = dict(zip((one.clause for one in month.statement.charges), month.statement.line_taxes, strict=True))
    return Fraction(charge.amount) - (Fraction(taxes[charge.clause]) if month.statement.prices_include_tax else 0)


def ratio(part: Fraction, whole: Fraction) -> Fraction | None:
    return part / whole if whole else None


def _row(
    name: str, label: Text, kind: Kind, months: Iterable[ProjectedMonth], value: Callable[[ProjectedMonth], Fraction | None],
    adds_up: bool = True,
) -> Row:  # fmt: skip
    values = tuple(value(month) for month in months)
    total = sum((one or Fraction(0) for one in values), Fraction(0)) if adds_up else None
    return Row(name, label, kind, values, total)


def _staffing(projection: Projection) -> Iterable[Row]:
    months = projection.months
    for stream in projection.bid.scenario.streams:
        label = stream.label or Text.of(stream.id)
        for part in OF_STREAM:
            what = RATIOS.get(part) or driver_name(part)
            said = Text(zh=f"{label.zh} {what.zh}", en=f"{label.en}: {what.en}")
            yield from _driven(f"{stream.id}.{part}", said, "percent" if part in RATIOS else "count", months)
    for name in OF_MONTH:
        if name == "released" and not any(month.staffed.team.released for month in months):
            continue
        yield from _driven(name, driver_name(name), "count", months)


def _driven(name: str, label: Text, kind: Kind, months: Sequence[ProjectedMonth]) -> Iterable[Row]:
    """A driver, if the months have it."""
    if any(name in month.drivers for month in months):
        yield _row(name, label, kind, months, _driver(name), name.rpartition(".")[2] in ADDED_UP)


def _driver(name: str) -> Callable[[ProjectedMonth], Fraction | None]:
    return lambda month: month.drivers.get(name)


def _revenue(months: Iterable[ProjectedMonth]) -> Iterable[Row]:
    """A row a line, then damages that are netted from the payment."""
    months = tuple(months)
    labels: dict[str, Text] = {}
    found: list[dict[str, Fraction]] = []
    for month in months:
        earned = {charge.clause: net_of(charge, month) for charge in month.statement.charges}
        damages = [one for one in month.statement.deductions if one.damages or one.lost]
        earned |= {one.clause: one.lost for one in damages}
        labels |= {one.clause: one.label for one in (*month.statement.charges, *damages)}
        found.append(earned)
    for name, label in labels.items():
        values = tuple(earned.get(name, Fraction(0)) for earned in found)
        yield Row(name, label, "money", values, sum(values, Fraction(0)))


def _cost(projection: Projection) -> Iterable[Row]:
    months = projection.months
    categories = dict.fromkeys(line.category for month in months for line in month.costs)
    for category in categories:
        yield _row(category, projection.bid.costs.name_of(category), "money", months, _of_category(category))


def _of_category(category: str) -> Callable[[ProjectedMonth], Fraction]:
    return lambda month: sum((line.amount for line in month.costs if line.category == category), Fraction(0))


def _result(months: Iterable[ProjectedMonth]) -> Iterable[Row]:
    months = tuple(months)
    for name, value in (("revenue", _earned), ("cost", _spent), ("margin", _left)):
        found = _row(name, _named(name), "money", months, value)
        yield Row(found.name, found.label, found.kind, found.values, found.total, strong=True)
    rates = tuple(ratio(month.margin, month.revenue) for month in months)
    revenue, margin = (sum((value(month) for month in months), Fraction(0)) for value in (_earned, _left))
    yield Row("margin_rate", _named("margin_rate"), "percent", rates, ratio(margin, revenue))
    so_far, cumulative = Fraction(0), []
    for month in months:
        so_far += month.margin
        cumulative.append(so_far)
    yield Row("cumulative", _named("cumulative"), "money", tuple(cumulative), so_far)


def _earned(month: ProjectedMonth) -> Fraction:
    return month.revenue


def _spent(month: ProjectedMonth) -> Fraction:
    return month.cost


def _left(month: ProjectedMonth) -> Fraction:
    return month.margin


def _named(name: str) -> Text:
    words = b.INTERNAL[name]
    return Text(zh=words.zh, en=words.en)
