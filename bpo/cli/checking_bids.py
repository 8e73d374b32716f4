"""What ``bpo check`` does with the files of a bid: its scenario with the contract and the costs that it names, or a cost file alone."""

from fractions import Fraction
from pathlib import Path

from bpo.advice.check import advice
from bpo.bid import checked_offer
from bpo.cli.bids import bid_of
from bpo.core.documents import Document
from bpo.core.errors import BpoError, Problem
from bpo.core.words import Lang, Words
from bpo.economics.costs.costs import costs_of
from bpo.economics.risk.inputs import uncertain_inputs
from bpo.economics.scenario.bid_checks import bid_advice
from bpo.economics.scenario.projection import project

BID_WELL = Words(
    "check-bid-well",
    en="{path}: no mistakes (months {months}, streams {streams}, cost items {items}, variants {variants}, warnings {warnings})",
    zh="{path}：没有错误（{months} 个月，业务流 {streams} 个，成本项 {items} 项，情景 {variants} 个，提醒 {warnings} 条）",
)
COSTS_WELL = Words(
    "check-costs-well",
    en="{path}: no mistakes (cost items {items}, wage grades {wages})",
    zh="{path}：没有错误（成本项 {items} 项，工资等级 {wages} 个）",
)


def scenario_checked(path: Path, cliff_from: Fraction, lang: Lang) -> tuple[list[Problem], str]:
    """The bid computed as planned and in every variant; its warnings and those of its contract, and what to say of it.

    Raises:
        BpoError: with every mistake in the files of the bid, and in its tender form.
    """
    bid = bid_of(path)
    plan = project(bid)
    problems: list[Problem] = []
    for changes in bid.scenario.variants.values():
        try:
            project(bid, changes)
        except BpoError as error:
            problems += error.problems
    if problems:
        raise BpoError(problems)
    if bid.scenario.quote is not None:
        checked_offer(plan)
    uncertain_inputs(bid)
    warnings = [*advice(bid.loaded, cliff_from), *bid_advice(bid, plan)]
    counts = {
        "months": len(plan.months), "streams": len(bid.scenario.streams), "items": len(bid.costs.items),
        "variants": len(bid.scenario.variants), "warnings": len(warnings),
    }  # fmt: skip
    return warnings, BID_WELL.say(lang, {"path": str(path), **counts})


def costs_checked(document: Document, lang: Lang) -> str:
    """What to say of a cost file.

    Raises:
        BpoError: with every mistake in it.
    """
    costs = costs_of(document)
    return COSTS_WELL.say(lang, {"path": document.path, "items": len(costs.items), "wages": len(costs.wages)})
