"""docs/examples.md names every example, and what it says they come to is what they come to."""

from __future__ import annotations

import re

import pytest

from bpo.facts.lake.lake import Lake
from tests.examples.examples import CLIENTS, EXAMPLES, GIVEN, MONTHS, NAMES, billed, example, priced

PAGE = (EXAMPLES.parents[1] / "docs" / "examples.md").read_text("utf-8")


def row(start: str) -> str:
    (found,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{start}` |")]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_a_row_for_every_example(name: str) -> None:
    assert row(f"{name}.yaml")


def test_the_page_names_nothing_that_is_not_there() -> None:
    named = set(re.findall(r"`([\w-]+\.yaml)`", PAGE))
    assert named == {f"{name}.yaml" for name in NAMES}


@pytest.mark.parametrize("name", [name for name in GIVEN if name.startswith("tiny-")])
def test_a_tiny_contract_comes_to_what_the_page_says(name: str) -> None:
    charged = sum(charge.amount for charge in priced(name).charges)
    assert row(f"{name}.yaml").endswith(f" = {charged:,} |")
    assert f" {example(name).language}, {example(name).currency} |" in row(f"{name}.yaml")


@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_s_months_come_to_what_the_page_says(lake: Lake, name: str) -> None:
    amounts = re.findall(r"([\d,]+\.\d\d) ([A-Z]{3})", row(name))
    statements = [billed(lake, name, month) for month in MONTHS]
    assert amounts == [(f"{statement.total:,}", statement.currency) for statement in statements]
