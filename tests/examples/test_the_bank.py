"""The bank's published figures of February 1999 are what its contract measures from the records."""

from __future__ import annotations

import pytest

from bpo.facts.ingest import ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.load import load_source
from bpo.pricing.price import price
from tests.examples.examples import EXAMPLES, example, given, measured
from tests.real_data import real_data


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = Lake(tmp_path_factory.mktemp("bank"))
    source = load_source(EXAMPLES / "sources" / "anonymous-bank.yaml")
    ingest(real_data("anonymous-bank", "february.txt"), source, lake)
    return lake


def test_the_figures_beside_the_contract_are_measured_from_the_records(bank: Lake) -> None:
    published, counted = given("anonymous-bank"), measured(bank, "anonymous-bank", "1999-02")
    assert {name: q.total for name, q in counted.quantities.items()} == {
        name: q.total for name, q in published.quantities.items()
    }
    assert {name: (k.numerator, k.denominator) for name, k in counted.kpis.items()} == {
        name: (k.numerator, k.denominator) for name, k in published.kpis.items()
    }


def test_both_bill_the_same(bank: Lake) -> None:
    contract = example("anonymous-bank")
    one = price(contract, measured(bank, "anonymous-bank", "1999-02"))
    other = price(contract, given("anonymous-bank"))
    assert one.charges == other.charges
    assert {kpi: v.judged for kpi, v in one.verdicts.items()} == {kpi: v.judged for kpi, v in other.verdicts.items()}
    assert one.total == other.total
