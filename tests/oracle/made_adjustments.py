"""Random KPIs and what follows from them, for terms that were written before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.oracle.made_terms import FACTORS, PERCENTS, RATIOS, SCORES, SUMS, Terms


class Consequences(Terms):
    """Writes KPIs and adjustments one by one, on the lines that are there."""

    def kpi(self) -> None:
        name = f"k{len(self.kpis)}"
        ratio = self.maybe(0.7)
        levels = RATIOS if ratio else SCORES
        written: dict[str, Any] = {
            "id": name,
            "kpi": "entered",
            "target": self.one(levels),
            "if_not_measured": self.one(("as_target", "left_out", self.one(levels))),
        }
        written |= {} if ratio else {"unit": "score"}
        written |= {"better": "low"} if self.maybe(0.3) else {}
        written |= {"round_to": "0.1%" if ratio else "0.5"} if self.maybe(0.3) else {}
        written |= {"ramp": [self.one(levels)]} if self.maybe(0.2) else {}
        written |= {"average": {"months": "2", "of": "values"}} if self.maybe(0.2) else {}
        self.kpis.append(written)

    def levels(self, kpi: dict[str, Any]) -> Sequence[str]:
        return SCORES if "unit" in kpi else RATIOS

    def bands(self, levels: Sequence[str], what: Callable[[], dict[str, Any]]) -> list[dict[str, Any]]:
        low, high = sorted(self.random.sample(range(len(levels)), 2))
        if self.maybe():
            return [
                {"at_least": levels[high], **what()},
                {self.one(("at_least", "above")): levels[low], **what()},
                what(),
            ]
        return [{"below": levels[low], **what()}, {self.one(("at_most", "below")): levels[high], **what()}, what()]

    def multiplier(self, name: str) -> dict[str, Any]:
        on = self.names()
        written: dict[str, Any] = {"on": on, **({"share": "30%"} if self.maybe(0.2) else {})}

        def factor() -> dict[str, Any]:
            return {"factor": self.one(FACTORS)}

        if self.maybe(0.4):
            rows = []
            for kpi in self.random.sample(self.kpis, self.random.randint(1, len(self.kpis))):
                levels = self.levels(kpi)
                low, high = sorted(self.random.sample(range(len(levels)), 2))
                ends = (levels[low], levels[high]) if kpi.get("better") == "low" else (levels[high], levels[low])
                rows.append({"kpi": kpi["id"], "marks": "50", **self.one((
                    {}, {"full": ends[0], "zero": ends[1], "between": "linear"},
                    {"bands": self.bands(levels, lambda: {"marks": self.one(("50", "42.5", "10"))})},
                ))})  # fmt: skip
            marks = ("10", "30", "42.5") if len(rows) == 1 else ("30", "50", "85", "98")
            return {**written, "scorecard": rows, "bands": [{"at_least": bound, **factor()} for bound in sorted(self.some(marks, 2), key=float, reverse=True)] + [factor()],
                    **({"round_to": "1"} if self.maybe(0.3) else {})}  # fmt: skip
        kpi = self.one(self.kpis)
        if self.maybe(0.7):
            written |= {"bands": self.bands(self.levels(kpi), factor)}
        else:
            low, high = sorted(self.random.sample(range(len(self.levels(kpi))), 2))
            ends = [{"value": self.levels(kpi)[at], "factor": self.one(FACTORS)} for at in (low, high)]
            while ends[0]["factor"] == ends[1]["factor"]:
                ends[1]["factor"] = self.one(FACTORS)
            written |= {"linear": {"from": ends[0], "to": ends[1]}}
            written |= {"minimum": "0.95"} if self.maybe(0.3) else {}
        return {**written, "kpi": kpi["id"]}

    def names(self) -> list[str]:
        return self.some(
            [
                *(one["id"] for one in self.terms),
                *(one["id"] for one in self.adjustments if one.get("nature") != "damages"),
            ]
        )

    def sum(self) -> dict[str, Any]:
        return {"amount": self.one(SUMS)} if self.maybe() else {"percent": self.one(PERCENTS), "of": self.names()}

    def capped(self) -> dict[str, Any]:
        if not self.maybe(0.4):
            return {"floor": {"amount": "50"}} if self.maybe(0.2) else {}
        if self.maybe():
            return {
                "cap": {
                    "amount": self.one(SUMS),
                    "within": self.one(("month", "quarter", "calendar_quarter", "contract_year")),
                }
            }
        return {
            "cap": {
                "percent": self.one(PERCENTS),
                "of": self.names(),
                **({"amount": self.one(SUMS)} if self.maybe(0.3) else {}),
            }
        }

    def of_days(self) -> dict[str, Any]:
        """For each day that misses, or meets, by a KPI that is taken of days."""
        kpi = f"days{len(self.of_each_day)}"
        target = self.one(RATIOS)
        self.of_each_day.append({"id": kpi, "kpi": "interval_value", "each": "day", "take": "mean", "of": {"kpi": "entered", "target": target}})  # fmt: skip
        sized = self.sum()
        pro_rata = {"pro_rata": "yes"} if "percent" in sized and self.maybe() else {}
        allowed = {"allowed": self.one(("1", "3"))} if self.maybe() else {}
        return {"kpi": kpi, "each": "day", **sized, **pro_rata, **allowed, **self.capped()}

    def consequence(self, name: str) -> dict[str, Any]:
        way = self.one(("always", "per", "tolerated", "kpi", "kpis", "points", "bands", "day"))
        if way == "day":
            return self.of_days()
        if way == "always":
            return {**self.sum(), **self.capped()}
        if way in ("per", "tolerated"):
            per = f"events{len(self.quantities)}"
            self.quantities[per] = {"given": "event"}
            self.needs[per] = lambda: self.one(("0", "1", "2", "5", "62", "87"))
            beyond = {"beyond": "5"} if way == "per" and self.maybe(0.3) else {}
            if way == "tolerated":
                self.quantities["calls"] = {"given": "call"}
                self.needs["calls"] = self.contacts
                beyond = {"tolerated": {"percent": "5%", "of": "calls"}}
            return {"per": per, **beyond, **self.sum(), **self.capped()}
        kpi = self.one(self.kpis)
        when = {"when": self.one(("met", "missed"))} if self.maybe(0.2) else {}
        if way == "kpi":
            return {"kpi": kpi["id"], **self.sum(), **when, **self.capped()}
        if way == "kpis":
            several = self.some([one["id"] for one in self.kpis])
            return {"kpis": several, **self.sum(), **({"once": "yes"} if self.maybe() else {}), **self.capped()}
        if way == "points":
            beyond = {"beyond": self.one(self.levels(kpi))} if self.maybe(0.4) else {}
            return {
                "kpi": kpi["id"],
                self.one(("per_point", "full_points", "begun_points")): "yes",
                **self.sum(),
                **beyond,
                **self.capped(),
            }
        of = self.names()
        if self.maybe():
            return {
                "kpi": kpi["id"],
                "bands": self.bands(self.levels(kpi), lambda: {"amount": self.one(("0", *SUMS))}),
                **self.capped(),
            }
        return {
            "kpi": kpi["id"],
            "bands": self.bands(self.levels(kpi), lambda: {"percent": self.one(PERCENTS)}),
            "of": of,
            **self.capped(),
        }

    def bonus(self, name: str) -> dict[str, Any]:
        return self.consequence(name)

    def penalty(self, name: str) -> dict[str, Any]:
        return {**self.consequence(name), **({"nature": "damages"} if self.maybe(0.1) else {})}

    def service_points(self, name: str) -> dict[str, Any]:
        rows = []
        for kpi in self.random.sample(self.kpis, self.random.randint(1, len(self.kpis))):
            rows.append(
                {
                    "kpi": kpi["id"],
                    **(
                        {"points": "4"}
                        if self.maybe()
                        else {"bands": self.bands(self.levels(kpi), lambda: {"points": self.one(("0", "2", "8"))})}
                    ),
                }
            )
        price: dict[str, Any] = {"percent": "0.5%"}
        if self.maybe():
            price = {
                "bands": [{"at_least": "8", "percent": "4%"}, {"at_least": "4", "percent": "2%"}, {"percent": "0%"}]
            }
        return {
            "of": self.names(),
            "kpis": rows,
            **price,
            **({"repeat_factors": ["1", "2", "3"]} if self.maybe(0.3) else {}),
            **self.capped_credit(),
        }

    def capped_credit(self) -> dict[str, Any]:
        return {"cap": {"percent": "8%", "of": self.names()}} if self.maybe(0.3) else {}

    def at_risk_pool(self, name: str) -> dict[str, Any]:
        def row(kpi: dict[str, Any]) -> dict[str, Any]:
            share: dict[str, Any] = {"share": self.one(("40%", "60%", "100%"))}
            return {
                "kpi": kpi["id"],
                **(
                    share
                    if self.maybe(0.7)
                    else {"bands": self.bands(self.levels(kpi), lambda: {"share": self.one(("0%", "50%", "100%"))})}
                ),
            }

        rows = [row(kpi) for kpi in self.random.sample(self.kpis, self.random.randint(1, len(self.kpis)))]
        shared = {"kpis": rows} if self.maybe() else {"categories": [{"name": "A", "share": "50%", "kpis": rows}]}
        return {"of": self.names(), "at_risk": self.one(("10%", "12.5%")), **shared}

    def cap(self, name: str) -> dict[str, Any]:
        return {"on": self.names(), **self.sum()}

    def minimum(self, name: str) -> dict[str, Any]:
        if self.maybe(0.4):
            shortfall = {"shortfall": self.one(SUMS), **({"not_made_up": "lapses"} if self.maybe() else {})}
            carries = self.one((shortfall, {"excess": self.one(SUMS)}, {**shortfall, "excess": self.one(SUMS)}))
            return {"on": self.names(), "amount": self.one(SUMS), "carries": carries}
        return {"on": self.names(), "amount": self.one(SUMS), **({"only_with_use": "yes"} if self.maybe(0.3) else {})}

    def termination_fee(self, name: str) -> dict[str, Any]:
        begun = {"begun_months": "yes"} if self.maybe() else {}
        until = self.one(("2026-03-09", "2026-03-10", "2026-03-11", "2026-05-21", "2026-12-31"))
        return {"by": self.one(("client", "supplier")), "minimum_term": until, "amount": self.one(SUMS), **begun}

    def adjustment(self) -> None:
        name = f"a{len(self.adjustments)}"
        kinds = (
            self.multiplier,
            self.multiplier,
            self.bonus,
            self.penalty,
            self.penalty,
            self.service_points,
            self.at_risk_pool,
            self.cap,
            self.minimum,
            self.minimum,
            self.termination_fee,
        )
        kind = self.one(kinds)
        written = {"id": name, "kind": kind.__name__, **kind(name)}
        if self.maybe(0.15) and "carries" not in written:
            written["grace_months"] = "1"
        self.adjustments.append(self.with_code(written))
