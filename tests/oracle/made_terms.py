"""Random terms of the commonest kinds, and the figures that they will need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")

PRICES = ("0.85", "0.855", "1", "2.333", "3.80", "67,380 / 7", "12.5", "1,200", "0.049")
VOLUMES = ("0", "1", "99", "100", "101", "250", "999.5", "1000", "1001", "2345", "1/3")
WHOLE_VOLUMES = ("0", "1", "99", "100", "101", "250", "1000", "1001", "2345")
SUMS = ("10", "75", "100.005", "500", "1000", "4,350", "20000")
PERCENTS = ("0.5%", "3%", "5%", "10%", "12.5%", "100%")
RATIOS = ("60%", "74.94%", "74.95%", "79.99%", "80%", "85%", "90%", "95.5%", "98.95%", "100%")
SCORES = ("0", "14", "14.4", "30", "47", "79.5", "80", "90")
FACTORS = ("0.8", "0.9", "0.95", "1", "1.02", "1.1", "1.5")
WAYS_OF_PRORATING = ("days", "thirty_days", "no")


class Terms:
    """Writes terms one by one, and remembers which figures they will need."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.quantities: dict[str, Any] = {}
        self.terms: list[dict[str, Any]] = []
        self.kpis: list[dict[str, Any]] = []
        self.of_each_day: list[dict[str, Any]] = []
        self.adjustments: list[dict[str, Any]] = []
        self.needs: dict[str, Callable[[], Any]] = {}
        self.codes: Sequence[str] = ()

    def one(self, ways: Sequence[T]) -> T:
        return self.random.choice(ways)

    def maybe(self, share: float = 0.5) -> bool:
        return self.random.random() < share

    def some(self, ways: Sequence[str], most: int = 3) -> list[str]:
        return self.random.sample(list(ways), min(len(ways), self.random.randint(1, most)))

    # -- figures -------------------------------------------------------------------------------------------------------

    def volume(self) -> str:
        return self.one(VOLUMES)

    def contacts(self) -> str:
        return self.one(WHOLE_VOLUMES)

    def split(self, unit: str, keys: Sequence[str], values: Sequence[str]) -> Callable[[], Any]:
        """A figure in parts, each of which may be missing."""

        def drawn() -> Any:
            parts = [(key, self.one(values)) for key in keys if self.maybe(0.8)]
            return {"unit": unit, "parts": parts}

        return drawn

    # -- terms ---------------------------------------------------------------------------------------------------------

    def tiers(self, mode: bool = True) -> dict[str, Any]:
        bounds = sorted(self.random.sample([100, 250, 1000, 2000], self.random.randint(1, 3)))
        kinds = self.one((("rate",), ("fee",), ("rate", "fee")))

        def row() -> dict[str, Any]:
            return {kind: self.one(PRICES if kind == "rate" else SUMS) for kind in kinds}

        rows = [{"up_to": str(bound), **row()} for bound in bounds] + [row()]
        whole = {"tier_mode": "whole_volume"} if mode and self.maybe() else {}
        return {"tiers": rows, **whole}

    def price(self, term: str) -> dict[str, Any]:
        """A flat rate, tiers, packages, or a multiple of an earlier flat rate."""
        rated = [
            one["id"]
            for one in self.terms
            if isinstance(one.get("rate"), str)
            and one["model"] in ("workload", "hours", "seats")
            and "package" not in one
            and "round_each" not in one
        ]
        way = self.one(("rate", "rate", "tiers", "tiers", "package", "times"))
        if way == "times" and rated:
            return {"rate": {"times": self.one(FACTORS), "of": self.one(rated)}}
        written: dict[str, Any] = (
            self.tiers() if way == "tiers" or (way == "package" and self.maybe()) else {"rate": self.one(PRICES)}
        )
        return {**written, **({"package": self.one(("10", "100"))} if way == "package" else {})}

    def workload(self, name: str) -> dict[str, Any]:
        way = self.one(("plain", "plain", "rates", "multipliers", "round_each", "free", "forecast", "tier_by"))
        counted = {"count": "interactions"}
        self.needs[name] = self.contacts
        if way == "plain":
            minutes = self.maybe(0.3)
            self.needs[name] = self.volume if minutes else self.contacts
            return {
                "quantity": {"sum": "interactions", "of": "talk_seconds", "unit": "minute"} if minutes else counted,
                **self.price(name),
            }
        if way == "rates":
            self.needs[name] = self.split("contact", ("voice", "email", "fax"), WHOLE_VOLUMES)
            return {
                "quantity": counted,
                "rates": {"by": "channel", "voice": self.one(PRICES), "otherwise": self.one(PRICES)},
            }
        if way == "multipliers":
            self.needs[name] = self.split("contact", ("plain", "Night", "Weekend"), WHOLE_VOLUMES)
            rows = [
                {"label": "Night", "when": "hour(started_at) >= 22", "times": self.one(FACTORS)},
                {"label": "Weekend", "when": "weekday(started_at) >= 6", "times": "150%"},
            ]
            return {"quantity": counted, "rate": self.one(PRICES), "multipliers": rows}
        if way == "round_each":
            self.needs[name] = lambda: {
                "unit": "minute",
                "records": [(key, self.contacts()) for key in ("0.5", "1.1", "7") if self.maybe(0.8)],
            }
            return {"quantity": {"sum": "interactions", "of": "talk_seconds", "increments": "30/6", "unit": "minute"},
                    "rate": self.one(PRICES), "round_each": self.one(("half_up", "half_even", "up", "down"))}  # fmt: skip
        if way == "free":
            self.needs[f"{name}.free"] = lambda: ("at_most", name, self.one(WHOLE_VOLUMES))
            return {
                "quantity": counted,
                **self.price(name),
                "free": {"first": self.one(("1", "100")), "where": "talk_seconds < 30"},
            }
        if way == "forecast":
            return {"quantity": counted, "rate": self.one(PRICES),
                    "forecast": {"volume": self.one(("100", "1000", "333")), "pay_at_least": "90%", "over": "110%"}}  # fmt: skip
        by = {"tier_by": {"months_ago": self.one(("1", "2")), "at_first": self.one(("0", "100", "1001"))}}
        return {"quantity": counted, **self.tiers(mode=False), "tier_mode": "whole_volume", **by}

    def hours(self, name: str) -> dict[str, Any]:
        way = self.one(("plain", "rates", "most"))
        if way == "rates":
            self.needs[name] = self.split("hour", ("ready", "training"), VOLUMES)
            return {"rates": {"ready": self.one(PRICES), "training": self.one(PRICES)}}
        if way == "most":
            self.needs[name] = self.split("hour", ("ann", "bob", "cai"), VOLUMES)
            return {"activities": ["ready"], **self.price(name), "billable_at_most": {"hours": "176", "each": "agent"}}
        self.needs[name] = self.volume
        return {"activities": ["ready", "handling"], **self.price(name)}

    def seats(self, name: str) -> dict[str, Any]:
        way = self.one(("contracted", "rostered", "rates"))
        if way == "contracted":
            return {
                "seats": "contracted",
                "contracted": self.one(("1", "25", "130")),
                **self.price(name),
                "prorated": self.one(WAYS_OF_PRORATING),
            }
        if way == "rates":
            self.needs[name] = self.split("seat_month", ("senior", "trainee"), VOLUMES)
            return {
                "seats": "rostered",
                "rates": {"by": "grade", "senior": self.one(PRICES), "otherwise": self.one(PRICES)},
            }
        self.needs[name] = self.volume
        return {"seats": "rostered", **self.price(name)}

    def staff_lease(self, name: str) -> dict[str, Any]:
        self.needs[name] = self.volume
        way = self.one(("price", "prices", "roster", "sum"))
        if way == "prices":
            self.needs[name] = self.split("person_month", ("junior", "senior"), VOLUMES)
            return {"prices": {"junior": self.one(PRICES), "senior": self.one(PRICES)}}
        if way == "price":
            return {"price": self.one(PRICES)}
        rate = self.one(({"rate": "110%"}, {"fee": "10%"}, {"rate": "112.5%", "labour": "passed_through"}))
        return {"labour_cost": "roster" if way == "roster" else self.one(SUMS), **rate}

    def fixed(self, name: str) -> dict[str, Any]:
        if self.maybe(0.2):
            return {"amount": self.one(SUMS), "once_on": self.one(("2026-02-25", "2026-03-01"))}
        return {"amount": self.one(SUMS), "prorated": self.one(WAYS_OF_PRORATING)}

    def pass_through(self, name: str) -> dict[str, Any]:
        self.needs[name] = lambda: self.one(SUMS)
        return self.one(({}, {"markup": "5%"}, {"margin": "12.5%"}, {"margin": "20%"}))

    def baseline(self, name: str) -> dict[str, Any]:
        self.needs[name] = self.contacts
        band = self.one(({}, {"dead_band": "5%"}, {"dead_band": "2.5%", "counted_from": "baseline"}))
        return {"quantity": {"count": "interactions"}, "baseline": self.one(("100", "1000")), "fee": self.one(SUMS),
                "arc": self.one(PRICES), "rrc": self.one(PRICES), **band, "prorated": self.one(WAYS_OF_PRORATING)}  # fmt: skip

    def consulting(self, name: str) -> dict[str, Any]:
        if self.maybe():
            self.needs[name] = self.volume
            return {"day_rate": self.one(PRICES)}
        return {
            "milestones": [
                {"label": "One", "amount": self.one(SUMS), "accepted_on": "2026-02-28"},
                {"label": "Two", "amount": "10"},
            ]
        }

    def piece_rate(self, name: str) -> dict[str, Any]:
        self.needs[name] = self.split("sale", ("ann", "bob", "cai"), WHOLE_VOLUMES)
        return {"quantity": {"count": "sales"}, **(self.tiers() if self.maybe(0.7) else {"rate": self.one(PRICES)})}

    def term(self) -> None:
        name = f"t{len(self.terms)}"
        models = (self.workload, self.workload, self.workload, self.hours, self.seats, self.staff_lease, self.fixed,
                  self.pass_through, self.baseline, self.consulting, self.piece_rate)  # fmt: skip
        model = self.one(models)
        written = {"id": name, "model": model.__name__, **model(name)}
        counted = name in self.needs
        if self.maybe(0.25):
            use = {"only_with_use": "yes"} if counted and self.maybe() else {}
            written["minimum"] = {"amount": self.one(SUMS), "prorated": self.one(("days", "no")), **use}
        if self.maybe(0.2):
            written["maximum"] = self.one(("20000", "30,000.01"))
        self.terms.append(self.with_code(written))

    def with_code(self, written: dict[str, Any]) -> dict[str, Any]:
        return {**written, **({"tax": self.one(self.codes)} if self.codes and self.maybe() else {})}
