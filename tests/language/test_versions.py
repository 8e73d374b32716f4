"""Contracts that were signed once load and price alike for ever; renamed fields are read under their old names for a while.

``version_1`` holds the example contracts of the first version of the language with a month's figures of each, or several, and what
every line came to. Neither is ever changed to suit the code: a contract there that no longer prices to its amounts is a broken promise.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bpo.contracts.language import NEWER, RENAMED, VERSION, Renamed, in_words_of_today
from bpo.contracts.load import load_contract, read_contract
from bpo.contracts.statement import Statement
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures_file import read_measures
from bpo.pricing.price import price

HERE = Path(__file__).parent
OLD = sorted(HERE.glob("version_*/*.yaml"))

PLAIN = """\
{version}
contract: one
title: One
currency: CNY
effective: {{from: 2026-01-01}}
supplier: {{name: S}}
client: {{name: C}}
terms:
  - {{id: fee, model: fixed, {amount}: 100}}
"""
FEE = Renamed(("terms", "*"), "sum", "amount", 2)


def said(statement: Statement) -> dict[str, Any]:
    lines = {one.clause: str(one.amount) for one in (*statement.charges, *statement.deductions)}
    sums = {name: str(getattr(statement, name)) for name in ("net", "tax", "total", "payable")}
    return {"lines": lines, **sums}


@pytest.mark.parametrize("path", OLD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_old_contract_prices_as_it_did(path: Path) -> None:
    contract, figures = load_contract(path), path.parent / "measures"
    months = [price(contract, read_measures(figures / path.name))]
    for later in sorted((figures / path.stem).glob("*.yaml")):
        months.append(price(contract, read_measures(later, later.stem), tuple(months)))
    expected = json.loads((path.parent / "amounts.json").read_text("utf-8"))[path.stem]
    assert {one.period.name: said(one) for one in months} == expected


def test_every_version_has_its_contracts() -> None:
    assert {path.parent.name for path in OLD} == {f"version_{n}" for n in range(1, VERSION + 1)}


def test_every_renamed_field_ends_in_a_version() -> None:
    assert all(one.ends >= 2 and one.old != one.new for one in RENAMED)


@pytest.mark.parametrize(
    ("version", "name", "reads"),
    [
        ("", "sum", True),
        ("bpo: 1", "sum", True),
        ("bpo: 2", "sum", False),
        ("bpo: 2", "amount", True),
        ("", "amount", True),
    ],
)
def test_an_old_name_is_read_until_its_version_ends(version: str, name: str, reads: bool) -> None:
    document = parse_document(PLAIN.format(version=version, amount=name), "one.yaml")
    if reads:
        today = in_words_of_today(document, (FEE,), 2)
        assert today.plain()["terms"][0] == {"id": "fee", "model": "fixed", "amount": "100"}
        assert today.sha256 == document.sha256
    else:
        with pytest.raises(BpoError) as error:
            in_words_of_today(document, (FEE,), 2)
        (problem,) = error.value.problems
        assert (
            str(problem.where) == "one.yaml:9"
            and problem.where is not None
            and problem.where.text[problem.where.column - 1 :].startswith("sum")
        )


def test_a_mistake_below_an_old_name_keeps_its_place() -> None:
    text = PLAIN.format(version="", amount="sum").replace("100", "a lot")
    today = in_words_of_today(parse_document(text, "one.yaml"), (FEE,), 2)
    with pytest.raises(BpoError) as error:
        read_contract(today)
    (problem,) = error.value.problems
    assert (
        problem.where is not None
        and problem.where.line == 9
        and problem.where.text[problem.where.column - 1 :].startswith("a lot")
    )


@pytest.mark.parametrize(
    ("said", "code"),
    [("0", "language-version"), ("one", "language-version"), ("[1]", "language-version"), ("2", NEWER.code)],
)
def test_a_version_that_is_none_or_newer_is_told_alone(said: str, code: str) -> None:
    text = PLAIN.format(version=f"bpo: {said}", amount="not_known_yet")
    with pytest.raises(BpoError) as error:
        read_contract(parse_document(text, "one.yaml"))
    assert [problem.code for problem in error.value.problems] == [code]
