"""``bpo test init``: what it writes holds every figure that was worked out by hand for our own scenarios, and runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bpo.core.documents import read_document
from bpo.core.errors import BpoError
from bpo.core.validation import read_model
from bpo.desk.worked_examples import EXPECT, UNCHECKED, Expected, ExpectFile, run_worked_example, write_expected
from tests.cli.pages import printed

SCENARIOS = sorted(file.parent for file in (Path(__file__).parents[1] / "scenarios").rglob(EXPECT))


def expected(folder: Path) -> ExpectFile:
    return read_model(read_document(folder / EXPECT), ExpectFile)


ONE_MONTH = [folder for folder in SCENARIOS if expected(folder).cases is None]
BY_HAND = Path(__file__).parents[1] / "scenarios" / "city_hotline"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BY_HAND, tmp_path / "scenario"))


@pytest.mark.parametrize("scenario", ONE_MONTH, ids=lambda folder: folder.name)
def test_what_was_worked_out_by_hand_is_in_what_is_written(scenario: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(scenario, tmp_path / "scenario"))
    by_hand = expected(scenario)
    write_expected(copy, force=True)
    written = expected(copy)
    for name in Expected.model_fields:
        wanted, found = getattr(by_hand, name), getattr(written, name)
        if isinstance(wanted, dict) and name != "entities":
            assert wanted.items() <= found.items(), name
        elif name == "entities":
            assert all(one.items() <= found[entity].items() for entity, one in wanted.items())
        elif wanted is not None:
            assert wanted == (written.total if name == "payable" and found is None else found), name
    assert [outcome.differences for outcome in run_worked_example(copy)] == [()]


def test_it_says_that_nobody_has_checked_it(folder: Path) -> None:
    write_expected(folder, force=True)
    text = (folder / EXPECT).read_text(encoding="utf-8")
    assert text.startswith(UNCHECKED)
    assert "\nlines:\n  inbound: 225948.8\n  platform: 20000\n" in text
    assert "\nmet:\n  sl20: no\n  qa: no\n" in text


def test_what_is_there_stays_unless_it_is_forced(folder: Path) -> None:
    before = (folder / EXPECT).read_bytes()
    with pytest.raises(BpoError) as refused:
        write_expected(folder)
    assert [problem.code for problem in refused.value.problems] == ["scenario-exists"]
    assert (folder / EXPECT).read_bytes() == before


def test_a_month_that_is_refused_is_expected_to_be(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(BY_HAND.with_name("figures_missing"), tmp_path / "scenario"))
    write_expected(copy, force=True)
    assert (copy / EXPECT).read_text(encoding="utf-8") == UNCHECKED + "problems: [quantity-missing, quantity-missing]\n"


def test_a_contract_that_is_not_understood_is_told_and_nothing_is_written(folder: Path) -> None:
    (folder / EXPECT).unlink()
    contract = folder / "contract.yaml"
    contract.write_text(
        contract.read_text(encoding="utf-8").replace("model: workload", "model: worklod"), encoding="utf-8"
    )
    with pytest.raises(BpoError):
        write_expected(folder)
    assert not (folder / EXPECT).exists()


def test_the_verb_says_it_in_both_languages(folder: Path) -> None:
    (folder / EXPECT).unlink()
    code, said = printed(f"bpo test init {folder}")
    assert code == 0 and "work them out by hand" in said
    code, said = printed(f"bpo --lang zh test init {folder} --force")
    assert code == 0 and "请手工核算" in said
    assert printed(f"bpo test {folder}")[0] == 0
    assert printed(f"bpo test {folder} --force")[0] == 2
    assert printed(f"bpo test init {folder / 'none'}")[0] == 2
