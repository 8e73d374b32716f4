"""A margin as JSON: the curve with its turns, figures at the plan, targets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from bpo.core.words import exact_text
from bpo.economics.margin.breakeven import BreakEven
from bpo.economics.margin.crossings import Turn
from bpo.economics.margin.targets import Target, Targets
from bpo.economics.margin.vary import Swept


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
