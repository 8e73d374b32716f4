"""Quantities that the contract itself agrees on, such as a binding forecast by month: they join what was counted or given."""

from dataclasses import replace

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem
from bpo.core.measures import Measures, Quantity
from bpo.core.words import Words
from bpo.pricing.pricing import Pricing

AGREED_OTHERWISE = Words(
    "measures-agreed-otherwise",
    en="the quantity '{name}' of {period} is given as {given}, but the contract agrees on {agreed}; leave it out, or mend the contract",
    zh="{period} 的数量 '{name}' 给定为 {given}，但合同约定为 {agreed}；请删去，或修改合同",
)


def agreed(pricing: Pricing) -> Pricing:
    """Quantities that the contract itself agrees on, such as a binding forecast, join what was counted or given.
    合同自身约定的数量（如有约束力的预测）并入已统计或提供的数据。
    """
    return pricing.with_measures(with_agreed(pricing.contract, pricing.measures))


def with_agreed(contract: Contract, measures: Measures) -> Measures:
    """The measures with the figures that the contract has for their period; a month that it has none for stays without.

    Raises:
        BpoError: if they hold another figure than the one agreed.
    """
    whole = contract.cycle.period(measures.period)
    period = contract.effective_part(whole) or whole
    found: dict[str, Quantity] = {}
    problems = []
    for name, spec in contract.quantities.items():
        figure = spec.agreed
        total = figure.of_month(period, {}) if figure is not None else None
        if figure is None or total is None:
            continue
        given = measures.quantities.get(name)
        if given is not None and given.total != total:
            values = {"name": name, "period": period.name, "given": given.total, "agreed": total}
            problems.append(Problem(AGREED_OTHERWISE, None, values))
        found[name] = given or Quantity(total, spec.billed_unit, figure.days(period))
    if problems:
        raise BpoError(problems)
    return replace(measures, quantities={**measures.quantities, **found}) if found else measures
