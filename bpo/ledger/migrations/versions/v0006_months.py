"""Months that were restated, and months that were closed and opened again."""

import sqlalchemy as sa
from alembic import op

from bpo.ledger.migrations.columns import numbers, strings, texts, yes_no

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "restatements",
        *numbers("id"),
        *strings(contract=160, period_name=160, original=200, form=20, goes_into=200),
        *texts("document"),
        *strings(created_at=40),
        sa.PrimaryKeyConstraint("id", name="pk_restatements"),
    )
    op.create_index("ix_restatements_contract", "restatements", ["contract"])
    op.create_table(
        "closings",
        *numbers("id"),
        *strings(contract=160, period_name=160),
        yes_no("closed"),
        *texts("lake_versions", "who", "reason"),
        *strings(created_at=40),
        sa.PrimaryKeyConstraint("id", name="pk_closings"),
    )
    op.create_index("ix_closings_contract", "closings", ["contract"])


def downgrade() -> None:
    for name in ("closings", "restatements"):
        op.drop_table(name)
