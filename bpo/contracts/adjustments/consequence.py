"""What a bonus and a penalty share: what it is counted by, what each costs, and its cap. Only the sign differs.

Counted by: nothing (fixed), events (``per``), KPIs met or missed, points of a KPI beyond a value (``per_point``), or bands of
a KPI. Each costs an ``amount``, or a ``percent`` of named lines.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from bpo.contracts.adjustments.consequence_effect import in_short
from bpo.contracts.adjustments.consequence_written import WrittenConsequence
from bpo.contracts.adjustments.effects import Teller
from bpo.contracts.adjustments.limits import base_of, said_below_zero
from bpo.contracts.adjustments.said import (
    ALL_MET,
    BAND,
    COUNT_MET,
    COUNT_MISSED,
    FIXED,
    JUDGED_LATER,
    OF_MONTH,
    ONE_MISSED,
    PAID_LATER,
    PER_EVENT,
    PER_EVENT_BEYOND,
    PER_EVENT_BEYOND_SHARE,
    band_text,
    met_or_missed,
    not_judged,
    with_base,
)
from bpo.contracts.adjustments.values import in_unit, kpi_value, points_beyond, points_in
from bpo.contracts.blocks.bands import pick
from bpo.contracts.blocks.windows import ends, window
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.core.words import Pct, Text, Words


class Consequence(WrittenConsequence):
    """``count × amount`` or ``count × percent × lines``, at most the cap, with the sign of the clause.

    - ``per``: a quantity; ``beyond`` are tolerated, or the share ``tolerated`` of another quantity.
    - ``kpi`` alone: once if the target is missed (penalty) or met (bonus); ``when`` says otherwise.
    - ``kpi`` with ``per_point: yes``: for every point (percentage point, second, …) that the KPI lies on the wrong (penalty)
      or the right (bonus) side of ``beyond``, by default its target. ``full_points: yes`` counts whole points only,
      ``begun_points: yes`` begun ones whole. ``relative: yes``: a point is 1% of ``beyond`` or the target.
    - ``kpi`` with ``bands``: the amount of the band.
    - ``kpis``: for each of them whose target is missed (penalty) or met (bonus); ``once: yes``: once if any is missed, or
      all are met.
    - none of them: the sum every month.

    ``every: quarter``: due once a quarter, on the events and lines of its months. ``paid: quarterly``: due every month, and
    paid together at the end of the quarter. ``calendar_quarter`` and ``calendar_quarterly`` go by the quarters of the calendar.
    A contract that ends inside a quarter ends the quarter.
    """

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        yield in_short(self, tell)

    def apply(self, month: Month) -> Charge:
        if self.window == "month":
            return self.line(month, self._capped(self._due([month]), month))
        if not ends(month, self.window):
            words = PAID_LATER if self.every == "month" else JUDGED_LATER
            return self.line(month, [self.step(words)])
        months = [one for one in window(month, self.window, self) if one.number > self.grace_months]
        if self.every != "month":
            return self.line(month, self._capped(self._due(months), month))
        steps: list[Step] = []
        for one in months:
            steps.append(self.step(OF_MONTH, {"month": one.period.name}))
            steps += self._capped(self._due([one]), one, monthly=True)
        return self.line(month, steps if self._cap_is_monthly else self._capped(steps, month))

    @property
    def _cap_is_monthly(self) -> bool:
        return self.cap is not None and self.cap.within == "month"

    def _capped(self, steps: list[Step], month: Month, monthly: bool = False) -> list[Step]:
        """The steps with the one of the cap if it is exceeded; with ``monthly``, of a cap within a month alone."""
        if self.cap is None or (monthly and not self._cap_is_monthly):
            return steps
        capped = self.cap.lowered(self.sign, total_of(steps), month, [self.id], self)
        return [*steps, capped] if capped else steps

    def _due(self, months: list[Month]) -> list[Step]:
        """What these months come to, at least the floor: counted over all of them, and judged by the last."""
        steps = [*said_below_zero(months, self.of or (), self), *self._steps(months)]
        raised = self.floor and self.floor.raised(self.sign, total_of(steps), months, self)
        return [*steps, raised] if raised else steps

    def _steps(self, months: list[Month]) -> list[Step]:
        if self.per:
            return [self._events(self.per, months)]
        if self.kpis:
            return self._several(self.kpis, months)
        if not self.kpi:
            return [self._step(months, FIXED, {}, Fraction(1), "")]
        verdict = months[-1].verdict(self.kpi)
        if verdict is None or verdict.judged is None:
            return [not_judged(self.kpi, verdict, self)]
        said = {"kpi": verdict.label, "judged": kpi_value(verdict)}
        if self.bands:
            band = pick(self.bands, verdict.judged)
            said |= {"band": band_text(band, verdict)}
            return [self._step(months, BAND, said, Fraction(1), "", band.amount, band.percent)]
        if self.by_points:
            start = self.beyond if self.beyond is not None else verdict.target
            assert start is not None, "the loader asks for a target"
            # A penalty counts on the wrong side of the value, a bonus on the right one.
            above = (verdict.better == "high") == (self.sign > 0)
            words, points_of, points = points_beyond(verdict, start, above, self.points_counted, self.relative)
            unit = verdict.result.unit
            values = {**said, "start": in_unit(start, unit), **points_of}
            return [self._step(months, words, values, points, "point" if self.relative else points_in(unit))]
        words, values = met_or_missed(verdict)
        return [self._step(months, words, values, Fraction(int(verdict.met == self.due_when_met)), "")]

    def _events(self, per: str, months: list[Month]) -> Step:
        """Each event of these months, without those that are tolerated."""
        counts = [month.quantity(per, self) for month in months]
        count = sum((one.total for one in counts), Fraction(0))
        words, tolerated = PER_EVENT, Fraction(0)
        values: dict[str, Any] = {"count": count}
        if self.tolerated is not None:
            of = [month.quantity(self.tolerated.of, self) for month in months]
            base = sum((one.total for one in of), Fraction(0))
            tolerated = self.tolerated.percent * base
            words, values = PER_EVENT_BEYOND_SHARE, {**values, "percent": Pct(self.tolerated.percent), "base": base}
        elif self.beyond is not None:
            words, tolerated = PER_EVENT_BEYOND, self.beyond
        counted = max(Fraction(0), count - tolerated)
        if words is not PER_EVENT:
            values = {**values, "beyond": tolerated, "counted": counted}
        return self._step(months, words, values, counted, counts[-1].unit)

    def _several(self, kpis: list[str], months: list[Month]) -> list[Step]:
        """Each KPI in words, then how many of those that were measured are due."""
        verdicts = {name: months[-1].verdict(name) for name in kpis}
        judged = [verdict for verdict in verdicts.values() if verdict is not None and verdict.judged is not None]
        steps = []
        for name, verdict in verdicts.items():
            if verdict is None or verdict.judged is None:
                steps.append(not_judged(name, verdict, self))
            else:
                steps.append(self.step(*met_or_missed(verdict)))
        missed, met = (sum(1 for verdict in judged if verdict.met is way) for way in (False, True))
        if self.once:
            due = bool(judged) and not missed if self.due_when_met else missed > 0
            words = ALL_MET if self.due_when_met else ONE_MISSED
            return [*steps, self._step(months, words, {"missed": missed, "all": len(judged)}, Fraction(int(due)), "")]
        count = met if self.due_when_met else missed
        words = COUNT_MET if self.due_when_met else COUNT_MISSED
        return [*steps, self._step(months, words, {"count": count, "all": len(judged)}, Fraction(count), "kpi")]

    def _step(
        self, months: list[Month], words: Words, values: dict[str, Any], count: Fraction, unit: str,
        amount: Fraction | None = None, percent: Fraction | None = None,
    ) -> Step:  # fmt: skip
        """``count`` times the amount or percentage of this clause, or of the band that is given.

        Without a ``unit`` nothing was counted: a sum shows neither quantity nor rate, a percentage shows its base and itself.
        """
        if amount is None and percent is None:
            amount, percent = self.amount, self.percent
        if percent is None:
            each, base = amount or Fraction(0), None
        else:
            base = base_of(months, self.of or ())
            each = percent * base
            words, values = with_base(words, values, percent, base, months[-1].lines(self.of or ()))
        whole = self.sign * count * each
        if unit:
            return self.step(words, values, whole, count, unit, self.sign * each)
        if percent is None or not count:
            return self.step(words, values, whole)
        return self.step(words, values, whole, base, "money", self.sign * percent)


def total_of(steps: list[Step]) -> Fraction:
    return sum((step.amount for step in steps), Fraction(0))
