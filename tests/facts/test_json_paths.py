"""Paths are those of JMESPath: whatever is found here, the library finds too."""

from __future__ import annotations

from typing import Any

import jmespath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.facts.sources.json_paths import path_getter
from tests.laws import examples

PATHS = [
    "a",
    "a.b",
    "a[0]",
    "a[-1].b",
    "a[5]",
    "a[].b",
    "a[*].b",
    "a[].b[].a",
    "a[?b=='x'].a | [0]",
    "a[?b=='x' || a=='y'][].b",
    "a[?b && a=='x'].b",
    "a[?b[?a=='x']].b",
    "a || b",
    "a && b",
    "a | b",
    "[a, b]",
    "{a: a, b: b[0]}",
    "a[?b != 'x']",
    "a[?b == `1`]",
    "a[?b > `1`].a",
    "a.*",
    "a[1:]",
    "!a",
    "@",
    "length(a[].b || b || ['x'])",
    "not_null(a.b, b, 'x')",
    "type(a)",
    "a[?contains(['x', 'y'], b)]",
    "sort_by([{b: 'y'}, {b: 'x'}], &b)[0].b",
    "sum([a, `1`][?type(@)=='number'])",
]
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.sampled_from(["", "x", "y"]))
DOCUMENTS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner), max_leaves=12
)


@examples(2_000)
@given(document=DOCUMENTS, path=st.sampled_from(PATHS))
def test_what_is_found_is_what_the_library_finds(document: Any, path: str) -> None:
    try:
        expected = jmespath.search(path, document)
    except (
        jmespath.exceptions.JMESPathError,
        TypeError,
    ) as error:  # it compares a text with a number by Python's rules
        with pytest.raises(type(error)):
            path_getter(path)(document)
        return
    found = path_getter(path)(document)
    assert found == expected and type(found) is type(expected)
