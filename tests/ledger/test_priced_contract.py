"""A contract as people write it, priced, recorded and read: what the engine really says survives the ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bpo.contracts.load import load_contract
from bpo.contracts.statement_json import statement_json
from bpo.core.measures_file import parse_measures
from bpo.ledger import Ledger
from bpo.pricing.price import price
from tests.ledger.made import record

CONTRACT = """
contract: city-hotline
title: {zh: 市民热线, en: City hotline}
currency: CNY
effective: {from: 2026-01-10, to: 2026-12-31}
supplier: {name: 供方}
client: {name: 需方}
prices: {tax: included, rate: 6%}
quantities:
  upheld_complaints: {count: events, where: "kind = 'complaint' AND upheld"}
terms:
  - id: inbound
    model: workload
    label: 呼入 Inbound
    clause: "§4.1"
    quantity: {count: interactions, where: "direction = 'inbound'"}
    tiers:
      - {up_to: 50000, rate: 3.80}
      - {rate: 3.20}
  - {id: platform, model: fixed, label: 平台 Platform, amount: 67380}
kpis:
  - {id: sl20, kpi: service_level, threshold_seconds: 20, abandons: short_excluded, short_abandon_seconds: 5, target: 80%}
  - {id: qa, kpi: qa_pass_rate, pass_mark: 85, if_not_measured: as_target, target: 95%}
adjustments:
  - id: coefficient
    kind: multiplier
    on: [inbound]
    scorecard:
      - {kpi: sl20, marks: 60, full: 80%, zero: 70%, between: linear}
      - {kpi: qa, marks: 40, full: 95%, zero: 85%, between: linear}
    bands:
      - {at_least: 98, factor: 1.02}
      - {at_least: 85, factor: 1.00}
      - {factor: 0.95}
  - {id: complaints, kind: penalty, per: upheld_complaints, amount: 500, cap: {percent: 10%, of: [inbound]}}
"""

MEASURES = """
period: 2026-01
quantities:
  inbound: {total: 61237, parts: [{key: a, value: 61237}]}
  upheld_complaints: 2
kpis:
  sl20: {value: 2/3, numerator: 2, denominator: 3, sample: 3}
"""


def test_a_priced_month(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    contract = load_contract(path)
    january = price(contract, parse_measures(MEASURES))
    first = record(ledger, january, contract_text=CONTRACT, contract_path=str(path))
    assert ledger.statement(first.statement_id) == january

    # The second month names the first by its id, as billing does: a correction of January then reaches February.
    earlier = ledger.earlier("city-hotline", contract.cycle.period("2026-02"))
    history = [stored.statement for stored in earlier]
    february = price(contract, parse_measures(MEASURES.replace("2026-01", "2026-02")), history)
    february = replace(february, history=tuple(stored.id for stored in earlier))
    second = record(ledger, february, contract_text=CONTRACT, contract_path=str(path))
    again = ledger.statement(second.statement_id)
    assert again == february
    assert again.history == ("city-hotline-2026-01-r1",)
    for lang in ("zh", "en"):
        assert statement_json(again, lang) == statement_json(february, lang)
