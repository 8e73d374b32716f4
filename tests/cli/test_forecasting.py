"""``bpo forecast``: its media, its mistakes, and a forecast of the small desk that can be worked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bpo.report.as_json import REPORT_SCHEMA
from tests.cli.desk import Desk, new_desk

ASKED = ("forecast", "contracts/regular.yaml", "--periods")
CONTRACT = """\
contract: regular
title: {zh: 热线, en: Hotline}
language: en
currency: CNY
effective: {from: 2026-01-01, to: 2027-12-31}
supplier: {name: Little Voices Ltd}
client: {name: Kettle Works}
account: desk
billing: {timezone: Asia/Shanghai}
prices: {tax: excluded}
quantities:
  seconds: {sum: interactions, of: talk_seconds, where: "outcome = 'handled'"}
terms:
  - {id: calls, model: workload, quantity: {count: interactions, where: "outcome = 'handled'"}, rate: 4}
"""


def tables(printed: Any) -> dict[str, list[dict[str, Any]]]:
    return {one["table"]: [row["cells"] for row in one["rows"]] for one in printed["tables"]}


@pytest.fixture(scope="module")
def regular(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Eight weeks from Monday 5 January 2026: on each Monday to Friday four calls answered and one abandoned, none at weekends."""
    desk = new_desk(tmp_path_factory.mktemp("forecast") / "work")
    (desk.root / "contracts" / "regular.yaml").write_text(CONTRACT, "utf-8")
    rows = []
    for day in range(54):
        if day % 7 < 5:
            month, number = (1, 5 + day) if day < 27 else (2, day - 26)
            for n in range(5):
                result = "B" if n == 4 else "A"
                rows.append(f"{day}-{n},2026-{month:02d}-{number:02d} {10 + n // 4}:00:00,{result},5,60")
    (desk.root / "regular.csv").write_text("id,began,result,waited,talked\n" + "\n".join(rows) + "\n", "utf-8")
    assert desk.run("ingest", "regular.csv", "--source", "sources/desk-calls.yaml").code == 0
    return desk


def test_a_regular_desk_goes_on(regular: Desk) -> None:
    """March 2026 has 22 days from Monday to Friday, of five calls offered; weekends were closed. Nothing of it errs."""
    printed = regular.json(*ASKED, "2026-03..2026-04")
    jsonschema.validate(printed, REPORT_SCHEMA)
    found = tables(printed)
    assert [(row["period"], row["forecast"], row["low"], row["high"]) for row in found["expected"][:2]] == [
        ("2026-03", "110", "110", "110"),
        ("2026-04", "110", "110", "110"),
    ]
    assert [row["share"] for row in found["half_hours"]] == ["0.8", "0.2"]
    assert {row["forecast"] for row in found["days"]} == {"5", "0"}
    assert any("Closed, with 0: 2026-01-10, 2026-01-11" in note["en"] for note in printed["notes"])


@pytest.mark.parametrize(
    ("quantity", "march"), [("offered", "110"), ("handled", "88"), ("calls", "88"), ("seconds", "5280")]
)
def test_what_may_be_forecast(regular: Desk, quantity: str, march: str) -> None:
    """Four of five are handled, of 60 seconds each: 22 × 4 × 60."""
    printed = regular.json(*ASKED, "2026-03", "--quantity", quantity)
    assert tables(printed)["expected"][0]["forecast"] == march


def test_a_condition_and_days_narrow_the_history(regular: Desk) -> None:
    """The answered calls alone, four a day, of three weeks, which are too few to be tested."""
    said = regular.run(
        *ASKED, "2026-03", "--where", "outcome = 'handled'", "--from", "2026-01-12", "--until", "2026-01-30"
    )
    assert said.code == 0, said.err
    assert "2026-03        88" in said.out and "19 days of history are too few" in said.out


def test_papers_page_and_fragment(regular: Desk) -> None:
    said = regular.run(
        *ASKED, "2026-03..2026-05", "--folder", "out", "--to", "stream.yaml", "--stream", "voice", "--format", "html"
    )
    assert said.code == 0, said.err
    assert said.out.lstrip().startswith("<!DOCTYPE html>") and "<svg" in said.out
    names = ["out/regular-2026-03-offered-forecast.pdf", "out/regular-2026-03-offered-forecast.xlsx", "stream.yaml"]
    assert said.err.splitlines() == [f"written: {Path(name)}" for name in names]
    assert "  - id: voice\n    volume:\n      2026-03: 110\n" in (regular.root / "stream.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--periods", "2026-03", "--quantity", "ofered"], 1, "contracts/regular.yaml: the contract counts nothing that is called 'ofered'"),
        (["--periods", "2026-02"], 1, "contracts/regular.yaml:8: 2026-02 begins on 2026-02-01, and the facts go on to 2026-02-27"),
        (["--periods", "2026-04..2026-03"], 1, "2026-04 does not come before 2026-03"),
        (["--periods", "2026-04..2036-03"], 1, "2026-04 to 2036-03 are 120 periods; forecast 60 at most"),
        (["--periods", "April"], 1, "'April' is not a period"),
        (["--periods", "2026-04", "--where", "quee = 'x'"], 1, "--where: unknown column 'quee'"),
        (["--periods", "2026-04", "--where", "queue = 'x'"], 1, "contracts/regular.yaml:8: 'offered' is 0 on all 54 days"),
        (["--periods", "2026-04", "--where", "queue = 'x'", "--quantity", "calls"], 1, "contracts/regular.yaml:14: --where narrows"),
        (["--periods", "2026-04", "--from", "2027-01-01"], 1, "contracts/regular.yaml:8: 'offered' counts interactions, but account 'desk' has none between 2027-01-01"),
        (["--periods", "2026-04", "--from", "yesterday"], 2, "'yesterday'"),
        ([], 2, "--periods"),
    ],
)  # fmt: skip
def test_mistakes_are_told(regular: Desk, arguments: list[str], code: int, sentence: str) -> None:
    said = regular.run("forecast", "contracts/regular.yaml", *arguments)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err, said.err


def test_an_account_without_facts_is_refused_in_both_languages(regular: Desk) -> None:
    said = regular.run("forecast", "contracts/another.yaml", "--periods", "2026-04")
    assert (
        said.code == 1
        and "contracts/another.yaml:1: 'offered' counts interactions, but the lake has none of account 'another'"
        in said.err
    )
    said = regular.run("--lang", "zh", "forecast", "contracts/another.yaml", "--periods", "2026-04")
    assert "事实库中没有账户 'another' 的该表数据" in said.err


COSTS = (
    "costs: desk\ncurrency: CNY\nitems:\n  - {id: agents, label: Agents, category: labour, amount: 8000, per: head}\n"
)
SCENARIO = """\
scenario: next
label: {zh: 续约, en: Renewal}
contract: regular.yaml
costs: costs.yaml
months: {from: 2026-03, to: 2026-04}
streams:
  - id: calls
    volume: {forecast: "outcome = 'handled'", until: 2026-02-27}
    handle_seconds: 180
    pattern: {days: {mon-fri: 100%}, half_hours: {"09:00-17:00": 100%}}
    goal: {answered: 80%, within_seconds: 20}
people: {hours_a_month: 160, shrinkage: 30%}
measures:
  quantities: {calls: {of: calls.handled}}
"""


def bid(desk: Desk, text: str = SCENARIO) -> str:
    for name, content in (("next.yaml", text), ("costs.yaml", COSTS)):
        (desk.root / "contracts" / name).write_text(content, "utf-8")
    return "contracts/next.yaml"


def test_a_bid_reads_its_volume_from_a_forecast(regular: Desk) -> None:
    """Four answered on each of 22 days from Monday to Friday, in March as in April: 88. Half of that with `times`."""
    scenario = bid(regular)
    drivers = [one["drivers"] for one in regular.json("staffing", scenario)["months"]]
    assert [one["calls.offered"] for one in drivers] == ["88", "88"]
    half = bid(regular, SCENARIO.replace("2026-02-27}", "2026-02-27, times: 50%}"))
    drivers = [one["drivers"] for one in regular.json("staffing", half)["months"]]
    assert [one["calls.offered"] for one in drivers] == ["44", "44"]


def test_a_method_that_is_named_is_taken(regular: Desk) -> None:
    """The mean of 54 days with 160 calls is 2.96, in hundredths: 31 and 30 times that in March and April."""
    scenario = bid(regular, SCENARIO.replace("until:", "method: mean, until:"))
    drivers = [one["drivers"] for one in regular.json("staffing", scenario)["months"]]
    assert [one["calls.offered"] for one in drivers] == ["91.76", "88.8"]


def test_a_risk_draws_what_such_forecasts_were_wrong_by(regular: Desk) -> None:
    """No forecast of the regular desk was wrong: each draw earns 2 × 88 × 4.00. A spread that is written holds in place of the measured one."""
    found = regular.json("risk", bid(regular), "--draws", "100")
    revenue = {one["name"]: one for one in found["totals"]}["revenue"]
    assert {revenue["quoted"], *revenue["percentiles"].values()} == {"704"}
    written = "uncertain: {calls.volume: {uniform: [50%, 150%]}}\n"
    found = regular.json("risk", bid(regular, SCENARIO + written), "--draws", "100")
    revenue = {one["name"]: one for one in found["totals"]}["revenue"]
    assert [one["input"] for one in found["weights"]] == ["calls.volume"] and len(
        {*revenue["percentiles"].values()}
    ) > 1


@pytest.mark.parametrize(
    ("right", "wrong", "line", "sentence"),
    [
        ("2026-02-27}", "2026-02-27, method: yearly}", 8, "'weekdays × smoothed season' cannot forecast 'calls' from the 54 days"),
        ("from: 2026-03", "from: 2026-02", 8, "in a scenario 'until: 2026-01-31'"),
        ("outcome = 'handled'", "queue = 'x'", 8, "'calls' is 0 on all 54 days"),
        ("until: 2026-02-27", "until: 2025-02-27", 8, "'calls' counts interactions, but account 'desk' has none between"),
    ],
)  # fmt: skip
def test_what_cannot_be_forecast_is_told_at_the_volume(
    regular: Desk, right: str, wrong: str, line: int, sentence: str
) -> None:
    said = regular.run("quote", bid(regular, SCENARIO.replace(right, wrong)))
    assert said.code == 1 and f"contracts/next.yaml:{line}: " in said.err and sentence in said.err, said.err
