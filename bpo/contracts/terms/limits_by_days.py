"""The least and the most of a month that several wordings of a term share: each has its limits for its days, all together hold.

What the month is raised by, the wordings bear that lie below their own part of the minimum, in proportion to what they lack; what
it is lowered by, those above their own part of the maximum, in proportion to what they have beyond it. So no wording's days are
raised above its part of a minimum, lowered below its part of a maximum, or brought below zero, and what is judged on some days
of the month is judged on what those days cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.contracts.terms.term import NO_USE, Limit, Term
from bpo.core.sums import exact_sum
from bpo.core.words import Words

RAISED = Words(
    "term-minimum-by-days",
    en="Raised to the month's minimum {limit}: the part of these days",
    zh="补足至当月最低收费 {limit}：本段应补部分",
)
LOWERED = Words(
    "term-maximum-by-days",
    en="Lowered to the month's maximum {limit}: the part of these days",
    zh="以当月最高收费 {limit} 为限：本段应减部分",
)


@dataclass(frozen=True, slots=True)
class OnDays:
    """What a term came to on the days of one wording, without its limits; ``seen`` is the month as those days have it."""

    term: Term
    seen: Month
    amount: Fraction


def limits_by_days(days: Sequence[OnDays]) -> list[list[Step]]:
    """The steps that hold the wordings of a term between their limits, for each wording in turn.

    The maximum comes first, so that what it cuts off counts towards no minimum. A wording without a limit leaves its days free.
    """
    used = any(one.term.used(one.seen) for one in days if one.term.minimum and one.term.minimum.only_with_use)
    cuts, most = _moved(days, [one.term.maximum for one in days], -1)
    left = [replace(one, amount=one.amount + cut) for one, cut in zip(days, cuts, strict=True)]
    due = [
        limit if limit and (used or not limit.only_with_use) else None for limit in (one.term.minimum for one in days)
    ]
    raises, least = _moved(left, due, 1)
    found: list[list[Step]] = []
    for one, cut, by, minimum in zip(left, cuts, raises, due, strict=True):
        found.append([one.term.step(LOWERED, {"limit": most}, cut, kind="limit")] if cut else [])
        if by:
            found[-1].append(one.term.step(RAISED, {"limit": least}, by, kind="limit"))
        if one.term.minimum and not minimum and one.amount < (limit := one.term.minimum.in_month(one.seen)):
            found[-1].append(one.term.step(NO_USE, {"limit": limit}))
    return found


def _moved(days: Sequence[OnDays], limits: Sequence[Limit | None], sign: int) -> tuple[list[Fraction], Fraction]:
    """What each wording's days are raised by (``sign`` 1) or lowered by (-1), and what the limits come to together.

    moved = (Σ limits − Σ amounts) × (limit − amount) / Σ (limit − amount), over the wordings on the wrong side of theirs
    """
    parts = [None if limit is None else limit.in_month(one.seen) for one, limit in zip(days, limits, strict=True)]
    gaps = [Fraction(0) if part is None else part - one.amount for one, part in zip(days, parts, strict=True)]
    wrong = [max(Fraction(0), sign * gap) for gap in gaps]
    lacking = max(Fraction(0), sign * exact_sum(gaps))
    bound = exact_sum(part for part in parts if part is not None)
    return [sign * lacking * one / sum(wrong) if lacking else Fraction(0) for one in wrong], bound
