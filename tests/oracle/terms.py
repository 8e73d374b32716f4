"""What a term comes to, read off the pages of the contract language: one function a pricing model, nothing shared with the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle.numbers import begun, number, rounded, share_of_period

Written = Mapping[str, Any]


@dataclass
class Month:
    """A month on the desk: its days, its figures, what was billed before."""

    name: str
    days: list[date]
    held: list[date]
    unit: Fraction
    figures: Written
    kpis: dict[str, Any]
    number: int
    exact: dict[str, Fraction] = field(default_factory=dict)
    shown: dict[str, Fraction] = field(default_factory=dict)
    prices: dict[str, Fraction] = field(default_factory=dict)
    points: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    is_last: bool = False
    terminated: Written | None = None
    days_of: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Of a KPI that is taken of days the value of each."""
    targets_of_days: dict[str, Any] = field(default_factory=dict)

    def total(self, name: str) -> Fraction:
        figure = self.figures[name]
        return number(figure["total"] if isinstance(figure, Mapping) else figure)

    def parts(self, name: str) -> dict[str, Fraction]:
        return {part["key"]: number(part["value"]) for part in self.figures[name]["parts"]}

    def share(self, way: str) -> Fraction:
        return share_of_period(self.days, self.held, way)


def along_tiers(term: Written, volume: Fraction, chosen_by: Fraction | None = None) -> Fraction:
    """What a volume costs by tiers: each reached with its part of the volume, or the one that ``chosen_by`` reaches with all of it."""
    low, amount = Fraction(0), Fraction(0)
    chosen_by = volume if chosen_by is None else chosen_by
    for n, tier in enumerate(term["tiers"]):
        high = number(tier["up_to"]) if "up_to" in tier else None
        fee, rate = number(tier.get("fee", 0)), number(tier.get("rate", 0))
        if term.get("tier_mode") == "whole_volume":
            if high is None or chosen_by <= high:
                return fee + rate * volume
        elif n == 0 or volume > low:
            amount += fee + rate * ((volume if high is None else min(volume, high)) - low)
        low = high if high is not None else low
    return amount


def by_volume(term: Written, volume: Fraction, month: Month, before: list[Month]) -> Fraction:
    """A flat rate, packages or tiers, whatever the volume is of."""
    if "package" in term:
        volume = Fraction(begun(volume / number(term["package"])))
    if "tiers" in term:
        chosen_by = None
        if "tier_by" in term:
            back = int(term["tier_by"]["months_ago"])
            chosen_by = before[-back].total(term["id"]) if len(before) >= back else number(term["tier_by"]["at_first"])
        return along_tiers(term, volume, chosen_by)
    rate = term["rate"]
    price = number(rate["times"]) * month.prices[rate["of"]] if isinstance(rate, Mapping) else number(rate)
    month.prices[term["id"]] = price
    return price * volume


def rate_of(rates: Written, key: str) -> Fraction:
    return number(rates[key] if key in rates else rates["otherwise"])


def times_of(term: Written, label: str) -> Fraction:
    return next((number(one["times"]) for one in term["multipliers"] if one["label"] == label), Fraction(1))


def workload(term: Written, month: Month, before: list[Month]) -> Fraction:
    name = term["id"] if isinstance(term["quantity"], Mapping) else term["quantity"]
    if "round_each" in term:
        return sum(
            (rounded(number(key) * number(term["rate"]), month.unit, term["round_each"]) * records
             for key, records in month.parts(name).items()), Fraction(0),
        )  # fmt: skip
    if "rates" in term:
        return sum((rate_of(term["rates"], key) * value for key, value in month.parts(name).items()), Fraction(0))
    if "multipliers" in term:
        month.prices[term["id"]] = number(term["rate"])
        return number(term["rate"]) * sum(times_of(term, key) * value for key, value in month.parts(name).items())
    volume = month.total(name)
    if "free" in term:
        volume -= min(month.total(f"{term['id']}.free"), number(term["free"]["first"]))
    if "forecast" in term:
        volume = max(volume, number(term["forecast"]["volume"]) * number(term["forecast"]["pay_at_least"]))
    return by_volume(term, volume, month, before)


def hours(term: Written, month: Month, before: list[Month]) -> Fraction:
    if "rates" in term:
        return sum((number(term["rates"][key]) * value for key, value in month.parts(term["id"]).items()), Fraction(0))
    if "billable_at_most" in term:
        most = number(term["billable_at_most"]["hours"])
        volume = sum((min(value, most) for value in month.parts(term["id"]).values()), Fraction(0))
    else:
        volume = month.total(term["id"])
    return by_volume(term, volume, month, before)


def seats(term: Written, month: Month, before: list[Month]) -> Fraction:
    if term["seats"] == "contracted":
        return by_volume(term, number(term["contracted"]), month, before) * month.share(term.get("prorated", "days"))
    if "rates" in term:
        return sum((rate_of(term["rates"], key) * value for key, value in month.parts(term["id"]).items()), Fraction(0))
    return by_volume(term, month.total(term["id"]), month, before)


def staff_lease(term: Written, month: Month, before: list[Month]) -> Fraction:
    if "prices" in term:
        return sum((number(term["prices"][key]) * value for key, value in month.parts(term["id"]).items()), Fraction(0))
    quantity = month.total(term["id"])
    if "price" in term:
        return quantity * number(term["price"])
    cost = quantity if term["labour_cost"] == "roster" else quantity * number(term["labour_cost"])
    rate = number(term["rate"]) if "rate" in term else 1 + number(term["fee"])
    return cost * (rate - 1 if term.get("labour") == "passed_through" else rate)


def fixed(term: Written, month: Month, before: list[Month]) -> Fraction:
    if "once_on" in term:
        return number(term["amount"]) if date.fromisoformat(term["once_on"]) in month.days else Fraction(0)
    return number(term["amount"]) * month.share(term.get("prorated", "days"))


def pass_through(term: Written, month: Month, before: list[Month]) -> Fraction:
    cost = month.total(term["id"])
    return cost / (1 - number(term["margin"])) if "margin" in term else cost * (1 + number(term.get("markup", 0)))


def baseline(term: Written, month: Month, before: list[Month]) -> Fraction:
    share = month.share(term.get("prorated", "days"))
    agreed, band = number(term["baseline"]) * share, number(term.get("dead_band", 0))
    volume, amount = month.total(term["id"]), number(term["fee"]) * share
    low, high = agreed * (1 - band), agreed * (1 + band)
    edges = (low, high) if term.get("counted_from", "dead_band") == "dead_band" else (agreed, agreed)
    if volume > high:
        return amount + number(term["arc"]) * (volume - edges[1])
    return amount - number(term["rrc"]) * (edges[0] - volume) if volume < low else amount


def consulting(term: Written, month: Month, before: list[Month]) -> Fraction:
    if "day_rate" in term:
        return month.total(term["id"]) * number(term["day_rate"])
    accepted = [
        one for one in term["milestones"] if date.fromisoformat(one.get("accepted_on", "1900-01-01")) in month.days
    ]
    return sum((number(one["amount"]) for one in accepted), Fraction(0))


def piece_rate(term: Written, month: Month, before: list[Month]) -> Fraction:
    pieces = {agent: value for agent, value in month.parts(term["id"]).items() if value}
    if "tiers" in term:
        return sum((along_tiers(term, value) for value in pieces.values()), Fraction(0))
    return sum(pieces.values(), Fraction(0)) * number(term["rate"])


MODELS: Mapping[str, Callable[[Written, Month, list[Month]], Fraction]] = {
    one.__name__: one
    for one in (workload, hours, seats, staff_lease, fixed, pass_through, baseline, consulting, piece_rate)
}


def term_amount(term: Written, month: Month, before: list[Month]) -> Fraction:
    """The line of a term, not yet rounded: its model, then its minimum, then its maximum."""
    amount = MODELS[term["model"]](term, month, before)
    for name, wins in (("minimum", max), ("maximum", min)):
        if name in term:
            limit = term[name] if isinstance(term[name], Mapping) else {"amount": term[name]}
            unused = limit.get("only_with_use") == "yes" and month.total(term["id"]) == 0
            bound = number(limit["amount"]) * month.share(limit.get("prorated", "no"))
            amount = amount if unused else wins(amount, bound)
    return amount
