"""Vouchers as plain text: for beancount and for hledger."""

import re
from collections.abc import Sequence

from bpo.accounts.vouchers import Voucher
from bpo.core.errors import fail
from bpo.core.money import minor_unit_places
from bpo.core.words import Lang, Words

BAD_ACCOUNT = Words(
    "account-beancount",
    en="'{given}' is no account of beancount: it begins with Assets, Liabilities, Equity, Income or Expenses, and each part with a "
    "capital letter or a digit, such as Assets:Receivable",
    zh="'{given}' 不是 beancount 的科目：须以 Assets、Liabilities、Equity、Income 或 Expenses 开头，每段以大写字母或数字开头，例如 Assets:Receivable",
)
ACCOUNT = re.compile(r"(?:Assets|Liabilities|Equity|Income|Expenses)(?::[A-Z0-9][\w-]*)+")
WIDTH = 48


def beancount(vouchers: Sequence[Voucher], lang: Lang) -> str:
    """A file of beancount: every account is opened on the day of its first posting.

    Raises:
        BpoError: for an account that beancount does not take.
    """
    opened: dict[str, str] = {}
    for voucher in vouchers:
        for posting in voucher.postings:
            if not ACCOUNT.fullmatch(posting.account):
                raise fail(BAD_ACCOUNT, given=posting.account)
            opened.setdefault(posting.account, f"{voucher.day:%Y-%m-%d} open {posting.account}")
    parts = ["\n".join(opened.values())] if opened else []
    for one in vouchers:
        head = f'{one.day:%Y-%m-%d} * "{_quoted(one.client)}" "{_quoted(f"{one.text.say(lang)} {one.about}")}"'
        lines = [f"  {p.account:{WIDTH}} {p.amount:>15f} {one.currency}" for p in one.postings]
        parts.append("\n".join([head, f'  number: "{_quoted(one.number)}"', *lines]))
    return "\n\n".join(parts) + "\n"


def hledger(vouchers: Sequence[Voucher], lang: Lang) -> str:
    """A journal of hledger, which declares the accounts and currencies that it uses, as its strict checks ask."""
    places = {one.currency: minor_unit_places(one.currency) for one in vouchers}
    declared = [f"commodity {1000:.{max(1, n)}f} {currency}" for currency, n in places.items()]
    declared += dict.fromkeys(f"account {posting.account}" for one in vouchers for posting in one.postings)
    parts = ["\n".join(declared)] if declared else []
    for one in vouchers:
        about = f"{one.text.say(lang)} {_plain(one.about)}"
        head = f"{one.day:%Y-%m-%d} * ({_plain(one.number)}) {_plain(one.client)} | {about}"
        lines = [f"    {p.account:{WIDTH}}  {p.amount:f} {one.currency}" for p in one.postings]
        parts.append("\n".join([head, *lines]))
    return "\n\n".join(parts) + "\n"


def _line(text: str) -> str:
    """On one line, without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _quoted(text: str) -> str:
    return _line(text).replace("\\", "\\\\").replace('"', '\\"')


def _plain(text: str) -> str:
    """Without what ends a description: a semicolon begins a comment, a bar the note, a bracket the number."""
    return _line(re.sub(r"[;|()]+", " ", text))
