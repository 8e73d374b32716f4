"""Late interest of what is owed in the books: what of it is not billed yet."""

from datetime import date

from bpo.desk.receivables.books import Books
from bpo.desk.receivables.owed import Owed
from bpo.receivables.interest import Billed, NewInterest, new_interest
from bpo.receivables.items import OpenItem


def interest_on(books: Books, one: Owed, item: OpenItem, on: date) -> NewInterest:
    """Of an item by its contract, up to a day, on what is not in dispute, less what notes billed by then."""
    return interest_to_bill(one, item.key, on, books.billed_interest(item.key, on))


def interest_to_bill(one: Owed, key: str, until: date, billed: Billed) -> NewInterest:
    """What is to be billed of an item, by its key, up to and with a day. Interest bears none."""
    if one.note is not None:
        return NewInterest()
    item = next(item for item in one.items() if item.key == key)
    paid = [(payment.day, payment.amount) for payment in one.payments if payment.key == key]
    rule, due, money = one.contract.billing.late_interest, one.item(until).due, one.contract.money
    return new_interest(rule, item.total - item.disputed, due, paid, until, money, billed)
