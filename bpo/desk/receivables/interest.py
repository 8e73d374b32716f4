"""Late interest of a statement in the books: what of it is not billed yet."""

from datetime import date

from bpo.desk.receivables.books import Books, Owed
from bpo.receivables.interest import Billed, NewInterest, new_interest


def interest_on(books: Books, one: Owed, on: date) -> NewInterest:
    """By its contract, up to a day, on what is not in dispute, less what notes billed by then."""
    return interest_to_bill(one, on, books.billed_interest(one.id, on))


def interest_to_bill(one: Owed, until: date, billed: Billed) -> NewInterest:
    """What is to be billed of a statement up to and with a day. Interest bears none."""
    if one.note is not None:
        return NewInterest()
    life, contract = one.life, one.contract
    paid = [(payment.on, payment.amount + payment.withheld) for payment in life.payments]
    total, due = life.owed - life.disputed, one.item(until).due
    return new_interest(contract.billing.late_interest, total, due, paid, until, contract.money, billed)
