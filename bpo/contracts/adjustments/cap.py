"""A cap over several lines together (合计封顶): 5% of the fee over all credits, a ceiling of the invoice or of the contract year."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.limits import Cap
from bpo.contracts.adjustments.values import joined
from bpo.contracts.clause import Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.core.words import Text, Words

NOT_REACHED = Words(
    "cap-not-reached",
    en="{total} ({lines}) does not exceed the cap",
    zh="{total}（{lines}）未超过封顶",
)


class CapTogether(Adjustment, Cap):
    """Brings the lines in ``on`` together down to the limit: what exceeds it is given back, of credits and of charges alike."""

    page: ClassVar[str] = "docs/adjustments/cap.md"
    kind_name: ClassVar[Text] = Text(zh="合计封顶", en="Cap")

    kind: Literal["cap"]
    on: Annotated[list[str], Field(min_length=1)]

    def looks_back(self) -> bool:
        return self.within != "month"

    def references(self) -> list[Reference]:
        lines = [Reference("line", name, ("on", i)) for i, name in enumerate(self.on)]
        return [*super().references(), *lines, *self.of_lines()]

    def apply(self, month: Month) -> Charge:
        total = month.exact_of(self.on)
        capped = self.step(
            -1 if total < 0 else 1, total, month, [*self.on, self.id], self.id, self.where, self.clause
        )  # fmt: skip
        if capped is None:
            values = {"total": total, "lines": joined([line.label for line in month.lines(self.on)])}
            return self.line(month, [Step(NOT_REACHED, values, Fraction(0), source=self.clause)])
        # Rounded with the lines it holds down, so that together they show the cap to the cent.
        return self.line(month, [capped], with_lines=self.on)
