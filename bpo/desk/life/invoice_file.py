"""The tax office's export of invoices (电子税务局 全量发票查询导出), or any table with its headings: rows become invoices to record.

An invoice names its statements in the remark (备注), by their numbers; a red one names its original and its confirmation form there.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from bpo.core.errors import Problem, Where, fail
from bpo.core.fields import Mistake, normal, read_day, read_number
from bpo.core.words import Sentence, Words
from bpo.facts.reading.batch import LINE
from bpo.facts.reading.export import open_export
from bpo.facts.sources.excel import Excel
from bpo.facts.sources.source import Delimited

HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("数电发票号码", "数电票号码", "发票号码", "number"),
    "code": ("发票代码", "code"),
    "on": ("开票日期", "date"),
    "title": ("购买方名称", "购方名称", "buyer"),
    "tax_no": ("购方识别号", "购买方识别号", "buyer tax number"),
    "net": ("金额", "net"),
    "tax": ("税额", "tax"),
    "remark": ("备注", "remark"),
}
"""What a column may be called; of several that a file has, the first that is not empty in a row counts."""
NEEDED = ("number", "on", "net", "tax", "remark")
ORIGINAL = re.compile(r"被红冲蓝字[^：:]*号码\s*[：:]\s*(\d{20}|(?:\d{12}|\d{10})[-\s]?\d{8})")
CONFIRMATION = re.compile(r"信息(?:确认单|表)编号\s*[：:]\s*(\w+)")

NO_COLUMNS = Words(
    "fapiao-file-columns",
    en="the file has no column for {missing}; it needs {needed}, as the tax office's export has them",
    zh="文件缺少列：{missing}；须有 {needed}，即电子税务局导出的列名",
)
ROW_CUT = Words("fapiao-file-row", en="the row does not have the fields of the header", zh="该行字段与表头不符")
NOT_READ = Words("fapiao-file-value", en="{heading}: {reason}", zh="{heading}：{reason}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: an invoice, whose ``remark`` says what it is of."""

    line: int
    number: str
    on: date
    net: Decimal
    tax: Decimal
    title: str
    tax_no: str
    remark: str

    @property
    def original(self) -> str:
        found = ORIGINAL.search(self.remark)
        return found[1] if found is not None else ""

    @property
    def confirmation(self) -> str:
        found = CONFIRMATION.search(self.remark)
        return found[1] if found is not None else ""

    @property
    def is_red(self) -> bool:
        return self.net + self.tax < 0


@dataclass(frozen=True, slots=True)
class _Laid:
    """How the readers of exports are asked: for which columns, of a file of which kind."""

    format: Delimited | Excel
    map: Mapping[str, tuple[str, ...]]
    timezone: str = "UTC"


def read_rows(path: Path) -> Iterator[Row | Problem]:
    """Every row of the file, in its order; one that cannot be read as a problem with its line.

    Raises:
        BpoError: if the file has no table with the headings.
    """
    is_text = path.suffix.lower() in (".csv", ".txt", ".tsv")
    form = Delimited(kind="delimited") if is_text else Excel(kind="excel", header_has=("开票日期",))
    laid = _Laid(form, HEADINGS)
    export = open_export(path, laid)
    columns = {name: [one for one in names if one in export.columns] for name, names in HEADINGS.items()}
    missing = [HEADINGS[name][-2] for name in NEEDED if not columns[name]]
    if missing:
        raise fail(NO_COLUMNS, Where(str(path)), missing=missing, needed=[HEADINGS[name][-2] for name in NEEDED])
    for batch in export.batches(laid, {one for names in columns.values() for one in names}):
        found: list[tuple[int, Row | Problem]] = []
        for row in batch.rows.iter_rows(named=True):
            texts = {name: _first(row, names) for name, names in columns.items()}
            found.append((row[LINE], _row(path, row[LINE], texts)))
        for fault in batch.faults.iter_rows():
            found.append((fault[0], Problem(ROW_CUT, Where(str(path), fault[0]), {})))
        yield from (one for _, one in sorted(found, key=lambda pair: pair[0]))


def _first(row: Mapping[str, object], names: list[str]) -> str:
    texts = (normal(str(row[name])) for name in names if row[name] is not None)
    return next((text for text in texts if text), "")


def _row(path: Path, line: int, texts: Mapping[str, str]) -> Row | Problem:
    name = "on"
    try:
        on = _day(texts["on"])
        name = "net"
        net = _money(texts["net"])
        name = "tax"
        tax = _money(texts["tax"])
    except Mistake as mistake:
        values = {"heading": HEADINGS[name][0], "reason": Sentence(mistake.words, mistake.values)}
        return Problem(NOT_READ, Where(str(path), line), values)
    number = texts["number"]
    if texts["code"] and len(number) == 8:
        number = f"{texts['code']}-{number}"
    return Row(line, number, on, net, tax, texts["title"], texts["tax_no"], texts["remark"])


def _day(text: str) -> date:
    """A day, with or without a time: ``2026-04-15 10:20:33``."""
    first = text.replace("/", "-").split("T")[0].split(" ")[0]
    return datetime.strptime(first, "%Y%m%d").date() if re.fullmatch(r"\d{8}", first) else read_day(first)


def _money(text: str) -> Decimal:
    """In cents, as the tax office has it."""
    number = read_number(text)
    return Decimal(number.numerator) / Decimal(number.denominator)
