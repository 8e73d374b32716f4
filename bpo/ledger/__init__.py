"""What was said: every statement that was made, what it was made from, and by which version of the engine."""

from bpo.ledger.keys import period_of
from bpo.ledger.ledger import Ledger, open_ledger
from bpo.ledger.values import Closing, Form, Recorded, Restatement, StatementRow, StoredStatement

__all__ = [
    "Closing",
    "Form",
    "Ledger",
    "Recorded",
    "Restatement",
    "StatementRow",
    "StoredStatement",
    "open_ledger",
    "period_of",
]
