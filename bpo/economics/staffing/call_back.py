"""A call-back instead of a wait: who is offered one, how many take it, and how long they may wait for it on average."""

import math
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from bpo.core.fields import FileModel, Mistake, Share
from bpo.core.words import Words
from bpo.economics.staffing.calling_back import Offer
from bpo.economics.staffing.shares import PlainAmount, PlainPositive, not_above_all

NOBODY_TAKES = Words(
    "call-back-nobody",
    en="if nobody takes a call-back there is none: write a share above 0%, or leave 'call_back' out",
    zh="无人选择回呼即无回呼：请写大于 0% 的比例，或删去 call_back",
)


def _taken(share: Fraction) -> Fraction:
    if not share:
        raise Mistake(NOBODY_TAKES)
    return not_above_all(share)


class CallBack(FileModel):
    """``{taken_by: 30%, offered_from_seconds: 60, within_minutes: 20}``: of those who would wait a minute or more, called back within
    twenty minutes on average."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    taken_by: Annotated[Share, AfterValidator(_taken)]
    offered_from_seconds: PlainAmount = Fraction(0)
    within_minutes: PlainPositive | None = None
    in_service_level: Literal["late", "left_out"] = "late"

    def offer(self) -> Offer:
        """As the formulas read it."""
        within = math.inf if self.within_minutes is None else float(self.within_minutes * 60)
        return Offer(float(self.taken_by), float(self.offered_from_seconds), within, self.leaves_out)

    @property
    def leaves_out(self) -> bool:
        """Whether who takes a call-back is out of the service level, rather than late."""
        return self.in_service_level == "left_out"
