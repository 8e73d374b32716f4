"""What holds for every example: its measures read back price the same, it adds up, and no float is anywhere in it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from bpo.core.measures import Measures
from bpo.core.measures_file import parse_measures
from bpo.facts.lake.lake import Lake
from bpo.pricing.price import price
from tests.examples.examples import CLIENTS, GIVEN, MONTHS, example, given, measured

BILLS = [*((name, None) for name in GIVEN), *((name, month) for name in CLIENTS for month in MONTHS)]
each_bill = pytest.mark.parametrize(("name", "month"), BILLS, ids=[f"{n}-{m or 'given'}" for n, m in BILLS])


def measures_of(lake: Lake, name: str, month: str | None) -> Measures:
    return given(name) if month is None else measured(lake, name, month)


@each_bill
def test_measures_written_as_json_and_read_back_price_the_same(lake: Lake, name: str, month: str | None) -> None:
    measures = measures_of(lake, name, month)
    read_back = parse_measures(json.dumps(measures.as_json(), ensure_ascii=False))
    assert (read_back.quantities, read_back.period) == (measures.quantities, measures.period)
    one, other = price(example(name), measures), price(example(name), read_back)
    assert other.charges == one.charges
    assert other.taxes == one.taxes
    assert (other.net, other.tax, other.total) == (one.net, one.tax, one.total)
    judged = {kpi: (v.judged, v.met, v.score) for kpi, v in one.verdicts.items()}
    assert {kpi: (v.judged, v.met, v.score) for kpi, v in other.verdicts.items()} == judged


@each_bill
def test_the_total_is_the_sum_of_the_lines_and_the_tax(lake: Lake, name: str, month: str | None) -> None:
    statement = price(example(name), measures_of(lake, name, month))
    charged = sum((charge.amount for charge in statement.charges), Decimal(0))
    assert charged == (statement.total if statement.prices_include_tax else statement.net)
    assert statement.total == statement.net + statement.tax
    assert (
        sum(statement.line_taxes, Decimal(0)) == statement.tax == sum((t.amount for t in statement.taxes), Decimal(0))
    )


@each_bill
def test_no_float_is_anywhere_in_a_statement(lake: Lake, name: str, month: str | None) -> None:
    statement = price(example(name), measures_of(lake, name, month))
    floats = [path for path, value in everything(statement) if isinstance(value, float)]
    assert floats == []
    json.dumps(statement.measures.as_json(), allow_nan=False)
    assert not any(isinstance(value, float) for _, value in everything(statement.measures.as_json()))


def everything(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The value and all that is in it, with the way to it."""
    yield path, value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from everything(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from everything(key, f"{path}[key]")
            yield from everything(item, f"{path}[{key}]")
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from everything(item, f"{path}[{i}]")


def test_the_walk_finds_a_float_that_is_there() -> None:
    statement = price(example("tiny-fixed"), given("tiny-fixed"))
    spoilt: Any = {"2026-03-01": 0.5}
    measures = dataclasses.replace(statement.measures, series={"set-up": spoilt})
    found = [
        path for path, value in everything(dataclasses.replace(statement, measures=measures)) if type(value) is float
    ]
    assert found == [".measures.series[set-up][2026-03-01]"]
