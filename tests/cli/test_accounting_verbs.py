"""The verbs that turn a billed month into an e-invoice, the lines of a fapiao, and vouchers: what they refuse, and what they write."""

from __future__ import annotations

import json
import re
from contextlib import chdir
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import bpo.cli
from bpo.desk.vouchers import month_told
from bpo.ledger import open_ledger
from tests.cli.pages import PAGES, files

PAGE = files((PAGES / "cli" / "e-invoice.md").read_text("utf-8"))


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(bpo.cli.bpo, arguments, prog_name="bpo")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that has billed the month of the page: as it stands there, of two entities, as a Factur-X, and below zero."""
    folder = tmp_path_factory.mktemp("accounting") / "desk"
    contract = PAGE["kettles.yaml"]
    two = (
        "entities:\n  - {id: nord, name: Nord, country: FR, tax_no: FR40303265045, endpoint: '9957:FR1'}\n"
        "  - {id: sud, name: Sud, country: FR, tax_no: FR40303265045, endpoint: '9957:FR2'}\n"
        "allocation: {by: {nord: 40%, sud: 60%}}\nprices:"
    )
    texts = {
        "kettles": contract,
        "entities": contract.replace("\nprices:", f"\n{two}"),
        "hybrid": contract.replace("format: peppol", "format: factur-x"),
        "credit": contract.replace("rate: 3.20", "rate: 0.01"),
    }
    with chdir(folder.parent):
        assert run("init", str(folder))[0] == 0
    with chdir(folder):
        Path("figures.yaml").write_text(PAGE["figures.yaml"], "utf-8")
        for name, text in texts.items():
            Path(f"contracts/{name}.yaml").write_text(text.replace("contract: kettles", f"contract: {name}"), "utf-8")
            assert run("bill", f"contracts/{name}.yaml", "--measures", "figures.yaml")[0] == 0
        assert run("bill", "contracts/acme.yaml", "--measures", "measures/acme.yaml")[0] == 0
    return folder


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("acme-2026-03-r1",), "asks for no e-invoice"),
        (("entities-2026-03-r1",), "write --entity, one of nord, sud"),
        (("entities-2026-03-r1", "--entity", "nort"), "Did you mean 'nord'"),
        (("kettles-2026-03-r1", "--entity", "nord"), "leave --entity out"),
        (("credit-2026-03-r1",), "comes to is -163.74 EUR: an amount below zero is a credit note"),
    ],
)
def test_what_is_not_invoiced(desk: Path, arguments: tuple[str, ...], said: str) -> None:
    """62.40 − 200 = −137.60, with 19% −163.74."""
    with chdir(desk):
        code, output = run("--lang", "en", "e-invoice", *arguments, "--number", "I-1", "--date", "2026-04-02")
    assert code == 1 and said in output


@pytest.mark.parametrize(
    ("arguments", "name", "payable"),
    [
        (("kettles-2026-03-r1", "--number", "I/1"), "I-1.xml", "23523.92"),
        (("entities-2026-03-r1", "--number", "I-2", "--entity", "nord"), "I-2.xml", "9409.57"),
        (("credit-2026-03-r1", "--number", "C-1", "--credits", "I-1"), "C-1.xml", "163.74"),
    ],
)
def test_an_invoice_is_written_under_its_number(
    desk: Path, arguments: tuple[str, ...], name: str, payable: str
) -> None:
    """40% of 19,768.00 are 7,907.20, with 19% (1,502.37) 9,409.57."""
    with chdir(desk):
        code, output = run("e-invoice", *arguments, "--date", "2026-04-02", "--output", "out")
        assert code == 0, output
        assert re.search(rf">{payable}</cbc:PayableAmount>", Path("out", name).read_text("utf-8"))


def test_a_factur_x_is_a_pdf(desk: Path) -> None:
    with chdir(desk):
        assert run("e-invoice", "hybrid-2026-03-r1", "--number", "I-3", "--date", "2026-04-02")[0] == 0
        assert Path("statements/2026-03/I-3.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_a_contract_without_codes_has_no_lines_of_a_fapiao(desk: Path) -> None:
    with chdir(desk):
        code, output = run("--lang", "zh", "fapiao", "lines", "acme-2026-03-r1")
    assert code == 1 and "未写明税收分类编码" in output


def test_the_json_of_a_fapiao_is_that_of_its_file(tmp_path: Path) -> None:
    page = files((PAGES / "cli" / "fapiao-lines.md").read_text("utf-8"))
    with chdir(tmp_path):
        assert run("init", "desk")[0] == 0
    with chdir(tmp_path / "desk"):
        for name, text in page.items():
            Path(name).write_text(text, "utf-8")
        Path("lines.yaml").rename("contracts/lines.yaml")
        assert run("bill", "contracts/lines.yaml", "--measures", "figures.yaml")[0] == 0
        code, output = run("fapiao", "lines", "lines-2026-03-r1", "--format", "json")
        assert code == 0 and json.loads(output) == json.loads(
            Path("statements/2026-03/lines-2026-03-r1-fapiao.json").read_text("utf-8")
        )


def test_vouchers_are_written_with_the_accounts_of_the_workspace(desk: Path) -> None:
    with chdir(desk):
        settings = Path("bpo.yaml").read_text("utf-8")
        Path("bpo.yaml").write_text(settings + 'accounts: {unbilled: "1124", revenue: "6001"}\n', "utf-8")
        try:
            code, output = run("vouchers", "--period", "2026-03", "--to", "yonyou", "--output", "out.csv")
            assert code == 0, output
            text = Path("out.csv").read_text("utf-8")
            assert (
                text.startswith("\ufeff制单日期,") and ",1124,EUR,18298.40,," in text and ",6001,EUR,,18298.40," in text
            )
            code, output = run("--lang", "en", "vouchers", "--period", "2026-03", "--to", "beancount")
            assert code == 1 and "'1124' is no account of beancount" in output
        finally:
            Path("bpo.yaml").write_text(settings, "utf-8")


def test_a_month_is_accrued_until_it_is_issued(desk: Path) -> None:
    with open_ledger(desk / "ledger.db") as ledger:
        stored = ledger.stored("kettles-2026-03-r1")
    assert [(one.number, one.day) for one in month_told(stored, "C")] == [
        ("kettles-2026-03-r1-A", date(2026, 3, 31)),
        ("kettles-2026-03-r1-R", date(2026, 4, 1)),
    ]
    (issued,) = month_told(replace(stored, state="sent"), "C")
    assert issued.number == "kettles-2026-03-r1" and type(issued.what).__name__ == "Invoiced"
    assert month_told(replace(stored, state="voided"), "C") == []
