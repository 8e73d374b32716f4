"""What was drawn of purchase orders and of the contract's ceiling. Statements of before know of none."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drawn",
        sa.Column("statement_id", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("number", "entity", "limit_amount")),
        sa.Column("includes_tax", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("before", "now")),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name="fk_drawn_statement_id"),
        sa.PrimaryKeyConstraint("statement_id", "position", name="pk_drawn"),
    )


def downgrade() -> None:
    op.drop_table("drawn")
