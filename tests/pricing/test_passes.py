"""The order of a bill: the page says it as the code has it, and every pass has its file and its test."""

from __future__ import annotations

import re
from inspect import getdoc, getmodule
from pathlib import Path

import pytest

from bpo.pricing.apply import Pass
from bpo.pricing.passes.recomputed import EARLIER
from bpo.pricing.price import PASSES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "order-of-a-bill.md").read_text(encoding="utf-8")


def said(one: Pass) -> tuple[str, str]:
    """The first sentence of a pass in both languages."""
    first = " ".join((getdoc(one) or "").split("\n\n")[0].split()).replace("``", "`")
    found = re.fullmatch(r"([^\u3400-\u9fff]+\.) ([\u3400-\u9fff].*。)", first)
    assert found, f"{one.__name__}: a sentence in English, then in Chinese"
    return found[1], found[2]


def test_the_page_has_the_passes_in_their_order() -> None:
    rows = ["| | Pass | What it does | 做什么 |", "|---|---|---|---|"]
    for number, one in enumerate(PASSES, start=1):
        en, zh = said(one)
        rows.append(f"| {number} | [`{one.__name__}`](../bpo/pricing/passes/{one.__name__}.py) | {en} | {zh} |")
    table = "\n".join(rows)
    assert table in PAGE, f"the table of docs/order-of-a-bill.md is to be:\n{table}"


def test_the_page_names_what_an_earlier_month_is_priced_without() -> None:
    (sentence,) = re.findall(r"^An earlier month .*?\.", PAGE, re.MULTILINE | re.DOTALL)
    assert re.findall(r"`(\w+)`", sentence) == [one.__name__ for one in PASSES if one not in EARLIER]


@pytest.mark.parametrize("one", PASSES, ids=lambda one: one.__name__)
def test_a_pass_has_its_file_and_its_test(one: Pass) -> None:
    module = getmodule(one)
    assert module is not None and module.__name__ == f"bpo.pricing.passes.{one.__name__}"
    assert (ROOT / "tests" / "pricing" / "passes" / f"test_{one.__name__}.py").exists()


def test_every_file_of_the_folder_is_in_the_order() -> None:
    files = {file.stem for file in (ROOT / "bpo" / "pricing" / "passes").glob("*.py")} - {"__init__"}
    assert files == {one.__name__ for one in PASSES}
