"""The verbs that turn a billed month into an e-invoice, the lines of a fapiao, and vouchers: what they refuse, and what they write."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner

import bpo.cli
from bpo.ledger import open_ledger
from tests.cli.pages import PAGES, files
from tests.invoice.electronic.rules import networked, schematron

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
        for file in Path("contracts").glob("*.yaml"):
            if file.stem != "acme":
                file.unlink()
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


@pytest.fixture(scope="module")
def issued(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same desk with three of its statements issued and sent, and with a credit and a debit note on the first."""
    folder = tmp_path_factory.mktemp("issued") / "desk"
    shutil.copytree(desk, folder)
    names = [f"{contract}-2026-03-r1" for contract in ("kettles", "entities", "hybrid", "credit")]
    note = ("credit", names[0], "--reason", "counted twice", "--date", "2026-04-20")
    with chdir(folder):
        for verb in (
            ("approve", *names, "--as", "wang"),
            ("issue", *names, "--date", "2026-04-02"),
            ("sent", *names, "--on", "2026-04-03"),
            (*note, "--line", "calls=1190"),
            (*note, "--line", "calls=595", "--debit"),
        ):
            code, output = run(*verb)
            assert code == 0, output
    return folder


def term(xml: bytes, name: str) -> str:
    """What an element of a UBL file has, its namespaces left out; the first of its name."""
    found = re.search(rf"<cbc:{name}[^>]*>([^<]*)</cbc:{name}>".encode(), xml)
    return found.group(1).decode() if found else ""


@pytest.mark.parametrize(
    ("file", "number", "code", "original", "due"),
    [
        ("kettles-2026-03-S-2026-0001.xml", "S-2026-0001", "380", "", "23523.92"),
        ("entities-2026-03-S-2026-0002-nord.xml", "S-2026-0002-nord", "380", "", "9409.57"),
        ("credit-2026-03-S-2026-0004.xml", "S-2026-0004", "381", "", "163.74"),
        ("kettles-2026-03-CN-2026-0001.xml", "CN-2026-0001", "381", "S-2026-0001", "1190.00"),
        ("kettles-2026-03-DN-2026-0001.xml", "DN-2026-0001", "380", "S-2026-0001", "595.00"),
    ],
)
def test_what_is_issued_has_its_e_invoice_which_keeps_the_rules(
    issued: Path, file: str, number: str, code: str, original: str, due: str
) -> None:
    xml = (issued / "statements/2026-03" / file).read_bytes()
    kind = "CreditNoteTypeCode" if code == "381" else "InvoiceTypeCode"
    assert (term(xml, "ID"), term(xml, kind), term(xml, "PayableAmount")) == (number, code, due)
    assert (f"<cbc:ID>{original}</cbc:ID>".encode() in xml) == bool(original)
    assert schematron(xml, "ubl") == [] and networked(xml) == []


def test_an_e_invoice_is_hashed_with_the_other_files_and_written_again_as_it_was(issued: Path) -> None:
    folder = issued / "statements/2026-03"
    with open_ledger(issued / "ledger.db") as ledger:
        hashes = {name: digest for one in ledger.documents() for name, digest in one.files.items()}
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in hashes} == hashes
    assert (folder / "hybrid-2026-03-S-2026-0003.pdf").read_bytes().startswith(b"%PDF-1.7")
    before = (folder / "kettles-2026-03-CN-2026-0001.xml").read_bytes()
    with chdir(issued):
        code, output = run("--lang", "en", "e-invoice", "CN-2026-0001", "--output", "out")
        assert (code, output.splitlines()[0]) == (0, "CN-2026-0001: 1,190.00 EUR, to be paid 1,190.00")
        assert Path("out/kettles-2026-03-CN-2026-0001.xml").read_bytes() == before
        assert run("e-invoice", "entities-2026-03-r1", "--entity", "sud")[0] == 0
        code, output = run("--lang", "en", "e-invoice", "S-2026-0001", "--number", "X", "--date", "2026-04-02")
    assert code == 1 and "is issued as S-2026-0001" in output and "leave --number, --date out" in output


def test_what_is_issued_is_drawn_to_the_byte_by_another_process_of_another_day_and_place(
    issued: Path, tmp_path: Path
) -> None:
    """Another time zone, language, hash seed, home and, where ``faketime`` is installed, a clock that is 400 days on; else some later second."""
    folder, names = tmp_path / "elsewhere" / "desk", [f"{one}-2026-03-r1" for one in ("kettles", "entities", "hybrid")]
    shutil.copytree(issued, folder)
    with open_ledger(folder / "ledger.db") as ledger:
        wanted = {name: digest for one in ledger.documents() for name, digest in one.files.items()}
    place = folder / "statements" / "2026-03"
    for name in wanted:
        (place / name).unlink()
    (tmp_path / "home").mkdir()
    settings = {
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C.UTF-8",
        "LANG": "zh_CN.UTF-8",
        "PYTHONHASHSEED": "77",
        "HOME": str(tmp_path / "home"),
    }
    clock = ["faketime", "-f", "+400d"] if shutil.which("faketime") else []
    main = [*clock, sys.executable, "-c", "from bpo.cli import main; main()"]
    for verb in (
        ["issue", *names, "credit-2026-03-r1"],
        ["credit", "CN-2026-0001", "--again"],
        ["credit", "DN-2026-0001", "--again"],
    ):
        done = subprocess.run(
            [*main, *verb],
            cwd=place.parent,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert {name: hashlib.sha256((place / name).read_bytes()).hexdigest() for name in wanted} == wanted
    assert {Path(name).suffix for name in wanted} == {".pdf", ".xlsx", ".xml"}


def test_what_is_not_issued_has_no_number_of_its_own(desk: Path) -> None:
    with chdir(desk):
        code, output = run("--lang", "en", "e-invoice", "kettles-2026-03-r1", "--number", "I-9")
    assert code == 1 and "is not issued, so it has no number yet" in output


def test_the_books_are_kept_by_months(desk: Path) -> None:
    with chdir(desk):
        code, output = run("--lang", "en", "vouchers", "--period", "2026-Q1", "--to", "hledger")
    assert code == 1 and "'2026-Q1' is no month" in output


def test_a_contract_that_cannot_be_accrued_is_told_and_the_others_are_written(desk: Path) -> None:
    """Nothing is known of April of acme and the others."""
    with chdir(desk):
        code, output = run("--lang", "en", "vouchers", "--period", "2026-04", "--to", "beancount")
    assert code == 1 and "acme" in output and "kettles-2026-03-A2026-04" in output
