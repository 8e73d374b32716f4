"""What a question about a line or a KPI of a statement is about: the charge or the verdicts, the clause, and what was counted for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bpo.contracts.clause import Clause
from bpo.contracts.model import Contract
from bpo.contracts.statement import Charge
from bpo.core.errors import Where, choices, fail
from bpo.core.figure_names import is_part_of
from bpo.core.measures import Need
from bpo.core.words import Words
from bpo.desk.explaining import Explained
from bpo.kpi.base import Kpi
from bpo.pricing.in_force import in_force

UNKNOWN_LINE = Words(
    "line-unknown", en="there is no line or KPI '{given}' in this contract", zh="本合同没有名为 '{given}' 的行或指标"
)
TOTALS = ("net", "tax", "total", "payable")
"""Asked for by these names, what the lines come to is shown, unless a line is called so."""


@dataclass(frozen=True)
class Asked:
    """A line has its ``charge``, a KPI its ``verdicts`` by their names: one, or one for each of its parts.

    ``figures`` are those that it reads, ``users`` the clauses that read the KPI.
    """

    id: str
    charge: Charge | None = None
    verdicts: tuple[str, ...] = ()
    where: Where | None = None
    source: str = ""
    needs: Sequence[Need] = ()
    figures: frozenset[str] = frozenset()
    users: tuple[Clause, ...] = ()


def ids_of(explained: Explained) -> list[str]:
    """All that can be asked for: lines in the order of the statement, then KPIs."""
    statement = explained.statement
    return [charge.clause for charge in (*statement.charges, *statement.deductions)] + list(statement.verdicts)


def asked(explained: Explained, line: str) -> Asked:
    """What is known of a line or a KPI.

    Raises:
        BpoError: if the contract has neither.
    """
    loaded, statement = explained.loaded, explained.statement
    contract = in_force(loaded.contract, statement.period)
    clauses = {clause.id: clause for clause in contract.clauses}
    charges = {charge.clause: charge for charge in (*statement.charges, *statement.deductions)}
    kpis: dict[str, Kpi] = {kpi.id: kpi for kpi in contract.kpis}
    for kpi in loaded.contract.kpis:  # a KPI that is judged part by part is asked for by its own name as well
        kpis |= {kpi.id: kpi, **{name: kpi for name in statement.verdicts if is_part_of(name, kpi.id)}}
    if line in clauses:
        clause = clauses[line]
        needs = needs_of(contract, clause)
        figures = {line, *(need.id for need in needs), *(reference.name for reference in clause.references())}
        return Asked(line, charges[line], (), clause.where, clause.clause, needs, frozenset(figures))
    if line in kpis:
        judged = kpis[line]
        told = [line] if line in statement.verdicts else [n for n in statement.verdicts if is_part_of(n, line)]
        users = tuple(
            clause
            for clause in contract.clauses
            if any(r.kind == "kpi" and r.name == judged.id for r in clause.references())
        )
        return Asked(line, None, tuple(told), judged.where, judged.clause, judged.counted(), frozenset({line}), users)
    if line in charges:
        return Asked(line, charges[line])
    raise fail(UNKNOWN_LINE, Where(loaded.document.path), **choices(line, [*clauses, *kpis, *charges, *TOTALS]))


def needs_of(contract: Contract, clause: Clause) -> list[Need]:
    """What a clause counts: its own needs, those of the quantities and KPIs it names, and those of the lines it builds on."""
    found = {need.id: need for need in contract.needs_of(clause)}
    for reference in clause.references():
        if reference.kind == "quantity" and reference.name in contract.quantities:
            found |= {need.id: need for need in contract.quantities[reference.name].needs(reference.name)}
        elif reference.kind == "kpi":
            found |= {need.id: need for kpi in contract.kpis if kpi.id == reference.name for need in kpi.counted()}
        elif reference.kind == "line":
            below = next(other for other in contract.clauses if other.id == reference.name)
            found |= {need.id: need for need in needs_of(contract, below)}
    return list(found.values())
