"""A month that was billed elsewhere, priced as far as it can be told: months before it may be missing."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bpo.contracts.header.tax import Taxed
from bpo.contracts.month import only_lacks_months
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError
from bpo.pricing.apply import Pass, apply
from bpo.pricing.passes.allocated import allocated
from bpo.pricing.passes.disputed import disputed
from bpo.pricing.passes.drawn import drawn
from bpo.pricing.passes.stopped import stopped
from bpo.pricing.passes.taxed import taxed
from bpo.pricing.passes.withheld import withheld
from bpo.pricing.pricing import Pricing

ON_ALL_LINES: tuple[Pass, ...] = (taxed, stopped, withheld, disputed, allocated, drawn)
"""The passes that need every line of the month."""


def as_known(passes: Sequence[Pass], begun: Pricing) -> Statement:
    """The month after all passes; what hangs on a month that is missing is left out of it, and asked for by whoever reads it.

    Raises:
        BpoError: for anything else that is wrong with it.
    """
    try:
        return apply(passes, begun).statement()
    except BpoError as error:
        if not only_lacks_months(error.problems):
            raise
    done = replace(begun, month=replace(begun.month, elsewhere=True))
    for one in passes:
        if done.month.missing.lines and one in ON_ALL_LINES:
            continue
        try:
            done = one(done)
        except BpoError as error:
            if not only_lacks_months(error.problems):
                raise
            missing = replace(done.month.missing, whole=[*done.month.missing.whole, *error.problems])
            done = replace(done, month=replace(done.month, missing=missing))
    return (untaxed(done) if done.month.missing.lines else done).statement()


def untaxed(pricing: Pricing) -> Pricing:
    """With the lines that are known, which make no total: nobody may read it."""
    none, lines = pricing.contract.money.units(0), pricing.lines
    net = sum((line.amount for line in lines), Decimal(none))
    return replace(pricing, taxed=Taxed((), (none,) * len(lines), net, none, net))
