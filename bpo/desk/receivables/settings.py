"""What bpo.yaml says of receivables: buckets of the ageing, levels of reminders, and how much may be written off."""

from typing import Annotated, ClassVar

from pydantic import Field

from bpo.contracts.header.header import CurrencyCode
from bpo.core.fields import Amount, FileModel, Mistake, WholeNumber
from bpo.core.words import Words
from bpo.receivables.ageing import USUAL_BOUNDS
from bpo.receivables.reminding import USUAL_LEVELS

NOT_RISING = Words(
    "receivables-rising",
    en="days are written from few to many, each once and above zero, such as [30, 60, 90]",
    zh="天数须从小到大、各不相同且大于零，例如 [30, 60, 90]",
)
Rising = Annotated[tuple[WholeNumber, ...], Field(min_length=1, max_length=9)]


class Receivables(FileModel):
    """``buckets``: the days late at which a bucket ends; ``reminders``: those from which each level goes; ``write_off``: what may
    be written off of one statement at most, by currency."""

    page: ClassVar[str] = "docs/cli/pay.md"

    buckets: Rising = USUAL_BOUNDS
    reminders: Rising = USUAL_LEVELS
    write_off: dict[CurrencyCode, Amount] = {}

    def check_fields(self) -> None:
        for name in ("buckets", "reminders"):
            days = getattr(self, name)
            if list(days) != sorted(set(days)) or days[0] < 1:
                raise Mistake(NOT_RISING, (name,))
