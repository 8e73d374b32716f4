"""What was drawn of purchase orders and of the contract's ceiling. Statements of before know of none."""

from bpo.ledger.migrations.columns import numbers, part, texts, yes_no

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    of_limit = [*texts("number", "entity", "limit_amount"), yes_no("includes_tax"), *texts("before", "now")]
    part("drawn", *numbers("position"), *of_limit)
