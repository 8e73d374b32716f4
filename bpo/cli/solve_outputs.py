"""The shapes of the JSON that ``bpo solve`` prints."""

from pydantic import Field

from bpo.cli.bid_outputs import Short
from bpo.core.output import Output, Said


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
