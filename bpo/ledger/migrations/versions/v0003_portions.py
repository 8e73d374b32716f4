"""What each of the client's entities has of a statement. Statements of before are of one client and have none."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = {
    "portions": (("position",), ("entity", "name_zh", "name_en", "tax_no", "po", "cost_centre", "net", "tax", "total")),
    "line_portions": (("portion", "charge"), ("amount", "share", "rule", "rule_values")),
    "tax_portions": (("portion", "position"), ("base", "amount")),
}


def upgrade() -> None:
    for table, (keys, texts) in COLUMNS.items():
        op.create_table(
            table,
            sa.Column("statement_id", sa.String(200), nullable=False),
            *(sa.Column(name, sa.Integer, nullable=False) for name in keys),
            *(sa.Column(name, sa.Text, nullable=False) for name in texts),
            sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=f"fk_{table}_statement_id"),
            sa.PrimaryKeyConstraint("statement_id", *keys, name=f"pk_{table}"),
        )


def downgrade() -> None:
    for table in COLUMNS:
        op.drop_table(table)
