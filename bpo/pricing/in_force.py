"""Which version of an amended contract a month is billed by; a month in which it changes has both, each on its days.

A clause that an amendment restates is priced on the days of each wording by itself, as one line: fees by days, while tiers,
minimums and maximums go on counting. What is not restated is priced for the whole month, as ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bpo.contracts.amendment import Amendment
from bpo.contracts.clause import Clause
from bpo.contracts.model import Contract, Wording, multiples_of
from bpo.core.figure_names import part_name
from bpo.core.periods import Period
from bpo.kpi.base import Kpi

C = TypeVar("C", Clause, Kpi)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The days of a month on which one version holds."""

    days: Period
    contract: Contract
    amendment: Amendment | None


def in_force(contract: Contract, period: Period) -> Contract:
    """The contract by which a month is billed; the contract itself if it was never amended."""
    stretches = _stretches(contract, period)
    if len(stretches) > 1:
        return _composed(stretches)
    if stretches:
        return stretches[0].contract
    return contract.versions[-1].contract if contract.versions else contract


def _stretches(contract: Contract, period: Period) -> list[_Stretch]:
    found = []
    for i, version in enumerate(contract.versions):
        later = contract.versions[i + 1].start if i + 1 < len(contract.versions) else None
        days = version.contract.effective_part(period)
        days = days.between(version.start, later) if days is not None else None
        if days is not None:
            found.append(_Stretch(days, version.contract, version.amendment))
    return found


def _composed(stretches: Sequence[_Stretch]) -> Contract:
    newest = stretches[-1].contract
    judged_as = next(
        (s.amendment.month_judged for s in reversed(stretches) if s.amendment and s.amendment.month_judged), None
    )
    judge = stretches[0].contract if judged_as == "under_old_terms" else newest
    in_parts = judged_as == "in_parts"
    terms = _in_order([s.contract.terms for s in stretches])
    adjustments = _in_order([s.contract.adjustments for s in stretches]) if in_parts else judge.adjustments
    kpis: list[Any] = list(judge.kpis)
    if in_parts:
        kpis = [kpi.on_days(s.days) for s in stretches for kpi in s.contract.kpis]
    sections = {"terms": terms, "adjustments": adjustments if in_parts else []}
    by_days = _by_days(sections, stretches, in_parts)
    quantities = dict(judge.quantities)
    for wordings in by_days.values():
        for one in wordings:
            quantities |= {
                part_name(name, one.key): spec for name, spec in one.quantities.items() if spec.given is not None
            }
    # Not altered: it has names of parts, so nobody could have written it.
    parts = {"terms": terms, "adjustments": adjustments, "kpis": kpis, "quantities": quantities, "amendments": []}
    composed = newest.model_copy(update=parts)
    composed.holds_by_days(by_days)
    return composed


def _by_days(
    sections: Mapping[str, Sequence[Clause]], stretches: Sequence[_Stretch], in_parts: bool
) -> dict[str, tuple[Wording, ...]]:
    """The wordings of each clause that has several; clauses that read one quantity have it on the same days, which are its name."""
    found: dict[str, tuple[Wording, ...]] = {}
    for section, clauses in sections.items():
        for clause in clauses:
            always = in_parts or any(of in found for of in multiples_of(clause))
            if wordings := _wordings(section, clause.id, stretches, always):
                found[clause.id] = wordings
    while torn := _torn(found):
        for section, clauses in sections.items():
            ids = torn & {clause.id for clause in clauses}
            found |= {name: _wordings(section, name, stretches, always=True) for name in ids}
    return found


def _torn(by_days: Mapping[str, Sequence[Wording]]) -> set[str]:
    """The clauses that read a quantity from the same day on as another, but not up to the same day."""
    days: dict[str, set[Period]] = {}
    read = [
        (id, part_name(name, one.key), one.days) for id, of in by_days.items() for one in of for name in one.quantities
    ]
    for _, part, of_part in read:
        days.setdefault(part, set()).add(of_part)
    return {id for id, part, _ in read if len(days[part]) > 1}


def _in_order(versions: Sequence[Sequence[C]]) -> list[C]:
    """The clauses of all versions, the newest wording of each; one that was removed stands where it stood."""
    found: list[C] = list(versions[-1])
    for version in reversed(versions[:-1]):
        for i, clause in enumerate(version):
            ids = [one.id for one in found]
            if clause.id not in ids:
                above = next((ids.index(one.id) for one in reversed(version[:i]) if one.id in ids), -1)
                found.insert(above + 1, clause)
    return found


def _wordings(section: str, name: str, stretches: Sequence[_Stretch], always: bool) -> tuple[Wording, ...]:
    """How a clause reads on which days; nothing if it is the same all month."""
    found: list[Wording] = []
    for stretch in stretches:
        clause = next((one for one in getattr(stretch.contract, section) if one.id == name), None)
        if clause is not None:
            found.append(Wording.of(clause, stretch.contract, stretch.days))
    kept: list[Wording] = []
    for one in found:
        same = kept and not always and one.same_as(kept[-1]) and kept[-1].days.end.toordinal() + 1 == one.days.start.toordinal()  # fmt: skip
        if same:
            kept[-1] = replace(one, days=Period(kept[-1].days.start, one.days.end, one.days.name))
        else:
            kept.append(one)
    whole = len(kept) == 1 and kept[0].days == Period(
        stretches[0].days.start, stretches[-1].days.end, stretches[0].days.name
    )
    return () if whole else tuple(kept)
