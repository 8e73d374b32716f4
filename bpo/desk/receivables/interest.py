"""Late interest of a statement in the books."""

from datetime import date

from bpo.desk.receivables.books import Owed
from bpo.receivables.interest import Interest, interest_of


def interest_on(one: Owed, on: date) -> Interest:
    """By its contract, up to a day, on what is not in dispute."""
    life, contract = one.life, one.contract
    paid = [(payment.on, payment.amount + payment.withheld) for payment in life.payments]
    total, due = life.owed - life.disputed, one.item(on).due
    return interest_of(contract.billing.late_interest, total, due, paid, on, contract.money)
