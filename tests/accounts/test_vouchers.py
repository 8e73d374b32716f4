"""Postings by hand, and that beancount and hledger take every voucher."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from hypothesis import given
from hypothesis import strategies as st

from bpo.accounts.booking import Told, voucher_of, vouchers_of
from bpo.accounts.chart import PLAIN_TEXT, Accounts
from bpo.accounts.happened import Accrued, AllottedLater, Deduction, Happened, Invoiced, Line, PaymentReceived, Reversed
from bpo.accounts.plain_text import beancount, hledger
from bpo.accounts.statements import accrued, invoiced
from bpo.accounts.tables import TEMPLATES, table_csv
from bpo.accounts.vouchers import Posting, Voucher
from bpo.contracts.load import read_contract
from bpo.contracts.statement import Statement
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures_file import parse_measures
from bpo.core.words import Text
from bpo.pricing.price import price

DAY = date(2026, 2, 3)
NONE = Accounts()


def d(text: str) -> Decimal:
    return Decimal(text)


def posted(what: Happened, accounts: Accounts = NONE) -> dict[str, str]:
    voucher = voucher_of(Told("V-1", DAY, "S-1", "Acme", "CNY", what), accounts, {role: role for role in PLAIN_TEXT})
    assert voucher is not None
    return {one.account: str(one.amount) for one in voucher.postings}


def statement(prices: str, adjustments: str = "", figures: str = "{upheld: 0}", currency: str = "CNY") -> Statement:
    text = f"""
contract: made
title: Made
currency: {currency}
effective: {{from: 2026-01-01, to: 2026-12-31}}
supplier: {{name: S}}
client: {{name: C}}
prices: {prices}
quantities: {{upheld: {{given: event}}, score: {{given: point}}}}
terms:
  - {{id: fee, model: fixed, amount: 100000}}
  - {{id: seats, model: fixed, amount: 20000}}
{adjustments}"""
    contract = read_contract(parse_document(text, "made.yaml")).contract
    return price(contract, parse_measures(f"period: 2026-01\nquantities: {figures}\n"))


def test_a_statement_is_owed_with_its_tax_and_earned_without() -> None:
    """120,000 with 6% in it: 113,207.55 + 6,792.45."""
    assert posted(invoiced(statement("{tax: included, rate: 6%}"))) == {
        "receivable": "120000.00",
        "revenue": "-113207.55",
        "output_tax": "-6792.45",
    }


def test_lines_may_have_accounts_of_their_own() -> None:
    accounts = Accounts(revenue_of={"seats": "6001.02"})
    assert posted(invoiced(statement("{rate: 6%}")), accounts) == {
        "receivable": "127200.00",
        "revenue": "-100000.00",
        "6001.02": "-20000.00",
        "output_tax": "-7200.00",
    }


def test_a_penalty_reduces_revenue_and_damages_are_a_cost() -> None:
    """120,000 − 2 × 500 = 119,000, 6% are 7,140: 126,140; 2 × 300 damages are netted: 125,540 is owed."""
    made = statement(
        "{rate: 6%}",
        "adjustments:\n  - {id: p, kind: penalty, per: upheld, amount: 500}\n"
        "  - {id: late, kind: penalty, per: upheld, amount: 300, nature: damages}\n",
        "{upheld: 2}",
    )
    assert posted(invoiced(made)) == {
        "receivable": "125540.00",
        "revenue": "-119000.00",
        "output_tax": "-7140.00",
        "damages": "600.00",
    }


def test_a_retention_is_held_and_what_is_never_paid_of_it_is_lost() -> None:
    """5% of 100,000 held beside 10,000: 15,000, of which 80% are released: 12,000 and 3,000 lost. 120,000 − 5,000 + 12,000 owed."""
    made = statement(
        "{rate: 0%}",
        "adjustments:\n  - {id: held, kind: retention, of: [fee], percent: 5%, held_before: 10000, released: 2026-01-31, "
        "score: score, bands: [{at_least: 90, share: 100%}, {at_least: 80, share: 80%}, {share: 0%}]}\n",
        "{upheld: 0, score: 85}",
    )
    assert posted(invoiced(made)) == {
        "receivable": "127000.00",
        "revenue": "-120000.00",
        "retention": "-10000.00",
        "damages": "3000.00",
    }


def test_withheld_tax_is_owed_until_it_is_certified_and_an_advance_is_taken_back() -> None:
    """120,000 and 6%: 127,200; a third of 30,000 is taken back: 117,200 owed. 2% of 120,000 are withheld: paid as 114,800 + 2,400."""
    made = statement(
        "{rate: 6%, withholding: [{rate: 2%}]}", "adjustments:\n  - {id: a, kind: advance, amount: 30000, months: 3}\n"
    )
    assert posted(invoiced(made)) == {
        "receivable": "117200.00",
        "revenue": "-120000.00",
        "output_tax": "-7200.00",
        "advance": "10000.00",
    }
    assert made.payable == d("114800.00")
    assert posted(PaymentReceived(d("114800.00"), withheld=d("2400.00"))) == {
        "bank": "114800.00",
        "withheld": "2400.00",
        "receivable": "-117200.00",
    }


def test_an_accrual_has_no_tax_and_its_reversal_takes_it_back() -> None:
    accrual = accrued(statement("{rate: 6%}"))
    assert posted(accrual) == {"unbilled": "120000.00", "revenue": "-120000.00"}
    assert posted(Reversed(accrual)) == {"unbilled": "-120000.00", "revenue": "120000.00"}


@pytest.mark.parametrize(
    ("payment", "expected"),
    [
        (PaymentReceived(d("100.00")), {"bank": "100.00", "receivable": "-100.00"}),
        (
            PaymentReceived(d("110.00"), on_account=d("10.00")),
            {"bank": "110.00", "on_account": "-10.00", "receivable": "-100.00"},
        ),
        (
            PaymentReceived(d("99.98"), written_off=d("0.02")),
            {"bank": "99.98", "written_off": "0.02", "receivable": "-100.00"},
        ),
        (PaymentReceived(d("50.00"), on_account=d("50.00")), {"bank": "50.00", "on_account": "-50.00"}),
        (AllottedLater(d("10.00")), {"on_account": "10.00", "receivable": "-10.00"}),
    ],
)
def test_a_payment(payment: Happened, expected: dict[str, str]) -> None:
    assert posted(payment) == expected


def test_invoice_and_its_whole_credit_leave_nothing() -> None:
    whole = Invoiced((Line("fee", d("100.00")), Line("x", d("-3.00"))), d("5.82"), (Deduction("damages", d("-7.00")),))
    credit = Invoiced((Line("fee", d("-100.00")), Line("x", d("3.00"))), d("-5.82"), (Deduction("damages", d("7.00")),))
    assert {account: -d(amount) for account, amount in posted(whole).items()} == {
        account: d(amount) for account, amount in posted(credit).items()
    }


def test_every_role_without_an_account_is_told_at_once() -> None:
    told = [Told("V-1", DAY, "S-1", "Acme", "CNY", invoiced(statement("{rate: 6%}")))]
    with pytest.raises(BpoError) as refused:
        vouchers_of(told, Accounts(receivable="1122"), {})
    assert [str(one.values["role"]) for one in refused.value.problems] == ["revenue", "output_tax"]


cents = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n).scaleb(-2))
lines = st.lists(st.builds(Line, st.sampled_from(["fee", "calls"]), cents), max_size=4).map(tuple)
deductions = st.lists(
    st.builds(Deduction, st.sampled_from(["damages", "retention", "advance", "rounding", "on_account"]), cents),
    max_size=3,
).map(tuple)
happened = st.one_of(
    st.builds(Invoiced, lines, cents, deductions),
    st.builds(Accrued, lines),
    st.builds(Accrued, lines).map(Reversed),
    st.builds(PaymentReceived, cents, cents, cents, cents),
    st.builds(AllottedLater, cents),
)
clients = st.sampled_from(["Acme", '某"市"; 中心 | a\\b', "(x) c\nd\x00\x1b"])
told = st.builds(
    Told,
    st.sampled_from(["V-1", "V(2)"]),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.just("S-1"),
    clients,
    st.sampled_from(["CNY", "EUR"]),
    happened,
)


@given(st.lists(told, max_size=8))
def test_whatever_happens_balances_and_is_taken_by_beancount(events: list[Told]) -> None:
    vouchers = vouchers_of(events, NONE, PLAIN_TEXT)
    assert all(sum(one.amount for one in voucher.postings) == 0 for voucher in vouchers)
    entries, errors, _ = loader.load_string(beancount(vouchers, "zh"))
    assert errors == []
    found = [entry for entry in entries if type(entry).__name__ == "Transaction"]
    assert sorted(entry.meta["number"] for entry in found) == sorted(voucher.number for voucher in vouchers)
    assert sorted(p.units.number for entry in found for p in entry.postings) == sorted(
        p.amount for voucher in vouchers for p in voucher.postings
    )


def some() -> list[Voucher]:
    made = statement("{tax: included, rate: 6%}")
    accrual = accrued(made)
    happened: list[tuple[str, Happened]] = [
        ("S-1-A", accrual),
        ("S-1-R", Reversed(accrual)),
        ("S-1", invoiced(made)),
        ("P-1", PaymentReceived(d("120010.00"), on_account=d("10.00"))),
    ]
    return vouchers_of(
        [Told(number, DAY, "made-2026-01", '某"市"; 中心 | (x)', "CNY", what) for number, what in happened],
        NONE,
        PLAIN_TEXT,
    )


def test_bean_check_finds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "made.beancount"
    file.write_text(beancount(some(), "en"), "utf-8")
    from beancount.scripts.check import main
    from click.testing import CliRunner

    result = CliRunner().invoke(main, [str(file)])
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.skipif(
    shutil.which("hledger") is None, reason="hledger is not installed (Debian: apt-get install hledger)"
)
def test_hledger_checks_and_balances(tmp_path: Path) -> None:
    file = tmp_path / "made.journal"
    file.write_text(hledger(some(), "en"), "utf-8")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            ["hledger", "-f", str(file), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("check", "--strict") == ""
    balances = {line.split()[-1]: line.split()[0] for line in run("balance", "--no-total", "--flat").splitlines()}
    assert balances == {
        "Assets:Bank": "120010.00",
        "Income:Services": "-113207.55",
        "Liabilities:On-Account": "-10.00",
        "Liabilities:Output-Tax": "-6792.45",
    }


@pytest.mark.parametrize("system", TEMPLATES)
def test_a_csv_has_a_row_a_posting_whose_debits_are_its_credits(system: str) -> None:
    import csv
    import io

    vouchers = some()
    rows = list(csv.DictReader(io.StringIO(table_csv(vouchers, system, "1000", "zh"))))
    assert len(rows) == sum(len(voucher.postings) for voucher in vouchers)
    if system == "sap":
        signed = [d(row["WRBTR"]) * (1 if row["SHKZG"] == "S" else -1) for row in rows]
    else:
        debit, credit = {
            "yonyou": ("借方金额", "贷方金额"),
            "kingdee": ("借方", "贷方"),
            "netsuite": ("Debit", "Credit"),
        }[system]
        signed = [d(row[debit] or "0") - d(row[credit] or "0") for row in rows]
    assert signed == [posting.amount for voucher in vouchers for posting in voucher.postings]


def test_a_text_of_a_csv_is_never_a_formula() -> None:
    voucher = Voucher(
        "=1+1", DAY, "S-1", "@SUM(A1)", Text.of("x"), "CNY", (Posting("1122", d("-1")), Posting("1", d("1")))
    )
    written = table_csv([voucher], "netsuite", "", "en")
    assert "'=1+1" in written and "'@SUM(A1)" in written


def test_a_voucher_that_does_not_balance_cannot_be_made() -> None:
    with pytest.raises(AssertionError, match="does not balance"):
        Voucher("V", DAY, "S", "C", Text.of("x"), "CNY", (Posting("a", d("1")),))
