"""Caps and floors: the most and the least that a clause may come to.

Lines of which a bonus or a credit is a percentage count as nothing
below zero, so that it never turns round.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bpo.contracts.adjustments.values import joined
from bpo.contracts.blocks.windows import Within, window
from bpo.contracts.clause import Clause, Later, Loc, Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.core.fields import Amount, FileModel, Mistake, Share
from bpo.core.sums import ONE, ZERO, exact_sum
from bpo.core.words import Words

BELOW_ZERO = Words(
    "base-below-zero",
    en="{lines} come to {total}, below zero: a percentage is taken of 0",
    zh="{lines}合计 {total}，低于零：按 0 计算百分比",
)


def months_here(month: Month, most: int, clause: Clause, told_before: bool) -> list[Month]:
    """The earlier months, at most so many, oldest first; only those since the first statement here, if what was before is told.

    Raises:
        BpoError: if one of them was not billed here.
    """
    if told_before:
        oldest = month.history[0].period.name if month.history else month.period.name
        most = min(most, month.cycle.between(oldest, month.period.name))
    return [one for ago in range(most, 0, -1) if (one := month.back(ago, clause)) is not None]


def base_of(months: Sequence[Month], lines: Sequence[str]) -> Fraction:
    """What the lines of these months come to together before rounding, at least 0."""
    return max(ZERO, _total(months, lines))


def said_below_zero(months: Sequence[Month], lines: Sequence[str], clause: Clause) -> list[Step]:
    """The step that says so where the lines are below zero."""
    total = _total(months, lines)
    if total >= 0:
        return []
    labels = joined([line.label for line in months[-1].lines(lines)])
    return [clause.step(BELOW_ZERO, {"lines": labels, "total": total})]


def _total(months: Sequence[Month], lines: Sequence[str]) -> Fraction:
    return exact_sum(month.exact_of(lines) for month in months)


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
CARRY_BY_MONTH = Words(
    "cap-carry-by-month",
    en="what exceeds a cap goes on to the next month where the cap is that of a month, and is paid by the month: leave 'within' and "
    "'paid' out",
    zh="只有按月封顶并按月结算时，超出部分才能转入下月：请去掉 within 与 paid",
)
CAME_OVER = Words("cap-came-over", en="Carried over from {month}: {amount}", zh="{month} 转入 {amount}")
GOES_ON = Words("cap-goes-on", en="{amount} above the cap goes on to the next month", zh="超出封顶的 {amount} 转入下月")
LAPSES = Words(
    "cap-lapses", en="{amount} above the cap lapses: the contract ends", zh="超出封顶的 {amount} 因合同终止不再计"
)
LOST = Words(
    "check-lost-carried",
    en="'{clause}': what exceeds the cap in {last}, the last month, goes on to the next invoice, of which there is none",
    zh="条款 '{clause}'：最后一个月 {last} 超出封顶的部分应转入下期账单，但已无下期账单",
)
RAISED = Words("consequence-floor", en="At least {floor}", zh="不低于 {floor}")


class Limit(FileModel):
    """An ``amount``, a ``percent`` of lines, or the lower of both."""

    amount: Amount | None = None
    percent: Share | None = None
    of: Annotated[list[str], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _limit_one_way(self) -> Self:
        if (self.percent is None) != (self.of is None) or (self.amount is None and self.percent is None):
            raise Mistake(CAP_WAYS)
        return self

    def of_lines(self, at: Loc) -> list[Reference]:
        return [Reference("line", name, (*at, "of", i)) for i, name in enumerate(self.of or ())]

    def limit(self, months: Sequence[Month], day_share: Fraction = ONE) -> Fraction:
        """The limit of these months together, its amount for a share of the days; never below zero."""
        base = exact_sum(month.exact_of(self.of or ()) for month in months)
        amount = None if self.amount is None else self.amount * day_share
        share = None if self.percent is None else self.percent * base
        return max(ZERO, min(limit for limit in (amount, share) if limit is not None))


class Cap(Limit):
    """The most that a clause may come to ``within`` a month, or with what it came to in the months before.

    ``excess``: what exceeds the cap of a month ``lapses``, or is added to what the clause comes to in the ``next_month``.
    """

    within: Within = "month"
    excess: Literal["lapses", "next_month"] = "lapses"

    @model_validator(mode="after")
    def _carries_by_month(self) -> Self:
        if self.carries and self.within != "month":
            raise Mistake(CARRY_BY_MONTH, ("excess",))
        return self

    @property
    def carries(self) -> bool:
        """Whether what exceeds it goes on to the next month."""
        return self.excess == "next_month"

    @property
    def looks_at_months(self) -> bool:
        """Whether earlier months say how much of it is left, or what came over."""
        return self.within != "month" or self.carries

    def carried(self, at: Loc) -> Later | None:
        """What of it falls due later; ``at`` is where the cap stands."""
        return Later(LOST, (*at, "excess"), 1) if self.carries else None

    def settled(
        self, sign: int, steps: Sequence[Step], month: Month, lines: Sequence[str], clause: Clause
    ) -> list[Step]:
        """The steps with what came over, what exceeds the cap taken off again, and what of that goes on; see :meth:`lowered`."""
        found = [*steps, *self.came_over(sign, month, clause)]
        total = exact_sum(step.amount for step in found)
        capped = self.lowered(sign, total, month, lines, clause)
        if capped is None:
            return found
        return [*found, capped, *self.goes_on(sign * -capped.amount, month, clause)]

    def came_over(self, sign: int, month: Month, clause: Clause) -> list[Step]:
        """What the month before left of this clause, if it carries anything on.

        Raises:
            BpoError: if that month was not billed here.
        """
        before = month.back(1, clause) if self.carries else None
        steps = [step for line in before.lines([clause.id]) for step in line.steps] if before is not None else []
        left = next((step.values["amount"] for step in steps if step.kind == "carried"), None)
        if before is None or left is None:
            return []
        return [clause.step(CAME_OVER, {"month": before.period.name, "amount": left}, sign * left)]

    def goes_on(self, excess: Fraction, month: Month, clause: Clause) -> list[Step]:
        """The step that says what goes on to the next month, which reads it."""
        if not self.carries:
            return []
        if month.is_last:
            return [clause.step(LAPSES, {"amount": excess})]
        return [clause.step(GOES_ON, {"amount": excess}, kind="carried")]

    def lowered(self, sign: int, total: Fraction, month: Month, lines: Sequence[str], clause: Clause) -> Step | None:
        """The step that brings ``total`` down to what the cap leaves; None if it does not exceed it.

        ``lines`` are those whose amounts in earlier months, as they were billed, count against the cap. ``sign`` is -1 for what is taken from the
        statement: then the size of a credit is capped.
        """
        if sign * total <= 0:
            return None  # whatever was taken before
        months = window(month, self.within, clause)
        limit = self.limit(months)
        taken = sign * exact_sum(Fraction(one.shown_of(lines)) for one in months[:-1])
        room = max(ZERO, limit - taken)
        if sign * total <= room:
            return None
        if self.within == "month":
            return clause.step(CAPPED, {"cap": limit}, sign * room - total)
        values = {"cap": limit, "first": months[0].period.name, "last": month.period.name, "taken": taken}
        return clause.step(CAPPED_WITHIN, values, sign * room - total)


class Floor(Limit):
    """The least that a clause comes to in a month in which it comes to anything."""

    def raised(self, sign: int, total: Fraction, months: Sequence[Month], clause: Clause) -> Step | None:
        """The step that raises ``total``, which is of these months, to the floor; None if it reaches it or is nothing."""
        floor = self.limit(months)
        if total == 0 or sign * total >= floor:
            return None
        return clause.step(RAISED, {"floor": floor}, sign * floor - total)
