"""Money from the bank's file to the client's account, by the verbs, with balances worked by hand; on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bpo.desk.receivables.paying import enter
from bpo.desk.workspace import find_workspace
from bpo.ledger import open_ledger
from bpo.life.events import Corrected, Disputed
from tests.cli.desk import Desk
from tests.ledger.conftest import database_on, on_server
from tests.postgres import server
from tests.receivables.books import CLERK, SHOP, bill, confirm, contract_text, new_desk, send

MAPPING = """\
bank: icbc
account: "0200 0012"
currency: CNY
format: {kind: delimited}
map: {day: day, credit: credit, debit: debit, payer: payer, payer_account: acc, text: text, reference: ref}
files: "icbc*.csv"
"""
MARCH = """\
day,ref,debit,credit,payer,acc,text
2026-03-20,R1,,110000.00,某银行,,付 S20260001 代扣税
2026-03-21,R2,15.00,,ICBC,,fee
"""
APRIL = """\
2026-04-10,R3,,113000.00,某银行,,服务费
2026-04-23,R4,,50000.00,SBFC,01-23,S-2026-0002 部分
2026-04-29,R5,,7.00,somebody,,?
"""
HOTLINE = contract_text("hotline", "112000.00")
"""30 days after the tax invoice; 0.05% a day."""
MADE = "made_for_receivables"
DESK = contract_text("shop", "980.00", SHOP, "en", "USD", "{due: 30 days after statement}")


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """January and February of the hotline are confirmed and invoiced, March is sent; the shop has a statement and a draft.

    S-2026-0001 is invoiced on 14 February and due on 16 March, S-2026-0002 on 14 March and 13 April; S-2026-0003 (March) has no due
    day yet; S-2026-0004 of the shop, of 3 April, is due on 3 May.
    """
    database = "ledger.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres")
        on_server(url, f"CREATE DATABASE {MADE}")
        database = database_on(url, MADE)
    settings = f"database: {database}\nreceivables: {{write_off: {{CNY: 0.50}}}}\n"
    workspace = new_desk(tmp_path_factory.mktemp("made") / "desk", settings)
    for month, sent, made in (
        ("2026-01", date(2026, 2, 5), date(2026, 2, 2)),
        ("2026-02", date(2026, 3, 5), date(2026, 3, 2)),
    ):
        name = bill(workspace, HOTLINE, month, made)
        send(workspace, name, sent)
        confirm(workspace, name, sent.replace(day=10), f"2631000{month[-1]}", sent.replace(day=14))
    send(workspace, bill(workspace, HOTLINE, "2026-03", date(2026, 4, 2)), date(2026, 4, 7))
    send(workspace, bill(workspace, DESK, "2026-03", date(2026, 4, 2)), date(2026, 4, 3))
    bill(workspace, DESK, "2026-04", date(2026, 5, 4))
    made_here = Desk(workspace.root)
    made_here.write("banks/icbc.yaml", MAPPING)
    made_here.write("icbc-03.csv", MARCH)
    made_here.write("icbc-04.csv", MARCH + APRIL)
    return workspace.root


@pytest.fixture
def desk(request: pytest.FixtureRequest, made: Path, tmp_path: Path) -> Desk:
    """The same, copied with its database."""
    root = Path(shutil.copytree(made, tmp_path / "desk"))
    settings = (root / "bpo.yaml").read_text("utf-8")
    if MADE in settings:
        name = f"t{abs(hash(str(tmp_path)))}"
        on_server(request.getfixturevalue("postgres"), f"CREATE DATABASE {name} TEMPLATE {MADE}")
        (root / "bpo.yaml").write_text(settings.replace(MADE, name), "utf-8")
    return Desk(root)


def counts(told: Any) -> tuple[int, int, int, int]:
    return told["rows"], len(told["lines"]), len(told["known"]), len(told["aside"])


def ids(told: Any) -> dict[str, str]:
    return {one["amount"]: one["id"] for one in told["lines"]}


def closing(desk: Desk, client: str, on: str) -> str:
    """The closing balance of a client's account, as the terminal shows it."""
    said = desk.run("account", client, "--on", on)
    assert said.code == 0, said.err
    return next(line.split()[-1] for line in said.out.splitlines() if "Closing balance" in line or "期末余额" in line)


def test_the_months_of_a_bank_account(desk: Desk) -> None:
    """112,000 pay as 110,000 and a certificate of 2,000; what names nothing is used by hand; a part; what nobody knows."""
    looked = desk.json("pay", "icbc-03.csv", "--check")
    assert (looked["checked"], counts(looked)) == (True, (2, 1, 0, 1))
    assert counts(desk.json("pay", "icbc-03.csv")) == (2, 1, 0, 1)
    april = desk.json("pay", "icbc-04.csv", "--as", "wang")
    assert counts(april) == (5, 3, 1, 1)
    assert counts(desk.json("pay", "icbc-04.csv")) == (5, 0, 4, 1)
    assert [(one["kind"], one["on_account"]) for one in april["lines"]] == [
        ("unknown", "113000.00"),
        ("part", "0.00"),
        ("unknown", "7.00"),
    ]
    assert closing(desk, "某银行", "2026-05-10") == "63,000.00"  # 336,000 − 110,000 − 113,000 − 50,000

    line = ids(april)["113000.00"]
    said = desk.run("pay", "--line", line, "--to", "S-2026-0002")
    assert said.out == "S-2026-0002: 62,000.00 CNY; 0.00 are open\n"
    assert desk.json("pay", "--line", line, "--to", "hotline-2026-03-r1")["used"]["amount"] == "51000.00"
    assert desk.json("pay", "--certificate", "C-77", "--to", "S-2026-0001", "--on", "2026-03-20")["open"] == "0.00"
    assert [one["on_account"] for one in desk.json("pay")["lines"]] == ["7.00"]
    assert closing(desk, "91310000", "2026-05-10") == "61,000.00"  # 63,000 − 2,000 of the certificate

    back = desk.json("pay", "--line", line, "--to", "S-2026-0003", "--take-back", "--reason", "wrong month")
    assert (back["used"]["amount"], back["open"]) == ("-51000.00", "112000.00")
    assert [one["on_account"] for one in desk.json("pay")["lines"]] == ["51000.00", "7.00"]
    assert closing(desk, "hotline", "2026-05-10") == "61,000.00"


def test_what_cannot_be_paid_so_is_refused_and_nothing_is_told(desk: Desk) -> None:
    line = ids(desk.json("pay", "icbc-04.csv"))["113000.00"]
    with open_ledger(desk_database(desk)) as ledger:
        before = len(ledger.entries())
    for arguments, told in (
        (("--line", line, "--to", "S-2026-0002", "--amount", "62000.01"), "at most 62,000.00"),
        (("--line", line, "--to", "S-2026-0002", "--amount", "0"), "above 0"),
        (("--line", line, "--to", "S-2026-0002", "--amount", "1.005"), "is no multiple of 0.01 CNY"),
        (("--line", line, "--to", "S-2026-0004"), "S-2026-0004 is owed in USD"),
        (("--line", "B-1", "--to", "S-2026-0002"), "no bank line 'B-1' was entered"),
        (
            ("--line", line, "--to", "shop-2026-04-r1"),
            "no statement that was sent has the number or id 'shop-2026-04-r1'",
        ),
        (("--line", line, "--to", "S-2026-0001", "--take-back"), "write --reason"),
        (("--line", line, "--to", "S-2026-0001", "--take-back", "--reason", "x"), "nothing of"),
        (("--write-off", "--to", "S-2026-0004", "--reason", "x"), "does not say how much of a statement in USD"),
        (
            ("--write-off", "--to", "S-2026-0002", "--reason", "x"),
            "62,000.00 of S-2026-0002 would be written off, and bpo.yaml allows 0.50",
        ),
        (("--write-off", "--to", "S-2026-0002", "--amount", "0.5"), "owes a reason"),
        (("icbc-04.csv", "--line", line, "--to", "S-2026-0002"), "write either a bank's FILE"),
        (("--to", "S-2026-0002"), "write either a bank's FILE"),
    ):
        said = desk.run("pay", *arguments)
        assert said.code == 1, arguments
        assert told in said.err, said.err
    with open_ledger(desk_database(desk)) as ledger:
        assert len(ledger.entries()) == before


def desk_database(desk: Desk) -> str | Path:
    name = (desk.root / "bpo.yaml").read_text("utf-8").splitlines()[0].removeprefix("database: ")
    return name if "://" in name else desk.root / name


def test_cents_are_written_off_within_the_limit_and_for_a_reason(desk: Desk) -> None:
    """111,999.50 of 112,000 come: 0.40 and then 0.10 are written off, the most there is; 0.51 of another statement are too much."""
    desk.write("icbc-05.csv", "day,ref,debit,credit,payer,acc,text\n2026-05-04,R9,,111999.50,某银行,,S-2026-0002\n")
    desk.json("pay", "icbc-05.csv")
    off = ("pay", "--write-off", "--to", "S-2026-0002", "--on", "2026-05-06", "--reason", "cents")
    assert desk.json(*off, "--amount", "0.40")["open"] == "0.10"
    assert desk.json(*off)["open"] == "0.00"
    said = desk.run("pay", "--write-off", "--to", "S-2026-0003", "--amount", "0.51", "--reason", "cents")
    assert "0.51 of S-2026-0003 would be written off" in said.err
    assert closing(desk, "某银行", "2026-05-05") == "224,000.50"
    assert closing(desk, "某银行", "2026-05-06") == "224,000.00"


def test_the_ageing_as_of_days(desk: Desk) -> None:
    """On 31 March: January is 15 days over 16 March less 110,000 that came; February is not due; nothing else was sent or billed.

    On 10 May: January's 2,000 are 55 days late; February 27; March was sent 33 days ago; the shop's statement is 37 days unconfirmed,
    its draft 10 days old.
    """
    desk.json("pay", "icbc-03.csv")
    said = desk.run("ageing", "--on", "2026-03-31").out
    assert [line.split()[3:] for line in said.splitlines() if line.startswith("Some Bank  Unpaid")] == [
        ["112,000.00", "2,000.00", "0.00", "0.00", "0.00", "114,000.00"]
    ]
    assert "Shop" not in said
    said = desk.run("ageing", "--on", "2026-05-10").out
    rows = [" ".join(line.split()) for line in said.splitlines()]
    for row in (
        "Some Bank Unconfirmed 0.00 0.00 112,000.00 0.00 0.00 112,000.00",
        "Some Bank Unpaid 0.00 112,000.00 2,000.00 0.00 0.00 114,000.00",
        "Shop Ltd Unbilled 0.00 980.00 0.00 0.00 0.00 980.00",
        "Shop Ltd Unconfirmed 0.00 0.00 980.00 0.00 0.00 980.00",
        "Some Bank hotline S-2026-0001 Unpaid 2026-03-16 55 2,000.00",
    ):
        assert row in rows, said
    assert "未收款" in desk.run("--lang", "zh", "ageing", "--on", "2026-05-10").out


def test_the_ageing_in_every_medium(desk: Desk) -> None:
    desk.json("pay", "icbc-04.csv")
    said = desk.run("ageing", "--on", "2026-05-10", "--folder", "out")
    assert said.code == 0, said.err
    book = load_workbook(desk.root / "out" / "ageing-2026-05-10.xlsx")
    assert {"CNY", "USD"} <= set(book.sheetnames)
    paper = "".join(page.extract_text() for page in PdfReader(desk.root / "out" / "ageing-2026-05-10.pdf").pages)
    assert "112,000.00" in paper
    assert "未确认" in paper
    assert "<html" in desk.run("ageing", "--format", "html").out


def test_an_account_with_late_interest(desk: Desk) -> None:
    """On 10 May: January owes 2,000 since 16 March, and 112,000 for the four days to 20 March: 112,000 × 4 + 2,000 × 51 = 550,000 × 0.05%
    = 275; February 112,000 × 10 days to 23 April, then 62,000 × 17: (1,120,000 + 1,054,000) × 0.05% = 1,087."""
    desk.json("pay", "icbc-04.csv")
    said = desk.run("account", "hotline", "--on", "2026-05-10", "--folder", "out")
    rows = [" ".join(line.split()) for line in said.out.splitlines()]
    assert "S-2026-0001 2026-03-16 55 2,000.00 275.00" in rows, said.out
    assert "S-2026-0002 2026-04-13 27 62,000.00 1,087.00" in rows, said.out
    assert "On account -113,000.00" in rows
    paper = "".join(
        page.extract_text() for page in PdfReader(desk.root / "out" / "account-hotline-2026-05-10.pdf").pages
    )
    assert "往来对账单" in paper
    assert "1,087.00" in paper
    later = desk.run("account", "hotline", "--from", "2026-04-01", "--on", "2026-04-22").out
    balances = [line.split() for line in later.splitlines() if "ing balance" in line and line[0] == "2"]
    assert [(one[0], one[-1]) for one in balances] == [("2026-04-01", "114,000.00"), ("2026-04-22", "113,000.00")]
    assert desk.run("account", "nobody").code == 1
    assert "is after 2026-04-22" in desk.run("account", "hotline", "--from", "2026-05-01", "--on", "2026-04-22").err


def test_reminders_go_once_a_level_in_the_clients_language(desk: Desk) -> None:
    desk.json("pay", "icbc-03.csv")
    assert desk.json("remind", "--on", "2026-03-18") == []
    looked = desk.run("remind", "--on", "2026-05-10", "--check")
    assert "reminder 1 to Some Bank" in looked.out
    assert not (desk.root / "statements").exists()
    said = desk.run("remind", "--on", "2026-05-10", "--as", "wang")
    assert said.code == 0, said.err
    folder = desk.root / "statements" / "reminders"
    assert {file.name for file in folder.iterdir()} == {"S-2026-0001-R1-20260510.pdf", "S-2026-0004-R1-20260510.pdf"}
    papers = {
        file.name[:11]: "".join(page.extract_text() for page in PdfReader(file).pages) for file in folder.iterdir()
    }
    assert "催款函" in papers["S-2026-0001"]
    assert "2,000.00" in papers["S-2026-0001"]
    assert "Payment reminder" in papers["S-2026-0004"]
    assert "催款" not in papers["S-2026-0004"]
    assert "no reminder is due" in desk.run("remind", "--on", "2026-05-10").out
    assert "no reminder is due" in desk.run("remind", "--on", "2026-05-17").out
    assert "reminder 2 to Some Bank" in desk.run("remind", "--on", "2026-05-18", "--client", "hotline").out
    with open_ledger(desk_database(desk)) as ledger:
        told = [(one.who, one.subject) for one in ledger.entries() if one.verb == "reminded"]
    assert sorted(told[:2]) == [("wang", "S-2026-0001-R1-20260510"), ("wang", "S-2026-0004-R1-20260510")]
    assert [subject for _, subject in told[2:]] == ["S-2026-0001-R2-20260518"]


def test_what_is_in_dispute_is_not_asked_for_and_bears_no_interest(desk: Desk) -> None:
    """Of 980 dollars the half is disputed."""
    with open_ledger(desk_database(desk)) as ledger:
        by = replace(CLERK, reason="they counted less")
        ledger.append(
            "shop-2026-03-r1",
            Disputed("D1", date(2026, 4, 20), {"fee": ledger.life("shop-2026-03-r1").payable / 2}),
            by,
        )
    said = desk.run("remind", "--on", "2026-05-10", "--client", "shop", "--check").out
    assert "490.00" in said
    assert "What you have disputed (490.00) is not asked for here." in said


def test_a_line_of_another_content_under_a_known_reference_is_set_aside(desk: Desk) -> None:
    desk.json("pay", "icbc-03.csv")
    desk.write("icbc-x.csv", MARCH.replace("110000.00", "110000.01"))
    told = desk.json("pay", "icbc-x.csv")
    assert counts(told) == (2, 0, 0, 2)
    assert "which was entered as 110,000.00 CNY of 2026-03-20" in told["aside"][0]["why"]


def test_what_is_on_account_is_looked_at_again(desk: Desk) -> None:
    """The shop pays April before the statement is sent; then 980 meet S-2026-0005 by number, and once only."""
    head = "day,ref,debit,credit,payer,acc,text\n"
    desk.write("usd.yaml", MAPPING.replace("currency: CNY", "currency: USD"))
    desk.write("usd.csv", head + "2026-05-04,U1,,980.00,Shop Ltd,,for S-2026-0005\n")
    (line,) = desk.json("pay", "usd.csv", "--bank", "usd.yaml")["lines"]
    assert [one["number"] for one in line["uses"]] == ["S-2026-0004"]  # the only item of that amount, by payer
    desk.json("pay", "--line", line["id"], "--to", "S-2026-0004", "--take-back", "--reason", "it is April's")
    send(find_workspace(desk.root), "shop-2026-04-r1", date(2026, 5, 6))
    looked = desk.json("pay", "--again", "--check")["lines"]
    assert [(one["kind"], one["uses"][0]["number"]) for one in looked] == [("matched", "S-2026-0005")]
    assert desk.json("pay", "--again")["lines"][0]["on_account"] == "0.00"
    assert desk.json("pay", "--again")["lines"] == []


def test_two_who_enter_one_file_at_once_enter_it_once(desk: Desk) -> None:
    workspace = find_workspace(desk.root)
    with ThreadPoolExecutor(2) as both:
        entered = list(both.map(lambda _: enter(workspace, desk.root / "icbc-04.csv", None, CLERK), range(2)))
    assert sorted((len(one.matches), len(one.known)) for one in entered) == [(0, 4), (4, 0)]
    with open_ledger(desk_database(desk)) as ledger:
        assert sum(one.verb == "received" for one in ledger.entries()) == 4


def test_interest_of_what_was_paid_late_since_stays_in_the_account(desk: Desk) -> None:
    """February was due on 13 April and paid whole on the 23rd: 112,000 × 10 days × 0.05% = 560. January is paid before it was due."""
    head = "day,ref,debit,credit,payer,acc,text\n"
    desk.write("icbc-l.csv", head + "2026-03-16,X1,,112000,A,,S-2026-0001\n2026-04-23,X2,,112000,A,,S-2026-0002\n")
    desk.json("pay", "icbc-l.csv")
    said = desk.run("account", "hotline", "--on", "2026-05-10").out
    rows = [" ".join(line.split()) for line in said.splitlines()]
    assert "S-2026-0002 2026-04-13 0.00 560.00" in rows, said
    assert not [row for row in rows if row.startswith("S-2026-0001 2026-03-16")]
    assert "Sum 112,000.00 560.00" in rows


def test_a_credit_note_counts_from_its_day(desk: Desk) -> None:
    """Of the shop's 980 dollars 80 are credited on 20 April: 980 are owed on the 19th, 900 on the 20th; and so by the ageing."""
    with open_ledger(desk_database(desk)) as ledger:
        event = Corrected("CN-1", Decimal(-80), date(2026, 4, 20), lines={"fee": Decimal(-80)})
        ledger.append("shop-2026-03-r1", event, replace(CLERK, reason="agreed"))
    for day, owed in (("2026-04-19", "980.00"), ("2026-04-20", "900.00")):
        assert closing(desk, "shop", day) == owed
        rows = [" ".join(line.split()) for line in desk.run("ageing", "--on", day).out.splitlines()]
        assert f"Shop Ltd Unconfirmed 0.00 {owed} 0.00 0.00 0.00 {owed}" in rows, rows
    rows = [" ".join(line.split()) for line in desk.run("account", "shop", "--on", "2026-04-30").out.splitlines()]
    assert "2026-04-20 Credit note CN-1 -80.00 900.00" in rows
