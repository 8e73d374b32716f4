"""A statement as one JSON document, with its lines beside it for people, in place of twelve tables of parts. One way only.

What the older tables said is read here row by row, without the classes of bpo, and written as the first format of the
document: this must not change when they do.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from alembic import op

from bpo.ledger.migrations.columns import numbers, part, texts, yes_no

revision = "0005"
down_revision = "0004"

PORTIONS = ("line_portions", "tax_portions", "portions")
PARTS = (*PORTIONS, "drawn", "scores", "steps", "charges", "verdicts", "taxes", "lake_versions", "history_links")
KINDS = {
    "rounding": "rounding", "rounding-carry": "rounding", "part-of-each": "part", "part-of-days": "days", "commission-sold": "price",
    "scorecard-sum": "score", "scorecard-scaled": "scaled",
    **dict.fromkeys((
        "scorecard-added", "scorecard-taken", "scorecard-at-most", "scorecard-added-kpi", "scorecard-taken-kpi", "scorecard-veto",
        "scorecard-final", "scorecard-gated", "scorecard-gated-sample",
    ), "marks"),
}  # fmt: skip
"""What a step is, by the code of its sentence: the older tables did not say it otherwise."""
REASONS = {"kpi-relieved": "excused", "kpi-miss-forgiven": "forgiven"}
IN_JSON = ("json", "rule", "rule_values", "formula", "formula_values", "reason", "why_not")
"""The columns that hold JSON; but the rule of a step is the code of its sentence."""
Row = Mapping[str, Any]


def upgrade() -> None:
    connection = op.get_bind()
    for name in ("document", "lake_versions", "payable"):
        op.add_column("statements", sa.Column(name, sa.Text, nullable=True))
    changed = "document = :document, lake_versions = :lake_versions, payable = :payable, input_hash = :input_hash"
    lines: list[dict[str, Any]] = []
    for head in _rows(connection, "statements", "id"):
        columns, of_statement = _converted(connection, head)
        connection.execute(sa.text(f"UPDATE statements SET {changed} WHERE id = :id"), columns)
        lines += of_statement
    for table in PARTS:
        op.drop_table(table)
    with op.batch_alter_table("statements") as statements:
        statements.drop_constraint("fk_statements_measures_id", type_="foreignkey")
        for name in ("measures_id", "document_zh", "document_en", "prices_include_tax"):
            statements.drop_column(name)
        for name in ("document", "lake_versions", "payable"):
            statements.alter_column(name, existing_type=sa.Text, nullable=False)
    op.drop_table("measures")
    made = part(
        "lines",
        *numbers("position"),
        *texts("clause", "label_zh", "label_en", "kind"),
        *texts("quantity", nullable=True),
        *texts("unit"),
        *texts("rate", nullable=True),
        *texts("amount", "tax_code"),
        *texts("tax", nullable=True),
        yes_no("deducted"),
        *texts("source", "file_line"),
    )
    if lines:
        op.bulk_insert(made, lines)


def downgrade() -> None:
    raise NotImplementedError("the older tables cannot hold what a document holds; restore the backup of the ledger")


def _rows(connection: sa.Connection, table: str, order: str, where: str = "1 = 1", **values: Any) -> list[Row]:
    query = f"SELECT * FROM {table} WHERE {where} ORDER BY {order}"  # names of tables and columns, all from here
    return [_read(dict(row)) for row in connection.execute(sa.text(query), values).mappings()]


def _read(row: dict[str, Any]) -> Row:
    """A row with both languages of a text as one value, and JSON as what it says."""
    for name in [column.removesuffix("_zh") for column in row if column.endswith("_zh")]:
        zh, en, code = row.pop(f"{name}_zh"), row.pop(f"{name}_en"), row.get(name)
        text = {"zh": zh, "en": en} if code is None else {"code": code, "en": en, "zh": zh}
        row[name] = None if zh is None else text
    return row | {name: json.loads(row[name]) for name in IN_JSON if isinstance(row.get(name), str)}


def _some(row: Row, *names: str) -> dict[str, Any]:
    """Some columns of a row; ``a=b``: the column b, called a."""
    return {new: row[old or new] for new, _, old in (name.partition("=") for name in names)}


def _converted(connection: sa.Connection, head: Row) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The new columns of a statement, and the rows of its lines."""

    def parts(table: str, *order: str) -> list[Row]:
        return _rows(connection, table, ", ".join(order), "statement_id = :id", id=head["id"])

    (stored,) = _rows(connection, "measures", "id", "id = :id", id=head["measures_id"])
    (contract,) = _rows(connection, "contract_versions", "id", "id = :id", id=head["contract_version_id"])
    charges, measures = parts("charges", "position"), _measures(stored["json"])
    lines = _charges(charges, parts("steps", "charge", "position"), parts("scores", "charge", "position"))
    history = [link["earlier"] for link in parts("history_links", "position")]
    deducted = {row["position"] for row in charges if row["deducted"]}
    line_portions = parts("line_portions", "portion", "charge")
    tax_portions = parts("tax_portions", "portion", "position")
    statement = {
        **_some(head, "contract", "title", "document"),
        "period": _some(head, "start=period_start", "end=period_end", "name=period_name"),
        "currency": head["currency"],
        "prices_include_tax": bool(head["prices_include_tax"]),
        "charges": [lines[row["position"]] for row in charges if not row["deducted"]],
        "verdicts": {row["name"]: _verdict(row) for row in parts("verdicts", "position")},
        "taxes": [_some(row, "name", "note", "code", "rate", "base", "amount") for row in parts("taxes", "position")],
        "line_taxes": [row["line_tax"] for row in charges if not row["deducted"]],
        **_some(head, "net", "tax", "total"),
        "measures": measures,
        "history": history,
        "deductions": [lines[row["position"]] for row in charges if row["deducted"]],
        "portions": [
            _some(row, "entity", "tax_no", "po", "cost_centre", "net", "tax", "total", "name")
            | {"taxes": [_some(tax, "base", "amount") for tax in tax_portions if tax["portion"] == row["position"]]}
            | {
                name: [
                    _some(line, "amount", "share", "rule", "values=rule_values")
                    for line in line_portions
                    if line["portion"] == row["position"] and (line["charge"] in deducted) == (name == "deductions")
                ]
                for name in ("lines", "deductions")
            }
            for row in parts("portions", "position")
        ],
        "drawn": [
            _some(row, "number", "entity", "before", "now", "limit=limit_amount")
            | {"includes_tax": bool(row["includes_tax"])}
            for row in parts("drawn", "position")
        ],
    }
    kept = sum((Fraction(row["amount"]) for row in charges if row["deducted"]), Fraction(0))
    places = len(head["total"].partition(".")[2])
    versions = {row["table_name"]: row["version"] for row in parts("lake_versions", "table_name")}
    columns = {
        "id": head["id"],
        "document": json.dumps({"format": 1, "statement": statement}, ensure_ascii=False, separators=(",", ":")),
        "lake_versions": json.dumps(versions),
        "payable": _fixed(Fraction(head["total"]) + kept, places),
        "input_hash": _key(contract["sha256"], measures, history, head["engine"]),
    }
    rows = [
        _some(row, "position", "clause", "kind", "amount", "tax_code", "source", "file_line")
        | {"statement_id": head["id"], "label_zh": row["label"]["zh"], "label_en": row["label"]["en"]}
        | {"tax": None if row["deducted"] else row["line_tax"], "deducted": bool(row["deducted"])}
        | _billed(lines[row["position"]], measures)
        for row in charges
    ]
    return columns, rows


def _charges(charges: Iterable[Row], steps: Iterable[Row], scores: Iterable[Row]) -> dict[int, dict[str, Any]]:
    """The lines by their position."""
    steps_of, scores_of = defaultdict(list), defaultdict(list)
    for step in steps:
        told = _some(step, "rule", "values=rule_values", "amount", "quantity", "unit", "rate", "source")
        steps_of[step["charge"]].append(told | {"kind": KINDS.get(step["rule"]["code"], "")})
    for score in scores:
        scores_of[score["charge"]].append(_some(score, "kpi", "full=full_marks", "marks"))
    return {
        row["position"]: {
            **_some(row, "clause", "label", "kind"),
            "steps": steps_of[row["position"]],
            **_some(row, "amount", "tax_code", "where=file_line", "source"),
            "scores": scores_of[row["position"]],
            "damages": bool(row["damages"]),
        }
        for row in charges
    }


def _verdict(row: Row) -> dict[str, Any]:
    code = row["reason"]["code"] if row["reason"] else ""
    return {
        "result": _some(row, "kpi", "value", "numerator", "denominator", "sample", "unit", "why_not"),
        **_some(row, "label", "formula", "formula_values", "judged", "target", "better", "score", "marks", "source"),
        "met": None if row["met"] is None else bool(row["met"]),
        **_some(row, "reason", "where=file_line"),
        "because": "provisional" if code.startswith("provisional-") else REASONS.get(code, ""),
    }


def _measures(stored: Row) -> dict[str, Any]:
    return {
        "period": stored["period"],
        "quantities": {name: q | {"parts": _pairs(q["parts"])} for name, q in stored["quantities"].items()},
        "kpis": stored["kpis"],
        "series": {name: _pairs(days) for name, days in stored["series"].items()},
        "evidence": stored["evidence"],
        "sides": {name: _sides(both) for name, both in stored.get("sides", {}).items()},
        "late": {
            month: {name: {"result": _less(kpi, "note"), "note": kpi.get("note", "")} for name, kpi in kpis.items()}
            for month, kpis in stored.get("late", {}).items()
        },
        "disputed": {name: {"amount": None} | one for name, one in stored.get("disputed", {}).items()},
        "paid_later": stored.get("paid_later", {}),
    }


def _sides(both: Row) -> dict[str, Any]:
    counted = {name: both[name] for name in ("ours", "theirs", "agreed")}
    return {
        **{name: one and {"value": one["total"], "parts": _pairs(one["parts"])} for name, one in counted.items()},
        **{name: both[name] for name in ("who", "why", "billed", "deviation")},
        "of_kpi": both["kpi"],
    }


def _pairs(pairs: Iterable[Row]) -> dict[str, str]:
    return {pair["key"]: pair["value"] for pair in pairs}


def _key(contract_sha256: str, measures: dict[str, Any], history: list[str], engine: str) -> str:
    """The run key as bpo makes it since: else the first bill after the upgrade would be a new revision of the same."""
    priced = _less(measures, "evidence", "series")
    priced["kpis"] = {name: _less(kpi, "why_not") for name, kpi in measures["kpis"].items()}
    priced["late"] = {
        month: {name: late | {"result": _less(late["result"], "why_not")} for name, late in kpis.items()}
        for month, kpis in measures["late"].items()
    }
    inputs = {"contract": contract_sha256, "measures": _said(priced), "history": history, "engine": engine}
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _less(parts: Row, *names: str) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if name not in names}


def _said(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: _said(part) for name, part in value.items() if part not in (None, "", False, {}, [])}


def _billed(line: Row, measures: Row) -> dict[str, Any]:
    """How much a line bills at which rate, where one number says it."""
    nothing = {"quantity": None, "unit": "", "rate": None}
    priced = [step for step in line["steps"] if step["quantity"] is not None and step["rate"] is not None]
    exact = sum((Fraction(step["amount"]) for step in line["steps"] if step["kind"] != "rounding"), Fraction(0))
    units = {step["unit"] for step in priced}
    if len(units) != 1 or sum((Fraction(step["amount"]) for step in priced), Fraction(0)) != exact:
        return nothing
    total, counted = sum(Fraction(step["quantity"]) for step in priced), measures["quantities"].get(line["clause"])
    if len(priced) > 1 and ("money" in units or (counted is not None and Fraction(counted["total"]) != total)):
        return nothing
    quantity = priced[0]["quantity"] if len(priced) == 1 else _exact(Fraction(total))
    return {"quantity": quantity, "unit": units.pop(), "rate": priced[0]["rate"] if len(priced) == 1 else None}


def _exact(number: Fraction) -> str:
    """A decimal where one exists, else a fraction."""
    places = 0
    while (rest := (number * 10**places).denominator) % 2 == 0 or rest % 5 == 0:
        places += 1
    return _fixed(number, places) if rest == 1 else f"{number.numerator}/{number.denominator}"


def _fixed(number: Fraction, places: int) -> str:
    digits = f"{abs(number.numerator) * 10**places // number.denominator:0{places + 1}d}"
    return ("-" if number < 0 else "") + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
