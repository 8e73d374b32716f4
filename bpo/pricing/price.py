"""``price()``: the only place where a contract's rate meets a quantity, as a list of passes.

Billing, quotes and break-even all come here, so that an estimate and a bill cannot differ.
"""

from collections.abc import Sequence

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.measures import Measures
from bpo.pricing.apply import Pass, apply
from bpo.pricing.as_known import as_known, untaxed
from bpo.pricing.passes.agreed import agreed
from bpo.pricing.passes.allocated import allocated
from bpo.pricing.passes.charged import charged
from bpo.pricing.passes.checked import checked
from bpo.pricing.passes.disputed import disputed
from bpo.pricing.passes.drawn import drawn
from bpo.pricing.passes.effective import effective
from bpo.pricing.passes.judged import judged
from bpo.pricing.passes.payable_rounded import payable_rounded
from bpo.pricing.passes.recomputed import recomputed
from bpo.pricing.passes.reconciled import reconciled
from bpo.pricing.passes.shown_in_both import shown_in_both
from bpo.pricing.passes.stopped import stopped
from bpo.pricing.passes.taxed import taxed
from bpo.pricing.passes.trued_up import trued_up
from bpo.pricing.passes.withheld import withheld
from bpo.pricing.pricing import begun

PASSES: tuple[Pass, ...] = (
    recomputed, effective, agreed, reconciled, checked, judged, charged, trued_up, taxed, stopped, withheld, disputed, allocated, payable_rounded,
    shown_in_both, drawn,
)  # fmt: skip
"""The order of a bill. docs/order-of-a-bill.md says what each does."""

BEFORE_LINES = PASSES[: PASSES.index(charged)]
"""What is done to a month's figures before any line is made of them."""

BEFORE_TAX = PASSES[: PASSES.index(taxed)]
"""What makes the lines of a month; what follows says what is paid of them and when, unless a limit cuts them."""


def price(
    contract: Contract, measures: Measures, history: Sequence[Statement] = (), parts_of_wholes: bool = False
) -> Statement:
    """A contract applied to a month.

    Args:
        contract: as loaded.
        measures: of the period it names; quantities and KPIs that clauses need must be there.
        history: statements of earlier months, oldest first; the statement names them if a clause reads them.
        parts_of_wholes: whether there may be half a contact, as where a total is shared out by proportions.

    Raises:
        BpoError: with every clause that lacks a quantity or a KPI, for measures that cannot be meant, or if the contract does
            not hold in the period.
    """
    return apply(PASSES, begun(contract, measures, history, parts_of_wholes)).statement()


def price_lines(contract: Contract, measures: Measures) -> Statement:
    """The lines of a month without the tax on them, of a contract whose lines hang on no other month and on no limit.

    Raises:
        BpoError: as for :func:`price`, as far as the lines go.
    """
    return untaxed(apply(BEFORE_TAX, begun(contract, measures))).statement()


def price_elsewhere(contract: Contract, measures: Measures, history: Sequence[Statement] = ()) -> Statement:
    """A month that was billed elsewhere, for those after it: what hangs on months before it that are missing is not told, and asked
    for by the clause that reads it. It is never recorded.

    Raises:
        BpoError: as for :func:`price`, months that are missing apart.
    """
    return as_known(PASSES, begun(contract, measures, history))
