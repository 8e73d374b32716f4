"""Random contracts of the commonest clauses with the figures of their first months, from a seed."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from tests.oracle.made_adjustments import Consequences
from tests.oracle.made_terms import RATIOS
from tests.oracle.numbers import days_of_month
from tests.oracle.terms import Written


class Maker(Consequences):
    """Writes a contract."""

    def taxes(self) -> dict[str, Any]:
        """How prices are taxed and rounded, and what is paid in the end."""
        ways = ("half_up", "half_even", "up", "down")
        written: dict[str, Any] = {"rounding": self.one(ways)} if self.maybe() else {}
        if self.maybe(0.3):
            written |= {"payable_round_to": self.one(("1", "5", "10")), "payable_rounding": self.one(ways)}
        way = self.one(("none", "one", "one", "codes", "several"))
        if way == "none":
            return written
        written |= {"tax": self.one(("included", "excluded")), "tax_rounding": self.one(("line", "total"))}
        written |= {"tax_rounding_mode": self.one(ways)} if self.maybe(0.3) else {}
        written |= {"tax_round_to": "1"} if self.maybe(0.2) else {}
        written |= {"withholding": [{"rate": "1%", "of": self.one(("net", "total"))}]} if self.maybe(0.2) else {}
        if way == "one":
            return {**written, "rate": self.one(("6%", "13%", "1%"))}
        several = {"taxes": [{"rate": "9%", "name": "C"}, {"rate": self.one(("9%", "2.5%")), "name": "S", "of": self.one(("net", "net_and_taxes", "taxes"))}]}  # fmt: skip
        self.codes = ("services", "goods", "exempt")
        services = several if way == "several" else {"rate": "6%"}
        return {**written, "rates": {"services": services, "goods": {"rate": "13%"}, "exempt": {"rate": "0%"}}}

    def contract(self) -> dict[str, Any]:
        prices = self.taxes()
        for _ in range(self.random.randint(1, 4)):
            self.term()
        for _ in range(self.random.randint(1, 3)):
            self.kpi()
        for _ in range(self.random.randint(0, 4)):
            self.adjustment()
        header: dict[str, Any] = {
            "contract": "made", "title": "Made", "currency": self.one(("CNY", "CNY", "JPY", "KWD")),
            "effective": {"from": self.one(("2026-01-01", "2026-01-22")), "to": self.one(("2027-12-31", "2026-03-10"))},
            "supplier": {"name": "Supplier"}, "client": {"name": "Client"}, "prices": prices,
            "billing": {"cycle": self.one(("monthly", "monthly", "monthly from day 22")), "timezone": "Asia/Shanghai"},
        }  # fmt: skip
        if any(one["kind"] == "termination_fee" for one in self.adjustments) and self.maybe(0.8):
            header["effective"]["to"] = "2026-03-10"
            header["terminated"] = {"by": self.one(("client", "supplier")), "notice_on": "2026-02-01"}
        return {
            **header,
            "quantities": self.quantities,
            "terms": self.terms,
            "kpis": [*self.kpis, *self.of_each_day],
            "adjustments": self.adjustments,
        }


def figure(drawn: Any, so_far: dict[str, Any]) -> Any:
    """A drawn figure as a measures file has it."""
    if isinstance(drawn, tuple):
        return str(min(Fraction(so_far[drawn[1]]), Fraction(drawn[2])))
    if isinstance(drawn, dict):
        rows = drawn.get("records") or drawn.get("parts") or []
        total = sum((Fraction(n) * (Fraction(key) if "records" in drawn else 1) for key, n in rows), Fraction(0))
        return {"total": str(total), "unit": drawn["unit"], "parts": [{"key": key, "value": n} for key, n in rows]}
    return drawn


def month_names(contract: Written, most: int) -> list[str]:
    """The contract's first billing periods, by the months they end in."""
    first_day = int(contract["billing"]["cycle"].removeprefix("monthly").removeprefix(" from day ") or 1)
    start, end = contract["effective"]["from"], contract["effective"]["to"]
    names = [f"{2026 + n // 12}-{n % 12 + 1:02d}" for n in range(24)]
    held = [name for name in names if any(start <= day.isoformat() <= end for day in days_of_month(name, first_day))]
    return held[:most]


def of_days(maker: Maker, contract: Written, name: str) -> list[dict[str, str]]:
    """A value for some of the month's days."""
    first_day = int(contract["billing"]["cycle"].removeprefix("monthly").removeprefix(" from day ") or 1)
    start, end = contract["effective"]["from"], contract["effective"]["to"]
    days = [day.isoformat() for day in days_of_month(name, first_day) if start <= day.isoformat() <= end]
    some = maker.random.sample(days, min(len(days), maker.random.randint(1, 9)))
    return [{"key": day, "value": maker.one(RATIOS)} for day in some]


def made(seed: int, most: int = 4) -> tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]:
    """A contract, and its first months with their figures."""
    maker = Maker(Random(seed))
    contract = maker.contract()
    months = []
    for name in month_names(contract, most if "terminated" in contract else maker.random.randint(1, most)):
        quantities: dict[str, Any] = {}
        for need, draw in maker.needs.items():
            quantities[need] = figure(draw(), quantities)
        kpis: dict[str, Any] = {kpi["id"]: maker.one(maker.levels(kpi)) for kpi in maker.kpis if maker.maybe(0.9)}
        kpis |= {kpi["id"]: {"parts": of_days(maker, contract, name)} for kpi in maker.of_each_day}
        months.append((name, {"period": name, "quantities": quantities, "kpis": kpis}))
    return contract, months
