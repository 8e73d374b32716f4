"""The doctor finds what is missing, and says how to mend it."""

from __future__ import annotations

import ctypes
import io
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from bpo.core.words import Words
from bpo.desk import doctor
from bpo.desk.doctor import Finding

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "cli" / "doctor.md"


def said(finding: Finding) -> tuple[bool, str, str | None]:
    return finding.ok, finding.found.say("en"), finding.mend.say("en") if finding.mend else None


def test_nothing_is_missing_where_the_set_up_has_run(tmp_path: Path) -> None:
    findings = doctor.check_all(tmp_path)
    assert [finding for finding in findings if not finding.ok] == []
    assert all(finding.mend is None for finding in findings)
    assert len({finding.name for finding in findings}) == len(findings)


def test_every_package_that_pyproject_asks_for_is_looked_at() -> None:
    looked_at = {finding.name for finding in doctor.check_packages()}
    assert {"package:great-expectations", "package:weasyprint", "package:polars"} <= looked_at
    assert "package:mypy" not in looked_at  # a developer's, not a user's


@pytest.mark.parametrize(
    ("version", "wanted", "ok", "found"),
    [
        ("1.24.0", ">=1.24,<1.25", True, "1.24.0"),
        ("1.24.9", ">=1.24,<1.25", True, "1.24.9"),
        ("1.25.0", ">=1.24,<1.25", False, "1.25.0, but <1.25,>=1.24 is needed"),
        ("1.23.9", ">=1.24,<1.25", False, "1.23.9, but <1.25,>=1.24 is needed"),
        ("2.0rc1", ">=1", True, "2.0rc1"),
    ],
)
def test_a_version_is_held_against_what_is_wanted(
    monkeypatch: pytest.MonkeyPatch, version: str, wanted: str, ok: bool, found: str
) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: version)
    finding = doctor.check_package("great-expectations", SpecifierSet(wanted))
    assert said(finding)[:2] == (ok, found)
    assert (finding.mend is None) == ok


def test_an_absent_package_comes_with_the_command_that_installs_it() -> None:
    ok, found, mend = said(doctor.check_package("no-such-package-of-bpo", SpecifierSet(">=1")))
    assert (ok, found) == (False, "missing")
    assert mend == f'{sys.executable} -m pip install "no-such-package-of-bpo>=1"'


@pytest.mark.parametrize(
    ("name", "package", "lost"),
    [
        ("pango", "libpango-1.0-0", "no PDF can be made"),
        ("pangoft2", "libpangoft2-1.0-0", "no PDF can be made"),
        ("harfbuzz-subset", "libharfbuzz-subset0", "more slowly"),
    ],
)
def test_a_missing_library_says_what_is_lost(
    monkeypatch: pytest.MonkeyPatch, name: str, package: str, lost: str
) -> None:
    def only_others(file: str) -> None:
        if file.startswith((f"lib{name}-", f"lib{name}.")):
            raise OSError(file)

    monkeypatch.setattr(ctypes, "CDLL", only_others)
    assert doctor.missing_debian_packages() == [package]
    [finding] = [found for found in map(doctor.check_library, doctor.LIBRARIES) if not found.ok]
    _, found, mend = said(finding)
    assert finding.name == f"library:{name}"
    assert lost in found
    assert mend == f"as root: apt-get install {package}"


def test_the_set_up_can_ask_on_a_bare_python() -> None:
    code = "from bpo.desk.doctor import missing_debian_packages; print(missing_debian_packages())"
    bare = [sys.executable, "-S", "-c", code]  # -S: without any installed package
    assert subprocess.run(bare, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_damaged_font_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.otf"
    damaged.write_bytes(b"OTTO and then nothing")
    monkeypatch.setattr("pylopdf_fonts_zh_cn.sans_path", lambda: damaged)
    ok, found, mend = said(doctor.check_font())
    assert not ok
    assert found.startswith("does not work: ")
    assert mend is not None
    assert mend.endswith('-m pip install "pylopdf-fonts-zh-cn"')


def test_the_second_font_is_looked_at_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(doctor.check_more_font())[:2] == (True, "NotoSans[wdth,wght].ttf")
    monkeypatch.setattr(doctor, "MORE_FONT", "files/none.ttf")
    ok, _, mend = said(doctor.check_more_font())
    assert not ok and mend is not None and mend.endswith('-m pip install "fontpkg-noto-sans"')


def test_a_font_without_a_script_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "BOTH_SCRIPTS", "账A\U0010fffd")
    assert said(doctor.check_font())[:2] == (False, "NotoSansSC-Regular.otf has no \U0010fffd")


def test_a_folder_that_cannot_be_written_is_found(tmp_path: Path) -> None:
    assert said(doctor.check_folder("workspace", tmp_path))[:2] == (True, f"{tmp_path} can be written")
    ok, found, _ = said(doctor.check_folder("workspace", tmp_path / "gone"))
    assert (ok, found) == (False, f"{tmp_path / 'gone'} cannot be written: No such file or directory")
    assert list(tmp_path.iterdir()) == []


def test_missing_zones_locales_and_encodings_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ZONES", ("Asia/Nowhere",))
    monkeypatch.setattr(doctor, "LOCALES", ("xx_XX",))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    findings = [doctor.check_zones(), doctor.check_locales(), doctor.check_screen()]
    assert [finding.ok for finding in findings] == [False, False, False]
    assert findings[2].found.say("en") == "latin-1 cannot show Chinese"


def test_both_languages_have_the_same_places() -> None:
    for words in (value for value in vars(doctor).values() if isinstance(value, Words)):
        english, chinese = words.places()
        assert english == chinese, words.code


def test_the_page_names_everything_that_is_looked_at() -> None:
    page = PAGE.read_text("utf-8")
    kinds = {
        finding.name if finding.name.partition(":")[0] != "package" else "package:…"
        for finding in doctor.check_all(ROOT)
    }
    assert [kind for kind in sorted(kinds) if f"`{kind}`" not in page] == []
