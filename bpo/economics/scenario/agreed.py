"""What a bid offers: its months priced at the agreed KPIs, with no penalty, bonus or coefficient that is only expected."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bpo.contracts.altered import with_adjustments
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.economics.scenario.figure_sources import versions_of
from bpo.pricing.price import price

ALWAYS = 12_000
"""More months than any contract has."""


def as_agreed(contract: Contract, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements of the same quantities where no KPI is missed or exceeded, nothing happens and nobody is absent.

    What follows from KPIs and events is in its grace throughout. Rebates, indexation, minimums and whatever else quantities and days move
    stay, and so does what is only paid later. Nothing is disputed: what was withheld of a line need not be there at the agreed KPIs.

    Args:
        contract: as it would be signed.
        statements: what is expected of each month, in order, from the first of the bid.
    """
    if not any(one.is_of_performance for version in versions_of(contract) for one in version.adjustments):
        return tuple(statements)
    agreed = with_adjustments(contract, lambda one: one.altered(grace_months=ALWAYS) if one.is_of_performance else one)
    found: list[Statement] = []
    for statement in statements:
        undisputed = replace(statement.measures, disputed={}, paid_later={})  # amounts of other lines than these
        found.append(price(agreed, undisputed, found))
    return tuple(found)


def total_of(statements: Sequence[Statement]) -> Decimal:
    """What the client pays for these months, with tax."""
    return sum((one.total for one in statements), Decimal(0))
