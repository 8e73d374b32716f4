"""Rows of a bank's CSV file or workbook, by the file that maps its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from bpo.bank.mapping import BankExport
from bpo.bank.rows import UNREADABLE, Aside, Entry
from bpo.core.errors import BpoError, Problem, Where, choices
from bpo.core.fields import Mistake, normal, read_day, read_number
from bpo.core.money import Money
from bpo.core.words import Sentence, Words
from bpo.facts.reading.batch import LINE
from bpo.facts.reading.export import open_export
from bpo.facts.sources.excel import Excel
from bpo.facts.sources.source import Delimited

NO_COLUMN = Words("bank-no-column", en="the file has no column '{given}'", zh="该文件没有“{given}”列")
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


@dataclass(frozen=True, slots=True)
class _Laid:
    """The mapping as the readers of exports ask for it. They ask for a time zone too, which a day does not have."""

    format: Delimited | Excel
    map: Mapping[str, tuple[str, ...]]
    timezone: str = "UTC"


def export_rows(path: Path, mapping: BankExport) -> Iterator[Entry | Aside]:
    """Every row of the file, in its order.

    Raises:
        BpoError: if it is not the file that the mapping means.
    """
    laid = _Laid(mapping.format, mapping.columns)
    export = open_export(path, laid)
    wanted = {column for columns in mapping.columns.values() for column in columns}
    missing = sorted(wanted - set(export.columns))
    if missing:
        raise BpoError(Problem(NO_COLUMN, Where(str(path)), choices(one, export.columns)) for one in missing)
    for batch in export.batches(laid, wanted):
        found: list[Entry | Aside] = []
        for row in batch.rows.iter_rows(named=True):
            texts = {name: _joined(row, columns) for name, columns in mapping.columns.items()}
            found.append(_row(row[LINE], texts, mapping))
        found += [Aside(row[0], Sentence(UNREADABLE, {"reason": Sentence(CUT)})) for row in batch.faults.iter_rows()]
        yield from sorted(found, key=lambda one: one.row)


def _joined(row: Mapping[str, object], columns: tuple[str, ...]) -> str:
    texts = (normal(str(row[column])) for column in columns if row[column] is not None)
    return " ".join(text for text in texts if text)


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
    number: Fraction = read_number(text.replace(".", "").replace(",", ".") if mapping.format.decimal_comma else text)
    if not money.is_payable(number):
        raise Mistake(NOT_PAYABLE, given=text, currency=currency)
    return money.units(int(number * 10**places))
