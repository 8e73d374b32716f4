"""What ``price()`` refuses of a bid, told where the scenario says it: the figures are the scenario's, and the contract is well as it is."""

from collections.abc import Collection

from bpo.contracts.month import PARTS_MISSING, QUANTITY_MISSING
from bpo.core.documents import Document
from bpo.core.errors import BpoError, Problem, Where
from bpo.core.figure_names import FigureName
from bpo.core.words import Text, Words
from bpo.economics.scenario.scenario import Bid
from bpo.pricing.passes.charged import KPI_NOT_MEASURED
from bpo.pricing.passes.effective import NOT_EFFECTIVE

QUANTITY_NOT_EXPECTED = Words(
    "scenario-quantity-missing",
    en="'{clause}' needs the quantity '{given}', which the scenario does not give; "
    "write it under measures: quantities: {{{given}: …}}",
    zh="条款 '{clause}' 需要数量 '{given}'，而方案没有给出；请写在 measures 下：quantities: {{{given}: …}}",
)
PARTS_NOT_EXPECTED = Words(
    "scenario-parts-missing",
    en="'{clause}' needs the quantity '{given}' split by {by}; write its shares: {{of: …, parts: {{…: 70%, …: 30%}}}}",
    zh="条款 '{clause}' 需要按 {by} 拆分的数量 '{given}'；请写明占比：{{of: …, parts: {{…: 70%, …: 30%}}}}",
)
EARLIER_NOT_EXPECTED = Words(
    "scenario-earlier-months-missing",
    en="'{clause}' takes '{given}' of the months in which it was sold; write how many months after it comes: "
    "{{of: …, times: …, after_months: {{1: 60%, 2: 40%}}}}",
    zh="条款 '{clause}' 的 '{given}' 须按成交月份列出；请写明滞后的月数：{{of: …, times: …, after_months: {{1: 60%, 2: 40%}}}}",
)
VALUES_NOT_EXPECTED = Words(
    "scenario-values-missing",
    en="'{clause}' rounds every record of '{given}': write how many there are and what they bring: "
    "{{of: …, values: {{0.5: 40%, 1.1: 60%}}}}",
    zh="条款 '{clause}' 对 '{given}' 逐条舍入：请写明条数及各条数量的占比：{{of: …, values: {{0.5: 40%, 1.1: 60%}}}}",
)
KPI_NOT_EXPECTED = Words(
    "scenario-kpi-missing",
    en="'{clause}' depends on the KPI '{given}', which the scenario does not give; write it under measures: kpis: {{{given}: …}}",
    zh="条款 '{clause}' 依赖指标 '{given}'，而方案没有给出；请写在 measures 下：kpis: {{{given}: …}}",
)
NO_CONTACTS = Words(
    "scenario-kpi-of-no-contacts",
    en="'{stream}' has no contacts in {period}, and so no figure for the KPI '{given}', on which '{clause}' depends; "
    "write '{given}' month by month, or let the contract say what follows (if_not_measured)",
    zh="“{stream}”在 {period} 没有业务量，因而指标 '{given}' 无数值，而条款 '{clause}' 依赖它；"
    "请逐月填写 '{given}'，或在合同中写明未测得时如何处理（if_not_measured）",
)
MONTH_OUTSIDE = Words(
    "scenario-month-outside",
    en="the contract holds from {start} to {end}: {period} is outside of it; mend the scenario's 'months'",
    zh="合同有效期为 {start} 至 {end}，{period} 不在其内；请更正方案的 months",
)


def told_in_scenario(bid: Bid, error: BpoError, varied: Collection[str] = ()) -> BpoError:
    """The same mistakes at their places in the scenario.

    Args:
        bid: whose figures were priced.
        error: what was refused.
        varied: KPIs whose value is not the scenario's.
    """
    return BpoError([_told(bid, problem, varied) for problem in error.problems])


def _told(bid: Bid, problem: Problem, varied: Collection[str]) -> Problem:
    document, values, measures = bid.document, problem.values, bid.scenario.measures
    if problem.is_a(NOT_EFFECTIVE):
        return Problem(MONTH_OUTSIDE, figure_place(document, "months"), values)
    if problem.is_a(QUANTITY_MISSING):
        return Problem(QUANTITY_NOT_EXPECTED, figure_place(document, "measures", "quantities"), values)
    if problem.is_a(PARTS_MISSING):
        words = {"value": VALUES_NOT_EXPECTED, "sold_at": EARLIER_NOT_EXPECTED}.get(values["by"], PARTS_NOT_EXPECTED)
        return Problem(words, figure_place(document, "measures", "quantities", values["given"]), values)
    if problem.is_a(KPI_NOT_MEASURED):
        name = FigureName.of(str(values["kpi"])).whole
        figure = measures.kpis.get(name)
        if figure is None or figure.rate_of is None:
            return Problem(KPI_NOT_EXPECTED, figure_place(document, "measures", "kpis"), {**values, "given": name})
        names = [one.name for one in bid.scenario.streams if figure.rate_of in ("", one.id)]
        stream = Text(zh="、".join(name.zh for name in names), en=", ".join(name.en for name in names))
        where = figure_place(document, "measures", "kpis", name)
        return Problem(NO_CONTACTS, where, {**values, "given": name, "stream": stream})
    for section in ("quantities", "kpis"):
        name = FigureName.of(str(values.get("name") or values.get("given", ""))).whole
        if problem.where is None and name in getattr(measures, section) and name not in varied:
            return Problem(problem.words, figure_place(document, "measures", section, name), values)
    return problem


def figure_place(document: Document, *loc: str | int) -> Where:
    """Where a figure stands: its text, or its name if it is of several lines; the section that it is not in."""
    node, key = document.find(loc)
    return document.where(node if isinstance(node.value, str) or key is None else key)
