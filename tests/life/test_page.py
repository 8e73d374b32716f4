"""The page about the life of a statement says what the tables of the code say, and its drawing draws no other way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from bpo.ledger import open_ledger
from bpo.life.events import EVENT_OF
from bpo.life.people import Role
from bpo.life.states import NAMES, STATES, WAY_OF, WAYS
from tests.ledger.made import bank, record
from tests.ledger.test_journal import issued

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "life.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading."""
    lines = PAGE[PAGE.index(heading) :].splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("|---"))
    found = []
    for line in lines[first + 1 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def names(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`(\w+)`", cell))


def test_every_state_is_told_by_its_names() -> None:
    told = {names(state)[0]: (zh, en) for state, zh, en, _ in rows("## The states")}
    assert told == {state: (NAMES[state].zh, NAMES[state].en) for state in STATES}


def test_every_way_is_told() -> None:
    told = [
        (names(verb)[0], zh, names(after), names(to), why, role)
        for verb, zh, after, to, why, role in rows("## The events")
    ]
    assert told == [
        (way.verb, event.name.zh, way.after, way.to, "yes" if event.owes_reason else "", event.role)
        for way in WAYS
        for event in [EVENT_OF[way.verb]]
    ]


def test_the_drawing_has_every_state_and_event_and_no_other_way() -> None:
    drawn = re.findall(r"^ +(\S+) --> (\w+): (\w+)$", PAGE.split("```mermaid")[1].split("```")[0], re.MULTILINE)
    for start, end, verb in drawn:
        way = WAY_OF[verb]
        assert end in way.to and (start in way.after or (start == "[*]" and not way.after)), (start, end, verb)
    assert {end for _, end, _ in drawn} == set(STATES)
    assert {verb for _, _, verb in drawn} == set(WAY_OF) - {"sent"} | {"sent"}
    assert len(drawn) == len(set(drawn))


def test_every_role_is_told() -> None:
    assert [names(role)[0] for role, _, _ in rows("| role | 角色")] == list(get_args(Role))


def test_the_chain_is_computed_as_the_page_says(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        issued(ledger, record(ledger, bank()).statement_id)
        last = ledger.verify().last
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    said: list[str] = []
    exec(code.replace('"ledger.db"', repr(str(tmp_path / "ledger.db"))), {"print": said.append})  # our own page
    assert said == [last]
