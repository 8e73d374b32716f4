"""Measures as the ledger keeps them: the measures file's JSON, plus why a KPI has no value.

The measures file is written by people and leaves that out; a stored statement must say again what it said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bpo.core.measures import Dispute, Evidence, KpiResult, Late, Measures, Quantity
from bpo.core.sides import sides_from
from bpo.core.words import Words
from bpo.ledger.types import sentence_json


def to_json(measures: Measures) -> dict[str, Any]:
    """The JSON that :func:`from_json` reads back to equal measures; numbers are exact strings."""
    stored = replace(measures, sides={}).as_json()
    if measures.sides:
        stored["sides"] = {name: sides.as_json() for name, sides in measures.sides.items()}
    for name, result in measures.kpis.items():
        stored["kpis"][name] |= _more(result)
    for month, kpis in measures.late.items():
        for name, late in kpis.items():
            stored["late"][month][name] |= _more(late.result)
    return stored


def _more(result: KpiResult) -> dict[str, Any]:
    """What a measures file leaves out of a KPI."""
    return {"kpi": result.kpi, "why_not": sentence_json(result.why_not) if result.why_not else None}


def from_json(stored: Mapping[str, Any]) -> Measures:
    """The measures that :func:`to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: if it did not write this.
    """
    return Measures(
        period=stored["period"],
        quantities={
            name: Quantity(Fraction(q["total"]), q["unit"], _pairs(q["parts"]))
            for name, q in stored["quantities"].items()
        },
        kpis={name: _kpi(k) for name, k in stored["kpis"].items()},
        series={name: _pairs(days) for name, days in stored["series"].items()},
        evidence={
            name: Evidence(e["rows"], e["table"], e["version"], e.get("note", ""))
            for name, e in stored["evidence"].items()
        },
        sides={name: sides_from(sides) for name, sides in stored.get("sides", {}).items()},
        late={
            month: {name: Late(_kpi(one), one.get("note", "")) for name, one in kpis.items()}
            for month, kpis in stored.get("late", {}).items()
        },
        disputed={
            name: Dispute(_number(one.get("amount")), one["why"]) for name, one in stored.get("disputed", {}).items()
        },
        paid_later={
            month: {name: Fraction(amount) for name, amount in lines.items()}
            for month, lines in stored.get("paid_later", {}).items()
        },
    )


def _kpi(k: Mapping[str, Any]) -> KpiResult:
    return KpiResult(
        kpi=k["kpi"],
        value=_number(k["value"]),
        numerator=_number(k["numerator"]),
        denominator=_number(k["denominator"]),
        sample=k["sample"],
        unit=k["unit"],
        why_not=Words(**k["why_not"]) if k["why_not"] else None,
    )


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _pairs(stored: list[dict[str, str]]) -> dict[str, Fraction]:
    return {pair["key"]: Fraction(pair["value"]) for pair in stored}
