"""The highest discount (下浮率) on a tender's ceilings that still reaches a goal, and whether the ceiling of the whole term is kept."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bpo.bid.tender import DISCOUNT_STEP
from bpo.contracts.blocks.prices import Place
from bpo.contracts.model import Contract
from bpo.contracts.terms.term import Term
from bpo.core.documents import Document
from bpo.core.money import round_to
from bpo.economics.margin.solve import Goal, narrowed
from bpo.economics.margin.written_prices import Needed, WrittenPrice, with_prices, written_prices
from bpo.economics.scenario.agreed import as_agreed, total_of
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.offer import Tender
from bpo.economics.scenario.projection import Projection

STEPS = int(1 / DISCOUNT_STEP)
UNDER_A_CENT = Fraction(1, 100_000)
ZERO = Fraction(0)


@dataclass(frozen=True)
class Discounted:
    """A discount with what it comes to. ``prices`` are those of the contract at the ceilings less the discount."""

    discount: Fraction
    plan: Projection
    prices: tuple[tuple[WrittenPrice, Fraction], ...]

    @cached_property
    def total(self) -> Fraction:
        """What the quote comes to over the term, with tax, at the agreed KPIs."""
        return Fraction(total_of(as_agreed(self.plan.contract, [month.statement for month in self.plan.months])))


@dataclass(frozen=True)
class HighestDiscount:
    """``at`` is the highest discount that reaches the goal; None if it is missed at the ceilings, which ``lowest`` then is.

    ``kept_from`` is the lowest discount at which the ceiling of the whole term is kept, where ``at`` does not keep it; None if it does,
    there is no such ceiling, or no discount keeps it.
    """

    at: Discounted | None
    lowest: Discounted
    ceiling: Fraction | None
    kept_from: Discounted | None

    @property
    def keeps_ceiling(self) -> bool | None:
        """Whether the total is within the ceiling; None if there is none."""
        return None if self.ceiling is None else (self.at or self.lowest).total <= self.ceiling


def highest_discount(
    case: Case, document: Document, goal: Goal, tender: Tender, needed: Needed | None
) -> HighestDiscount:
    """The highest discount that reaches the goal as billed, in hundredths of a percent.

    With unit-price ceilings the prices of their terms are ``ceiling × (1 − discount)``, rounded where the tender says so, and others stay.
    With a ceiling of the whole term alone the discount is what the total comes to at the needed prices of all terms.

    Args:
        case: the bid.
        document: the contract's file.
        goal: the margin or the markup.
        tender: the scenario's tender form; its own discount is not looked at.
        needed: all terms at the prices that reach the goal; None if none do.
    """
    if not tender.ceilings:
        return _of_total(case, document, tender.ceiling or ZERO, needed)
    seen: dict[int, Discounted] = {}

    def at(share: int) -> Discounted:
        """The ceilings at so many hundredths of a percent."""
        if share not in seen:
            discount = 1 - share * DISCOUNT_STEP
            prices = tuple(_offered(case.contract, document, tender, discount))
            seen[share] = Discounted(discount, case.at(contract=with_prices(case.contract, prices)), prices)
        return seen[share]

    def beyond(share: int) -> Fraction:
        plan = at(share).plan
        return goal.beyond((plan.revenue, plan.cost))

    found = None
    if beyond(STEPS) >= 0:
        found = at(1) if beyond(1) >= 0 else at(narrowed(beyond, 1, STEPS)[1])
    chosen, ceiling = found or at(STEPS), tender.ceiling
    kept = None if ceiling is None or chosen.total <= ceiling else _keeping(at, ceiling)
    return HighestDiscount(found, at(STEPS), ceiling, kept)


def _keeping(at: Callable[[int], Discounted], ceiling: Fraction) -> Discounted | None:
    """The lowest discount that keeps the ceiling."""

    def above(share: int) -> Fraction:
        return at(share).total - ceiling - UNDER_A_CENT

    return None if above(1) >= 0 else at(STEPS) if above(STEPS) < 0 else at(narrowed(above, 1, STEPS)[0])


def _of_total(case: Case, document: Document, ceiling: Fraction, needed: Needed | None) -> HighestDiscount:
    today = Discounted(ZERO, case.at(), ())
    if needed is None:
        return HighestDiscount(None, today, ceiling, None)
    total = Discounted(ZERO, needed.plan, ()).total
    discount = Fraction(math.floor((1 - total / ceiling) / DISCOUNT_STEP)) * DISCOUNT_STEP
    found = Discounted(discount, needed.plan, tuple(needed.changes()))
    return HighestDiscount(found if discount >= 0 else None, found, ceiling, None)


def _offered(
    contract: Contract, document: Document, tender: Tender, discount: Fraction
) -> Iterator[tuple[WrittenPrice, Fraction]]:
    """Each price that has a ceiling, at the ceiling less the discount."""
    written = {(one.wording, one.place): one for one in written_prices(contract, document)}
    for version in [version.contract for version in contract.versions] or [contract]:
        for term in version.terms:
            assert term.where is not None, "a contract that was read from a file knows its lines"
            rows = list(term.price_rows(version))
            for place, row in places_of_rows(term, version).items():
                ceilings = tender.ceilings.get(term.id, [])
                price = rows[row].price
                if row < len(ceilings) and price is not None:
                    offered = ceilings[row] * (1 - discount)
                    offered = round_to(offered, tender.round_to) if tender.round_to is not None else offered
                    one = written[(term.where.line, term.where.column), place]
                    yield one, max(ZERO, one.value + offered - price)  # a target price holds a cost beside it


def places_of_rows(term: Term, contract: Contract) -> dict[Place, int]:
    """Of each price of a term the row of the price table that shows it: the one that moves with it. A least fee has none, and neither
    has a least fee of 0 for a case, which would make a row of its own if it were more."""
    rows, found = list(term.price_rows(contract)), {}
    for place, value in term.every_price().items():
        half = term.scaled_price(place, value, Fraction(1, 2))
        other = half if half != value else value + Fraction(1, 2)
        moved = list(term.at_prices({place: other}).price_rows(contract))
        row = next((n for n, (now, then) in enumerate(zip(rows, moved, strict=False)) if now != then), None)
        if row is not None and len(moved) == len(rows):
            found[place] = row
    return found
