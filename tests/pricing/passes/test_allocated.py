"""A month of several entities: whatever is cut adds up to the whole to the cent, line by line, tax by tax, total by total."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.advice.check import advice
from bpo.advice.curve import curve
from bpo.contracts.load import read_contract
from bpo.contracts.statement import Statement
from bpo.contracts.statement_json import statement_json
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures import Quantity
from bpo.core.money import Money
from bpo.pricing.price import price
from tests.contracts.making import contract, measures

NAMES = ("a", "b", "c")
BODY = """
entities: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]
allocation: {by: calls, otherwise: {a: 1/3, b: 1/3, c: 1/3}, lines: {fee: {a: 50%, c: 50%}}}
quantities:
  calls: {given: call}
  missed: {given: event}
terms:
  - {id: inbound, model: workload, quantity: calls, tiers: [{up_to: 7, rate: 3.335}, {rate: 1.117}]}
  - {id: fee, model: fixed, amount: FEE, tax: low}
  - {id: exempt, model: workload, quantity: calls, rate: 0.333, tax: none}
adjustments:
  - {id: credit, kind: penalty, per: missed, percent: 33.3%, of: [inbound, fee]}
  - {id: least, kind: minimum, on: [inbound], amount: 10.01}
  - {id: damages, kind: penalty, per: missed, amount: 0.55, nature: damages}
"""
PRICES = (
    "{tax: TAX, tax_rounding: ROUND, rates: {full: {rate: 13%}, low: {rate: 6%}, none: {rate: 0%, note: exempt}}, "
    "withholding: [{rate: 2%}, {rate: 1.7%, of: total}]}"
)


def priced(calls: list[int], missed: int, fee: int, tax: str, rounding: str) -> Statement:
    parts = {name: Fraction(part) for name, part in zip(NAMES, calls, strict=True)}
    one = contract(BODY.replace("FEE", f"{fee}.01"), prices=PRICES.replace("TAX", tax).replace("ROUND", rounding))
    return price(one, measures({"calls": Quantity(Fraction(sum(calls)), "", parts), "missed": missed}))


@given(
    st.lists(st.integers(0, 40), min_size=3, max_size=3), st.integers(0, 4), st.integers(0, 1000),
    st.sampled_from(["included", "excluded"]), st.sampled_from(["line", "total"]),
)  # fmt: skip
def test_the_entities_add_up_to_the_whole(calls: list[int], missed: int, fee: int, tax: str, rounding: str) -> None:
    whole = priced(calls, missed, fee, tax, rounding)
    own = whole.portions
    assert [one.entity for one in own] == list(NAMES)
    for i, line in enumerate((*whole.charges, *whole.deductions)):
        cut = [(*one.lines, *one.deductions)[i] for one in own]
        assert sum((part.amount for part in cut), Decimal(0)) == line.amount
        for part in cut:  # largest remainder: never a whole cent away from the exact share
            assert abs(Fraction(part.amount) - Fraction(line.amount) * part.share) < Fraction(1, 100)
    for name in ("net", "tax", "total", "payable"):
        assert sum((getattr(one, name) for one in own), Decimal(0)) == getattr(whole, name)
    for i, line_of_tax in enumerate(whole.taxes):
        assert sum((one.taxes[i].amount for one in own), Decimal(0)) == line_of_tax.amount
        for one in own:  # rate × base, but for the cents of its lines
            off = Fraction(one.taxes[i].amount) - Fraction(one.taxes[i].base) * line_of_tax.rate
            assert abs(off) < Fraction(len(whole.charges), 100)


def test_shuffled_entities_get_the_same_but_for_the_odd_cent() -> None:
    body = BODY.replace("FEE", "1")
    other = body.replace("[{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]", "[{id: c, name: C}, {id: a, name: A}, {id: b, name: B}]")  # fmt: skip
    parts = {"a": Fraction(1), "b": Fraction(2), "c": Fraction(4)}
    figures = measures({"calls": Quantity(Fraction(7), "", parts), "missed": 0})
    prices = PRICES.replace("TAX", "included").replace("ROUND", "total")
    one, two = (price(contract(text, prices=prices), figures) for text in (body, other))
    assert {own.entity: own.total for own in one.portions} == {own.entity: own.total for own in two.portions}


def test_credits_and_charges_that_cancel_out_leave_each_entity_its_tax() -> None:
    body = """
    entities: [{id: a, name: A}, {id: b, name: B}]
    allocation: {by: {a: 100%}, lines: {back: {b: 100%}}}
    terms: [{id: fee, model: fixed, amount: 100}]
    adjustments: [{id: back, kind: penalty, amount: 100}]
    """
    whole = price(contract(body, prices="{rate: 6%}"), measures())
    assert (whole.tax, [one.tax for one in whole.portions]) == (0, [Decimal(6), Decimal(-6)])


def test_the_statement_refuses_portions_that_do_not_make_it() -> None:
    whole = priced([1, 2, 3], 0, 1, "included", "total")
    with pytest.raises(AssertionError, match="portions do not make"):
        replace(whole, portions=whole.portions[:2])


def test_machines_get_every_entity_with_its_lines() -> None:
    found = statement_json(priced([1, 2, 4], 1, 100, "excluded", "line"), "en")
    json.dumps(found)
    first = found["entities"][0]
    assert [line["clause"] for line in first["charges"]] == ["inbound", "fee", "exempt", "credit", "least"]
    assert first["charges"][0]["share"] == "1/7"
    assert first["charges"][0]["text"] == "1 of 7 (calls)"
    assert first["charges"][1]["text"] == "agreed share 50%"
    assert first["charges"][3]["text"].startswith("as Workload, Fixed fee: ")
    assert sum(Decimal(one["payable"]) for one in found["entities"]) == Decimal(found["payable"])
    alone = price(contract("terms: [{id: fee, model: fixed, amount: 1}]"), measures())
    assert "entities" not in statement_json(alone, "en")


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"a": 3}, []),
        ({"a": 3, "d": 0, "": 0}, []),  # nothing of an unknown entity is nothing
        ({"a": 2, "d": 1}, ["allocation-entity-unknown"]),
        ({"a": 2, "": 1}, ["allocation-entity-missing"]),
        ({"a": 4, "b": -1}, ["allocation-part-negative"]),
        ({"a": 2}, ["quantity-parts-disagree"]),
    ],
)
def test_what_cannot_be_allocated_is_refused(parts: dict[str, int], told: list[str]) -> None:
    one = contract(BODY.replace("FEE", "1"), prices=PRICES.replace("TAX", "included").replace("ROUND", "line"))
    calls = Quantity(Fraction(3), "", {name: Fraction(part) for name, part in parts.items()})
    try:
        price(one, measures({"calls": calls, "missed": 1}))  # for which the credit is cut as the lines that it names
    except BpoError as error:
        assert [problem.code for problem in error.problems] == told
        # what is wrong with the figures themselves stands at their line, where they were read from a file
        assert all(problem.where is not None for problem in error.problems if told != ["quantity-parts-disagree"])
    else:
        assert told == []


def test_without_shares_for_it_a_month_of_nothing_is_refused() -> None:
    body = BODY.replace("FEE", "1").replace(" otherwise: {a: 1/3, b: 1/3, c: 1/3},", "")
    one = contract(body, prices=PRICES.replace("TAX", "included").replace("ROUND", "line"))
    with pytest.raises(BpoError) as error:
        price(one, measures({"calls": 0, "missed": 1}))
    (problem,) = error.value.problems
    assert (problem.code, problem.where) == ("allocation-by-nothing", one.allocation.where if one.allocation else None)
    assert "'calls' of 2026-01 is 0 for every entity" in problem.say("en")


def test_checks_and_curves_try_the_contract_as_one() -> None:
    text = (
        "contract: t\ntitle: T\ncurrency: CNY\neffective: {from: 2026-01-01}\nsupplier: {name: S}\nclient: {name: C}\n"
    )
    body = BODY.replace("FEE", "1").replace("tax: low", "label: Fee").replace(", tax: none", "")
    loaded = read_contract(parse_document(text + body))
    assert "check-unused" not in {problem.code for problem in advice(loaded)}
    points = curve(loaded.contract, measures({"missed": 0}), "calls", Fraction(0), Fraction(10))
    assert points[-1].total > points[0].total


def test_parts_are_rounded_by_the_largest_remainder() -> None:
    money = Money("CNY")
    assert money.apportion([Fraction(1, 3)] * 3) == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]
    assert money.apportion([Fraction("-0.005"), Fraction("-0.995")]) == [Decimal("0.00"), Decimal("-1.00")]
    assert money.apportion([Fraction(0), Fraction(5, 3), Fraction(1, 3)]) == [Decimal("0.00"), Decimal("1.67"), Decimal("0.33")]  # fmt: skip


def test_each_entity_has_its_base_of_every_tax_also_of_a_tax_on_taxes() -> None:
    """5% of 200 = 10, 10% of 210 = 21, 50% of 31 = 15.50; a quarter of each, of the last 3.875 and the odd half cent."""
    taxes = "[{rate: 5%, name: L}, {rate: 10%, name: V, of: net_and_taxes}, {rate: 50%, name: C, of: taxes}]"
    body = """
    entities: [{id: a, name: A}, {id: b, name: B}]
    allocation: {by: {a: 25%, b: 75%}}
    terms: [{id: fee, model: fixed, amount: 200}]
    """
    whole = price(contract(body, prices=f"{{rates: {{all: {{taxes: {taxes}}}}}}}"), measures())
    assert [[(str(tax.base), str(tax.amount)) for tax in own.taxes] for own in whole.portions] == [
        [("50.00", "2.50"), ("52.50", "5.25"), ("7.75", "3.88")],
        [("150.00", "7.50"), ("157.50", "15.75"), ("23.25", "11.62")],
    ]


def test_a_line_with_a_key_of_its_own_is_not_cut_as_what_it_is_about() -> None:
    """10% of the fee, which is all of A's, is B's alone."""
    body = """
    entities: [{id: a, name: A}, {id: b, name: B}]
    allocation: {by: {a: 50%, b: 50%}, lines: {fee: {a: 100%}, credit: {b: 100%}}}
    terms: [{id: fee, model: fixed, amount: 100}]
    adjustments: [{id: credit, kind: penalty, percent: 10%, of: [fee]}]
    """
    whole = price(contract(body), measures())
    assert [[str(part.amount) for part in own.lines] for own in whole.portions] == [
        ["100.00", "0.00"],
        ["0.00", "-10.00"],
    ]


def test_what_a_ceiling_cuts_is_cut_as_the_lines_of_its_tax_code() -> None:
    """1,000 where 900 remain: 60 of A's 600 and 40 of B's 400, each under its own code."""
    body = """
    entities: [{id: a, name: A}, {id: b, name: B}]
    allocation: {by: {a: 50%, b: 50%}, lines: {desk: {a: 100%}, lease: {b: 100%}}}
    ceiling: {amount: 900, tax: excluded, when_reached: stop}
    terms:
      - {id: desk, model: fixed, amount: 600}
      - {id: lease, model: fixed, amount: 400, tax: low}
    """
    whole = price(contract(body, prices="{rates: {full: {rate: 10%}, low: {rate: 5%}}}"), measures())
    assert [(line.tax_code, str(line.amount)) for line in whole.charges[2:]] == [("full", "-60.00"), ("low", "-40.00")]
    assert [[str(part.amount) for part in own.lines] for own in whole.portions] == [
        ["600.00", "0.00", "-60.00", "0.00"],
        ["0.00", "400.00", "0.00", "-40.00"],
    ]


@pytest.mark.parametrize(("of", "kept"), [("net", ["-10.00", "-10.00"]), ("total", ["-11.00", "-10.00"])])
def test_what_is_withheld_is_cut_as_what_it_is_a_share_of(of: str, kept: list[str]) -> None:
    """10% of 100 and 100, or of 110 and 100: only A's desk is taxed."""
    body = """
    entities: [{id: a, name: A}, {id: b, name: B}]
    allocation: {by: {a: 50%, b: 50%}, lines: {desk: {a: 100%}, lease: {b: 100%}}}
    terms: [{id: desk, model: fixed, amount: 100}, {id: lease, model: fixed, amount: 100, tax: none}]
    """
    prices = f"{{rates: {{full: {{rate: 10%}}, none: {{rate: 0%}}}}, withholding: [{{rate: 10%, of: {of}}}]}}"
    whole = price(contract(body, prices=prices), measures())
    assert [str(own.deductions[0].amount) for own in whole.portions] == kept
