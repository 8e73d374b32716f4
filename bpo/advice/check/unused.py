"""KPIs, named quantities and tax codes that no clause uses: shown perhaps, but without consequence."""

from __future__ import annotations

from collections.abc import Iterator

from bpo.advice.check.asked import Advice, Asked, parts_of
from bpo.contracts.clause import Kind
from bpo.contracts.header.accepts import Check
from bpo.contracts.header.tax import TaxRate
from bpo.contracts.names import KINDS
from bpo.core.words import Words

NAME = Check.UNUSED
UNUSED = Words(
    "check-unused",
    en="no clause uses the {kind} '{given}': it is shown, and nothing follows from it",
    zh="没有条款使用{kind} '{given}'：仅作展示，不产生任何影响",
)


def unused(asked: Asked) -> Iterator[Advice]:
    contract = asked.contract
    used: dict[Kind, set[str]] = {"line": set(), "kpi": set(), "quantity": set(), "tax": set()}
    for clause in contract.clauses:
        for reference in clause.references():
            used[reference.kind].add(reference.name)
    used["quantity"] |= {
        name for _, part in parts_of(contract.prices, ()) if isinstance(part, TaxRate) for name in part.deducts or ()
    }
    used["quantity"] |= {name for kpi in contract.kpis for name, _ in kpi.quantity_names()}
    if contract.allocation is not None:
        used["quantity"] |= {key.named for _, key in contract.allocation.keys}
    for i, kpi in enumerate(contract.kpis):
        if kpi.id not in used["kpi"]:
            yield asked.advice(NAME, UNUSED, ("kpis", i), kpi.id, kind=KINDS["kpi"], given=kpi.id)
    for name in contract.quantities:
        if name not in used["quantity"]:
            yield asked.advice(NAME, UNUSED, ("quantities", name), name, kind=KINDS["quantity"], given=name)
    default = next(iter(contract.prices.codes))
    for code in contract.prices.codes:
        if code != default and code not in used["tax"]:
            yield asked.advice(NAME, UNUSED, ("prices", "rates", code), code, kind=KINDS["tax"], given=code)
