"""A bank's CSV file or workbook: every row becomes money that came in, or is set aside with its reason."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from bpo.bank.reading import read_bank_file
from bpo.bank.rows import BankFile
from bpo.core.errors import BpoError

MAPPING = """\
bank: icbc
account: "0200 0012"
currency: CNY
format: {kind: delimited, encoding: gb18030, skip: 1}
map:
  day: 交易日期
  credit: 贷方发生额
  debit: 借方发生额
  payer: 对方户名
  payer_account: 对方账号
  text: [摘要, 附言]
  reference: 流水号
files: "icbc_*.csv"
"""
EXPORT = """\
账号：0200 0012
交易日期,流水号,借方发生额,贷方发生额,对方户名,对方账号,摘要,附言
20260331,A1,,"110,000.00",某银行（上海）有限公司,0123,转账,INV20260001
2026-04-01 09:15:00,A2,12.50,,工商银行,,手续费,
2026年4月2日,A3,,98000.5,某银行（上海）有限公司,0123,转账,
2026-04-03,A4,,0.00,,,结息,
not a day,A5,,1.00,,,,
2026-04-04,A6,,1.005,,,,
2026-04-05,A7,,,,,,
合计,,12.50,"208,000.50",,,,
"""


def desk(tmp_path: Path, mapping: str = MAPPING, export: str = EXPORT, encoding: str = "gb18030") -> BankFile:
    (tmp_path / "banks").mkdir(exist_ok=True)
    (tmp_path / "banks" / "icbc.yaml").write_text(mapping, encoding="utf-8")
    file = tmp_path / "icbc_2026-04.csv"
    file.write_text(export, encoding=encoding)
    return read_bank_file(file, None, tmp_path / "banks")


def test_every_row_of_a_csv_file_is_accounted_for(tmp_path: Path) -> None:
    found = desk(tmp_path)
    assert [(one.day.isoformat(), str(one.amount), one.payer, one.payer_account, one.text) for one in found.lines] == [
        ("2026-03-31", "110000.00", "某银行(上海)有限公司", "0123", "转账 INV20260001"),
        ("2026-04-02", "98000.50", "某银行(上海)有限公司", "0123", "转账"),
    ]
    assert {one.account for one in found.lines} == {"0200 0012"}
    assert [(one.row, one.why.say("en")) for one in found.aside] == [
        (4, "goes out: 12.50 CNY"),
        (6, "is of no amount"),
        (
            7,
            "cannot be read: 'not a day' is no day; if it is written otherwise than 2026-03-31, say so by 'day_format', such as %d.%m.%Y",
        ),
        (8, "cannot be read: 1.005 is no whole number of the smallest unit of CNY"),
        (9, "cannot be read: neither money in nor money out stands there"),
        (
            10,
            "cannot be read: '合计' is no day; if it is written otherwise than 2026-03-31, say so by 'day_format', such as %d.%m.%Y",
        ),
    ]
    assert (found.rows, found.places) == (8, (3, 5))


def test_read_twice_it_gives_the_same_lines(tmp_path: Path) -> None:
    first = desk(tmp_path)
    assert desk(tmp_path) == first
    longer = desk(tmp_path, export=EXPORT + "2026-04-30,A9,,5.00,,,,\n")
    assert {one.id for one in first.lines} < {one.id for one in longer.lines}


def test_rows_that_say_the_same_are_two_and_stay_two(tmp_path: Path) -> None:
    """Without a reference of the bank they are told apart by their count, in a file of one day as in one of the month."""
    mapping = MAPPING.replace("  reference: 流水号\n", "")
    row = "2026-04-02,,,50.00,Shop,,fee,\n"
    head = "".join(EXPORT.splitlines(keepends=True)[:2])
    one_day = desk(tmp_path, mapping, head + row + row)
    month = desk(
        tmp_path, mapping, head + "2026-04-01,,,50.00,Shop,,fee,\n" + row + row + "2026-04-03,,,50.00,Shop,,fee,\n"
    )
    assert len({one.id for one in one_day.lines}) == 2
    assert {one.id for one in one_day.lines} == {one.id for one in month.lines if one.day.day == 2}


def test_an_amount_with_a_column_that_says_which_way(tmp_path: Path) -> None:
    mapping = """\
bank: chase
account: "77"
format: {kind: delimited, separator: semicolon, decimal_comma: yes}
map: {day: Date, amount: Amount, direction: D/C, currency: Ccy, text: Note, charges: Fees}
incoming: C
day_format: "%d.%m.%Y"
files: ["*.csv"]
"""
    rows = "Date;Amount;D/C;Ccy;Note;Fees\n31.03.2026;1.234,56;C;EUR;INV-1;-7,50\n01.04.2026;5,00;D;EUR;;\n02.04.2026;100;C;JPY;;\n02.04.2026;1,5;C;JPY;;\n02.04.2026;1,5;C;XXQ;;\n"
    found = desk(tmp_path, mapping, rows, "utf-8")
    assert [(str(one.amount), one.currency, one.charges) for one in found.lines] == [
        ("1234.56", "EUR", Decimal("7.50")),
        ("100", "JPY", 0),
    ]
    assert [one.why.say("en") for one in found.aside] == [
        "goes out: 5.00 EUR",
        "cannot be read: 1,5 is no whole number of the smallest unit of JPY",
        "cannot be read: 1,5 is no whole number of the smallest unit of XXQ",
    ]


def test_a_workbook(tmp_path: Path) -> None:
    mapping = MAPPING.replace("{kind: delimited, encoding: gb18030, skip: 1}", "{kind: excel, header_has: 交易日期}")
    (tmp_path / "banks").mkdir()
    file = tmp_path / "banks" / "icbc.yaml"
    file.write_text(mapping, encoding="utf-8")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["账号：0200 0012"])
    sheet.append(["交易日期", "流水号", "借方发生额", "贷方发生额", "对方户名", "对方账号", "摘要", "附言"])
    sheet.append(["2026-03-31", "A1", None, 110000, "Bank", "0123", "转账", "INV-2026-0001"])
    sheet.append(["2026-04-01", "A2", 12.5, None, "ICBC", None, "手续费", None])
    book.save(tmp_path / "export.xlsx")
    found = read_bank_file(tmp_path / "export.xlsx", file, tmp_path)
    assert [(str(one.amount), one.text) for one in found.lines] == [("110000.00", "转账 INV-2026-0001")]
    assert [one.why.say("zh") for one in found.aside] == ["为支出：12.50 CNY"]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("  credit: 贷方发生额\n  debit: 借方发生额\n", "", "bank-map-amount", 6),
        ("currency: CNY\n", "", "bank-map-currency", 1),
        (
            "  credit: 贷方发生额\n  debit: 借方发生额\n",
            "  amount: 贷方发生额\n  direction: 摘要\n",
            "bank-map-incoming",
            1,
        ),
        ("bank: icbc", "bank: icbc\nincoming: [贷]", "field-unused", 2),
        ("currency: CNY", "currency: RMB", "currency-unknown", 3),
        ("payer: 对方户名", "payer: 对方", "mapped-no-column", 0),
        ("icbc_*", "boc_*", "bank-no-mapping", 0),
    ],
)
def test_what_is_wrong_with_a_mapping(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    assert old in MAPPING
    with pytest.raises(BpoError) as error:
        desk(tmp_path, MAPPING.replace(old, new))
    (problem,) = error.value.problems
    assert problem.where is not None
    assert (problem.code, problem.where.line) == (code, line)


def test_two_mappings_for_one_file(tmp_path: Path) -> None:
    desk(tmp_path)
    (tmp_path / "banks" / "other.yaml").write_text(MAPPING, encoding="utf-8")
    with pytest.raises(BpoError, match=r"icbc.yaml, other.yaml all say that they are for this file"):
        read_bank_file(tmp_path / "icbc_2026-04.csv", None, tmp_path / "banks")


def test_another_file_is_told_as_what_it_is(tmp_path: Path) -> None:
    source = tmp_path / "calls.yaml"
    source.write_text("source: calls\nmap: {a: b}\n", encoding="utf-8")
    with pytest.raises(
        BpoError, match=r"this is a source file, where what maps the columns of a bank's export is expected"
    ):
        read_bank_file(Path(__file__), source, tmp_path)
    with pytest.raises(BpoError, match="there is no such file"):
        read_bank_file(tmp_path / "none.csv", source, tmp_path)
