"""Random contracts of every piecewise shape, with costs in steps: what a margin may do as one figure moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction as F
from typing import Any

from hypothesis import strategies as st

from bpo.core.documents import parse_document
from bpo.economics.costs.costs import costs_of
from bpo.economics.scenario.case import Case, case_of_month
from tests.contracts.making import contract, measures

Draw = Callable[[st.SearchStrategy[Any]], Any]
LAST = 100
"""Contacts up to which a scan looks at every one."""


class Shapes:
    """Writes a contract, its costs and its figures, out of what ``draw`` chooses."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw

    def number(self, least: int, most: int, tenths: bool = False) -> str:
        n = self.draw(st.integers(least * 10, most * 10) if tenths else st.integers(least, most))
        return f"{n // 10}.{n % 10}" if tenths else str(n)

    def one(self, ways: Sequence[str]) -> str:
        return str(self.draw(st.sampled_from(list(ways))))

    def rate(self) -> str:
        return self.number(0, 9, tenths=True)

    def bounds(self, least: int, most: int) -> list[int]:
        return sorted(self.draw(st.sets(st.integers(1, LAST), min_size=least, max_size=most)))

    def tiers(self) -> str:
        price = self.one(["rate: {}", "fee: {}", "rate: {}, fee: {}"])
        rows = [f"{{up_to: {bound}, {price}}}" for bound in self.bounds(0, 3)] + [f"{{{price}}}"]
        return "[" + ", ".join(row.replace("{}", "%s") % self._prices(price) for row in rows) + "]"

    def _prices(self, price: str) -> tuple[str, ...]:
        return tuple(self.number(0, 300) if "fee" in part else self.rate() for part in price.split(", "))

    def limits(self) -> str:
        low, high = sorted(self.draw(st.lists(st.integers(0, 900), min_size=2, max_size=2)))
        used = self.one([f", minimum: {low}", f", minimum: {{amount: {low}, only_with_use: yes}}", ""])
        return used + self.one(["", f", maximum: {high}"])

    def term(self, name: str, before: list[str]) -> str:
        """A line: flat, in tiers of either kind, in packages, with a forecast's floor, a baseline, by a past volume, a multiple."""
        of = "quantity: calls"
        ways = {
            "flat": lambda: f"workload, {of}, rate: {self.rate()}{self.limits()}",
            "graduated": lambda: f"workload, {of}, tiers: {self.tiers()}{self.limits()}",
            "whole_volume": lambda: f"workload, {of}, tier_mode: whole_volume, tiers: {self.tiers()}{self.limits()}",
            "package": lambda: (
                f"workload, {of}, package: {self.number(2, 70)}, rate: {self.number(0, 300)}{self.limits()}"
            ),
            "packages_in_tiers": lambda: (
                f"workload, {of}, package: {self.number(2, 30)}, tier_mode: {self.one(['graduated', 'whole_volume'])}, "
                "tiers: [{up_to: 3, rate: %s}, {rate: %s}]" % (self.number(0, 99), self.number(0, 99))
            ),
            "forecast": lambda: (
                f"workload, {of}, rate: {self.rate()}, forecast: {{volume: {self.number(1, LAST)}, pay_at_least: 90%}}"
            ),
            "past_volume": lambda: (
                f"workload, {of}, tier_mode: whole_volume, tiers: {self.tiers()}, tier_by: {{months_ago: 1, at_first: 40}}"
            ),
            "baseline": lambda: (
                f"baseline, {of}, baseline: {self.number(1, LAST)}, fee: {self.number(0, 500)}, arc: {self.rate()}, "
                f"rrc: {self.rate()}{self.one(['', ', dead_band: 12%', ', dead_band: 12%, counted_from: baseline'])}"
            ),
            "fixed": lambda: f"fixed, amount: {self.number(0, 500)}",
        }
        if before:
            ways["multiple"] = lambda: (
                f"workload, {of}, rate: {{times: {self.number(1, 3, tenths=True)}, of: {before[0]}}}"
            )
        way = self.one(list(ways))
        if way == "flat":
            before.append(name)
        return f"  - {{id: {name}, model: {ways[way]()}}}\n"

    def bands(self, what: str, most: int) -> str:
        first, second = sorted(self.draw(st.sets(st.integers(1, 99), min_size=2, max_size=2)))
        rows = [f"at_least: {second}%, ", f"at_least: {first}%, ", ""]
        return (
            "[" + ", ".join(f"{{{row}{what}: {self.number(0, most)}{'%' if most == 99 else ''}}}" for row in rows) + "]"
        )

    def adjustment(self, name: str, lines: list[str]) -> str:
        """Bonus, penalty, pool, coefficient, scorecard with a gate, minimum and cap over the lines."""
        on = f"[{', '.join(self.one(lines) for _ in range(1))}]"
        cap = self.one(
            [
                "",
                f", cap: {{amount: {self.number(0, 200)}}}",
                f", cap: {{percent: 10%, of: {on}}}",
                f", floor: {{amount: {self.number(0, 90)}}}",
            ]
        )
        ways = [
            f"{self.one(['penalty', 'bonus'])}, kpi: qa, bands: {self.bands('amount', 200)}{cap}",
            f"{self.one(['penalty', 'bonus'])}, kpi: qa, per_point: yes, full_points: {self.one(['yes', 'no'])}, amount: {self.number(0, 9)}{cap}",
            f"penalty, kpi: qa, percent: {self.number(0, 30)}%, of: {on}{cap}, nature: {self.one(['damages', 'price_reduction'])}",
            f"bonus, kpi: qa, amount: {self.number(0, 200)}",
            f"penalty, per: upset, tolerated: {{percent: {self.number(0, 30)}%, of: calls}}, amount: {self.number(0, 20)}{cap}",
            f"at_risk_pool, of: {on}, at_risk: 15%, kpis: [{{kpi: qa, bands: {self.bands('share', 99)}}}, {{kpi: sl, share: 30%}}]",
            f"multiplier, on: {on}, kpi: qa, bands: {self.bands('factor', 2)}",
            f"multiplier, on: {on}, kpi: qa, linear: {{from: {{value: 60%, factor: 0.5}}, to: {{value: 90%, factor: 1.2}}}}, minimum: 0.7",
            f"multiplier, on: {on}, scorecard: [{{kpi: qa, marks: 60, full: 95%, zero: 55%, between: linear}}, {{kpi: sl, marks: 40, "
            f"bands: [{{at_least: 80%, marks: 40}}, {{marks: 10}}], gate: {{kpi: qa, below: 60%, marks: 5}}}}], bands: [{{at_least: {self.number(60, 99)}, factor: 1.1}}, {{at_least: 50, factor: 1}}, "
            "{factor: 0.8}]",
            f"minimum, on: {on}, amount: {self.number(0, 900)}",
            f"cap, on: {on}, amount: {self.number(0, 900)}",
        ]
        return f"  - {{id: {name}, kind: {self.one(ways)}}}\n"

    def body(self) -> str:
        lines, flat = [f"t{n}" for n in range(self.draw(st.integers(1, 3)))], list[str]()
        text = "quantities:\n  calls: {given: contact}\n  upset: {given: event}\nterms:\n"
        text += "".join(self.term(line, flat) for line in lines)
        text += "kpis:\n  - {id: qa, kpi: qa_pass_rate, pass_mark: 85, target: 80%, round_to: 1%}\n"
        text += "  - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}\n"
        names = [f"a{n}" for n in range(self.draw(st.integers(0, 3)))]
        written = "".join(self.adjustment(name, lines) for name in names)
        return text + (f"adjustments:\n{written}" if written else "")

    def costs(self) -> str:
        """A rent, a price a call, leaders by the begun so many, a wage with a levy between floor and cap, percents, interest."""
        ways = [
            f"amount: {self.number(0, 600)}, per: month",
            f"amount: {self.number(0, 6, tenths=True)}, per: contact",
            f"amount: {self.number(0, 200)}, per: contact, begun: {self.number(2, 60)}",
            f"amount: {self.number(0, 90)}, per: contact, times: 1.5, begun: {self.number(2, 60)}, fixed: yes",
            f"wage: agent, per: contact, begun: {self.number(10, 60)}",
            f"percent: {self.number(0, 20)}%, of: revenue",
            "percent: 12%, of: vat_payable",
            "percent: 25%, of: profit",
            f"once: {self.number(0, 900)}",
            f"amount: {self.number(0, 200)}, with_tax: 6%, unrecoverable: 25%",
        ]
        items = [f"  - {{id: i{n}, {self.one(ways)}}}\n" for n in range(self.draw(st.integers(1, 4)))]
        capital = self.one(["", "working_capital: {rate_a_year: 6%, receipt_days: 45}\n"])
        wages = "wages: {agent: {a_month: 100, levies: here}}\nlevies: {here: [{from: 2025-01-01, pension: {share: 20%, floor: 60, cap: 130}}]}\n"
        return f"costs: any\ncurrency: USD\nterm_months: 6\n{wages}{capital}items:\n{''.join(items)}"


@st.composite
def cases(draw: Draw, vary: str, last: F) -> Case:
    """A month of a random contract with random costs. Mostly they are near each other somewhere up to ``last``, at a volume often all along."""
    shapes = Shapes(draw)
    prices = shapes.one(["{tax: included, rate: 6%}", "{tax: excluded, rate: 6%}"])
    agreed, written = contract(shapes.body(), prices=prices), shapes.costs()
    names = agreed.figure_names()
    figures = {"calls": draw(st.integers(1, LAST)), "upset": draw(st.integers(0, 40))}
    kpis = {"qa": F(draw(st.integers(0, 100)), 100), "sl": F(draw(st.sampled_from([60, 75, 90])), 100)}
    given = measures({name: n for name, n in figures.items() if name in names}, kpis)

    def made(more: str = "") -> Case:
        return case_of_month(agreed, costs_of(parse_document(written + more, "costs.yaml")), given)

    found, more = made(), ""
    if vary not in found.inputs or not draw(st.integers(0, 3)):
        return found

    def margin(place: F) -> F:
        revenue, cost = found.sums({vary: place})
        return revenue - cost

    if vary == "calls" and (rise := (margin(last) - margin(F(0))) / last) > 0:
        begun = draw(st.integers(5, 40))
        more = f"  - {{id: leaders, amount: {round(rise * begun)}, per: contact, begun: {begun}}}\n"
        found = made(more)
    left = round(margin(last * draw(st.integers(0, 4)) / 4))
    return made(f"{more}  - {{id: rest, amount: {left}, per: month}}\n") if left > 0 else found
