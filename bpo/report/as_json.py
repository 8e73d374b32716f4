"""A report as JSON: every table with its exact values, every chart's points, every note; and the schema of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bpo.core.words import Text, Words, exact_text
from bpo.report.model import Bars, Chart, Curve, Label, Note, Report, Row, Table, Value, Waterfall
from bpo.report.relation import Figures, Place


def report_json(report: Report) -> dict[str, Any]:
    """The report for machines: labels in both languages, numbers exact."""
    head, figures = report.masthead, Figures(report)
    parts = [part for one in report.sections for part in one.parts]
    return {
        "document": _label(head.document),
        "title": _label(head.title),
        "contract": head.contract,
        "number": head.number,
        "date": head.day.isoformat(),
        "currency": report.currency,
        "tables": [_table(part, figures) for part in parts if isinstance(part, Table)],
        "charts": [_chart(part) for part in parts if isinstance(part, Chart)],
        "notes": [_label(line) for part in parts if isinstance(part, Note) for line in part.lines],
    }


def _label(label: Label) -> dict[str, str]:
    if isinstance(label, str):
        return {"zh": label, "en": label}
    return {"zh": label.say("zh"), "en": label.say("en")}


def _value(value: Value) -> Any:
    if isinstance(value, Text | Words):
        return _label(value)
    if value is None or isinstance(value, str):
        return value or None
    return value.isoformat() if isinstance(value, date) else exact_text(value)


def _table(table: Table, figures: Figures) -> dict[str, Any]:
    def row(n: int, one: Row) -> dict[str, Any]:
        cells = {column.key: _value(figures.shown(Place(table.key, n, column.key))) for column in table.columns}
        return {"row": one.key, "kind": one.kind, "cells": cells}

    return {
        "table": table.key,
        "columns": [{"column": one.key, "kind": one.format.kind, **_label(one.title)} for one in table.columns],
        "rows": [row(n, one) for n, one in enumerate(figures.rows(table))],
    }


def _chart(chart: Chart) -> dict[str, Any]:
    data = chart.data
    if isinstance(data, Curve):
        points: list[Any] = [{"at": exact_text(at), "value": exact_text(value)} for at, value in data.points]
    elif isinstance(data, Bars):
        ends = [(name, tuple(one and one[n] for one in data.band)) for n, name in enumerate(("low", "high"))]
        series = {name: values for name, values in (("bar", data.bars), ("line", data.line), *ends) if values}
        points = [
            {"at": at, **{name: _value(values[n]) for name, values in series.items()}}
            for n, at in enumerate(data.names)
        ]
    elif isinstance(data, Waterfall):
        points = [{"at": _label(of), "value": exact_text(amount)} for of, amount, _ in data.steps]
    else:
        points = [{"at": _label(of), "low": exact_text(low), "high": exact_text(high)} for of, low, high in data.bars]
    return {"chart": chart.key, "points": points}


_TEXTS = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
}
_NUMBER = {"type": "string", "description": "exact: a decimal, or numerator/denominator where none ends"}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


REPORT_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "a report of bpo",
    **_object(
        document=_TEXTS, title=_TEXTS, contract={"type": "string"}, number={"type": "string"},
        date={"type": "string", "format": "date"}, currency={"type": "string"},
        tables=_list(_object(
            table={"type": "string"},
            columns=_list({"type": "object", "required": ["column", "kind", "zh", "en"]}),
            rows=_list(_object(
                row={"type": "string"},
                kind={"enum": ["plain", "strong", "head", "band", "sum", "note"]},
                cells={"type": "object", "additionalProperties": {"anyOf": [_NUMBER, _TEXTS, {"type": "null"}]}},
            )),
        )),
        charts=_list(_object(chart={"type": "string"}, points=_list({"type": "object", "required": ["at"]}))),
        notes=_list(_TEXTS),
    ),
}  # fmt: skip
