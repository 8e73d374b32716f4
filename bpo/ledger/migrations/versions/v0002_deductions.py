"""Deductions from the payment beside the lines, and a note beside a tax. Statements of before have neither."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("charges") as charges:
        for name in ("damages", "deducted"):
            charges.add_column(sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
    with op.batch_alter_table("taxes") as taxes:
        for name in ("note_zh", "note_en"):
            taxes.add_column(sa.Column(name, sa.Text, nullable=True))


def downgrade() -> None:
    """Deductions have no place in the older tables: their rows go."""
    op.execute(
        "DELETE FROM steps WHERE EXISTS (SELECT 1 FROM charges c WHERE c.statement_id = steps.statement_id AND c.position = steps.charge AND c.deducted)"
    )
    op.execute("DELETE FROM charges WHERE deducted")
    with op.batch_alter_table("charges") as charges:
        for name in ("damages", "deducted"):
            charges.drop_column(name)
    with op.batch_alter_table("taxes") as taxes:
        for name in ("note_zh", "note_en"):
            taxes.drop_column(name)
