"""Account statements as banks send them: entries, batches, what is not booked, what is taken back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bpo.bank.reading import read_bank_file
from bpo.bank.rows import BankFile
from bpo.core.errors import BpoError


def entry(
    inside: str, amount: str = "100.00", way: str = "CRDT", status: str = "<Sts>BOOK</Sts>", currency: str = "EUR"
) -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{status}'
        f"<BookgDt><Dt>2026-03-31</Dt></BookgDt>{inside}</Ntry>"
    )


def camt(tmp_path: Path, *entries: str, version: str = "02", head: str = "") -> BankFile:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>'
        "<Stmt><Id>S1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        '<Bal><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>\n'
        + "\n".join(entries)
        + "\n</Stmt></BkToCstmrStmt></Document>"
    )
    file = tmp_path / "statement.xml"
    file.write_text(text, encoding="utf-8")
    return read_bank_file(file, None, tmp_path)


def payment(amount: str, name: str, text: str, nested: bool = False) -> str:
    told = f"<Pty><Nm>{name}</Nm></Pty>" if nested else f"<Nm>{name}</Nm>"
    return (
        f'<TxDtls><Refs><EndToEndId>E2E-{name}</EndToEndId></Refs><Amt Ccy="EUR">{amount}</Amt>'
        f"<RltdPties><Dbtr>{told}</Dbtr><DbtrAcct><Id><IBAN>FR76-{name}</IBAN></Id></DbtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd><Ustrd>more</Ustrd></RmtInf></TxDtls>"
    )


@pytest.mark.parametrize("version", ["02", "08", "13"])
def test_a_payment_with_its_details(tmp_path: Path, version: str) -> None:
    """From 001.08 on a party stands one element deeper, and the state too."""
    later = version != "02"
    status = "<Sts><Cd>BOOK</Cd></Sts>" if later else "<Sts>BOOK</Sts>"
    details = f"<ValDt><Dt>2026-04-01</Dt></ValDt><AcctSvcrRef>R-1</AcctSvcrRef><NtryDtls>{payment('100.00', 'Bank', 'INV-2026-0007', later)}</NtryDtls>"
    (line,) = camt(tmp_path, entry(details, status=status), version=version).lines
    assert (line.account, line.day.isoformat(), line.amount, line.currency) == (
        "DE02120300000000202051",
        "2026-04-01",
        100,
        "EUR",
    )
    assert (line.payer, line.payer_account, line.reference) == ("Bank", "FR76-Bank", "R-1")
    assert line.text == "INV-2026-0007 more E2E-Bank"


def test_a_batch_is_its_payments(tmp_path: Path) -> None:
    parts = payment("60.00", "A", "INV-1") + payment("40.00", "B", "INV-2")
    found = camt(tmp_path, entry(f"<AcctSvcrRef>R</AcctSvcrRef><NtryDtls>{parts}</NtryDtls>"))
    assert [(one.payer, one.amount) for one in found.lines] == [("A", 60), ("B", 40)]
    assert len({one.id for one in found.lines}) == 2
    assert camt(tmp_path, entry(f"<AcctSvcrRef>R</AcctSvcrRef><NtryDtls>{parts}</NtryDtls>")) == found


def test_a_batch_whose_payments_are_not_its_sum_is_one_row(tmp_path: Path) -> None:
    parts = payment("60.00", "A", "INV-1") + payment("39.00", "B", "INV-2")
    (line,) = camt(tmp_path, entry(f"<NtryDtls>{parts}</NtryDtls>")).lines
    assert (line.amount, line.payer) == (100, "")


def test_what_is_no_money_from_a_client_is_set_aside(tmp_path: Path) -> None:
    found = camt(
        tmp_path,
        entry("", way="DBIT"),
        entry("", status="<Sts>PDNG</Sts>"),
        entry("", status="<RvslInd>true</RvslInd><Sts>BOOK</Sts>", way="DBIT"),
        entry("", amount="1.0E2x"),
        entry("", amount="0.00"),
        entry("<AddtlNtryInf>INV-9</AddtlNtryInf>"),
    )
    assert [one.why.say("en") for one in found.aside] == [
        "goes out: 100.00 EUR",
        "is not booked yet (PDNG); it comes again when it is",
        "takes an earlier entry back (100.00 EUR); take the payment back by hand if it was one",
        "cannot be read: it has no amount that EUR can have: '1.0E2x'",
        "is of no amount",
    ]
    assert [one.row for one in found.aside] == [3, 4, 5, 6, 7]
    assert [one.text for one in found.lines] == ["INV-9"]
    assert found.rows == 6


def test_charges_on_the_way_are_told(tmp_path: Path) -> None:
    """The payer sent 10,000; 15 were taken by a bank; 5 that were given back are no charge."""
    charges = '<Chrgs><Rcrd><Amt Ccy="EUR">15.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd><Rcrd><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Rcrd></Chrgs>'
    (line,) = camt(tmp_path, entry(charges, amount="9985.00")).lines
    assert (line.amount, line.charges) == (Decimal("9985.00"), Decimal("15.00"))


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BpoError) as error:
        camt(tmp_path, entry(""), head="<!DOCTYPE Document>\n")
    assert [one.code for one in error.value.problems] == ["camt-dtd"]


@pytest.mark.parametrize("amount", ["100.005", "-1.00", "1e3", "NaN", "Infinity", "", "1,000.00"])
def test_what_is_no_amount(tmp_path: Path, amount: str) -> None:
    found = camt(tmp_path, entry("", amount=amount))
    assert [one.why.say("en") for one in found.aside] == [
        f"cannot be read: it has no amount that EUR can have: '{amount}'"
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<?xml version='1.0'?><Document><CstmrCdtTrfInitn/></Document>", "camt-none"),
        ("<?xml version='1.0'?><Document><BkToCstmrStmt><Stmt>", "camt-broken"),
        ("<?xml version='1.0'?>" + "<a>" * 61 + "</a>" * 61, "camt-broken"),
    ],
)
def test_what_is_no_statement(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "other.xml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BpoError) as error:
        read_bank_file(file, None, tmp_path)
    assert [one.code for one in error.value.problems] == [code]


def test_many_statements_of_a_file_each_with_its_account(tmp_path: Path) -> None:
    file = tmp_path / "two.xml"
    stmt = "<Stmt><Acct><Id><Othr><Id>{}</Id></Othr></Id></Acct>{}</Stmt>"
    body = "".join(stmt.format(name, entry("")) for name in ("A", "B"))
    file.write_text(f"<Document><BkToCstmrStmt>{body}</BkToCstmrStmt></Document>", encoding="utf-8")
    found = read_bank_file(file, None, tmp_path)
    assert [one.account for one in found.lines] == ["A", "B"]
    assert len({one.id for one in found.lines}) == 2
