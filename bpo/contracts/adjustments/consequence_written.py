"""What a bonus and a penalty may say, and how that is checked; what comes of it is computed in ``consequence.py``."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field

from bpo.contracts.adjustments.consequence_refused import (
    A_PERCENT,
    AMOUNT_OR_PERCENT,
    BANDS_HAVE_AMOUNTS,
    CAP_OF_QUARTER,
    COUNTED,
    EVERY_MONTH,
    IN_A_ROW_OF_ONE,
    LONG_CAPS,
    LONGER,
    MET_OR_MISSED,
    OF_EACH,
    ONE_COUNT,
    ONE_KPI,
    PERCENT_OF,
    POINTS_ONE_WAY,
    SCORED_HOW,
)
from bpo.contracts.adjustments.effects import PERCENT, EffectBand, Saying
from bpo.contracts.adjustments.limits import CARRY_BY_MONTH, Cap, Floor
from bpo.contracts.adjustments.scored import Scored
from bpo.contracts.adjustments.values import Counted, Points
from bpo.contracts.blocks.bands import bounds_of, checked_bands
from bpo.contracts.blocks.windows import Window
from bpo.contracts.clause import Later, Loc, Reference
from bpo.core.fields import (
    NOT_POSITIVE,
    REQUIRED,
    Amount,
    FileModel,
    Mistake,
    Number,
    Positive,
    Share,
    WholeNumber,
    YesNo,
)
from bpo.core.intervals import Each
from bpo.core.words import Pct, Value, Words

PAID_FOR: Mapping[str, Window] = {"monthly": "month", "quarterly": "quarter", "calendar_quarterly": "calendar_quarter"}


class Tolerated(FileModel):
    """A share of another quantity: so many events are tolerated."""

    percent: Share
    of: str


AMOUNT = Words("regime-amount", en="{band}: {amount}", zh="{band}：{amount}")


class AmountBand(EffectBand):
    amount: Amount | None = None
    percent: Share | None = None

    def check_fields(self) -> None:
        super().check_fields()
        if (self.amount is None) == (self.percent is None):
            raise Mistake(BANDS_HAVE_AMOUNTS)

    def effect(self, held: Value, money: Callable[[Fraction], str]) -> Saying:
        if self.amount is not None:
            return AMOUNT, {"band": held, "amount": money(self.amount)}
        return PERCENT, {"band": held, "percent": Pct(self.percent or Fraction(0))}


class WrittenConsequence(Scored):
    """The fields of a bonus or penalty; see :class:`bpo.contracts.adjustments.consequence.Consequence`."""

    never_turns: ClassVar[bool] = True
    counts_events: ClassVar[bool] = True
    is_sum: ClassVar[bool] = True

    per: str | None = None
    kpi: str | None = None
    kpis: Annotated[list[str], Field(min_length=1)] | None = None
    once: YesNo = False
    when: Literal["met", "missed"] | None = None
    per_point: YesNo = False
    full_points: YesNo = False
    begun_points: YesNo = False
    relative: YesNo = False
    point: Positive | None = None
    each: Each | None = None
    allowed: WholeNumber = 0
    pro_rata: YesNo = False
    beyond: Number | None = None
    tolerated: Tolerated | None = None
    amount: Amount | None = None
    percent: Share | None = None
    of: Annotated[list[str], Field(min_length=1)] | None = None
    bands: Annotated[list[AmountBand], Field(min_length=1), AfterValidator(checked_bands)] | None = None
    cap: Cap | None = None
    floor: Floor | None = None
    months_in_a_row: WholeNumber | None = None
    every: Literal["month", "quarter", "calendar_quarter", "contract_year", "calendar_year"] = "month"
    judged: Literal["last_month", "on_average"] = "last_month"
    paid: Literal["monthly", "quarterly", "calendar_quarterly"] = "monthly"

    def check_fields(self) -> None:
        counted = [way for way in (self.per, self.kpi, self.kpis, self.scorecard) if way]
        if (
            len(counted) > 1
            or ((self.by_points or self.bands) and not (self.kpi or self.scorecard))
            or (self.when and not (self.kpi or self.kpis))
            or (self.once and not self.kpis)
            or (self.beyond is not None and not (self.per or self.by_points))
            or (self.tolerated is not None and (not self.per or self.beyond is not None))
        ):
            raise Mistake(ONE_COUNT)
        if self.by_points:
            self.only_with(MET_OR_MISSED, "when")
        else:
            self.only_with("per_point, full_points, begun_points", "relative", "point")
        if self.full_points and self.begun_points:
            raise Mistake(POINTS_ONE_WAY, ("begun_points",))
        if self.relative and self.beyond is not None and self.beyond <= 0:
            raise Mistake(NOT_POSITIVE, ("beyond",), given=self.beyond)
        percents = self.percent is not None or any(band.percent is not None for band in self.bands or ())
        if self.bands and (self.amount is not None or self.percent is not None or self.by_points or self.when):
            raise Mistake(BANDS_HAVE_AMOUNTS, ("bands",))
        if not self.bands and (self.amount is None) == (self.percent is None):
            raise Mistake(AMOUNT_OR_PERCENT)
        if self.scorecard and not self.bands and (not self.by_points or self.beyond is None):
            raise Mistake(SCORED_HOW, ("scorecard",))
        self._check_each()
        self.check_score(self.bounds)
        self._check_months(bool(counted))
        if percents != (self.of is not None):
            raise Mistake(PERCENT_OF, ("of",) if self.of else ("percent",))

    def _check_each(self) -> None:
        """Refuse what does not go with judging each day by itself."""
        if self.each is None:
            self.only_with(OF_EACH, "allowed", "pro_rata")
            return
        if self.kpi is None:
            self.only_with(ONE_KPI, "each")
        if self.by_points and self.beyond is None:
            raise Mistake(REQUIRED, given="beyond")
        if not self.of:
            self.only_with(A_PERCENT, "pro_rata")
        if self.every != "month":
            self.only_with(EVERY_MONTH, "pro_rata")

    def _check_months(self, counted: bool) -> None:
        """Refuse what does not go with the months that it is counted over."""
        if not counted:
            self.only_with(COUNTED, "months_in_a_row")
        if self.months_in_a_row is not None and self.months_in_a_row < 2:
            raise Mistake(IN_A_ROW_OF_ONE, ("months_in_a_row",))
        if self.every == "month" or not self.scorecard:
            self.only_with(LONGER, "judged")
        if self.every != "month":
            self.only_with(EVERY_MONTH, "paid", "months_in_a_row")
        if self.cap is not None and self.cap.carries and self.paid != "monthly":
            raise Mistake(CARRY_BY_MONTH, ("cap", "excess"))
        if self.every != "month":
            ways = LONG_CAPS[self.every]
            if self.cap is not None and self.cap.within not in ways:
                raise Mistake(CAP_OF_QUARTER, ("cap",), every=self.every, ways=", ".join(ways))

    @property
    def bounds(self) -> tuple[tuple[Fraction, Loc], ...]:
        """The values that a KPI or the score is compared with."""
        beyond = ((self.beyond, ("beyond",)),) if self.beyond is not None and self.per is None else ()
        return (*beyond, *bounds_of(self.bands or (), ("bands",)))

    @property
    def by_points(self) -> bool:
        return self.per_point or self.full_points or self.begun_points

    @property
    def points(self) -> Points:
        """How its points are counted."""
        counted: Counted = "full" if self.full_points else "begun" if self.begun_points else "in_part"
        return Points(counted, self.relative, self.point)

    @property
    def grows_with(self) -> Literal["event", "point"] | None:
        return "event" if self.per else "point" if self.by_points and self.kpi else None

    @property
    def judges_each(self) -> bool:
        return self.each is not None

    @property
    def own_cap(self) -> Cap | None:
        return self.cap

    @property
    def own_floor(self) -> Floor | None:
        return self.floor

    @property
    def months_together(self) -> int:
        return 3 if self.paid != "monthly" else 1

    @property
    def window(self) -> Window:
        """The months on which it is due, or for which it is paid, together."""
        if self.every != "month":
            return self.every
        return PAID_FOR[self.paid]

    @property
    def is_by_month(self) -> bool:
        each = self.window == "month" and self.months_in_a_row is None
        return each and self.floor is None and self.scorecard is None

    @property
    def may_be_nothing(self) -> bool:
        return super().may_be_nothing or self.months_in_a_row is not None

    @property
    def moves_nothing(self) -> bool:
        """Whether its cap or every sum is 0."""
        if self.cap is not None and Fraction(0) in (self.cap.amount, self.cap.percent):
            return True
        return not any(one.amount or one.percent for one in (self, *(self.bands or ())))

    def uncapped(self) -> Self:
        """It without its cap, due in every month that is one of its kind: what it can come to is the same."""
        return self.altered(cap=None, months_in_a_row=None)

    def unlimited(self) -> Self:
        return super().unlimited().altered(floor=None)

    @property
    def looks_back_beyond_cap(self) -> bool:
        """Whether more of it than its cap hangs on earlier months."""
        return self.window != "month" or self.months_in_a_row is not None

    def looks_back(self) -> bool:
        later = self.cap is not None and self.cap.looks_at_months
        return later or self.looks_back_beyond_cap

    def falls_due_later(self) -> Later | None:
        return self.cap.carried(("cap",)) if self.cap is not None else None

    def applies_in_parts(self) -> bool:
        if self.cap is not None or self.floor is not None or self.beyond is not None:
            return False
        if self.window != "month" or self.months_in_a_row is not None or self.each is not None:
            return False
        if self.bands is not None:
            return all(band.percent is not None for band in self.bands)
        return self.percent is not None or self.per is not None

    def references(self) -> list[Reference]:
        found = super().references()
        found += self.cap.of_lines(("cap",)) if self.cap else []
        found += self.floor.of_lines(("floor",)) if self.floor else []
        if self.per:
            found.append(Reference("quantity", self.per, ("per",)))
        if self.tolerated:
            found.append(Reference("quantity", self.tolerated.of, ("tolerated", "of")))
        if self.kpi:
            to_target = self.relative and not self.bounds
            points = ((self.point, ("point",)),) if self.point is not None and not self.relative else ()
            needs = not self.bounds
            found.append(Reference("kpi", self.kpi, ("kpi",), self.bounds, points, needs, to_target, self.each))
        found += self.of_scorecard()
        found += [Reference("kpi", name, ("kpis", i), needs_target=True) for i, name in enumerate(self.kpis or ())]
        return found

    @property
    def due_when_met(self) -> bool:
        return (self.when or ("missed" if self.sign < 0 else "met")) == "met"
