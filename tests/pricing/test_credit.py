"""Credit and debit notes: worked by hand, and the law that all of a statement given back is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.statement import Statement
from bpo.pricing.credit import CREDIT_NOTE, DEBIT_NOTE, note_of
from bpo.pricing.price import price
from tests.contracts.making import contract, measures
from tests.laws import examples

TWO = """
terms:
  - {id: calls, model: fixed, amount: 10600}
  - {id: desk, model: fixed, amount: 5300}
"""
NUMBER, WHY = "S-2026-0001", "counted twice"


def with_tax(statement: Statement) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for charge, tax in zip(statement.charges, statement.line_taxes, strict=True):
        amount = charge.amount if statement.prices_include_tax else charge.amount + tax
        found[charge.clause] = found.get(charge.clause, Decimal(0)) + amount
    return found


def turned(amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {clause: -amount for clause, amount in amounts.items()}


@pytest.mark.parametrize(
    ("tax", "moved", "net", "taxed", "lines"),
    [
        # 2,650 with 6% in it: 150 of tax
        ("included", {"desk": "-2650"}, "-2500.00", "-150.00", ["-2650.00"]),
        # 5,300 × 1.06 = 5,618; half of it is 2,809, of which 159 is tax
        ("excluded", {"desk": "-2809"}, "-2650.00", "-159.00", ["-2650.00"]),
        # a cent has no tax in it that could be shown
        ("included", {"desk": "-0.01"}, "-0.01", "0.00", ["-0.01"]),
        ("included", {"calls": "-10600", "desk": "-1060"}, "-11000.00", "-660.00", ["-10600.00", "-1060.00"]),
        ("included", {"calls": "212"}, "200.00", "12.00", ["212.00"]),
    ],
)
def test_a_note_of_some_lines(tax: str, moved: dict[str, str], net: str, taxed: str, lines: list[str]) -> None:
    agreed = contract(TWO, "CNY", f"{{tax: {tax}, rate: 6%}}")
    statement = price(agreed, measures())
    note = note_of(agreed, statement, {name: Decimal(one) for name, one in moved.items()}, {}, NUMBER, WHY)
    assert [str(charge.amount) for charge in note.charges] == lines
    assert (str(note.net), str(note.tax), str(note.total)) == (net, taxed, str(Decimal(net) + Decimal(taxed)))
    assert note.document == (DEBIT_NOTE if note.total > 0 else CREDIT_NOTE)
    words, values = note.charges[0].steps[0].said
    assert NUMBER in words.say("en", values) and WHY in words.say("zh", values)
    billed = {"calls": "10,600.00", "desk": "5,300.00"}[
        note.charges[0].clause
    ]  # as on its face, with its tax or without
    assert f"billed at {billed}" in words.say("en", values) and f"原金额 {billed}" in words.say("zh", values)


BODY = """
entities: [{{id: n, name: North}}, {{id: s, name: South}}]
allocation: {{by: {{n: {n}, s: {s}}}}}
quantities: {{volume: {{given: call}}}}
terms:
  - {{id: calls, model: workload, quantity: volume, rate: {rate}, tax: standard}}
  - {{id: desk, model: fixed, amount: {fee}, tax: less}}
kpis: [{{id: sl, kpi: entered, target: 80%}}]
adjustments:
  - {{id: late, kind: penalty, kpi: sl, percent: {late}%, of: [calls]}}
  - {{id: harm, kind: damages, per: volume, amount: 0.01}}
"""
cents = st.integers(1, 10**6).map(lambda units: Decimal(units) / 100)


@examples(60)
@given(
    cents,
    cents,
    st.integers(0, 30),
    st.integers(1, 99),
    st.integers(0, 3000),
    st.sampled_from(["included", "excluded"]),
    st.data(),
)
def test_a_part_and_the_rest_given_back_are_nothing(
    rate: Decimal, fee: Decimal, late: int, share: int, volume: int, tax: str, data: st.DataObject
) -> None:
    """Two notes, one of a part of every line and one of the rest, turn the statement's total and come within a cent of its taxes."""
    agreed = contract(
        BODY.format(rate=rate, fee=fee, late=late, n=f"{share}%", s=f"{100 - share}%").replace(
            "kind: damages", "kind: penalty"
        ),
        "CNY",
        f"{{tax: {tax}, rates: {{standard: {{rate: 13%}}, less: {{rate: 6%}}}}}}",
    )
    statement = price(agreed, measures({"volume": volume}, {"sl": Fraction(1, 2)}))
    whole = with_tax(statement)
    gone = note_of(agreed, statement, turned(whole), {}, NUMBER, WHY)
    assert (gone.net, gone.tax, gone.total) == (-statement.net, -statement.tax, -statement.total)
    assert sorted(one.amount for one in gone.taxes) == sorted(-one.amount for one in statement.taxes)
    if statement.portions:
        assert [one.total for one in gone.portions] == [-one.total for one in statement.portions]
    part = {
        name: Decimal(data.draw(st.integers(0, int(abs(amount) * 100)), name)) / 100 * (1 if amount >= 0 else -1)
        for name, amount in whole.items()
    }
    first = note_of(agreed, statement, turned(part), {}, NUMBER, WHY)
    rest = note_of(agreed, statement, turned({n: whole[n] - part[n] for n in whole}), {}, NUMBER, WHY)
    assert first.total + rest.total == -statement.total
    assert abs(first.tax + rest.tax + statement.tax) <= Decimal("0.01") * len(whole)


def test_what_a_note_moved_of_a_line_that_is_gone_is_taken_from_the_note() -> None:
    """1,000 were given back of a line taxed otherwise (13%: 115.04), to North 30%, before the month was restated without it: taken back,
    North has 300 of them with 34.51 of tax, South 700 with 80.53; beside the 10,600 with 600 that are left."""
    entities = "entities: [{id: n, name: North}, {id: s, name: South}]\nallocation: {by: {n: 30%, s: 70%}}\n"
    prices = "{tax: included, rates: {standard: {rate: 6%}, other: {rate: 13%}}}"
    calls = "terms:\n  - {id: calls, model: fixed, amount: 10600, tax: standard}\n"
    was = contract(entities + calls + "  - {id: desk, model: fixed, amount: 5300, tax: other}\n", "CNY", prices)
    first = note_of(was, price(was, measures()), {"desk": Decimal(-1000)}, {}, NUMBER, WHY)
    now = contract(entities + calls, "CNY", prices)
    moved = {"desk": Decimal(1000), "calls": Decimal(-10600)}
    note = note_of(now, price(now, measures()), moved, {}, NUMBER, WHY, earlier=[first])
    assert {one.clause: str(one.amount) for one in note.charges} == {"desk": "1000.00", "calls": "-10600.00"}
    assert [(one.code, str(one.amount)) for one in note.taxes] == [("standard", "-600.00"), ("other", "115.04")]
    assert [[str(line.amount) for line in own.lines] for own in note.portions] == [
        ["300.00", "-3180.00"],
        ["700.00", "-7420.00"],
    ]
    assert [[str(tax.amount) for tax in own.taxes] for own in note.portions] == [
        ["-180.00", "34.51"],
        ["-420.00", "80.53"],
    ]
