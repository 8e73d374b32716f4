"""Checks that a source asks for besides those of its table: of each row by itself, of rows against others, of a file as a whole.

What a broken check means stands with it (``then``): the rows are set aside, the user is warned, or the whole file stays out.
"""

from typing import Annotated, Literal

from pydantic import Field

from bpo.core.fields import Called, Label, Mistake, Positive, Share, WholeNumber
from bpo.core.words import Text, Words
from bpo.facts.sources.source_fields import SourcePart

OfRows = Literal["set_aside", "warn", "stop"]
OfFile = Literal["warn", "stop"]
Weekday = Annotated[WholeNumber, Field(ge=1, le=7)]

NO_SHARE = Words(
    "check-share-of-rows",
    en="{given} is no part of the rows of a file; write one below 100%, such as 2%",
    zh="{given} 不是文件行数的一部分；请写小于 100% 的比例，例如 2%",
)


class ByCondition(SourcePart):
    """``when``: a condition on the columns of the table, true for rows that are wrong; ``reason`` is what is said of them."""

    check: Literal["condition"]
    when: str
    reason: Label
    then: OfRows = "set_aside"


class KnownAgent(SourcePart):
    """The agent of a row is on the roster of the account on its day."""

    check: Literal["known_agent"]
    then: OfRows = "warn"


class KnownContact(SourcePart):
    """The contact that a row names is in the lake."""

    check: Literal["known_contact"]
    then: OfRows = "warn"


class ShareSetAside(SourcePart):
    """Not more than so many of the rows of a file are unusable."""

    check: Literal["share_set_aside"]
    above: Share
    then: OfFile = "stop"

    def check_fields(self) -> None:
        if self.above >= 1:
            raise Mistake(NO_SHARE, ("above",), given=self.above)


class RowsADay(SourcePart):
    """The rows of a day of the file are about as many as on the days before it: ``beyond`` is the share of these by which they
    may be more or fewer, ``days`` how many days before the file's first are looked at."""

    check: Literal["rows_a_day"]
    beyond: Positive
    days: Annotated[WholeNumber, Field(ge=1)] = 28
    then: OfFile = "warn"


class DayWithoutRows(SourcePart):
    """From the first day of a file to its last no day is empty; ``weekdays`` are those that are worked, 1 is Monday."""

    check: Literal["day_without_rows"]
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)] = (1, 2, 3, 4, 5, 6, 7)
    then: OfFile = "warn"


Check = Annotated[
    ByCondition | KnownAgent | KnownContact | ShareSetAside | RowsADay | DayWithoutRows,
    Field(discriminator="check"),
    Called(Text(zh="检查", en="check")),
]
RowCheck = ByCondition | KnownAgent | KnownContact
