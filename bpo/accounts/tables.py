"""Vouchers as CSV, a row a posting, with the columns of an accounting system.

Each template is a list of headings with what stands under them; another system is one more list.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bpo.accounts.vouchers import Posting, Voucher
from bpo.core.words import Lang


@dataclass(frozen=True, slots=True)
class Row:
    """A posting with its voucher: ``position`` counts vouchers and ``line`` postings in one, from 1."""

    voucher: Voucher
    posting: Posting
    position: int
    line: int
    company: str
    lang: Lang

    @property
    def debit(self) -> str:
        return f"{self.posting.amount:f}" if self.posting.amount > 0 else ""

    @property
    def credit(self) -> str:
        return f"{-self.posting.amount:f}" if self.posting.amount < 0 else ""

    @property
    def text(self) -> str:
        return f"{self.voucher.text.say(self.lang)} {self.voucher.about} {self.voucher.client}"


Template = tuple[tuple[str, Callable[[Row], str]], ...]

YONYOU: Template = (
    ("制单日期", lambda row: f"{row.voucher.day:%Y-%m-%d}"),
    ("凭证类别", lambda _: "记"),
    ("凭证号", lambda row: str(row.position)),
    ("附单据数", lambda _: "1"),
    ("摘要", lambda row: row.text),
    ("科目编码", lambda row: row.posting.account),
    ("币种", lambda row: row.voucher.currency),
    ("借方金额", lambda row: row.debit),
    ("贷方金额", lambda row: row.credit),
    ("客户", lambda row: row.voucher.client),
    ("票据号", lambda row: row.voucher.number),
)
KINGDEE: Template = (
    ("日期", lambda row: f"{row.voucher.day:%Y-%m-%d}"),
    ("会计年度", lambda row: f"{row.voucher.day:%Y}"),
    ("会计期间", lambda row: str(row.voucher.day.month)),
    ("凭证字", lambda _: "记"),
    ("凭证号", lambda row: str(row.position)),
    ("分录号", lambda row: str(row.line)),
    ("摘要", lambda row: row.text),
    ("科目代码", lambda row: row.posting.account),
    ("币别代码", lambda row: row.voucher.currency),
    ("原币金额", lambda row: f"{abs(row.posting.amount):f}"),
    ("借方", lambda row: row.debit),
    ("贷方", lambda row: row.credit),
    ("核算项目", lambda row: row.voucher.client),
    ("参考信息", lambda row: row.voucher.number),
)
SAP: Template = (
    ("BUKRS", lambda row: row.company),
    ("BLART", lambda _: "SA"),
    ("BLDAT", lambda row: f"{row.voucher.day:%Y%m%d}"),
    ("BUDAT", lambda row: f"{row.voucher.day:%Y%m%d}"),
    ("WAERS", lambda row: row.voucher.currency),
    ("XBLNR", lambda row: row.voucher.number[:16]),
    ("BKTXT", lambda row: row.voucher.about[:25]),
    ("BUZEI", lambda row: str(row.line)),
    ("SHKZG", lambda row: "S" if row.posting.amount > 0 else "H"),
    ("HKONT", lambda row: row.posting.account),
    ("WRBTR", lambda row: f"{abs(row.posting.amount):f}"),
    ("ZUONR", lambda row: row.voucher.about[:18]),
    ("SGTXT", lambda row: row.text[:50]),
)
NETSUITE: Template = (
    ("External ID", lambda row: row.voucher.number),
    ("Date", lambda row: f"{row.voucher.day:%Y-%m-%d}"),
    ("Subsidiary", lambda row: row.company),
    ("Currency", lambda row: row.voucher.currency),
    ("Account", lambda row: row.posting.account),
    ("Debit", lambda row: row.debit),
    ("Credit", lambda row: row.credit),
    ("Name", lambda row: row.voucher.client),
    ("Memo", lambda row: row.text),
)
TEMPLATES: Mapping[str, Template] = {"yonyou": YONYOU, "kingdee": KINGDEE, "sap": SAP, "netsuite": NETSUITE}


def table_csv(vouchers: Sequence[Voucher], system: str, company: str, lang: Lang) -> str:
    """The CSV of a system, with its headings."""
    template, out = TEMPLATES[system], io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([heading for heading, _ in template])
    for position, voucher in enumerate(vouchers, start=1):
        for line, posting in enumerate(voucher.postings, start=1):
            row = Row(voucher, posting, position, line, company, lang)
            writer.writerow([_inert(value(row)) for _, value in template])
    return out.getvalue()


def _inert(text: str) -> str:
    """A text that a spreadsheet would run as a formula is led by an apostrophe; an amount is no text."""
    formula = text.startswith(("=", "+", "@")) or (text[:1] == "-" and not text[1:2].isdigit())
    return f"'{text}" if formula else text
