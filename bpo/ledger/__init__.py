"""What was said: every statement that was made, what it was made from, and by which version of the engine."""

from bpo.ledger.journal import Book, By
from bpo.ledger.keys import period_of
from bpo.ledger.ledger import Ledger, open_ledger
from bpo.ledger.values import Closing, Form, IssuedDocument, Recorded, Restatement, StatementRow, StoredStatement
from bpo.ledger.verifying import Checked

__all__ = [
    "Book",
    "By",
    "Checked",
    "Closing",
    "Form",
    "IssuedDocument",
    "Ledger",
    "Recorded",
    "Restatement",
    "StatementRow",
    "StoredStatement",
    "open_ledger",
    "period_of",
]
