"""The law of restating: what a restated month adjusts is the difference of the whole statements, to the cent, whatever the contract is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.load import read_contract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Charge, Statement
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures import Measures, Restated
from bpo.ledger import document
from bpo.pricing.correction import correction
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.trued_up import own_lines
from bpo.pricing.price import price
from tests.contracts.choices import Choices, Drawn
from tests.contracts.making import codes
from tests.contracts.random_contracts import contracts
from tests.contracts.random_measures import REFUSED, figures_of
from tests.laws import examples
from tests.pricing import laws_of_contracts as laws

UNLIMITED = {"orders": [""]}


def load(text: str) -> Contract:
    lines = [line for line in text.splitlines() if not line.startswith("ceiling:")]
    return read_contract(parse_document("\n".join(lines) + "\n", "random.yaml")).contract


def months(choices: Choices, contract: Contract, most: int) -> list[Measures]:
    """Figures of the first months, none of which brings anything of an earlier one."""
    first = contract.cycle.containing(contract.effective.start).name
    names = [contract.cycle.after(first, n) for n in range(most)]
    held = [name for name in names if contract.effective_part(contract.cycle.period(name)) is not None]
    return [figures_of(choices, contract, name) for name in held]


def chain(contract: Contract, figures: Sequence[Measures]) -> list[Statement]:
    history: list[Statement] = []
    for one in figures:
        history.append(price(contract, one, history))
    return history


def adjusted(statement: Statement) -> tuple[Decimal, Decimal]:
    """What the lines that restate come to: with their tax, and of what is deducted from the payment."""
    pairs = zip(statement.charges, statement.line_taxes, strict=True)
    included = statement.prices_include_tax
    whole = sum((c.amount + (0 if included else tax) for c, tax in pairs if c.kind == "restated"), Decimal(0))
    return whole, sum((line.amount for line in statement.deductions if line.kind == "restated"), Decimal(0))


def deducted(statement: Statement) -> Decimal:
    own = {line.clause for line in own_lines(statement)}
    return sum((line.amount for line in statement.deductions if line.clause in own), Decimal(0))


@examples(120)
@given(st.data(), contracts(header=UNLIMITED))
def test_the_adjustment_is_the_difference_of_the_whole_statements(data: Any, text: str) -> None:
    """Every month but the last is billed, then one of them is counted again; whole statements are priced beside it, one by one."""
    contract, choices = load(text), Drawn(data.draw)
    if contract.ceiling is not None or contract.purchase_orders:
        return
    figures = months(choices, contract, data.draw(st.sampled_from([2, 3, 4])))
    if len(figures) < 2:
        return
    at = data.draw(st.integers(0, len(figures) - 2))
    again = figures_of(choices, contract, figures[at].period)
    try:
        billed = chain(contract, figures)
        whole = chain(contract, [*figures[:at], again, *figures[at + 1 :]])
    except BpoError as error:
        assert set(codes(error)) <= set(REFUSED), error
        return
    last = replace(figures[-1], restated={again.period: Restated(again, "original")})
    statement = price(contract, last, billed[:-1])
    laws.check_sums(in_force(contract, statement.period), statement)
    pairs = list(zip(billed[:-1], whole[:-1], strict=True))
    totals = sum((now.total - was.total for was, now in pairs), Decimal(0))
    payments = sum((deducted(now) - deducted(was) for was, now in pairs), Decimal(0))
    assert adjusted(statement) == (totals, payments)
    assert own(statement) == own(whole[-1]), "the month itself counts by what is known now"
    assert [name for name in names(statement) if name < f"restated.{again.period}"] == []


def own(statement: Statement) -> list[tuple[str, Decimal]]:
    return [(line.clause, line.amount) for line in own_lines(statement)]


def names(statement: Statement) -> list[str]:
    every: Sequence[Charge] = (*statement.charges, *statement.deductions)
    return [line.clause for line in every if line.kind == "restated"]


@examples(40)
@given(st.data(), contracts(header=UNLIMITED))
def test_restating_a_second_time_adjusts_what_is_left(data: Any, text: str) -> None:
    """The first figures, then others in the next month, come to the others alone; and the same twice to nothing more."""
    contract, choices = load(text), Drawn(data.draw)
    figures = months(choices, contract, 3)
    if contract.ceiling is not None or contract.purchase_orders or len(figures) < 3:
        return
    first, second = (figures_of(choices, contract, figures[0].period) for _ in range(2))
    try:
        billed = chain(contract, figures)
        whole = chain(contract, [second, *figures[1:]])
        chain(contract, [first, *figures[1:]])
    except BpoError as error:
        assert set(codes(error)) <= set(REFUSED), error
        return
    name = first.period
    once = price(contract, replace(figures[1], restated={name: Restated(first)}), billed[:1])
    twice = price(contract, replace(figures[2], restated={name: Restated(second)}), [billed[0], once])
    (a, b), (c, d) = adjusted(once), adjusted(twice)
    differences = [now.total - was.total for was, now in zip(billed[:1], whole[:1], strict=True)]
    # February was billed by the first figures, and is adjusted to the second with January.
    moved = whole[1].total - (once.total - a)
    kept = deducted(whole[1]) - (deducted(once))
    assert a + c == differences[0] + moved
    assert b + d == deducted(whole[0]) - deducted(billed[0]) + kept
    again = price(contract, replace(figures[2], restated={name: Restated(first)}), [billed[0], once])
    assert adjusted(again) == (Decimal(0), Decimal(0))


TAXED_THEN = """\
contract: c
title: c
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: S}
client: {name: C}
prices: {tax: excluded, rates: {standard: {rate: 6%, name: VAT, changes: [{from: 2026-02-01, rate: 9%}]}}}
terms:
  - {id: calls, model: workload, quantity: {given: call}, rate: 1}
"""


def test_the_adjustment_is_taxed_as_the_restated_month_was() -> None:
    """100 calls at 6% in January; 150 are counted. February's 200 at 9% are 18.00, the 50 of January at 6% are 3.00."""
    contract = load(TAXED_THEN)
    (january,) = chain(contract, [figures(contract, "2026-01", 100)])
    february = replace(
        figures(contract, "2026-02", 200), restated={"2026-01": Restated(figures(contract, "2026-01", 150))}
    )
    statement = price(contract, february, [january])
    assert [(str(tax.base), str(tax.amount)) for tax in statement.taxes] == [("200.00", "18.00"), ("50.00", "3.00")]
    assert (str(statement.net), str(statement.tax), str(statement.total)) == ("250.00", "21.00", "271.00")


def figures(contract: Contract, month: str, calls: int) -> Measures:
    from bpo.core.measures_file import parse_measures

    return parse_measures(f"period: {month}\nquantities: {{calls: {calls}}}\n")


@pytest.mark.parametrize(
    ("month", "code"),
    [("2026-03", "restated-not-earlier"), ("2025-12", "restated-not-earlier"), ("2026-01", "history-missing")],
)
def test_only_an_earlier_month_of_the_contract_that_was_billed_can_be_restated(month: str, code: str) -> None:
    contract = load(TAXED_THEN)
    march = replace(figures(contract, "2026-03", 1), restated={month: Restated(figures(contract, month, 150))})
    with pytest.raises(BpoError) as refused:
        price(contract, march, chain(contract, [figures(contract, "2026-02", 1)]))
    assert codes(refused.value) == [code]


def test_figures_that_the_contract_does_not_read_are_refused() -> None:
    contract = load(TAXED_THEN)
    wrong = replace(
        figures(contract, "2026-01", 1), quantities={"chats": figures(contract, "2026-01", 1).quantities["calls"]}
    )
    (january,) = chain(contract, [figures(contract, "2026-01", 100)])
    with pytest.raises(BpoError) as refused:
        price(contract, replace(figures(contract, "2026-02", 1), restated={"2026-01": Restated(wrong)}), [january])
    assert codes(refused.value)[0] == "measures-name-unknown"


@examples(60)
@given(st.data(), contracts())
def test_a_correction_is_the_difference_of_two_whole_statements(data: Any, text: str) -> None:
    """Of any contract, limits included, as the ledger keeps it."""
    contract, choices = read_contract(parse_document(text, "random.yaml")).contract, Drawn(data.draw)
    (first, *_) = months(choices, contract, 1)
    try:
        was, now = price(contract, first), price(contract, figures_of(choices, contract, first.period))
    except BpoError as error:
        assert set(codes(error)) <= set(REFUSED), error
        return
    found = correction(contract, was, now, "original")
    for name in ("net", "tax", "total", "payable"):
        assert getattr(found, name) == getattr(now, name) - getattr(was, name), name
    laws.check_sums(in_force(contract, now.period), found)
    assert document.read(document.written(found)) == found
