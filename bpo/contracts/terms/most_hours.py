"""The most hours that are billed in a month: of each person, team or site, or of all together."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.errors import Where, fail
from bpo.fields import Part, Positive
from bpo.words import Text, Words

NOT_WITH = Words(
    "billable-at-most-with",
    en="'billable_at_most' cuts hours whatever they were spent on, so all of them need one price; it does not go with '{given}'",
    zh="billable_at_most 不区分工时用途一并封顶，全部工时须为同一价格，不能与 '{given}' 同用",
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
    "agent": (Text(zh="座席", en="agent"), Text(zh="座席", en="agents")),
    "team": (Text(zh="班组", en="team"), Text(zh="班组", en="teams")),
    "site": (Text(zh="职场", en="site"), Text(zh="职场", en="sites")),
}
"""One and several of what may have a most each."""


class MostHours(Part):
    """``{hours: 176, each: agent}``: at most so many hours a month of each; without ``each`` of all together."""

    hours: Positive
    each: Literal["agent", "team", "site"] | None = None

    @property
    def by(self) -> tuple[str, ...]:
        return (self.each,) if self.each is not None else ()

    def billable(
        self, month: Month, clause: str, where: Where | None, source: str
    ) -> tuple[Fraction, list[Step]]:  # fmt: skip
        """The hours that are billed, and what was cut.

        Raises:
            BpoError: if hours of nobody are to be cut for each, or were not split.
        """
        total, most = month.quantity(clause, clause, where).total, self.hours
        parts = {"": total} if self.each is None else month.parts(clause, self.each, clause, where)
        if self.each is not None and parts.get(""):
            one = NAMES[self.each][0]
            raise fail(WHOSE, where, clause=clause, each=one, column=self.each, hours=parts[""])
        beyond = [hours - most for hours in parts.values() if hours > most]
        cut = sum(beyond, Fraction(0))
        if not cut:
            return total, []
        said: dict[str, Fraction | Text] = {"hours": total, "cut": cut, "most": most}
        if self.each is None:
            return total - cut, [Step(CUT, said, Fraction(0), source=source)]
        worked = sum(hours > 0 for hours in parts.values())
        said |= {"members": Fraction(len(beyond)), "all": Fraction(worked), "each": NAMES[self.each][1]}
        return total - cut, [Step(CUT_OF_EACH, said, Fraction(0), source=source)]
