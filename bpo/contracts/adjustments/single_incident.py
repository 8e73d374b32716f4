"""Single incident (同一事件不重复扣款): one incident behind several credits is credited once; all but the largest are given back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import Teller
from bpo.contracts.adjustments.span import ANYTHING, ZERO, Held, LinesSoFar, Span
from bpo.contracts.adjustments.values import joined
from bpo.contracts.clause import Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.core.fields import Mistake
from bpo.core.sums import exact_sum
from bpo.core.words import Text, Words

GIVEN_BACK = Words(
    "single-incident-given-back",
    en="Credited once, by the largest ({largest}, {credit}): {line} is given back",
    zh="同一事件只扣最大一项（{largest}，{credit}）：退回 {line}",
)
ONE_CREDIT = Words(
    "single-incident-one-credit", en="Not more than one of {lines} is a credit", zh="{lines} 中扣款不超过一项"
)
NO_INCIDENT = Words("single-incident-none", en="No such incident in this period", zh="本期无此类事件")
TWO_LINES = Words("single-incident-lines", en="write two or more different lines", zh="请写两个或以上不同的行")
OTHER_NATURE = Words(
    "single-incident-nature",
    en="'{given}' is a price reduction or damages, and the other lines here are not: credits of one nature are given back together",
    zh="'{given}' 的性质（price_reduction 或 damages）与其他各行不同：同一性质的扣款才能一并退回",
)


class SingleIncident(Adjustment):
    """``Σ of the credits in 'on' − the largest of them``; nothing if fewer than two of the lines are credits.

    ``incidents``: a quantity; only in a period in which it is above zero. Without it, the lines always have one cause.
    """

    kind_name: ClassVar[Text] = Text(zh="同一事件不重复扣款", en="Single incident")

    sign: ClassVar[int] = 1
    counts_events: ClassVar[bool] = True

    kind: Literal["single_incident"]
    on: Annotated[list[str], Field(min_length=1)]
    incidents: str | None = None

    def check_fields(self) -> None:
        if len(set(self.on)) < max(2, len(self.on)):
            raise Mistake(TWO_LINES, ("on",))

    def references(self) -> list[Reference]:
        found = super().references()
        return [*found, Reference("quantity", self.incidents, ("incidents",))] if self.incidents is not None else found

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        yield from ()  # the contract says it; in short it is its name

    def gives_back(self) -> list[str]:
        return self.on

    def held(self, lines: LinesSoFar, in_parts: bool) -> Held:
        """All credits but the largest are given back: the lines together are those that are none, and the largest credit."""
        if in_parts:
            return Held(ANYTHING, ANYTHING, is_told=False)
        spans = [lines.exact(name) for name in self.on]
        lows, highs = [span.low for span in spans], [span.high for span in spans]
        always = self.incidents is None and not self.grace_months
        own = Span((_given_back(highs) or ZERO) if always else ZERO, _given_back(lows))
        return Held(own, Span(_largest(lows) if always else lines.over(self.on).low, _largest(highs)))

    def apply(self, month: Month) -> Charge:
        lines = month.lines(self.on)
        if self.incidents is not None and not month.quantity(self.incidents, self).total:
            return self.line(month, [self.step(NO_INCIDENT)])
        credits = sorted((line for line in lines if line.exact < 0), key=lambda line: line.exact)
        if len(credits) < 2:
            values = {"lines": joined([line.label for line in lines])}
            return self.line(month, [self.step(ONE_CREDIT, values)])
        largest, rest = credits[0], credits[1:]
        said = {"largest": largest.label, "credit": -largest.exact}
        steps = [self.step(GIVEN_BACK, {**said, "line": line.label}, -line.exact) for line in rest]
        # Rounded with the credits, so that together they show the largest to the cent.
        together = [line.clause for line in credits]
        return replace(self.line(month, steps, with_lines=together), damages=largest.damages)


def _given_back(lines: Sequence[Fraction | None]) -> Fraction | None:
    """All credits but the largest, where None is a credit without a bound."""
    credits = [-line for line in lines if line is not None and line < 0]
    without = lines.count(None)
    if without > 1:
        return None
    return exact_sum(credits) if without else exact_sum(credits) - max(credits, default=ZERO)


def _largest(lines: Sequence[Fraction | None]) -> Fraction | None:
    """The lines that are no credits, and the largest credit."""
    known = [line for line in lines if line is not None]
    if len(known) < len(lines):
        return None
    return exact_sum(line for line in known if line > 0) + min([ZERO, *known])
