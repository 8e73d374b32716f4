"""What a bonus and a penalty share: what it is counted by, what each costs, and its cap. Only the sign differs.

Counted by: nothing (fixed), events (``per``), KPIs met or missed, points of a KPI or a score beyond a value (``per_point``), or
bands of it. Each costs an ``amount``, or a ``percent`` of named lines.
"""

from collections.abc import Iterator
from fractions import Fraction

from bpo.contracts.adjustments.consequence_counted import counted
from bpo.contracts.adjustments.consequence_each import Found, span_of_each
from bpo.contracts.adjustments.consequence_effect import in_short, of_each, over_months
from bpo.contracts.adjustments.consequence_written import WrittenConsequence
from bpo.contracts.adjustments.effects import Teller
from bpo.contracts.adjustments.kpi_rows import months_in_a_row
from bpo.contracts.adjustments.limits import base_of, said_below_zero
from bpo.contracts.adjustments.said import DUE_AT, IN_A_ROW, IN_A_ROW_OR_MORE, NOT_YET, OF_MONTH, PAID_LATER, with_base
from bpo.contracts.adjustments.span import Own, Span
from bpo.contracts.blocks.windows import ends, window
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.core.periods import Period
from bpo.core.sums import ONE, ZERO, exact_sum
from bpo.core.words import Text


class Consequence(WrittenConsequence):
    """``count × amount`` or ``count × percent × lines``, at most the cap, with the sign of the clause.

    - ``per``: a quantity; ``beyond`` are tolerated, or the share ``tolerated`` of another quantity.
    - ``kpi`` alone: once if the target is missed (penalty) or met (bonus); ``when`` says otherwise.
    - ``kpi`` with ``per_point: yes``: for every point (percentage point, second, …) that the KPI lies on the wrong (penalty)
      or the right (bonus) side of ``beyond``, by default its target. ``full_points: yes`` counts whole points only,
      ``begun_points: yes`` begun ones whole. ``relative: yes``: a point is 1% of ``beyond`` or the target.
      ``point``: so much is one, such as 0.1%, or 0.1% of ``beyond`` or the target.
    - ``kpi`` with ``bands``: the amount of the band.
    - ``scorecard``: as ``kpi`` with points or ``bands``, of the score; over several months of that of the last, or of their mean.
    - ``kpis``: for each of them whose target is missed (penalty) or met (bonus); ``once: yes``: once if any is missed, or
      all are met.
    - ``kpi`` with ``each: day`` (``week``, ``30 min``, …): all of this for each of them by itself, the first ``allowed`` that are due
      free; of an ``interval_value`` with the same ``each``. ``pro_rata: yes``: a percent of one day's share of the lines.
    - none of them: the sum every month.

    ``every``: due once a quarter or year, of the contract or of the calendar, on the events and lines of its months. ``paid``:
    due every month, and paid together at the end of the quarter, that of the contract or of the calendar. A contract that ends
    inside a quarter or a year ends it. ``months_in_a_row``: due only in the last of so many months in a row in which it would be,
    and in each further one.
    """

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        yield in_short(self, tell)
        yield from of_each(self)
        yield from over_months(self)

    def own_span(self, days: Period, in_parts: bool) -> Own | None:
        """Of a score: every band, or the points to the ends of the scorecard. Of days and the like: all of them."""
        if self.each is not None and not in_parts and not self.looks_back_beyond_cap:
            return span_of_each(self, self.each, days)
        if self.scorecard is None or in_parts or self.every != "month" or self.paid != "monthly":
            return None
        sized = [(one.amount, one.percent, ONE) for one in self.bands or ()]
        if self.beyond is not None:
            end = self.highest_score if self.sign > 0 else ZERO
            if end is None:
                return None  # additions for events have no end
            distance = max(ZERO, self.sign * (end - self.beyond))
            points = self.points.of(distance, self.beyond, "score")
            sized = [(self.amount, self.percent, points)]
        none = ZERO
        amounts = [self.sign * points * (amount or none) for amount, _, points in sized]
        shares = [self.sign * points * (percent or none) for _, percent, points in sized]
        return Own(Span.of([*amounts, none]), Span.of([*shares, none]))

    def apply(self, month: Month) -> Charge:
        if self.window == "month":
            return self._line(month, self._capped(self._due([month]), month))
        if not ends(month, self.window):
            return self.line(month, [self.step(PAID_LATER if self.every == "month" else DUE_AT[self.window])])
        months = [one for one in window(month, self.window, self) if one.number > self.grace_months]
        if self.every != "month":
            return self._line(month, self._capped(self._due(months), month))
        steps: list[Step] = []
        for one in months:
            steps.append(self.step(OF_MONTH, {"month": one.period.name}))
            steps += self._capped(self._due([one]), one, monthly=True)
        return self.line(month, steps if self._cap_is_monthly else self._capped(steps, month))

    def _line(self, month: Month, steps: list[Step]) -> Charge:
        """The line with the marks of the month whose score chose it."""
        marks = self.scored(month).scores if self.scorecard and self.judged == "last_month" else ()
        return self.line(month, steps, scores=marks)

    @property
    def _cap_is_monthly(self) -> bool:
        return self.cap is not None and self.cap.within == "month"

    def _capped(self, steps: list[Step], month: Month, monthly: bool = False) -> list[Step]:
        """The steps with the one of the cap if it is exceeded; with ``monthly``, of a cap within a month alone."""
        if self.cap is None or (monthly and not self._cap_is_monthly):
            return steps
        return self.cap.settled(self.sign, steps, month, [self.id], self)

    def _due(self, months: list[Month]) -> list[Step]:
        """What these months come to, at least the floor: counted over all of them, and judged by the last."""
        steps = [*said_below_zero(months, self.of or (), self), *self._steps(months)]
        raised = self.floor and self.floor.raised(self.sign, total_of(steps), months, self)
        return [*steps, raised] if raised else steps

    def _steps(self, months: list[Month]) -> list[Step]:
        found = counted(self, months)
        sized = [step for one in (found, *found.more) for step in self._sized(one, months)]
        if self.months_in_a_row is None or (found.words is None and not found.more) or not found.is_due:
            return [*found.steps, *sized]
        run, or_more = months_in_a_row(months[-1], self._was_due, self.months_in_a_row, self)
        if run < self.months_in_a_row:
            waits = self.step(NOT_YET, {"most": self.months_in_a_row, "months": run})
            said = [self.step(one.words, one.values) for one in (found, *found.more) if one.words is not None]
            return [*found.steps, *said, waits]
        in_a_row = self.step(IN_A_ROW_OR_MORE if or_more else IN_A_ROW, {"months": run})
        return [*found.steps, in_a_row, *sized]

    def _was_due(self, one: Month) -> bool:
        return one.number > self.grace_months and counted(self, [one]).is_due

    def _sized(self, found: Found, months: list[Month]) -> list[Step]:
        """What was counted times the amount or percentage.

        Without a ``unit`` nothing was counted: a sum shows neither quantity nor rate, a percentage shows its base and itself.
        """
        if found.words is None:
            return []
        words, values = found.words, found.values
        if found.percent is None:
            each, base = found.amount or ZERO, None
        else:
            base = base_of(months, self.of or ()) / found.of_days
            each = found.percent * base
            words, values = with_base(
                words, values, found.percent, base, months[-1].lines(self.of or ()), found.of_days
            )
        whole = self.sign * found.count * each
        if found.unit:
            return [self.step(words, values, whole, found.count, found.unit, self.sign * each)]
        if found.percent is None or not found.count:
            return [self.step(words, values, whole)]
        return [self.step(words, values, whole, base, "money", self.sign * found.percent)]


def total_of(steps: list[Step]) -> Fraction:
    return exact_sum(step.amount for step in steps)
