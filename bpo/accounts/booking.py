"""From what happened to a voucher: roles become the accounts of a workspace."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bpo.accounts.chart import Accounts
from bpo.accounts.happened import Happened
from bpo.accounts.vouchers import Role, Voucher, posted
from bpo.core.errors import BpoError, Problem
from bpo.core.words import Words

NO_ACCOUNT = Words(
    "account-missing",
    en="a voucher needs the account for '{role}': write it in bpo.yaml, such as 'accounts: {{ {role}: \"1122\" }}'",
    zh="凭证需要 '{role}' 的科目：请写入 bpo.yaml，例如 accounts: {{ {role}: \"1122\" }}",
)


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened, with its day, what it is about, and whom it concerns."""

    number: str
    day: date
    about: str
    client: str
    currency: str
    what: Happened


def voucher_of(told: Told, accounts: Accounts, defaults: Mapping[Role, str]) -> Voucher | None:
    """The voucher of what happened; None if it moves nothing.

    Args:
        accounts: the workspace's mapping.
        defaults: names of roles for which it has none.

    Raises:
        BpoError: a problem for each role without an account.
    """
    names = {**defaults, **accounts.named()}
    entries = [(role, clause, amount) for role, clause, amount in told.what.entries() if amount]
    missing = dict.fromkeys(
        role
        for role, clause, _ in entries
        if role not in names and not (role == "revenue" and clause in accounts.revenue_of)
    )
    if missing:
        raise BpoError(Problem(NO_ACCOUNT, accounts.where, {"role": role}) for role in missing)
    postings = posted(
        (accounts.revenue_of.get(clause) or names[role] if role == "revenue" else names[role], amount)
        for role, clause, amount in entries
    )
    if not postings:
        return None
    return Voucher(told.number, told.day, told.about, told.client, told.what.name, told.currency, postings)


def vouchers_of(told: list[Told], accounts: Accounts, defaults: Mapping[Role, str]) -> list[Voucher]:
    """The vouchers of all that happened, by day.

    Raises:
        BpoError: with every role that has no account.
    """
    return sorted(_vouchers(told, accounts, defaults), key=lambda one: one.day)


def _vouchers(told: list[Told], accounts: Accounts, defaults: Mapping[Role, str]) -> Iterator[Voucher]:
    problems: dict[str, Problem] = {}
    for one in told:
        try:
            voucher = voucher_of(one, accounts, defaults)
        except BpoError as error:
            problems |= {str(problem): problem for problem in error.problems}
            continue
        if voucher is not None:
            yield voucher
    if problems:
        raise BpoError(problems.values())
