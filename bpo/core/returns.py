"""Which contacts of one customer are one: a thread of messages until a silence, and an outcome that stands if nobody comes again."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, model_validator

from bpo.core.errors import choices
from bpo.core.expr import Expr, both
from bpo.core.fields import NOT_POSITIVE, UNKNOWN_CHOICE, FileModel, Mistake, WholeNumber
from bpo.core.filters import read_filter
from bpo.core.measures import FollowUp
from bpo.core.tables import INTERACTIONS
from bpo.core.words import Condition, Text, Words

CUSTOMER = "customer"
IN_COMMON = {
    CUSTOMER: Text(zh="客户", en="customer"),
    "queue": Text(zh="队列", en="queue"),
    "category": Text(zh="业务类型", en="category"),
    "skill": Text(zh="技能", en="skill"),
    "campaign": Text(zh="项目", en="campaign"),
    "channel": Text(zh="渠道", en="channel"),
}
"""What two contacts may have in common, as a formula names it."""
COMES_AGAIN = "direction = 'inbound' AND outcome <> 'void'"
"""However that contact ends."""
HOURS_A_DAY = 24

HOURS_OR_DAYS = Words(
    "return-hours-or-days",
    en="write 'hours' or 'days': how long the customer must not come again",
    zh="请写 hours 或 days 之一：客户须在多长时间内未再次联络",
)
IN_LIST_THREAD = Words(
    "offer-thread",
    en="contacts of one {same} are one until {hours} hours have passed without any",
    zh="同一{same}的联络在静默超过 {hours} 小时之前计为一次",
)
IN_LIST_NO_RETURN = Words(
    "offer-no-return",
    en="only contacts after which the same {same} does not come again within {hours} hours",
    zh="仅计其后 {hours} 小时内同一{same}未再次联络的",
)


def _in_common(given: tuple[str, ...]) -> tuple[str, ...]:
    allowed = [name for name in IN_COMMON if name != CUSTOMER]
    for i, name in enumerate(given):
        if name not in allowed:
            raise Mistake(UNKNOWN_CHOICE, (i,), what=Text(zh="共同项", en="thing in common"), **choices(name, allowed))
    return given


def _at_least_one(number: int) -> int:
    if number < 1:
        raise Mistake(NOT_POSITIVE, given=number)
    return number


Same = Annotated[tuple[str, ...], AfterValidator(_in_common)]
"""What a contact has in common with the one before, besides the customer."""
Span = Annotated[WholeNumber, AfterValidator(_at_least_one)]
"""Whole hours or days, one at least."""


def repeated(hours: int, same: Same, happened: bool = True) -> FollowUp:
    """Followed, or not, by an inbound contact of the same customer, however that one ended unless it is void."""
    return FollowUp(hours, (CUSTOMER, *same), read_filter(COMES_AGAIN, INTERACTIONS), happened)


def known(same: Same) -> str:
    """The condition on contacts of which one can tell whether the customer came again."""
    return " AND ".join(f"{column} IS NOT NULL" for column in (CUSTOMER, *same))


def same_names(same: Same) -> Text:
    """What has to be the same, as a formula names it: ``customer and queue``."""
    names = [IN_COMMON[column] for column in (CUSTOMER, *same)]
    return Text(zh="、".join(name.zh for name in names), en=" and ".join(name.en for name in names))


class NoReturn(FileModel):
    """``{days: 7}``, ``{hours: 72, same: [queue]}``: only contacts after which the customer does not come again for so long.

    A contact whose customer is not known is not counted, for nobody can tell.
    """

    hours: Span | None = None
    days: Span | None = None
    same: Same = ()

    @model_validator(mode="after")
    def _one_span(self) -> NoReturn:
        if (self.hours is None) == (self.days is None):
            raise Mistake(HOURS_OR_DAYS)
        return self

    @property
    def in_hours(self) -> int:
        return self.hours if self.hours is not None else (self.days or 0) * HOURS_A_DAY

    def narrowed(self, where: Expr | None) -> tuple[Expr | None, FollowUp]:
        """The condition on the contacts that are counted, and what must not happen after them."""
        told = both(where, read_filter(known(self.same), INTERACTIONS))
        return told, repeated(self.in_hours, self.same, happened=False)

    def condition(self) -> Condition:
        return IN_LIST_NO_RETURN, {"same": same_names(self.same), "hours": self.in_hours}


class Thread(FileModel):
    """``{silence_hours: 24, same: [channel]}``: contacts of one customer are one, until so long nobody has written.

    It counts where it begins. A contact whose customer is not known is one by itself.
    """

    silence_hours: Span
    same: Same = ()

    def narrowed(self, where: Expr | None) -> tuple[Expr | None, FollowUp]:
        """The condition on the contacts that make threads, and what must not have happened before the first of one."""
        return where, FollowUp(self.silence_hours, (CUSTOMER, *self.same), where, happened=False, before="end")

    def condition(self) -> Condition:
        return IN_LIST_THREAD, {"same": same_names(self.same), "hours": self.silence_hours}
