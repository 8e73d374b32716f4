"""Which numbers of a term are its prices, whatever their fields are called; and a price list leaves none out."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bpo.bid.discount import places_of_rows
from bpo.contracts.blocks.prices import NO_PRICE, Price, changed_prices, is_credit, prices_in
from bpo.contracts.load import read_contract
from bpo.contracts.terms import AnyTerm
from bpo.contracts.terms.term import Term
from bpo.core.documents import parse_document
from bpo.core.fields import Amount, FileModel
from tests.contracts.language import TERMS
from tests.contracts.making import contract
from tests.contracts.random_contracts import contracts

# Each with its prices in the order in which they are told: the model's own, then the least fee. Bounds (up_to, 100 of a baseline), a
# maximum, shares that are free or that a dead band has, days, months and what is known of costs are none.
PRICES: list[tuple[str, dict[tuple[Any, ...], F | int]]] = [
    ("model: fixed, amount: 7, maximum: 9, minimum: 5", {("amount",): 7, ("minimum", "amount"): 5}),
    ("model: workload, quantity: {given: call}, tiers: [{up_to: 9, fee: 30}, {rate: 2}], minimum: 1",
     {("tiers", 0, "fee"): 30, ("tiers", 1, "rate"): 2, ("minimum", "amount"): 1}),
    ("model: workload, quantity: {count: interactions}, free: {first: 9}, rate: 4", {("rate",): 4}),
    ("model: workload, quantity: {count: interactions}, rates: {by: [channel, queue], voice: {a: 1, otherwise: 2}, otherwise: 3}",
     {("rates", "each", "voice", "a"): 1, ("rates", "each", "voice", "otherwise"): 2, ("rates", "otherwise"): 3}),
    ("model: hours, rates: {handling: 12, training: 8}, multipliers: [{when: \"activity = 'training'\", times: 2, label: T}]",
     {("rates", "handling"): 12, ("rates", "training"): 8}),
    ("model: seats, seats: contracted, contracted: 20, rate: 9000, package: 5", {("rate",): 9000}),
    ("model: baseline, quantity: {given: call}, baseline: 100, fee: 1000, arc: 4, rrc: 3, dead_band: 5%",
     {("fee",): 1000, ("arc",): 4, ("rrc",): 3}),
    ("model: consulting, milestones: [{label: Done, amount: 70}]", {("milestones", 0, "amount"): 70}),
    ("model: contingency, bands: [{at_least: 50, percent: 10%, floor: 6}, {percent: 20%}]",
     {("bands", 0, "percent"): F(1, 10), ("bands", 0, "floor"): 6, ("bands", 1, "percent"): F(1, 5), ("bands", 1, "floor"): 0}),
    ("model: leads, prices: [{region: East, price: 9}, {price: 8}], reward: 1",
     {("prices", 0, "price"): 9, ("prices", 1, "price"): 8, ("reward",): 1}),
    ("model: commission, amount: 5, charge_back_days: 30", {("amount",): 5}),
    ("model: gainshare, target: 100, profit: 10, share: 50%, ceiling: 150", {("profit",): 10}),
    ("model: staff_lease, labour_cost: 6000, rate: 110%", {("rate",): F(11, 10)}),
    ("model: pass_through, margin: 20%", {("margin",): F(1, 5)}),
]  # fmt: skip


@pytest.mark.parametrize(("written", "prices"), PRICES, ids=[row[0].split(",")[0] for row in PRICES])
def test_the_prices_of_a_term(written: str, prices: dict[tuple[Any, ...], F | int]) -> None:
    (term,) = contract(f"terms: [{{id: t, {written}}}]\n").terms
    assert list(term.every_price().items()) == list(prices.items())


# 110% is a fee of 10%, three times that 30%; a margin of 20% is a markup of 25%, three times that 75%, which is 3/7 of the price. A least
# fee rises to the most that is paid, a target price to its ceiling: 140 + 30 would be 170.
@pytest.mark.parametrize(
    ("written", "prices"),
    [
        ("model: staff_lease, labour_cost: 6000, rate: 110%", {("rate",): F(13, 10)}),
        ("model: staff_lease, labour_cost: 6000, fee: 10%", {("fee",): F(3, 10)}),
        ("model: pass_through, margin: 20%", {("margin",): F(3, 7)}),
        ("model: pass_through, markup: 20%", {("markup",): F(3, 5)}),
        ("model: fixed, amount: 7, minimum: 5, maximum: 9", {("amount",): 21, ("minimum", "amount"): 9}),
        ("model: gainshare, target: 140, profit: 10, share: 50%, ceiling: 150", {("profit",): 10}),
    ],
)
def test_three_times_the_prices(written: str, prices: dict[tuple[Any, ...], F | int]) -> None:
    (term,) = contract(f"terms: [{{id: t, {written}}}]\n").terms
    assert term.scaled(F(3)).every_price() == prices


def test_lowering_a_credit_is_what_raises_the_revenue() -> None:
    (term,) = contract(f"terms: [{{id: t, {PRICES[6][0]}}}]\n").terms
    assert [place for place in term.every_price() if is_credit(term, place)] == [("rrc",)]


class Block(FileModel):
    bound: Amount
    called_otherwise: Price


class Holder(FileModel):
    """A clause as nobody foresaw it."""

    blocks: dict[str, list[Block]]
    bound: Block | None = None


def test_a_price_is_found_in_a_block_of_any_shape() -> None:
    one = Holder.model_validate(
        {"blocks": {"a": [{"bound": 1, "called_otherwise": 2}]}, "bound": {"bound": 3, "called_otherwise": 4}}
    )
    assert prices_in(one) == {("blocks", "a", 0, "called_otherwise"): 2, ("bound", "called_otherwise"): 4}
    doubled = one.altered(**changed_prices(one, lambda place, price: price * 2))
    assert prices_in(doubled) == {("blocks", "a", 0, "called_otherwise"): 4, ("bound", "called_otherwise"): 8}
    assert NO_PRICE in Term.model_fields["maximum"].annotation.__args__[0].__metadata__  # type: ignore[union-attr]


def test_an_altered_part_is_one_that_could_be_written() -> None:
    (term,) = contract("terms: [{id: t, model: fixed, amount: 7}]\n").terms
    assert term.altered(amount=F(8)).every_price() == {("amount",): 8}
    with pytest.raises(ValidationError):
        term.altered(amount=F(-8))


def test_every_pricing_model_is_asked_here() -> None:
    models = {one.kind_of for one in get_args(get_args(AnyTerm)[0])}
    assert models - {written.split(": ")[1].split(",")[0] for written, _ in PRICES} == {"piece_rate"}
    assert models == set(TERMS)


WAYS = [(model, way) for model, ways in TERMS.items() for way in ways]


@pytest.mark.parametrize(("model", "way"), WAYS)
@settings(max_examples=2)
@given(data=st.data())
def test_every_price_has_its_row_in_the_price_list(model: str, way: str, data: st.DataObject) -> None:
    """Whatever is written: a price that no row shows would be agreed to unseen. A least fee is a condition, and one of 0 for a case is none."""
    read = read_contract(parse_document(data.draw(contracts(term=(model, way))), "random.yaml")).contract
    for term in read.terms:
        shown = places_of_rows(term, read)
        unseen = {place: price for place, price in term.every_price().items() if place not in shown}
        assert not any(price for place, price in unseen.items() if place != ("minimum", "amount")), unseen
