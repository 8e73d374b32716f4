"""A small desk for the verbs: one contract, one source, two months of calls whose every figure can be counted by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from click.testing import CliRunner

import bpo.cli

SETTINGS = "database: ledger.db\n"

CONTRACT = """\
contract: desk
title: {zh: 小热线外包服务, en: Small desk}
document: {zh: 结算单, en: Statement}
language: en
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Little Voices Ltd}
client: {name: Kettle Works}
billing: {timezone: Asia/Shanghai}
prices: {tax: excluded, rate: 6%}
terms:
  - id: calls
    model: workload
    label: {zh: 接听电话量, en: Calls answered}
    clause: "4.1"
    quantity: {count: interactions, where: "outcome = 'handled'"}
    tiers:
      - {up_to: 50, rate: 4}
      - {rate: 3}
kpis:
  - {id: sl20, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%, clause: "5.1"}
  - {id: survey, kpi: entered, by: the client, target: 90%, if_not_measured: as_target}
adjustments:
  - id: coefficient
    kind: multiplier
    label: {zh: 考核系数, en: KPI coefficient}
    on: [calls]
    kpi: sl20
    bands:
      - {at_least: 80%, factor: 1.00}
      - {factor: 0.95}
"""

SOURCE = """\
source: desk-calls
table: interactions
account: desk
timezone: Asia/Shanghai
format: {kind: delimited}
map:
  interaction_id: id
  direction: "'inbound'"
  started_at: began
  outcome: {from: result, codes: {A: handled, B: abandoned}}
  wait_seconds: waited
  talk_seconds: talked
"""

ANOTHER = """\
contract: another
title: Another client
currency: CNY
effective: {from: 2026-01-01}
supplier: {name: Little Voices Ltd}
client: {name: Pan Works}
prices: {tax: excluded}
terms:
  - {id: stand-by, model: fixed, label: Stand-by, amount: 1000}
"""

AGREED = """\
period: 2026-03
quantities: {calls: 100}
kpis: {sl20: 90%}
"""

# month: answered in 20 s, answered later, abandoned; and what follows from the contract:
#   January   40 × 4.00 = 160.00 and 30/45 = 66.7% → × 0.95: −8.00; 6% of 152.00 is 9.12
#   February  50 × 4.00 + 10 × 3.00 = 230.00 and 45/70 = 64.3% → −11.50; 6% of 218.50 is 13.11
MONTHS = {"2026-01": (30, 10, 5), "2026-02": (45, 15, 10)}
TOTALS = {"2026-01": "161.12", "2026-02": "231.61"}


def export(month: str) -> str:
    """The month's calls, with one row twice and two that cannot be used."""
    quick, late, gone = MONTHS[month]
    rows = []
    for number in range(quick + late + gone):
        day = 1 + number % 28
        result, waited = ("A", 20) if number < quick else ("A", 21) if number < quick + late else ("B", 9)
        rows.append(f"{month}-{number},{month}-{day:02d} 10:00:{number % 60:02d},{result},{waited},60")
    rows += [rows[0], f"{month}-x,not a time,A,1,1", f"{month}-y,{month}-01 11:00:00,C,1,1"]
    return "id,began,result,waited,talked\n" + "\n".join(rows) + "\n"


def refuse_floats(text: str) -> NoReturn:
    raise AssertionError(f"a float in JSON: {text}")


def parsed(text: str) -> Any:
    """JSON in which no number is a float."""
    return json.loads(text, parse_float=refuse_floats, parse_constant=refuse_floats)


@dataclass(frozen=True)
class Said:
    """What a verb printed, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """A workspace, and the verbs as they are called from its folder."""

    root: Path

    def run(self, *arguments: str | Path, piped: str = "") -> Said:
        with chdir(self.root):
            called = [str(argument) for argument in arguments]
            result = CliRunner().invoke(bpo.cli.bpo, called, input=piped, prog_name="bpo")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    def json(self, *arguments: str | Path) -> Any:
        """What a verb that must end well prints with ``--format json``."""
        said = self.run(*arguments, "--format", "json")
        assert said.code == 0, said.err
        return parsed(said.out)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def files(self) -> dict[str, bytes]:
        """Every file under ``statements``, by its name there."""
        folder = self.root / "statements"
        return {str(file.relative_to(folder)): file.read_bytes() for file in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def new_desk(folder: Path) -> Desk:
    """A workspace with the contracts, the source and the exports, and nothing ingested."""
    desk = Desk(folder)
    desk.write("bpo.yaml", SETTINGS)
    desk.write("contracts/desk.yaml", CONTRACT)
    desk.write("contracts/another.yaml", ANOTHER)
    desk.write("sources/desk-calls.yaml", SOURCE)
    desk.write("measures/desk.yaml", AGREED)
    for month in MONTHS:
        desk.write(f"exports/{month}.csv", export(month))
    return desk


def copy_of(desk: Desk, folder: Path) -> Desk:
    shutil.copytree(desk.root, folder)
    return Desk(folder)
