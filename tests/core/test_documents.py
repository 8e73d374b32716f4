"""The YAML reader: scalars stay text, every node knows its place, names are found again."""

from __future__ import annotations

import pytest

from bpo.core.documents import parse_document
from bpo.core.errors import BpoError


@pytest.mark.parametrize(
    "text", ["10:30", "no", "010", "1e3", "0x10", "2026-01-31", "1_000", "yes", ".nan", "0o7", "!!int 3", "=", "1.10"]
)
def test_a_scalar_is_the_text_that_stands_there(text: str) -> None:
    plain = parse_document(f"a: {text}\n").plain()
    assert plain == {"a": text.removeprefix("!!int ")}


@pytest.mark.parametrize(
    ("text", "value"), [("", None), ("~", None), ("null", None), ("''", ""), ("'null'", "null"), ('"~"', "~")]
)
def test_empty_is_not_an_empty_text(text: str, value: str | None) -> None:
    assert parse_document(f"a: {text}\n").plain() == {"a": value}


def test_every_node_knows_its_place() -> None:
    document = parse_document("a: 1\nb:\n  - c: 2\n  - {d: three, e: 'four'}\n", "f.yaml")
    for path, line, column, text in [
        (("a",), 1, 4, "1"),
        (("b", 0, "c"), 3, 8, "2"),
        (("b", 1, "d"), 4, 9, "three"),
        (("b", 1, "e"), 4, 20, "four"),
    ]:
        node, key = document.find(path)
        assert (node.line, node.column, node.value) == (line, column, text)
        assert key is not None and key.value == path[-1]
    assert str(document.where(document.find(("b", 1, "d"))[0])) == "f.yaml:4"


def test_the_class_of_a_clause_is_not_one_of_its_fields() -> None:
    """pydantic names the place of a mistake terms → 0 → seats (the class) → where; 'seats' is a field of that class too."""
    document = parse_document("terms:\n  - {model: seats, seats: active, where: x}\n")
    node, _ = document.find(("terms", 0, "seats", "where"), ("model",))
    assert node.value == "x"
    assert document.find(("terms", 0, "seats"))[0].value == "active"  # a place that a person wrote has no class in it
    node, _ = document.find(("terms", 0, "seats", "seats"))
    assert node.value == "active"


def test_an_alias_repeats_what_it_names() -> None:
    assert parse_document("a: &x {b: 1}\nc: *x\n").plain() == {"a": {"b": "1"}, "c": {"b": "1"}}


def test_a_merge_key_is_a_name_like_any_other() -> None:
    """``<<`` would bring fields in from elsewhere that no reader of the clause sees."""
    assert parse_document("a: &x {b: 1}\nc:\n  <<: *x\n").plain()["c"] == {"<<": {"b": "1"}}


def test_every_name_written_twice_is_reported_at_once() -> None:
    with pytest.raises(BpoError) as error:
        parse_document("a: 1\nb: {c: 1, c: 2}\na: 2\n", "f.yaml")
    assert [(p.code, str(p.where)) for p in error.value.problems] == [
        ("duplicate-key", "f.yaml:2"),
        ("duplicate-key", "f.yaml:3"),
    ]


def test_the_hash_is_that_of_the_text() -> None:
    assert parse_document("a: 1\r\n").sha256 == parse_document("a: 1\n").sha256 != parse_document("a: 2\n").sha256
