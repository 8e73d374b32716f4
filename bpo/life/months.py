"""What is decided of a contract's month besides its statements: it is restated, takes no facts any more, or takes them again.

The subject of these events is the contract; what was decided stands in tables of its own, and ``content`` is the SHA-256 of its row.
"""

from dataclasses import dataclass

from bpo.core.words import Text
from bpo.life.event import Event


@dataclass(frozen=True, slots=True)
class OfMonth(Event):
    """What all of them tell."""

    period: str
    content: str


@dataclass(frozen=True, slots=True)
class MonthRestated(OfMonth):
    """A month is counted again; the difference stands in the next statement, or in a correction of its own."""

    verb = "restated"
    name = Text(zh="账期重述", en="month restated")
    role = "prepare"


@dataclass(frozen=True, slots=True)
class MonthClosed(OfMonth):
    """A month takes no facts from then on."""

    verb = "closed"
    name = Text(zh="账期关闭", en="month closed")
    role = "prepare"


@dataclass(frozen=True, slots=True)
class MonthOpened(OfMonth):
    """A month that was closed takes facts again."""

    verb = "opened"
    name = Text(zh="账期重开", en="month opened")
    role = "prepare"
