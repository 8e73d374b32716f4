"""The figures of a bid on an amended contract: a month has those that its own version reads, shared out by days where a wording changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.core.figure_names import FigureName, part_name
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.core.periods import Period
from bpo.core.units import WHOLE
from bpo.economics.scenario.figures import whole_parts
from bpo.kpi.base import Kpi
from bpo.pricing.in_force import in_force

UNBILLED = ""
"""The days on which no wording of the clause holds."""


def versions_of(contract: Contract) -> list[Contract]:
    """The contract as signed and as amended; itself if it never was."""
    return [version.contract for version in contract.versions] or [contract]


def kpis_of_versions(contract: Contract) -> dict[str, Kpi]:
    """The KPIs of all versions by their ids."""
    return {kpi.id: kpi for one in versions_of(contract) for kpi in one.kpis}


def as_amended(contract: Contract, period: Period, measures: Measures) -> Measures:
    """A month's figures as what holds in it reads them; those of a contract that was never amended as they are.

    What only another version reads is left out. A quantity whose clause changes inside the month is shared out to the days of
    each wording by their number, 10/31 and 21/31 of it, whole things in whole numbers of the same sum; a KPI that is judged in
    parts has its value in each.
    """
    if not contract.versions:
        return measures
    now = in_force(contract, period)
    return replace(measures, quantities=_quantities(now, period, measures), kpis=_kpis(now, measures))


def _quantities(now: Contract, period: Period, measures: Measures) -> dict[str, Quantity]:
    effective = now.effective_part(period) or period
    days = {one.key: Fraction(one.days.days, effective.days) for wordings in now.by_days.values() for one in wordings}
    parts, read = now.figures_by_days(), now.figure_names()
    found: dict[str, Quantity] = {}
    for name, quantity in measures.quantities.items():
        own, site = _own_and_site(name)
        if own in parts:
            keys = [FigureName.of(part).part for part in parts[own]]
            for key, share in _shared(quantity, {key: days[key] for key in keys}).items():
                part = part_name(own, key)
                found[part_name(part, site) if site else part] = share
        elif own in read:
            found[name] = quantity
    return found


def _own_and_site(name: str) -> tuple[str, str]:
    figure = FigureName.of(name)
    return figure.whole, figure.part


def _shared(quantity: Quantity, shares: Mapping[str, Fraction]) -> dict[str, Quantity]:
    """A quantity, and each of the parts that a clause reads, by the days of each wording; what no wording bills is left out."""
    whole = quantity.unit in WHOLE

    def split(total: Fraction) -> Mapping[str, Fraction]:
        if not whole:
            return {key: total * share for key, share in shares.items()}
        found = whole_parts(total, {**shares, UNBILLED: 1 - sum(shares.values(), Fraction(0))})
        return {key: found[key] for key in shares}

    if not quantity.parts:
        return {key: replace(quantity, total=total) for key, total in split(quantity.total).items()}
    parts = {part: split(total) for part, total in quantity.parts.items()}
    own = {key: {part: by_key[key] for part, by_key in parts.items()} for key in shares}
    return {key: replace(quantity, total=sum(of.values(), Fraction(0)), parts=of) for key, of in own.items()}


def _kpis(now: Contract, measures: Measures) -> dict[str, KpiResult]:
    found: dict[str, KpiResult] = {}
    for name, result in measures.kpis.items():
        own, site = _own_and_site(name)
        for kpi in now.kpis:
            if FigureName.of(kpi.id).whole == own:
                part = part_name(kpi.id, site) if site else kpi.id
                found[part] = replace(result, kpi=part)
    return found
