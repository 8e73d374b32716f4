"""What a bid's files say that nothing reads: names of what is nowhere in the costs, and shares of a figure that is billed as one."""

from __future__ import annotations

from collections.abc import Iterator

from bpo.core.errors import Problem
from bpo.core.figure_names import FigureName
from bpo.core.words import Words
from bpo.economics.scenario.amended_figures import versions_of
from bpo.economics.scenario.bid_unusual import PAGE
from bpo.economics.scenario.projection import Projection
from bpo.economics.scenario.scenario import Bid
from bpo.economics.scenario.scenario_places import figure_place

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


def names_unused(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Entries of ``names`` in the cost file that no item, wage, levy or line of cost has."""
    costs = bid.costs
    used = {*costs.wages, *costs.levies, *(item.id for item in costs.items)}
    for item in costs.items:
        used |= {
            str(getattr(item, name))
            for name in ("category", "position", "site", "cost_centre", "wage", "per", "driver")
        }
    for line in (line for month in plan.months for line in month.costs):
        used |= {
            line.item,
            line.category,
            line.position,
            line.site,
            line.cost_centre,
            line.driver,
            *line.driver.split(", "),
        }
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
