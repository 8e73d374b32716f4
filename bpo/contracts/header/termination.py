"""Termination (终止): who ended the contract before its time, and when notice was given; the last day is that of the contract."""

from datetime import date
from typing import Literal

from bpo.core.fields import Day, FileModel, Mistake
from bpo.core.words import Text, Words

Side = Literal["client", "supplier"]
SIDES: dict[Side, Text] = {
    "client": Text(zh="委托方", en="the client"),
    "supplier": Text(zh="供应方", en="the supplier"),
}
NO_END = Words(
    "terminated-no-end",
    en="a contract that is terminated has a last day: write it as 'to'",
    zh="终止的合同须有截止日：请写明 to",
)
NOTICE_AFTER_END = Words(
    "terminated-notice-late",
    en="notice was given on {given}, after the contract's last day {end}",
    zh="终止通知日 {given} 晚于合同截止日 {end}",
)


class Terminated(FileModel):
    """Who terminated the contract, and the day on which the other side had the notice."""

    by: Side
    notice_on: Day

    def check_end(self, end: date | None) -> None:
        """Raises Mistake if the contract has no last day, or the notice was given after it."""
        if end is None:
            raise Mistake(NO_END, ("terminated",))
        if self.notice_on > end:
            raise Mistake(NOTICE_AFTER_END, ("terminated", "notice_on"), given=self.notice_on, end=end)
