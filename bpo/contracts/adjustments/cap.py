"""A cap over several lines together (合计封顶): 5% of the fee over all credits, a ceiling of the invoice or of the contract year."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bpo.contracts.adjustments.adjustment import Adjustment, CapOn
from bpo.contracts.adjustments.effects import Teller
from bpo.contracts.adjustments.limits import Cap
from bpo.contracts.adjustments.span import ZERO, Held, LinesSoFar, Span, at_least, at_most
from bpo.contracts.adjustments.values import joined
from bpo.contracts.clause import Later
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.core.sums import exact_sum
from bpo.core.words import Text, Words

NOT_REACHED = Words(
    "cap-not-reached", en="{total} ({lines}) does not exceed the cap", zh="{total}（{lines}）未超过封顶"
)


class CapTogether(Adjustment, Cap):
    """Brings the lines in ``on`` together down to the limit: what exceeds it is given back, of credits and of charges alike.

    With ``excess: next_month`` credits that are given back are taken in the next month, within its own limit.
    """

    kind_name: ClassVar[Text] = Text(zh="合计封顶", en="Cap")

    is_limit: ClassVar[bool] = True

    kind: Literal["cap"]
    on: Annotated[list[str], Field(min_length=1)]

    def looks_back(self) -> bool:
        return self.looks_at_months

    def falls_due_later(self) -> Later | None:
        return self.carried(())

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        yield from ()  # its limit is said with those of all clauses

    def caps(self) -> list[CapOn]:
        return [CapOn((), self, self.on)]

    def gives_back(self) -> list[str]:
        return self.on

    def held(self, lines: LinesSoFar, in_parts: bool) -> Held:
        """What the lines exceed the limit by is given back; with them it stays within the limit."""
        whole, limit = lines.over(self.on), lines.limit(self)
        if in_parts:
            limit = Span(ZERO, None)
        elif self.within != "month":
            # Earlier months of the other sign leave more room than the amount.
            one_sided = (whole.low is not None and whole.low >= 0) or (whole.high is not None and whole.high <= 0)
            limit = Span(ZERO, self.amount if one_sided else None)
        given_back = None if whole.low is None or limit.low is None else max(ZERO, -whole.low - limit.low)
        taken = None if whole.high is None or limit.low is None else -max(ZERO, whole.high - limit.low)
        within = at_least(at_most(whole, limit), limit)
        if self.carries:  # credits that came over join those of the month, as far as the limit leaves room
            within = at_least(at_most(Span(None, whole.high), limit), limit)
            most = None if whole.high is None or limit.high is None else limit.high + max(ZERO, whole.high)
            taken = None if taken is None or most is None else min(taken, -most)
        return Held(Span(taken, given_back), within.hull(whole) if self.grace_months else within)

    def apply(self, month: Month) -> Charge:
        came = self.came_over(-1, month, self)
        total = month.exact_of(self.on) + exact_sum(step.amount for step in came)
        capped = self.lowered(-1 if total < 0 else 1, total, month, [*self.on, self.id], self)
        if capped is None:
            values = {"total": total, "lines": joined([line.label for line in month.lines(self.on)])}
            return self.line(month, [*came, self.step(NOT_REACHED, values)], with_lines=self.on if came else ())
        gone_on = self.goes_on(capped.amount, month, self) if total < 0 else []
        # Rounded with the lines it holds down, so that together they show the cap to the cent.
        return self.line(month, [*came, capped, *gone_on], with_lines=self.on)
