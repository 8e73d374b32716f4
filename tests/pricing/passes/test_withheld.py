"""Tax that the client withholds is taken from the payment, not from the price."""

from __future__ import annotations

from decimal import Decimal

from bpo.pricing.passes.withheld import withheld
from tests.contracts.making import contract, measures
from tests.pricing.passes.stepping import up_to

FEE = "terms: [{id: fee, model: fixed, amount: 1000}]"


def test_of_the_net_and_of_the_total() -> None:
    """2% of 1,000, and 1% of 1,060."""
    one = contract(FEE, prices="{rate: 6%, withholding: [{rate: 2%}, {rate: 1%, of: total}]}")
    done = withheld(up_to(withheld, one, measures()))
    found = [(line.clause, line.amount) for line in done.deductions]
    assert found == [("withholding-1", Decimal("-20.00")), ("withholding-2", Decimal("-10.60"))]
    assert (done.total, done.statement().payable) == (Decimal("1060.00"), Decimal("1029.40"))


def test_a_client_that_withholds_nothing() -> None:
    given = up_to(withheld, contract(FEE), measures())
    assert withheld(given) is given
