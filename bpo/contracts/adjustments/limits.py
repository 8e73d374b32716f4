"""Caps and floors: the most and the least that a clause may come to; a cap may hold for a quarter, a year or 12 months."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, model_validator

from bpo.contracts.adjustments.windows import Within, window
from bpo.contracts.clause import Loc, Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.core.errors import Where
from bpo.core.fields import Amount, Mistake, Part, Share
from bpo.core.words import Words

CAP_WAYS = Words(
    "cap-ways",
    en="a limit has an 'amount', or a 'percent' with 'of', or both (the lower holds)",
    zh="封顶或保底写 amount，或 percent 加 of，或两者（取低）",
)
CAPPED = Words("consequence-capped", en="Capped at {cap}", zh="封顶 {cap}")
CAPPED_WITHIN = Words(
    "consequence-capped-within",
    en="Capped at {cap} from {first} to {last}, of which {taken} was taken before",
    zh="{first} 至 {last} 封顶 {cap}，此前已计 {taken}",
)
RAISED = Words("consequence-floor", en="At least {floor}", zh="不低于 {floor}")


class Limit(Part):
    """An ``amount``, a ``percent`` of lines, or the lower of both."""

    amount: Amount | None = None
    percent: Share | None = None
    of: Annotated[list[str], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _limit_one_way(self) -> Self:
        if (self.percent is None) != (self.of is None) or (self.amount is None and self.percent is None):
            raise Mistake(CAP_WAYS)
        return self

    def of_lines(self, at: Loc = ()) -> list[Reference]:
        return [Reference("line", name, (*at, "of", i)) for i, name in enumerate(self.of or ())]

    def limit(self, months: Sequence[Month], day_share: Fraction = Fraction(1)) -> Fraction:
        """The limit of these months together, its amount for a share of the days; never below zero."""
        base = sum((month.exact_of(self.of or ()) for month in months), Fraction(0))
        amount = None if self.amount is None else self.amount * day_share
        share = None if self.percent is None else self.percent * base
        return max(Fraction(0), min(limit for limit in (amount, share) if limit is not None))


class Cap(Limit):
    """The most that a clause may come to ``within`` a month, or with what it came to in the months before."""

    within: Within = "month"

    def step(
        self, sign: int, total: Fraction, month: Month, lines: Sequence[str], clause: str, where: Where | None, source: str
    ) -> Step | None:  # fmt: skip
        """The step that brings ``total`` down to what the cap leaves; None if it does not exceed it.

        ``lines`` are those whose amounts in earlier months, as they were billed, count against the cap. ``sign`` is -1 for what is taken from the
        statement: then the size of a credit is capped.
        """
        months = window(month, self.within, clause, where)
        limit = self.limit(months)
        taken = sign * sum((Fraction(one.shown_of(lines)) for one in months[:-1]), Fraction(0))
        room = max(Fraction(0), limit - taken)
        if sign * total <= room:
            return None
        if self.within == "month":
            return Step(CAPPED, {"cap": limit}, sign * room - total, source=source)
        values = {"cap": limit, "first": months[0].period.name, "last": month.period.name, "taken": taken}
        return Step(CAPPED_WITHIN, values, sign * room - total, source=source)


class Floor(Limit):
    """The least that a clause comes to in a month in which it comes to anything."""

    def step(self, sign: int, total: Fraction, months: Sequence[Month], source: str) -> Step | None:
        """The step that raises ``total``, which is of these months, to the floor; None if it reaches it or is nothing."""
        floor = self.limit(months)
        if total == 0 or sign * total >= floor:
            return None
        return Step(RAISED, {"floor": floor}, sign * floor - total, source=source)
