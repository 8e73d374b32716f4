"""How a margin is printed: the curve with its turns, figures at the plan, targets; and as JSON."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.bid.turns import INCOMPLETE, money, said, turns_said
from bpo.contracts.model import Contract
from bpo.core.money import Money
from bpo.core.words import Lang, Pct, Words, exact_text, show
from bpo.economics.margin.breakeven import BreakEven, Losing
from bpo.economics.margin.crossings import Spot, Turn
from bpo.economics.margin.targets import Target, Targets
from bpo.economics.margin.vary import Swept
from bpo.economics.scenario.case import Case
from bpo.report.screen import Column, table
from bpo.report.speech import Speech

BLOCKS, SPARKS, ROWS_MAX = "▁▂▃▄▅▆▇█", 60, 20
PLACE = Words("margin-place", en="value", zh="取值")
CONTACTS = Words("margin-contacts", en="contacts", zh="业务量")
REVENUE = Words("margin-revenue", en="revenue", zh="收入")
COST = Words("margin-cost", en="cost", zh="成本")
MARGIN = Words("margin-margin", en="margin", zh="毛利")
LOSES = Words(
    "breakeven-every-further-loses",
    en="at this price each one more loses {loss}; raise prices above {factor} of today's, or lower the cost of one",
    zh="按此价格每多一件亏损 {loss}；请将单价提高到现价的 {factor} 以上，或降低单位成本",
)
EARNS_NOTHING = Words(
    "breakeven-further-earns-nothing",
    en="each one more costs {loss} and earns nothing: no price per unit is charged here",
    zh="每多一件成本为 {loss}，而不产生收入：此处未按量计价",
)
TOGETHER = Words("breakeven-together", en="all together", zh="全部系数")


def sparks(spots: Sequence[Spot]) -> str:
    """The margin as a line of blocks, low to high."""
    places, margins = [spot.place for spot in spots], [spot.margin for spot in spots]
    low, high = min(margins), max(margins)
    drawn = []
    for n in range(SPARKS):
        place = places[0] + (places[-1] - places[0]) * n / (SPARKS - 1)
        i = max(0, min(bisect_right(places, place) - 1, len(places) - 2))
        share = (place - places[i]) / (places[i + 1] - places[i])
        margin = margins[i] + (margins[i + 1] - margins[i]) * share
        drawn.append(BLOCKS[int((margin - low) / (high - low) * (len(BLOCKS) - 1)) if high > low else 0])
    return "".join(drawn)


def curve_text(swept: Swept, contract: Contract, lost: Losing | None, lang: Lang) -> str:
    """The sparkline, places of the curve, and what turns there."""
    speech, one, curve = Speech(lang, contract.currency), swept.varied, swept.curve
    columns: list[Column] = [
        (PLACE, "right"),
        (CONTACTS, "right"),
        (REVENUE, "right"),
        (COST, "right"),
        (MARGIN, "right"),
    ]
    rows = []
    for spot in _shown(swept):
        contacts = show(Fraction(round(spot.place * one.contacts)), lang) if one.contacts is not None else ""
        sums = [money(speech, amount) for amount in (spot.revenue, spot.cost, spot.margin)]
        rows.append([said(one, spot.place, contract, lang), contacts, *sums])
    lines = [sparks(curve.spots), "", table(columns, rows, lang), ""]
    lines += turns_said(swept, contract, lang)
    if lost is not None:
        factor = Pct(lost.price_factor) if lost.price_factor is not None else ""
        words = LOSES if lost.price_factor is not None else EARNS_NOTHING
        lines.append(words.say(lang, {"loss": lost.loss, "factor": factor}))
    if not curve.complete:
        lines.append(INCOMPLETE.say(lang))
    return "\n".join(lines)


def _shown(swept: Swept) -> list[Spot]:
    """The ends, what stands beside a turn, and of the rest what lies nearest to even places, as many as fit a screen."""
    spots, turns = swept.curve.spots, swept.curve.turns
    beside = {0, len(spots) - 1}
    for i, spot in enumerate(spots):
        if any(abs(spot.place - place) <= swept.varied.step for turn in turns for place in (turn.place, turn.end)):
            beside.add(i)
    rest, room = [i for i in range(len(spots)) if i not in beside], max(0, ROWS_MAX - len(beside))
    if len(rest) > room:
        first, last = spots[0].place, spots[-1].place
        even = [first + (last - first) * n / (room + 1) for n in range(1, room + 1)]
        rest = [min(rest, key=lambda i: abs(spots[i].place - place)) for place in even]
    return [spots[i] for i in sorted({*beside, *rest})]


ITEM = Words("target-item", en="cost", zh="成本项")
PLAN = Words("target-plan", en="planned", zh="计划")
TARGET = Words("target-target", en="target", zh="控制目标")
SAVING = Words("target-saving", en="to save", zh="需节约")
KPI = Words("target-kpi", en="KPI", zh="指标")
VARY = Words("margin-vary", en="--vary", zh="--vary")
PLANNED = Words("target-kpi-planned", en="planned", zh="计划值")
MORE = Words("target-kpi-more", en="a point more", zh="提高一个点")
LESS = Words("target-kpi-less", en="a point less", zh="降低一个点")
MUST_BE = Words("target-kpi-must-be", en="breaks even at", zh="盈亏平衡值")
TOTAL = Words("target-total", en="all costs", zh="成本合计")
FIGURE = Words("breakeven-figure", en="figure", zh="指标")
VALUE = Words("breakeven-value", en="value", zh="数值")
PRICE_FACTOR = Words("breakeven-price-factor", en="break-even price, of today's", zh="盈亏平衡单价（占现价）")
COEFFICIENT = Words("breakeven-coefficient", en="K* of {name}", zh="系数临界值 K*：{name}")
SAFETY = Words("breakeven-safety", en="margin of safety", zh="安全边际")
PER = {
    "seats": Words("breakeven-per-seat", en="revenue / cost a seat-month", zh="每席月收入 / 成本"),
    "productive_hours": Words("breakeven-per-hour", en="revenue / cost a productive hour", zh="每有效工时收入 / 成本"),
    "heads": Words("breakeven-per-head", en="revenue / cost a head-month", zh="每人月收入 / 成本"),
    "contacts": Words("breakeven-per-contact", en="revenue / cost a contact", zh="每次业务收入 / 成本"),
}
CONTRIBUTION = Words("breakeven-contribution", en="contribution of {name}", zh="贡献毛益：{name}")
SHARED = Words("breakeven-shared", en="variable costs of all lines", zh="各行共担的变动成本")
FIXED = Words("breakeven-fixed", en="fixed costs", zh="固定成本")
BEFORE_ALLOCATED = Words("breakeven-before-allocated", en="contribution before allocated overhead", zh="分摊前贡献毛益")
ALLOCATED = Words("breakeven-allocated", en="allocated overhead", zh="分摊费用")
PAYBACK = Words("breakeven-payback", en="cash is back in month", zh="现金回收月（第几个月）")
NEVER = Words("breakeven-never", en="never", zh="不会")
EVEN_AT_NOTHING = Words("breakeven-even-at-nothing", en="none: it pays even at 0", zh="无：为 0 时仍盈利")


def figures_text(found: BreakEven, swept: Swept, safe: Fraction | None, contract: Contract, lang: Lang) -> str:
    """The figures at the plan."""
    speech = Speech(lang, contract.currency)
    rows = [[words.say(lang), money(speech, amount)] for words, amount in
            ((REVENUE, found.revenue), (COST, found.cost), (MARGIN, found.margin))]  # fmt: skip
    nowhere = (EVEN_AT_NOTHING if found.margin >= 0 else NEVER).say(lang)
    rows.append([PRICE_FACTOR.say(lang), show(Pct(found.price.end), lang) if found.price is not None else nowhere])
    for name, turn in found.coefficients.items():
        value = show(turn.place, lang) if turn is not None else nowhere
        rows.append([COEFFICIENT.say(lang, {"name": clause_name(contract, name, lang) if name else TOGETHER}), value])
    if safe is not None:
        rows.append([f"{SAFETY.say(lang)} ({swept.varied.name})", show(Pct(safe), lang)])
    for name, (revenue, cost) in found.per.items():
        rows.append([PER[name].say(lang), f"{money(speech, revenue)} / {money(speech, cost)}"])
    for row in found.contributions:
        name = clause_name(contract, row.clause, lang) if row.clause else ""
        label = CONTRIBUTION.say(lang, {"name": name}) if name else SHARED.say(lang)
        rows.append([label, money(speech, row.amount)])
    rows.append([FIXED.say(lang), money(speech, -found.fixed)])
    if found.allocated:
        rows.append([BEFORE_ALLOCATED.say(lang), money(speech, found.contribution)])
        rows.append([ALLOCATED.say(lang), money(speech, -found.allocated)])
    rows.append([PAYBACK.say(lang), str(found.payback) if found.payback is not None else NEVER.say(lang)])
    return table([(FIGURE, "left"), (VALUE, "right")], rows, lang)


def clause_name(contract: Contract, name: str, lang: Lang) -> str:
    """A clause by its label, or by its id where it has none; with its id where another clause has the same label."""
    every = (*contract.terms, *contract.adjustments)
    labels = {clause.id: clause.label.say(lang) if clause.label else clause.id for clause in every}
    label = labels.get(name, name)
    return label if list(labels.values()).count(label) < 2 else f"{label} ({name})"


def targets_text(targets: Targets, case: Case, lang: Lang) -> str:
    """The cost-control target: items under their categories, positions under their items, then KPIs. It adds up to the cent."""
    contract = case.contract
    speech = Speech(lang, contract.currency)
    columns: list[Column] = [(ITEM, "left"), (PLAN, "right"), (TARGET, "right"), (SAVING, "right")]
    leaves = list(_leaves(targets.whole))
    plans = _to_the_cent([leaf.plan for leaf in leaves], Money(contract.currency))
    may = _to_the_cent([leaf.target for leaf in leaves], Money(contract.currency))
    cents = {id(leaf): both for leaf, *both in zip(leaves, plans, may, strict=True)}
    labels = {line.item: line.label.say(lang) for month in case.at().months for line in month.costs}

    def named(name: str, depth: int) -> str:
        return labels.get(name, name) if depth == 1 else case.costs.name_of(name).say(lang) or "—"

    rows = [
        _target_row("  " * depth + named(part.name, depth), part, cents, speech) for part, depth in _each(targets.whole)
    ]
    total = _target_row(TOTAL.say(lang), targets.whole, cents, speech)
    text = table(columns, rows, lang, [total])
    return text + ("\n\n" + _kpis_text(targets, contract, lang) if targets.kpis else "")


def _leaves(target: Target) -> Iterator[Target]:
    if not target.parts:
        yield target
    for part in target.parts:
        yield from _leaves(part)


def _each(target: Target, depth: int = 0) -> Iterator[tuple[Target, int]]:
    """Every part with its depth, each before its own parts."""
    for part in target.parts:
        yield part, depth
        if depth == 0 or len(part.parts) > 1:  # an item of one position needs no line for it
            yield from _each(part, depth + 1)


def _to_the_cent(parts: list[Fraction], minor: Money) -> list[Decimal]:
    """The parts rounded so that they make their rounded sum; what that moves, the largest part bears."""
    whole = sum(parts, Fraction(0))
    largest = max(range(len(parts)), key=lambda i: abs(parts[i]))
    odd = Fraction(minor.round(whole)) - whole
    return minor.apportion([part + odd if i == largest else part for i, part in enumerate(parts)])


def _target_row(name: str, target: Target, cents: Mapping[int, list[Decimal]], speech: Speech) -> list[str]:
    own = [cents[id(leaf)] for leaf in _leaves(target)]
    plan, may = sum((both[0] for both in own), Decimal(0)), sum((both[1] for both in own), Decimal(0))
    return [name, speech.money(plan), speech.money(may), speech.money(plan - may)]


def _kpis_text(targets: Targets, contract: Contract, lang: Lang) -> str:
    """What a point of each KPI is worth, and where the margin turns."""
    speech = Speech(lang, contract.currency)
    columns: list[Column] = [
        (KPI, "fold"), (VARY, "left"), (PLANNED, "right"), (MORE, "right"), (LESS, "right"), (MUST_BE, "right"),
    ]  # fmt: skip
    rows, labels = [], contract.labels()
    for one in targets.kpis:
        ratio = next(kpi.measured_in() for kpi in contract.kpis if kpi.id == one.kpi) == "ratio"
        turn = one.must_be
        must = None if turn is None else turn.end if turn.rising else turn.place
        values = ["" if value is None else show(Pct(value) if ratio else value, lang) for value in (one.planned, must)]
        worth = [money(speech, amount) if amount is not None else "" for amount in (one.more, one.less)]
        rows.append([labels[one.kpi].say(lang), f"kpi.{one.kpi}", values[0], *worth, values[1]])
    return table(columns, rows, lang)


def swept_json(swept: Swept) -> dict[str, Any]:
    curve = swept.curve
    return {
        "vary": swept.varied.name, "planned": optional(swept.varied.now), "complete": curve.complete,
        "points": [{"value": exact_text(s.place), "revenue": exact_text(s.revenue), "cost": exact_text(s.cost),
                    "margin": exact_text(s.margin)} for s in curve.spots],
        "turns": [turn_json(turn) for turn in curve.turns],
    }  # fmt: skip


def turn_json(turn: Turn | None) -> dict[str, Any] | None:
    if turn is None:
        return None
    return {
        "kind": turn.kind, "from": exact_text(turn.place), "to": exact_text(turn.end), "before": exact_text(turn.before),
        "after": exact_text(turn.after), "rising": turn.rising, "exact": turn.exact,
    }  # fmt: skip


def figures_json(found: BreakEven, safe: Fraction | None) -> dict[str, Any]:
    return {
        "revenue": exact_text(found.revenue), "cost": exact_text(found.cost), "margin": exact_text(found.margin),
        "price": turn_json(found.price), "safety": optional(safe),
        "coefficients": {name: turn_json(turn) for name, turn in found.coefficients.items()},
        "per": {name: {"revenue": exact_text(r), "cost": exact_text(c)} for name, (r, c) in found.per.items()},
        "contributions": [{"clause": row.clause, "revenue": exact_text(row.revenue), "variable": exact_text(row.variable)}
                          for row in found.contributions],
        "fixed": exact_text(found.fixed), "allocated": exact_text(found.allocated), "payback_month": found.payback,
    }  # fmt: skip


def targets_json(targets: Targets) -> dict[str, Any]:
    kpis = [
        {"kpi": one.kpi, "planned": exact_text(one.planned), "point": exact_text(one.point), "more": optional(one.more),
         "less": optional(one.less), "must_be": turn_json(one.must_be)}
        for one in targets.kpis
    ]  # fmt: skip
    by = {name: [_target_json(part) for part in parts] for name, parts in targets.by.items()}
    return {"revenue": exact_text(targets.revenue), "cost": _target_json(targets.whole), "by": by, "kpis": kpis}


def _target_json(target: Target) -> dict[str, Any]:
    return {
        "name": target.name, "plan": exact_text(target.plan), "target": exact_text(target.target),
        "parts": [_target_json(part) for part in target.parts],
    }  # fmt: skip


def optional(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)
