"""What the parties agreed on although it is unwise: ``accepts`` names a check and says why its advice is not followed."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from bpo.core.errors import choices
from bpo.core.fields import UNKNOWN_CHOICE, FileModel, Mistake, Names, normal
from bpo.core.words import Text, Words


class Check(StrEnum):
    """What may be accepted, each by the name of its page ``docs/checks/<name>.md``."""

    CALENDAR_BEYOND_DATA = "calendar-beyond-data"
    CAP_IDLE = "cap-idle"
    CLIFF = "cliff"
    CUSTOMER_NAMED = "customer-named"
    EXPIRY = "expiry"
    LOST_AT_END = "lost-at-end"
    MARKS_TOTAL = "marks-total"
    NEGATIVE_BASE = "negative-base"
    NEVER_SEEN = "never-seen"
    NO_EFFECT = "no-effect"
    ORDER = "order"
    OVER_RETURNED = "over-returned"
    PART_WINDOW = "part-window"
    PERVERSE = "perverse"
    RESTATED = "restated"
    TIMEZONE = "timezone"
    UNCAPPED = "uncapped"
    UNREACHABLE = "unreachable"
    UNUSED = "unused"


A_CHECK = Text(zh="检查项", en="check")
NO_REASON = Words(
    "acceptance-without-reason",
    en="write why it is accepted, such as 'agreed in §5.2'",
    zh="请写明接受的理由，例如“合同 5.2 条已约定”",
)


def _check_name(given: Any) -> Any:
    if isinstance(given, str) and given not in list(Check):
        raise Mistake(UNKNOWN_CHOICE, what=A_CHECK, **choices(given, list(Check)))
    return given


def _reason(given: Any) -> Any:
    if given is None or (isinstance(given, str) and not normal(given)):
        raise Mistake(NO_REASON)
    return given


class Acceptance(FileModel):
    """Advice of ``check`` about the clauses, KPIs or quantities in ``on`` (one id or several) is accepted for a ``reason``.

    Without ``on`` it is about advice that concerns the contract as a whole.
    """

    check: Annotated[str, BeforeValidator(_check_name)]
    on: Names | None = None
    reason: Annotated[str, BeforeValidator(_reason)]
