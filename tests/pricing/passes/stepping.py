"""A month up to a pass, so that the pass can be tried by itself."""

from __future__ import annotations

from collections.abc import Sequence

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.measures import Measures
from bpo.pricing.apply import Pass, apply
from bpo.pricing.price import PASSES
from bpo.pricing.pricing import Pricing, begun


def up_to(one: Pass, contract: Contract, measures: Measures, history: Sequence[Statement] = ()) -> Pricing:
    """The month as the pass is given it."""
    return apply(PASSES[: PASSES.index(one)], begun(contract, measures, history))
