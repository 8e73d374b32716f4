"""What ``solve`` prints and writes: the table, both languages, JSON, the draft at new prices, and what it refuses."""

from __future__ import annotations

import difflib
import shutil
from fractions import Fraction as F
from pathlib import Path

import pytest

from tests.cli.desk import Desk

BIDS = Path(__file__).parents[1] / "economics" / "bids"
QUOTE = """\
quote:
  number: L-1
  date: 2026-12-01
  valid_days: 30 days
  tender: {ceilings: {letters: [40, 25]}, discount: 5%, ceiling: 84995.03}
"""


@pytest.fixture
def bids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("COLUMNS", "100")
    for file in BIDS.glob("letters*.yaml"):
        shutil.copy(file, tmp_path)
    return Desk(tmp_path)


def test_all_together_each_alone_and_the_cost_in_each_unit(bids: Desk) -> None:
    """Margin 18% of three months: R = 61,500 / 77%. Rounded up, a month bills 1,200 × 21.67 + 723 − 100 = 26,627."""
    said = bids.run("solve", "letters.yaml", "--margin", "18%")
    assert said.code == 0, said.err
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    for line in (
        "Letters: prices for a margin of 18% (base, 2027-01 to 2027-03, CNY)",
        "Revenue (without tax) 110,700.00 79,881.00",
        "Margin % 39.44% 18.01%",
        "all together × ≈0.722253 18.01%",
        "letters · Up to 1,200 30.00 ≈21.667603 21.67",
        "portal · Fixed fee 1,000 ≈722.253422 723",
        "portal reached at any price: the other lines pay for it 37.9%",
        "Prices are as the contract writes them, without tax.",
        "One cost, several quotes: 65,493.51 of cost, 79,870.13 of revenue without tax",
        "contact 3,600 22.19",
        "month 3 26,623.38",
    ):
        assert line in lines, line


def twelve(number: F) -> F:
    """As the JSON of a bid has it: to twelve decimals."""
    return F(round(number * 10**12), 10**12)


def test_json_has_twelve_decimals(bids: Desk) -> None:
    found = bids.json("solve", "letters.yaml", "--markup", "20%", "--term", "letters")
    # (36,000 f + 900) − 1.2 × (20,500 + 5% of it) = 0: 0.94 × R = 24,600 a month.
    (answer,) = found["answers"]
    revenue = 3 * F(24_600) / F("0.94")
    assert (F(found["one_cost"]["revenue"]), F(answer["factor"])) == (
        twelve(revenue),
        twelve((revenue / 3 - 900) / 36_000),
    )
    assert found["goal"] == {"word": "markup", "share": "0.2"} and found["prices_with_tax"] is False
    assert [(price["place"], price["today"], price["needed"]) for price in answer["prices"]] == [
        ("tiers.1.rate", "30", "21.06"),  # 21.0585…
        ("tiers.2.rate", "20", "14.04"),
    ]
    assert F(answer["as_billed"]["markup_rate"]) >= F(1, 5)
    assert (found["tender"], found["written"]) == (None, None)
    low = bids.json("solve", "letters.yaml", "--markup", "20%", "--variant", "high", "--term", "letters")
    assert low["variant"] == "high" and low["today"] != found["today"]


def test_the_tender_in_both_languages(bids: Desk) -> None:
    scenario = bids.root / "letters.yaml"
    scenario.write_text(scenario.read_text("utf-8") + QUOTE, "utf-8")
    said = bids.run("solve", "letters.yaml", "--margin", "18%")
    assert "reached with a discount of up to 46.4% on the ceilings (5% is written)" in said.out
    assert "84,995.04 with tax" in said.out and "0.01 above the ceiling of 84,995.03" in said.out
    assert "kept from a discount of 46.41% on, at a margin of 18%." in said.out  # 17.9998%
    said = bids.run("--lang", "zh", "solve", "letters.yaml", "--margin", "18%")
    assert "下浮率不超过 46.4% 可达到毛利率 18%" in said.out and "下浮率达到 46.41% 起" in said.out
    out_of_reach = bids.run("solve", "letters.yaml", "--margin", "60%")
    assert "within the ceilings the margin of 60% is out of reach" in out_of_reach.out
    assert bids.run("solve", "letters.yaml", "--margin", "60%", "--discounted", "--to", "x.yaml").code == 1


def changed_lines(bids: Desk, name: str) -> list[str]:
    texts = [(bids.root / file).read_text("utf-8").splitlines() for file in ("letters-contract.yaml", name)]
    return [line[1:].strip() for line in difflib.ndiff(*texts) if line.startswith("+")]


def test_the_draft_at_the_needed_prices_gives_the_goal(bids: Desk) -> None:
    said = bids.run("solve", "letters.yaml", "--margin", "18%", "--to", "new.yaml")
    assert said.code == 0 and "the draft with these prices is new.yaml" in said.out
    (letters, portal) = changed_lines(bids, "new.yaml")
    assert "tiers: [{up_to: 1200, rate: 21.67}, {rate: 14.45}]" in letters and "amount: 723}" in portal
    again = bids.run("solve", "letters.yaml", "--margin", "18%", "--to", "new.yaml")
    assert again.code == 1 and "there is a file already" in again.err
    scenario = bids.root / "letters.yaml"
    scenario.write_text(scenario.read_text("utf-8").replace("letters-contract.yaml", "new.yaml"), "utf-8")
    found = bids.json("solve", "letters.yaml", "--margin", "18%", "--term", "letters")
    assert found["today"]["revenue"] == "79881" and F(found["today"]["margin_rate"]) >= F("0.18")


AMENDED = """\
amendments:
  - from: 2027-03-01
    terms:
      - {id: letters, model: workload, quantity: {count: cases}, tiers: [{up_to: 1200, rate: 28.0}, {rate: 19}]}  # 降价
"""


def test_an_amended_draft_has_new_prices_in_every_version(bids: Desk) -> None:
    """Margin 18%: letters bring 36,000 f in two months and 33,600 f in the third, the portal 1,000, less 100."""
    contract = bids.root / "letters-contract.yaml"
    contract.write_text(contract.read_text("utf-8") + AMENDED, "utf-8")
    found = bids.json("solve", "letters.yaml", "--margin", "18%", "--term", "letters", "--to", "new.yaml")
    (answer,) = found["answers"]
    factor = (F(61_500) / F("0.77") - 3 * 900) / (2 * 36_000 + 33_600)
    assert F(answer["factor"]) == twelve(factor)
    assert [F(price["exact"]) for price in answer["prices"]] == [twelve(rate * factor) for rate in (30, 20, 28, 19)]
    assert [price["needed"] for price in answer["prices"]] == ["21.93", "14.62", "20.5", "13.89"]
    (signed, amended) = changed_lines(bids, "new.yaml")
    assert "rate: 21.93}, {rate: 14.62}]" in signed and "rate: 20.5}, {rate: 13.89}]}  # 降价" in amended


def test_the_draft_at_the_highest_discount_is_quoted(bids: Desk) -> None:
    """Once the scenario names the new draft and its discount, the tender form holds."""
    scenario = bids.root / "letters.yaml"
    scenario.write_text(scenario.read_text("utf-8") + QUOTE.replace("84995.03", "84995.04"), "utf-8")
    assert bids.run("quote", "letters.yaml").code == 1  # 30 is not 40 less 5%
    assert bids.run("solve", "letters.yaml", "--margin", "18%", "--discounted", "--to", "new.yaml").code == 0
    text = (
        scenario.read_text("utf-8")
        .replace("letters-contract.yaml", "new.yaml")
        .replace("discount: 5%", "discount: 46.40%")
    )
    scenario.write_text(text, "utf-8")
    said = bids.run("quote", "letters.yaml")
    assert said.code == 0 and "84,995.04" in said.out, said.err


REFUSED = [
    (("letters.yaml",), 2, "write either --margin"),
    (("letters.yaml", "--margin", "10%", "--markup", "10%"), 2, "write either --margin"),
    (("letters.yaml", "--margin", "18"), 2, "18 means 1,800% here"),
    (("letters.yaml", "--margin", "100%"), 1, "is a markup meant?"),
    (("letters.yaml", "--markup", "-100%"), 1, "leaves no price"),
    (("letters.yaml", "--margin", "10%", "--term", "leters"), 1, "Did you mean 'letters'?"),
    (("letters.yaml", "--margin", "10%", "--variant", "hihg"), 1, "Did you mean 'high'?"),
    (("letters.yaml", "--margin", "10%", "--discounted"), 2, "--discounted with --to"),
    (("letters.yaml", "--margin", "10%", "--discounted", "--to", "x.yaml"), 1, "no tender"),
    (("letters.yaml", "--margin", "96%"), 0, "take 5% of whatever is charged more, so the margin stays below 95%"),
    (("letters.yaml", "--margin", "96%", "--to", "x.yaml"), 1, "no price of 'all terms' reaches"),
    # R = (1 + u) × (C + 5% R) has an R for 1 + u < 1 / 5%
    (("letters.yaml", "--markup", "2000%"), 0, "the markup stays below 1,900%"),
]


@pytest.mark.parametrize(("arguments", "code", "told"), REFUSED)
def test_what_is_refused(bids: Desk, arguments: tuple[str, ...], code: int, told: str) -> None:
    said = bids.run("solve", *arguments)
    assert said.code == code, said.out + said.err
    assert told in " ".join((said.err or said.out).split())
    assert not (bids.root / "x.yaml").exists()
