"""Invoices as they arrive: workbooks and CSV files by their mapping, e-invoices by themselves; what cannot be read is told with its row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bpo.audit.e_invoice import read_e_invoice
from bpo.audit.held import hold
from bpo.audit.mapping import read_invoice_mapping
from bpo.audit.matching import Expected, matched
from bpo.audit.received import Received, ReceivedLine
from bpo.audit.table import read_table
from bpo.contracts.statement import Charge, Step
from bpo.core.errors import BpoError
from bpo.core.money import Money
from bpo.core.words import Text, Words
from bpo.invoice.electronic.terms import terms_of
from bpo.invoice.electronic.written import written
from tests.invoice.electronic.made import cases

MAPPING = """\
invoice: voices
format: {kind: delimited, separator: ";", decimal_comma: yes}
map: {clause: Ref, label: [Text, More], quantity: Qty, rate: Price, amount: Amount}
sums: {net: Net, tax: [VAT 19%, USt], total: Total}
amounts: without_tax
"""
INVOICE = """\
Ref;Text;More;Qty;Price;Amount
;Services in March;;;;
4.1;Calls;answered;12.000;0,35;4.200,00
;Portal;;;;€ 99,90
;Net:;;;;4.299,90
;USt;;;;816,98
;Total;;;;5.116,88
"""


def read(tmp_path: Path, text: str, mapping: str = MAPPING) -> Received:
    (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
    (tmp_path / "invoice.csv").write_text(text, encoding="utf-8")
    return read_table(tmp_path / "invoice.csv", read_invoice_mapping(tmp_path / "map.yaml"), Money("EUR"))


def test_a_table_with_its_sums(tmp_path: Path) -> None:
    found = read(tmp_path, INVOICE)
    assert [(one.row, one.clause, one.label, str(one.amount)) for one in found.lines] == [
        (3, "4.1", "Calls answered", "4200.00"),
        (4, "", "Portal", "99.90"),
    ]
    assert (found.lines[0].quantity, found.lines[0].rate) == (12000, Decimal("0.35"))
    assert (str(found.net), str(found.tax), str(found.total)) == ("4299.90", "816.98", "5116.88")
    assert found.with_tax is False and [note.en for note in found.notes] == [
        "without an amount, and so no lines: rows 2"
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("4.200,00", "n/a", "invoice.csv:3: Amount: 'n/a' is not a number"),
        ("99,90", "99,905", "invoice.csv:4: € 99,905 is no whole number of the smallest unit of EUR"),
        (";Portal;;;;€ 99,90", ";Portal;€ 99,90", "invoice.csv:4: the row does not have the fields of the header"),
        (";Net:;;;;4.299,90", ";USt;;;;1,00", "rows 5, 6 all say that they are the invoice's tax"),
        ("Ref;", "Clause;", "the file has no column 'Ref'"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(BpoError) as refused:
        read(tmp_path, INVOICE.replace(old, new))
    assert told in "\n".join(problem.say("en") for problem in refused.value.problems)


def test_e_invoices_of_the_contract_itself_agree(tmp_path: Path) -> None:
    """UBL and CII of random contracts of every tax case, as they are written for clients: nothing is found on them."""
    own = [one for one in cases(40) if one.own is None]
    for case in own:
        if (case.issue.kind == "credit_note") != (case.bill.statement.total < 0):
            continue  # a whole credit of the statement
        file = tmp_path / "invoice.xml"
        file.write_bytes(written(terms_of(case.bill, case.issue, case.own), case.form))  # type: ignore[arg-type]
        received, statement = read_e_invoice(file), case.bill.statement
        held = hold(received, statement, case.bill.header.money, {})
        assert (received.number, received.currency) == (case.issue.number, statement.currency)
        assert held.agreed and held.difference == 0, [one for one in held.sums if one.causes]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<Invoice>", "no whole XML document"),
        ("<a/>", "no e-invoice in UBL or CII"),
        ("%PDF-1.7\n", "no e-invoice is inside this PDF"),
    ],
)
def test_what_is_no_e_invoice(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "invoice.xml").write_text(text)
    with pytest.raises(BpoError) as refused:
        read_e_invoice(tmp_path / "invoice.xml")
    assert told in refused.value.problems[0].say("en")


PLAIN = Words("plain", en="", zh="")


def expected(*lines: tuple[str, str, str, str]) -> list[Expected]:
    """Lines of a contract: id, number in the paper, label, amount."""
    return [
        Expected(Charge(id_, Text(zh=label, en=label), "fixed", (Step(PLAIN, {}, Decimal(amount) and _exact(amount)),), Decimal(amount), "vat", source=number), Decimal(amount))
        for id_, number, label, amount in lines
    ]  # fmt: skip


def _exact(amount: str):  # type: ignore[no-untyped-def]
    from fractions import Fraction

    return Fraction(amount)


LINES = (
    ("calls", "4.1", "Calls answered", "100"),
    ("seats", "4.2", "Seats", "50"),
    ("coefficient", "4.2", "KPI", "-5"),
)


@pytest.mark.parametrize(
    ("clause", "label", "amount", "found"),
    [
        ("4.1", "whatever", "90", ("calls", "clause")),
        ("§ 4.1", "whatever", "90", ("calls", "clause")),
        ("第4.1条", "whatever", "90", ("calls", "clause")),
        ("calls", "whatever", "90", ("calls", "clause")),
        ("4.2", "Seats", "1", ("seats", "clause")),
        ("4.2", "whatever", "-5", ("coefficient", "clause")),  # of two with the number, by the amount
        ("4.2", "whatever", "7", ("", "")),  # it may be either
        ("", "CALLS  answered:", "90", ("calls", "label")),
        ("", "Calls answered (first tier)", "90", ("calls", "part_of_label")),
        ("", "services", "50", ("seats", "amount")),
        ("", "services", "51", ("", "")),
    ],
)
def test_which_line_is_which(clause: str, label: str, amount: str, found: tuple[str, str]) -> None:
    line = ReceivedLine(2, label, Decimal(amount), clause)
    pairs = [pair for pair in matched([line], expected(*LINES)) if pair.lines]
    assert [(pair.expected.clause if pair.expected else "", pair.how) for pair in pairs] == [found]


def test_an_amount_that_two_have_matches_neither() -> None:
    two = [ReceivedLine(n, "services", Decimal(50)) for n in (2, 3)]
    assert all(pair.expected is None for pair in matched(two, expected(*LINES)) if pair.lines)
