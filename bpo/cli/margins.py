"""A break-even analysis as JSON: the curve with its turns, figures at the plan, targets."""

from collections.abc import Sequence

from bpo.bid.break_even import Found
from bpo.cli.bid_outputs import BreakEvenOutput
from bpo.core.words import Lang
from bpo.economics.margin.breakeven import safety
from bpo.economics.margin.vary import Swept


def break_even_json(found: Found, swept: Swept, files: Sequence[str], lang: Lang) -> BreakEvenOutput:
    contract, curve, figures = found.case.contract, swept.curve, found.figures
    per = {name: {"revenue": revenue, "cost": cost} for name, (revenue, cost) in figures.per.items()}
    plain = (
        "revenue",
        "cost",
        "margin",
        "price",
        "coefficients",
        "contributions",
        "fixed",
        "allocated",
        "payback",
        "rounding",
    )
    values = {
        "contract": contract.contract,
        "currency": contract.currency,
        "vary": swept.varied.name,
        "planned": swept.varied.now,
        "complete": curve.complete,
        "not_followed": [{"place": low, "end": high} for low, high in curve.left],
        "points": curve.spots,
        "turns": curve.turns,
        "figures": {**{name: getattr(figures, name) for name in plain}, "per": per, "safety": safety(swept)},
        "seats": found.seats,
        "targets": found.targets,
        "goals": found.goals,
        "files": files,
    }
    return BreakEvenOutput.of(values, lang)
