"""What is legal but unwise in a bid: costs that no month bears, work that nobody bills, figures that the staffing does not bear out.

Mistakes stop a bid; these do not. Each looks at the bid and at what came of it month by month.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from bpo.contracts.adjustments.values import in_unit
from bpo.core.errors import Problem, Where
from bpo.core.figure_names import FigureName
from bpo.core.money import to_places
from bpo.core.periods import months_between
from bpo.core.words import Words
from bpo.economics.margin.contribution import contributions
from bpo.economics.scenario.bid_people import hiring_short, seats_needed, surplus_released
from bpo.economics.scenario.bid_slips import bare_shares, holidays_assumed, hours_of_a_week, inverted_exchange
from bpo.economics.scenario.bid_unusual import PAGE, names_unused, parts_unread, unusual
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.figure_sources import FigureOf
from bpo.economics.scenario.projection import Projection, periods_of
from bpo.economics.scenario.scenario import Bid
from bpo.economics.scenario.seats_agreed import bills_people
from bpo.kpi.base import Kpi

ZERO = Fraction(0)
ONE_OFF_BEYOND = Words(
    "bid-one-off-beyond",
    en="'{item}' is spread over {months} months, of which {here} are in the scenario: {left} of it is borne by no month here; "
    "spread it over fewer months, or know that the bid does not pay for it",
    zh="'{item}' 按 {months} 个月摊销，其中 {here} 个月在方案之内：有 {left} 不由本方案任何月份承担；请缩短摊销月数，"
    "否则该部分未计入报价",
)
NEVER_COSTS = Words(
    "bid-item-never-costs",
    en="'{item}' costs nothing in any month: {driver} is 0 throughout, or its months lie outside the scenario",
    zh="'{item}' 在各月均无成本：{driver} 始终为 0，或其起止月不在方案之内",
)
UNBILLED = Words(
    "bid-stream-unbilled",
    en="'{stream}' has volume and costs people's time, but no quantity under measures comes from it: it is not billed",
    zh="'{stream}' 有业务量并占用人力，但 measures 中没有数量取自该业务流：不计费",
)
NOT_USED = Words(
    "bid-cost-unused", en="no item uses '{given}': it costs nothing", zh="没有成本项使用 '{given}'：不产生成本"
)
EARNS_LESS = Words(
    "bid-term-below-unit-cost",
    en="'{term}' earns {revenue}, less than the {variable} of costs that move with it: every further one loses; "
    "raise its price, or lower the cost of one",
    zh="'{term}' 收入 {revenue}，低于随其变动的成本 {variable}：每多一件都亏损；请提高单价或降低单位成本",
)
ALL_EARN_LESS = Words(
    "bid-below-unit-cost",
    en="all lines together earn {revenue}, less than the {variable} of costs that move with volume: the more there is, the more is "
    "lost; raise the prices, or lower the cost of one",
    zh="各行合计收入 {revenue}，低于随业务量变动的成本 {variable}：业务量越大亏损越多；请提高单价或降低单位成本",
)
OTHER_THRESHOLD = Words(
    "bid-other-threshold",
    en="'{kpi}' is measured at {agreed} s, but the staffing of '{stream}' answers within {staffed} s; "
    "write 'within_seconds: {agreed}' in its goal",
    zh="'{kpi}' 按 {agreed} 秒计，而 '{stream}' 的人力按 {staffed} 秒内接通测算；请将 goal 的 within_seconds 写为 {agreed}",
)
BETTER_THAN_STAFFED = Words(
    "bid-kpi-better-than-staffed",
    en="'{kpi}' is expected at {value}, but the staffing of '{stream}' comes to {staffed} in {month}; "
    "write '{driver}', or staff for it",
    zh="'{kpi}' 预期为 {value}，而 '{stream}' 的人力在 {month} 只能达到 {staffed}；请写 {driver}，或按此目标配置人力",
)
PART_OF_TERM = Words(
    "bid-part-of-term",
    en="the scenario covers {first} to {last}, the contract {start} to {end}: the total held against the tender's ceiling, which is "
    "of the whole term, is of those months alone; leave 'months' out, or compare the ceiling yourself",
    zh="方案覆盖 {first} 至 {last}，合同期为 {start} 至 {end}：与合同期总价限价比较的合计仅含方案各月；请删去 months，或自行核对限价",
)
NEVER_READ = Words(
    "bid-month-never-read",
    en="'{stream}' has a figure for {month}, which is not in the scenario: nothing reads it",
    zh="'{stream}' 写有 {month} 的数值，但该月不在方案之内：不会被读取",
)
STAFFED_KPIS = {
    "service_level": "service_level",
    "average_speed_of_answer": "asa_seconds",
    "average_handle_time": "aht_seconds",
    "abandonment_rate": "abandonment_rate",
    "occupancy": "occupancy",
}
"""KPIs that follow from the staffing, with the driver of a stream that each is."""


def bid_advice(bid: Bid, plan: Projection) -> list[Problem]:
    """What is unwise in a bid, in the order of its files; ``plan`` is the bid as planned."""
    found = [problem for check in CHECKS for problem in check(bid, plan)]
    return sorted(found, key=lambda one: (one.where.path, one.where.line) if one.where else ("", 0))


def one_offs(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """One-offs that are spread beyond the scenario's months."""
    costs, first = bid.costs, plan.months[0].period.name
    for i, item in enumerate(costs.items):
        if item.once is None:
            continue
        months = item.over_months or costs.term_months or 0
        start = item.start or first
        borne = [month for month in plan.months
                 if 0 <= months_between(start, month.period.name) < months and item.in_month(month.period.name)]  # fmt: skip
        here = len(borne)
        if here < months:
            whole = item.once / (1 + (item.with_tax or 0)) * costs.rate_of(item)
            left = to_places(whole * (months - here) / months, 2)
            values = {"item": item.id, "months": months, "here": here, "left": left}
            yield _problem(ONE_OFF_BEYOND, costs.place("items", i, "once"), **values)


def idle_items(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Items that cost nothing in any month, and wages and levies that no item uses."""
    costs = bid.costs
    paid = {line.item.partition(".")[0] for month in plan.months for line in month.costs if line.amount}
    for i, item in enumerate(costs.items):
        priced = item.amount or item.once or (item.wage and costs.wages[item.wage].a_month)
        if item.id not in paid and priced and item.once is None:
            yield _problem(NEVER_COSTS, costs.place("items", i), item=item.id, driver=item.driver)
    graded = {item.wage for item in costs.items}
    levied = {wage.levies for name, wage in costs.wages.items() if name in graded}
    idle = [("wages", name) for name in costs.wages if name not in graded]
    for place in (*idle, *(("levies", name) for name in costs.levies if name not in levied)):
        yield _problem(NOT_USED, costs.place(*place), given=place[1])


def unbilled(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Streams that have volume, and that no quantity comes from while none comes from all the people either."""
    read = {str(one.of) for one in bid.scenario.measures.quantities.values() if one.of}
    figures, contract = bid.scenario.measures.quantities, bid.contract
    if any(bills_people(term, contract, figures) for term in contract.terms):
        return
    if any("." not in name and name != "month" for name in read):
        return
    for i, stream in enumerate(bid.scenario.streams):
        names = {f"{stream.id}.{what}" for what in ("offered", "handled")}
        volume = any(month.drivers.get(name) for month in plan.months for name in names)
        if volume and not any(name.startswith(f"{stream.id}.") for name in read):
            yield _problem(UNBILLED, _at(bid, "streams", i), stream=stream.id)


def below_unit_cost(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Lines that earn less than the costs which move with them; or all of them together, where people serve several lines."""
    places = {term.id: i for i, term in enumerate(bid.contract.terms)}
    rows, _, _ = contributions(case_of_bid(bid), plan)
    for row in rows:
        if row.clause in places and row.amount < 0 < row.revenue:
            values = {"revenue": to_places(row.revenue, 2), "variable": to_places(row.variable, 2)}
            yield _problem(EARNS_LESS, bid.contract.place(row.clause), term=row.clause, **values)
    revenue, variable = sum((row.revenue for row in rows), ZERO), sum((row.variable for row in rows), ZERO)
    if 0 < revenue < variable and not any(row.clause in places and row.amount < 0 for row in rows):
        where = bid.contract.place(bid.contract.terms[0].id)
        yield _problem(ALL_EARN_LESS, where, revenue=to_places(revenue, 2), variable=to_places(variable, 2))


def expected_kpis(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """KPIs that the staffing yields: at another threshold than is agreed, or typed in better than it comes to."""
    kpis = {kpi.id: kpi for kpi in bid.contract.kpis}
    for name, figure in bid.scenario.measures.kpis.items():
        kpi = kpis[FigureName.of(name).whole]
        driver = STAFFED_KPIS.get(kpi.kpi)
        if driver is not None:
            where = _at(bid, "measures", "kpis", name)
            yield from _at_threshold(bid, kpi, figure, where)
            yield from _as_staffed(bid, plan, kpi, name, figure, driver, where)


def _at_threshold(bid: Bid, kpi: Kpi, figure: FigureOf, where: Where | None) -> Iterator[Problem]:
    agreed = getattr(kpi, "threshold_seconds", None)
    stream = next((one for one in bid.scenario.streams if figure.of == f"{one.id}.service_level"), None)
    if agreed is None or stream is None or stream.goal is None or stream.goal.within_seconds == agreed:
        return
    yield _problem(
        OTHER_THRESHOLD, where, kpi=kpi.id, stream=stream.id, agreed=agreed, staffed=stream.goal.within_seconds
    )


def _as_staffed(
    bid: Bid, plan: Projection, kpi: Kpi, name: str, figure: FigureOf, driver: str, where: Where | None
) -> Iterator[Problem]:
    """The first month in which not even the best stream comes to what is typed in."""
    if figure.of is not None:
        return
    sign = 1 if kpi.good == "high" else -1
    for month in plan.months:
        typed = month.statement.measures.kpis[name].value
        staffed = {one.id: to_places(month.drivers[f"{one.id}.{driver}"], 4) for one in bid.scenario.streams
                   if f"{one.id}.{driver}" in month.drivers}  # fmt: skip
        if typed is None or not staffed:
            continue
        best = max(staffed, key=lambda one: sign * staffed[one])
        if sign * typed > sign * staffed[best]:
            unit = kpi.measured_in()
            shown = {"value": in_unit(typed, unit), "staffed": in_unit(staffed[best], unit)}
            values = {"stream": best, "month": month.period.name, "driver": f"{best}.{driver}", **shown}
            yield _problem(BETTER_THAN_STAFFED, where, kpi=kpi.id, **values)
            return


def ceiling_of_a_part(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """A tender's ceiling of the whole term, beside a scenario that covers a part of it."""
    tender = bid.scenario.quote.tender if bid.scenario.quote else None
    if tender is None or tender.ceiling is None or bid.scenario.months is None:
        return
    whole = periods_of(bid.scenario.altered(months=None), bid.contract) if bid.contract.effective.end else ()
    here = [month.period.name for month in plan.months]
    if whole and (here[0] > whole[0].name or here[-1] < whole[-1].name):
        values = {"first": here[0], "last": here[-1], "start": whole[0].name, "end": whole[-1].name}
        yield _problem(PART_OF_TERM, _at(bid, "months"), **values)


def months_never_read(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Volumes and seasons of months that the scenario does not cover."""
    covered = {month.period.name for month in plan.months}
    for i, stream in enumerate(bid.scenario.streams):
        for name in (*(stream.volume.months or {}), *stream.volume.season):
            if name not in covered and not any(month.endswith(f"-{name}") for month in covered):
                place = ("season", name) if name in stream.volume.season else (name,)
                yield _problem(NEVER_READ, _at(bid, "streams", i, "volume", *place), stream=stream.id, month=name)


CHECKS: Sequence[Callable[[Bid, Projection], Iterator[Problem]]] = (
    one_offs, idle_items, unbilled, below_unit_cost, expected_kpis, ceiling_of_a_part, months_never_read,
    seats_needed, hiring_short, surplus_released, unusual, names_unused, parts_unread, bare_shares, hours_of_a_week, inverted_exchange,
    holidays_assumed,
)  # fmt: skip


def _at(bid: Bid, *loc: str | int) -> Where | None:
    node, key = bid.document.find(loc)
    return bid.document.where(key or node)


def _problem(words: Words, where: Where | None, **values: object) -> Problem:
    return Problem(words, where, {**values, "page": PAGE})
