"""Three files, or none."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bpo.core.errors import BpoError, Problem, Where
from bpo.invoice import write_bill
from bpo.report.files import DRAFT, write_all
from tests.invoice import bills


def test_three_files_named_after_the_statement(tmp_path: Path) -> None:
    files = write_bill(bills.credit(), tmp_path / "new" / "folder")
    stem = "city-hotline-2026-2026-02-S-0044"
    assert [file.name for file in files] == [f"{stem}.pdf", f"{stem}-review.pdf", f"{stem}.xlsx"]
    assert set((tmp_path / "new" / "folder").iterdir()) == set(files)  # and no half-written one
    assert [file.read_bytes()[:4] for file in files] == [b"%PDF", b"%PDF", b"PK\x03\x04"]


@pytest.mark.parametrize(
    ("statement_id", "name"),
    [
        ("S-0044", "city-hotline-2026-2026-02-S-0044"),
        ("city-hotline-2026-2026-02-r1", "city-hotline-2026-2026-02-r1"),
        ("city-hotline-2026-2026-03-r1", "city-hotline-2026-2026-02-city-hotline-2026-2026-03-r1"),
    ],
)
def test_contract_and_period_are_not_written_twice(statement_id: str, name: str) -> None:
    assert replace(bills.credit(), statement_id=statement_id).name == name


def test_nothing_is_written_where_a_glyph_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BpoError):
        write_bill(bills.with_name(bills.credit(), "𠮷田"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_glyph_missing_in_the_reviewers_part_stops_all(tmp_path: Path) -> None:
    finding = Problem(bills.FINDING, Where("calls-😀.csv"), {"rows": 1})
    with pytest.raises(BpoError):
        write_bill(replace(bills.credit(), findings=(finding,)), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(BpoError) as error:
        write_bill(bills.credit(), tmp_path / "taken")
    assert error.value.problems[0].code == "invoice-not-written"


def test_importing_the_package_is_cheap() -> None:
    heavy = ["weasyprint", "jinja2", "babel", "xlsxwriter", "num2words", "cn2an", "fontTools"]
    script = f"import sys, bpo.invoice; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_is_said_when_the_process_ends(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib\n"
        "from bpo.invoice import write_bill\n"
        "from tests.invoice import bills\n"
        "write_bill(bills.credit(), pathlib.Path(sys.argv[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_what_a_killed_process_left_beside_a_place_is_taken_away(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    target = tmp_path / "bill.pdf"
    left, of_another = tmp_path / f"{DRAFT}{ended.pid}.bill.pdf", tmp_path / f"{DRAFT}{os.getppid()}.bill.pdf"
    for file in (left, of_another):
        file.write_bytes(b"half")
    assert write_all({target: b"whole"}) == [target]
    assert sorted(tmp_path.iterdir()) == sorted([of_another, target]), "another process may still be writing its own"
