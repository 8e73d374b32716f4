"""Contract versions, measures, and statements with their lines, steps, verdicts, taxes and sources."""

import sqlalchemy as sa
from alembic import op

from bpo.ledger.migrations.columns import numbers, part, strings, texts, yes_no

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "contract_versions",
        *numbers("id"),
        *strings(contract=160, path=500, sha256=64),
        *texts("text"),
        *strings(first_seen=40),
        sa.PrimaryKeyConstraint("id", name="pk_contract_versions"),
        sa.UniqueConstraint("contract", "sha256", "path", name="uq_contract_versions_contract_sha256_path"),
    )
    op.create_index("ix_contract_versions_sha256", "contract_versions", ["sha256"])
    op.create_table(
        "measures",
        *numbers("id"),
        *strings(period_name=160, sha256=64),
        *texts("json"),
        sa.PrimaryKeyConstraint("id", name="pk_measures"),
        sa.UniqueConstraint("sha256", name="uq_measures_sha256"),
    )
    _statements()
    _lines()
    _verdicts_and_links()


def _statements() -> None:
    contract, unique = "fk_statements_contract_version_id", "uq_statements_contract_period_name_revision"
    op.create_table(
        "statements",
        *strings(id=200, contract=160, period_name=160, period_start=10, period_end=10),
        *numbers("revision"),
        *strings(state=20),
        *numbers("contract_version_id", "measures_id"),
        *texts("engine"),
        *strings(input_hash=64),
        *texts("title_zh", "title_en", "document_zh", "document_en"),
        *strings(currency=3),
        yes_no("prices_include_tax"),
        *texts("net", "tax", "total"),
        *strings(created_at=40),
        sa.ForeignKeyConstraint(["contract_version_id"], ["contract_versions.id"], name=contract),
        sa.ForeignKeyConstraint(["measures_id"], ["measures.id"], name="fk_statements_measures_id"),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
        sa.UniqueConstraint("contract", "period_name", "revision", name=unique),
    )
    op.create_index("ix_statements_period_name_contract", "statements", ["period_name", "contract"])


def _lines() -> None:
    of_line = ("clause", "label_zh", "label_en", "kind", "amount", "line_tax", "tax_code", "file_line", "source")
    part("charges", *numbers("position"), *texts(*of_line))
    part(
        "steps",
        *numbers("charge", "position"),
        *texts("rule", "rule_en", "rule_zh", "rule_values"),
        *texts("quantity", nullable=True),
        *texts("unit"),
        *texts("rate", nullable=True),
        *texts("amount", "source"),
        key=("charge", "position"),
    )
    of_score = [*texts("kpi", "full_marks"), *texts("marks", nullable=True)]
    part("scores", *numbers("charge", "position"), *of_score, key=("charge", "position"))


def _verdicts_and_links() -> None:
    part(
        "verdicts",
        *numbers("position"),
        *texts("name", "kpi"),
        *texts("value", "numerator", "denominator", nullable=True),
        sa.Column("sample", sa.BigInteger),
        *texts("unit"),
        *texts("why_not", nullable=True),
        *texts("label_zh", "label_en", "formula", "formula_values"),
        *texts("judged", "target", nullable=True),
        *texts("better"),
        sa.Column("met", sa.Boolean),
        *texts("score", "marks", "reason", nullable=True),
        *texts("file_line", "source"),
    )
    part("taxes", *numbers("position"), *texts("code", "name_zh", "name_en", "rate", "base", "amount"))
    version = sa.Column("version", sa.BigInteger, nullable=False)
    part("lake_versions", *strings(table_name=160), version, key=("table_name",))
    part("history_links", *numbers("position"), *texts("earlier"))
