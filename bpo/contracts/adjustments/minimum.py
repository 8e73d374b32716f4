"""A minimum over several lines together (合计保底): max(calculated, minimum), such as the minimum of an invoice."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import Teller, said
from bpo.contracts.adjustments.limits import Limit
from bpo.contracts.adjustments.span import ZERO, Held, LinesSoFar, Span
from bpo.contracts.adjustments.values import joined
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.core.fields import YesNo
from bpo.core.proration import Prorated
from bpo.core.words import Text, Words

RAISED = Words(
    "minimum-raised",
    en="Raised to the minimum {minimum}: {lines} come to {total}",
    zh="补足至最低 {minimum}：{lines}合计 {total}",
)
REACHED = Words(
    "minimum-reached",
    en="{lines} come to {total}: the minimum {minimum} is reached",
    zh="{lines}合计 {total}，已达最低 {minimum}",
)
NO_USE = Words(
    "minimum-without-use",
    en="Nothing was used ({lines}), so the minimum {minimum} does not apply",
    zh="本期无用量（{lines}），不适用最低 {minimum}",
)
AT_LEAST = Words("regime-minimum", en="{lines}: at least {size}", zh="{lines}合计不低于 {size}")
AN_AMOUNT = Text(zh="amount", en="amount")


class Minimum(Adjustment, Limit):
    """Raises the lines in ``on`` together to the minimum. ``only_with_use``: not in months in which all of them are nothing."""

    kind_name: ClassVar[Text] = Text(zh="合计保底", en="Minimum")

    is_limit: ClassVar[bool] = True

    kind: Literal["minimum"]
    on: Annotated[list[str], Field(min_length=1)]
    only_with_use: YesNo = False
    prorated: Prorated = "no"

    def check_fields(self) -> None:
        if self.amount is None:
            self.only_with(AN_AMOUNT, "prorated")

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        yield said(AT_LEAST, lines=tell.lines(self.on), size=tell.size(self))

    def held(self, lines: LinesSoFar, in_parts: bool) -> Held:
        most, least = lines.limit(self).high, lines.over(self.on).low
        return Held(Span(ZERO, None if most is None or least is None else max(ZERO, most - least)))

    def apply(self, month: Month) -> Charge:
        lines = month.lines(self.on)
        total = month.exact_of(self.on)
        minimum = self.limit([month], month.share(self.prorated, self.where))
        values = {"minimum": minimum, "lines": joined([line.label for line in lines]), "total": total}
        if self.only_with_use and not any(line.exact for line in lines):
            del values["total"]
            return self.line(month, [self.step(NO_USE, values)])
        if total >= minimum:
            return self.line(month, [self.step(REACHED, values)])
        # Rounded with the lines it raises, so that together they show the minimum to the cent.
        step = self.step(RAISED, values, minimum - total, kind="limit")
        return self.line(month, [step], with_lines=self.on)
