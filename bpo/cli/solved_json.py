"""Prices that were solved for, as JSON."""

from collections.abc import Sequence
from typing import Any

from bpo.bid.discount import Discounted, HighestDiscount
from bpo.bid.solved import Answer, Asked, dotted, price_name
from bpo.cli.solve_outputs import SolveOutput
from bpo.core.words import Lang
from bpo.economics.margin.margin_curve import Sums
from bpo.economics.margin.markup import margin_of, markup_of
from bpo.economics.scenario.quoted import OneCost


def answer_json(
    asked: Asked, answers: Sequence[Answer], cost: OneCost, highest: HighestDiscount | None, written: str | None, lang: Lang
) -> SolveOutput:  # fmt: skip
    """The same for machines."""
    values = {
        "scenario": asked.bid.scenario.scenario,
        "contract": asked.contract.contract,
        "currency": asked.contract.currency,
        "variant": asked.variant,
        "goal": asked.goal,
        "prices_with_tax": asked.with_tax,
        "today": _sums(asked.today),
        "answers": [_answer(asked, one, lang) for one in answers],
        "one_cost": cost,
        "tender": None if highest is None else _tender(highest),
        "written": written,
    }
    return SolveOutput.of(values, lang)


def _sums(sums: Sums) -> dict[str, Any]:
    revenue, cost = sums
    rates = {"margin_rate": margin_of(cost, revenue), "markup_rate": markup_of(cost, revenue)}
    return {"revenue": revenue, "cost": cost, **rates}


def _answer(asked: Asked, one: Answer, lang: Lang) -> dict[str, Any]:
    if one.needed is None:
        problems = [{"code": problem.code, "message": (problem.words, problem.values)} for problem in one.problems]
        return {"terms": list(one.terms), "problems": problems}
    solved = one.needed.solved
    return {
        "terms": list(one.terms), "factor": solved.factor, "exact": solved.exact, "before": solved.before,
        "prices": [
            {"term": price.now.term, "place": dotted(price.now.place), "name": price_name(asked.contract, price).say(lang),
             "today": price.now.value, "exact": price.exact, "needed": price.needed}
            for price in one.needed.prices
        ],
        "as_billed": _sums(one.needed.sums),
    }  # fmt: skip


def _tender(highest: HighestDiscount) -> dict[str, Any]:
    return {
        "discount": _discount(highest.at),
        "without_discount": _discount(highest.lowest),
        "ceiling": highest.ceiling,
        "keeps_ceiling": highest.keeps_ceiling,
        "ceiling_kept_from": _discount(highest.kept_from),
    }


def _discount(one: Discounted | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"discount": one.discount, "total_with_tax": one.total, **_sums((one.plan.revenue, one.plan.cost))}
