"""Prices that were solved for, as JSON: numbers to twelve decimals."""

from collections.abc import Sequence
from typing import Any

from bpo.bid.discount import Discounted, HighestDiscount
from bpo.bid.solved import Answer, Asked, dotted, price_name
from bpo.core.words import Lang, short_text
from bpo.economics.margin.margin_curve import Sums
from bpo.economics.margin.markup import margin_of, markup_of
from bpo.economics.scenario.quoted import OneCost


def answer_json(
    asked: Asked, answers: Sequence[Answer], cost: OneCost, highest: HighestDiscount | None, written: str | None, lang: Lang
) -> dict[str, Any]:  # fmt: skip
    """The same for machines: numbers to twelve decimals."""
    goal = asked.goal
    return {
        "scenario": asked.bid.scenario.scenario,
        "contract": asked.contract.contract,
        "currency": asked.contract.currency,
        "variant": asked.variant,
        "goal": {"word": goal.word, "share": short_text(goal.share)},
        "prices_with_tax": asked.with_tax,
        "today": _sums_json(asked.today),
        "answers": [_answer_json(asked, one, lang) for one in answers],
        "one_cost": {
            "cost": short_text(cost.cost),
            "revenue": short_text(cost.revenue),
            "quotes": [
                {"per": one.per, "quantity": short_text(one.quantity), "price": short_text(one.price),
                 "price_with_tax": None if one.with_tax is None else short_text(one.with_tax)}
                for one in cost.quotes
            ],
        },
        "tender": None if highest is None else {
            "discount": None if highest.at is None else _discount_json(highest.at),
            "without_discount": _discount_json(highest.lowest),
            "ceiling": None if highest.ceiling is None else short_text(highest.ceiling),
            "keeps_ceiling": highest.keeps_ceiling,
            "ceiling_kept_from": None if highest.kept_from is None else _discount_json(highest.kept_from),
        },
        "written": written,
    }  # fmt: skip


def _sums_json(sums: Sums) -> dict[str, Any]:
    revenue, cost = sums
    rates = {"margin_rate": margin_of(cost, revenue), "markup_rate": markup_of(cost, revenue)}
    return {
        "revenue": short_text(revenue),
        "cost": short_text(cost),
        **{name: None if rate is None else short_text(rate) for name, rate in rates.items()},
    }


def _answer_json(asked: Asked, one: Answer, lang: Lang) -> dict[str, Any]:
    if one.needed is None:
        problems = [
            {"code": problem.code, "message": problem.words.say(lang, problem.values)} for problem in one.problems
        ]
        return {"terms": list(one.terms), "problems": problems}
    solved = one.needed.solved
    return {
        "terms": list(one.terms), "factor": short_text(solved.factor), "exact": solved.exact, "before": short_text(solved.before),
        "prices": [
            {"term": price.now.term, "place": dotted(price.now.place), "name": price_name(asked.contract, price).say(lang),
             "today": short_text(price.now.value), "exact": short_text(price.exact), "needed": short_text(price.needed)}
            for price in one.needed.prices
        ],
        "as_billed": _sums_json(one.needed.sums),
    }  # fmt: skip


def _discount_json(one: Discounted) -> dict[str, Any]:
    return {
        "discount": short_text(one.discount), "total_with_tax": short_text(one.total),
        **_sums_json((one.plan.revenue, one.plan.cost)),
    }  # fmt: skip
