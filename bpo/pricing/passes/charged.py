"""The clauses of the contract, each of which makes a line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bpo.contracts.clause import Clause
from bpo.contracts.model import Contract
from bpo.contracts.month import Month, only_lacks_months
from bpo.contracts.statement import Charge, KpiVerdict
from bpo.core.errors import BpoError, Problem
from bpo.core.figure_names import keys_of, part_name
from bpo.core.measures import NOT_GIVEN
from bpo.core.words import Words
from bpo.pricing.part_by_part import charge_of
from bpo.pricing.pricing import Pricing

KPI_NOT_MEASURED = Words(
    "kpi-not-measured",
    en="'{kpi}' was not measured in {period} ({why}), and '{clause}' depends on it; give its value under kpis in the measures file, or "
    "let the contract say what follows: if_not_measured: as_target, left_out, or a value",
    zh="指标 '{kpi}' 在 {period} 未测得（{why}），而条款 '{clause}' 依赖它；请在数据文件的 kpis 中提供数值，或在合同中写明后果："
    "if_not_measured: as_target、left_out 或一个值",
)


def charged(pricing: Pricing) -> Pricing:
    """Each clause makes its line, in written order, and sees the lines before it: terms, then adjustments.
    条款按书写顺序逐一成行，并可引用其前各行：先计价条款，后调整。
    """
    month = with_lines_of(pricing, pricing.contract.clauses).month
    return replace(pricing, month=month.with_verdicts(_with_scores(month.verdicts, month.charges)))


def with_lines_of(pricing: Pricing, clauses: Iterable[Clause]) -> Pricing:
    """The month with the lines of these clauses after those that it has.

    Raises:
        BpoError: with what each of them lacks.
    """
    contract, month = pricing.contract, pricing.month
    refused = set(pricing.refused)
    problems: list[Problem] = []
    for clause in clauses:
        used = refused and refused & _kpis_of(clause, contract, month)
        for name in sorted(used):  # nothing is zero because it is missing
            why = month.verdicts[name].why or NOT_GIVEN
            values = {"kpi": name, "clause": clause.id, "period": month.period.name, "why": why}
            problems.append(Problem(KPI_NOT_MEASURED, pricing.refused[name].where, values))
        if used:
            continue
        try:
            _can_be_told(clause, contract, month)
            month = month.with_line(charge_of(contract, clause, month, pricing.parts))
        except BpoError as error:
            if month.elsewhere and only_lacks_months(error.problems):
                month = _without(clause, contract, month, error.problems)
            else:
                problems += error.problems
    if problems:
        raise BpoError(problems)
    return replace(pricing, month=month)


def _can_be_told(clause: Clause, contract: Contract, month: Month) -> None:
    """Raises BpoError if a KPI that the clause depends on is judged by a month that is missing."""
    if month.missing.kpis:
        used = _kpis_of(clause, contract, month)
        lacking = [one for name, told in month.missing.kpis.items() if name in used for one in told]
        if lacking:
            raise BpoError(lacking)


def _without(clause: Clause, contract: Contract, month: Month, problems: Sequence[Problem]) -> Month:
    """A month that was billed elsewhere without a line that cannot be told, but with its rates where these can."""
    whole = clause.for_each is None and clause.id not in contract.by_days
    rates = clause.rates_without_history(month) if whole else ()
    return replace(month, missing=month.missing.with_line(clause.id, problems, rates))


def _kpis_of(clause: Clause, contract: Contract, month: Month) -> set[str]:
    """The KPIs that a clause depends on: those of its parts, where it is computed part by part."""
    used = {reference.name for reference in clause.references() if reference.kind == "kpi"}
    if clause.for_each is None and clause.id not in contract.by_days:
        return used
    parts = {
        name: [part_name(name, key) for key in keys_of(name, {**month.verdicts, **month.missing.kpis})] for name in used
    }
    return {part for name in used for part in parts[name] or [name]}


def _with_scores(verdicts: Mapping[str, KpiVerdict], charges: Sequence[Charge]) -> dict[str, KpiVerdict]:
    """The verdicts with the marks that scorecards gave them; a KPI on two scorecards shows those of the first."""
    found = dict(verdicts)
    for score in (score for charge in reversed(charges) for score in charge.scores):
        found[score.kpi] = replace(found[score.kpi], score=score.marks, marks=score.full)
    return found
