"""A margin as JSON: the curve with its turns, figures at the plan, targets."""

from fractions import Fraction
from typing import Any

from bpo.core.words import short_text
from bpo.economics.margin.breakeven import BreakEven
from bpo.economics.margin.margin_curve import BreakEvenPoint
from bpo.economics.margin.targets import Target, Targets
from bpo.economics.margin.vary import Swept


def swept_json(swept: Swept) -> dict[str, Any]:
    curve = swept.curve
    return {
        "vary": swept.varied.name, "planned": optional(swept.varied.now), "complete": curve.complete,
        "points": [{"value": short_text(s.place), "revenue": short_text(s.revenue), "cost": short_text(s.cost),
                    "margin": short_text(s.margin)} for s in curve.spots],
        "turns": [turn_json(turn) for turn in curve.turns],
    }  # fmt: skip


def turn_json(turn: BreakEvenPoint | None) -> dict[str, Any] | None:
    if turn is None:
        return None
    return {
        "kind": turn.kind, "from": short_text(turn.place), "to": short_text(turn.end), "before": short_text(turn.before),
        "after": short_text(turn.after), "rising": turn.rising, "exact": turn.exact,
    }  # fmt: skip


def figures_json(found: BreakEven, safe: Fraction | None) -> dict[str, Any]:
    return {
        "revenue": short_text(found.revenue), "cost": short_text(found.cost), "margin": short_text(found.margin),
        "price": turn_json(found.price), "safety": optional(safe),
        "coefficients": {name: turn_json(turn) for name, turn in found.coefficients.items()},
        "per": {name: {"revenue": short_text(r), "cost": short_text(c)} for name, (r, c) in found.per.items()},
        "contributions": [{"clause": row.clause, "revenue": short_text(row.revenue), "variable": short_text(row.variable)}
                          for row in found.contributions],
        "fixed": short_text(found.fixed), "allocated": short_text(found.allocated), "payback_month": found.payback,
    }  # fmt: skip


def targets_json(targets: Targets) -> dict[str, Any]:
    kpis = [
        {"kpi": one.kpi, "planned": short_text(one.planned), "point": short_text(one.point), "more": optional(one.more),
         "less": optional(one.less), "must_be": turn_json(one.must_be)}
        for one in targets.kpis
    ]  # fmt: skip
    by = {name: [_target_json(part) for part in parts] for name, parts in targets.by.items()}
    return {"revenue": short_text(targets.revenue), "cost": _target_json(targets.whole), "by": by, "kpis": kpis}


def _target_json(target: Target) -> dict[str, Any]:
    return {
        "name": target.name, "plan": short_text(target.plan), "target": short_text(target.target),
        "parts": [_target_json(part) for part in target.parts],
    }  # fmt: skip


def optional(value: Fraction | None) -> str | None:
    return None if value is None else short_text(value)
