"""The prices that a goal needs as a contract can write them, and what the contract gives with them by ``price()``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.altered import repriced
from bpo.contracts.model import Contract
from bpo.core.documents import Document
from bpo.economics.margin.crossings import Sums
from bpo.economics.margin.solve import Goal, Solved, solve_price
from bpo.economics.margin.written_prices import WrittenPrice, with_prices, written_prices
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.projection import Projection

RAISED_BY = (0, 1, 2, 4, 8)
"""By how many units of its last decimal each price is raised until the bills, which round every line, reach the goal."""


@dataclass(frozen=True)
class NeededPrice:
    """A price as the contract has it, the one that is needed, and that one in the decimals of the contract."""

    now: WrittenPrice
    exact: Fraction
    needed: Fraction


@dataclass(frozen=True)
class Needed:
    """What reaches the goal, and what it gives: the contract at the needed prices, planned and billed."""

    solved: Solved
    prices: tuple[NeededPrice, ...]
    contract: Contract
    plan: Projection

    @property
    def sums(self) -> Sums:
        return self.plan.revenue, self.plan.cost

    def changes(self) -> list[tuple[WrittenPrice, Fraction]]:
        """Each price with what it becomes."""
        return [(one.now, one.needed) for one in self.prices]


def needed_prices(case: Case, document: Document, goal: Goal, terms: Sequence[str] = ()) -> Needed:
    """The prices of some terms (of all, if none is named) that reach the goal, rounded in the supplier's favour.

    The bills of the plan, with every line rounded, reach the goal too: where a cent is lacking, each price is a unit more.

    Args:
        case: a bid, whose contract is that of the document.
        document: the contract's file, which says how many decimals each price has.
        goal: the margin or the markup.
        terms: ids of terms.

    Raises:
        BpoError: if no price reaches it, or the terms move nothing.
    """
    solved = solve_price(case, goal, terms)
    ids = terms or case.contract.term_ids()
    exact = repriced(case.contract, dict.fromkeys(ids, solved.factor))
    pairs = [
        (now, then.value)
        for now, then in zip(written_prices(case.contract, document), written_prices(exact, document), strict=True)
        if now.term in ids
    ]
    for steps in RAISED_BY:
        rounded = [(now, now.raised(now.rounded(price), steps)) for now, price in pairs]
        contract = with_prices(case.contract, rounded)
        plan = case.at(contract=contract)
        if goal.beyond((plan.revenue, plan.cost)) >= 0:
            break
    after = [one.value for one in written_prices(contract, document) if one.term in ids]
    prices = tuple(NeededPrice(now, price, end) for (now, price), end in zip(pairs, after, strict=True))
    return Needed(solved, prices, contract, plan)
