"""The forecast (业务量预测): what is expected of each period, how wrong such forecasts were, and the history that it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.core.periods import Period
from bpo.core.words import Pct, Text, Words
from bpo.economics.forecast.forecast import BAND, Forecast, criterion
from bpo.economics.forecast.testing import LEAST_TESTS, Errors
from bpo.economics.staffing.week import DAY_NAMES
from bpo.invoice.face import party_of
from bpo.report import model as m
from bpo.report.headings import named

H = named(
    {
        "volume_forecast": ("业务量预测", "Volume forecast"),
        "forecast_number": ("预测编号", "Forecast no."),
        "forecast_history": ("历史数据", "History"),
        "forecast_of": ("预测对象", "Forecast of"),
        "forecast_expected": ("预测量", "Forecast"),
        "forecast_low": ("下限", "Low"),
        "forecast_high": ("上限", "High"),
        "forecast_spread": ("误差（均方根）", "Error (RMS)"),
        "forecast_periods": ("各账期预测", "By period"),
        "forecast_past_error": ("历史误差", "Past error"),
        "forecast_method": ("方法", "Method"),
        "forecast_tests": ("检验次数", "Tests"),
        "forecast_wape": ("WAPE", "WAPE"),
        "forecast_wape_by_day": ("WAPE（按日）", "WAPE by day"),
        "forecast_mape": ("MAPE", "MAPE"),
        "forecast_bias": ("偏差", "Bias"),
        "forecast_ahead": ("提前期数", "Ahead"),
        "forecast_period": ("账期", "Period"),
        "forecast_came": ("实际量", "Came"),
        "forecast_day": ("日期", "Day"),
        "forecast_usual": ("通常量", "Usual"),
        "forecast_unusual": ("异常日", "Days out of line"),
        "forecast_days_to_come": ("各日预测", "Days to come"),
        "forecast_half_hours": ("半小时分布", "Half hours"),
        "forecast_half_hour": ("半小时", "Half hour"),
        "forecast_share": ("占比", "Share"),
        "forecast_weekday": ("星期", "Weekday"),
        "forecast_week": ("星期分布", "Days of the week"),
        "forecast_methods": ("各方法误差", "Errors of the methods"),
        "forecast_by_ahead": ("按提前期", "By how far ahead"),
        "forecast_band": ("区间", "Band"),
        "forecast_taken": ("采用", "Taken"),
        "forecast_naive": ("（基准）", "(baseline)"),
    }
)
CHOSEN = Words(
    "forecast-chosen",
    en="{method}: of the methods that could be tested it was least wrong, with a WAPE of {wape} by {unit} over {tests} forecasts.",
    zh="采用{method}：在可检验的方法中误差最小，{tests} 次检验按{unit}计的 WAPE 为 {wape}。",
)
BASELINE_BEST = Words(
    "forecast-baseline-best",
    en="That is one of the baselines: nothing less plain did better on this history.",
    zh="该方法即基准方法：在这段历史上，没有其他方法更准。",
)
NOT_TESTED = Words(
    "forecast-not-tested",
    en="{method}, since {days} days of history are too few to test a method {least} times: the error is not known, and there is no band.",
    zh="采用{method}：历史仅 {days} 天，不足以检验 {least} 次，误差未知，不给出区间。",
)
BY_WEEK = Words(
    "forecast-by-week",
    en="Too few whole periods are known, so that weeks were tested; more than {ahead} weeks ahead the error is taken to grow with the "
    "square root of the distance.",
    zh="完整账期过少，按周检验；提前超过 {ahead} 周的，误差按距离的平方根放大。",
)
BANDED = Words(
    "forecast-banded",
    en="Low and high: where {share} of what comes should lie, if errors are like those of the past.",
    zh="下限与上限：若误差与以往相似，实际量应有 {share} 落在其间。",
)
BY_DAY = Words(
    "forecast-error-by-day",
    en="By day, one {unit} ahead: WAPE {wape}{mape}.",
    zh="按日、提前一{unit}：WAPE {wape}{mape}。",
)
AND_MAPE = Words("forecast-and-mape", en=", MAPE {mape}", zh="，MAPE {mape}")
JUDGED_BY: Mapping[str | None, Text] = {"period": Text(zh="账期", en="period"), "week": Text(zh="日", en="day")}
UNITS: Mapping[str, Text] = {"period": Text(zh="个账期", en="period"), "week": Text(zh="周", en="week")}
KNOWN = Words(
    "forecast-known",
    en="From {first} to {last} {days} of {all} days have facts.",
    zh="{first} 至 {last} 共 {all} 天，其中 {days} 天有数据。",
)
CLOSED = Words("forecast-closed", en="Closed, with 0: {listed}.", zh="无任何记录、视为休息并计 0：{listed}。")
MISSING = Words(
    "forecast-missing",
    en="Without any facts, left out and not 0: {listed}.",
    zh="没有任何数据、不计入（不按 0 计）：{listed}。",
)
UNUSUAL = Words(
    "forecast-unusual-days", en="Out of line, not learned from: {listed}.", zh="明显异常、不用于拟合：{listed}。"
)
UNKNOWN_YEAR = Words(
    "forecast-unknown-year",
    en="The holidays of {years} are not known yet: its days are forecast as ordinary days of the week.",
    zh="{years} 年的放假安排尚未公布，按普通星期预测。",
)
NO_CALENDAR = Words(
    "forecast-no-calendar",
    en="The contract names no calendar ('billing: calendar'): holidays are forecast as ordinary days of the week.",
    zh="合同未指定日历（billing: calendar），节假日按普通星期预测。",
)
LISTED_AT_MOST = 8
HUNDREDTHS = m.Format("percent", 2, padded=True)


@dataclass(frozen=True)
class Forecasted:
    """A forecast with what it is of, and the half hours in which that came lately."""

    name: Text
    id: str
    forecast: Forecast
    half_hours: Mapping[str, Fraction]


def forecast_report(found: Forecasted, contract: Contract) -> m.Report:
    """The report of a forecast; days, half hours and history by period are in the workbook and in JSON."""
    one = found.forecast
    sections = [
        m.Section("expected", H["forecast_periods"], (_chart(one, contract), _expected(one), m.Note(tuple(_how(one)), "how"))),
        m.Section("past_error", H["forecast_past_error"], tuple(_errors(one))) if one.errors else None,
        m.Section("history", H["forecast_history"], (
            m.Note(tuple(_known(one, contract)), "known"), _came(one, contract), _unusual(one), _days(one), *_profile(found),
        )),
    ]  # fmt: skip
    kept = tuple(section for section in sections if section is not None)
    return m.Report(_head(found, contract), kept, contract.language, contract.currency)


def _head(found: Forecasted, contract: Contract) -> m.Masthead:
    one = found.forecast
    first, last = one.expected[0].period, one.expected[-1].period
    return m.Masthead(
        document=H["volume_forecast"],
        title=contract.title,
        contract=contract.contract,
        number=f"{contract.contract}-{first.name}-{found.id}-forecast",
        number_name=H["forecast_number"],
        day=one.history.last,
        supplier=party_of(contract.supplier),
        meta=(
            (H["forecast_of"], found.name),
            (H["forecast_history"], f"{one.history.first} – {one.history.last}"),
            (H["forecast_periods"], f"{first.name} – {last.name}"),
        ),
    )


def _whole_periods(one: Forecast, contract: Contract) -> list[tuple[Period, Fraction]]:
    """What came in each billing period that the history holds from its first to its last day."""
    found, day = [], one.history.first
    while (period := contract.cycle.containing(day)).end <= one.history.last:
        if period.start >= one.history.first:
            values = (one.history.values.get(each, Fraction(0)) for each in period.each_day())
            found.append((period, sum(values, Fraction(0))))
        day = period.end + timedelta(days=1)
    return found


def _chart(one: Forecast, contract: Contract) -> m.Chart:
    came = _whole_periods(one, contract)
    names = (*(period.name for period, _ in came), *(each.period.name for each in one.expected))
    bars = (*(value for _, value in came), *(None for _ in one.expected))
    line = (*(None for _ in came), *(each.total for each in one.expected))
    ends = tuple(None if each.low is None or each.high is None else (each.low, each.high) for each in one.expected)
    begun = tuple((value, value) if n == len(came) - 1 else None for n, (_, value) in enumerate(came))
    band = (*begun, *ends) if any(ends) else ()
    caption = (H["forecast_came"], H["forecast_expected"], *((H["forecast_band"],) if band else ()))
    return m.Chart("volumes", m.Bars(names, bars, line, band=band), caption, media=m.PAPER)


def _expected(one: Forecast) -> m.Table:
    columns = (
        m.Column("period", H["forecast_period"]),
        m.Column("forecast", H["forecast_expected"], m.COUNT, sum=len(one.expected) > 1),
        m.Column("low", H["forecast_low"], m.COUNT),
        m.Column("high", H["forecast_high"], m.COUNT),
        m.Column("spread", H["forecast_spread"], m.TENTHS),
    )
    rows = (
        m.Row({
            "period": each.period.name, "forecast": each.total, "low": each.low, "high": each.high, "spread": each.spread,
        }, each.period.name)
        for each in one.expected
    )  # fmt: skip
    return m.Table("expected", columns, tuple(rows), sheet=H["forecast_periods"], look="grid")


def _how(one: Forecast) -> Iterator[m.Label]:
    method = one.method.name
    if not one.errors:
        days = (one.history.last - one.history.first).days + 1
        yield m.filled(NOT_TESTED, method=method, days=days, least=LEAST_TESTS)
        return
    _, errors = one.errors[method.code]
    yield m.filled(
        CHOSEN, method=method, wape=_percent(criterion(errors, one.unit)), tests=errors.tests, unit=JUDGED_BY[one.unit]
    )
    if one.method.naive:
        yield BASELINE_BEST
    if one.unit == "week":
        yield m.filled(BY_WEEK, ahead=max(n for n, each in one.by_ahead.items() if each.tests >= LEAST_TESTS))
    if any(each.spread is not None for each in one.expected):
        yield m.filled(BANDED, share=Pct(BAND))
    if one.by_day.wape is not None and one.unit is not None:
        mape = m.filled(AND_MAPE, mape=_percent(one.by_day.mape)) if one.by_day.mape is not None else ""
        yield m.filled(BY_DAY, unit=UNITS[one.unit], wape=_percent(one.by_day.wape), mape=mape)


def _percent(share: Fraction | None) -> Pct | str:
    return "–" if share is None else Pct(Fraction(round(share * 1000), 1000))


ERROR_COLUMNS = (
    m.Column("tests", H["forecast_tests"], m.COUNT),
    m.Column("wape", H["forecast_wape"], m.TENTHS),
    m.Column("mape", H["forecast_mape"], m.TENTHS),
    m.Column("bias", H["forecast_bias"], m.TENTHS),
    m.Column("by_day", H["forecast_wape_by_day"], m.TENTHS),
)


def _errors(one: Forecast) -> Iterator[m.Table]:
    methods = []
    for method, errors in one.errors.values():
        baseline = Text(zh=f"{method.name.zh}{H['forecast_naive'].zh}", en=f"{method.name.en} {H['forecast_naive'].en}")
        taken = H["forecast_taken"] if method is one.method else m.UNSAID
        name = baseline if method.naive else method.name
        methods.append(m.Row({"method": name, **_of(errors), "taken": taken}, method.name.code))
    columns = (m.Column("method", H["forecast_method"], width=30), *ERROR_COLUMNS, m.Column("taken", ""))
    yield m.Table("methods", columns, tuple(methods), H["forecast_methods"], look="grid methods")
    if len(one.by_ahead) > 1:
        rows = tuple(
            m.Row({"ahead": ahead, **_of(errors), "spread": errors.spread}) for ahead, errors in one.by_ahead.items()
        )
        ahead = m.Column("ahead", H["forecast_ahead"], m.COUNT)
        spread = m.Column("spread", H["forecast_spread"], m.TENTHS)
        yield m.Table("by_ahead", (ahead, *ERROR_COLUMNS, spread), rows, H["forecast_by_ahead"], look="grid")


def _of(errors: Errors) -> dict[str, m.Value | m.Cell]:
    return {
        "tests": errors.tests,
        "wape": errors.wape,
        "mape": errors.mape,
        "bias": errors.bias,
        "by_day": errors.by_day,
    }


def _known(one: Forecast, contract: Contract) -> Iterator[m.Label]:
    history = one.history
    every = (history.last - history.first).days + 1
    known = len(history.values) - len(history.closed)
    yield m.filled(KNOWN, days=known, first=history.first, last=history.last, all=every)
    if history.closed:
        yield m.filled(CLOSED, listed=_listed(history.closed))
    if history.missing:
        yield m.filled(MISSING, listed=_listed(history.missing))
    if history.unusual:
        yield m.filled(UNUSUAL, listed=_listed(tuple(history.unusual)))
    if contract.billing.calendar is None:
        yield NO_CALENDAR
    elif one.unknown_years:
        yield m.filled(UNKNOWN_YEAR, years=", ".join(str(year) for year in one.unknown_years))


def _listed(days: tuple[date, ...]) -> str:
    more = f", … ({len(days)})" if len(days) > LISTED_AT_MOST else ""
    return ", ".join(day.isoformat() for day in days[:LISTED_AT_MOST]) + more


def _came(one: Forecast, contract: Contract) -> m.Table:
    columns = (m.Column("period", H["forecast_period"]), m.Column("came", H["forecast_came"], m.COUNT))
    rows = tuple(m.Row({"period": period.name, "came": value}) for period, value in _whole_periods(one, contract))
    return m.Table("came", columns, rows, sheet=H["forecast_history"], media=m.BOOK)


def _unusual(one: Forecast) -> m.Table:
    columns = (
        m.Column("day", H["forecast_day"], m.DAY),
        m.Column("came", H["forecast_came"], m.COUNT),
        m.Column("usual", H["forecast_usual"], m.COUNT),
    )
    rows = tuple(
        m.Row({"day": day, "came": one.history.values[day], "usual": usual})
        for day, usual in one.history.unusual.items()
    )
    return m.Table("unusual", columns, rows, sheet=H["forecast_unusual"], media=m.BOOK)


def _days(one: Forecast) -> m.Table:
    columns = (
        m.Column("day", H["forecast_day"], m.DAY),
        m.Column("weekday", H["forecast_weekday"]),
        m.Column("forecast", H["forecast_expected"], m.NUMBER),
    )
    rows = tuple(
        m.Row({"day": day, "weekday": DAY_NAMES[day.weekday()], "forecast": value})
        for each in one.expected
        for day, value in each.days.items()
    )
    return m.Table("days", columns, rows, sheet=H["forecast_days_to_come"], media=m.BOOK)


def _profile(found: Forecasted) -> Iterator[m.Table]:
    """How a week spreads over its days, and a day over its half hours."""
    share = m.Column("share", H["forecast_share"], HUNDREDTHS)
    week = tuple(
        m.Row({"weekday": DAY_NAMES[n], "share": Fraction(round(one * 10_000), 10_000)})
        for n, one in enumerate(found.forecast.week)
    )
    yield m.Table(
        "week", (m.Column("weekday", H["forecast_weekday"]), share), week, sheet=H["forecast_week"], media=m.BOOK
    )
    if every := sum(found.half_hours.values()):
        rows = tuple(m.Row({"start": start, "share": value / every}) for start, value in found.half_hours.items())
        start = m.Column("start", H["forecast_half_hour"])
        yield m.Table("half_hours", (start, share), rows, sheet=H["forecast_half_hours"], media=m.BOOK)
