"""An earlier month priced again, once more of it is known: its lines, as they would have been billed."""

from collections.abc import Sequence

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.measures import Measures
from bpo.pricing.apply import Pass, apply
from bpo.pricing.passes.agreed import agreed
from bpo.pricing.passes.allocated import allocated
from bpo.pricing.passes.charged import charged
from bpo.pricing.passes.checked import checked
from bpo.pricing.passes.disputed import disputed
from bpo.pricing.passes.effective import effective
from bpo.pricing.passes.judged import judged
from bpo.pricing.passes.reconciled import reconciled
from bpo.pricing.passes.taxed import taxed
from bpo.pricing.passes.withheld import withheld
from bpo.pricing.pricing import begun

EARLIER: tuple[Pass, ...] = (
    effective, agreed, reconciled, checked, judged, charged, taxed, withheld, disputed, allocated
)  # fmt: skip
"""The order of a bill less true-ups, which are lines of the month that brings them, and limits, which hold for what was billed."""


def price_again(contract: Contract, measures: Measures, history: Sequence[Statement]) -> Statement:
    """The month by the months before it, without what became known of those."""
    return apply(EARLIER, begun(contract, measures, history)).statement()
