"""Which account is for what: the mapping of a workspace, and the names that plain-text accounting has by default."""

from collections.abc import Mapping

from pydantic import Field

from bpo.accounts.vouchers import ROLES, Role
from bpo.core.fields import FileModel


class Accounts(FileModel):
    """Accounts by what they are for, as the accounting system calls them. ``revenue_of``: lines with an account of their own, by
    the ids of their clauses. ``company`` is what a system calls the books: a company code, a subsidiary.
    """

    receivable: str = ""
    unbilled: str = ""
    retention: str = ""
    withheld: str = ""
    disputed: str = ""
    bank: str = ""
    revenue: str = ""
    output_tax: str = ""
    advance: str = ""
    on_account: str = ""
    damages: str = ""
    rounding: str = ""
    written_off: str = ""
    interest: str = ""
    revenue_of: dict[str, str] = Field(default_factory=dict)
    company: str = ""

    def named(self) -> dict[Role, str]:
        """Every role that has an account."""
        return {role: name for role in ROLES if (name := getattr(self, role))}


PLAIN_TEXT: Mapping[Role, str] = {
    "receivable": "Assets:Receivable",
    "unbilled": "Assets:Unbilled",
    "retention": "Assets:Retention",
    "withheld": "Assets:Withheld-Tax",
    "disputed": "Assets:Disputed",
    "bank": "Assets:Bank",
    "revenue": "Income:Services",
    "output_tax": "Liabilities:Output-Tax",
    "advance": "Liabilities:Advances",
    "on_account": "Liabilities:On-Account",
    "damages": "Expenses:Damages",
    "rounding": "Expenses:Rounding",
    "written_off": "Expenses:Written-Off",
    "interest": "Income:Interest",
}
"""The names of a role in beancount and hledger, where the workspace gives none."""
