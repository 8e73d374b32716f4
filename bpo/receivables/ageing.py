"""How old is what is owed (账龄): unbilled, unconfirmed, uninvoiced and unpaid, in buckets of days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bpo.core.words import Text, Words
from bpo.receivables.items import NOTHING

Stage = Literal["unbilled", "unconfirmed", "uninvoiced", "unpaid"]
STAGES: dict[Stage, Text] = {
    "unbilled": Text(zh="未出单", en="Unbilled"),
    "unconfirmed": Text(zh="未确认", en="Unconfirmed"),
    "uninvoiced": Text(zh="未开票", en="Uninvoiced"),
    "unpaid": Text(zh="未收款", en="Unpaid"),
}
USUAL_BOUNDS = (30, 60, 90)

NOT_DUE = Text(zh="未到期", en="Not due")
FROM_TO = Words("ageing-from-to", en="{first}–{last} days", zh="{first}–{last} 天")
ABOVE = Words("ageing-above", en="Over {last} days", zh="{last} 天以上")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open of a statement, in the stage that it is in, and the day from which its age counts.

    That is the due day of what is unpaid, and before that the last day that the stage should have taken: the end of the period, the
    day of sending, the day of confirmation. Without a day it has no age: it is not due.
    """

    stage: Stage
    statement: str
    number: str
    contract: str
    debtor: str
    currency: str
    since: date | None
    open: Decimal

    def days(self, on: date) -> int:
        return max(0, (on - self.since).days) if self.since is not None else 0


@dataclass(frozen=True, slots=True)
class Aged:
    """The sum of each bucket for one client, currency and stage: what is not due, then bucket by bucket."""

    debtor: str
    currency: str
    stage: Stage
    buckets: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.buckets, NOTHING)


def bucket_names(bounds: Sequence[int] = USUAL_BOUNDS) -> list[Text]:
    """``Not due``, ``1–30 days``, …, ``Over 90 days``.

    >>> [one.en for one in bucket_names((30,))]
    ['Not due', '1–30 days', 'Over 30 days']
    """
    firsts = [1, *(bound + 1 for bound in bounds)]
    between = [_said(FROM_TO, first, last) for first, last in zip(firsts, bounds, strict=False)]
    return [NOT_DUE, *between, _said(ABOVE, 0, bounds[-1])]


def _said(words: Words, first: int, last: int) -> Text:
    values = {"first": first, "last": last}
    return Text(zh=words.say("zh", values), en=words.say("en", values))


def bucket_of(days: int, bounds: Sequence[int] = USUAL_BOUNDS) -> int:
    """0 for what is not due, then 1 up to 30 days, and so on.

    >>> [bucket_of(days) for days in (0, 1, 30, 31, 90, 91)]
    [0, 1, 1, 2, 3, 4]
    """
    return 0 if days <= 0 else 1 + sum(days > bound for bound in bounds)


def aged(standings: Iterable[Standing], on: date, bounds: Sequence[int] = USUAL_BOUNDS) -> list[Aged]:
    """The sums by client, currency and stage, in this order; all together they are what is open."""
    order = list(STAGES)
    sums: dict[tuple[str, str, Stage], list[Decimal]] = {}
    for one in standings:
        buckets = sums.setdefault((one.debtor, one.currency, one.stage), [NOTHING] * (len(bounds) + 2))
        buckets[bucket_of(one.days(on), bounds)] += one.open
    ordered = sorted(sums, key=lambda key: (key[0], key[1], order.index(key[2])))
    return [Aged(*key, tuple(sums[key])) for key in ordered]
