"""The drawing and the building agree: the tables of docs/architecture.md against the imports of the code."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpo.contracts.price import price

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


ROOMS = table("| Room | What it holds | Knows |")
GROUND = ROOMS[0][0]
KNOWS = {names[0]: set(knows) for names, _, knows in ROOMS[1:]}
DOORS = {library: places for libraries, places in table("| Library | Only in |") for library in libraries}


def imports(file: Path) -> Iterator[str]:
    """The full names of the modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports hide which room is meant"
            yield from ([f"bpo.{alias.name}" for alias in node.names] if node.module == "bpo" else [str(node.module)])


def room(file: Path) -> str:
    return file.relative_to(ROOT / "bpo").parts[0].removesuffix(".py")


def rooms_known(file: Path) -> set[str]:
    found = {name.split(".")[1] for name in imports(file) if name.startswith("bpo.")}
    return found - {room(file), "__version__"}


def test_every_room_is_in_the_table() -> None:
    assert {room(file) for file in FILES} - {"__init__"} == {*GROUND, *KNOWS}


def test_rooms_stand_in_an_order_in_which_imports_go_downward_only() -> None:
    order = list(KNOWS)
    for name, knows in KNOWS.items():
        assert knows <= set(order[: order.index(name)]), f"{name} knows a room that stands below it in the table"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_knows_only_what_its_room_may(file: Path) -> None:
    here = room(file)
    if here in GROUND:
        allowed = set(GROUND[: GROUND.index(here)])
    else:
        allowed = {*GROUND, *KNOWS.get(here, set())}
    assert rooms_known(file) <= allowed


def test_what_a_room_may_know_it_does_know() -> None:
    for name, knows in KNOWS.items():
        known = {other for file in FILES if room(file) == name for other in rooms_known(file)}
        assert knows <= known, f"the table lets {name} know more than it does"


def test_a_library_is_used_only_behind_its_door() -> None:
    for file in FILES:
        place = str(file.relative_to(ROOT / "bpo"))
        for library in {name.split(".")[0] for name in imports(file)} & set(DOORS):
            assert any(place == door or place.startswith(f"{door}/") for door in DOORS[library]), (place, library)


def test_every_other_library_is_plain() -> None:
    """A library that is not in the table may be used anywhere: these, and the standard one."""
    plain = {"bpo", "pydantic", "pydantic_core", "packaging", "pandas"}
    used = {name.split(".")[0] for file in FILES for name in imports(file)}
    assert used - set(DOORS) - plain - set(sys.stdlib_module_names) == set()


def test_the_pricing_model_that_the_page_adds_works() -> None:
    """12 e-mails, 10 of them free, at 3 each; below the allowance nothing."""
    from textwrap import dedent

    from tests.contracts.making import contract, measures

    (code,) = re.findall(r"^   ```python\n(.*?)^   ```", PAGE, re.MULTILINE | re.DOTALL)
    imports_of_a_term = (
        "from fractions import Fraction\nfrom typing import ClassVar, Literal\n"
        "from bpo.contracts.month import Month\nfrom bpo.contracts.terms.term import Term\n"
        "from bpo.quantity import QuantitySpec\nfrom bpo.contracts.statement import Charge, Step\n"
        "from bpo.fields import Amount\nfrom bpo.measures import Need\nfrom bpo.words import Text, Words\n"
    )
    names: dict[str, object] = {"__name__": __name__}
    exec(compile(imports_of_a_term + dedent(code), "architecture.md", "exec", dont_inherit=True), names)
    fields = {"id": "mail", "model": "allowance", "quantity": {"given": "contact"}, "free": "10", "rate": "3"}
    term = names["Allowance"].model_validate(fields)  # type: ignore[attr-defined]
    one = contract("terms:\n  - {id: mail, model: fixed, amount: 1}\n").model_copy(update={"terms": [term]})
    for mails, amount in ((12, 6), (10, 0), (0, 0)):
        assert price(one, measures({"mail": mails})).total == amount
