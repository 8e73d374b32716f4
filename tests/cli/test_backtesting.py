"""``bpo backtest``: a draft on the desk's two months worked by hand, the law that the contract in force yields its bills, and mistakes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bpo.report.as_json import REPORT_SCHEMA
from tests.cli.desk import CONTRACT, TOTALS, Desk, parsed

BOTH = ("--periods", "2026-01..2026-02")


def draft_of(*changes: tuple[str, str]) -> str:
    """The desk's contract as another would be written: next year's, of the same account."""
    text = CONTRACT.replace("contract: desk\n", "contract: desk-2027\naccount: desk\n")
    text = text.replace("from: 2026-01-01, to: 2026-12-31", "from: 2027-01-01, to: 2027-12-31")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def rows(printed: Any, table: str) -> list[dict[str, Any]]:
    jsonschema.validate(printed, REPORT_SCHEMA)
    return [row["cells"] for one in printed["tables"] if one["table"] == table for row in one["rows"]]


def totals(printed: Any, column: str = "draft1") -> dict[str, str | None]:
    found = {row["period"]: row[column] for row in rows(printed, "months") if isinstance(row["period"], str)}
    return {period: None if total is None else f"{Decimal(total):.2f}" for period, total in found.items()}


def backtested(desk: Desk, *arguments: str, fails: bool = False) -> Any:
    said = desk.run("backtest", *arguments, "--format", "json")
    assert said.code == int(fails), said.err
    return parsed(said.out)


def test_a_draft_at_its_bound_and_beyond(desk: Desk) -> None:
    """January answers 30 of 45 calls in 20 s, 66.666…%; February 45 of 70, 64.285…%. A draft at 5.00 a call takes 10% of a month
    below its bound, which lies between the two:

    January   40 × 5.00 = 200.00, above the bound: nothing; 6% is 12.00
    February  50 × 5.00 + 10 × 3.00 = 280.00, below it: −28.00; 6% of 252.00 is 15.12
    """
    draft = draft_of(("rate: 4}", "rate: 5}"), ("at_least: 80%", "at_least: 66.6%"), ("factor: 0.95", "factor: 0.90"))
    desk.write("drafts/dearer.yaml", draft)
    printed = backtested(desk, "drafts/dearer.yaml", *BOTH)
    assert totals(printed) == {"2026-01": "212.00", "2026-02": "267.12"}
    assert totals(printed, "base") == TOTALS
    assert totals(printed, "draft1_change") == {"2026-01": "50.88", "2026-02": "35.51"}
    assert [
        (row["credits"], row["bonuses"], row["months"])
        for row in rows(printed, "credits")
        if row["contract"] == "dearer"
    ] == [("-28", "0", "1")]
    by_name = {row["kpi"]["en"]: row for row in rows(printed, "kpis") if row["contract"] == "dearer"}
    service = by_name["Service level"]
    assert (service["met"], service["missed"], service["worst"]["en"], service["worst_in"]) == (
        "0",
        "2",
        "64.29%",
        "2026-02",
    )
    assert [(row["contract"], row["period"]) for row in rows(printed, "worst")] == [
        ("desk", "2026-01"),
        ("dearer", "2026-02"),
    ]


@pytest.mark.parametrize(("bound", "february"), [("64.285714%", "296.80"), ("64.285715%", "267.12")])
def test_at_the_bound(desk: Desk, bound: str, february: str) -> None:
    """45/70 = 64.2857142857…%: just above the first bound, and just below the second."""
    draft = draft_of(
        ("rate: 4}", "rate: 5}"), ("at_least: 80%", f"at_least: {bound}"), ("factor: 0.95", "factor: 0.90")
    )
    desk.write("drafts/bound.yaml", draft)
    assert totals(backtested(desk, "drafts/bound.yaml", *BOTH))["2026-02"] == february


def test_the_contract_in_force_yields_its_bills(desk: Desk, plain_files: None) -> None:
    """Also where the bill rests on figures that were agreed and not counted: 100 calls in January, 90% in time."""
    desk.write("measures/january.yaml", "period: 2026-01\nquantities: {calls: 100}\nkpis: {sl20: 90%, survey: 91%}\n")
    for arguments in (["2026-01", "--measures", "measures/january.yaml"], ["2026-02"]):
        assert desk.run("bill", "contracts/desk.yaml", "--period", *arguments).code == 0
    ledger = (desk.root / "ledger.db").read_bytes()
    printed = backtested(desk, "contracts/desk.yaml", *BOTH)
    # 50 × 4.00 + 50 × 3.00 = 350.00 and 6%
    assert totals(printed) == totals(printed, "base") == {"2026-01": "371.00", "2026-02": TOTALS["2026-02"]}
    assert (desk.root / "ledger.db").read_bytes() == ledger
    notes = [note["en"] for note in printed["notes"]]
    assert any("desk-2026-01-r1" in note and "calls, sl20, survey" in note for note in notes), notes


def test_what_is_counted_otherwise_is_counted(desk: Desk, plain_files: None) -> None:
    """A draft that pays all calls counts them under the same name otherwise: 45 × 4.00 = 180.00, less 5%, and 6%: not the 100 agreed."""
    desk.write("measures/january.yaml", "period: 2026-01\nquantities: {calls: 100}\n")
    assert (
        desk.run("bill", "contracts/desk.yaml", "--period", "2026-01", "--measures", "measures/january.yaml").code == 0
    )
    desk.write("drafts/all.yaml", draft_of((", where: \"outcome = 'handled'\"", "")))
    assert totals(backtested(desk, "drafts/all.yaml", "--periods", "2026-01")) == {"2026-01": "181.26"}


def test_two_drafts_are_counted_in_one_pass(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two drafts and the contract in force, each with its own count of calls: one reading of the table a month."""
    from bpo.metering.rows import Rows

    desk.write("drafts/one.yaml", draft_of())
    desk.write("drafts/two.yaml", draft_of((", where: \"outcome = 'handled'\"", "")))
    read: list[Any] = []
    original = Rows.read.__func__  # type: ignore[attr-defined]
    monkeypatch.setattr(Rows, "read", classmethod(lambda cls, *given: read.append(given) or original(cls, *given)))
    monkeypatch.setattr("bpo.desk.backtest.months.findings", lambda *given: [])
    printed = backtested(desk, "drafts/one.yaml", "drafts/two.yaml", *BOTH)
    assert len(read) == 2
    # two: 45 × 4.00 less 5% and 6%; 50 × 4.00 + 20 × 3.00 = 260.00, less 5%, 247.00 and 6%
    assert (totals(printed), totals(printed, "draft2")) == (TOTALS, {"2026-01": "181.26", "2026-02": "261.82"})


def test_figures_entered_by_hand(desk: Desk) -> None:
    """Without its value a month is not priced and it is said what is lacking; a folder of measures files has it."""
    changes = ("if_not_measured: as_target}", "}"), ("    kpi: sl20\n", "    kpi: survey\n")
    desk.write("drafts/survey.yaml", draft_of(*changes))
    said = desk.run("backtest", "drafts/survey.yaml", *BOTH)
    assert said.code == 1 and said.out == ""
    assert "'survey' was not measured in 2026-01" in said.err
    desk.write("figures/january.yaml", "period: 2026-01\nkpis: {survey: 79%}\n")
    printed = backtested(desk, "drafts/survey.yaml", *BOTH, "--measures", "figures", fails=True)
    assert totals(printed) == {"2026-01": "161.12", "2026-02": None}
    assert any("survey lacks survey of 2026-02" in note["en"] for note in printed["notes"])
    assert [row["period"] for row in rows(printed, "not_priced")] == ["2026-02"]
    desk.write("figures/february.yaml", "period: 2026-02\nkpis: {survey: 80%}\n")
    printed = backtested(desk, "drafts/survey.yaml", *BOTH, "--measures", "figures")
    assert totals(printed) == {"2026-01": "161.12", "2026-02": "243.80"}  # 230.00 in full, and 6%


def test_a_bad_draft_stops_no_other(desk: Desk) -> None:
    desk.write("drafts/good.yaml", draft_of())
    desk.write("drafts/bad.yaml", draft_of(("model: workload", "model: seat")))
    desk.write("drafts/other.yaml", draft_of(("account: desk", "account: another")))
    desk.write("drafts/dollars.yaml", draft_of(("currency: CNY", "currency: USD")))
    desk.write(
        "drafts/quarters.yaml", draft_of(("{timezone: Asia/Shanghai}", "{timezone: Asia/Shanghai, cycle: quarterly}"))
    )
    names = ("good", "bad", "other", "dollars", "quarters", "none", "good")
    said = desk.run("backtest", *(f"drafts/{name}.yaml" for name in names), *BOTH)
    assert said.code == 1
    for sentence in (
        "drafts/bad.yaml:14: unknown pricing model 'seat'",
        "drafts/other.yaml:2: this contract counts the facts of account 'another', good those of 'desk'",
        "drafts/dollars.yaml:6: this contract is in USD, good is in CNY",
        "drafts/quarters.yaml:10: this contract is billed by other periods than good",
        "drafts/none.yaml: there is no such file",
        "drafts/good.yaml: this draft was named twice",
    ):
        assert sentence in said.err, said.err
    assert "161.12" in said.out and "231.61" in said.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--periods", "2026-02..2026-01"], "'2026-02..2026-01' ends before it begins; write the earlier period first: 2026-01..2026-02"),
        (["--periods", "2026-Q1"], "'2026-Q1' is not a period; write a month such as 2026-02"),
        (["--periods", "January"], "'January' is not a period"),
        (["--periods", "2026-01..2036-01"], "are 121 periods; a backtest takes up to 120"),
        (["--periods", "2026-05..2026-06"], "drafts/draft.yaml:13: account 'desk' has no interactions from 2026-05-01 to 2026-05-31"),
        ([*BOTH, "--against", "contracts/another.yaml"], "contracts/another.yaml:1: this contract counts the facts of account 'another', draft those of 'desk'"),
        ([*BOTH, "--measures", "wrong"], "wrong/figures.yaml:2: none of these contracts reads the figure 'serveys'"),
        ([*BOTH, "--measures", "exports"], "'exports' has no measures file of these periods"),
    ],
)  # fmt: skip
def test_mistakes(desk: Desk, arguments: list[str], sentence: str) -> None:
    desk.write("drafts/draft.yaml", draft_of())
    desk.write("wrong/figures.yaml", "period: 2026-01\nkpis: {serveys: 90%}\n")
    said = desk.run("backtest", "drafts/draft.yaml", *arguments)
    assert (said.code, said.out) == (1, ""), said.out
    assert sentence in said.err, said.err


def test_what_differs_is_told(desk: Desk) -> None:
    """A draft by another clock, which begins later; a contract in force in another currency is not compared with."""
    desk.write("drafts/draft.yaml", draft_of(("timezone: Asia/Shanghai", "timezone: Asia/Tokyo")))
    notes = [note["en"] for note in backtested(desk, "drafts/draft.yaml", *BOTH)["notes"]]
    assert any("draft puts calls on days by Asia/Tokyo, desk by Asia/Shanghai" in note for note in notes)
    assert any(
        "holds from 2027-01-01 to 2027-12-31, after these periods: it is priced as though it began on 2026-01-01"
        in note
        for note in notes
    )
    desk.change("contracts/desk.yaml", "currency: CNY", "currency: USD")
    printed = backtested(desk, "drafts/draft.yaml", *BOTH)
    assert [column["column"] for column in printed["tables"][0]["columns"]] == ["period", "draft1"]
    assert any("contracts/desk.yaml:5: this contract is in USD" in note["en"] for note in printed["notes"])


def test_it_is_said_where_nothing_can_be_compared_with(desk: Desk) -> None:
    desk.write("drafts/draft.yaml", draft_of())
    desk.write("contracts/desk-too.yaml", draft_of().replace("desk-2027", "desk-too"))
    notes = [note["en"] for note in backtested(desk, "drafts/draft.yaml", *BOTH)["notes"]]
    assert any(
        "several contracts of account 'desk'" in note and "contracts/desk-too.yaml, contracts/desk.yaml" in note
        for note in notes
    )
    against = backtested(desk, "drafts/draft.yaml", *BOTH, "--against", "contracts/desk.yaml")
    assert totals(against, "base") == TOTALS
    for name in ("desk", "desk-too"):
        (desk.root / f"contracts/{name}.yaml").unlink()
    notes = [note["en"] for note in backtested(desk, "drafts/draft.yaml", *BOTH)["notes"]]
    assert any("no contract of account 'desk' lies in contracts" in note for note in notes)


def test_papers_and_page(desk: Desk) -> None:
    desk.write("drafts/draft.yaml", draft_of())
    said = desk.run("backtest", "drafts/draft.yaml", *BOTH, "--folder", "out", "--format", "html")
    assert said.code == 0 and said.out.lstrip().startswith("<!DOCTYPE html>") and "<svg" in said.out
    stem = "desk-2027-2026-01-2026-02-backtest"
    assert said.err.splitlines() == [f"written: {Path('out') / stem}.{end}" for end in ("pdf", "xlsx")]


def test_in_chinese(desk: Desk) -> None:
    desk.write("drafts/draft.yaml", draft_of())
    said = desk.run("--lang", "zh", "backtest", "drafts/draft.yaml", *BOTH)
    assert said.code == 0 and "价税合计" in said.out and "按自 2026-01-01 起生效计价" in said.out


YEARS_CAP = (
    "adjustments:\n  - {id: late, kind: penalty, kpi: sl20, amount: 20, cap: {amount: 30, within: contract_year}}\n"
)


def test_months_rest_on_those_before(desk: Desk) -> None:
    """20 for a missed month, 30 in the year, so that February has 10 left; and 5% of each month's calls:

    January   160.00 − 8.00 − 20.00 = 132.00; 6% is 7.92
    February  230.00 − 11.50 − 10.00 = 208.50; 6% is 12.51. Alone it takes all 20.00: 198.50; 6% is 11.91
    """
    desk.write("drafts/capped.yaml", draft_of(("adjustments:\n", YEARS_CAP)))
    printed = backtested(desk, "drafts/capped.yaml", *BOTH)
    assert totals(printed) == {"2026-01": "139.92", "2026-02": "221.01"}
    assert [(row["contract"], row["period"], row["amount"]) for row in rows(printed, "limits")] == [
        ("capped", "2026-02", "10")
    ]
    sums = {row["label"]["en"]: row["draft1"] for row in rows(printed, "contracts")}
    assert [Decimal(sums[name] or 0) for name in ("Fees", "KPI credits", "KPI bonuses", "Other lines", "Total")] == [
        Decimal(one) for one in ("390", "-49.50", "0", "0", "360.93")
    ]
    assert totals(backtested(desk, "drafts/capped.yaml", "--periods", "2026-02")) == {"2026-02": "210.41"}


def test_quarters(desk: Desk) -> None:
    """100 calls: 50 × 4.00 + 50 × 3.00 = 350.00, less 5%, and 6%; the contract in force is billed by months and left out."""
    desk.write(
        "drafts/quarters.yaml", draft_of(("timezone: Asia/Shanghai", "timezone: Asia/Shanghai, cycle: quarterly"))
    )
    printed = backtested(desk, "drafts/quarters.yaml", "--periods", "2026-Q1")
    assert totals(printed) == {"2026-Q1": "352.45"}
    assert any("billed by other periods than quarters" in note["en"] for note in printed["notes"])


def test_an_amended_draft_begins_as_it_was_signed(desk: Desk) -> None:
    """What an amendment of 2027 changes is of no month of 2026."""
    amended = (
        draft_of()
        + "amendments:\n  - from: 2027-07-01\n    terms:\n      - {id: calls, model: workload, quantity: {count: interactions, where: \"outcome = 'handled'\"}, rate: 9}\n"
    )
    desk.write("drafts/amended.yaml", amended)
    assert totals(backtested(desk, "drafts/amended.yaml", *BOTH)) == TOTALS
