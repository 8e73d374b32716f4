"""The shapes of the JSON that quote, break-even and comparison print; ``bpo schema`` has their schemas. Numbers to twelve decimals."""

from typing import Annotated

from pydantic import AliasPath, BeforeValidator, ConfigDict, Field

from bpo.core.output import Number, Output, Said
from bpo.core.words import short_text

Short = Annotated[
    str, BeforeValidator(short_text), Field(description="A number: exact, or rounded to twelve decimals.")
]
Files = list[str]


class TurnOutput(Output):
    """Where a margin is zero or passes it."""

    model_config = ConfigDict(serialize_by_alias=True)

    kind: str
    start: Short = Field(validation_alias="place", serialization_alias="from")
    end: Short = Field(serialization_alias="to")
    before: Short
    after: Short
    rising: bool
    exact: bool


class PointOfMarginOutput(Output):
    value: Short = Field(validation_alias="place")
    revenue: Short
    cost: Short
    margin: Short


class PerOutput(Output):
    revenue: Short
    cost: Short


class ContributionOutput(Output):
    clause: str
    revenue: Short
    variable: Short


class FiguresOutput(Output):
    """At the plan, revenue as billed; ``safety`` is the share by which the planned value may fall before it loses, ``rounding`` what the
    bills' rounding adds to the lines and the curve."""

    revenue: Short
    cost: Short
    margin: Short
    price: TurnOutput | None
    safety: Short | None
    coefficients: dict[str, TurnOutput | None]
    per: dict[str, PerOutput]
    contributions: list[ContributionOutput]
    fixed: Short
    allocated: Short
    payback_month: int | None = Field(validation_alias="payback")
    rounding: Short


class TargetOutput(Output):
    """What a part of the cost may come to; one without a name is ``""``."""

    name: str
    plan: Short
    target: Short
    parts: list["TargetOutput"]


class BandWorthOutput(Output):
    """Values of a KPI between which nothing jumps, and what the margin changes by where every month has the first or the last."""

    first: Short
    last: Short
    at_first: Short
    at_last: Short


class KpiWorthOutput(Output):
    """``planned`` is None where months differ; ``bands`` stand where a point is worth nothing."""

    kpi: str
    planned: Short | None
    by_month: Annotated[dict[str, Short], BeforeValidator(dict)]
    point: Short
    more: Short | None
    less: Short | None
    must_be: TurnOutput | None
    bands: list[BandWorthOutput]


class TargetsOutput(Output):
    revenue: Short
    cost: TargetOutput = Field(validation_alias="whole")
    by: dict[str, list[TargetOutput]]
    kpis: list[KpiWorthOutput]


class MonthGoalOutput(Output):
    month: str
    plan: Short
    ceiling: Short


class CostGoalOutput(Output):
    """An item of cost, who answers for it, and what it may come to over the term and in each month."""

    owner: str
    item: str
    position: str
    plan: Short
    ceiling: Short
    months: list[MonthGoalOutput] = Field(validation_alias="by_month")


class KpiGoalOutput(Output):
    """``at_least`` and ``at_most`` are null where it may be as low, or as high, as can be; ``reached`` is false where no value leaves the floor."""

    owner: str
    kpi: str
    at_least: Short | None = Field(validation_alias="least")
    at_most: Short | None = Field(validation_alias="most")
    reached: bool
    proven: bool


class GoalsOutput(Output):
    """The target by owner, and the KPIs that leave a margin of ``floor``."""

    floor: Short
    costs: list[CostGoalOutput]
    kpis: list[KpiGoalOutput]


class SeatsOutput(Output):
    """Seats a month of a line: as planned, and those at which the contract breaks even with the same people."""

    clause: str
    planned: Short
    breaks_even: Short


class StretchOutput(Output):
    """Values of an input between which not every step was looked at."""

    model_config = ConfigDict(serialize_by_alias=True)

    start: Short = Field(validation_alias="place", serialization_alias="from")
    end: Short = Field(serialization_alias="to")


class BreakEvenOutput(Output):
    """``bpo breakeven``: the curve with its turns, figures at the plan, targets."""

    contract: str
    currency: str
    vary: str
    planned: Short | None
    complete: bool
    not_followed: list[StretchOutput]
    points: list[PointOfMarginOutput]
    turns: list[TurnOutput]
    figures: FiguresOutput
    seats: list[SeatsOutput]
    targets: TargetsOutput
    goals: GoalsOutput
    files: Files


class SideOutput(Output):
    name: str
    revenue: Short
    cost: Short
    margin: Short
    drivers: Annotated[dict[str, Short], BeforeValidator(dict)]
    changes: Annotated[dict[str, Short], BeforeValidator(dict)]


class LimitedSideOutput(SideOutput):
    """With how far its prices and coefficients may fall, which is asked for."""

    price: TurnOutput | None = Field(validation_alias=AliasPath("limits", "price"))
    coefficient: TurnOutput | None = Field(validation_alias=AliasPath("limits", "coefficient"))


class BarOutput(Output):
    input: str = Field(validation_alias="name")
    low: Short
    high: Short
    at_low: Short | None
    at_high: Short | None
    swing: Short


class ClauseWorthOutput(Output):
    model_config = ConfigDict(serialize_by_alias=True)

    clause: str
    with_it: Short = Field(serialization_alias="with")
    without_it: Short = Field(serialization_alias="without")


class AxisOutput(Output):
    name: str
    values: list[Short]


class GridCellOutput(Output):
    first: Short
    second: Short
    revenue: Short
    cost: Short
    margin: Short


class GridOutput(Output):
    """Two inputs with their values, and every pair of them."""

    first: AxisOutput
    second: AxisOutput
    cells: list[GridCellOutput]


class CompareOutput(Output):
    """``bpo compare``; ``tornado``, ``clause`` and ``grid`` where they were asked for."""

    sides: list[LimitedSideOutput | SideOutput]
    tornado: list[BarOutput]
    clause: ClauseWorthOutput | None
    grid: GridOutput | None
    files: Files


class QuoteOutput(Output):
    """``bpo quote``: ``price``, as expected, and ``offered``, at the agreed KPIs, are with tax, the others without; rates are null where
    there is nothing to divide by."""

    number: str
    variant: str
    price: Number
    offered: Number
    revenue: Number
    cost: Number
    margin: Number
    margin_rate: Number | None
    markup_rate: Number | None
    floor: Number | None
    approved_by: Said | None
    above_ceiling: Number | None
    not_for_client: list[Said]
    files: Files
    measures: Files
