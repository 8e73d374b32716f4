"""What a month's lines of nothing, and the true-ups of earlier months, are for each entity."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bpo.contracts.statement import Statement
from bpo.core.measures_file import parse_measures
from bpo.pricing.passes.trued_up import true_ups_of
from bpo.pricing.price import price
from bpo.pricing.pricing import begun
from tests.contracts.making import bill, contract, measures

TWO_DESKS = contract("""
    entities: [{id: east, name: East}, {id: west, name: West}]
    allocation: {by: {east: 50%, west: 50%}, lines: {first: {east: 100%}, second: {west: 100%}}}
    terms:
      - {id: first, model: fixed, amount: 100}
      - {id: second, model: fixed, amount: 100}
    kpis:
      - {id: csat, kpi: entered, label: Satisfaction, target: 90%, known_later: {provisionally: as_target, final_after_months: 2}}
    adjustments:
      - {id: less, kind: multiplier, on: [first], kpi: csat, bands: [{at_least: 90%, factor: 1.00}, {factor: 0.90}]}
      - {id: more, kind: multiplier, on: [second], kpi: csat, bands: [{at_least: 90%, factor: 1.00}, {factor: 1.10}]}
    """)


def trued_up(csat: str) -> Statement:
    """February, in which January's satisfaction becomes known."""
    january = price(TWO_DESKS, parse_measures("period: 2026-01"))
    late = f"period: 2026-02\nkpis: {{csat: 90%}}\nlate: {{2026-01: {{csat: {csat}}}}}"
    return price(TWO_DESKS, parse_measures(late), [january])


@pytest.mark.parametrize(("csat", "east", "west"), [("80%", "-10.00", "10.00"), ("90%", "0.00", "0.00")])
def test_a_true_up_of_nothing_may_be_something_for_each_entity(csat: str, east: str, west: str) -> None:
    """At 80% East's desk would have had 10% of 100 less and West's 10% of 100 more: together nothing, by itself 10 each."""
    statement = trued_up(csat)
    at = [charge.clause for charge in statement.charges].index("true_up.2026-01")
    assert str(statement.charges[at].amount) == "0.00"
    own = {portion.entity: portion.lines[at] for portion in statement.portions}
    assert {name: str(part.amount) for name, part in own.items()} == {"east": east, "west": west}
    assert [part.share for part in own.values()] == [0, 0]
    for lang, said in (
        ("en", "True-up of 2026-01: as that month was allocated"),
        ("zh", "2026-01 指标补差：按该月分摊"),
    ):
        assert [part.rule.say(lang, part.values) for part in own.values()] == [said, said]
    assert [portion.total for portion in statement.portions] == [100 + Decimal(east), 100 + Decimal(west)]


def test_of_a_month_of_nothing_nobody_has_a_share() -> None:
    """No calls: the line, what is withheld of it and each entity's part of both are nothing, and no share is made up."""
    statement = bill(
        """
        entities: [{id: east, name: East}, {id: west, name: West}]
        allocation: {by: {east: 30%, west: 70%}}
        terms: [{id: inbound, model: workload, quantity: {given: call}, rate: 2}]
        """,
        {"inbound": 0},
        prices="{rate: 6%, withholding: [{rate: 2%}, {rate: 3%, of: total}]}",
    )
    for portion in statement.portions:
        parts = [*portion.lines, *portion.deductions]
        assert [(part.amount, part.share) for part in parts] == [(Decimal(0), Fraction(0))] * 3
        assert portion.lines[0].rule.say("en", portion.lines[0].values) == "nothing to allocate"
        assert (portion.net, portion.tax, portion.payable) == (0, 0, 0)


def test_an_entity_had_nothing_of_what_was_not_there() -> None:
    """East had all of 100; of 120 it has 100 and West, which was no entity then, 20. A line of 12 is new, East 10 and West 2."""
    first = "allocation: {by: {east: 100%}}\nentities: [{id: east, name: East}]\nterms: [{id: a, model: fixed, amount: 100}]"
    since = contract("""
        entities: [{id: east, name: East}, {id: west, name: West}]
        allocation: {by: {east: 5/6, west: 1/6}}
        terms: [{id: a, model: fixed, amount: 120}, {id: b, model: fixed, amount: 12}]
        """)
    now = price(since, measures())
    (found,) = true_ups_of(begun(since, measures(), ()), bill(first), now, ())
    assert found.line.amount == 32
    assert found.by_entity == {"east": 10, "west": 22}
    (back,) = true_ups_of(begun(since, measures(), ()), now, bill(first), ())
    assert (back.line.amount, back.by_entity) == (-32, {"east": -10})
