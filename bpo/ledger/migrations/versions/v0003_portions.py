"""What each of the client's entities has of a statement. Statements of before are of one client and have none."""

from bpo.ledger.migrations.columns import numbers, part, texts

revision = "0003"
down_revision = "0002"

COLUMNS = {
    "portions": (("position",), ("entity", "name_zh", "name_en", "tax_no", "po", "cost_centre", "net", "tax", "total")),
    "line_portions": (("portion", "charge"), ("amount", "share", "rule", "rule_values")),
    "tax_portions": (("portion", "position"), ("base", "amount")),
}


def upgrade() -> None:
    for table, (keys, names) in COLUMNS.items():
        part(table, *numbers(*keys), *texts(*names), key=keys)
