"""What is unwise about the people of a bid: seats agreed that are not those needed, and a surplus released where keeping it is cheaper."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from bpo.core.errors import Problem
from bpo.core.money import to_places
from bpo.core.words import Pct, Words
from bpo.economics.scenario.bid_unusual import PAGE
from bpo.economics.scenario.projection import Projection, project
from bpo.economics.scenario.scenario import Bid
from bpo.economics.scenario.scenario_places import figure_place
from bpo.economics.scenario.seats_agreed import seats_agreed

SEATS_SHORT = Words(
    "bid-seats-short",
    en="{agreed} seats are agreed in {month}, and the work needs {needed}: {short} too few. The people who are needed are paid "
    "all the same, in {months} of {all} months; agree more seats, or a goal that {agreed} can reach",
    zh="{month} 约定 {agreed} 席，而业务需要 {needed} 席，少 {short} 席。{all} 个月中有 {months} 个月，所需人员照付而不计费；"
    "请增加席位，或改用 {agreed} 席可达到的目标",
)
SEATS_OVER = Words(
    "bid-seats-over",
    en="{agreed} seats are agreed in {month}, and the work needs {needed} at most: the people of {over} more are in the costs, "
    "since an agreed seat is staffed; agree fewer, or know what they do",
    zh="{month} 约定 {agreed} 席，而业务最多需要 {needed} 席：约定席位须配人，成本已含多出 {over} 席的人员；请减少席位，或明确其用途",
)
KEEPING_IS_CHEAPER = Words(
    "bid-keeping-is-cheaper",
    en="{released} heads are released in slack months and hired again: the margin is {now}, and {kept} where they are kept, which "
    "costs {less} less; write 'surplus: kept'",
    zh="淡季释放 {released} 人，其后再招聘：毛利率 {now}，保留则为 {kept}，成本少 {less}；请写 surplus: kept",
)

HIRING_SHORT = Words(
    "bid-hiring-short",
    en="classes leave {short} full-time equivalents lacking in {month}, and some in {months} of {all} months: they are in no cost, and the "
    "service level is planned as if they were there; allow larger classes, more often, or price the 'shortfall'",
    zh="按班次招聘，{month} 仍缺 {short} 个折算人力，{all} 个月中有 {months} 个月缺人：缺口不计入成本，而服务水平仍按足员测算；"
    "请增大班次容量、加密开班，或按 shortfall 计价",
)


def seats_needed(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Seats that are agreed, against those that the work needs: the month that lacks most; or the most needed, if fewer in every month."""
    agreed = seats_agreed(plan.contract, bid.scenario.measures.quantities, [month.period for month in plan.months])
    people = bid.scenario.people
    gaps = [
        (people.seats(one.staffed.needed) - agreed[one.period.name], one)
        for one in plan.months
        if one.period.name in agreed
    ]
    if not gaps:
        return
    gap, month = max(gaps, key=lambda one: one[0])
    where = next(bid.contract.place(term.id) for term in bid.contract.terms if term.model == "seats")
    values = {
        "agreed": agreed[month.period.name],
        "month": month.period.name,
        "needed": people.seats(month.staffed.needed),
    }
    if gap > 0:
        months = sum(one > 0 for one, _ in gaps)
        yield Problem(
            SEATS_SHORT, where, {**values, "short": gap, "months": months, "all": len(plan.months), "page": PAGE}
        )
    elif gap < 0:
        yield Problem(SEATS_OVER, where, {**values, "over": -gap, "page": PAGE})


def hiring_short(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Months that lack people because classes are too small or too few, at the worst of them; unless a cost goes with what is lacking."""
    crews = [(month.period.name, month.staffed.crew) for month in plan.months]
    short = [(month, crew.shortfall) for month, crew in crews if crew is not None and crew.shortfall]
    if not short or any(item.driver == "shortfall" for item in bid.costs.items):
        return
    month, most = max(short, key=lambda one: one[1])
    values = {"month": month, "short": to_places(most, 1), "months": len(short), "all": len(crews), "page": PAGE}
    yield Problem(HIRING_SHORT, figure_place(bid.document, "people", "hiring"), values)


def surplus_released(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Heads released in slack months, where the same bid with them kept costs less."""
    kept = kept_instead(bid, plan)
    if kept is None or kept.margin <= plan.margin or not plan.revenue or not kept.revenue:
        return
    released = sum((month.staffed.team.released for month in plan.months), Fraction(0))
    now, other = (Pct(to_places(one.margin / one.revenue, 4)) for one in (plan, kept))
    less = to_places(plan.cost - kept.cost, 2)
    values = {"released": to_places(released, 1), "now": now, "kept": other, "less": less, "page": PAGE}
    yield Problem(KEEPING_IS_CHEAPER, figure_place(bid.document, "people", "surplus"), values)


def kept_instead(bid: Bid, plan: Projection, changes: Mapping[str, Fraction] | None = None) -> Projection | None:
    """The same bid with those kept whom it releases in slack months; None if it releases nobody."""
    if bid.scenario.people.surplus != "released" or not any(month.staffed.team.released for month in plan.months):
        return None
    people = bid.scenario.people.altered(surplus="kept")
    return project(replace(bid, scenario=bid.scenario.altered(people=people)), changes)
