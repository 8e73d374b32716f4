"""``bpo quote`` and ``bpo quote accept`` as they are typed."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bpo.core.words import exact_text, show
from tests.bid.conftest import HOTLINE
from tests.cli.desk import Desk
from tests.invoice.conftest import pages_of

ROOT = Path(__file__).resolve().parents[2]

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


def test_a_variant_above_the_ceiling_has_internal_documents_alone(desk: Desk) -> None:
    """The ceiling is what the base comes to: 110% and 115% of the volumes come to more, and the base itself is quoted."""
    price = {
        name: Fraction(desk.json("quote", "bid/scenario.yaml", "--variant", name)["offered"])
        for name in ("base", "high")
    }
    desk.change("bid/scenario.yaml", '"26,000,000"', f'"{exact_text(price["base"])}"')
    over = price["high"] - price["base"]
    found = desk.json("quote", "bid/scenario.yaml", "--variant", "high", "--folder", "high")
    assert found["files"] == [f"high/LJ-2027-01-high-calculation.{kind}" for kind in ("pdf", "xlsx")]
    assert sorted(file.name for file in (desk.root / "high").iterdir()) == [
        "LJ-2027-01-high-calculation.pdf",
        "LJ-2027-01-high-calculation.xlsx",
    ]
    assert Fraction(found["above_ceiling"]) == over > 0 and len(found["not_for_client"]) == 1
    said = " ".join(desk.run("quote", "bid/scenario.yaml", "--variant", "high").out.split())
    assert (
        f"no quote for the client: the contract comes to {show(price['high'], 'en')}, {show(over, 'en')} more than"
        in said
    )
    said = desk.run("--lang", "zh", "quote", "bid/scenario.yaml", "--variant", "high").out
    assert f"不出具报价单：按合同合计 {show(price['high'], 'zh')}" in said and f"超出 {show(over, 'zh')}" in said
    page = pages_of((desk.root / "high/LJ-2027-01-high-calculation.pdf").read_bytes())[0]
    assert f"Abovetheceiling{round(over):,}" in page and "超出最高限价" in page
    (sheet, *_) = load_workbook(desk.root / "high/LJ-2027-01-high-calculation.xlsx").worksheets
    listed = {str(row[0].value): row[1].value for row in sheet.iter_rows()}
    assert listed["超出最高限价 Above the ceiling"] == pytest.approx(float(over))
    base = desk.json("quote", "bid/scenario.yaml")
    assert (base["above_ceiling"], base["not_for_client"], len(base["files"])) == (None, [], 3)
    desk.change("bid/scenario.yaml", f'"{exact_text(price["base"])}"', '"1,000"')
    assert "the bid would be void" in desk.run("quote", "bid/scenario.yaml").err
    assert desk.json("quote", "bid/scenario.yaml", "--variant", "low")["above_ceiling"] is not None


def test_a_variant_at_other_prices_than_the_tender_form_is_not_for_the_client(desk: Desk) -> None:
    desk.change("bid/scenario.yaml", "variants:\n", "variants:\n  cheaper: {price.letters: 90%}\n")
    found = desk.json("quote", "bid/scenario.yaml", "--variant", "cheaper")
    (why,) = found["not_for_client"]  # 32.30 × 90% = 29.07
    assert why.startswith("'letters' costs 29.07 in the contract; the ceiling 34 less 5% is 32.3")
    assert len(found["files"]) == 2


LOOKING_BACK = """\
  - {id: returned, kind: earn_back, of: [coefficient], kpis: [qa], months: 1}
"""


def test_the_expected_measures_price_to_the_amounts_of_the_quote(tmp_path: Path) -> None:
    """January misses its target and loses 10% of 36,000; February meets it, and gets them back: only the month before tells that."""
    for file in (ROOT / "tests/economics/bids").glob("letters*.yaml"):
        shutil.copy(file, tmp_path)
    desk = Desk(tmp_path)
    contract = tmp_path / "letters-contract.yaml"
    contract.write_text(contract.read_text("utf-8") + LOOKING_BACK, "utf-8")
    desk.change("letters.yaml", "{qa: 96%}", "{qa: {2027-01: 90%, 2027-02: 96%, 2027-03: 95%}}")
    desk.change("letters.yaml", "variants:", "quote: {number: L-1, date: 2026-11-16, valid_days: 30}\nvariants:")
    found = desk.json("quote", "letters.yaml", "--variant", "high", "--measures-to", "months")
    assert found["measures"] == [f"months/2027-0{month}.json" for month in (1, 2, 3)]
    totals, history = [], list[str]()
    for file in found["measures"]:
        priced = desk.json("price", "letters-contract.yaml", "--measures", file, *history)
        totals.append(Fraction(priced["total"]))
        history += ["--history", file]
    # 1,200 × 30 + 120 × 20 = 38,400; 90% of it, 1,000 and three complaints of 50, with 6% of tax; then 3,840 come back.
    assert totals == [
        (38_400 * factor + 850) * Fraction("1.06") for factor in (Fraction("0.9"), Fraction("1.1"), Fraction(1))
    ]
    assert sum(totals) == Fraction(found["price"])
    said = desk.run("quote", "letters.yaml", "--measures-to", "months").out
    assert "what 3 months are expected to bring, as 'bpo price --measures' takes it: months" in said


@pytest.mark.parametrize(
    ("more", "told"),
    [(("--variant", "low"), "--variant"), (("--folder", "x"), "--folder"), (("--measures-to", "x"), "--measures-to"),
     (("--format", "json", "--variant", "low"), "--variant, --format")],
)  # fmt: skip
def test_accepting_takes_the_scenario_as_it_was_quoted(desk: Desk, more: tuple[str, ...], told: str) -> None:
    said = desk.run("quote", "accept", "bid/scenario.yaml", "--to", "x.yaml", *more)
    assert said.code == 2 and f"leave out {told}" in said.err
    assert not (desk.root / "x.yaml").exists()


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
