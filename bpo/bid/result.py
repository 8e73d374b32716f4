"""What a bid comes to: price, cost, margin, the margin floor, and who must approve."""

from dataclasses import dataclass
from fractions import Fraction

from bpo.bid.months import ratio
from bpo.economics.scenario.agreed import as_agreed, total_of
from bpo.economics.scenario.offer import Floor, Offer
from bpo.economics.scenario.projection import Projection


@dataclass(frozen=True)
class Result:
    """Exact, in the contract's currency. ``price`` is what the client is expected to pay, with tax, and ``offered`` what the quote comes to
    at the agreed KPIs; the others are without tax.

    ``over`` is what the offer exceeds the tender's ceiling by, None if it does not. ``margin_rate`` is a share of the revenue, ``markup_rate`` one of the cost; neither is there where that is zero.
    """

    price: Fraction
    offered: Fraction
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
    statements = [month.statement for month in projection.months]
    price, offered = (Fraction(total_of(one)) for one in (statements, as_agreed(projection.contract, statements)))
    floors, revenue, cost = offer.margin_floor, projection.revenue, projection.cost
    floor = floors[0].below if floors else None
    ceiling = offer.tender.ceiling if offer.tender else None
    over = offered - ceiling if ceiling is not None and offered > ceiling else None
    approval = offer.approval(ratio(revenue - cost, revenue))
    return Result(price, offered, revenue, cost, floor, approval, over)
