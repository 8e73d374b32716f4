"""Forecast accuracy (预测准确率): how far the month's contacts were from what was forecast, in three variants."""

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from bpo.core.fields import NOT_POSITIVE, REQUIRED, UNUSED, Mistake
from bpo.core.figure import Figure, ForecastField
from bpo.core.figure_names import side_name
from bpo.core.measures import KpiResult, Need, Quantity
from bpo.core.periods import Period
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.aim import Better
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import HANDLED, OFFERED
from bpo.kpi.forecast_error import Pairs, Ratio, deviation, mape, wape
from bpo.kpi.relief import NO_FORECAST

VOLUMES: Mapping[str, Text] = {"offered": Text(zh="呼入量", en="offered"), "handled": Text(zh="处理量", en="handled")}
FORMULAS: Mapping[str, Words] = {
    "deviation": Words("forecast-deviation", en="({volume} − forecast) / forecast", zh="（{volume} − 预测量）/ 预测量"),
    "mape": Words(
        "forecast-mape",
        en="mean over the days of |{volume} − forecast| / forecast",
        zh="逐日 |{volume} − 预测量| / 预测量 的平均",
    ),
    "wape": Words(
        "forecast-wape",
        en="sum over the days of |{volume} − forecast| / sum of forecasts",
        zh="逐日 |{volume} − 预测量| 之和 / 预测量之和",
    ),
}
MEASURES: Mapping[str, Callable[[Pairs], Ratio]] = {"deviation": deviation, "mape": mape, "wape": wape}
FORECAST_BY_DAY = Words(
    "forecast-by-day",
    en="'measure: {measure}' needs a forecast for each day: {{2026-02-01: 1700, …}}, or the name of a quantity given by day",
    zh="'measure: {measure}' 需要每日的预测量：{{2026-02-01: 1700, …}}，或按日提供的数量的名称",
)
NOT_THAT_KEY = Words(
    "forecast-key",
    en="'{given}' is not understood; 'measure: {measure}' wants the forecast of {wanted}",
    zh="无法理解 '{given}'；'measure: {measure}' 需要{wanted}的预测量",
)
OTHER_KPIS = Text(zh="没有预测量的指标", en="KPIs without a forecast")
MONTHS = Text(zh="各月（例如 2026-02）", en="months, such as 2026-02")
DAYS = Text(zh="各日（例如 2026-02-01）", en="days, such as 2026-02-01")


class ForecastAccuracy(Kpi):
    """The deviation of the month, the mean of the days' absolute ones (``mape``), or these weighted by volume (``wape``).

    ``forecast`` is by month for the deviation and by day for the others. A month or day without one is not measured.
    """

    name: ClassVar[Text] = Text(zh="预测准确率", en="Forecast accuracy")
    usually_better: ClassVar[Better] = "low"
    may_be_negative: ClassVar[bool] = True

    kpi: Literal["forecast_accuracy"]
    measure: Literal["deviation", "mape", "wape"]
    contacts: Literal["offered", "handled"] = "offered"
    forecast: ForecastField | None = None

    def check(self) -> None:
        self.only_with(OTHER_KPIS, "relief")
        if self.excused:  # the forecast of those days would stay
            raise Mistake(UNUSED, ("excused",), given="excused", goes_with=OTHER_KPIS)
        if self.measure == "deviation" and self.target is not None and self.target_at_most is None:
            raise Mistake(REQUIRED, ("target",), given="target_at_most")  # far too few would be on a single target
        figure, by_month = self.forecast, self.measure == "deviation"
        if figure is None or figure.named is not None:
            return
        if figure.by is None and not by_month:
            raise Mistake(FORECAST_BY_DAY, ("forecast",), measure=self.measure)
        for key, volume in (figure.by or {}).items():
            if figure.by_day is by_month:
                wanted = MONTHS if by_month else DAYS
                raise Mistake(NOT_THAT_KEY, ("forecast", key), given=key, measure=self.measure, wanted=wanted)
            if not volume:
                raise Mistake(NOT_POSITIVE, ("forecast", key), given=volume)

    def quantity_names(self) -> list[tuple[str, tuple[str, ...]]]:
        named = self.forecast.named if self.forecast is not None else None
        return [(named, ("forecast",))] if named is not None else []

    def needs(self) -> list[Need]:
        """The contacts of each day."""
        own = OFFERED if self.contacts == "offered" else HANDLED
        return [self.need("actual", "count", "interactions", own, by=("day",), unit="contact")]

    def result_in(self, counted: Mapping[str, Quantity], window: Period, without: Collection[str] = ()) -> KpiResult:
        actual, figure = counted[side_name(self.id, "actual")], self.forecast or Figure()
        if self.measure == "deviation":
            pairs = [(actual.total, figure.of_month(window, counted))]
        else:
            days = [day.isoformat() for day in window.each_day()]
            pairs = [(actual.parts.get(day, Fraction(0)), figure.of_part(day, counted)) for day in days]
        known = [(made, forecast) for made, forecast in pairs if forecast]  # of none forecast there is no share
        if len(known) < len(pairs):
            return KpiResult(self.id, None, unit=self.unit, why_not=NO_FORECAST)
        return self.ratio(*MEASURES[self.measure](known))

    def formula(self) -> Sentence:
        return Sentence(FORMULAS[self.measure], {"volume": VOLUMES[self.contacts]})
