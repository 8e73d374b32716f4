"""Figures of streams and people that are legal, and were probably meant in another unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from bpo.core.errors import Problem
from bpo.core.money import to_places
from bpo.core.words import Pct, Words
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
    "hours_a_month": (Fraction(40), Fraction(300)),
    "shrinkage": (Fraction(0), Fraction(60, 100)),
    "attrition_a_month": (Fraction(0), Fraction(25, 100)),
}
"""Wide bounds: beyond them minutes stand for seconds, 0.85% for 85%, or a year's attrition for a month's."""


def unusual(bid: Bid, plan: Projection) -> Iterator[Problem]:
    """Figures of streams and people that were probably meant in another unit."""
    people, months = bid.scenario.people, [month.period.name for month in plan.months]
    found: list[tuple[str, Fraction | None, tuple[str | int, ...]]] = [
        ("hours_a_month", people.hours_a_month, ("people",)),
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
