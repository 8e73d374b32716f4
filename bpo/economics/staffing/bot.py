"""What a bot takes before an agent is asked, and what comes to an agent after all."""

from fractions import Fraction
from typing import Annotated, ClassVar

from bpo.core.fields import FileModel
from bpo.economics.scenario.volume import ALWAYS, MONTHLY, ByMonth
from bpo.economics.staffing.monthly_shares import SharesByMonth

NONE_RETURN = SharesByMonth(months={ALWAYS: Fraction(0)})


class Bot(FileModel):
    """``{takes: {2027-01: 10%, 2027-07: 25%}, returned: 15%}``: of the volume, and of what it takes, which an agent handles after all."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    takes: Annotated[SharesByMonth, *MONTHLY]
    returned: Annotated[SharesByMonth, *MONTHLY] = NONE_RETURN

    def by_month(self) -> tuple[ByMonth, ...]:
        """What may change with the months."""
        return self.takes, self.returned

    def taken(self, volume: Fraction, month: str) -> Fraction:
        """What the bot begins: ``volume × takes``."""
        return volume * self.takes.of(month)

    def solved(self, volume: Fraction, month: str) -> Fraction:
        """What no agent sees: ``volume × takes × (1 − returned)``."""
        return self.taken(volume, month) * (1 - self.returned.of(month))
