"""The months of a backtest as they are asked for: ``2026-01..2026-12``, or one."""

from dataclasses import dataclass

from bpo.core.cycle import Cycle
from bpo.core.cycles import checked_name
from bpo.core.errors import fail
from bpo.core.periods import Period
from bpo.core.words import Words

PERIODS_MAX = 120
ENDS_FIRST = Words(
    "backtest-ends-first",
    en="'{given}' ends before it begins; write the earlier period first: {first}..{last}",
    zh="'{given}' 的结束早于开始；请把较早的账期写在前面：{first}..{last}",
)
TOO_MANY = Words(
    "backtest-too-many",
    en="'{given}' are {count} periods; a backtest takes up to {most}",
    zh="'{given}' 共 {count} 个账期；一次回测最多 {most} 个",
)


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last period by their names, in whichever cycle a contract has."""

    first: str
    last: str

    @classmethod
    def read(cls, given: str) -> "Span":
        """``FIRST..LAST``, or one period.

        Raises:
            BpoError: if either is no name of a period.
        """
        first, _, last = given.partition("..")
        return cls(checked_name(first), checked_name(last or first))

    def of(self, cycle: Cycle) -> list[Period]:
        """The periods of a cycle, in order.

        Raises:
            BpoError: if the cycle has no such period, the first comes after the last, or there are more than ``PERIODS_MAX``.
        """
        count = cycle.between(self.first, self.last) + 1
        if count < 1:
            raise fail(ENDS_FIRST, None, given=f"{self.first}..{self.last}", first=self.last, last=self.first)
        if count > PERIODS_MAX:
            raise fail(TOO_MANY, None, given=f"{self.first}..{self.last}", count=count, most=PERIODS_MAX)
        return [cycle.period(cycle.after(self.first, n)) for n in range(count)]
