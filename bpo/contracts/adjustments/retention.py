"""Retention (质保金): a percent of each month is held back, and paid on a day, all of it or by a final score; a bond goes with it.

The price, its tax and what is earned stay as they are: only what is paid, and when, changes. What a score does not release is lost.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.at_risk_pool import ShareBand
from bpo.contracts.adjustments.effects import Teller, said
from bpo.contracts.adjustments.limits import base_of, months_here, said_below_zero
from bpo.contracts.adjustments.span import NOTHING, ZERO, Own, Span
from bpo.contracts.adjustments.values import joined
from bpo.contracts.blocks.bands import checked_bands
from bpo.contracts.clause import Loc, Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.core.fields import Amount, Day, Mistake, Positive, Share
from bpo.core.periods import Period
from bpo.core.sums import exact_sum
from bpo.core.words import Pct, Text, Words

NOTHING_HELD = Words(
    "retention-nothing",
    en="write the 'percent' that is held back with its lines ('of'), what was 'held_before', or both",
    zh="请写明扣留比例 percent 及所涉各行 of，或此前已扣留（缴存）的 held_before，或两者",
)
SCORE_AND_BANDS = Words(
    "retention-score-bands",
    en="'score' and 'bands' go together: the bands say how much each score releases",
    zh="score 与 bands 须同时写：bands 说明各得分档返还的比例",
)
HELD_BACK = Words(
    "retention-held", en="Held back: {percent} of {base} ({lines})", zh="扣留：{base}（{lines}）的 {percent}"
)
HELD = Words("retention-bond", en="Held by the client: {held}", zh="委托方持有：{held}")
UP_TO = Words(
    "retention-up-to", en="Held back up to {up_to}: {held} is held already", zh="扣留以 {up_to} 为限：此前已扣留 {held}"
)
OVER = Words("retention-over", en="Nothing is held back after {day}", zh="{day} 之后不再扣留")
RELEASED = Words("retention-released", en="Held until {day}, now paid", zh="截至 {day} 的扣留金额，现予支付")
LOST = Words(
    "retention-lost",
    en="Score {score}: {share} of {held} is released, the rest is not",
    zh="得分 {score}：{held} 中返还 {share}，其余不予返还",
)
IN_SHORT = Words("regime-retention", en="{percent} of {lines} is held back", zh="{lines}的 {percent} 予以扣留")
IN_SHORT_UP_TO = Words("regime-retention-up-to", en="no more than {amount} is held", zh="扣留总额不超过 {amount}")
IN_SHORT_RELEASED = Words(
    "regime-retention-released",
    en="what is held is paid with the statement of {day}",
    zh="扣留金额随 {day} 所在账期支付",
)
IN_SHORT_BANDS = Words(
    "regime-retention-bands", en="of that by the {score}: {bands}", zh="按{score}返还的比例：{bands}"
)


class Retention(Adjustment):
    """``− percent × lines`` each month until ``released``; then ``+ what is held × the share that the score releases``.

    ``held_before`` is what the client holds before the first statement here: a bond (履约保证金) or months billed elsewhere.
    ``up_to`` is the most that is held at once.
    """

    kind_name: ClassVar[Text] = Text(zh="质保金", en="Retention")
    reads_history: ClassVar[bool] = True

    kind: Literal["retention"]
    of: Annotated[list[str] | None, Field(min_length=1)] = None
    percent: Share | None = None
    up_to: Positive | None = None
    held_before: Amount | None = None
    released: Day
    score: str | None = None
    bands: Annotated[
        list[ShareBand] | None, Field(min_length=1), AfterValidator(lambda bands: bands and checked_bands(bands))
    ] = None

    def check_fields(self) -> None:
        if self.percent is None:
            self.only_with("percent", "of", "up_to")
            if self.held_before is None:
                raise Mistake(NOTHING_HELD)
        elif self.of is None:
            raise Mistake(NOTHING_HELD, ("percent",))
        if (self.score is None) != (self.bands is None):
            raise Mistake(SCORE_AND_BANDS, ("score",) if self.bands is None else ("bands",))

    @property
    def is_payment(self) -> bool:
        return True

    def days(self) -> list[tuple[date, Loc]]:
        return [(self.released, ("released",))]

    def references(self) -> list[Reference]:
        score = [Reference("quantity", self.score, ("score",), same_for_all=True)] if self.score is not None else []
        return [*super().references(), *score]

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        if self.percent is not None:
            yield said(IN_SHORT, percent=Pct(self.percent), lines=tell.lines(self.of or ()))
        if self.up_to is not None:
            yield said(IN_SHORT_UP_TO, amount=tell.money(self.up_to))
        yield said(IN_SHORT_RELEASED, day=tell.day(self.released))
        if self.score is not None and self.bands is not None:
            score = tell.labels.get(self.score, Text.of(self.score))
            yield said(IN_SHORT_BANDS, score=score, bands=tell.bands(self.bands))

    def own_span(self, days: Period, in_parts: bool) -> Own:
        """Until then its percent or less, as lines below zero and the most leave it; on the day anything that was held."""
        if days.start > self.released:
            return Own(NOTHING, NOTHING)
        return Own(Span(ZERO, None) if self._falls_in(days) else NOTHING, Span(-(self.percent or ZERO), ZERO))

    def apply(self, month: Month) -> Charge:
        if month.effective.start > self.released:
            return self.line(month, [self.step(OVER, {"day": self.released})])
        steps = self._held_back(month)
        if self._falls_in(month.effective):
            steps += self._paid(month, -exact_sum(step.amount for step in steps))
        return self.line(month, steps)

    def _falls_in(self, days: Period) -> bool:
        return self.released in days

    def _held_back(self, month: Month) -> list[Step]:
        if self.percent is None or self.of is None:
            return [self.step(HELD, {"held": self.held_before or ZERO})]
        base = base_of([month], self.of)
        values = {
            "percent": Pct(self.percent),
            "base": base,
            "lines": joined([one.label for one in month.lines(self.of)]),
        }
        steps = [*said_below_zero([month], self.of, self)]
        steps.append(self.step(HELD_BACK, values, -base * self.percent, base, "money", -self.percent))
        if self.up_to is not None:
            held = self._held(month)
            beyond = base * self.percent - max(ZERO, self.up_to - held)
            if beyond > 0:
                steps.append(self.step(UP_TO, {"up_to": self.up_to, "held": held}, beyond))
        return steps

    def _paid(self, month: Month, now: Fraction) -> list[Step]:
        """All that is held is paid, ``now`` included; of it what the score does not release is lost."""
        held = self._held(month) + Fraction(month.money.round(now))
        steps = [self.step(RELEASED, {"day": self.released}, held)]
        if self.score is not None and self.bands is not None:
            score = month.quantity(self.score, self).total
            share = next(band.share for band in self.bands if band.holds(score))
            values = {"score": score, "share": Pct(share), "held": held}
            steps.append(self.step(LOST, values, -held * (1 - share), held, "money", -(1 - share), kind="lost"))
        return steps

    def _held(self, month: Month) -> Fraction:
        """What earlier statements held back, and what was held before the first one here."""
        earlier = months_here(month, month.number - 1, self, self.held_before is not None)
        return sum((-Fraction(one.shown_of([self.id])) for one in earlier), self.held_before or ZERO)
