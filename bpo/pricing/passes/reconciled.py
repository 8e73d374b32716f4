"""Whose count is billed where both parties counted: the one that prevails, within the tolerance, or the one they agreed on."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bpo.contracts.model import Contract
from bpo.contracts.reconciliation import values_of
from bpo.core.errors import BpoError, Problem
from bpo.core.figure_names import FigureName
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.core.sides import Side, Sides, Which
from bpo.core.words import Pct, Words
from bpo.pricing.checked_measures import kpis_of, with_value
from bpo.pricing.passes.checked import check
from bpo.pricing.pricing import Pricing

APART = Words(
    "sides-apart",
    en="'{name}' of {period}: the supplier counted {ours}, the client {theirs}{part}; that is {deviation} apart, more than the {within} "
    "that the contract tolerates. Count together, and write the figure that both accept as 'agreed'",
    zh="{period} 的 '{name}'：服务方统计为 {ours}，客户统计为 {theirs}{part}；相差 {deviation}，超过合同容许的 {within}。"
    "请双方共同复核，并将确认的数值写为 agreed",
)
NO_RULE = Words(
    "sides-no-rule",
    en="'{name}' of {period}: the supplier counted {ours}, the client {theirs}{part}, and the contract does not say whose count prevails. "
    "Write the figure that both accept as 'agreed', or in the contract: figures: {{prevails: client}}",
    zh="{period} 的 '{name}'：服务方统计为 {ours}，客户统计为 {theirs}{part}，而合同未约定以谁的统计为准。"
    "请将双方确认的数值写为 agreed，或在合同中写 figures: {{prevails: client}}",
)
OURS_MISSING = Words(
    "sides-ours-missing",
    en="of '{name}' of {period} only the client's count is known; ours was neither counted nor given",
    zh="{period} 的 '{name}' 只有客户的统计；我方数值既未统计也未提供",
)
IN_PARTS = Words(
    "sides-in-parts",
    en="'{name}' of {period} has the counts of both parties, but '{missing}', which belongs to it, has one; give both of it too",
    zh="{period} 的 '{name}' 有双方的统计，但与之相关的 '{missing}' 只有一方的；请一并提供双方的统计",
)
SIDE: Mapping[str, Which] = {"client": "theirs", "supplier": "ours"}


def reconciled(pricing: Pricing) -> Pricing:
    """Of figures that both parties counted, the one is taken whose count prevails, or that they agreed on.
    双方均有统计的数据，取约定为准的一方或双方确认的数值。
    """
    return pricing.with_measures(_reconciled(pricing.contract, pricing.measures))


def _reconciled(contract: Contract, measures: Measures) -> Measures:
    """The measures with the figures that are billed, of those that both parties counted; both are kept beside them.

    Raises:
        BpoError: with every figure that lies apart by more than the contract tolerates without an agreed one, or that a party did
            not count, and all that is wrong with a party's count.
    """
    if not measures.sides:
        return measures
    problems = [*_wrong(contract, measures), *_in_parts(measures)]
    told = {problem.values.get(place) for problem in problems for place in ("name", "given")}
    done: dict[str, Sides] = {}
    for name, sides in measures.sides.items():
        if name in told:
            continue
        sides = sides if sides.ours is not None else replace(sides, ours=_counted(contract, measures, name))
        if sides.ours is None:
            problems.append(Problem(OURS_MISSING, None, {"name": name, "period": measures.period}))
            continue
        done[name] = one = _reconcile(contract, sides)
        if one.billed is None:
            problems.append(_apart(contract, name, one, measures))
    if problems:
        raise BpoError(problems)
    quantities = {name: _quantity(measures, name, one) for name, one in done.items() if not one.of_kpi}
    kpis = {name: _kpi(measures, name, one) for name, one in done.items() if one.of_kpi}
    return replace(
        measures, quantities={**measures.quantities, **quantities}, kpis={**measures.kpis, **kpis}, sides=done
    )


def _reconcile(contract: Contract, sides: Sides) -> Sides:
    """Which figure is billed: an agreed one, else that of the party that prevails; none beyond the tolerance."""
    rule, ours = contract.figures, sides.ours
    assert ours is not None, "our count is known"
    prevailing = SIDE[rule.prevails] if rule is not None else None
    against = sides[prevailing] if prevailing is not None else sides.agreed or ours
    assert against is not None, "both sides are known"
    apart = sides.apart(against)
    billed: Which | None = prevailing
    if sides.agreed is not None:
        billed = "agreed"
    elif apart.share == 0:
        billed = "ours"
    elif rule is not None and rule.within is not None and apart.beyond(rule.within):
        billed = None
    return replace(sides, billed=billed, deviation=apart)


def _counted(contract: Contract, measures: Measures, name: str) -> Side | None:
    """Our count, where it was counted from facts or given as a fraction."""
    quantity, result = measures.quantities.get(name), measures.kpis.get(name)
    if quantity is not None:
        return Side(quantity.total, quantity.parts)
    kpi = kpis_of(contract, measures).get(name)
    value = with_value(kpi, result).value if kpi is not None and result is not None else None
    return Side(value) if value is not None else None


def _quantity(measures: Measures, name: str, sides: Sides) -> Quantity:
    side, known = sides[sides.billed or "ours"], measures.quantities.get(name)
    assert side is not None, "what is billed is known"
    return Quantity(side.value, known.unit if known is not None else "", side.parts)


def _kpi(measures: Measures, name: str, sides: Sides) -> KpiResult:
    """The KPI as billed. At another value than ours our fraction does not hold, nor does our sample."""
    side, known = sides[sides.billed or "ours"], measures.kpis.get(name)
    assert side is not None, "what is billed is known"
    if (
        known is not None
        and sides.ours is not None
        and side.value == sides.ours.value
        and known.value in (None, side.value)
    ):
        return known
    return KpiResult(name, side.value, unit=known.unit if known is not None else "")


def _wrong(contract: Contract, measures: Measures) -> list[Problem]:
    """What is wrong with a party's count by itself, once."""
    found: dict[tuple[Any, ...], Problem] = {}
    for which in ("ours", "theirs", "agreed"):
        sides = {name: (one, side) for name, one in measures.sides.items() if (side := one[which]) is not None}
        given = Measures(
            measures.period,
            {name: Quantity(side.value, parts=side.parts) for name, (one, side) in sides.items() if not one.of_kpi},
            {name: KpiResult(name, side.value) for name, (one, side) in sides.items() if one.of_kpi},
        )
        try:
            check(contract, given)
        except BpoError as error:
            for one in error.problems:
                found.setdefault((one.code, one.values.get("name"), one.values.get("given")), one)
    return list(found.values())


def _in_parts(measures: Measures) -> Iterator[Problem]:
    """A figure and those of its parts are billed side by side, so both counts are needed of all of them or of none."""
    for name in measures.sides:
        own = FigureName.of(name).whole
        family = [one for one in (*measures.quantities, *measures.kpis) if FigureName.of(one).whole == own]
        missing = [one for one in family if one not in measures.sides]
        if missing:
            yield Problem(IN_PARTS, None, {"name": name, "period": measures.period, "missing": missing[0]})
            return


def _apart(contract: Contract, name: str, sides: Sides, measures: Measures) -> Problem:
    rule = contract.figures
    values = {"period": measures.period, **values_of(name, sides, _is_ratio(contract, measures, name))}
    if rule is None:
        return Problem(NO_RULE, None, values)
    return Problem(APART, None, {**values, "within": Pct(rule.within or Fraction(0))})


def _is_ratio(contract: Contract, measures: Measures, name: str) -> bool:
    kpi = kpis_of(contract, replace(measures, kpis={name: KpiResult(name, None)})).get(name)
    return kpi is not None and kpi.measured_in() == "ratio"
