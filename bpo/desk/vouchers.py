"""The vouchers of a month of the books: what the journal tells of its days, and what is earned and not issued at its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bpo.accounts.booking import Told, vouchers_of
from bpo.accounts.chart import PLAIN_TEXT
from bpo.accounts.happened import Reversed
from bpo.accounts.plain_text import beancount, hledger
from bpo.accounts.statements import accrued
from bpo.accounts.tables import TEMPLATES, table_csv
from bpo.core.errors import fail
from bpo.core.periods import Period, is_month, last_day_of
from bpo.core.words import Lang, Words
from bpo.desk.accruing import Accrued, Parked, accrue
from bpo.desk.told import Journal
from bpo.desk.workspace import Workspace
from bpo.ledger import open_ledger

NO_MONTH = Words(
    "vouchers-no-month",
    en="'{given}' is no month; the books are kept by calendar months, such as 2026-03",
    zh="'{given}' 不是月份；账簿按自然月，例如 2026-03",
)
PLAIN = {"beancount": beancount, "hledger": hledger}
SYSTEMS = (*PLAIN, *TEMPLATES)


@dataclass(frozen=True, slots=True)
class Vouchers:
    """The vouchers as a system reads them, how many they are, and the contracts of which nothing could be accrued."""

    text: str
    count: int
    parked: tuple[Parked, ...]


def month_vouchers(workspace: Workspace, month: str, system: str, lang: Lang) -> Vouchers:
    """The vouchers of a calendar month, as a system reads them.

    Raises:
        BpoError: if it is no month, the ledger cannot be read, or a role has no account.
    """
    found, told = told_of(workspace, month, lang)
    accounts = workspace.settings.accounts
    vouchers = vouchers_of(told, accounts, PLAIN_TEXT if system in PLAIN else {})
    text = PLAIN[system](vouchers, lang) if system in PLAIN else table_csv(vouchers, system, accounts.company, lang)
    return Vouchers(text, len(vouchers), found.parked)


def told_of(workspace: Workspace, month: str, lang: Lang) -> tuple[Accrued, list[Told]]:
    """What is accrued at the end of a month; and all that the accounts are told of the month, with the reversals on the day after."""
    if not is_month(month):
        raise fail(NO_MONTH, given=month)
    end = last_day_of(month)
    with open_ledger(workspace.database) as ledger:
        told = Journal(ledger, ledger.entries(), lang).told(Period(end.replace(day=1), end, month))
    found = accrue(workspace, month)
    return found, [*told, *_accrued(found, month, lang)]


def _accrued(found: Accrued, month: str, lang: Lang) -> Iterator[Told]:
    """Each accrual and its reversal. A month that is accrued again at the end of the next one has other numbers there."""
    end = last_day_of(month)
    for one in found.earned:
        of = one.accrual
        number, about = f"{of.contract}-{of.period}-A{month}", of.statement or f"{of.contract}-{of.period}"
        what, client = accrued(one.statement, one.share), one.client.say(lang)
        yield Told(number, end, about, client, of.currency, what)
        yield Told(f"{number}-R", end + timedelta(days=1), about, client, of.currency, Reversed(what))
