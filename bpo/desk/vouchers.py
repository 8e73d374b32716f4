"""The vouchers of a month: what the ledger's statements tell the accounts."""

from datetime import date, timedelta

from bpo.accounts.booking import Told, vouchers_of
from bpo.accounts.chart import PLAIN_TEXT
from bpo.accounts.happened import Happened, Reversed
from bpo.accounts.plain_text import beancount, hledger
from bpo.accounts.statements import accrued, invoiced
from bpo.accounts.tables import TEMPLATES, table_csv
from bpo.core.words import Lang
from bpo.desk.months import contract_then
from bpo.desk.workspace import Workspace
from bpo.ledger import StoredStatement, open_ledger

NOT_ISSUED = ("draft", "reviewed", "approved")
GONE = ("voided", "superseded")
PLAIN = {"beancount": beancount, "hledger": hledger}
SYSTEMS = (*PLAIN, *TEMPLATES)


def month_told(stored: StoredStatement, client: str) -> list[Told]:
    """What a month's statement tells the accounts.

    One that is not issued is accrued on the last day of its period, and reversed on the day after; one that is issued is invoiced.
    """
    statement, end = stored.statement, stored.statement.period.end

    def told(suffix: str, day: date, what: Happened) -> Told:
        return Told(f"{stored.id}{suffix}", day, stored.id, client, statement.currency, what)

    if stored.state in GONE:
        return []
    if stored.state not in NOT_ISSUED:
        return [told("", stored.created_at.date(), invoiced(statement))]
    accrual = accrued(statement)
    return [told("-A", end, accrual), told("-R", end + timedelta(days=1), Reversed(accrual))]


def month_vouchers(workspace: Workspace, period_name: str, system: str, lang: Lang) -> tuple[str, int]:
    """The vouchers of the latest statement of every contract in a period, as a system reads them; and how many they are.

    Raises:
        BpoError: if the ledger cannot be read, or a role has no account.
    """
    told: list[Told] = []
    with open_ledger(workspace.database) as ledger:
        latest = {row.contract: row.id for row in ledger.list(period=period_name)}
        for statement_id in latest.values():
            stored = ledger.stored(statement_id)
            told += month_told(stored, contract_then(ledger, stored).contract.client.name.say(lang))
    accounts = workspace.settings.accounts
    vouchers = vouchers_of(told, accounts, PLAIN_TEXT if system in PLAIN else {})
    text = PLAIN[system](vouchers, lang) if system in PLAIN else table_csv(vouchers, system, accounts.company, lang)
    return text, len(vouchers)
