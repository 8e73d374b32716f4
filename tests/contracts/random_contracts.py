"""Random whole contracts, as text that a person could have written: see :mod:`tests.contracts.language` for what they are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from hypothesis import strategies as st

from tests.contracts.language import ADJUSTMENTS, COUNTS_BY_ITSELF, KPIS, OF_ANY_KPI, OF_RATIOS, TERMS, WORDS

Draw = Callable[[st.SearchStrategy[str]], str]

QUANTITIES = {
    "volume": "{count: interactions, where: \"outcome = 'handled'\"}",
    "minutes": "{sum: interactions, of: talk_seconds, unit: minute}",
    "events": "{given: event}",
    "cost": "{given: money}",
    "passed_on": "{given: money}",
    "usd": "{given: usd}",
    "forecast": "{agreed: {2025-12: 90, 2026-01: 100, 2026-02: 110.5, 2026-03: 0, 2026-04: 90}}",
}
BILLED = ("volume", "minutes", "cost", "events")
"""Those that a clause may be priced by."""
LEVELS: Mapping[str, Sequence[str]] = {"ratio": ("2%", "50%", "79.99%", "80%", "90%", "95.5%")}
OTHER_LEVELS = ("2", "5", "20", "30.5", "80", "90")
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


class Writer:
    """Writes a contract: takes each choice from ``draw`` and knows what was written so far."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.lines: list[str] = []
        self.rated: list[str] = []
        self.credits: list[str] = []
        self.kpis: dict[str, str] = {}
        self.unit = "ratio"
        self.has_less = False

    def one(self, ways: Sequence[str]) -> str:
        return self.draw(st.sampled_from(list(ways)))

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
            "day": lambda _: self.one(("2026-01-10", "2026-01-31", "2026-02-10")),
            "kpi": lambda _: self._kpi(),
            "rounded-to": lambda _: "0.1%" if self.unit == "ratio" else "0.5",
            "level": self._level,
            "bands": self._bands,
        }
        return known[word](of)

    def _some_lines(self) -> str:
        first = self.one(self.lines)
        second = self.one([first, *self.lines])
        return f"[{', '.join(dict.fromkeys((first, second)))}]"

    def _kpi(self) -> str:
        name = self.one(list(self.kpis))
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
        written = self.text(f"  - {{id: {name}, model: {model}, {way}<tax>}}\n")
        self.lines.append(name)
        if model in ("workload", "seats", "hours") and ", rate: <price>" in way:
            self.rated.append(name)
        return written

    def kpi(self, kpi: str, variant: str, more: str) -> str:
        name = f"k{len(self.kpis)}"
        self.kpis[name] = self.unit = KPIS[kpi][0]
        fields = ", ".join(part for part in (f"id: {name}, kpi: {kpi}", variant, "target: <level>") if part)
        return self.text(f"  - {{{fields}{more}}}\n")

    def adjustment(self, kind: str, way: str) -> str:
        before = ""
        if "<two-credits>" in way and len(self.credits) < 2:
            before = "".join(self.adjustment("penalty", "<consequence>") for _ in range(2))
        name = f"a{len(self.lines)}"
        written = self.text(f"  - {{id: {name}, kind: {kind}, {way}<tax>}}\n")
        self.lines.append(name)
        if kind == "penalty" and "damages" not in written:
            self.credits.append(name)
        return before + written


def _ways_of_kpi(writer: Writer, kpi: str) -> tuple[str, str]:
    unit, variants = KPIS[kpi]
    more = [way for way in OF_ANY_KPI if "ramp" not in way or kpi != "interval_compliance"]
    if unit == "ratio" and kpi not in COUNTS_BY_ITSELF:
        more += OF_RATIOS if kpi not in ("repeat_contact_rate", "first_contact_resolution", "entered") else []
    return writer.one(variants), writer.one(more)


@st.composite
def contracts(
    draw: Callable[[st.SearchStrategy[str]], str], term: tuple[str, str] | None = None, adjustment: tuple[str, str] | None = None,
    kpi: tuple[str, str] | None = None, header: Mapping[str, Sequence[str]] | None = None,
) -> str:  # fmt: skip
    """The text of a contract; it has this ``term``, ``adjustment`` and ``kpi`` among others, each with its way, and a header of these words."""
    writer = Writer(draw)
    words = {
        name: writer.one((header or {}).get(name, WORDS[name]))
        for name in ("currency", "effective", "cycle", "shifts", "prices")
    }
    writer.has_less = "less:" in words["prices"]
    text = HEADER.format(**words)
    text += "".join(writer.text(writer.one((header or {}).get(name, WORDS[name]))) for name in ("entities", "orders"))
    text += "quantities:\n" + "".join(f"  {name}: {spec}\n" for name, spec in QUANTITIES.items())
    terms = [term] if term else []
    for _ in range(int(writer.one("1123"))):
        model = writer.one(list(TERMS))
        terms.append((model, writer.one(TERMS[model])))
    text += "terms:\n" + "".join(writer.term(*one) for one in terms)
    text += "kpis:\n"
    kpis = [kpi] if kpi else []
    for name in (writer.one(list(KPIS)) for _ in range(int(writer.one("12")))):
        kpis.append((name, ""))
    for name, variant in kpis:
        drawn, more = _ways_of_kpi(writer, name)
        text += writer.kpi(name, variant or drawn, more)
    adjustments = [adjustment] if adjustment else []
    for _ in range(int(writer.one("0123"))):
        kind = writer.one(list(ADJUSTMENTS))
        adjustments.append((kind, writer.one(ADJUSTMENTS[kind])))
    written = "".join(writer.adjustment(*one) for one in adjustments)
    return text + (f"adjustments:\n{written}" if written else "")
