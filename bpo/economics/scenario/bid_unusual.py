"""Figures of a bid that were probably meant otherwise: in another unit, or under names and parts that nothing reads."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from bpo.core.errors import Problem
from bpo.core.figure_names import FigureName
from bpo.core.money import to_places
from bpo.core.words import Pct, Words
from bpo.economics.scenario.figure_sources import versions_of
from bpo.economics.scenario.projection import Projection
from bpo.economics.scenario.scenario import Bid
from bpo.economics.scenario.scenario_places import figure_place

PAGE = "docs/economics/bid-checks.md"
UNUSUAL = Words(
    "bid-unusual",
    en="{given} of {value} is unusual; {low} to {high} is what is met: check the unit, and that it is a month's",
    zh="{given} 为 {value}，不常见；通常在 {low} 至 {high} 之间：请核对单位与是否为月度数值",
)
USUAL: Mapping[str, tuple[Fraction, Fraction]] = {
    "handle_seconds": (Fraction(10), Fraction(7200)),
    "patience_seconds": (Fraction(5), Fraction(3600)),
    "occupancy_at_most": (Fraction(40, 100), Fraction(1)),
    "growth_a_year": (Fraction(-50, 100), Fraction(50, 100)),
    "hours_a_month": (Fraction(20), Fraction(300)),
    "seats_per_position": (Fraction(1, 2), Fraction(2)),
    "shrinkage": (Fraction(0), Fraction(60, 100)),
    "attrition_a_month": (Fraction(0), Fraction(25, 100)),
}
"""Wide bounds: beyond them minutes stand for seconds, 0.85% for 85%, or a year's attrition for a month's."""


def unusual(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Figures of streams and people that were probably meant in another unit."""
    people, months = bid.scenario.people, [month.period.name for month in plan.months]
    found: list[tuple[str, Fraction | None, tuple[str | int, ...]]] = [
        ("hours_a_month", people.hours_a_month, ("people",)),
        ("seats_per_position", people.seats_per_position, ("people",)),
        *(("shrinkage", lost, ("people",)) for lost in sorted({1 - people.in_month(one).presence for one in months})),
        *(("attrition_a_month", share, ("people",)) for _, share in people.attrition_a_month.steps(months)),
    ]
    for i, stream in enumerate(bid.scenario.streams):
        here: tuple[str | int, ...] = ("streams", i)
        found.append(("growth_a_year", stream.volume.growth_a_year, (*here, "volume")))
        if stream.workload is None:
            found += [("handle_seconds", seconds, here) for _, seconds in stream.handle_seconds.steps(months)]
            found += [(name, getattr(stream, name), here) for name in ("patience_seconds", "occupancy_at_most")]
    for name, value, at in found:
        low, high = USUAL[name]
        if value is not None and not low <= value <= high:
            share = low < 1 >= abs(high)
            shown = {
                k: Pct(v) if share else v for k, v in (("value", to_places(value, 4)), ("low", low), ("high", high))
            }
            yield Problem(UNUSUAL, figure_place(bid.document, *at, name), {"given": name, **shown, "page": PAGE})


NAME_UNUSED = Words(
    "bid-name-unused",
    en="nothing in this file is called '{given}': the name is shown nowhere; mend it, or leave it out",
    zh="本文件中没有 '{given}'：该名称不会显示；请更正或删去",
)
PARTS_UNREAD = Words(
    "bid-parts-unread",
    en="no clause reads the parts of '{given}': only its total is billed; leave 'parts' out, or write rates by them in the contract",
    zh="没有条款读取 '{given}' 的 parts：只按合计计费；请删去 parts，或在合同中按其分别计价",
)


NAMED = ("category", "position", "site", "cost_centre", "driver")


def names_unused(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Entries of ``names`` in the cost file that no item, wage, levy or line of cost has."""
    costs, lines = bid.costs, [line for month in plan.months for line in month.costs]
    used = {*costs.wages, *costs.levies, *(item.id for item in costs.items), *(line.item for line in lines)}
    used |= {str(getattr(one, name)) for one in (*costs.items, *lines) for name in NAMED}
    used |= {str(name) for item in costs.items for name in (item.wage, item.per)}
    used |= {name for line in lines for name in line.driver.split(", ")}
    for name in costs.names:
        if name not in used:
            yield Problem(NAME_UNUSED, costs.place("names", name), {"given": name, "page": PAGE})


def parts_unread(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """``parts`` of quantities that every clause bills as one, and of KPIs."""
    needs = [need for one in versions_of(bid.contract) for need in one.needs()]
    split = {FigureName.of(need.id).whole for need in needs if need.by}
    whole = {FigureName.of(need.id).whole for need in needs} - split
    for section in ("quantities", "kpis"):
        for name, figure in getattr(bid.scenario.measures, section).items():
            if figure.parts is not None and (section == "kpis" or FigureName.of(name).whole in whole):
                where = figure_place(bid.document, "measures", section, name, "parts")
                yield Problem(PARTS_UNREAD, where, {"given": name, "page": PAGE})
