"""The most hours that are billed in a month: of each person, team or site, or of all together."""

from fractions import Fraction
from typing import Literal

from bpo.contracts.clause import Clause
from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.core.errors import fail
from bpo.core.fields import FileModel, Mistake, Positive
from bpo.core.sums import exact_sum
from bpo.core.vocabulary import AGENT, SITE, TEAM
from bpo.core.words import Text, Words

NOT_WITH = Words(
    "billable-at-most-with",
    en="'billable_at_most' cuts hours whatever they were spent on, so all of them need one price; it does not go with '{given}'",
    zh="billable_at_most 不区分工时用途一并封顶，全部工时须为同一价格，不能与 '{given}' 同用",
)
ONE_NUMBER = Words(
    "billable-at-most-one-number",
    en="write either 'hours' (of a month) or 'hours_per_working_day'",
    zh="'hours'（每月小时数）与 'hours_per_working_day'（每个工作日小时数）须且只能写一个",
)
MOST = Words(
    "billable-at-most-working-days",
    en="Billable are at most {most} hours: {days} working days of {per_day}",
    zh="计费工时上限 {most} 小时：{days} 个工作日，每日 {per_day} 小时",
)
MOST_OF_EACH = Words(
    "billable-at-most-working-days-of-each",
    en="Billable are at most {most} hours of each {each}: {days} working days of {per_day}",
    zh="每个{each}的计费工时上限 {most} 小时：{days} 个工作日，每日 {per_day} 小时",
)
WHOSE = Words(
    "billable-at-most-whose",
    en="'{clause}' bills at most so many hours of each {each}, but {hours} hours have no {each}; leave them out with 'where', such as "
    '"{column} IS NOT NULL"',
    zh="条款 '{clause}' 按每个{each}封顶，但有 {hours} 小时没有{each}；请用 where 排除，例如 \"{column} IS NOT NULL\"",
)
CUT = Words(
    "billable-at-most-cut",
    en="Of {hours} hours, {cut} beyond {most} are not billed",
    zh="共 {hours} 小时，超过 {most} 小时的 {cut} 小时不计费",
)
CUT_OF_EACH = Words(
    "billable-at-most-cut-of-each",
    en="Of {hours} hours, {cut} are not billed: those of {members} of {all} {each} beyond {most} each",
    zh="共 {hours} 小时，其中 {cut} 小时不计费：{all} 个{each}中有 {members} 个超过各 {most} 小时的部分",
)
NAMES: dict[str, tuple[Text, Text]] = {
    "agent": (AGENT, Text(zh="座席", en="agents")),
    "team": (TEAM, Text(zh="班组", en="teams")),
    "site": (SITE, Text(zh="职场", en="sites")),
}
"""One and several of what may have a most each."""


class MostHours(FileModel):
    """``{hours: 176, each: agent}``: at most so many hours a month of each; without ``each`` of all together.

    With ``hours_per_working_day`` they are so many for each working day on which the contract holds.
    """

    hours: Positive | None = None
    hours_per_working_day: Positive | None = None
    each: Literal["agent", "team", "site"] | None = None

    def check_fields(self) -> None:
        if (self.hours is None) == (self.hours_per_working_day is None):
            raise Mistake(ONE_NUMBER)

    @property
    def by(self) -> tuple[str, ...]:
        return (self.each,) if self.each is not None else ()

    def billable(self, month: Month, clause: Clause) -> tuple[Fraction, list[Step]]:
        """The hours that are billed, and what was cut.

        Raises:
            BpoError: if hours of nobody are to be cut for each, or were not split.
        """
        total, (most, steps) = month.quantity(clause.id, clause).total, self._most(month, clause)
        parts = {"": total} if self.each is None else month.parts(clause.id, self.each, clause)
        if self.each is not None and parts.get(""):
            one = NAMES[self.each][0]
            raise fail(WHOSE, clause.where, clause=clause.id, each=one, column=self.each, hours=parts[""])
        beyond = [hours - most for hours in parts.values() if hours > most]
        cut = exact_sum(beyond)
        if not cut:
            return total, steps
        said: dict[str, Fraction | Text] = {"hours": total, "cut": cut, "most": most}
        if self.each is None:
            return total - cut, [*steps, clause.step(CUT, said)]
        worked = sum(hours > 0 for hours in parts.values())
        said |= {"members": Fraction(len(beyond)), "all": Fraction(worked), "each": NAMES[self.each][1]}
        return total - cut, [*steps, clause.step(CUT_OF_EACH, said)]

    def _most(self, month: Month, clause: Clause) -> tuple[Fraction, list[Step]]:
        """The hours that may be billed of each, and how they come about where the month's days make them."""
        if self.hours_per_working_day is None:
            assert self.hours is not None, "checked when it was read"
            return self.hours, []
        days, per_day = Fraction(month.working_days(clause.where)), self.hours_per_working_day
        said: dict[str, Fraction | Text] = {"most": days * per_day, "days": days, "per_day": per_day}
        words = MOST if self.each is None else MOST_OF_EACH
        said |= {"each": NAMES[self.each][0]} if self.each is not None else {}
        return days * per_day, [clause.step(words, said)]
