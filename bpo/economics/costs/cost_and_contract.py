"""Where costs and the contract meet: one currency, and the days from cost to receipt."""

from __future__ import annotations

from bpo.contracts.header.due import due_dates
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.economics.costs.cost_file import Costs

OTHER_CURRENCY = Words(
    "cost-other-currency",
    en="costs come out in {given}, but contract '{contract}' is priced in {priced_in}; "
    "write 'priced_in: {priced_in}' and 'exchange: {{{given}: …}}'",
    zh="成本以 {given} 计，而合同 '{contract}' 以 {priced_in} 计价；请写 priced_in: {priced_in} 和 exchange: {{{given}: …}}",
)


def currency_problems(costs: Costs, contract: Contract) -> list[Problem]:
    """A margin of two currencies means nothing."""
    if costs.price_currency == contract.currency:
        return []
    values = {"given": costs.price_currency, "contract": contract.contract, "priced_in": contract.currency}
    return [Problem(OTHER_CURRENCY, costs.place("priced_in" if costs.priced_in else "currency"), values)]


def receipt_days(contract: Contract, period: Period) -> int | None:
    """Days from the end of a month, when its costs are paid, until the client pays its statement, drawn on that day.

    None where the contract's rule starts from a day that only the client knows, or from working days that are not known yet.
    """
    billing = contract.billing
    try:
        dates = due_dates(billing.due, billing.accepted_after, billing.calendar, period.end, period.end, billing.where)
    except BpoError:
        return None
    day = dates.due_on or dates.due_at_latest
    return None if day is None else (day - period.end).days
