"""Writes the parts of a random contract one by one, each so that it goes with what was written before."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bpo.contracts.header.header import Billing
from bpo.core.cycle import Cycle
from tests.contracts.choices import Choices
from tests.contracts.language import COUNTS_BY_ITSELF, KPIS, NOT_IN, OF_ANY_KPI, OF_EACH_SITE, OF_RATIOS, WORDS

QUANTITIES = {
    "volume": "{count: interactions, where: \"outcome = 'handled'\"}",
    "minutes": "{sum: interactions, of: talk_seconds, unit: minute}",
    "events": "{given: event}",
    "cost": "{given: money}",
    "passed_on": "{given: money}",
    "usd": "{given: usd}",
    "forecast": "{agreed: <agreed>}",
}
BILLED = ("volume", "minutes", "cost", "events")
"""Those that a clause may be priced by."""
AGREED = ("90", "100", "110.5", "0", "7", "80")
PERIODS = 18
"""So many periods have agreed figures: more than a contract is billed for."""
LEVELS: Mapping[str, Sequence[str]] = {"ratio": ("2%", "50%", "79.99%", "80%", "90%", "95.5%")}
OTHER_LEVELS = ("2", "5", "20", "30.5", "80", "90")
CHOSEN = ("currency", "effective", "cycle", "shifts", "prices", "counts", "changed")
"""What a contract is made of as a whole, in the order in which it is chosen."""
HEADER = """\
contract: random
title: Random 随机
currency: {currency}
effective: {effective}
supplier: {{name: Supplier}}
client: {{name: Client}}
billing: {{cycle: {cycle}, calendar: CN, shifts: {shifts}}}
prices: {prices}
"""


@dataclass(frozen=True)
class Written:
    """A clause or KPI as it was written, and how many lines stand above it."""

    section: str
    id: str
    kind: str
    text: str
    above: int = 0


class Writer:
    """Writes a contract, choice by choice, and knows what was written so far."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.never: list[str] = []
        self.cycle: Cycle = Billing().cycle
        self.effective = ""
        self.written: list[Written] = []
        self.each: set[str] = set()
        self.lines: list[str] = []
        self.rated: list[str] = []
        self.credits: list[str] = []
        self.kpis: dict[str, str] = {}
        self.unit = "ratio"
        self.has_less = False

    def one(self, ways: Sequence[str]) -> str:
        """One of the ways that go with what the contract is as a whole."""
        return self.choices.one([way for way in ways if self.may(way)])

    def may(self, way: str) -> bool:
        return not any(re.search(never, way) for never in self.never)

    def clause(self, of: Mapping[str, Sequence[str]]) -> tuple[str, str]:
        """A kind of clause, and one of its ways."""
        ways = {kind: [way for way in ways if self.may(f"{kind}, {way}")] for kind, ways in of.items()}
        kind = self.choices.one([kind for kind, left in ways.items() if left])
        return kind, self.choices.one(ways[kind])

    def header(self, header: Mapping[str, Sequence[str]], forced: Sequence[str]) -> dict[str, str]:
        """What the contract is as a whole: nothing that the clauses which it must have do not go with."""
        found: dict[str, str] = {}
        for name in CHOSEN:
            ways = [way for way in header.get(name, WORDS[name]) if self.may(way)]
            fit = [way for way in ways if not any(re.search(NOT_IN.get(way) or "^$", one) for one in forced)]
            found[name] = self.choices.one(fit)
            self.never += [NOT_IN[found[name]]] if NOT_IN.get(found[name]) else []
            if name == "effective" and "to:" not in found[name]:
                self.never.append("^contract$")
        self.cycle, self.effective = Billing.model_validate({"cycle": found["cycle"]}).cycle, found["effective"]
        self.has_less = "less:" in found["prices"]
        return found

    def periods(self) -> list[str]:
        """The names of the contract's billing periods, from the one before it on."""
        return [self.cycle.after(self.cycle.containing(date(2025, 12, 30)).name, n) for n in range(PERIODS)]

    def text(self, way: str) -> str:
        """The way with every word replaced, from the left."""
        return re.sub(r"<([\w-]+)(?::([\w-]+))?>", lambda found: self._word(found[1], found[2] or ""), way)

    def _word(self, word: str, of: str) -> str:
        if word in WORDS:
            return "" if word == "tax" and not self.has_less else self.text(self.one(WORDS[word]))
        known: Mapping[str, Callable[[str], str]] = {
            "quantity": lambda _: self.one(BILLED),
            "rated-line": lambda _: self.one(self.rated),
            "lines": lambda _: self._some_lines(),
            "two-credits": lambda _: "[" + ", ".join(self.credits[-2:]) + "]",
            "months": lambda _: "{" + ", ".join(f"{one}: {self.one(AGREED)}" for one in self.periods()) + "}",
            "day": lambda _: self.one(("2026-01-10", "2026-01-31", "2026-02-10")),
            "kpi": lambda _: self._kpi(list(self.kpis)),
            "daily": lambda _: self._kpi(self.daily),
            "rounded-to": lambda _: "0.1%" if self.unit == "ratio" else "0.5",
            "level": self._level,
            "bands": self._bands,
        }
        return known[word](of)

    def _some_lines(self) -> str:
        first = self.one(self.lines)
        second = self.one([first, *self.lines])
        return f"[{', '.join(dict.fromkeys((first, second)))}]"

    @property
    def daily(self) -> list[str]:
        """The KPIs that are taken of days."""
        return [one.id for one in self.written if "kpi: interval_value, each: day" in one.text]

    def _kpi(self, names: Sequence[str]) -> str:
        name = self.one(names)
        self.unit = self.kpis[name]
        return name

    def _levels(self) -> Sequence[str]:
        return LEVELS.get(self.unit, OTHER_LEVELS)

    def _level(self, end: str) -> str:
        """A value of the KPI just named: any, or from the lower (0) or the upper half (1), so that two of them differ."""
        levels = self._levels()
        half = len(levels) // 2
        return self.one({"0": levels[:half], "1": levels[half:]}.get(end, levels))

    def _bands(self, what: str) -> str:
        """Two or three bands of the KPI just named."""
        high, low = self._level("1"), self._level("0")
        rows = [f"{{at_least: {high}, <{what}>}}", f"{{above: {low}, <{what}>}}", f"{{<{what}>}}"]
        if self.one(("down", "up")) == "up":
            rows = [f"{{below: {low}, <{what}>}}", f"{{at_most: {high}, <{what}>}}", f"{{<{what}>}}"]
        return self.text(f"[{', '.join(rows)}]")

    # -- the sections --------------------------------------------------------------------------------------------------

    def term(self, model: str, way: str) -> str:
        name = f"t{len(self.lines)}"
        if "<rated-line>" in way and not self.rated:
            way = "quantity: <counted>, rate: <price>"
        found = self._clause("terms", name, model, way)
        if model in ("workload", "seats", "hours") and ", rate: <price>" in way:
            self.rated.append(name)
        return found

    def kpi(self, kpi: str, variant: str, more: str) -> str:
        name = f"k{len(self.kpis)}"
        self.kpis[name] = KPIS[kpi][0]
        if kpi in OF_EACH_SITE and "relief" not in more and self.one("ynn") == "y":
            self.each.add(name)
        return self.keep("kpis", name, kpi, self.kpi_text(name, kpi, variant, more))

    def kpi_text(self, name: str, kpi: str, variant: str, more: str) -> str:
        self.unit = self.kpis[name]
        fields = ", ".join(part for part in (f"id: {name}, kpi: {kpi}", variant, "target: <level>") if part)
        return self.text(f"{fields}{more}") + self.for_each(name)

    def for_each(self, name: str) -> str:
        return ", for_each: site" if name in self.each else ""

    def adjustment(self, kind: str, way: str) -> str:
        before = ""
        if "<two-credits>" in way and len(self.credits) < 2:
            before = "".join(self.adjustment("penalty", "<consequence>") for _ in range(2))
        name = f"a{len(self.lines)}"
        found = self._clause("adjustments", name, kind, way)
        if kind == "penalty" and "damages" not in found:
            self.credits.append(name)
        return before + found

    def _clause(self, section: str, name: str, kind: str, way: str) -> str:
        """A clause, computed for each site by itself where it can be, now and then."""
        text = self.clause_text(section, name, kind, way)
        if self.has_sites(section, kind, text) and self.one("ynn") == "y":
            self.each.add(name)
        found = self.keep(section, name, kind, text + self.for_each(name), len(self.lines))
        self.lines.append(name)
        return found

    def clause_text(self, section: str, name: str, kind: str, way: str) -> str:
        of = "model" if section == "terms" else "kind"
        return self.text(f"id: {name}, {of}: {kind}, {way}<tax>")

    def has_sites(self, section: str, kind: str, text: str) -> bool:
        """Whether all lines that it builds on have them, and something in it has."""
        named = set(re.findall(r"\b[tak]\d+\b", text)[1:])
        lines = {name for name in named if name[0] != "k"}
        if "seats: contracted" in text or ": forecast" in text:
            return False
        return kind in OF_EACH_SITE and lines <= self.each and (section == "terms" or bool(named & self.each))

    def keep(self, section: str, name: str, kind: str, text: str, above: int = 0) -> str:
        self.written.append(Written(section, name, kind, text, above))
        return f"  - {{{text}}}\n"


def ways_of_kpi(writer: Writer, kpi: str) -> tuple[str, str]:
    """One of its variants, and one of what may be said of it besides."""
    unit, variants = KPIS[kpi]
    more = [way for way in OF_ANY_KPI if "ramp" not in way or kpi != "interval_compliance"]
    more = [way for way in more if "known_later" not in way or kpi != "interval_value"]
    if unit == "ratio" and kpi not in COUNTS_BY_ITSELF:
        more += OF_RATIOS if kpi not in ("repeat_contact_rate", "first_contact_resolution", "entered") else []
    return writer.one(variants), writer.one(more)
