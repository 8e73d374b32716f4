"""Deductions from the payment beside the lines, and a note beside a tax. Statements of before have neither."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("charges") as charges:
        for name in ("damages", "deducted"):
            charges.add_column(sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
    with op.batch_alter_table("taxes") as taxes:
        for name in ("note_zh", "note_en"):
            taxes.add_column(sa.Column(name, sa.Text, nullable=True))
