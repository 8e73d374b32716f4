"""A month that takes a line is what it would be if all of its fields were given anew."""

from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

from bpo.contracts.load import load_contract
from bpo.contracts.statement import Charge
from bpo.core.measures import Measures
from bpo.core.words import Text
from bpo.pricing.pricing import begun

EXAMPLE = Path(__file__).parents[2] / "contracts" / "examples" / "tiny-seats.yaml"
LINE = Charge("late", Text.of("Late"), "fixed", (), Decimal("0.00"), "standard")


def test_a_line_and_verdicts_change_nothing_else() -> None:
    month = begun(load_contract(EXAMPLE), Measures("2026-03")).month
    taken = month.with_line(LINE)
    assert taken == replace(month, charges=(*month.charges, LINE))
    assert taken.with_verdicts({}) == replace(taken, verdicts={})
    assert month.charges == ()
    assert set(vars(taken)) == {field.name for field in fields(month)}
