"""Contract versions, measures, and statements with their lines, steps, verdicts, taxes and sources.

Written with plain column types, never with those of bpo.ledger.types: what happened to a database in the past must not
change when they do. Exact numbers, sentences, JSON, days and moments are all text.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _inputs()
    _statements()
    _lines()
    _verdicts()
    _taxes_and_links()


def downgrade() -> None:
    for table in ("history_links", "lake_versions", "taxes", "verdicts", "scores", "steps", "charges"):
        op.drop_table(table)
    for table in ("statements", "measures", "contract_versions"):
        op.drop_table(table)


def _inputs() -> None:
    op.create_table(
        "contract_versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("contract", sa.String(160), nullable=False),
        sa.Column("path", sa.String(500), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _text("text"),
        sa.Column("first_seen", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contract_versions"),
        sa.UniqueConstraint("contract", "sha256", "path", name="uq_contract_versions_contract_sha256_path"),
    )
    op.create_index("ix_contract_versions_sha256", "contract_versions", ["sha256"])
    op.create_table(
        "measures",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("period_name", sa.String(160), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _text("json"),
        sa.PrimaryKeyConstraint("id", name="pk_measures"),
        sa.UniqueConstraint("sha256", name="uq_measures_sha256"),
    )


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("contract", sa.String(160), nullable=False),
        sa.Column("period_name", sa.String(160), nullable=False),
        sa.Column("period_start", sa.String(10), nullable=False),
        sa.Column("period_end", sa.String(10), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("contract_version_id", sa.Integer, nullable=False),
        sa.Column("measures_id", sa.Integer, nullable=False),
        _text("engine"),
        sa.Column("input_hash", sa.String(64), nullable=False),
        *_texts("title_zh", "title_en", "document_zh", "document_en"),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean, nullable=False),
        *_texts("net", "tax", "total"),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_version_id"], ["contract_versions.id"], name="fk_statements_contract_version_id"
        ),
        sa.ForeignKeyConstraint(["measures_id"], ["measures.id"], name="fk_statements_measures_id"),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
        sa.UniqueConstraint("contract", "period_name", "revision", name="uq_statements_contract_period_name_revision"),
    )
    op.create_index("ix_statements_period_name_contract", "statements", ["period_name", "contract"])


def _lines() -> None:
    _part(
        "charges",
        _number("position"),
        *_texts("clause", "label_zh", "label_en", "kind", "amount", "line_tax", "tax_code", "file_line", "source"),
        key=("position",),
    )
    _part(
        "steps",
        _number("charge"),
        _number("position"),
        *_texts("rule", "rule_en", "rule_zh", "rule_values"),
        _text("quantity", nullable=True),
        _text("unit"),
        _text("rate", nullable=True),
        *_texts("amount", "source"),
        key=("charge", "position"),
    )
    _part(
        "scores",
        _number("charge"),
        _number("position"),
        *_texts("kpi", "full_marks"),
        _text("marks", nullable=True),
        key=("charge", "position"),
    )


def _verdicts() -> None:
    _part(
        "verdicts",
        _number("position"),
        *_texts("name", "kpi"),
        *_texts("value", "numerator", "denominator", nullable=True),
        sa.Column("sample", sa.BigInteger),
        _text("unit"),
        _text("why_not", nullable=True),
        *_texts("label_zh", "label_en", "formula", "formula_values"),
        *_texts("judged", "target", nullable=True),
        _text("better"),
        sa.Column("met", sa.Boolean),
        *_texts("score", "marks", "reason", nullable=True),
        *_texts("file_line", "source"),
        key=("position",),
    )


def _taxes_and_links() -> None:
    _part(
        "taxes", _number("position"), *_texts("code", "name_zh", "name_en", "rate", "base", "amount"), key=("position",)
    )
    _part(
        "lake_versions",
        sa.Column("table_name", sa.String(160), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        key=("table_name",),
    )
    _part("history_links", _number("position"), _text("earlier"), key=("position",))


def _part(table: str, *columns: sa.Column[object], key: tuple[str, ...]) -> None:
    """A table whose rows belong to a statement."""
    op.create_table(
        table,
        sa.Column("statement_id", sa.String(200), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=f"fk_{table}_statement_id"),
        sa.PrimaryKeyConstraint("statement_id", *key, name=f"pk_{table}"),
    )


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[object]]:
    return [_text(name, nullable=nullable) for name in names]


def _number(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Integer, nullable=False)
