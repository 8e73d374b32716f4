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

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PARTS = (
    "line_portions",
    "tax_portions",
    "portions",
    "drawn",
    "scores",
    "steps",
    "charges",
    "verdicts",
    "taxes",
    "lake_versions",
    "history_links",
)
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
OF_LINE = ("clause", "label_zh", "label_en", "kind", "amount", "tax_code", "source", "file_line")
Row = Mapping[str, Any]


def upgrade() -> None:
    connection = op.get_bind()
    for name in ("document", "lake_versions", "payable"):
        op.add_column("statements", sa.Column(name, sa.Text, nullable=True))
    lines: list[dict[str, Any]] = []
    for head in _rows(connection, "statements", "id"):
        columns, of_statement = _converted(connection, head)
        connection.execute(
            sa.text(
                "UPDATE statements SET document = :document, lake_versions = :lake_versions, payable = :payable,"
                " input_hash = :input_hash WHERE id = :id"
            ),
            columns,
        )
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
    made = _lines_table()
    if lines:
        op.bulk_insert(made, lines)


def downgrade() -> None:
    raise NotImplementedError("the older tables cannot hold what a document holds; restore the backup of the ledger")


def _lines_table() -> sa.Table:
    return op.create_table(
        "lines",
        sa.Column("statement_id", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("clause", "label_zh", "label_en", "kind")),
        sa.Column("quantity", sa.Text, nullable=True),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("rate", sa.Text, nullable=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("amount", "tax_code")),
        sa.Column("tax", sa.Text, nullable=True),
        sa.Column("deducted", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("source", "file_line")),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name="fk_lines_statement_id"),
        sa.PrimaryKeyConstraint("statement_id", "position", name="pk_lines"),
    )


def _rows(connection: sa.Connection, table: str, order: str, where: str = "1 = 1", **values: Any) -> list[Row]:
    query = sa.text(
        f"SELECT * FROM {table} WHERE {where} ORDER BY {order}"
    )  # names of tables and columns, all from here
    return [dict(row) for row in connection.execute(query, values).mappings()]


def _converted(connection: sa.Connection, head: Row) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The new columns of a statement, and the rows of its lines."""

    def parts(table: str, *order: str) -> list[Row]:
        return _rows(connection, table, ", ".join(order), "statement_id = :id", id=head["id"])

    (stored,) = _rows(connection, "measures", "id", "id = :id", id=head["measures_id"])
    (contract,) = _rows(connection, "contract_versions", "id", "id = :id", id=head["contract_version_id"])
    charges, measures = parts("charges", "position"), _measures(json.loads(stored["json"]))
    lines = _charges(charges, parts("steps", "charge", "position"), parts("scores", "charge", "position"))
    history = [link["earlier"] for link in parts("history_links", "position")]
    statement = {
        "contract": head["contract"],
        "title": _text(head, "title"),
        "document": _text(head, "document"),
        "period": {"start": head["period_start"], "end": head["period_end"], "name": head["period_name"]},
        "currency": head["currency"],
        "prices_include_tax": bool(head["prices_include_tax"]),
        "charges": [line for row, line in zip(charges, lines, strict=True) if not row["deducted"]],
        "verdicts": {row["name"]: _verdict(row) for row in parts("verdicts", "position")},
        "taxes": [_tax(row) for row in parts("taxes", "position")],
        "line_taxes": [row["line_tax"] for row in charges if not row["deducted"]],
        **{name: head[name] for name in ("net", "tax", "total")},
        "measures": measures,
        "history": history,
        "deductions": [line for row, line in zip(charges, lines, strict=True) if row["deducted"]],
        "portions": _portions(
            charges,
            parts("portions", "position"),
            parts("line_portions", "portion", "charge"),
            parts("tax_portions", "portion", "position"),
        ),
        "drawn": [_drawn(row) for row in parts("drawn", "position")],
    }
    kept = sum((Fraction(row["amount"]) for row in charges if row["deducted"]), Fraction(0))
    places = len(head["total"].partition(".")[2])
    versions = {row["table_name"]: row["version"] for row in parts("lake_versions", "table_name")}
    columns = {
        "id": head["id"],
        "document": _json({"format": 1, "statement": statement}),
        "lake_versions": json.dumps(versions),
        "payable": _fixed(Fraction(head["total"]) + kept, places),
        "input_hash": _key(contract["sha256"], measures, history, head["engine"]),
    }
    rows = [
        {name: row[name] for name in OF_LINE}
        | _billed(line, measures)
        | {
            "statement_id": head["id"],
            "position": row["position"],
            "tax": None if row["deducted"] else row["line_tax"],
            "deducted": bool(row["deducted"]),
        }
        for row, line in zip(charges, lines, strict=True)
    ]
    return columns, rows


def _charges(charges: Iterable[Row], steps: Iterable[Row], scores: Iterable[Row]) -> list[dict[str, Any]]:
    steps_of, scores_of = defaultdict(list), defaultdict(list)
    for step in steps:
        steps_of[step["charge"]].append(
            {
                "rule": {"code": step["rule"], "en": step["rule_en"], "zh": step["rule_zh"]},
                "values": json.loads(step["rule_values"]),
                **{name: step[name] for name in ("amount", "quantity", "unit", "rate", "source")},
                "kind": KINDS.get(step["rule"], ""),
            }
        )
    for score in scores:
        scores_of[score["charge"]].append({"kpi": score["kpi"], "full": score["full_marks"], "marks": score["marks"]})
    return [
        {
            "clause": row["clause"],
            "label": _text(row, "label"),
            "kind": row["kind"],
            "steps": steps_of[row["position"]],
            "amount": row["amount"],
            "tax_code": row["tax_code"],
            "where": row["file_line"],
            "source": row["source"],
            "scores": scores_of[row["position"]],
            "damages": bool(row["damages"]),
        }
        for row in charges
    ]


def _verdict(row: Row) -> dict[str, Any]:
    reason = _sentence(row["reason"])
    code = reason["code"] if reason else ""
    result = ("kpi", "value", "numerator", "denominator", "sample", "unit")
    return {
        "result": {name: row[name] for name in result} | {"why_not": _sentence(row["why_not"])},
        "label": _text(row, "label"),
        "formula": _sentence(row["formula"]),
        "formula_values": json.loads(row["formula_values"]),
        **{name: row[name] for name in ("judged", "target", "better", "score", "marks", "source")},
        "met": None if row["met"] is None else bool(row["met"]),
        "reason": reason,
        "where": row["file_line"],
        "because": "provisional" if code.startswith("provisional-") else REASONS.get(code, ""),
    }


def _tax(row: Row) -> dict[str, Any]:
    note = None if row["note_zh"] is None else _text(row, "note")
    return {"name": _text(row, "name"), "note": note} | {name: row[name] for name in ("code", "rate", "base", "amount")}


def _portions(
    charges: Iterable[Row], portions: Iterable[Row], lines: Iterable[Row], taxes: Iterable[Row]
) -> list[dict[str, Any]]:
    deducted = {row["position"] for row in charges if row["deducted"]}
    lines_of, taxes_of = defaultdict(list), defaultdict(list)
    for line in lines:
        own = {name: line[name] for name in ("amount", "share")}
        own |= {"rule": _sentence(line["rule"]), "values": json.loads(line["rule_values"])}
        lines_of[line["portion"], line["charge"] in deducted].append(own)
    for tax in taxes:
        taxes_of[tax["portion"]].append({name: tax[name] for name in ("base", "amount")})
    plain = ("entity", "tax_no", "po", "cost_centre", "net", "tax", "total")
    return [
        {name: row[name] for name in plain}
        | {"name": _text(row, "name"), "taxes": taxes_of[row["position"]]}
        | {"lines": lines_of[row["position"], False], "deductions": lines_of[row["position"], True]}
        for row in portions
    ]


def _drawn(row: Row) -> dict[str, Any]:
    same = {name: row[name] for name in ("number", "entity", "before", "now")}
    return same | {"limit": row["limit_amount"], "includes_tax": bool(row["includes_tax"])}


def _measures(stored: Row) -> dict[str, Any]:
    return {
        "period": stored["period"],
        "quantities": {name: q | {"parts": _pairs(q["parts"])} for name, q in stored["quantities"].items()},
        "kpis": stored["kpis"],
        "series": {name: _pairs(days) for name, days in stored["series"].items()},
        "evidence": stored["evidence"],
        "sides": {name: _sides(both) for name, both in stored.get("sides", {}).items()},
        "late": {
            month: {name: _late(kpi) for name, kpi in kpis.items()} for month, kpis in stored.get("late", {}).items()
        },
        "disputed": {name: {"amount": None} | one for name, one in stored.get("disputed", {}).items()},
        "paid_later": stored.get("paid_later", {}),
    }


def _late(kpi: Row) -> dict[str, Any]:
    return {"result": {name: part for name, part in kpi.items() if name != "note"}, "note": kpi.get("note", "")}


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
    priced = {name: part for name, part in measures.items() if name not in ("evidence", "series")}
    priced["kpis"] = {name: _unworded(kpi) for name, kpi in measures["kpis"].items()}
    priced["late"] = {
        month: {name: late | {"result": _unworded(late["result"])} for name, late in kpis.items()}
        for month, kpis in measures["late"].items()
    }
    inputs = {"contract": contract_sha256, "measures": _said(priced), "history": history, "engine": engine}
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _unworded(kpi: Row) -> dict[str, Any]:
    return {name: part for name, part in kpi.items() if name != "why_not"}


def _said(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: _said(part) for name, part in value.items() if part not in (None, "", False, {}, [])}


def _billed(line: Row, measures: Row) -> dict[str, Any]:
    """How much a line bills at which rate, where one number says it."""
    nothing = {"quantity": None, "unit": "", "rate": None}
    priced = [step for step in line["steps"] if step["quantity"] is not None and step["rate"] is not None]
    exact = sum(
        (
            Fraction(step["amount"])
            for step in line["steps"]
            if step["rule"]["code"] not in ("rounding", "rounding-carry")
        ),
        Fraction(0),
    )
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


def _text(row: Row, name: str) -> dict[str, str]:
    return {"zh": row[f"{name}_zh"], "en": row[f"{name}_en"]}


def _sentence(stored: str | None) -> Any:
    return None if stored is None else json.loads(stored)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
