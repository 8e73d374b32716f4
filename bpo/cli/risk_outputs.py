"""The shapes of the JSON that ``bpo risk`` and ``bpo board`` print."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bpo.cli.bid_outputs import Files, Short
from bpo.core.output import Output, Said

RISK_PERCENTILES = ("5", "10", "25", "50", "75", "90", "95")


def by_percent(values: object) -> object:
    """Values of the risk report's percentiles, each under its percent."""
    return dict(zip(RISK_PERCENTILES, values, strict=True)) if isinstance(values, tuple) else values


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


class IndexOutput(Output):
    """Of a group of inputs, one unless they are correlated."""

    inputs: list[str] = Field(validation_alias="names")
    first_order: Short = Field(validation_alias="first")
    first_between: list[Short]
    total: Short
    total_between: list[Short]


class IndicesOutput(Output):
    """``base`` draws in each sample, ``priced`` in all."""

    base: int
    priced: int
    indices: list[IndexOutput] = Field(validation_alias="all")


class MixedOutput(Output):
    """A scenario by its weight, or all together, without a name; ``below`` has the chance of a margin below each floor."""

    name: str
    weight: Short
    draws: int
    revenue: Short
    cost: Short
    margin: Short
    percentiles: Annotated[dict[str, Short], BeforeValidator(by_percent)]
    loss: Short
    below: list[Short]


class MixtureOutput(Output):
    floors: list[Short]
    scenarios: list[MixedOutput] = Field(validation_alias="parts")
    together: MixedOutput = Field(validation_alias="whole")


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
    sobol: IndicesOutput | None
    weighed: MixtureOutput | None
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
