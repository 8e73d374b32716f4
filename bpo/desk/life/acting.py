"""One event of each of many statements: what one refuses stops no other."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from bpo.core.errors import BpoError, Problem, fail
from bpo.core.money import Money
from bpo.core.words import Words
from bpo.desk.closing import system_user
from bpo.desk.months import contract_then
from bpo.desk.workspace import Workspace
from bpo.ledger import By, Ledger, StoredStatement, open_ledger
from bpo.life.event import Event
from bpo.life.events import Deemed, Sent
from bpo.life.life import Life
from bpo.life.states import WAY_OF

TOO_FINE = Words(
    "life-amount-too-fine",
    en="{given} is no amount in {currency}: it has more decimal places than the currency",
    zh="{given} 不是 {currency} 金额：小数位数超过该币种",
)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one statement: its life after the event, or why it was refused."""

    statement: str
    life: Life | None = None
    problems: tuple[Problem, ...] = ()


def by(workspace: Workspace, name: str | None, reason: str, now: datetime) -> By:
    """Who acts: the name that was given, else the system's user."""
    return By(name or system_user(), now, reason.strip(), workspace.house)


def act(workspace: Workspace, statements: Sequence[str], event_of: Callable[[Life], Event], doer: By) -> Iterator[Done]:
    """Tell an event of every statement, each in a transaction of its own."""
    with open_ledger(workspace.database) as ledger:
        for statement in dict.fromkeys(statements):
            yield acted(ledger, statement, event_of, doer)


def of_period(workspace: Workspace, period: str, states: Collection[str]) -> list[str]:
    """The statements of a billing period that stand in one of these states, by contract."""
    with open_ledger(workspace.database) as ledger:
        lives = ledger.lives()
        return [row.id for row in ledger.list(period=period) if row.id in lives and lives[row.id].state in states]


def acted(ledger: Ledger, statement: str, event_of: Callable[[Life], Event], doer: By) -> Done:
    """The event may depend on the life as it is under the lock."""
    try:
        ledger.stored(statement)  # what is not there is named with the nearest that is
        with ledger.book(doer) as book:
            return Done(statement, book.append(statement, event_of(book.life(statement))))
    except BpoError as error:
        return Done(statement, problems=error.problems)


def deem(workspace: Workspace, today: date, doer: By, period: str | None = None) -> Iterator[Done]:
    """Confirm every statement (of a billing period) whose days have passed, in silence or but for what is disputed."""
    with open_ledger(workspace.database) as ledger:
        meant = None if period is None else {row.id for row in ledger.list(period=period)}
        for statement, life in ledger.lives().items():
            if meant is not None and statement not in meant:
                continue
            open_days = life.answer_by is None or today <= life.answer_by
            said = all(line in life.confirmed_lines for line in life.amounts)
            if life.state in WAY_OF["deemed"].after and not open_days and not said:
                yield acted(ledger, statement, lambda _: Deemed(today), doer)


def answer_by(ledger: Ledger, stored: StoredStatement, sent_on: date) -> date | None:
    """The last day on which the client may object to what is sent on a day; None if its contract takes no silence for consent.

    Raises:
        BpoError: for working days of a year that is not known yet.
    """
    billing = contract_then(ledger, stored).contract.billing
    after = billing.accepted_after
    return None if after is None else after.after_day(sent_on, billing.calendar, billing.where)


def sent_by_hand(
    workspace: Workspace, statements: Sequence[str], on: date, to: tuple[str, ...], doer: By
) -> Iterator[Done]:
    """Note of every statement that it left the house."""
    with open_ledger(workspace.database) as ledger:
        for statement in dict.fromkeys(statements):
            try:
                until = answer_by(ledger, ledger.stored(statement), on)
            except BpoError as error:
                yield Done(statement, problems=error.problems)
                continue
            yield acted(ledger, statement, _always(Sent(on, to, until)), doer)


def _always(event: Event) -> Callable[[Life], Event]:
    return lambda _: event


def in_units(currency: str, given: Decimal | Fraction) -> Decimal:
    """An amount with the places of its currency; raises BpoError for one that has more."""
    rounded = Money(currency).round(Fraction(given))
    if Fraction(rounded) != Fraction(given):
        raise fail(TOO_FINE, given=given, currency=currency)
    return rounded
