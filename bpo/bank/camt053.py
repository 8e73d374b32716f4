"""Account statements of banks as camt.053 (ISO 20022, Bank-to-Customer Statement), of any version since 001.02.

A file is read element by element, so that one of any length costs the memory of one entry. What declares a document type is refused:
no bank writes one, and one can make a small file endless.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.parsers import expat

from bpo.bank.rows import PENDING, REVERSAL, UNREADABLE, Aside, Entry
from bpo.core.documents import NOT_FOUND, NOT_READABLE
from bpo.core.errors import Where, fail
from bpo.core.fields import Mistake, read_day
from bpo.core.money import Money
from bpo.core.words import Sentence, Words

BLOCK = 1 << 16
DEEPEST = 60
AMOUNT = re.compile(r"\d{1,18}(?:\.\d{0,5})?")

HAS_DTD = Words(
    "camt-dtd",
    en="the file declares a document type, which no statement of a bank does; ask the bank for the file as it is sent",
    zh="该文件含有文档类型声明（DTD），银行对账单不会有；请向银行索取原始文件",
)
BROKEN = Words("camt-broken", en="the file is no whole XML document: {reason}", zh="该文件不是完整的 XML：{reason}")
NO_STATEMENT = Words(
    "camt-none",
    en="the file is XML and no account statement (camt.053): it has no <BkToCstmrStmt>",
    zh="该 XML 文件不是账户对账单（camt.053）：没有 <BkToCstmrStmt>",
)
NO_AMOUNT = Words(
    "camt-amount",
    en="it has no amount that {currency} can have: '{given}'",
    zh="金额 '{given}' 不是 {currency} 的有效金额",
)
NO_DAY = Words("camt-day", en="it has neither a value day nor a booking day", zh="没有起息日，也没有记账日")


@dataclass
class Element:
    """An element with what is in it, by the local names of their tags."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    inside: list["Element"] = field(default_factory=list)

    def all(self, path: str) -> list["Element"]:
        """Those at a path of names, such as ``NtryDtls/TxDtls``."""
        found = [self]
        for name in path.split("/"):
            found = [one for here in found for one in here.inside if one.tag == name]
        return found

    def first(self, *paths: str) -> str:
        """The text at the first of these paths that has one."""
        return next((text for path in paths for one in self.all(path) if (text := one.text.strip())), "")


def is_camt(start: bytes) -> bool:
    """Whether a file begins as XML does."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<Document", b"<!DOCTYPE"))


def camt_rows(path: Path) -> Iterator[Entry | Aside]:
    """Every entry of the file: a batch that lists its payments as these, else as one.

    Raises:
        BpoError: if it is no whole XML, declares a document type, or is no account statement.
    """
    reader = _Reader()
    try:
        with path.open("rb") as file:
            while not reader.ended:
                block = file.read(BLOCK)
                reader.feed(block)
                for account, entry in reader.take():
                    yield from _rows(account, entry)
    except FileNotFoundError:
        raise fail(NOT_FOUND, Where(str(path))) from None
    except OSError as error:
        raise fail(NOT_READABLE, Where(str(path)), reason=error.strerror or str(error)) from None
    except expat.ExpatError as error:
        raise fail(BROKEN, Where(str(path), error.lineno), reason=expat.ErrorString(error.code)) from None
    except Mistake as mistake:
        raise fail(mistake.words, Where(str(path), reader.line), **mistake.values) from None
    if not reader.is_statement:
        raise fail(NO_STATEMENT, Where(str(path)))


class _Reader:
    """Keeps the path to where it is, the account of the statement, and each entry until it is whole."""

    def __init__(self) -> None:
        self.ended = self.is_statement = False
        self._open: list[Element] = []
        self._account = Element("Acct", 0)
        self._done: list[tuple[Element, Element]] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._begin, self._end
        self._parser.CharacterDataHandler = self._letters

    @property
    def line(self) -> int:
        return self._parser.CurrentLineNumber

    def feed(self, block: bytes) -> None:
        self._parser.Parse(block, not block)
        self.ended = not block

    def take(self) -> list[tuple[Element, Element]]:
        done, self._done = self._done, []
        return done

    def _refuse(self, *_declared: object) -> None:
        raise Mistake(HAS_DTD)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= DEEPEST:
            raise Mistake(BROKEN, reason=f"> {DEEPEST}")
        name = tag.rpartition(" ")[2]
        self.is_statement = self.is_statement or name == "BkToCstmrStmt"
        self._open.append(Element(name, self.line, attributes))

    def _letters(self, text: str) -> None:
        self._open[-1].text += text

    def _end(self, _tag: str) -> None:
        done = self._open.pop()
        above = self._open[-1].tag if self._open else ""
        if (above, done.tag) == ("Stmt", "Acct"):
            self._account = done
        elif (above, done.tag) == ("Stmt", "Ntry"):
            self._done.append((self._account, done))
        elif self._open and any(one.tag in ("Ntry", "Acct") for one in self._open):
            self._open[-1].inside.append(done)


def _rows(account: Element, entry: Element) -> Iterator[Entry | Aside]:
    """An entry, or each payment of a batch."""
    status = entry.first("Sts/Cd", "Sts/Prtry", "Sts")
    parts = entry.all("NtryDtls/TxDtls")
    whole = [entry, *parts[:1]] if len(parts) <= 1 else [entry]
    try:
        amount, currency = _amount(entry)
        if status and status != "BOOK":
            yield Aside(entry.line, Sentence(PENDING, {"status": status}))
        elif entry.first("RvslInd") in ("true", "1"):
            yield Aside(entry.line, Sentence(REVERSAL, {"amount": amount, "currency": currency}))
        elif len(parts) > 1 and (shares := _shares(entry, parts, amount)) is not None:
            for part, share in zip(parts, shares, strict=True):
                yield _entry(account, entry, [part], share, currency)
        else:
            yield _entry(account, entry, whole, amount, currency)
    except Mistake as mistake:
        yield Aside(entry.line, Sentence(UNREADABLE, {"reason": Sentence(mistake.words, mistake.values)}))


def _amount(element: Element, path: str = "Amt") -> tuple[Decimal, str]:
    """The amount with its currency; XML writes it with a point and without anything between the thousands."""
    found = element.all(path)
    text, currency = (found[0].text.strip(), found[0].attributes.get("Ccy", "")) if found else ("", "")
    try:
        payable = Money(currency).is_payable(Fraction(text)) if AMOUNT.fullmatch(text) else False
    except ValueError:  # there is no such currency
        payable = False
    if not payable:
        raise Mistake(NO_AMOUNT, given=text[:40], currency=currency or "?")
    return Decimal(text), currency


def _shares(entry: Element, parts: list[Element], amount: Decimal) -> list[Decimal] | None:
    """What each payment of a batch is, if each says so and together they are the entry; else the batch is one row."""
    shares = []
    for part in parts:
        path = next((one for one in ("Amt", "AmtDtls/TxAmt/Amt") if part.all(one)), None)
        if path is None or part.all(path)[0].attributes.get("Ccy") != entry.all("Amt")[0].attributes.get("Ccy"):
            return None
        shares.append(_amount(part, path)[0])
    return shares if sum(shares) == amount else None


def _entry(account: Element, entry: Element, places: list[Element], amount: Decimal, currency: str) -> Entry:
    """``places`` are looked at from the last one: details of a payment say more than its entry."""
    told = list(reversed(places))

    def first(*paths: str) -> str:
        return next((text for one in told if (text := one.first(*paths))), "")

    sign = 1 if (told[0].first("CdtDbtInd") or entry.first("CdtDbtInd")) == "CRDT" else -1
    party = "RltdPties/Dbtr" if sign > 0 else "RltdPties/Cdtr"
    remitted = [
        *(
            one.text
            for part in told
            for path in (
                "RmtInf/Ustrd",
                "RmtInf/Strd/RfrdDocInf/Nb",
                "RmtInf/Strd/CdtrRefInf/Ref",
                "RmtInf/Strd/AddtlRmtInf",
            )
            for one in part.all(path)
        ),
        *(text for text in (first("Refs/EndToEndId"),) if text != "NOTPROVIDED"),
        first("AddtlTxInf", "AddtlNtryInf"),
    ]
    return Entry(
        row=told[0].line,
        account=account.first("Id/IBAN", "Id/Othr/Id"),
        day=_day(entry),
        currency=currency,
        amount=sign * abs(amount),
        payer=first(f"{party}/Pty/Nm", f"{party}/Nm"),
        payer_account=first(f"{party}Acct/Id/IBAN", f"{party}Acct/Id/Othr/Id"),
        text=" ".join(dict.fromkeys(text.strip() for text in remitted if text.strip())),
        reference=first("Refs/AcctSvcrRef", "AcctSvcrRef"),
        charges=_charges(told, currency),
    )


def _day(entry: Element) -> date:
    """The day from which the money is ours: the value day, else the day of booking."""
    text = entry.first("ValDt/Dt", "ValDt/DtTm", "BookgDt/Dt", "BookgDt/DtTm")
    try:
        return read_day(text[:10])
    except Mistake:
        raise Mistake(NO_DAY) from None


def _charges(places: list[Element], currency: str) -> Decimal:
    """Charges that were taken from the payment, in its own currency."""
    found = [one for part in places for path in ("Chrgs/Rcrd", "Chrgs") for one in part.all(path)]
    taken = [one for one in found if one.all("Amt") and one.first("CdtDbtInd") != "CRDT"]
    return sum((value for one in taken for value, code in (_amount(one),) if code == currency), Decimal(0))
