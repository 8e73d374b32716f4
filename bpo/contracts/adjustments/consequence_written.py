"""What a bonus and a penalty may say, and how that is checked; what comes of it is computed in ``consequence.py``."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import PERCENT, EffectBand, Saying
from bpo.contracts.adjustments.limits import Cap, Floor
from bpo.contracts.adjustments.values import Counted
from bpo.contracts.blocks.bands import bounds_of, checked_bands
from bpo.contracts.blocks.windows import Window
from bpo.contracts.clause import Reference
from bpo.core.fields import NOT_POSITIVE, Amount, FileModel, Mistake, Number, Share, YesNo
from bpo.core.words import Pct, Text, Value, Words

AMOUNT_OR_PERCENT = Words(
    "consequence-amount-or-percent",
    en="write either 'amount', or 'percent' with 'of'",
    zh="'amount' 与 'percent'（须写 of）须且只能写一个",
)
PERCENT_OF = Words(
    "consequence-percent-of",
    en="'percent' needs 'of': the lines it is a share of",
    zh="'percent' 需要 of：按哪些行计算",
)
ONE_COUNT = Words(
    "consequence-one-count",
    en="write at most one of 'per' (events), 'kpi' and 'kpis'; 'per_point', 'bands' and 'when' go with 'kpi', 'when' and 'once' with "
    "'kpis', 'beyond' with 'per' or 'per_point', 'tolerated' with 'per' in its place",
    zh="'per'（按事件）、'kpi'、'kpis' 至多写一个；per_point、bands、when 与 kpi 同用，when、once 与 kpis 同用，beyond 与 per 或 per_point 同用，"
    "tolerated 代替 beyond 与 per 同用",
)
BANDS_HAVE_AMOUNTS = Words(
    "consequence-bands-amounts",
    en="with 'bands' every band has its own 'amount' or 'percent'",
    zh="使用 bands 时，每档各写 amount 或 percent",
)
CAP_OF_QUARTER = Words(
    "consequence-cap-of-quarter",
    en="with 'every: quarter' the cap is that of a quarter or more: write within: quarter, contract_year or rolling_12_months",
    zh="every: quarter 时封顶须按季度或更长期间：请写 within: quarter、contract_year 或 rolling_12_months",
)
POINTS_ONE_WAY = Words(
    "consequence-points-one-way",
    en="a begun point counts whole or not at all: write either 'full_points' or 'begun_points'",
    zh="不足一点的或按一点计、或不计：full_points 与 begun_points 只能写一个",
)
PAID_FOR: Mapping[str, Window] = {"monthly": "month", "quarterly": "quarter", "calendar_quarterly": "calendar_quarter"}
EVERY_MONTH = Text(zh="every: month", en="every: month")
MET_OR_MISSED = Text(zh="kpi（不写 per_point）", en="kpi, without per_point")


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


class WrittenConsequence(Adjustment):
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
    beyond: Number | None = None
    tolerated: Tolerated | None = None
    amount: Amount | None = None
    percent: Share | None = None
    of: Annotated[list[str], Field(min_length=1)] | None = None
    bands: Annotated[list[AmountBand], Field(min_length=1), AfterValidator(checked_bands)] | None = None
    cap: Cap | None = None
    floor: Floor | None = None
    every: Literal["month", "quarter", "calendar_quarter"] = "month"
    paid: Literal["monthly", "quarterly", "calendar_quarterly"] = "monthly"

    def check_fields(self) -> None:
        counted = [way for way in (self.per, self.kpi, self.kpis) if way]
        if (
            len(counted) > 1
            or ((self.by_points or self.bands) and not self.kpi)
            or (self.when and not (self.kpi or self.kpis))
            or (self.once and not self.kpis)
            or (self.beyond is not None and not (self.per or self.by_points))
            or (self.tolerated is not None and (not self.per or self.beyond is not None))
        ):
            raise Mistake(ONE_COUNT)
        if self.by_points:
            self.only_with(MET_OR_MISSED, "when")
        else:
            self.only_with("per_point, full_points, begun_points", "relative")
        if self.full_points and self.begun_points:
            raise Mistake(POINTS_ONE_WAY, ("begun_points",))
        if self.relative and self.beyond is not None and self.beyond <= 0:
            raise Mistake(NOT_POSITIVE, ("beyond",), given=self.beyond)
        percents = self.percent is not None or any(band.percent is not None for band in self.bands or ())
        if self.bands and (self.amount is not None or self.percent is not None or self.by_points or self.when):
            raise Mistake(BANDS_HAVE_AMOUNTS, ("bands",))
        if not self.bands and (self.amount is None) == (self.percent is None):
            raise Mistake(AMOUNT_OR_PERCENT)
        if self.every != "month":
            self.only_with(EVERY_MONTH, "paid")
            if self.cap is not None and self.cap.within == "month":
                raise Mistake(CAP_OF_QUARTER, ("cap",))
        if percents != (self.of is not None):
            raise Mistake(PERCENT_OF, ("of",) if self.of else ("percent",))

    @property
    def by_points(self) -> bool:
        return self.per_point or self.full_points or self.begun_points

    @property
    def points_counted(self) -> Counted:
        return "full" if self.full_points else "begun" if self.begun_points else "in_part"

    @property
    def grows_with(self) -> Literal["event", "point"] | None:
        return "event" if self.per else "point" if self.by_points else None

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
        return self.window == "month" and self.floor is None

    @property
    def moves_nothing(self) -> bool:
        """Whether its cap or every sum is 0."""
        if self.cap is not None and Fraction(0) in (self.cap.amount, self.cap.percent):
            return True
        return not any(one.amount or one.percent for one in (self, *(self.bands or ())))

    def uncapped(self) -> Self:
        return self.altered(cap=None)

    def unlimited(self) -> Self:
        return super().unlimited().altered(floor=None)

    def looks_back(self) -> bool:
        later = self.cap is not None and self.cap.within != "month"
        return later or self.window != "month"

    def applies_in_parts(self) -> bool:
        if self.cap is not None or self.floor is not None or self.beyond is not None:
            return False
        if self.window != "month":
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
            beyond = ((self.beyond, ("beyond",)),) if self.beyond is not None else ()
            bounds = (*beyond, *bounds_of(self.bands or (), ("bands",)))
            to_target = self.relative and not bounds
            found.append(Reference("kpi", self.kpi, ("kpi",), bounds, needs_target=not bounds, of_target=to_target))
        found += [Reference("kpi", name, ("kpis", i), needs_target=True) for i, name in enumerate(self.kpis or ())]
        return found

    @property
    def due_when_met(self) -> bool:
        return (self.when or ("missed" if self.sign < 0 else "met")) == "met"
