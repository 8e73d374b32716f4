"""A desk whose February rests on calls, shifts, a given figure and on January; every amount is worked out by hand.

February: a fee of 1,000.00. Calls: of five handled ones, k1's of 1 February comes within 24 hours of that of 31 January and k2's
second within 24 hours of the first, so 2 × 10.00 = 20.00. Begun minutes of 61, 60, 0 and 121 seconds: 2 + 1 + 0 + 3 = 6 × 0.50 = 3.00.
A shift from 21:00 to 05:20 is 25/3 h × 30.00 = 250.00. Answered within 20 s 3 of 5: 60%, so 5% of the calls are taken, 1.00. 3 misses
at 100.00 are 300.00, but of the 1,000.00 of the year January has taken 900.00: 100.00. 1,000 + 20 + 3 + 250 − 1 − 100 = 1,172.00.

January: 1,000 + 1 × 10.00 + 1 × 0.50 + 1 h × 30.00 − 900.00 = 140.50.
"""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import Desk

CONTRACT = """\
contract: support
title: {zh: 技术支持, en: Support}
language: en
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Little Voices Ltd}
client: {name: Kettle Works}
billing: {timezone: Asia/Shanghai}
prices: {tax: excluded}
quantities: {misses: {given: event}}
terms:
  - {id: fee, model: fixed, amount: 1000}
  - id: calls
    model: workload
    quantity: {count: interactions, where: "outcome = 'handled'", repeats: {within_hours: 24, same: [customer], billed: first}}
    rate: 10
  - id: minutes
    model: workload
    quantity: {sum: interactions, of: talk_seconds, where: "outcome = 'handled'", increments: 60/60, unit: minute}
    rate: 0.5
  - {id: hours, model: hours, rates: {ready: 30}}
kpis:
  - {id: sl20, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}
adjustments:
  - {id: coefficient, kind: multiplier, on: [calls], kpi: sl20, bands: [{at_least: 80%, factor: 1}, {factor: 0.95}]}
  - {id: missed, kind: penalty, per: misses, amount: 100, cap: {amount: 1000, within: contract_year}}
"""
CALLS = """\
source: calls
table: interactions
account: support
timezone: Asia/Shanghai
format: {kind: delimited}
map:
  interaction_id: id
  direction: "'inbound'"
  started_at: began
  queue: queue
  outcome: {from: result, codes: {A: handled, B: abandoned}}
  wait_seconds: waited
  talk_seconds: talked
  customer: phone
"""
SHIFTS = """\
source: shifts
table: timesheets
account: support
timezone: Asia/Shanghai
format: {kind: delimited}
map:
  agent: who
  day: day
  activity: "'ready'"
  started_at: start
  ended_at: end
"""
JANUARY = """\
id,began,result,waited,talked,phone,queue
1,2026-01-31 23:00:00,A,10,30,555-0101,cards
"""
FEBRUARY = """\
id,began,result,waited,talked,phone,queue
2,2026-02-01 10:00:00,A,10,61,555-0101,cards
3,2026-02-02 09:00:00,A,30,60,555-0102,cards
4,2026-02-02 12:00:00,A,5,0,555-0102,loans
5,2026-02-04 09:00:00,B,9,,555-0102,loans
6,2026-02-05 09:00:00,A,20,121,555-0103,cards
"""
WORKED = """\
who,day,start,end
ann,2026-01-05,2026-01-05 09:00:00,2026-01-05 10:00:00
ann,2026-02-03,2026-02-03 21:00:00,2026-02-04 05:20:00
"""
PHONES = ("555-0101", "555-0102", "555-0103")
TOTALS = {"2026-01": "140.50", "2026-02": "1,172.00"}
MISSES = {"2026-01": 9, "2026-02": 3}


def support_desk(folder: Path, contract: str = CONTRACT) -> Desk:
    """The desk with its facts, nothing billed."""
    desk = Desk(folder)
    desk.write("bpo.yaml", "database: ledger.db\n")
    desk.write("contracts/support.yaml", contract)
    desk.write("sources/calls.yaml", CALLS)
    desk.write("sources/shifts.yaml", SHIFTS)
    for name, text in (("january", JANUARY), ("february", FEBRUARY), ("worked", WORKED)):
        desk.write(f"exports/{name}.csv", text)
    ingest(desk, "calls", "january", "february")
    ingest(desk, "shifts", "worked")
    return desk


def ingest(desk: Desk, source: str, *names: str) -> None:
    files = [f"exports/{name}.csv" for name in names]
    said = desk.run("ingest", *files, "--source", f"sources/{source}.yaml")
    assert said.code == 0, said.err


def bill(desk: Desk, month: str, *more: str) -> None:
    desk.write("month.yaml", f"period: {month}\nquantities: {{misses: {MISSES[month]}}}\n")
    said = desk.run("bill", "contracts/support.yaml", "--measures", "month.yaml", *more)
    assert said.code == 0, said.err
