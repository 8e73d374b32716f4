"""Tax invoices and corrections from the command line: 10,600 and 5,300 a month with 6% in them, 15,900 and 900 of tax."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bpo.desk.life import crediting, issuing
from bpo.invoice import Bill, files_of
from tests.cli.desk import Desk, new_desk
from tests.cli.test_late_records import late_calls

CONTRACT = """\
contract: bank
title: Bank hotline
currency: CNY
language: en
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Little Voices Ltd, tax_no: 91310000AAAA}
client: {name: {zh: 匿名银行, en: Anonymous Bank}, tax_no: 91310000BBBB}
prices: {tax: included, rate: 6%}
terms:
  - {id: calls, model: fixed, label: Calls, amount: 10600}
  - {id: desk, model: fixed, label: Desk, amount: 5300}
"""
FAPIAO = "billing: {fapiao: {code: '3040205010000000000', item: 呼叫中心服务}}\n"
ONE, TWO, THREE = "26312000000012345678", "26312000000012345679", "26312000000012345680"
JAN, FEB = "bank-2026-01-r1", "bank-2026-02-r1"


def draw_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(bill: Bill, folder: Path, templates: Path | None = None) -> dict[Path, bytes]:
        pdf, _, book = files_of(bill, folder)
        return {file: f"{bill.number} {bill.drawn_on} {bill.statement.total}".encode() for file in (pdf, book)}

    for module in (issuing, crediting):
        monkeypatch.setattr(module, "draw_issued", draw)


def calls_desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk whose contract counts calls, with January billed."""
    draw_plainly(monkeypatch)
    made = new_desk(folder)
    made.write("bpo.yaml", "four_eyes: no\n")
    made.run("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml")
    assert made.run("bill", "contracts/desk.yaml", "--period", "2026-01").code == 0
    return made


@pytest.fixture
def desk(tmp_path: Path, plain_files: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """January and February are with the client as S-2026-0001 and S-2026-0002."""

    draw_plainly(monkeypatch)
    made = new_desk(tmp_path / "work")
    made.write("contracts/bank.yaml", CONTRACT + FAPIAO)
    made.write("bpo.yaml", "four_eyes: no\n")
    for month in ("2026-01", "2026-02"):
        assert made.run("bill", "contracts/bank.yaml", "--period", month).code == 0
    for verb in (("approve",), ("issue", "--date", "2026-03-05"), ("sent", "--on", "2026-03-05")):
        said = made.run(verb[0], JAN, FEB, *verb[1:])
        assert said.code == 0, said.err
    return made


def life(desk: Desk, statement: str) -> dict[str, Any]:
    """Its life after an event that is refused changes nothing."""
    found: dict[str, Any] = desk.json("confirm", statement, "--on", "2026-03-06")[0]["life"]
    return found


def test_one_invoice_covers_two_months(desk: Desk) -> None:
    """31,800 with 1,800 of tax; nothing is left to be invoiced then, and the number is taken."""
    (told,) = desk.json("fapiao", "add", ONE, "--of", JAN, "--of", FEB, "--date", "2026-03-15", "--title", "匿名银行")
    assert (told["invoice"]["net"], told["invoice"]["tax"], told["findings"]) == ("30000.00", "1800.00", [])
    listed = desk.json("fapiao", "list")
    assert [one["shares"] for one in listed["invoices"]] == [{JAN: "15900.00", FEB: "15900.00"}]
    assert listed["uninvoiced"] == []
    said = desk.run("fapiao", "add", TWO, "--of", JAN)
    assert (said.code, "nothing of 'bank-2026-01-r1' is still to be invoiced" in said.err) == (1, True)
    said = desk.run("fapiao", "add", ONE, "--of", f"{JAN}=1")
    assert (said.code, "is recorded already" in said.err) == (1, True)


def test_one_month_on_two_invoices(desk: Desk) -> None:
    """10,600 and then the rest: 5,300, of which 300 is tax. A cent more than is owed is refused, and nothing is stored of it."""
    assert desk.run("fapiao", "add", ONE, "--of", f"{JAN}=10600").code == 0
    said = desk.run("fapiao", "add", TWO, "--of", f"{JAN}=5300.01")
    assert (said.code, "15,900.01" in said.err) == (1, True)
    assert [one["number"] for one in desk.json("fapiao", "list")["invoices"]] == [ONE]
    assert desk.run("fapiao", "add", TWO, "--of", JAN).out == f"invoice {TWO}: 5,300.00 CNY, of which 300.00 tax\n"


def test_what_the_tax_office_has_otherwise_is_told_and_recorded(desk: Desk) -> None:
    said = desk.run(
        "fapiao", "add", ONE, "--of", JAN, "--title", "匿名银行股份", "--net", "15000.10", "--tax", "899.90"
    )
    assert said.code == 0
    assert "made out to '匿名银行股份', and the client of 'bank-2026-01-r1' is '匿名银行'" in said.err
    assert "has 899.90 of tax, and its statements 900.00, which is 0.10 apart" in said.err


def test_the_lines_of_a_credit_note_are_those_of_a_red_invoice(desk: Desk) -> None:
    """Half of the desk is 2,650.00 with 150.00 of tax, an allowance; what is left of the statement then is taken back whole, with its months."""
    desk.run("fapiao", "add", ONE, "--of", JAN)
    desk.json("credit", JAN, "--line", "desk=2650", "--reason", "half a month", "--date", "2026-03-20")
    (told,) = desk.json("fapiao", "lines", "CN-2026-0001")
    assert (told["original"], told["reason"], told["net"], told["tax"]) == (ONE, "half a month", "-2500.00", "-150.00")
    assert [(line["clause"], line["amount"], line["quantity"]) for line in told["lines"]] == [
        ("desk", "-2650.00", None)
    ]
    desk.json("credit", JAN, "--whole", "--reason", "cancelled", "--date", "2026-03-21")
    said = desk.run("fapiao", "lines", "CN-2026-0002")
    assert said.out.startswith("CN-2026-0002: 2 lines, -12,500.00 CNY + -750.00 CNY tax = -13,250.00 CNY\n")
    assert "2026-01/CN-2026-0002-fapiao.xlsx" in said.out and "2026-01/CN-2026-0002-fapiao.json" in desk.files()


def test_a_red_invoice_takes_back_a_part_and_then_the_rest(desk: Desk) -> None:
    """5,300 of 31,800 have 300 of tax; what is left has 1,500."""
    desk.run("fapiao", "add", ONE, "--of", JAN, "--of", FEB)
    red = ("--original", ONE, "--confirmation", "3100012603150001")
    said = desk.run("fapiao", "red", TWO, *red, "--of", f"{FEB}=5300")
    assert (said.code, "owes a reason" in said.err) == (1, True)
    (told,) = desk.json("fapiao", "red", TWO, *red, "--of", f"{FEB}=5300", "--reason", "counted twice")
    assert (told["invoice"]["net"], told["invoice"]["tax"]) == ("-5000.00", "-300.00")
    assert desk.json("fapiao", "list")["uninvoiced"] == [
        {"statement": FEB, "currency": "CNY", "whole": "15900.00", "invoiced": "10600.00", "left": "5300.00"}
    ]
    (told,) = desk.json("fapiao", "red", THREE, *red, "--reason", "cancelled")
    assert (told["invoice"]["net"], told["invoice"]["tax"]) == ("-25000.00", "-1500.00")
    said = desk.run("fapiao", "red", THREE[:-1] + "9", *red, "--reason", "again")
    assert (said.code, "nothing is left of invoice" in said.err) == (1, True)


def test_a_wrong_title_is_reissued_both_or_neither(desk: Desk) -> None:
    desk.run("fapiao", "add", ONE, "--of", JAN, "--title", "旧名称")
    again = (
        "fapiao",
        "reissue",
        ONE,
        "--red",
        TWO,
        "--confirmation",
        "C1",
        "--title",
        "匿名银行",
        "--reason",
        "wrong title",
    )
    assert desk.run(*again, "--new", ONE).code == 1
    assert len(desk.json("fapiao", "list")["invoices"]) == 1
    told = desk.json(*again, "--new", THREE)
    assert [(one["invoice"]["total"], one["invoice"]["title"]) for one in told] == [
        ("-15900.00", "旧名称"),
        ("15900.00", "匿名银行"),
    ]
    assert [one["statement"] for one in desk.json("fapiao", "list")["uninvoiced"]] == [FEB]


def test_a_contract_that_is_paid_without_a_tax_invoice_waits_for_none(desk: Desk) -> None:
    """A statement in USD is its own invoice; where its due day counts from a tax invoice it waits for one, and stays while it has a part."""
    dollars = CONTRACT.replace("CNY", "USD").replace("contract: bank", "contract: abroad")
    after = dollars.replace("contract: abroad", "contract: waits") + "billing: {due: 30 days after tax invoice}\n"
    for name, text in (("abroad", dollars), ("waits", after)):
        desk.write(f"contracts/{name}.yaml", text)
        assert desk.run("bill", f"contracts/{name}.yaml", "--period", "2026-01").code == 0
        said = desk.run("issue", f"{name}-2026-01-r1")
        assert "cannot be issued now; it can be when it is approved" in said.err
        for verb in (("approve",), ("issue", "--date", "2026-03-05"), ("sent", "--on", "2026-03-05")):
            assert desk.run(verb[0], f"{name}-2026-01-r1", *verb[1:]).code == 0
    assert [one["statement"] for one in desk.json("fapiao", "list")["uninvoiced"]] == [JAN, FEB, "waits-2026-01-r1"]
    desk.run("fapiao", "add", ONE, "--of", "abroad-2026-01-r1=5900")
    left = {one["statement"]: one["left"] for one in desk.json("fapiao", "list")["uninvoiced"]}
    assert left["abroad-2026-01-r1"] == "10000.00"


def test_the_register_breaks_no_id(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    desk.run("fapiao", "add", ONE, "--of", JAN, "--of", f"{FEB}=5300")
    said = desk.run("fapiao", "list").out
    assert f"{JAN} 15,900.00, {FEB} 5,300.00" in said, said


def read(desk: Desk) -> dict[str, Any]:
    said = desk.run("fapiao", "read", "exports/fapiao.csv", "--format", "json")
    assert said.code == 1, "rows are set aside"
    found: dict[str, Any] = json.loads(said.out)
    return found


HEADINGS = "序号,发票代码,发票号码,数电发票号码,购方识别号,购买方名称,开票日期,金额,税额,价税合计,备注\n"


def test_the_tax_offices_export_is_read_and_read_again(desk: Desk) -> None:
    """A month by its number in the remark, both months together, a red one; a row without a statement and one without a day stay out."""
    red = f"被红冲蓝字数电发票号码：{ONE} 红字发票信息确认单编号：31000126031500012345"
    rows = [
        f"1,,,{TWO},,匿名银行,2026-03-16 10:20:33,-5000,-300,-5300,{red}",
        f"2,,,{ONE},91310000BBBB,匿名银行,2026-03-15 10:20:33,15000.00,900.00,15900.00,结算单 s-2026-0001",
        f"3,,,{THREE},,匿名银行,2026-03-15,15000,900,15900,S20260002",
        "4,,,26312000000000000001,,匿名银行,2026-03-15,1,0,1,no number",
        "5,,,26312000000000000002,,匿名银行,15.3.,1,0,1,S-2026-0001",
    ]
    desk.write("exports/fapiao.csv", HEADINGS + "\n".join(rows) + "\n")
    told = read(desk)
    assert [one["number"] for one in told["entered"]] == [ONE, THREE, TWO]
    assert (told["rows"], told["known"], len(told["aside"])) == (5, [], 2)
    assert "fapiao.csv:5: invoice 26312000000000000001 names no statement" in "".join(told["aside"])
    assert "fapiao.csv:6: 开票日期" in "".join(told["aside"])
    assert [one["left"] for one in desk.json("fapiao", "list")["uninvoiced"]] == ["5300.00"]
    again = read(desk)
    assert (again["entered"], len(again["known"]), len(again["aside"])) == ([], 3, 2)


def test_a_credit_note_of_a_line_and_then_of_the_rest(desk: Desk) -> None:
    """Half of 5,300 is given back, then the 13,250 that are left: nothing is owed."""
    said = desk.run("credit", JAN, "--line", "desk=2650")
    assert (said.code, "owes a reason" in said.err) == (1, True)
    told = desk.json("credit", JAN, "--line", "desk=2650", "--reason", "half a month", "--date", "2026-03-20")
    assert (told["number"], told["amount"], told["life"]["owed"]) == ("CN-2026-0001", "-2650.00", "13250.00")
    assert [Path(file).name for file in told["files"]] == [
        "bank-2026-01-CN-2026-0001.pdf",
        "bank-2026-01-CN-2026-0001.xlsx",
    ]
    said = desk.run("credit", JAN, "--line", "desk=2650.01", "--reason", "more")
    assert (said.code, "2,650.00 is left of line 'desk'" in said.err) == (1, True)
    told = desk.json("credit", JAN, "--whole", "--reason", "cancelled", "--date", "2026-03-21")
    assert (told["number"], told["amount"], told["life"]["owed"], told["life"]["state"]) == (
        "CN-2026-0002", "-13250.00", "0.00", "credited",
    )  # fmt: skip
    said = desk.run("credit", JAN, "--whole", "--reason", "again")
    assert (said.code, "took back all that is meant" in said.err) == (1, True)


def test_a_note_is_put_in_place_again_as_it_was_issued(desk: Desk) -> None:
    told = desk.json("credit", JAN, "--line", "desk", "--reason", "cancelled", "--date", "2026-03-20")
    file = Path(told["files"][0])
    was = file.read_bytes()
    file.unlink()
    desk.json("credit", JAN, "--whole", "--reason", "all", "--date", "2026-03-21")
    assert desk.run("credit", "CN-2026-0001", "--again").code == 0
    assert file.read_bytes() == was
    said = desk.run("credit", "CN-2026-0003", "--again")
    assert (said.code, "no credit or debit note has the number 'CN-2026-0003'" in said.err) == (1, True)


def test_what_was_conceded_in_a_dispute_becomes_a_credit_note(desk: Desk) -> None:
    """Of 1,000 in dispute 400 are conceded: 15,500 are owed, before the note and after it."""
    desk.run("dispute", JAN, "--line", "desk=1000", "--reason", "twice")
    said = desk.run("credit", JAN, "--dispute", "d1", "--reason", "agreed")
    assert (said.code, "is not settled" in said.err) == (1, True)
    (told,) = desk.json("settle", JAN, "d1", "--conceded", "400", "--reason", "agreed by phone")
    assert told["life"]["owed"] == "15500.00"
    told = desk.json("credit", JAN, "--dispute", "d1", "--reason", "agreed by phone")
    assert (told["amount"], told["life"]["owed"]) == ("-400.00", "15500.00")
    said = desk.run("credit", JAN, "--dispute", "d1", "--reason", "again")
    assert (said.code, "nothing that is still to be credited" in said.err) == (1, True)


def test_a_debit_note_and_what_it_needs(desk: Desk) -> None:
    told = desk.json("credit", JAN, "--debit", "--line", "calls=212", "--reason", "left out", "--date", "2026-03-20")
    assert (told["number"], told["amount"], told["life"]["owed"]) == ("DN-2026-0001", "212.00", "16112.00")
    said = desk.run("credit", JAN, "--reason", "nothing named")
    assert (said.code, "--line, --dispute or --whole" in said.err) == (1, True)
    said = desk.run("credit", JAN, "--line", "cals", "--reason", "a typo")
    assert (said.code, "Did you mean 'calls'?" in said.err) == (1, True)


def test_a_restated_month_becomes_a_note_of_its_difference(
    tmp_path: Path, plain_files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """January comes to 161.12, and with 30 calls that came late to 275.60: 114.48 are charged, and nothing is counted twice."""
    made = calls_desk(tmp_path / "work", monkeypatch)
    first, second = "desk-2026-01-r1", "desk-2026-01-r2"
    for verb in (("approve", first), ("issue", first, "--date", "2026-02-03"), ("sent", first, "--on", "2026-02-03")):
        assert made.run(*verb).code == 0
    made.write("exports/late.csv", late_calls("2026-01", 30))
    assert made.run("ingest", "exports/late.csv", "--source", "sources/desk-calls.yaml").code == 0
    restate = (
        "bill",
        "contracts/desk.yaml",
        "--period",
        "2026-01",
        "--restate",
        "--into",
        "correction",
        "--reason",
        "came late",
    )
    assert made.run(*restate).code == 0
    said = made.run("credit", second, "--reason", "came late")
    assert (said.code, "cannot be merged" in said.err) == (1, True), "nobody approved it"
    assert made.run("approve", second).code == 0
    said = made.run("issue", "--period", "2026-01")
    assert (said.code, said.out) == (0, "")
    assert (
        said.err
        == f"{second} restates {first} and gets no number of its own: its difference is issued by bpo credit {second} --reason TEXT\n"
    )
    told = made.json("credit", second, "--reason", "came late", "--date", "2026-03-02")
    assert (told["number"], told["statement"], told["amount"]) == ("DN-2026-0001", first, "114.48")
    assert (told["life"]["owed"], told["life"]["state"]) == ("275.60", "sent")
    told = made.json("credit", first, "--whole", "--reason", "cancelled", "--date", "2026-03-03")
    assert (told["amount"], told["life"]["owed"]) == ("-275.60", "0.00")


def test_a_whole_credit_takes_back_notes_on_lines_that_the_month_has_no_more(desk: Desk) -> None:
    """15,900 less 2,650 of the desk, and 5,300 less when January is restated without it: 7,950 are owed, which 10,600 of calls less the 2,650 of
    the first note make. The whole credit takes both back."""
    desk.json("credit", JAN, "--line", "desk=2650", "--reason", "half a month", "--date", "2026-03-20")
    desk.change("contracts/bank.yaml", "  - {id: desk, model: fixed, label: Desk, amount: 5300}\n", "")
    restate = ("--period", "2026-01", "--restate", "--into", "correction", "--reason", "no desk")
    assert desk.run("bill", "contracts/bank.yaml", *restate).code == 0
    again = "bank-2026-01-r2"
    assert desk.run("approve", again).code == 0
    told = desk.json("credit", again, "--reason", "no desk", "--date", "2026-03-21")
    assert (told["amount"], told["life"]["owed"]) == ("-5300.00", "7950.00")
    said = desk.run("credit", JAN, "--line", "desk", "--reason", "there is none")
    assert (said.code, "'desk'" in said.err) == (1, True)
    told = desk.json("credit", JAN, "--whole", "--reason", "cancelled", "--date", "2026-03-22")
    assert (told["amount"], told["life"]["owed"], told["life"]["state"]) == ("-7950.00", "0.00", "credited")
    (red,) = desk.json("fapiao", "lines", "CN-2026-0003")
    assert (red["net"], red["tax"], [line["amount"] for line in red["lines"]]) == ("-7500.00", "-450.00", ["-7950.00"])
    said = desk.run("credit", JAN, "--whole", "--reason", "again")
    assert (said.code, "took back all that is meant" in said.err) == (1, True)
    assert desk.run("ledger", "verify").code == 0


def test_a_revision_of_what_was_not_sent_has_no_note(
    tmp_path: Path, plain_files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = calls_desk(tmp_path / "work", monkeypatch)
    made.write("exports/late.csv", late_calls("2026-01", 30))
    made.run("ingest", "exports/late.csv", "--source", "sources/desk-calls.yaml")
    assert (
        made.run(
            "bill",
            "contracts/desk.yaml",
            "--period",
            "2026-01",
            "--restate",
            "--into",
            "correction",
            "--reason",
            "late",
        ).code
        == 0
    )
    made.run("approve", "desk-2026-01-r2")
    said = made.run("credit", "desk-2026-01-r2", "--reason", "came late")
    assert (said.code, "the original 'desk-2026-01-r1' was not sent" in said.err) == (1, True)


def test_a_statement_abroad_waits_for_an_invoice_only_if_its_due_day_does(desk: Desk) -> None:
    """Of two in dollars the one that is due 30 days after the tax invoice, as in the ageing."""
    desk.change("contracts/another.yaml", "currency: CNY", "currency: USD\nbilling: {due: 30 days after statement}")
    text = (desk.root / "contracts/another.yaml").read_text("utf-8")
    text = text.replace("contract: another", "contract: after").replace("after statement", "after tax invoice")
    desk.write("contracts/after.yaml", text)
    for contract in ("another", "after"):
        assert desk.run("bill", f"contracts/{contract}.yaml", "--period", "2026-01").code == 0
        for verb in (("approve",), ("issue", "--date", "2026-03-05"), ("sent", "--on", "2026-03-05")):
            assert desk.run(verb[0], f"{contract}-2026-01-r1", *verb[1:]).code == 0
    assert [one["statement"] for one in desk.json("fapiao", "list")["uninvoiced"]] == [JAN, FEB, "after-2026-01-r1"]
