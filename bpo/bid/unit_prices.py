"""One cost, several quotes, as the calculation sheet and its workbook show it: as quoted, and at the margin floor."""

from dataclasses import dataclass
from fractions import Fraction

from bpo.economics.margin.solve import Goal, under
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.offer import Offer
from bpo.economics.scenario.projection import Projection
from bpo.economics.scenario.quoted import OneCost, Quote, per_unit, quoted_per


@dataclass(frozen=True)
class UnitPrices:
    """The plan's cost and its price in each unit; ``floor`` is what the margin floor asks for, if there is one."""

    cost: Fraction
    revenue: Fraction
    quoted: tuple[Quote, ...]
    floor: OneCost | None

    def of(self, one: Quote) -> tuple[Fraction | None, ...]:
        """Cost, price and price with tax of a unit, and both prices at the margin floor; None where there is none."""
        floor = self.floor.quotes if self.floor is not None else ()
        lowest = next((other for other in floor if other.per == one.per), None)
        at_floor = (None, None) if lowest is None else (lowest.price, lowest.with_tax)
        return self.cost / one.quantity, one.price, one.with_tax, *at_floor


def unit_prices(projection: Projection, offer: Offer, variant: str) -> UnitPrices:
    """The prices of a unit of each driver.

    Args:
        projection: of the bid, as changed by the variant.
        offer: its highest margin floor is the one shown.
        variant: the name of the changes that the projection was made with.
    """
    floor: OneCost | None = None
    if offer.margin_floor and offer.margin_floor[0].below < 1:
        case = under(case_of_bid(projection.bid), projection.bid.variant(variant))
        floor = quoted_per(case, Goal(offer.margin_floor[0].below))
    quoted = per_unit(projection, projection.revenue)
    return UnitPrices(projection.cost, projection.revenue, quoted, floor)
