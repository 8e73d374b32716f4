"""Rows of a bank's CSV file or workbook, by the file that maps its columns."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from bpo.bank.mapping import BankExport
from bpo.bank.rows import UNREADABLE, Aside, Entry
from bpo.core.fields import Mistake, normal, read_day
from bpo.core.money import Money
from bpo.core.words import Sentence, Words
from bpo.facts.reading.mapped import mapped_rows, number_in

NOT_THE_DAY = Words(
    "bank-day",
    en="'{given}' is no day; if it is written otherwise than 2026-03-31, say so by 'day_format', such as %d.%m.%Y",
    zh="'{given}' 不是日期；若不是 2026-03-31 一类写法，请用 day_format 说明，例如 %d.%m.%Y",
)
NOT_PAYABLE = Words(
    "bank-too-fine",
    en="{given} is no whole number of the smallest unit of {currency}",
    zh="{given} 不是 {currency} 最小单位的整数倍",
)
NEITHER = Words("bank-neither", en="neither money in nor money out stands there", zh="收入与支出均为空")
CUT = Words("bank-row-cut", en="the row does not have the fields of the header", zh="该行字段与表头不符")


def export_rows(path: Path, mapping: BankExport) -> Iterator[Entry | Aside]:
    """Every row of the file, in its order.

    Raises:
        BpoError: if it is not the file that the mapping means.
    """
    for line, texts in mapped_rows(path, mapping.format, mapping.columns):
        cut = Aside(line, Sentence(UNREADABLE, {"reason": Sentence(CUT)}))
        yield cut if texts is None else _row(line, texts, mapping)


def _row(line: int, texts: Mapping[str, str], mapping: BankExport) -> Entry | Aside:
    """One row; what cannot be read is set aside with the reason."""
    try:
        currency = texts.get("currency") or mapping.currency or ""
        return Entry(
            row=line,
            account=mapping.account,
            day=_day(texts["day"], mapping.day_format),
            currency=currency,
            amount=_signed(texts, mapping, currency),
            charges=abs(_money(texts.get("charges", ""), mapping, currency)),
            **{name: texts.get(name, "") for name in ("payer", "payer_account", "text", "reference")},
        )
    except Mistake as mistake:
        return Aside(line, Sentence(UNREADABLE, {"reason": Sentence(mistake.words, mistake.values)}))


def _day(text: str, form: str | None) -> date:
    """A day, of which the time is left out if there is one; eight digits are year, month and day."""
    try:
        if form is not None:
            return datetime.strptime(text, form).date()
        first = text.split("T")[0].split(" ")[0]
        return datetime.strptime(first, "%Y%m%d").date() if first.isdigit() and len(first) == 8 else read_day(first)
    except (Mistake, ValueError):
        raise Mistake(NOT_THE_DAY, given=text[:40]) from None


def _signed(texts: Mapping[str, str], mapping: BankExport, currency: str) -> Decimal:
    """What comes in is above zero."""
    if "amount" in texts:
        amount = _money(texts["amount"], mapping, currency, needed=True)
        if mapping.incoming is None:
            return amount
        incoming = texts.get("direction", "") in {normal(one) for one in mapping.incoming}
        return amount if incoming else -abs(amount)
    if not texts["credit"] and not texts.get("debit"):
        raise Mistake(NEITHER)
    return _money(texts["credit"], mapping, currency) - abs(_money(texts.get("debit", ""), mapping, currency))


def _money(text: str, mapping: BankExport, currency: str, needed: bool = False) -> Decimal:
    """A number as people write it; nothing is zero where it need not stand."""
    if not text and not needed:
        return Decimal(0)
    try:
        money = Money(currency)
        places = money.places
    except ValueError:
        raise Mistake(NOT_PAYABLE, given=text, currency=currency or "?") from None
    number = number_in(text, mapping.format)
    if not money.is_payable(number):
        raise Mistake(NOT_PAYABLE, given=text, currency=currency)
    return money.units(int(number * 10**places))
