"""The script that compares two checkouts: what it takes for the same, and what it does not."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "compare_checkouts.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compare_checkouts", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("old", "new", "agree"),
    [
        ("2/3", "0.666666666667", True),
        ("2/3", "0.666666666666", False),
        ("2/3", "0.6666666666667", False),  # thirteen places
        ("0.12345678901249", "0.123456789012", True),
        ("0.12345678901249", "0.123456789013", False),
        ("10.50", "10.5", False),  # nothing was too long: the form has changed
        ("-1/8", "-0.125", True),
        ("0.5", "1/2", False),
    ],
)
def test_fractions_and_their_decimals_to_twelve_places(script: ModuleType, old: str, new: str, agree: bool) -> None:
    said = '{{\n  "exact": "{}",\n  "places": 2\n}}\n'
    assert script.same("bids/a/quote.json", said.format(old), said.format(new)) is agree
    for statement in ("price/a.json", "bids/a/price-2027-01.json", "bids/a/expected-2027-01.json"):
        assert not script.same(statement, said.format(old), said.format(new))
    assert script.same("price/a.json", said.format(old), said.format(old))


def test_only_versions_moments_and_paths_are_levelled(script: ModuleType) -> None:
    said = '{"engine": "0.1.0", "created_at": "2026-11-30T08:43:09.446912+00:00", "file": "/tmp/a/desk/x.pdf", "net": "1.10"}'
    paths = {"/tmp/a/desk": "WORKSPACE"}
    assert script.levelled("show/list.json", said, paths) == (
        '{"engine": "ENGINE", "created_at": "MOMENT", "file": "WORKSPACE/x.pdf", "net": "1.10"}'
    )
    assert "2026-11-30T08:43" in script.levelled("price/a.json", said, paths)


def test_what_is_meant_is_told_apart(script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for side, total in (("old", "10.00"), ("new", "10.01")):
        for name in ("price/a.json", "price/b.json", f"{side}.txt"):
            script._keep(tmp_path / side / "artefacts" / name, total)
    (tmp_path / "expected.txt").write_text("# a comment\n\nprice/a*  the cent of a\n")
    meant = script.expected_differences(tmp_path / "expected.txt")
    assert script.compare(tmp_path / "old", tmp_path / "new", "*", meant) == 3
    assert script.compare(tmp_path / "old", tmp_path / "new", "price/a*", meant) == 0
    assert "meant: the cent of a\n  price/a.json (differs)" in capsys.readouterr().out
