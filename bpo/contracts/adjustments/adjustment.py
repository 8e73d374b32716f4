"""What every adjustment has: the months at the beginning of a contract in which it has no consequence yet."""

from __future__ import annotations

from fractions import Fraction

from bpo.contracts.clause import Clause
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.core.fields import WholeNumber
from bpo.core.words import Words

IN_GRACE = Words(
    "adjustment-grace",
    en="Without consequence in the first {months} months; this is month {number}",
    zh="合同前 {months} 个月不产生影响；本期为第 {number} 个月",
)


class Adjustment(Clause):
    """A consequence. ``grace_months``: none in so many billing periods from the contract's first (宽限期)."""

    grace_months: WholeNumber = 0

    def charge(self, month: Month) -> Charge:
        if month.number > self.grace_months:
            return self.apply(month)
        values = {"months": self.grace_months, "number": month.number}
        return self.line(month, [Step(IN_GRACE, values, Fraction(0), source=self.clause)])

    def applies_in_parts(self) -> bool:
        """Whether it can be applied to some days of a month by themselves: it is in proportion to what they come to."""
        return False

    def apply(self, month: Month) -> Charge:
        """The consequence once the grace is over; see :meth:`Clause.charge`."""
        raise NotImplementedError
