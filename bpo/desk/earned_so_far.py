"""What a billing period that is still in course has earned by a day: a quarter in its second month, the 26th to the 31st of one to the 25th.

Facts have their days, so they are counted up to that day and priced as if nothing were known of the days after it. Figures that are
given have none: the whole period, or the one before if there are none yet, is then earned evenly by days.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bpo.contracts.accrual import Accrual, Basis, in_minor_units, revenue_of
from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError
from bpo.core.periods import Period
from bpo.core.words import Text
from bpo.desk.agreed import agreed_figures
from bpo.desk.billing import earlier_months, gathered
from bpo.desk.months import contract_then, restated_into, versions_at_closing
from bpo.desk.run import price_month
from bpo.desk.workspace import Workspace
from bpo.ledger import Ledger
from bpo.life.states import ENDED
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.effective import effective_days

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Earned:
    """What is accrued of a contract's period: a ``share`` of the statement, or estimate of one, that says how much."""

    accrual: Accrual
    statement: Statement
    client: Text
    share: Fraction = ONE


def earned(
    contract: Contract, statement: Statement, basis: Basis, statement_id: str = "", share: Fraction = ONE
) -> Earned:
    """A share of a statement as what is earned of its period."""
    amount = in_minor_units(share * Fraction(revenue_of(statement)), statement.currency)
    accrual = Accrual(contract.contract, statement.period.name, statement.currency, amount, basis, statement_id)
    return Earned(accrual, statement, contract.client.name, share)


def earned_so_far(workspace: Workspace, ledger: Ledger, loaded: LoadedContract, period: Period, end: date) -> Earned:
    """What a period that ends after a day has earned by it.

    Raises:
        BpoError: if it can be priced neither by facts nor by figures, and there is no statement of the contract before it.
    """
    contract = loaded.contract
    days = effective_days(in_force(contract, period), period)
    past = days.within(None, end)
    assert past is not None, "a period in course has begun"
    if agreed_figures(workspace, contract.contract, period.name) is not None:
        whole = gathered(workspace, ledger, loaded, period.name).statement
        return earned(contract, whole, "by_days", share=Fraction(past.days, days.days))
    try:
        return earned(contract, _to_date(workspace, ledger, contract, period, end), "to_date")
    except BpoError:
        before = [one for one in ledger.earlier(contract.contract, period) if one.state not in ENDED]
        if not before:
            raise
    then = in_force(contract_then(ledger, before[-1]).contract, before[-1].statement.period)
    share = Fraction(past.days, effective_days(then, before[-1].statement.period).days)
    found = earned(contract, before[-1].statement, "by_days", share=share)
    return replace(found, accrual=replace(found.accrual, period=period.name, like=before[-1].id))


def _to_date(workspace: Workspace, ledger: Ledger, contract: Contract, period: Period, end: date) -> Statement:
    """The period as it would be billed if it were known up to a day."""
    seen = contract.changed_to(lambda one: one.seen_until(end))
    earlier, _ = earlier_months(ledger, contract, period)
    at = versions_at_closing(ledger, contract.contract, period.name)
    restated = restated_into(ledger, contract.contract, period.name)
    return price_month(workspace, seen, period, None, earlier, at=at, restated=restated).statement
