"""The wheel carries what the verbs need when there is no checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from bpo.core.shipped import docs_folder, examples_folder, templates_folder

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = {"templates": ROOT / "templates", "examples": ROOT / "contracts" / "examples", "docs": ROOT / "docs"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the wheel, as an installer would lay them."""
    folder = tmp_path_factory.mktemp("wheel")
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def files_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_wheel_carries_every_file(installed: Path, name: str) -> None:
    carried = files_of(installed / "bpo" / "_shipped" / name)
    assert carried
    assert carried == files_of(SHIPPED[name])


def test_the_wheel_carries_the_whole_package_and_nothing_beside_it(installed: Path) -> None:
    package = {name for name in files_of(ROOT / "bpo") if "__pycache__" not in name}
    carried = {name for name in files_of(installed / "bpo") if not name.startswith("_shipped")}
    assert carried == package
    assert "py.typed" in carried
    assert sorted(path.name.partition("-")[0] for path in installed.iterdir()) == ["bpo", "bpo"]  # and its metadata


def test_the_installed_package_finds_them(installed: Path, tmp_path: Path) -> None:
    code = "from bpo.core.shipped import *; print(templates_folder()); print(examples_folder()); print(docs_folder())"
    # -S and -P: neither this environment's editable installation nor the current folder can lend its files
    bare = [sys.executable, "-S", "-P", "-c", f"import sys; sys.path.insert(0, {str(installed)!r}); {code}"]
    printed = subprocess.run(bare, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert printed.splitlines() == [str(installed / "bpo" / "_shipped" / name) for name in SHIPPED]


def test_a_checkout_uses_the_folders_at_the_top() -> None:
    assert [templates_folder(), examples_folder(), docs_folder()] == list(SHIPPED.values())
