"""The standard's sums by hand, and that what is written keeps the published rules."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import facturx
import pytest
from pypdf import PdfReader

from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures_file import parse_measures
from bpo.invoice.bill import Bill
from bpo.invoice.electronic.files import e_invoice_file
from bpo.invoice.electronic.net_lines import standard_invoice
from bpo.invoice.electronic.standard import Issue
from bpo.invoice.electronic.terms import terms_of
from bpo.invoice.electronic.written import written
from bpo.pricing.price import price
from tests.invoice.electronic.made import Case, cases, party
from tests.invoice.electronic.rules import networked, schematron

SOME = cases(30)
DAY = date(2026, 2, 3)


def bill(clauses: str, figures: str = "{}", form: str = "peppol", prices: str = "{rate: 19%}", more: str = "") -> Bill:
    text = f"""\
contract: made
title: Contact centre
language: en
currency: EUR
effective: {{from: 2026-01-01, to: 2026-12-31}}
supplier: {party("Supplier", "DE", "DE123456789")}
client: {party("Client", "FR", "FR40303265045", ", po: P-1")}
billing: {{timezone: Europe/Berlin, due: 30 days after period end, e_invoice: {{format: {form}, buyer_reference: R-1}}}}
prices: {prices}
{more}
{clauses}
"""
    contract = read_contract(parse_document(text, "made.yaml")).contract
    statement = price(contract, parse_measures(f"period: 2026-01\nquantities: {figures}\n"))
    return Bill(statement, contract, "S-1", DAY, needs=contract.needs())


def found_in(xml: bytes, case: Case) -> list[str]:
    return schematron(xml, "cii") if case.form == "factur-x" else [*schematron(xml, "ubl"), *networked(xml)]


def xml_of(case: Case) -> bytes:
    return written(terms_of(case.bill, case.issue, case.own), case.form)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", SOME, ids=lambda case: f"{case.form}-{case.taxes}-{case.issue.number}")
def test_no_published_rule_finds_anything(case: Case) -> None:
    assert found_in(xml_of(case), case) == []


def test_every_kind_is_among_those_that_are_tried() -> None:
    assert {(case.form, case.taxes) for case in SOME} >= {
        (form, taxes) for form in ("peppol", "xrechnung", "factur-x") for taxes in ("standard", "exempt", "several")
    }
    assert {case.issue.kind for case in SOME} == {"invoice", "credit_note"}
    assert {case.own is None for case in SOME} == {True, False}


@pytest.mark.parametrize(
    ("term", "rule"), [("BT-109", "BR-CO-13"), ("BT-112", "BR-CO-15"), ("BT-115", "BR-CO-16"), ("BT-117", "BR-CO-17")]
)
def test_a_sum_that_is_wrong_by_much_is_found(term: str, rule: str) -> None:
    """The rules that find nothing above do find what is wrong."""
    case = next(case for case in SOME if case.form == "peppol" and case.taxes == "standard")
    terms = terms_of(case.bill, case.issue, case.own)
    within = terms["BG-23"][0] if term == "BT-117" else terms
    within[term] = str(Decimal(within[term]) + 100)
    assert rule in " ".join(schematron(written(terms, "peppol"), "ubl"))


def sums(made: Bill) -> dict[str, str]:
    found, _ = standard_invoice(made.statement, made.header, "en")
    names = ("line_total", "allowance_total", "net", "tax", "total", "paid", "rounding", "payable")
    return {name: str(getattr(found, name)) for name in names}


FIVE = "terms:\n" + "\n".join(f"  - {{id: l{n}, model: fixed, label: L{n}, amount: 10.13}}" for n in range(5))


def test_tax_that_is_rounded_by_line_leaves_a_rounding_amount() -> None:
    """5 × 10.13 at 19%: by line 5 × 1.92 (of 1.9247) = 9.60; the standard 50.65 × 19% = 9.6235, 9.62."""
    made = bill(FIVE, prices="{rate: 19%, tax_rounding: line}")
    assert made.statement.total == Decimal("60.25")
    assert sums(made) == {
        "line_total": "50.65",
        "allowance_total": "0.00",
        "net": "50.65",
        "tax": "9.62",
        "total": "60.27",
        "paid": "0.00",
        "rounding": "-0.02",
        "payable": "60.25",
    }


def test_tax_that_is_in_the_prices_is_taken_out_line_by_line() -> None:
    """5 × 10.13 with 19% in it: net 10.13 / 1.19 = 8.5126, 8.51 a line; 42.55 × 19% = 8.0845, 8.08; 50.65 is to be paid."""
    made = bill(FIVE, prices="{rate: 19%, tax: included, tax_rounding: line}")
    assert sums(made) == {
        "line_total": "42.55",
        "allowance_total": "0.00",
        "net": "42.55",
        "tax": "8.08",
        "total": "50.63",
        "paid": "0.00",
        "rounding": "0.02",
        "payable": "50.65",
    }


def test_a_penalty_is_an_allowance_and_an_advance_is_paid_before() -> None:
    """1000 − 3 × 12.35 = 962.95; 19% = 182.9605, 182.96; 1145.91; of 600 a third was paid, 945.91."""
    made = bill(
        "quantities: {upheld: {given: event}}\nterms: [{id: fee, model: fixed, amount: 1000}]\nadjustments:\n"
        "  - {id: upheld_complaints, kind: penalty, per: upheld, amount: 12.35}\n"
        "  - {id: advance, kind: advance, amount: 600, months: 3}",
        "{upheld: 3}",
    )
    assert sums(made) == {
        "line_total": "1000.00",
        "allowance_total": "37.05",
        "net": "962.95",
        "tax": "182.96",
        "total": "1145.91",
        "paid": "200.00",
        "rounding": "0.00",
        "payable": "945.91",
    }


def test_a_statement_below_zero_is_credited_with_positive_amounts() -> None:
    """100 − 3 × 50 = −50: a credit of 150 less 100, with 19%: 59.50."""
    made = bill(
        "quantities: {upheld: {given: event}}\nterms: [{id: fee, model: fixed, amount: 100}]\nadjustments:\n"
        "  - {id: upheld_complaints, kind: penalty, per: upheld, amount: 50}",
        "{upheld: 3}",
    )
    assert made.statement.payable == Decimal("-59.50")
    assert sums(made) == {
        "line_total": "150.00",
        "allowance_total": "100.00",
        "net": "50.00",
        "tax": "9.50",
        "total": "59.50",
        "paid": "0.00",
        "rounding": "0.00",
        "payable": "59.50",
    }
    terms = terms_of(made, Issue("C-1", DAY, "credit_note", "I-1"))
    assert (terms["BT-3"], terms["BG-3"]) == ("381", [{"BT-25": "I-1"}])


def test_the_amount_payable_is_rounded_by_the_standards_amount() -> None:
    """10.13 + 19% (1.9247) = 12.05 − 0: 12.05 is a multiple of 0.05; 10.12 + 1.92 = 12.04, to be paid 12.05."""
    made = bill("terms: [{id: fee, model: fixed, amount: 10.12}]", prices="{rate: 19%, payable_round_to: 0.05}")
    assert (sums(made)["total"], sums(made)["rounding"], sums(made)["payable"]) == ("12.04", "0.01", "12.05")


@pytest.mark.parametrize(
    ("rate", "quantity", "expected"),
    [
        ("0.855", "4218", ("4218", "0.855", "1", "3606.39")),  # 4218 × 0.855 = 3606.39
        ("0.855", "4219", ("4219", "3607.25", "4219", "3607.25")),  # 3607.245: no unit price makes 3607.25
        ("0.855", "10/3", ("1", "2.85", "1", "2.85")),  # a third of a minute is no decimal
    ],
)
def test_a_line_is_its_quantity_by_its_price(rate: str, quantity: str, expected: tuple[str, ...]) -> None:
    made = bill(
        f"terms: [{{id: talk, model: workload, quantity: {{given: minute}}, rate: {rate}}}]", f"{{talk: {quantity}}}"
    )
    (line,) = standard_invoice(made.statement, made.header, "en")[0].lines
    assert tuple(f"{n:f}" for n in (line.quantity, line.price, line.per, line.amount)) == expected
    assert line.unit == ("C62" if quantity == "10/3" else "MIN")


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        ("{rate: 19%}", ("S", "19", "")),
        ("{rate: 5.5%}", ("S", "5.5", "")),
        ("{rates: {standard: {rate: 0%}}}", ("Z", "0", "")),
        ("{rates: {standard: {rate: 0%, note: exempt}}}", ("E", "0", "exempt")),
        (
            "{rates: {standard: {rate: 19%, reverse_charge: yes}}}",
            ("AE", "0", "Reverse charge: the tax is due by the client"),
        ),
    ],
)
def test_how_a_line_is_taxed(prices: str, expected: tuple[str, str, str]) -> None:
    made = bill("terms: [{id: fee, model: fixed, amount: 100}]", prices=prices)
    (group,) = terms_of(made, Issue("I-1", DAY))["BG-23"]
    assert (group["BT-118"], group["BT-119"], group.get("BT-120", "")) == expected


@pytest.mark.parametrize("letter", [r"\v", r"\uFFFE", r"\e"])
def test_a_character_that_no_xml_may_hold_is_left_out(letter: str) -> None:
    made = bill(f'terms: [{{id: fee, model: fixed, label: "a{letter}b", amount: 100}}]')
    assert b"<cbc:Name>a b</cbc:Name>" in written(terms_of(made, Issue("I-1", DAY)), "peppol")


def test_entities_have_invoices_that_make_the_statement() -> None:
    case = next(one for one in SOME if one.own is not None and one.bill.statement.prices_include_tax)
    statement = case.bill.statement
    parts = [standard_invoice(statement, case.bill.header, "en", own)[0] for own in statement.portions]
    assert all(part.payable == abs(own.payable) for part, own in zip(parts, statement.portions, strict=True))
    signed = [p.net if own.total >= 0 else -p.net for p, own in zip(parts, statement.portions, strict=True)]
    assert sum(signed) == statement.net


def factur_x() -> tuple[Case, bytes]:
    case = next(one for one in SOME if one.form == "factur-x" and one.issue.kind == "invoice")
    ending, content = e_invoice_file(case.bill, case.issue, case.own)
    assert ending == ".pdf"
    return case, content


def test_the_invoice_is_inside_and_read_by_another_library() -> None:
    case, content = factur_x()
    assert facturx.get_facturx_xml_from_pdf(content) == ("factur-x.xml", xml_of(case))


def test_the_same_invoice_gives_the_same_bytes() -> None:
    assert factur_x()[1] == factur_x()[1]


def test_it_is_a_pdf_a_3_as_far_as_can_be_told() -> None:
    """What ISO 19005-3 asks and pypdf can see; veraPDF, which alone would judge all of it, is on no registry of packages."""
    reader = PdfReader(io.BytesIO(factur_x()[1]))
    root: Any = reader.trailer["/Root"]
    packet = root["/Metadata"].get_data().decode()
    assert packet.count("<rdf:RDF") == 1 and 'pdfaid:part="3"' in packet and 'pdfaid:conformance="B"' in packet
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in packet
    assert [one.get_object()["/AFRelationship"] for one in root["/AF"]] == ["/Alternative"]
    assert root["/AF"][0].get_object()["/EF"]["/F"].get_object()["/Subtype"] == "/text/xml"
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1" and "/DestOutputProfile" in root["/OutputIntents"][0]
    assert not reader.is_encrypted and "/ID" in reader.trailer and "/JavaScript" not in root.get("/Names", {})
    fonts = {name: font.get_object() for page in reader.pages for name, font in page["/Resources"]["/Font"].items()}
    described = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts.values()]
    assert described and all({"/FontFile2", "/FontFile3"} & set(one) for one in described)
    assert "DRAFT" not in reader.pages[0].extract_text()


def test_what_the_standard_cannot_say_is_refused_when_the_contract_is_read() -> None:
    with pytest.raises(BpoError) as refused:
        bill(
            "terms: [{id: fee, model: fixed, amount: 100}]",
            prices="{tax: included, rates: {standard: {rate: 6%, deducts: wages}}}",
            more="quantities: {wages: {given: money}}",
        )
    assert re.search(r"made.yaml:\d+: EN 16931 computes tax from the whole amount", str(refused.value))


def test_a_reference_to_the_original_stands_on_no_invoice() -> None:
    with pytest.raises(AssertionError):
        replace(Issue("I-1", DAY), original="I-0")
