"""A month's bill from a contract and its figures, by nothing but the pages of the contract language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle.adjustments import adjustment_amount, judge
from tests.oracle.numbers import PLACES, days_of_month, number, rounded
from tests.oracle.terms import Month, Written, term_amount


@dataclass(frozen=True)
class Bill:
    """What the paper says."""

    lines: Mapping[str, Fraction]
    net: Fraction
    tax: Fraction
    total: Fraction
    payable: Fraction


def bills(contract: Written, months: Sequence[tuple[str, Written]]) -> list[Bill]:
    """The bills of a contract's first months, by each month's name and figures.

    Args:
        contract: as the YAML has it, every scalar a text
        months: the first months of the contract, none left out; figures as in a measures file
    """
    found, before = [], list[Month]()
    for at, (name, figures) in enumerate(months):
        days = days_of_month(
            name, int(contract["billing"]["cycle"].removeprefix("monthly").removeprefix(" from day ") or 1)
        )
        first, last = (date.fromisoformat(contract["effective"].get(end, "9999-12-31")) for end in ("from", "to"))
        held = [day for day in days if first <= day <= last]
        unit = Fraction(1, 10 ** PLACES[contract["currency"]])
        month = Month(name, days, held, unit, figures["quantities"], dict(figures["kpis"]), at + 1)
        month.is_last, month.terminated = last <= days[-1], contract.get("terminated")
        found.append(bill(contract, month, before))
        before.append(month)
    return found


def bill(contract: Written, month: Month, before: list[Month]) -> Bill:
    prices: Written = contract["prices"]
    how = prices.get("rounding", "half_up")
    of_days = [kpi for kpi in contract["kpis"] if "each" in kpi]
    month.targets_of_days = {kpi["id"]: kpi["of"]["target"] for kpi in of_days}
    month.days_of = {
        kpi["id"]: {part["key"]: part["value"] for part in month.kpis.pop(kpi["id"])["parts"]} for kpi in of_days
    }
    kpis = {kpi["id"]: judge(kpi, month, before) for kpi in contract["kpis"] if kpi not in of_days}
    for term in contract["terms"]:
        month.exact[term["id"]] = term_amount(term, month, before)
        month.shown[term["id"]] = rounded(month.exact[term["id"]], month.unit, how)
    for clause in contract["adjustments"]:
        amount, closes = adjustment_amount(clause, month, kpis, before)
        spread = clause["on"] if closes and amount else []  # a line that comes to nothing closes nothing
        whole = sum((month.exact[name] for name in spread), amount)
        month.exact[clause["id"]] = amount
        month.shown[clause["id"]] = rounded(whole, month.unit, how) - sum(month.shown[name] for name in spread)
    damages = {clause["id"] for clause in contract["adjustments"] if clause.get("nature") == "damages"}
    clauses = [*contract["terms"], *contract["adjustments"]]
    billed = {one["id"]: one.get("tax", "") for one in clauses if one["id"] not in damages}
    net, tax = taxed(prices, {name: (month.shown[name], code) for name, code in billed.items()}, month.unit)
    held_back = [
        rounded(number(one["rate"]) * (net + tax if one.get("of") == "total" else net), month.unit, tax_way(prices))
        for one in prices.get("withholding", [])
    ]
    payable = net + tax - sum(held_back) + sum(month.shown[name] for name in damages)
    kept_back = {f"withholding-{n}": -amount for n, amount in enumerate(held_back, 1)}
    if "payable_round_to" in prices:
        paid = rounded(payable, number(prices["payable_round_to"]), prices.get("payable_rounding", "half_up"))
        kept_back["payable-rounding"], payable = paid - payable, paid
    return Bill({**month.shown, **kept_back}, net, tax, net + tax, payable)


def tax_way(prices: Written) -> str:
    """How tax is rounded: as lines are, unless the contract says otherwise."""
    return str(prices.get("tax_rounding_mode", prices.get("rounding", "half_up")))


def taxed(prices: Written, lines: Mapping[str, tuple[Fraction, str]], unit: Fraction) -> tuple[Fraction, Fraction]:
    """Net and tax of the lines, by their amounts and tax codes."""
    rates: Mapping[str, Any] = prices.get("rates") or {"": {"rate": prices.get("rate", "0%")}}
    first = next(iter(rates))
    groups: dict[str, list[Fraction]] = defaultdict(list)
    for name, (amount, code) in lines.items():
        groups[name if prices.get("tax_rounding") == "line" else code or first].append(amount)
    net = tax = Fraction(0)
    for name, amounts in groups.items():
        code = (lines[name][1] if prices.get("tax_rounding") == "line" else name) or first
        amount = sum(amounts, Fraction(0))
        if prices.get("tax") != "included":
            net, tax = net + amount, tax + sum(added(rates[code], amount, prices, unit))
            continue
        held = within(rates[code], amount, prices, unit)
        net, tax = net + amount - held, tax + held
    return net, tax


def added(kind: Written, net: Fraction, prices: Written, unit: Fraction) -> list[Fraction]:
    """The taxes on a net amount: each on what the invoice shows above it."""
    found: list[Fraction] = []
    for one in kind.get("taxes") or [kind]:
        base = {"net": net, "net_and_taxes": net + sum(found), "taxes": sum(found, Fraction(0))}[one.get("of", "net")]
        found.append(rounded(base * number(one["rate"]), number(prices.get("tax_round_to", unit)), tax_way(prices)))
    return found


def within(kind: Written, amount: Fraction, prices: Written, unit: Fraction) -> Fraction:
    """The taxes that an amount holds: of one, the amount less the net; of several, or to another unit, each by itself."""
    shares: list[Fraction] = []
    for one in kind.get("taxes") or [kind]:
        base = {"net": Fraction(1), "net_and_taxes": 1 + sum(shares), "taxes": sum(shares, Fraction(0))}
        shares.append(number(one["rate"]) * base[one.get("of", "net")])
    net, way = amount / (1 + sum(shares)), tax_way(prices)
    if len(shares) == 1 and "tax_round_to" not in prices:
        return amount - rounded(net, unit, {"up": "down", "down": "up"}.get(way, way))
    return sum((rounded(net * share, number(prices.get("tax_round_to", unit)), way) for share in shares), Fraction(0))
