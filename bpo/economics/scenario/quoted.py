"""One cost, several quotes: the revenue that reaches a goal, per month, contact, minute, seat, productive hour and head."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bpo.core.errors import BpoError
from bpo.core.words import Text
from bpo.economics.margin.markup import price_by_margin, price_by_markup
from bpo.economics.margin.solve import ALL, Goal, solve_price
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.projection import Projection, sums_of

PER: Mapping[str, Text] = {
    "month": Text(zh="月", en="month"),
    "contacts": Text(zh="次", en="contact"),
    "minutes": Text(zh="处理分钟", en="handle minute"),
    "seats": Text(zh="席·月", en="seat-month"),
    "productive_hours": Text(zh="有效工时", en="productive hour"),
    "heads": Text(zh="人·月", en="head-month"),
}
"""What a price may be of, by the driver that counts it."""
ZERO = Fraction(0)


@dataclass(frozen=True)
class Quote:
    """The price of one unit: ``per`` is a driver of costs, or ``month``; ``with_tax`` only where the contract's prices hold tax."""

    per: str
    quantity: Fraction
    price: Fraction
    with_tax: Fraction | None


@dataclass(frozen=True)
class OneCost:
    """A cost, the revenue without tax that reaches the goal on it, and that revenue over each driver's sum."""

    cost: Fraction
    revenue: Fraction
    quotes: tuple[Quote, ...]


def quoted_per(case: Case, goal: Goal) -> OneCost:
    """The same cost as one price in each pricing model.

    The revenue is that of all prices at the factor which reaches the goal, so that what goes with the revenue, such as a share for the
    management, is in the cost. Where a maximum or a ceiling keeps the contract below it, it is that of the plan's cost:
    ``cost / (1 − margin)`` or ``cost × (1 + markup)``.
    """
    try:
        plan = case.at({ALL: solve_price(case, goal).factor})
        revenue, cost = sums_of(plan)
    except BpoError:
        plan = case.at()
        cost = sums_of(plan)[1]
        by_margin = price_by_margin(cost, goal.share)
        assert by_margin is not None or goal.word == "markup", "a goal of the whole price is refused when it is made"
        revenue = price_by_markup(cost, goal.share) if goal.word == "markup" else by_margin or ZERO
    return OneCost(cost, revenue, per_unit(plan, revenue))


def per_unit(plan: Projection, revenue: Fraction) -> tuple[Quote, ...]:
    """A revenue over what the plan has of each driver; the tax on it is that of the plan in proportion."""
    earned = sums_of(plan)[0]
    gross = (earned + plan.total("vat")) / earned if plan.contract.prices.tax == "included" and earned else None
    found = []
    for driver in PER:
        quantity = plan.total(driver)
        if quantity:
            price = revenue / quantity
            found.append(Quote(driver, quantity, price, None if gross is None else price * gross))
    return tuple(found)
