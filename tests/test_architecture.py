"""The drawing and the building agree: the tables of docs/architecture.md against the imports of the code."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FILES = sorted((ROOT / "bpo").rglob("*.py"))


def table(heading: str) -> list[list[list[str]]]:
    """The rows of the table under a heading; each cell as the names in it that stand in backticks."""
    lines = PAGE[PAGE.index(heading) :].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([re.findall(r"`([^`]+)`", cell) for cell in line.strip("|").split("|")])
    return rows


KNOWS = {names[0]: set(knows) for names, _, knows in table("| Room | What it holds | Knows |")}
DOORS = {library: places for libraries, places in table("| Library | Only in |") for library in libraries}
BY_NAME = {"bpo", "bpo.cli.lazy", "bpo.desk.doctor"}
"""The modules that import by name: the face and the verbs when they are asked for; the doctor looks whether libraries are there."""


def named(file: Path) -> str:
    """The module that a file is."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {named(file): file for file in FILES}


def imports(file: Path) -> Iterator[str]:
    """The full names of what a file imports, anywhere in it: a name of a module as ``module.name``."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports hide which room is meant"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_of(name: str) -> str:
    """The module of ours that a full name is, or is in; empty if it is none."""
    while name and name not in MODULES:
        name = name.rpartition(".")[0]
    return name


IMPORTS = {file: set(imports(file)) for file in FILES}
KNOWN = {name: {module_of(one) for one in IMPORTS[file]} - {name, ""} for name, file in MODULES.items()}
"""The modules of ours that each module imports."""


def room(module: str) -> str:
    """The room that a module stands in; empty for the package itself, which every room may know."""
    return module.split(".")[1] if "." in module else ""


def circles() -> list[list[str]]:
    """Imports that lead back to the module that they stand in, directly or by way of others.

    The package itself stands outside: it hands on the names of its face when they are asked for, and is asked for its version.
    """
    reached: dict[str, set[str]] = {"bpo": set()}
    for start in KNOWN.keys() - reached:
        found: set[str] = set()
        ahead = [start]
        while ahead:
            new = KNOWN[ahead.pop()] - found - {"bpo"}
            found |= new
            ahead += new
        reached[start] = found
    return sorted([a, b] for a, known in KNOWN.items() for b in known & reached.keys() if a in reached[b])


def test_imports_go_downward_only_and_in_no_circle() -> None:
    order = list(KNOWS)
    wrong = [f"{here} is no room of the table" for here in {room(one) for one in MODULES} - {"", *order}]
    for here, knows in KNOWS.items():
        wrong += [
            f"{here} knows {up}, which does not stand above it in the table"
            for up in knows - set(order[: order.index(here)])
        ]
        known = {room(other) for module, others in KNOWN.items() if room(module) == here for other in others}
        wrong += [f"the table lets {here} know {idle}, and it does not" for idle in knows - known]
    for module, others in KNOWN.items():
        if here := room(module):
            up = [other for other in others if room(other) not in {"", here, *KNOWS.get(here, ())}]
            wrong += [f"{module} imports {other}" for other in up]
            face = [name for name in IMPORTS[MODULES[module]] if name.startswith("bpo.") and module_of(name) == "bpo"]
            wrong += [f"{module} imports {name} from the face" for name in face if name != "bpo.__version__"]
    wrong = sorted(wrong) + [f"{here} imports {other}, which leads back to it" for here, other in circles()]
    assert not wrong, "\n".join(wrong)


def test_only_the_face_and_the_verbs_import_by_name() -> None:
    """A module that is imported by a text is seen by none of these tests."""
    by_name = [name for name, file in MODULES.items() if {"importlib.import_module", "importlib"} & IMPORTS[file]]
    assert set(by_name) <= BY_NAME


def test_a_library_is_used_only_behind_its_door() -> None:
    for file in FILES:
        place = str(file.relative_to(ROOT / "bpo"))
        for library in {name.split(".")[0] for name in IMPORTS[file]} & set(DOORS):
            assert any(place == door or place.startswith(f"{door}/") for door in DOORS[library]), (place, library)


def test_every_other_library_is_plain() -> None:
    """A library that is not in the table may be used anywhere: these, and the standard one."""
    plain = {"bpo", "pydantic", "pydantic_core", "packaging", "pandas"}
    used = {name.split(".")[0] for names in IMPORTS.values() for name in names}
    assert used - set(DOORS) - plain - set(sys.stdlib_module_names) == set()
