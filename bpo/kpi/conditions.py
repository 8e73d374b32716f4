"""Conditions that several KPIs share, so that 'answered' means the same in all of them, and fields of one kind."""

from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from bpo.core.errors import choices
from bpo.core.fields import NEGATIVE, UNKNOWN_CHOICE, Mistake, read_number
from bpo.core.tables import ACTIVITIES
from bpo.core.vocabulary import ACTIVITY_NAMES
from bpo.core.words import Text, Words
from bpo.kpi.bounds import percent_unexpected

HANDLED = "outcome = 'handled'"
"""By an agent, in any direction."""
INBOUND = "direction = 'inbound'"
ANSWERED = f"{INBOUND} AND outcome = 'handled'"
ABANDONED = f"{INBOUND} AND outcome = 'abandoned'"
OFFERED = f"{INBOUND} AND outcome IN ('handled', 'abandoned')"
DIALLED = "direction = 'outbound' AND outcome <> 'void'"
CONNECTED = "direction = 'outbound' AND outcome = 'handled'"
"""An outbound dial that an agent spoke on, with whomever."""

HANDLE_SECONDS = "coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0) + coalesce(wrap_up_seconds, 0)"
"""Talk + hold + wrap-up; a system that does not know one of them adds nothing for it, instead of losing the contact."""
TIME_IS_KNOWN = "coalesce(talk_seconds, hold_seconds, wrap_up_seconds) IS NOT NULL"
"""At least one of the three is there. Otherwise the time is not known, which is not the same as 0."""

MARK_PLACES = 10_000
MARK_TOO_FINE = Words(
    "mark-too-fine",
    en="{given} has more than four decimals; scores have four",
    zh="{given} 超过四位小数；得分最多四位小数",
)
EMPTY_ACTIVITIES = Words(
    "activities-empty", en="name at least one activity, such as ready", zh="至少写一项活动，例如 ready"
)


def _known_activities(given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        raise Mistake(EMPTY_ACTIVITIES)
    for i, activity in enumerate(given):
        if activity not in ACTIVITIES:
            raise Mistake(UNKNOWN_CHOICE, (i,), what="activity", **choices(activity, ACTIVITIES))
    return given


Activities = Annotated[tuple[str, ...], AfterValidator(_known_activities)]
"""Activities of the timesheets whose hours count together."""
READY: tuple[str, ...] = ("ready", "handling")
"""Able to take a contact, or on one."""


def in_activities(activities: tuple[str, ...]) -> str:
    """The condition on timesheets."""
    return "activity IN (" + ", ".join(f"'{activity}'" for activity in activities) + ")"


def activity_names(activities: tuple[str, ...]) -> Text:
    """The activities as a formula names them: ``ready + handling``."""
    names = [ACTIVITY_NAMES[activity] for activity in activities]
    return Text(zh=" + ".join(name.zh for name in names), en=" + ".join(name.en for name in names))


def _mark(given: Any) -> Fraction:
    number = read_number(given)
    if number < 0:
        raise Mistake(NEGATIVE, given=number)
    if 0 < number < 1:
        raise percent_unexpected(number, "score")
    if (number * MARK_PLACES).denominator != 1:
        raise Mistake(MARK_TOO_FINE, given=number)
    return number


Mark = Annotated[Fraction, BeforeValidator(_mark)]
"""A score that others are compared with: 85, 4.5; not 85%."""
