"""The measures file: a month's quantities and KPIs as YAML or JSON, written by ``bpo measure`` or by hand.

By hand a quantity may be a number and a KPI just its value: ``quantities: {inbound: 67380}``, ``kpis: {sl20: 83.02%}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator

from bpo.contracts.model import Contract
from bpo.documents import Document, parse_document, read_document
from bpo.errors import fail
from bpo.fields import Mistake, Number, Part, read_model, read_number
from bpo.measures import NO_ROWS, NOT_GIVEN, Evidence, KpiResult, Measures, Quantity
from bpo.words import Words

WRONG_PERIOD = Words(
    "measures-wrong-period",
    en="these measures are of {given}, but {wanted} is billed",
    zh="该数据文件为 {given}，而本次账期为 {wanted}",
)


def _fraction(given: Any) -> Any:
    """A number as people write it, or the exact ``n/d`` that the product writes."""
    if isinstance(given, str) and given.count("/") == 1:
        top, bottom = (read_number(part) for part in given.split("/"))
        if bottom:
            return top / bottom
    return read_number(given)


Exact = Annotated[Fraction, BeforeValidator(_fraction)]


class PartIn(Part):
    key: str
    value: Exact


class QuantityIn(Part):
    total: Exact
    unit: str = ""
    parts: list[PartIn] = []


class KpiIn(Part):
    value: Exact | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    sample: Number | None = None
    unit: str = ""


class EvidenceIn(Part):
    rows: Number
    table: str = ""
    version: Number | None = None


def _quantity(given: Any) -> Any:
    return given if isinstance(given, Mapping) else {"total": given}


def _kpi(given: Any) -> Any:
    return given if isinstance(given, Mapping) else {"value": given}


class MeasuresIn(Part):
    """The file as it is written."""

    period: str
    quantities: dict[str, Annotated[QuantityIn, BeforeValidator(_quantity)]] = {}
    kpis: dict[str, Annotated[KpiIn, BeforeValidator(_kpi)]] = {}
    series: dict[str, list[PartIn]] = {}
    evidence: dict[str, EvidenceIn] = {}


def read_measures(path: str | Path, period: str | None = None) -> Measures:
    """Read a measures file.

    Raises:
        BpoError: if it is not understood, or is of another period than the one asked for.
    """
    return measures_of(read_document(path), period)


def parse_measures(text: str, path: str = "<text>") -> Measures:
    """The same for a text at hand."""
    return measures_of(parse_document(text, path))


def measures_of(document: Document, period: str | None = None) -> Measures:
    """The same for a document that was read already."""
    found = read_model(document, MeasuresIn)
    if period is not None and found.period != period:
        node, _ = document.find(("period",))
        raise fail(WRONG_PERIOD, document.where(node), given=found.period, wanted=period)
    return Measures(
        period=found.period,
        quantities={name: Quantity(q.total, q.unit, _pairs(q.parts)) for name, q in found.quantities.items()},
        kpis={name: _result(name, kpi) for name, kpi in found.kpis.items()},
        series={name: _pairs(days) for name, days in found.series.items()},
        evidence={name: Evidence(int(e.rows), e.table, _whole(e.version)) for name, e in found.evidence.items()},
    )


def check_against(document: Document, contract: Contract) -> None:
    """Hold a measures file against the contract it is for: a figure under a misspelt name would silently not count.

    Raises:
        BpoError: with every name that the contract does not know, and every KPI value that is not in the KPI's unit.
    """
    kpis = {kpi.id: kpi for kpi in contract.kpis}
    known = {"quantities": contract.quantity_names(), "kpis": list(kpis)}
    problems = []
    for section, names in known.items():
        written = document.find((section,))[0].value
        for name, (key, _) in written.items() if isinstance(written, dict) and section in document.plain() else ():
            if name not in names:
                words = UNKNOWN_QUANTITY if section == "quantities" else UNKNOWN_KPI
                values = {"contract": contract.contract, **choices(name, names)}
                problems.append(Problem(words, document.where(key), values))
    for name, result in measures_of(document).kpis.items():
        try:
            if name in kpis and result.value is not None:
                kpis[name].check_bound(result.value, ())
        except Mistake as mistake:
            node, _ = document.find(("kpis", name))
            problems.append(Problem(mistake.words, document.where(node), mistake.values))
    if problems:
        raise BpoError(problems)


def _result(name: str, kpi: KpiIn) -> KpiResult:
    """The KPI as given. Without a value it is numerator / denominator; a KPI with a scale of its own needs its value."""
    value = kpi.value
    if value is None and kpi.numerator is not None and kpi.denominator:
        value = kpi.numerator / kpi.denominator
    return KpiResult(name, value, kpi.numerator, kpi.denominator, _whole(kpi.sample), kpi.unit)


def _pairs(parts: list[PartIn]) -> dict[str, Fraction]:
    return {part.key: part.value for part in parts}


def _whole(number: Fraction | None) -> int | None:
    return None if number is None else int(number)
