"""The shapes of the JSON that the verbs of bids print; ``bpo schema`` has their schemas. Numbers to twelve decimals."""

from typing import Annotated

from pydantic import AliasPath, BeforeValidator, ConfigDict, Field

from bpo.core.output import Number, Output, Said
from bpo.core.words import short_text

Short = Annotated[
    str, BeforeValidator(short_text), Field(description="A number: exact, or rounded to twelve decimals.")
]
Files = list[str]
RISK_PERCENTILES = ("5", "10", "25", "50", "75", "90", "95")


def by_percent(values: object) -> object:
    """Values of the risk report's percentiles, each under its percent."""
    return dict(zip(RISK_PERCENTILES, values, strict=True)) if isinstance(values, tuple) else values


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


class CompareOutput(Output):
    """``bpo compare``; ``tornado`` and ``clause`` where they were asked for."""

    sides: list[LimitedSideOutput | SideOutput]
    tornado: list[BarOutput]
    clause: ClauseWorthOutput | None
    files: Files


class DriversOutput(Output):
    month: str
    drivers: dict[str, Short]


class HalfHourOutput(Output):
    weekday: str
    start: str
    days: int
    contacts: Short
    positions: int
    rostered: int
    service_level: Short
    asa_seconds: Short
    abandonment_rate: Short
    occupancy: Short


class DutyOutput(Output):
    """So many people work a shift from ``start`` on, on these days of the week."""

    shift: str
    start: str
    days: list[str]
    people: int


class MealsOutput(Output):
    """So many of those who began a shift at ``start`` are at their meal from ``begins`` on, on a day."""

    shift: str
    start: str
    weekday: str
    begins: str
    people: int


class ShiftsOutput(Output):
    """The shifts of a week of ``month``; the least hours possible may be lower by ``gap`` at most."""

    month: str
    needed_hours: Short
    scheduled_hours: Short
    people: int
    gap: Short
    duties: list[DutyOutput]
    meals: list[MealsOutput]


class EstimateOutput(Output):
    """A simulated figure; ``error`` is half of its interval of 95%."""

    value: Short
    error: Short


class SharedStreamOutput(Output):
    """What callers of a stream meet; ``goal`` is ``met``, ``missed`` or, within the error, ``open``. Figures are null if its queue grows without end."""

    stream: str
    contacts: Short
    service_level: EstimateOutput | None
    asa_seconds: EstimateOutput | None
    abandonment_rate: EstimateOutput | None
    goal: str


class SharedGroupOutput(Output):
    group: str
    positions: int
    occupancy: EstimateOutput


class SharedHalfHourOutput(Output):
    """The groups in the half hour that needs most: positions if streams have agents of their own, and if all agents take all."""

    weekday: str
    start: str
    streams: list[SharedStreamOutput]
    groups: list[SharedGroupOutput]
    separate: int
    pooled: int | None


class StaffingOutput(Output):
    """``bpo staffing``: the drivers of every month, the half hours of one month by stream, and the shifts of a week and the groups, if there
    are any."""

    scenario: str
    months: list[DriversOutput]
    month: str
    half_hours: dict[str, list[HalfHourOutput]]
    shifts: ShiftsOutput | None
    groups: SharedHalfHourOutput | None
    variant: str
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


class GoalOutput(Output):
    word: str
    share: Short


class SumsOutput(Output):
    revenue: Short
    cost: Short
    margin_rate: Short | None
    markup_rate: Short | None


class SolvedPriceOutput(Output):
    term: str
    place: str
    name: str
    today: Short
    exact: Short
    needed: Short


class AnswerOutput(Output):
    """Prices that reach the goal when these terms move together; all terms where none is named."""

    terms: list[str]
    factor: Short
    exact: bool
    before: Short
    prices: list[SolvedPriceOutput]
    as_billed: SumsOutput


class WhyOutput(Output):
    code: str
    message: Said


class NoAnswerOutput(Output):
    """Terms whose prices alone cannot reach the goal, and why."""

    terms: list[str]
    problems: list[WhyOutput]


class QuotedPerOutput(Output):
    per: str
    quantity: Short
    price: Short
    price_with_tax: Short | None = Field(validation_alias="with_tax")


class OneCostOutput(Output):
    cost: Short
    revenue: Short
    quotes: list[QuotedPerOutput]


class DiscountOutput(Output):
    discount: Short
    total_with_tax: Short
    revenue: Short
    cost: Short
    margin_rate: Short | None
    markup_rate: Short | None


class TenderOutput(Output):
    """The highest discount on the tender's ceilings; null where none reaches the goal."""

    discount: DiscountOutput | None
    without_discount: DiscountOutput
    ceiling: Short | None
    keeps_ceiling: bool | None
    ceiling_kept_from: DiscountOutput | None


class SolveOutput(Output):
    """``bpo solve``."""

    scenario: str
    contract: str
    currency: str
    variant: str
    goal: GoalOutput
    prices_with_tax: bool
    today: SumsOutput
    answers: list[AnswerOutput | NoAnswerOutput]
    one_cost: OneCostOutput
    tender: TenderOutput | None
    written: str | None


class SpreadOutput(Output):
    """A figure of the term; ``percentiles`` and ``standard_errors`` by percent."""

    name: str
    quoted: Short | None
    mean: Short
    percentiles: Annotated[dict[str, Short], BeforeValidator(by_percent)]
    standard_errors: Annotated[dict[str, Short], BeforeValidator(by_percent)] = Field(validation_alias="errors")
    median_of_halves: list[Short] = Field(validation_alias="halves")
    stands_at: Short | None


class ChanceOutput(Output):
    """``kind`` is loss, floor, target, band or limit; ``band`` counts from 0."""

    kind: str
    id: str
    band: int | None
    of_draws: Short
    of_months: Short | None


class WeightOutput(Output):
    input: str = Field(validation_alias="name")
    share_of_variance: Short = Field(validation_alias="share")
    rank_correlation: Short = Field(validation_alias="rank")
    at_low: Short
    at_high: Short


class ClauseSpreadOutput(Output):
    clause: str = Field(validation_alias="id")
    quoted: Short
    mean: Short
    worst: Short


class MonthSpreadOutput(Output):
    month: str
    quoted: Short
    p5: Short = Field(validation_alias="low")
    p50: Short = Field(validation_alias="middle")
    p95: Short = Field(validation_alias="high")
    loss: Short


class CashOutput(Output):
    """``name`` is value, irr, peak or payback (in months); null where there is none. ``has`` is the share of draws that have one."""

    name: str
    planned: Short | None
    percentiles: list[Short | None]
    has: Short


class RiskOutput(Output):
    """``bpo risk``: figures of all draws."""

    scenario: str
    currency: str
    variant: str
    draws: int
    seed: int
    totals: list[SpreadOutput] = Field(validation_alias="spreads")
    chances: list[ChanceOutput]
    weights: list[WeightOutput]
    clauses: list[ClauseSpreadOutput]
    months: list[MonthSpreadOutput]
    cash: list[CashOutput]
    files: Files


class JudgedOutput(Output):
    """A margin floor: the chance of missing it, and whether its approval is needed."""

    below: Short
    approved_by: Said
    planned_below: bool
    chance: Short
    chance_at_most: Short
    needed: bool


class CorridorOutput(Output):
    """By what all prices are to be multiplied for the chance of a margin below ``floor`` (0: a loss) to be no more; null where none does."""

    floor: Short
    chance: Short
    factor: Short | None
    total_with_tax: Short | None
    straight: bool


class MustHoldOutput(Output):
    """An input, the span it is drawn from, and the part in which the margin reaches the goal; null where it is nowhere."""

    input: str
    share_of_variance: Short
    drawn_from: Short
    drawn_to: Short
    least: Short | None
    most: Short | None
    chance_outside: Short


class BoardOutput(Output):
    """``bpo board``."""

    scenario: str
    currency: str
    variant: str
    draws: int
    seed: int
    recommendation: list[Said]
    offered: Short
    revenue: Short
    cost: Short
    margin: Short
    margin_rate: Short | None
    margin_percentiles: Annotated[dict[str, Short], BeforeValidator(by_percent)]
    chance_of_loss: Short
    approvals: list[JudgedOutput]
    corridor: list[CorridorOutput]
    goal: Short
    must_be_true: list[MustHoldOutput]
    files: Files
