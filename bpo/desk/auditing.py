"""An outsourcer's invoice audited: read, and held against what the contract yields on the client's own records; nothing is stored."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from fnmatch import fnmatchcase
from fractions import Fraction
from pathlib import Path

from bpo.advice.probe import breakpoints, step_of
from bpo.audit.causes import KPI_AT, OTHER_MONTH, Cause, Otherwise
from bpo.audit.e_invoice import is_e_invoice, read_e_invoice
from bpo.audit.held import Held, hold
from bpo.audit.mapping import PAGE, InvoiceMapping, read_invoice_mapping
from bpo.audit.received import Received
from bpo.audit.table import read_table
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError, Where, fail
from bpo.core.measures import KpiResult, Measures
from bpo.core.words import Text, Words
from bpo.desk.explaining import priced_now
from bpo.desk.run import MeasuresFile, Priced, load, period_named, read_measures_file
from bpo.desk.workspace import Workspace, workspace_around
from bpo.kpi import Kpi
from bpo.pricing.price import price
from bpo.report.speech import Speech

NO_MAPPING = Words(
    "audit-no-mapping",
    en="nothing says what the columns of this invoice are: name the file that does by --map, or put it into {folder} with 'files: {like}'",
    zh="没有该发票的列对照：请用 --map 指定，或将其放入 {folder} 并写 files: {like}",
)
SEVERAL_MAPPINGS = Words(
    "audit-several-mappings",
    en="{found} all say that they are for this invoice; name one by --map",
    zh="{found} 均声明适用于该发票；请用 --map 指定其一",
)
OTHER_CURRENCY = Words(
    "audit-other-currency",
    en="the invoice is in {given}, the contract in {wanted}: is it the invoice of another contract?",
    zh="发票币种为 {given}，合同币种为 {wanted}：是否为另一份合同的发票？",
)


@dataclass(frozen=True)
class Audited:
    """The invoice held against its month, with what the month was priced from."""

    contract: Contract
    priced: Priced
    held: Held


def audit(
    invoice: Path,
    contract_path: Path,
    period_name: str | None,
    *,
    start: Path,
    measures: Path | None = None,
    history_files: Sequence[Path] = (),
    mapping: Path | None = None,
) -> Audited:
    """Hold an invoice against a contract's month.

    Args:
        invoice: a workbook, a CSV file, an e-invoice (UBL, CII, or a PDF with one inside).
        period_name: the month; without it, that of the measures.
        start: where a workspace is looked for, if none is around the contract.
        measures: given figures; what they do not hold is counted over the workspace's lake.
        history_files: measures files of earlier months.
        mapping: the file that maps the columns of a workbook or CSV file.

    Raises:
        BpoError: if the invoice, the contract, the figures or the facts cannot be read, or the currencies differ.
    """
    contract = load(contract_path).contract
    given = read_measures_file(measures, period_name) if measures is not None else None
    name = period_named(period_name, given)
    workspace = workspace_around(contract_path.parent) or workspace_around(start)
    taken_over = [read_measures_file(file) for file in history_files]
    received = _read(invoice, mapping, contract, workspace)
    if received.currency not in ("", contract.currency):
        raise fail(OTHER_CURRENCY, Where(str(invoice)), given=received.currency, wanted=contract.currency)
    priced = priced_now(workspace, contract, name, taken_over, given)
    billed = priced.contract
    about = {clause.id: clause.about() for clause in billed.clauses}
    others = [*other_kpis(priced), *_other_months(workspace, contract, name, taken_over)]
    return Audited(billed, priced, hold(received, priced.statement, contract.money, about, others))


def _read(invoice: Path, mapping: Path | None, contract: Contract, workspace: Workspace | None) -> Received:
    if mapping is None and is_e_invoice(invoice):
        return read_e_invoice(invoice)
    told = read_invoice_mapping(mapping) if mapping is not None else _fitting(invoice, workspace)
    return read_table(invoice, told, contract.money)


def _fitting(invoice: Path, workspace: Workspace | None) -> InvoiceMapping:
    """The mapping of the workspace whose ``files`` fit the invoice's name."""
    known = (
        []
        if workspace is None
        else [(file, read_invoice_mapping(file)) for file in sorted(workspace.invoices.glob("*.yaml"))]
    )
    fits = [(file, one) for file, one in known if any(fnmatchcase(invoice.name, name) for name in one.files)]
    if len(fits) > 1:
        raise fail(SEVERAL_MAPPINGS, Where(str(invoice)), found=[file.name for file, _ in fits])
    if not fits:
        folder = "invoices" if workspace is None else workspace.invoices.name
        raise fail(NO_MAPPING, Where(str(invoice)), folder=folder, like=f'"*{invoice.suffix}"', page=PAGE)
    return fits[0][1]


def other_kpis(priced: Priced) -> Iterator[Otherwise]:
    """The month with one KPI at and just beyond each of its bounds: the amounts of every other band."""
    contract, statement = priced.contract, priced.statement
    measures, history = statement.measures, priced.history
    speech = {lang: Speech(lang, statement.currency) for lang in ("zh", "en")}
    for kpi in contract.kpis:
        verdict = statement.verdicts.get(kpi.id)
        if verdict is None:
            continue
        for value in _values(contract, kpi):
            with suppress(BpoError):
                other = price(contract, _with(measures, kpi, value), history)
                shown = {
                    lang: [one.measured(each, verdict.result.unit, None) if each is not None else "–" for each in (value, verdict.judged)]
                    for lang, one in speech.items()
                }  # fmt: skip
                at, now = (Text(zh=shown["zh"][n], en=shown["en"][n]) for n in (0, 1))
                yield Otherwise(Cause.of("kpi", KPI_AT, kpi=verdict.label, value=at, measured=now), _amounts(other))


def _values(contract: Contract, kpi: Kpi) -> Sequence[Fraction]:
    """Its bounds and the next values beside them, and the ends of a ratio."""
    step = step_of(kpi)
    found = [value for bound in breakpoints(contract, kpi) for value in (bound, bound - step, bound + step)]
    ends = [Fraction(1), Fraction(0)] if kpi.measured_in() == "ratio" else []
    return list(dict.fromkeys([*found, *ends]))


def _with(measures: Measures, kpi: Kpi, value: Fraction) -> Measures:
    """The figures with another value of a KPI, and without the series that told the old one."""
    result = KpiResult(kpi.id, value, unit=kpi.measured_in())
    series = {name: days for name, days in measures.series.items() if name.partition(".")[0] != kpi.id}
    return replace(measures, kpis={**measures.kpis, kpi.id: result}, series=series)


def _other_months(
    workspace: Workspace | None, contract: Contract, name: str, taken_over: Sequence[MeasuresFile]
) -> Iterator[Otherwise]:
    """The month before and the month after, as far as anything is known of them."""
    for months in (-1, 1):
        other = contract.cycle.after(name, months)
        given = next((one for one in taken_over if one.measures.period == other), None)
        before = [one for one in taken_over if one.measures.period < other]
        if given is None and workspace is None:
            continue
        with suppress(BpoError):
            found = priced_now(workspace, contract, other, before, given)
            yield Otherwise(Cause.of("other_month", OTHER_MONTH, period=other), _amounts(found.statement))


def _amounts(statement: Statement) -> dict[str, Decimal]:
    return {line.clause: line.amount for line in (*statement.charges, *statement.deductions)}
