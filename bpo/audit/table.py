"""A supplier's invoice as a workbook or CSV file, by the file that maps its columns."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from bpo.audit.mapping import PAGE, InvoiceMapping
from bpo.audit.received import Received, ReceivedLine
from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.fields import Mistake, normal
from bpo.core.money import Money
from bpo.core.words import Sentence, Text, Words
from bpo.facts.reading.mapped import mapped_rows, number_in

BAD_NUMBER = Words("audit-number", en="{column}: {reason}", zh="{column}：{reason}")
TOO_FINE = Words(
    "audit-too-fine",
    en="{given} is no whole number of the smallest unit of {currency}",
    zh="{given} 不是 {currency} 最小单位的整数倍",
)
CUT = Words(
    "audit-row-cut",
    en="the row does not have the fields of the header, so its amount cannot be told",
    zh="该行字段与表头不符，无法确定金额",
)
NO_LINES = Words(
    "audit-no-lines",
    en="no row has an amount: is '{column}' its column?",
    zh="没有任何一行有金额：“{column}”是金额列吗？",
)
TWO_SUMS = Words(
    "audit-two-sums",
    en="rows {rows} all say that they are the invoice's {what}; narrow 'sums' in the mapping",
    zh="第 {rows} 行均为“{what}”；请收窄对照文件中的 sums",
)
WITHOUT_AMOUNT = Words(
    "audit-without-amount",
    en="without an amount, and so no lines: rows {rows}",
    zh="没有金额，不作为明细：第 {rows} 行",
)  # fmt: skip
SUMS: Mapping[str, Text] = {
    "net": Text(zh="不含税金额", en="net"),
    "tax": Text(zh="税额", en="tax"),
    "total": Text(zh="价税合计", en="total"),
    "payable": Text(zh="应付金额", en="amount payable"),
}
SHOWN_MAX = 8


def read_table(path: Path, mapping: InvoiceMapping, money: Money) -> Received:
    """The invoice of a workbook or CSV file.

    Args:
        money: of the contract, whose currency it is taken to be in.

    Raises:
        BpoError: if it is not the file that the mapping means, or with every cell that is no number.
    """
    lines: list[ReceivedLine] = []
    sums: dict[str, list[tuple[int, Decimal]]] = {name: [] for name in SUMS}
    empty: list[int] = []
    problems: list[Problem] = []
    named = {_bare(text): name for name in SUMS for text in getattr(mapping.sums, name)}
    for row, texts in mapped_rows(path, mapping.format, mapping.columns):
        where = Where(str(path), row)
        if texts is None:
            problems.append(Problem(CUT, where))
            continue
        try:
            line = _line(row, texts, mapping, money)
        except BpoError as error:
            problems += [Problem(one.words, where, one.values) for one in error.problems]
            continue
        if line is None:
            empty += [row] if texts["label"] else []
        elif (name := named.get(_bare(line.label))) is not None:
            sums[name].append((row, line.amount))
        else:
            lines.append(line)
    for name, found in sums.items():
        if len(found) > 1:
            rows = ", ".join(str(row) for row, _ in found)
            problems.append(Problem(TWO_SUMS, Where(str(path), found[1][0]), {"rows": rows, "what": SUMS[name]}))
    if not lines and not problems:
        problems.append(Problem(NO_LINES, Where(str(path)), {"column": mapping.map.amount, "page": PAGE}))
    if problems:
        raise BpoError(problems)
    with_tax = None if mapping.amounts is None else mapping.amounts == "with_tax"
    stated = {name: found[0][1] for name, found in sums.items() if found}
    return Received(
        str(path),
        tuple(lines),
        with_tax=with_tax,
        net=stated.get("net"),
        tax=stated.get("tax"),
        total=stated.get("total"),
        payable=stated.get("payable"),
        notes=_notes(empty),
    )


def _line(row: int, texts: Mapping[str, str], mapping: InvoiceMapping, money: Money) -> ReceivedLine | None:
    if not texts["amount"]:
        return None
    numbers = {}
    for name in ("amount", "quantity", "rate"):
        if texts.get(name):
            try:
                numbers[name] = number_in(texts[name].lstrip("¥￥$€£").strip(), mapping.format)
            except Mistake as mistake:
                column = getattr(mapping.map, name)
                raise fail(BAD_NUMBER, column=column, reason=Sentence(mistake.words, mistake.values)) from None
    if not money.is_payable(numbers["amount"]):
        raise fail(TOO_FINE, given=texts["amount"], currency=money.currency)
    amount = money.units(int(numbers["amount"] * 10**money.places))
    clause = texts.get("clause", "")
    return ReceivedLine(row, texts["label"], amount, clause, numbers.get("quantity"), numbers.get("rate"))


def _bare(label: str) -> str:
    """A label without case, space and the colon at its end."""
    return "".join(normal(label).casefold().split()).rstrip(":")


def _notes(empty: list[int]) -> tuple[Text, ...]:
    if not empty:
        return ()
    shown = ", ".join(str(row) for row in empty[:SHOWN_MAX]) + (" …" if len(empty) > SHOWN_MAX else "")
    values = {"rows": shown}
    return (Text(zh=WITHOUT_AMOUNT.say("zh", values), en=WITHOUT_AMOUNT.say("en", values)),)
