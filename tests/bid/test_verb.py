"""``bpo quote`` and ``bpo quote accept`` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bid.conftest import HOTLINE
from tests.cli.desk import Desk

DRAFT = HOTLINE.parent / "draft.yaml"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder with a copy of the bid, of two months."""
    (tmp_path / "bid").mkdir()
    for file in HOTLINE.parent.glob("*.yaml"):
        (tmp_path / "bid" / file.name).write_bytes(file.read_bytes())
    desk = Desk(tmp_path)
    desk.change("bid/scenario.yaml", "to: 2029-12}", "to: 2027-02}")
    return desk


def test_it_writes_the_documents_and_says_what_the_bid_comes_to(desk: Desk) -> None:
    said = desk.run("quote", "bid/scenario.yaml", "--format", "json")
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert found["files"] == [f"quotes/LJ-2027-01{rest}" for rest in (".pdf", "-calculation.pdf", "-calculation.xlsx")]
    assert all((desk.root / file).stat().st_size > 1000 for file in found["files"])
    low = json.loads(
        desk.run("quote", "bid/scenario.yaml", "--variant", "low", "--folder", "low", "--format", "json").out
    )
    assert float(low["revenue"]) < float(found["revenue"]) and low["files"][0] == "low/LJ-2027-01-low.pdf"
    assert low["approved_by"] is not None and low["floor"] == "0.12"


def test_a_variant_that_is_not_there_is_told(desk: Desk) -> None:
    said = desk.run("quote", "bid/scenario.yaml", "--variant", "lowest")
    assert (said.code, "no variant 'lowest'" in said.err, "Known: base, high, low" in said.err) == (1, True, True)
    assert not (desk.root / "quotes").exists()


def test_an_accepted_quote_is_the_contract_byte_for_byte(desk: Desk) -> None:
    said = desk.run("quote", "accept", "bid/scenario.yaml", "--to", "contracts/hotline-2027.yaml")
    assert said.code == 0, said.err
    assert (desk.root / "contracts/hotline-2027.yaml").read_bytes() == DRAFT.read_bytes()
    again = desk.run("quote", "accept", "bid/scenario.yaml", "--to", "contracts/hotline-2027.yaml")
    assert again.code == 1 and "there is a file already" in again.err
    assert (desk.root / "contracts/hotline-2027.yaml").read_bytes() == DRAFT.read_bytes()


def test_a_contract_with_mistakes_is_not_accepted(desk: Desk) -> None:
    desk.change("bid/draft.yaml", "rate: 32.30", "rate: -1")
    said = desk.run("quote", "accept", "bid/scenario.yaml", "--to", "contracts/x.yaml")
    assert said.code == 1 and "draft.yaml:" in said.err and "below zero" in said.err
    assert not (desk.root / "contracts").exists()


def test_what_could_not_be_quoted_is_not_accepted(desk: Desk) -> None:
    desk.change("bid/scenario.yaml", "discount: 5%", "discount: 15%")
    said = desk.run("quote", "accept", "bid/scenario.yaml", "--to", "contracts/x.yaml")
    assert said.code == 1 and "'inbound' costs 10.45 in the contract; the ceiling 11 less 15% is 9.35" in said.err
    assert not (desk.root / "contracts").exists()


@pytest.mark.parametrize(
    "words", [("bid/scenario.yaml", "--to", "x.yaml"), ("accept", "bid/scenario.yaml"), ("a", "b", "c")]
)
def test_a_command_written_wrongly_says_how(desk: Desk, words: tuple[str, ...]) -> None:
    said = desk.run("quote", *words)
    assert said.code == 2 and "bpo quote accept SCENARIO --to FILE" in said.err
