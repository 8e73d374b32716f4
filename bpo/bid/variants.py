"""What a variant changes, as people call it."""

from collections.abc import Mapping
from fractions import Fraction

from bpo.bid import plan_headings as p
from bpo.bid.headings import BASE
from bpo.bid.turns import input_name
from bpo.contracts.model import Contract
from bpo.core.words import Lang, Pct, Text, Words, show
from bpo.economics.costs.cost_file import Costs
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.scenario import Scenario
from bpo.report.model import filled

VALUE = Words("variant-value-said", en="{input} {value}", zh="{input} {value}")
NAMED = Words("variant-said", en="{variant}: {changes}", zh="{variant}：{changes}")


def input_called(name: str, contract: Contract, scenario: Scenario | None, costs: Costs | None) -> Text:
    """An input as people call it: a KPI, line, cost item or stream by its label."""
    owner, _, what = name.rpartition(".")
    if owner == "price":
        return filled(p.PRICE_OF, line=contract.labels().get(what, Text.of(what)))
    if owner == "cost":
        items = {item.id: item.label for item in costs.items} if costs is not None else {}
        return filled(p.COST_OF, item=items.get(what) or Text.of(what))
    streams = {one.id: one.name for one in scenario.streams} if scenario is not None else {}
    if owner in streams:
        return filled(p.OF_INPUT, owner=streams[owner], what=p.OF_STREAMS[what])
    return input_name(name, contract)


def changes_said(
    changes: Mapping[str, Fraction], contract: Contract, scenario: Scenario | None, costs: Costs | None = None
) -> Text:
    """Each change by the name of its input: a factor of what is planned, or a KPI's value; empty without any."""
    units = {f"kpi.{kpi.id}": kpi.measured_in() for kpi in contract.kpis}

    def one(name: str, value: Fraction, lang: Lang) -> str:
        called = input_called(name, contract, scenario, costs).say(lang)
        if name.startswith("kpi."):
            shown = show(Pct(value) if units.get(name) == "ratio" else value, lang)
            return VALUE.say(lang, {"input": called, "value": shown})
        return p.CHANGED.say(lang, {"input": called, "factor": Pct(value)})

    zh, en = ([one(name, value, lang) for name, value in changes.items()] for lang in ("zh", "en"))
    return Text(zh="，".join(zh), en=", ".join(en))


def variant_said(
    variant: str,
    changes: Mapping[str, Fraction],
    contract: Contract,
    scenario: Scenario | None,
    costs: Costs | None = None,
) -> Text:
    """A variant's name and what it changes."""
    if variant == BASE and not changes:
        return Text.of(variant)
    said = changes_said(changes, contract, scenario, costs)
    return filled(NAMED, variant=variant, changes=said) if said.en else Text.of(variant)


def variant_of_case(variant: str, case: Case) -> Text:
    """The same of a bid's case."""
    if case.bid is None:
        return Text.of(variant)
    return variant_said(variant, case.bid.variant(variant), case.contract, case.bid.scenario, case.costs)
