"""The register of tax invoices (发票台账): each with the statements that stand on it, and what red ones took back."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bpo.core.errors import fail
from bpo.core.words import Words
from bpo.life.entry import Entry
from bpo.life.events import Reddened, Registered
from bpo.life.life import ZERO, total_of

PAGE = "docs/cli/fapiao.md"
TAKEN = Words("fapiao-taken", en="invoice {number} of {on} is recorded already", zh="发票 {number}（{on}）已登记")
NOT_THERE = Words(
    "fapiao-unknown",
    en="no tax invoice {number} is recorded; bpo fapiao list shows those that are",
    zh="未登记发票 {number}；bpo fapiao list 列出已登记的发票",
)
NOT_A_NUMBER = Words(
    "fapiao-number",
    en="'{given}' is no number of a tax invoice: 20 digits, or a code of 10 or 12 digits, a hyphen and 8 digits",
    zh="'{given}' 不是发票号码：数电票为 20 位数字；旧版为 10 或 12 位代码、连字符和 8 位号码",
)
NOT_A_SUM = Words(
    "fapiao-sum",
    en="invoice {number}: {net} and {tax} of tax are {total} {currency}, but its statements have {shares} of it",
    zh="发票 {number}：不含税 {net} 加税额 {tax} 为 {total} {currency}，而各结算单合计 {shares}",
)
WRONG_SIGN = Words(
    "fapiao-sign",
    en="invoice {number}: {amount} of '{statement}': a tax invoice has amounts above zero, a red one takes back",
    zh="发票 {number}：'{statement}' 的金额为 {amount}；蓝字发票金额须大于零，红字发票为冲回",
)
RED_OF_RED = Words(
    "fapiao-red-of-red",
    en="invoice {number} is a red one, of {original}: take back what is left of {original}, or record a new invoice",
    zh="发票 {number} 本身为红字发票（原发票 {original}）：请红冲 {original} 的余额，或登记新发票",
)
NO_CONFIRMATION = Words(
    "fapiao-confirmation",
    en="red invoice {number} needs the number of its confirmation form: --confirmation",
    zh="红字发票 {number} 须有红字发票信息确认单编号：--confirmation",
)
RED_TOO_MUCH = Words(
    "fapiao-red-too-much",
    en="red invoice {number} takes {amount} back of '{statement}', and {original} has {left} of it left",
    zh="红字发票 {number} 冲回 '{statement}' 的 {amount}，而 {original} 仅余 {left}",
)
NUMBER = re.compile(r"\d{20}|(\d{10}|\d{12})-\d{8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TaxInvoice:
    """A tax invoice as it was recorded. Amounts are in ``currency``; a red one has them below zero and names its ``original``.

    ``reds`` are the red invoices that took back of it, ``left`` what they left of each statement, with tax.
    """

    number: str
    on: date
    currency: str
    net: Decimal
    tax: Decimal
    shares: Mapping[str, Decimal]
    title: str = ""
    tax_no: str = ""
    original: str = ""
    confirmation: str = ""
    reason: str = ""
    reds: tuple[str, ...] = ()
    left: Mapping[str, Decimal] | None = None
    net_left: Decimal = ZERO
    tax_left: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.net + self.tax

    @property
    def total_left(self) -> Decimal:
        return self.net_left + self.tax_left

    @property
    def left_of(self) -> Mapping[str, Decimal]:
        return self.shares if self.left is None else self.left


def number_of(given: str) -> str:
    """A number as the register has it, of what people write: full-width digits, spaces, an older code and number with a blank.

    Raises:
        BpoError: if it is none.
    """
    text = re.sub(r"[\s–—-]+", "-", unicodedata.normalize("NFKC", given).strip())
    plain = text.replace("-", "")
    if plain.isdecimal() and len(plain) == 20 and not NUMBER.fullmatch(text):
        text = plain
    if not NUMBER.fullmatch(text):
        raise fail(NOT_A_NUMBER, given=given)
    return text


def invoice_of(entries: Iterable[Entry]) -> TaxInvoice | None:
    """A tax invoice by what the journal tells of it, oldest first; None if it is not recorded."""
    found: TaxInvoice | None = None
    for entry in entries:
        event = entry.told
        if isinstance(event, Registered):
            found = _new(event, entry.reason)
        elif isinstance(event, Reddened):
            assert found is not None, f"{entry.subject}: taken back before it was recorded"
            found = _after(found, event)
    return found


def register_of(entries: Iterable[Entry]) -> dict[str, TaxInvoice]:
    """All tax invoices by their numbers, in the order in which they were recorded."""
    told: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.verb in (Registered.verb, Reddened.verb):
            told.setdefault(entry.subject, []).append(entry)
    found = {number: invoice_of(of_one) for number, of_one in told.items()}
    return {number: one for number, one in found.items() if one is not None}


def check_new(event: Registered, known: TaxInvoice | None, original: TaxInvoice | None) -> None:
    """Whether a tax invoice may be recorded.

    Args:
        known: what is recorded under its number.
        original: what is recorded under the number that it takes back, if it is a red one.

    Raises:
        BpoError: if the number is taken, its amounts do not add up, or it takes back what is not there.
    """
    if known is not None:
        raise fail(TAKEN, number=known.number, on=known.on)
    total, shares = event.net + event.tax, total_of(event.shares.values())
    red = bool(event.original)
    for statement, amount in event.shares.items():
        if not (amount < 0 if red else amount > 0):
            raise fail(WRONG_SIGN, number=event.number, amount=amount, statement=statement)
    if total != shares:
        raise fail(
            NOT_A_SUM, number=event.number, net=event.net, tax=event.tax, total=total, currency=event.currency, shares=shares
        )  # fmt: skip
    if red:
        _takes_back(event, original)


def _takes_back(event: Registered, original: TaxInvoice | None) -> None:
    if original is None:
        raise fail(NOT_THERE, number=event.original)
    if original.original:
        raise fail(RED_OF_RED, number=original.number, original=original.original)
    if not event.confirmation:
        raise fail(NO_CONFIRMATION, number=event.number)
    for statement, amount in event.shares.items():
        left = original.left_of.get(statement, ZERO)
        if -amount > left:
            raise fail(
                RED_TOO_MUCH, number=event.number, amount=-amount, statement=statement, original=original.number, left=left
            )  # fmt: skip


def reddened(event: Registered) -> Reddened:
    """What is told of the original of a red invoice."""
    return Reddened(event.number, event.on, event.net, event.tax, dict(event.shares))


def _new(event: Registered, reason: str) -> TaxInvoice:
    return TaxInvoice(
        event.number, event.on, event.currency, event.net, event.tax, event.shares, event.title, event.tax_no,
        event.original, event.confirmation, reason, net_left=event.net, tax_left=event.tax,
    )  # fmt: skip


def _after(found: TaxInvoice, event: Reddened) -> TaxInvoice:
    left = {name: amount + event.shares.get(name, ZERO) for name, amount in found.left_of.items()}
    return replace(
        found,
        reds=(*found.reds, event.by),
        left=left,
        net_left=found.net_left + event.net,
        tax_left=found.tax_left + event.tax,
    )
