"""Slips of the pen in a bid: figures that read well and mean something else, each with what was probably meant."""

from collections.abc import Iterator
from fractions import Fraction

from bpo.core.errors import Problem
from bpo.core.money import to_places
from bpo.core.words import Pct, Words
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.projection import Projection
from bpo.economics.scenario.scenario import Bid
from bpo.economics.scenario.scenario_places import figure_place
from bpo.economics.staffing.shares import is_percent

PAGE = "docs/economics/bid-checks.md"
BARE_SHARE = Words(
    "bid-times-without-percent",
    en="{given} without a percent sign is {percent} of {of}: write {percent} if that is meant, or {given}%",
    zh="{given} 未写百分号，即 {of} 的 {percent}：如确为此意请写 {percent}，否则请写 {given}%",
)
HOURS_OF_A_WEEK = Words(
    "bid-hours-of-a-week",
    en="{given} hours a month look like those of a week: weeks of {given} hours make {month} a month; write the paid hours of a month",
    zh="每月 {given} 小时疑为每周工时：每周 {given} 小时合每月 {month} 小时；请写每月计薪工时",
)
EXCHANGE_INVERTED = Words(
    "bid-exchange-inverted",
    en="1 {given} is {rate} {priced_in} here, and costs come to {share} of the revenue; at {other}, which is the other way round, "
    "they would come to {otherwise}: write how much {priced_in} one {given} is",
    zh="此处 1 {given} 合 {rate} {priced_in}，成本为收入的 {share}；如汇率写反，按 {other} 计则为 {otherwise}：请写 1 {given} 合多少 {priced_in}",
)
HOLIDAYS_ASSUMED = Words(
    "bid-holidays-assumed",
    en="the holidays of {years} are not announced yet in the calendar {calendar}: the staffing assumes the days that its rule expects; "
    "list them in the contract under 'billing: calendar' with 'years' once they are known",
    zh="日历 {calendar} 尚未公布 {years} 年的放假安排：人力按其规则推定的日期测算；公布后请在合同 billing: calendar 中列出并写 years",
)
WEEKS_OF_A_YEAR, MONTHS_OF_A_YEAR = 52, 12
WEEK = (Fraction(20), Fraction(60))
"""Hours that are a week's, or those of hardly anyone's month."""
SOUND = (Fraction(1, 5), Fraction(2))
"""Costs as a share of the revenue that a bid can have; five times as far off, a rate of exchange may be inverted."""
OFF = (Fraction(1, 5), Fraction(5))


def bare_shares(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """A driver ``times: 0.02`` is 2% of it; 0.02% may have been meant."""
    for section in ("quantities", "kpis"):
        for name, figure in getattr(bid.scenario.measures, section).items():
            loc = ("measures", section, name, "times")
            written = bid.document.find(loc)[0].value
            if figure.of is not None and 0 < figure.times < 1 and not is_percent(written):
                values = {"given": figure.times, "percent": Pct(figure.times), "of": figure.of, "page": PAGE}
                yield Problem(BARE_SHARE, figure_place(bid.document, *loc), values)


def hours_of_a_week(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """A head's hours of a week, written as those of a month: 40 are 40 × 52 / 12 a month."""
    hours = bid.scenario.people.hours_a_month
    if WEEK[0] <= hours <= WEEK[1]:
        month = to_places(hours * WEEKS_OF_A_YEAR / MONTHS_OF_A_YEAR, 1)
        where = figure_place(bid.document, "people", "hours_a_month")
        yield Problem(HOURS_OF_A_WEEK, where, {"given": hours, "month": month, "page": PAGE})


def inverted_exchange(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """A rate of exchange at which costs are far from the revenue, and with which they are not if it is turned round."""
    revenue = plan.revenue
    if revenue <= 0 or OFF[0] <= plan.cost / revenue <= OFF[1]:
        return
    case = case_of_bid(bid)
    for currency, rate in bid.costs.exchange.items():
        otherwise = case.at({f"exchange.{currency}": 1 / rate**2}).cost / revenue
        if SOUND[0] <= otherwise <= SOUND[1]:
            shares = {"share": Pct(to_places(plan.cost / revenue, 4)), "otherwise": Pct(to_places(otherwise, 4))}
            rates = {"rate": rate, "other": to_places(1 / rate, 6), "priced_in": bid.costs.price_currency}
            where = bid.costs.place("exchange", currency)
            yield Problem(EXCHANGE_INVERTED, where, {"given": currency, **rates, **shares, "page": PAGE})


def holidays_assumed(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Patterns that look at holidays and moved working days, in years that the calendar does not know yet."""
    calendar = bid.contract.billing.calendar
    if calendar is None:
        return
    first_days = {month.period.start.year: month.period.start for month in plan.months}
    years = [str(year) for year, day in first_days.items() if not calendar.knows(day)]
    for i, stream in enumerate(bid.scenario.streams):
        for name in ("holidays", "worked_weekends"):
            if years and stream.pattern is not None and getattr(stream.pattern, name) is not None:
                where = figure_place(bid.document, "streams", i, "pattern", name)
                values = {"years": years, "calendar": calendar.country, "page": PAGE}
                yield Problem(HOLIDAYS_ASSUMED, where, values)
                break
