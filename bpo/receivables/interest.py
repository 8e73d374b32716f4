"""Late interest (逾期利息) of an item: each stretch of days on which the same amount was open, and their sum, rounded once."""

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
