"""What was said: every statement that was made, what it was made from, and by which version of the engine."""

from bpo.ledger.keys import period_of
from bpo.ledger.ledger import Ledger, open_ledger
from bpo.ledger.values import Recorded, StatementRow, StoredStatement

__all__ = ["Ledger", "Recorded", "StatementRow", "StoredStatement", "open_ledger", "period_of"]
