"""Laws of costs: parts add up at every level, lines are exact, and the order of the file means nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.cycles import Months
from bpo.core.documents import parse_document
from bpo.core.periods import month_after
from bpo.economics.costs.cost_line import Level
from bpo.economics.costs.costs import CostLine, Costs, cost_of, costs_by, costs_of, month_costs
from tests.economics.costs.test_cost_errors import WHOLE

COSTS = costs_of(parse_document(WHOLE.replace("to: 2028-01-01, ", "")))
quantities = st.fractions(min_value=0, max_value=100_000, max_denominator=60)


def month_of(number: int, drivers: dict[str, Fraction], of: Costs = COSTS) -> tuple[CostLine, ...]:
    found = month_costs(of, drivers, number, Months().period(month_after("2027-01", number - 1)))
    assert found.total == cost_of(found.lines)
    return found.lines


DRIVERS = st.fixed_dictionaries(dict.fromkeys(("heads", "minutes", "revenue", "vat"), quantities))


@given(st.integers(1, 60), DRIVERS)
def test_parts_add_up_at_every_level(number: int, drivers: dict[str, Fraction]) -> None:
    lines = month_of(number, drivers)
    for level in get_args(Level):
        assert sum(costs_by(lines, level).values()) == cost_of(lines)
    for line in lines:
        assert line.amount == line.quantity * line.rate
        assert all(type(value) is Fraction for value in (line.amount, line.quantity, line.rate, line.paid))


@given(st.permutations(range(5)), DRIVERS)
def test_the_order_of_the_items_means_nothing(order: list[int], drivers: dict[str, Fraction]) -> None:
    text = WHOLE.splitlines(keepends=True)
    first = next(i for i, line in enumerate(text) if line.startswith("items:")) + 1
    moved = [*text[:first], *(text[first + i] for i in order), *text[first + 5 :]]
    other = month_of(1, drivers, costs_of(parse_document("".join(moved))))
    assert costs_by(other, "item") == costs_by(month_of(1, drivers), "item")


@given(DRIVERS, st.fractions(min_value=0, max_value=3, max_denominator=20))
def test_an_item_at_a_multiple_of_its_price(drivers: dict[str, Fraction], factor: Fraction) -> None:
    before, after = (costs_by(month_of(1, drivers, c), "item") for c in (COSTS, COSTS.with_item("leads", factor)))
    assert after["leads"] == before["leads"] * factor
    assert after["management"] == before["management"] + (after["leads"] - before["leads"]) / 20
    assert {id: after[id] for id in ("agents", "telecom")} == {id: before[id] for id in ("agents", "telecom")}


def test_a_one_off_costs_over_its_months_what_it_was_paid() -> None:
    lines = [
        line
        for number in range(1, 40)
        for line in month_of(number, {name: Fraction(0) for name in ("heads", "minutes", "revenue", "vat")})
    ]
    set_up = [line for line in lines if line.item == "set_up"]
    assert len(set_up) == 12
    assert cost_of(set_up) == sum(line.paid for line in set_up) == 36_000 * Fraction("0.14")


@pytest.mark.parametrize(("factor", "pension"), [("0.0001", 1), ("1", 2), ("2", 2)])
def test_levies_follow_the_wage_between_floor_and_cap(factor: str, pension: int) -> None:
    """Wages of 0.42 and 4,200 against a base of 1 to 2: 16% of the bound, in USD at 0.14, for 9 of 10 heads."""
    drivers = {"heads": Fraction(10), "minutes": Fraction(0), "revenue": Fraction(0), "vat": Fraction(0)}
    found = costs_by(month_of(1, drivers, COSTS.with_wages(Fraction(factor))), "item")
    assert found["agents"] == 4200 * Fraction(factor) * Fraction("0.14") * 9
    assert found["agents.union"] == found["agents"] / 50
    assert found["agents.pension"] == pension * Fraction("0.16") * Fraction("0.14") * 9
    assert found["agents.hmo"] == 5 * Fraction("0.14") * 9
