"""Whatever is done to a contract, it is read or refused with words: never a traceback, in either language."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures import Measures
from bpo.pricing.price import price
from tests.contracts.making import HEADER
from tests.laws import examples
from tests.pricing.test_no_floats import EVERYTHING

WHOLE = parse_document(HEADER.format(currency="USD", effective="{from: 2026-01-01}", prices="{rate: 6%}") + EVERYTHING)
JUNK: list[Any] = [
    None, "", "x", "0", "-1", "1e9", "80", "80%", "yes", "2026-01-01", "9" * 50, "{x}", "%s", "统计", "outcome = 'handled'",
    [], {}, ["x"], [["x"]], {"x": "y"}, [None], {"kpi": "kpi"}, {"id": ["x"]}, {"model": {"a": "b"}}, {"sum": "sales"},
]  # fmt: skip


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def places(value: Any, at: tuple[int | str, ...] = ()) -> list[tuple[int | str, ...]]:
    """The path of every value in a tree."""
    items = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    return [at, *(path for key, item in items for path in places(item, (*at, key)))]


PLACES = [path for path in places(plain(WHOLE.plain())) if path]


def damaged(path: tuple[int | str, ...], how: str, junk: Any) -> Any:
    """The contract with one value replaced, taken away, or given a neighbour that nobody knows."""
    tree = plain(WHOLE.plain())
    parent = tree
    for key in path[:-1]:
        parent = parent[key]
    if how == "replace":
        parent[path[-1]] = junk
    elif how == "remove":
        del parent[path[-1]]
    elif isinstance(parent, dict):
        parent["unheard_of"] = junk
    else:
        parent.append(junk)
    return tree


@examples(250)
@given(st.sampled_from(PLACES), st.sampled_from(["replace", "replace", "remove", "add"]), st.sampled_from(JUNK))
def test_a_damaged_contract_is_read_or_refused_with_words(path: tuple[int | str, ...], how: str, junk: Any) -> None:
    text = json.dumps(damaged(path, how, junk), ensure_ascii=False, indent=1)
    try:
        contract = read_contract(parse_document(text, "damaged.yaml")).contract
        price(contract, Measures("2026-01"))
    except BpoError as error:
        for problem in error.problems:
            assert problem.say("en") and problem.say("zh")
            assert problem.code != "field-mistake", problem.say("en")  # a library's words, in one language only
