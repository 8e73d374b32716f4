"""Late interest (逾期利息) of an item: each stretch of days on which the same amount was open, and their sum, rounded once; and what of
it is new since it was billed last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.header.late_interest import LateInterest
from bpo.core.money import Money
from bpo.receivables.items import NOTHING


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, both included, on which ``open`` was owed late; ``interest`` is exact."""

    first: date
    last: date
    open: Decimal
    interest: Fraction

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Interest:
    """The stretches of an item, what they come to, and whether that was cut at the contract's limit."""

    stretches: tuple[Stretch, ...] = ()
    amount: Decimal = NOTHING
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Billed:
    """What notes have billed of an item: ``amount`` up to and with ``until``, of which ``given_back``, below zero, was credited since."""

    until: date | None = None
    amount: Decimal = NOTHING
    given_back: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class NewInterest:
    """What is still to be billed: each stretch of new days with its amount; ``settled``, what days that were billed come to by now
    more or less than was billed; ``limited``, below zero, what is beyond the contract's limit. Together they are ``amount``."""

    stretches: tuple[tuple[Stretch, Decimal], ...] = ()
    settled: Decimal = NOTHING
    limited: Decimal = NOTHING

    @property
    def amount(self) -> Decimal:
        return sum((amount for _, amount in self.stretches), NOTHING) + self.settled + self.limited


def interest_of(
    rule: LateInterest | None,
    total: Decimal,
    due: date | None,
    paid: Iterable[tuple[date, Decimal]],
    on: date,
    money: Money,
) -> Interest:
    """``Σ open × rate a day × days``, from the day after the due day (or ``after`` days later) up to and with ``on``.

    Money that came on a day is not open on the day after it; what came before interest begins lowers what it is on.

    Args:
        total: what was to be paid.
        paid: the days on which parts of it were paid, and how much.
        on: the last day that counts.
        money: how the sum is rounded.
    """
    if rule is None or due is None or total <= 0:
        return Interest()
    begins = due + timedelta(days=1 + rule.after)
    stretches = tuple(_stretches(rule.rate_a_day, total, begins, sorted(paid), on))
    exact = sum((one.interest for one in stretches), Fraction(0))
    most = None if rule.most is None else Fraction(total) * rule.most
    cut = most is not None and exact > most
    return Interest(stretches, money.round(most if cut and most is not None else exact), cut)


def new_interest(
    rule: LateInterest | None,
    total: Decimal,
    due: date | None,
    paid: Iterable[tuple[date, Decimal]],
    on: date,
    money: Money,
    billed: Billed,
) -> NewInterest:
    """``interest up to on − interest that is billed``, by what is known now; the days after those that are billed one by one.

    So all notes together are the interest of all days, rounded once, whenever they were written. What was given back of a note stays
    so, unless the days that were billed come to more than was billed. Without a due day nothing is known, and nothing moves.

    Args:
        billed: by notes so far; the arguments before it are those of :func:`interest_of`.
    """
    paid = tuple(paid)
    if rule is None or due is None or (billed.until is not None and on < billed.until):
        return NewInterest()
    whole = interest_of(rule, total, due, paid, on, money)
    begins = due + timedelta(days=1 + rule.after)
    if billed.until is None:
        before, settled = Interest(), NOTHING
    else:
        before = interest_of(rule, total, due, paid, billed.until, money)
        settled = _settled(before.amount - billed.amount, billed.given_back)
        begins = max(begins, billed.until + timedelta(days=1))
    exact = sum((one.interest for one in before.stretches), Fraction(0))
    new = []
    for one in _stretches(rule.rate_a_day, total, begins, sorted(paid), on) if total > 0 else ():
        new.append((one, money.round(exact + one.interest) - money.round(exact)))
        exact += one.interest
    limited = whole.amount - before.amount - sum((amount for _, amount in new), NOTHING)
    return NewInterest(tuple(new), settled, limited)


def _settled(apart: Decimal, given_back: Decimal) -> Decimal:
    """What billed days come to by now, less what was billed of them. What was given back already is not given back twice."""
    return apart if apart >= 0 else min(NOTHING, apart - given_back)


def _stretches(
    rate: Fraction, total: Decimal, begins: date, paid: Sequence[tuple[date, Decimal]], on: date
) -> Iterable[Stretch]:
    """A payment ends a stretch: its day is the last one on which it was open."""
    ends = sorted({day for day, _ in paid if begins <= day < on} | {on})
    first = begins
    for last in ends:
        left = total - sum((amount for day, amount in paid if day < first), NOTHING)
        days = (last - first).days + 1
        if days > 0 and left > 0:
            yield Stretch(first, last, left, Fraction(left) * rate * days)
        first = last + timedelta(days=1)
