"""What a bid comes to: price, cost, margin, the margin floor, and who must approve."""

from dataclasses import dataclass
from fractions import Fraction

from bpo.bid.months import ratio
from bpo.economics.scenario.offer import Floor, Offer
from bpo.economics.scenario.projection import Projection


@dataclass(frozen=True)
class Result:
    """Exact, in the contract's currency. ``price`` is what the client pays, with tax; the others are without it.

    ``over`` is what the price exceeds the tender's ceiling by, None if it does not. ``margin_rate`` is a share of the revenue, ``markup_rate`` one of the cost; neither is there where that is zero.
    """

    price: Fraction
    revenue: Fraction
    cost: Fraction
    floor: Fraction | None
    approval: Floor | None
    over: Fraction | None = None

    @property
    def margin(self) -> Fraction:
        return self.revenue - self.cost

    @property
    def margin_rate(self) -> Fraction | None:
        return ratio(self.margin, self.revenue)

    @property
    def markup_rate(self) -> Fraction | None:
        return ratio(self.margin, self.cost)


def result_of(projection: Projection, offer: Offer) -> Result:
    """The bid over its whole term."""
    price = sum((Fraction(month.statement.total) for month in projection.months), Fraction(0))
    found = Result(price, projection.revenue, projection.cost, None, None)
    floors = offer.margin_floor
    floor = floors[0].below if floors else None
    ceiling = offer.tender.ceiling if offer.tender else None
    over = price - ceiling if ceiling is not None and price > ceiling else None
    return Result(found.price, found.revenue, found.cost, floor, offer.approval(found.margin_rate), over)
