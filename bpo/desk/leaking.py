"""Leakage: whether each contact of the lake is billed, once, by several clauses, or never, and what that would be worth."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from bpo.contracts.statement import Statement
from bpo.core.documents import Document
from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.figure import NOT_A_MONTH
from bpo.core.measures import Measures, Quantity
from bpo.core.periods import Period, is_month, month_after
from bpo.core.words import Lang, Words, few
from bpo.desk.billing import earlier_months
from bpo.desk.lake import count_month
from bpo.desk.months import versions_at_closing
from bpo.desk.run import load
from bpo.desk.workspace import Workspace
from bpo.ledger import Ledger, open_ledger
from bpo.metering import leakage as k
from bpo.metering.row_files import records, write_csv, write_parquet
from bpo.metering.watched import Watched
from bpo.pricing.in_force import in_force
from bpo.pricing.price import price
from bpo.report.files import in_place
from bpo.report.rows_book import RowSheet, write_rows_book

NO_CONTRACTS = Words(
    "leakage-no-contracts",
    en="there is no contract in '{folder}' to hold the contacts against",
    zh="'{folder}' 中没有可供比对的合同",
)
NO_CONTACTS = Words(
    "leakage-no-contacts",
    en="the lake has no contacts from {start} to {end}",
    zh="事实库在 {start} 至 {end} 没有联络记录",
)


NO_CONTACTS_OF = Words(
    "leakage-no-contacts-of",
    en="account '{account}' of contract '{contract}' has no contacts from {start} to {end}; the lake has some of: {accounts}",
    zh="合同 '{contract}' 的账户 '{account}' 在 {start} 至 {end} 没有联络记录；事实库中有联络的账户：{accounts}",
)


@dataclass(frozen=True)
class Worth:
    """What a contract's contacts for one reason would have brought, without tax; None where that cannot be priced."""

    group: k.Group
    account: str
    currency: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class Leakage:
    """All contacts of a month by account, and what those that no clause counts would have been worth.

    ``not_held`` are contracts with mistakes, of which it is not known what they bill, and those that were named and whose account
    has no contacts.
    """

    month: Period
    zone: str
    contacts: dict[str, k.Contacts]
    worth: tuple[Worth, ...]
    quarantined: k.SetAside
    not_held: tuple[Problem, ...] = ()

    def times(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for one in self.contacts.values():
            for times, many in one.times().items():
                found[times] = found.get(times, 0) + many
        return dict(sorted(found.items()))

    def write(self, target: Path, lang: Lang) -> None:
        """Every contact with the clauses that count it or why none does, and those in quarantine; by the ending of the file."""
        frames = k.all_rows(self.contacts, self.quarantined, lang)
        if target.suffix == ".xlsx":
            columns = [(name, name) for name in k.COLUMNS]
            sheet = RowSheet("contacts", columns, records(frames, self.zone))
            in_place(target, lambda draft: write_rows_book(draft, [sheet], self.month.end))
        elif target.suffix == ".csv":
            in_place(target, lambda draft: write_csv(frames, draft, self.zone))
        else:
            in_place(target, lambda draft: write_parquet(frames, draft))


@dataclass
class _Priced:
    """A contract's month, priced once, to which contacts are added."""

    watched: Watched
    measures: Measures | None = None
    history: Sequence[Statement] = ()
    net: Decimal = field(default=Decimal(0))

    def worth(self, contacts: k.Contacts, group: k.Group) -> Decimal | None:
        """The net amount with the contacts of the group counted, less that without, at the KPIs as they are."""
        measures = self.measures
        if measures is None or group.need not in measures.quantities:
            return None
        added = k.added_by(contacts, group, self.watched)
        if added is None:
            return None
        with_them = replace(
            measures, quantities={**measures.quantities, group.need: _sum(measures.quantities[group.need], added)}
        )
        with suppress(BpoError):
            return price(self.watched.contract, with_them, self.history).net - self.net
        return None


def _sum(one: Quantity, more: Quantity) -> Quantity:
    parts = dict(one.parts)
    for key, value in more.parts.items():
        parts[key] = parts.get(key, Fraction(0)) + value
    return Quantity(one.total + more.total, one.unit, parts)


def leakage(workspace: Workspace, period_name: str, paths: Sequence[Path] = ()) -> Leakage:
    """Hold a calendar month's contacts against every contract of the workspace, or against these alone.

    Raises:
        BpoError: if the month is none, there is no contract, or the lake has no contact in it.
    """
    from bpo.facts.lake.lake import Lake, reading_lake
    from bpo.facts.lake.seen import Pinned

    month = _month(period_name)
    files = list(paths) or sorted(workspace.contracts.glob("*.yaml"))
    lake = Lake(workspace.lake)
    with reading_lake(workspace.lake), open_ledger(workspace.database) as ledger:
        found, not_held = _contracts(ledger, files, month)
        watched = [one for _, one in found]
        if not watched and not not_held:
            raise fail(NO_CONTRACTS, None, folder=str(workspace.contracts))
        zone = watched[0].contract.billing.timezone if watched else "UTC"
        pinned = Pinned(lake, lake.versions())
        accounts = k.accounts_in(pinned, month, zone)
        if not accounts:
            raise fail(NO_CONTACTS, Where(str(workspace.lake)), start=month.start, end=month.end)
        mine = {name: [one for one in watched if one.contract.account_of_facts == name] for name in accounts}
        if paths:
            mine = {name: own for name, own in mine.items() if own}
            not_held += _without_contacts(found, month, accounts)
            if not mine:
                raise BpoError(not_held)
        contacts = {name: k.contacts_of(pinned, name, month, own, _zone(own, zone)) for name, own in mine.items()}
        worth = [
            one
            for name, own in mine.items()
            for one in _worth(workspace, ledger, name, contacts[name], {w.contract.contract: w for w in own})
        ]
        quarantined = k.set_aside(lake, contacts)
    return Leakage(month, zone, contacts, tuple(worth), quarantined, tuple(not_held))


def _without_contacts(
    found: Sequence[tuple[Document, Watched]], month: Period, accounts: Sequence[str]
) -> Iterator[Problem]:
    """The contracts that were named for nothing."""
    for document, contract in ((document, one.contract) for document, one in found):
        if contract.account_of_facts not in accounts:
            values = {"account": contract.account_of_facts, "contract": contract.contract, "accounts": few(accounts)}
            place = document.place("account" if contract.account else "contract")
            yield Problem(NO_CONTACTS_OF, place, {**values, "start": month.start, "end": month.end})


def _month(name: str) -> Period:
    """A month of the calendar, whatever the cycles of the contracts."""
    if not is_month(name):
        raise fail(NOT_A_MONTH, given=name)
    first, after = (date.fromisoformat(f"{month}-01") for month in (name, month_after(name, 1)))
    return Period(first, after - timedelta(days=1), name)


def _zone(found: Sequence[Watched], otherwise: str) -> str:
    return found[0].contract.billing.timezone if found else otherwise


def _contracts(
    ledger: Ledger, files: Sequence[Path], month: Period
) -> tuple[list[tuple[Document, Watched]], list[Problem]]:
    found, problems = list[tuple[Document, Watched]](), list[Problem]()
    for path in files:
        try:
            loaded = load(path)
            contract = loaded.contract
            period = contract.cycle.containing(month.start)
            at = versions_at_closing(ledger, contract.contract, period.name)
            found.append((loaded.document, Watched(in_force(contract, period), period, at)))
        except BpoError as error:
            problems += error.problems
    return found, problems


def _worth(
    workspace: Workspace, ledger: Ledger, account: str, contacts: k.Contacts, watched: dict[str, Watched]
) -> list[Worth]:
    """Every reason of an account with what its contacts would have been worth."""
    priced: dict[str, _Priced] = {}
    found = []
    for group in contacts.groups():
        one = watched.get(group.contract)
        if group.kind != "condition" or one is None:
            found.append(Worth(group, account, one.contract.currency if one else ""))
            continue
        if group.contract not in priced:
            priced[group.contract] = _priced(workspace, ledger, one)
        found.append(Worth(group, account, one.contract.currency, priced[group.contract].worth(contacts, group)))
    return found


def _priced(workspace: Workspace, ledger: Ledger, one: Watched) -> _Priced:
    """The month as it was billed last; else as it comes to now; without measures, if it cannot be priced."""
    contract, period = one.contract, one.period
    with suppress(BpoError):
        stored = ledger.latest(contract.contract, period.name)
        earlier, _ = earlier_months(ledger, contract, period)
        measures = (
            stored.statement.measures if stored is not None else count_month(workspace, contract, period, at=one.at)
        )
        return _Priced(one, measures, earlier, price(contract, measures, earlier).net)
    return _Priced(one)
