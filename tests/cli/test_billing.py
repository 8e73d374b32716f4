"""Billing by the verbs: what is recorded, when it is a new revision, what machines get, and that all of it agrees."""

from __future__ import annotations

from pathlib import Path

import pytest

import bpo.desk.billing
from tests.cli.desk import CONTRACT, TOTALS, Desk, parsed
from tests.invoice.conftest import pages_of

FEBRUARY = ("contracts/desk.yaml", "--period", "2026-02")
JANUARY = ("contracts/desk.yaml", "--period", "2026-01")
STATEMENT_KEYS = {"contract", "period", "currency", "charges", "kpis", "taxes", "net", "tax", "total"}
CHARGE_KEYS = {"clause", "label", "amount", "tax_code", "steps"}
STEP_KEYS = {"rule", "text", "quantity", "unit", "rate", "amount", "source"}
KPI_KEYS = {"value", "numerator", "denominator", "sample", "unit", "target", "judged", "met", "score"}


def revisions(desk: Desk) -> list[str]:
    return [row["id"] for row in desk.json("show")]


def test_the_amounts_are_those_of_the_contract(desk: Desk, plain_files: None) -> None:
    found = desk.json("bill", *FEBRUARY)
    amounts = {charge["clause"]: charge["amount"] for charge in found["charges"]}
    assert amounts == {"calls": "230.00", "coefficient": "-11.50"}
    assert (found["net"], found["tax"], found["total"]) == ("218.50", "13.11", TOTALS["2026-02"])
    sl20 = found["kpis"]["sl20"]
    assert (sl20["numerator"], sl20["denominator"], sl20["value"], sl20["met"]) == ("45", "70", "9/14", False)


def test_json_has_the_promised_shape(desk: Desk, plain_files: None) -> None:
    found = desk.json("bill", *FEBRUARY)
    assert found.keys() >= STATEMENT_KEYS
    assert all(charge.keys() >= CHARGE_KEYS for charge in found["charges"])
    assert all(step.keys() >= STEP_KEYS for charge in found["charges"] for step in charge["steps"])
    assert all(kpi.keys() >= KPI_KEYS for kpi in found["kpis"].values())
    assert all(tax.keys() >= {"name", "rate", "base", "amount"} for tax in found["taxes"])
    measures = desk.json("measure", *FEBRUARY)
    assert measures.keys() >= {"period", "quantities", "kpis", "series"}
    assert measures["quantities"]["calls"].keys() == {"total", "unit", "parts"}
    assert measures["kpis"]["sl20"].keys() == {"value", "numerator", "denominator", "sample", "unit"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_measured_then_priced_is_billed(desk: Desk, plain_files: None, lang: str) -> None:
    measured = desk.run("measure", *FEBRUARY, "--format", "json")
    desk.write("february.json", measured.out)
    priced = desk.run("price", "contracts/desk.yaml", "--measures", "february.json", "--format", "json", "--lang", lang)
    billed = desk.run("bill", *FEBRUARY, "--format", "json", "--lang", lang)
    printed = parsed(billed.out)
    assert printed.pop("dated") == "2026-03-01", "the day after the period; what is only priced has none"
    assert parsed(priced.out) == printed
    assert (priced.err, billed.code) == ("", 0)


def test_for_machines_only_the_statement_is_on_stdout(desk: Desk, plain_files: None) -> None:
    said = desk.run("bill", *FEBRUARY, "--format", "json")
    assert parsed(said.out)["contract"] == "desk"
    assert "desk-2026-02-r1: draft, revision 1" in said.err
    assert "statements/2026-02/desk-2026-02-r1.pdf" in said.err
    both = desk.json("bill", "contracts/desk.yaml", "contracts/another.yaml", "--period", "2026-02")
    assert [statement["contract"] for statement in both] == ["desk", "another"]


def test_billing_again_changes_nothing(desk: Desk) -> None:
    first = desk.run("bill", *FEBRUARY)
    assert "desk-2026-02-r1: draft, revision 1" in first.out
    drawn = desk.files()
    assert sorted(drawn) == [
        "2026-02/desk-2026-02-r1-review.pdf",
        "2026-02/desk-2026-02-r1.pdf",
        "2026-02/desk-2026-02-r1.xlsx",
    ]
    second = desk.run("bill", *FEBRUARY)
    assert "desk-2026-02-r1: nothing has changed since it was billed" in second.out
    assert desk.files() == drawn
    assert revisions(desk) == ["desk-2026-02-r1"]


def test_what_changes_the_bill_makes_a_revision(desk: Desk, plain_files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run("bill", *FEBRUARY)
    desk.change("contracts/desk.yaml", "{rate: 3}", "{rate: 2}")
    assert "revision 2" in desk.run("bill", *FEBRUARY).out
    late = desk.write("exports/late.csv", "id,began,result,waited,talked\nlate,2026-02-28 23:59:59,A,1,60\n")
    assert desk.run("ingest", late, "--source", "sources/desk-calls.yaml").code == 0
    third = desk.run("bill", *FEBRUARY)
    assert "revision 3" in third.out
    assert "222.00" in third.out  # 50 × 4 + 11 × 2
    monkeypatch.setattr(bpo.desk.billing, "__version__", "99.0")
    assert "revision 4" in desk.run("bill", *FEBRUARY).out
    assert revisions(desk) == [f"desk-2026-02-r{n}" for n in (1, 2, 3, 4)]
    assert len(desk.files()) == 12


def test_facts_of_another_month_change_neither_bill_nor_documents(desk: Desk, plain_files: None) -> None:
    desk.run("bill", *FEBRUARY)
    drawn = desk.files()
    march = desk.write("exports/march.csv", "id,began,result,waited,talked\nm,2026-03-01 00:00:00,A,1,60\n")
    assert desk.run("ingest", march, "--source", "sources/desk-calls.yaml").code == 0
    assert "nothing has changed" in desk.run("bill", *FEBRUARY).out
    assert desk.files() == drawn


def test_agreed_figures_need_no_facts(desk: Desk, plain_files: None) -> None:
    said = desk.run("bill", "contracts/desk.yaml", "--measures", "measures/desk.yaml")
    assert said.code == 0
    assert "371.00" in said.out  # (50 × 4 + 50 × 3) × 1.06
    assert "judged as exactly on target" in said.out


def test_one_bad_contract_stops_no_other(desk: Desk, plain_files: None) -> None:
    desk.write("contracts/bad.yaml", CONTRACT.replace("model: workload", "model: worklod"))
    said = desk.run(
        "bill", "contracts/desk.yaml", "contracts/bad.yaml", "contracts/another.yaml", "--period", "2026-02"
    )
    assert said.code == 1
    assert "contracts/bad.yaml:13: unknown pricing model 'worklod'" in said.err
    assert "2 of 3 contracts were billed; 1 could not be, see above" in said.err
    lines = said.out.splitlines()
    assert lines[0].split() == ["desk-2026-02-r1", "231.61", "CNY", "draft"]
    assert lines[1].split()[0] == "contracts/bad.yaml"
    assert lines[2].split() == ["another-2026-02-r1", "1,000.00", "CNY", "draft"]
    assert lines[3].endswith("statements/2026-02")
    assert revisions(desk) == ["another-2026-02-r1", "desk-2026-02-r1"]


def test_one_contract_in_two_files_is_billed_once(desk: Desk, plain_files: None) -> None:
    desk.write("contracts/copy.yaml", CONTRACT.replace("{rate: 3}", "{rate: 2}"))
    said = desk.run("bill", "contracts/desk.yaml", "contracts/copy.yaml", "--period", "2026-02")
    assert said.code == 1
    assert "contracts/copy.yaml: contract 'desk' was billed a moment ago from contracts/desk.yaml" in said.err
    assert revisions(desk) == ["desk-2026-02-r1"]


def test_what_cannot_be_drawn_is_not_recorded(desk: Desk) -> None:
    desk.change("contracts/desk.yaml", "Kettle Works", "Kettle 𠀋 Works")
    said = desk.run("bill", *FEBRUARY)
    assert said.code == 1
    assert "U+2000B" in said.err
    assert revisions(desk) == []
    assert not (desk.root / "statements").exists()


def test_what_cannot_be_written_is_not_recorded(desk: Desk, plain_files: None) -> None:
    desk.write("statements", "in the way")
    said = desk.run("bill", *FEBRUARY)
    assert said.code == 1
    assert "'statements' is a file" in said.err
    (desk.root / "statements").unlink()
    assert revisions(desk) == []


def test_what_cannot_be_recorded_leaves_no_file(desk: Desk, plain_files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "ledger.db")

    monkeypatch.setattr("bpo.ledger.Ledger.record", refuse)
    said = desk.run("bill", *FEBRUARY)
    assert said.code == 1
    assert "ledger.db: this cannot be read or written: No space left on device" in said.err
    assert desk.files() == {}


def test_the_month_before_is_compared_for_the_reviewer(desk: Desk) -> None:
    desk.run("bill", *JANUARY)
    desk.run("bill", *FEBRUARY)
    review = "".join(pages_of(desk.files()["2026-02/desk-2026-02-r1-review.pdf"]))
    assert "161.12" in review and "2026-01" in review
    assert "161.12" not in "".join(pages_of(desk.files()["2026-02/desk-2026-02-r1.pdf"]))


def test_a_month_billed_elsewhere_is_history_by_its_measures(desk: Desk) -> None:
    desk.write("before.yaml", "period: 2026-01\nquantities: {calls: 10}\nkpis: {sl20: 90%}\n")
    assert desk.run("bill", *FEBRUARY, "--history", "before.yaml").code == 0
    assert "42.40" in "".join(pages_of(desk.files()["2026-02/desk-2026-02-r1-review.pdf"]))  # 10 × 4 × 1.06
    assert revisions(desk) == ["desk-2026-02-r1"]


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2026-02", "before.yaml:1: 2026-02 is not before 2026-02"),
        ("2026-01", "before.yaml:1: 2026-01 was billed here as"),
    ],
)
def test_history_that_is_none_is_refused(desk: Desk, plain_files: None, period: str, said: str) -> None:
    desk.run("bill", *JANUARY)
    desk.write("before.yaml", f"period: {period}\nquantities: {{calls: 10}}\nkpis: {{sl20: 90%}}\n")
    refused = desk.run("bill", *FEBRUARY, "--history", "before.yaml")
    assert refused.code == 1
    assert said in refused.err


def test_show_prints_what_bill_printed(desk: Desk, plain_files: None) -> None:
    billed = desk.run("bill", *FEBRUARY)
    shown = desk.run("show", "desk-2026-02-r1")
    assert shown.code == 0
    assert billed.out.startswith(shown.out)
    assert (
        desk.run("show", "desk-2026-02-r1", "--format", "json").out
        == desk.run("bill", *FEBRUARY, "--format", "json").out
    )
    listed = desk.run("show")
    assert "desk-2026-02-r1" in listed.out and "231.61 CNY" in listed.out
    missing = desk.run("show", "desk-2026-02-r2")
    assert (missing.code, missing.out) == (1, "")
    assert "Did you mean 'desk-2026-02-r1'?" in missing.err


def test_show_before_the_first_bill(desk: Desk) -> None:
    assert desk.run("show").out == "nothing was billed yet\n"
    assert desk.run("show", "--lang", "zh").out == "尚未出账\n"
    assert desk.json("show") == []


def test_a_contract_is_billed_in_its_own_workspace_from_anywhere(desk: Desk, plain_files: None, tmp_path: Path) -> None:
    elsewhere = Desk(tmp_path / "elsewhere")
    elsewhere.root.mkdir()
    contract = desk.root / "contracts" / "desk.yaml"
    assert elsewhere.run("bill", contract, "--period", "2026-02").code == 0
    assert [file.name for file in elsewhere.root.iterdir()] == []
    assert "desk-2026-02-r1" in desk.run("show").out
    assert elsewhere.run("explain", contract, "--line", "calls").code == 0
    assert elsewhere.run("measure", contract, "--period", "2026-02").code == 0


def test_contracts_of_several_workspaces_are_not_billed_together(desk: Desk, plain_files: None, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other")
    assert desk.run("init", other.root).code == 0
    said = desk.run("bill", "contracts/desk.yaml", other.root / "contracts" / "acme.yaml", "--period", "2026-02")
    assert said.code == 1 and "several workspaces" in said.err


def test_a_slip_that_is_mended_uses_up_no_revision_that_a_client_sees(desk: Desk) -> None:
    """The third draft is the first paper: nobody has seen the others."""
    for old, new in (("{rate: 3}", "{rate: 2}"), ("{rate: 2}", "{rate: 3}")):
        desk.run("bill", *FEBRUARY)
        desk.change("contracts/desk.yaml", old, new)
    assert "desk-2026-02-r3: draft, revision 3" in desk.run("bill", *FEBRUARY).out
    paper = " ".join(pages_of(desk.files()["2026-02/desk-2026-02-r3.pdf"]))
    assert "Revision" not in paper and "desk-2026-02" in paper and "desk-2026-02-r3" not in paper
    shown = desk.run("show").out
    assert shown.count("replaced by desk-2026-02-r3") == 2
    assert [row["superseded_by"] for row in desk.json("show")] == ["desk-2026-02-r3", "desk-2026-02-r3", None]


def test_the_day_follows_from_the_contract_unless_somebody_names_another(desk: Desk) -> None:
    """A draft that nobody dated follows the contract as it is amended; one that was dated by hand does not."""
    desk.run("bill", *FEBRUARY)
    rule = "billing: {statement_date: period end, due: 30 days after statement, timezone"
    desk.change("contracts/desk.yaml", "billing: {timezone", rule)
    assert "desk-2026-02-r2: draft" in desk.run("bill", *FEBRUARY).out
    assert desk.json("show", "desk-2026-02-r2")["dated"] == "2026-02-28"
    paper = " ".join(pages_of(desk.files()["2026-02/desk-2026-02-r2.pdf"]))
    assert "Date28February2026Paymentdue30March2026" in paper
    desk.change("contracts/desk.yaml", "period end,", "5 days after period end,")
    assert "desk-2026-02-r3: draft" in desk.run("bill", *FEBRUARY).out
    assert desk.json("show", "desk-2026-02-r3")["dated"] == "2026-03-05"
    desk.run("bill", *FEBRUARY, "--date", "2026-03-09")
    desk.change("contracts/desk.yaml", "5 days after period end,", "6 days after period end,")
    assert "desk-2026-02-r5: draft" in desk.run("bill", *FEBRUARY).out
    assert desk.json("show", "desk-2026-02-r5")["dated"] == "2026-03-09"
    assert "desk-2026-02-r5: nothing has changed" in desk.run("bill", *FEBRUARY).out


def test_the_day_follows_from_the_period_and_stays_as_it_was_given(desk: Desk) -> None:
    desk.change("contracts/desk.yaml", "billing: {timezone", "billing: {due: 30 days after statement, timezone")
    desk.run("bill", *FEBRUARY)
    paper = " ".join(pages_of(desk.files()["2026-02/desk-2026-02-r1.pdf"]))
    assert "Date1March2026Paymentdue31March2026" in paper, "the day after February, and 30 days after that"
    dated = desk.run("bill", *FEBRUARY, "--date", "2026-03-09")
    assert "desk-2026-02-r2: draft" in dated.out, "another day to pay by is another bill"
    paper = " ".join(pages_of(desk.files()["2026-02/desk-2026-02-r2.pdf"]))
    assert "Date9March2026Paymentdue8April2026" in paper
    assert "desk-2026-02-r2: nothing has changed" in desk.run("bill", *FEBRUARY).out
    assert desk.json("show", "desk-2026-02-r2")["dated"] == "2026-03-09"
    assert "desk-2026-02-r3: draft" in desk.run("bill", *FEBRUARY, "--date", "2026-03-01").out
    assert desk.run("bill", *FEBRUARY, "--date", "soon").code == 2
