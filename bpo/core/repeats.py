"""Repeat contacts that are not billed: of several of the same customer within some hours the first counts, or the last (重复来电不计费)."""

from typing import Annotated, Literal

from pydantic import Field

from bpo.core.errors import choices
from bpo.core.expr import Expr
from bpo.core.fields import NOT_POSITIVE, UNKNOWN_CHOICE, FileModel, Mistake, WholeNumber
from bpo.core.measures import FollowUp
from bpo.core.tables import Table
from bpo.core.words import Condition, Text, Words

NO_MOMENTS = Words(
    "repeats-without-moments",
    en="{table} have no moments, so that nobody can tell what comes within some hours",
    zh="{table} 没有时刻，无法判断若干小时内的先后",
)
FIRST_IN_LIST = Words(
    "offer-repeats-first",
    en="not billed: what has another with the same {same} in the {hours} hours before it",
    zh="前 {hours} 小时内已有相同 {same} 的，不计费",
)
LAST_IN_LIST = Words(
    "offer-repeats-last",
    en="not billed: what has another with the same {same} in the {hours} hours after it",
    zh="后 {hours} 小时内又有相同 {same} 的，不计费",
)
COLUMN = Text(zh="列", en="column")


class Repeats(FileModel):
    """``{within_hours: 24, same: [customer, queue], billed: first}``: a row is left out if another with the same values came in the hours
    before it (``first``), or comes in the hours after it (``last``). Only rows that the quantity would count repeat one another."""

    within_hours: WholeNumber
    same: Annotated[list[str], Field(min_length=1)]
    billed: Literal["first", "last"]

    def check_fields(self) -> None:
        if self.within_hours < 1:
            raise Mistake(NOT_POSITIVE, ("within_hours",), given=self.within_hours)

    def follow_up(self, facts: Table, where: Expr | None) -> FollowUp:
        """What a need asks of its rows.

        Raises:
            Mistake: if the table has no such columns, or no moments.
        """
        time = facts.column(facts.time)
        if facts.until is not None or time is None or time.type != "instant":
            raise Mistake(NO_MOMENTS, ("repeats",), table=facts.name)
        for i, name in enumerate(self.same):
            if facts.column(name) is None:
                raise Mistake(UNKNOWN_CHOICE, ("repeats", "same", i), what=COLUMN, **choices(name, facts.names))
        return FollowUp(
            self.within_hours, tuple(self.same), where, happened=False, before="start" if self.billed == "first" else ""
        )

    def condition(self) -> Condition:
        """How it reads in a price list."""
        words = FIRST_IN_LIST if self.billed == "first" else LAST_IN_LIST
        return words, {"hours": self.within_hours, "same": self.same}
