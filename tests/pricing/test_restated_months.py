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
LIMITS = {
    "orders": [
        *(f"ceiling: {{amount: {most}, used: 0, when_reached: <when-reached>}}\n" for most in (4000, 40000, 400000)),
        "purchase_orders: [{number: A, limit: 9000, to: 2026-01-31, when_reached: <when-reached>}, {number: B, from: 2026-02-01, limit: 9000}]\n",
    ]
}


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


LIMITED = TAXED_THEN.replace(
    "terms:", "ceiling: {amount: 150, tax: excluded, used: 0, when_reached: <reached>}\nterms:"
)


def of_february(reached: str, january: int, again: int, february: int) -> Statement:
    contract = read_contract(parse_document(LIMITED.replace("<reached>", reached), "limited.yaml")).contract
    billed = chain(contract, [figures(contract, "2026-01", january)])
    restated = {"2026-01": Restated(figures(contract, "2026-01", again))}
    return price(contract, replace(figures(contract, "2026-02", february), restated=restated), billed)


@pytest.mark.parametrize(
    ("again", "february", "lines"),
    [
        (120, 30, {"calls": "30.00", "restated.2026-01": "20.00"}),
        (120, 31, {"calls": "31.00", "restated.2026-01": "20.00", "contract-ceiling": "-1.00"}),
        (180, 10, {"calls": "10.00", "restated.2026-01": "80.00", "contract-ceiling": "-40.00"}),
        (60, 90, {"calls": "90.00", "restated.2026-01": "-40.00"}),
        (60, 91, {"calls": "91.00", "restated.2026-01": "-40.00", "contract-ceiling": "-1.00"}),
    ],
)
def test_a_ceiling_holds_with_what_is_adjusted(again: int, february: int, lines: dict[str, str]) -> None:
    """100 of 150 are billed in January, 50 are left: to the bound and one beyond, and never more than 150 in all."""
    statement = of_february("stop", 100, again, february)
    found: dict[str, Decimal] = {}
    for line in statement.charges:
        clause = line.clause if line.kind != "ceiling" else "contract-ceiling"
        found[clause] = found.get(clause, Decimal(0)) + line.amount
    assert {name: str(amount) for name, amount in found.items()} == lines
    assert 100 + statement.net == min(150, again + february)


def test_a_ceiling_that_refuses_counts_what_is_adjusted() -> None:
    assert of_february("refuse", 100, 120, 30).net == 50
    with pytest.raises(BpoError) as refused:
        of_february("refuse", 100, 120, 31)
    assert codes(refused.value) == ["limit-reached"]
    assert of_february("warn", 100, 120, 31).net == 51


def test_a_month_that_a_limit_cut_is_corrected_by_itself() -> None:
    """200 were cut to 150; at 60 the client has 90 too much, not the 140 by which the line moves. The correction says 90."""
    with pytest.raises(BpoError) as refused:
        of_february("stop", 200, 60, 40)
    assert codes(refused.value) == ["restated-cut-by-limit"]
    assert "in 2026-01 billing stopped at the contract's ceiling" in refused.value.problems[0].say("en")
    contract = read_contract(parse_document(LIMITED.replace("<reached>", "stop"), "limited.yaml")).contract
    was, now = (price(contract, figures(contract, "2026-01", calls)) for calls in (200, 60))
    assert correction(contract, was, now, "original").net == -90


@examples(120)
@given(st.data(), contracts(header=LIMITS))
def test_limits_hold_for_the_month_that_brings_what_is_restated(data: Any, text: str) -> None:
    """Ceilings and orders move no adjustment: it is that of the same contract without them; and with it the month stays within what is left."""
    contract, choices = read_contract(parse_document(text, "random.yaml")).contract, Drawn(data.draw)
    free = contract.model_copy(update={"ceiling": None, "purchase_orders": []})
    figures = months(choices, contract, 3)
    if len(figures) < 2:
        return
    at = data.draw(st.integers(0, len(figures) - 2))
    restated = {figures[at].period: Restated(figures_of(choices, contract, figures[at].period), "original")}
    last = replace(figures[-1], restated=restated)
    try:
        billed = chain(contract, figures[:-1])
        wanted = price(free, last, chain(free, figures[:-1]))
        found = price(contract, last, billed)
    except BpoError as error:
        assert set(codes(error)) <= {*REFUSED, "limit-reached", "restated-cut-by-limit", "purchase-order-none"}, error
        return
    assert not [line for one in billed[at:] for line in one.charges if line.kind == "ceiling"]
    assert adjusted(found) == adjusted(wanted) and own(found) == own(wanted)
    tops = [contract.ceiling, *contract.purchase_orders]
    strict = {getattr(one, "number", "") for one in tops if one is not None and one.when_reached != "warn"}
    for drawn in found.drawn:
        if drawn.number in strict and drawn.now > 0:
            assert drawn.before + drawn.now <= drawn.limit, drawn
