"""What counts as a repeat: the same customer calls again, about the same if the contract says so."""

from typing import Annotated

from pydantic import AfterValidator

from bpo.core.errors import choices
from bpo.core.fields import NOT_POSITIVE, UNKNOWN_CHOICE, Mistake, WholeNumber
from bpo.core.filters import read_filter
from bpo.core.measures import FollowUp
from bpo.core.tables import INTERACTIONS
from bpo.core.words import Text
from bpo.kpi.conditions import INBOUND

CUSTOMER = "customer"
NAMES = {
    CUSTOMER: Text(zh="客户", en="customer"),
    "queue": Text(zh="队列", en="queue"),
    "category": Text(zh="业务类型", en="category"),
    "skill": Text(zh="技能", en="skill"),
    "campaign": Text(zh="项目", en="campaign"),
    "channel": Text(zh="渠道", en="channel"),
}


def _shared(given: tuple[str, ...]) -> tuple[str, ...]:
    allowed = [name for name in NAMES if name != CUSTOMER]
    for i, name in enumerate(given):
        if name not in allowed:
            raise Mistake(UNKNOWN_CHOICE, (i,), what=Text(zh="共同项", en="thing in common"), **choices(name, allowed))
    return given


Same = Annotated[tuple[str, ...], AfterValidator(_shared)]
"""What a repeat has in common with the contact before, besides the customer."""


def _at_least_one(number: int) -> int:
    if number < 1:
        raise Mistake(NOT_POSITIVE, given=number)
    return number


Span = Annotated[WholeNumber, AfterValidator(_at_least_one)]
"""Whole hours or days, one at least."""


def repeated(hours: int, same: Same, happened: bool = True) -> FollowUp:
    """Followed, or not, by an inbound contact of the same customer, however that one ended unless it is void."""
    again = read_filter(f"{INBOUND} AND outcome <> 'void'", INTERACTIONS)
    return FollowUp(hours, (CUSTOMER, *same), again, happened)


def known(same: Same) -> str:
    """The condition on contacts of which one can tell whether they were repeated."""
    return " AND ".join(f"{column} IS NOT NULL" for column in (CUSTOMER, *same))


def same_names(same: Same) -> Text:
    """What has to be the same, as a formula names it: ``customer and queue``."""
    names = [NAMES[column] for column in (CUSTOMER, *same)]
    return Text(zh="、".join(name.zh for name in names), en=" and ".join(name.en for name in names))
