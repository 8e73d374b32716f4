"""What is owed because one side leaves the contract before its time: what the fee of a termination and pay in lieu of notice share."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.span import NOTHING, ZERO, Own, Span
from bpo.contracts.header.termination import SIDES, Side, Terminated
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.core.periods import Period
from bpo.core.words import Text, Words

NOT_TERMINATED = Words("leaving-not-terminated", en="The contract is not terminated", zh="合同未提前终止")
OTHER_SIDE = Words(
    "leaving-other-side", en="Terminated by {side}, who owes nothing here", zh="由{side}终止，本条不产生费用"
)
WITH_THE_LAST = Words(
    "leaving-with-the-last",
    en="Terminated by {side}; due with the statement of {end}",
    zh="由{side}终止，随 {end} 所在账期结算",
)


class Leaving(Adjustment):
    """Owed with the contract's last statement by the side (``by``) that terminated it: the client pays, the supplier is paid less."""

    is_sum: ClassVar[bool] = True
    only_if_terminated: ClassVar[bool] = True

    by: Side = "client"

    @property
    def direction(self) -> int:
        """1 if it adds to the statement, -1 if it takes from it."""
        return 1 if self.by == "client" else -1

    @property
    def side(self) -> Text:
        return SIDES[self.by]

    @property
    def may_be_nothing(self) -> bool:
        return True

    def own_span(self, days: Period, in_parts: bool) -> Own:
        owed = Span(ZERO, None)
        return Own(owed if self.direction > 0 else owed.negated(), NOTHING)

    def apply(self, month: Month) -> Charge:
        left = month.terminated
        if left is None:
            return self.line(month, [self.step(NOT_TERMINATED)])
        if left.by != self.by:
            return self.line(month, [self.step(OTHER_SIDE, {"side": SIDES[left.by]})])
        if not month.is_last:
            values = {"side": self.side, "end": month.contract_days[1]}
            return self.line(month, [self.step(WITH_THE_LAST, values)])
        return self.line(month, self.owed(month, left))

    @abstractmethod
    def owed(self, month: Month, left: Terminated) -> Sequence[Step]:
        """The steps of what the side that left owes, in the contract's last period."""

    def months_before(self, month: Month, months: int) -> list[Month]:
        """The last so many billing periods before this one, or those that there are; of a contract of one period, that one.

        Raises:
            BpoError: if one of them was not billed here.
        """
        return month.back_to(min(months, month.number - 1), self) or [month]
