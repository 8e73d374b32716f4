"""JSON as it comes: records cut out of any shape of file, one bad one never spoiling the others, and no number ever changed."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import polars as pl
import pytest

from bpo.core.errors import BpoError
from bpo.facts.reading import json_records, json_rows
from bpo.facts.sources.json_format import Json
from tests.facts.made import divide, source

MAPPED = """\
source: calls
table: sales
account: acme
timezone: UTC
format: {FORMAT}
map:
  sale_id: id
  sold_at: at
  amount: amount
  product: product
"""
AT = '"at":"2026-01-05T09:00:00Z","product":null'


def sales(fmt: str = "kind: json") -> str:
    return MAPPED.replace("FORMAT", fmt)


def record(id_: str, amount: str = "1") -> str:
    return f'{{"id":"{id_}",{AT},"amount":{amount}}}'


def read(
    tmp_path: Path, text: str | bytes, fmt: str = "kind: json"
) -> tuple[list[tuple[str, int]], list[tuple[int, str]]]:
    """The ids and lines of usable records; the lines and rules of the others."""
    usable, bad, _ = divide(tmp_path, text, source(sales(fmt)))
    faults = bad.sort("line").select("line", "rules").rows() if bad.height else []
    return usable.sort("line").select("sale_id", "line").rows(), faults


PRETTY = json.dumps(
    [{"id": one, "at": "2026-01-05T09:00:00Z", "product": None, "amount": 1} for one in "abc"], indent=2
)
SHAPES = {
    "one a line": ("\n".join(record(one) for one in "abc"), [1, 2, 3]),
    "blank lines between": ("\n\n" + "\n\n".join(record(one) for one in "abc") + "\n\n", [3, 5, 7]),
    "line ends of Windows": ("\r\n".join(record(one) for one in "abc"), [1, 2, 3]),
    "an array": ("[" + ",\n".join(record(one) for one in "abc") + "]", [1, 2, 3]),
    "an array on one line": ("[" + ",".join(record(one) for one in "abc") + "]", [1, 2, 3]),
    "an array written to be read": (PRETTY, [2, 8, 14]),
    "nothing between": ("".join(record(one) for one in "abc"), [1, 2, 3]),
    "a byte order mark": ("\ufeff" + "\n".join(record(one) for one in "abc"), [1, 2, 3]),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
def test_a_file_says_itself_how_its_records_stand(tmp_path: Path, shape: str, encoding: str) -> None:
    text, lines = SHAPES[shape]
    if encoding in ("utf-16", "utf-32"):
        text = text.removeprefix("\ufeff")  # they write one of their own
    usable, bad = read(tmp_path, text.encode(encoding))
    assert (usable, bad) == (list(zip("abc", lines, strict=True)), [])


ROWS = {
    "below a name": '{"total":3,"data":[%s],"next":null}',
    "after others": '{"next":{"data":[]},"more":[1,[2]],"data":[%s]}',
    "on a line of its own": '{"data":\n[\n%s\n]\n}\n',
}


@pytest.mark.parametrize("rows", ROWS)
def test_the_records_lie_in_an_array_of_an_object(tmp_path: Path, rows: str) -> None:
    text = ROWS[rows].replace("%s", ",".join(record(one) for one in "abc"))
    assert [one for one, _ in read(tmp_path, text, "kind: json, rows: data")[0]] == ["a", "b", "c"]


def test_pages_come_one_after_another_and_a_record_may_stand_alone(tmp_path: Path) -> None:
    page = '{"page":%s,"body":{"data":[%s]}}'
    text = "\n".join(
        [page % (1, record("a")), page % (2, ""), page % (3, record("b") + "," + record("c")), record("d")]
    )
    usable, bad = read(tmp_path, text, "kind: json, rows: body.data")
    assert ([one for one, _ in usable], bad) == (["a", "b", "c", "d"], [])


def test_numbers_stay_as_they_are_written(tmp_path: Path) -> None:
    lines = [
        '{"id":1234567890123456789,' + AT + ',"amount":1.10}',
        '{"id":12345678901234567890123,' + AT + ',"amount":0.1}',
        '{"id":true,' + AT + ',"amount":12e2}',
        '{"id":"x",' + AT + ',"amount":90071992547409.9301}',
    ]
    usable, bad, _ = divide(tmp_path, "\n".join(lines), source(sales()))
    assert not bad.height
    assert usable.select("sale_id", pl.col("amount").cast(pl.String)).rows() == [
        ("1234567890123456789", "1.1000"),
        ("12345678901234567890123", "0.1000"),
        ("true", "1200.0000"),
        ("x", "90071992547409.9301"),  # more than a float holds
    ]


BROKEN = {
    "text cut off": ('{"id":"x","at":"2026-', "json.syntax"),
    "a comma too many": ('{"id":"x",,"amount":1}', "json.syntax"),
    "a bracket too many": (record("x") + "}", "json.syntax"),
    "quotes of another kind": ("{'id':'x'}", "json.syntax"),
    "a key twice": ('{"id":"x","id":"y",' + AT + ',"amount":1}', "json.key"),
    "a key twice further down": ('{"id":"x","in":{"k":1,"k":2},' + AT + ',"amount":1}', "json.key"),
    "not a number": (record("x", "NaN"), "json.number"),
    "infinity": (record("x", "-Infinity"), "json.number"),
    "an exponent without end": (record("x", "1e999"), "json.number"),
    "nested too deep": (record("x", "[" * 64 + "]" * 64), "json.depth"),
    "a list where a value is meant": (record("x", "[1,2]"), "json.value"),
    "an object where a value is meant": (record("x", '{"value":1}'), "json.value"),
    "half a character": (record("\\ud83d"), "json.character"),
    "a control character": (record("\x01"), "json.syntax"),
    "an amount that is none": (record("x", '"many"'), "amount.readable"),
    "more decimals than facts have": (record("x", "1.00001"), "amount.readable"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_bad_line_spoils_itself_alone(tmp_path: Path, how: str) -> None:
    line, rule = BROKEN[how]
    usable, bad = read(tmp_path, "\n".join([record("a"), line, record("c"), record("d")]))
    assert [one for one, _ in usable if one in "acd"] == ["a", "c", "d"]
    assert {rule} == {found for _, found in bad}
    assert {number for number, _ in bad} <= {2, 3}


SPOILT = [
    "text cut off",
    "a comma too many",
    "a key twice",
    "not a number",
    "nested too deep",
    "an exponent without end",
]


@pytest.mark.parametrize("how", SPOILT)
def test_a_bad_record_of_an_array_spoils_itself_alone(tmp_path: Path, how: str) -> None:
    line, rule = BROKEN[how]
    usable, bad = read(tmp_path, "[\n  " + ",\n  ".join([record("a"), line, record("c"), record("d")]) + "\n]\n")
    assert usable == [("a", 2), ("c", 4), ("d", 5)]
    assert bad == [(3, rule)]


def test_an_array_that_is_cut_off_is_told(tmp_path: Path) -> None:
    usable, bad = read(tmp_path, "[" + record("a") + ",\n" + record("b") + ",\n" + record("c")[:20])
    assert (usable, bad) == ([("a", 1), ("b", 2)], [(3, "json.open")])
    usable, bad = read(tmp_path, "[" + record("a") + ",\n" + record("b") + ",\n")
    assert (usable, bad) == ([("a", 1), ("b", 2)], [(3, "json.open")])


def test_bytes_of_another_encoding_are_told(tmp_path: Path) -> None:
    text = "\n".join([record("a"), record("招商"), record("c")])
    usable, bad = read(tmp_path, text.encode("gb18030"))
    assert (usable, bad) == ([("a", 1), ("c", 3)], [(2, "row.encoding")])
    assert [one for one, _ in read(tmp_path, text.encode("gb18030"), "kind: json, encoding: gb18030")[0]] == [
        "a",
        "招商",
        "c",
    ]


@pytest.mark.parametrize("at_once", [16, 61, 1000])
def test_where_the_file_is_read_in_pieces_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    lines = [record("a"), BROKEN["a comma too many"][0], record("c"), BROKEN["text cut off"][0], record("e")]
    texts = [
        "\n".join(lines),
        "[\n" + ",\n".join(lines) + "\n]",
        '{"n":1,"data":[\n' + ",\n".join(lines) + '\n],"m":"x"}',
    ]
    whole = [read(tmp_path, text, "kind: json, rows: data") for text in texts]
    monkeypatch.setattr(json_records, "CHARACTERS_AT_ONCE", at_once)
    assert [read(tmp_path, text, "kind: json, rows: data") for text in texts] == whole
    assert [len(usable) for usable, _ in whole] == [3, 3, 3]


@pytest.mark.parametrize("shape", ["[\n%s\n]", "%s", '{"data":[%s]}'])
def test_a_file_is_read_as_far_as_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str) -> None:
    between = "\n" if shape == "%s" else ",\n"
    text = shape.replace("%s", between.join(record(str(n)) for n in range(5_000)))
    monkeypatch.setattr(json_records, "CHARACTERS_AT_ONCE", 10_000)
    cutter = json_records.RecordCutter(counted := StringIO(text), "data")
    records = cutter.records()
    for _ in range(100):
        next(records)
    assert counted.tell() < 60_000 < len(text), "a hundred records of 70 letters, and some pieces more"
    monkeypatch.setattr(json_rows, "ROWS_A_BATCH", 100)
    (tmp_path / "calls.json").write_text(text, encoding="utf-8")
    asked = []
    whole = json_records.RecordCutter.records
    monkeypatch.setattr(
        json_records.RecordCutter, "records", lambda self: (asked.append(1) or one for one in whole(self))
    )
    made = source(sales("kind: json, rows: data")).format
    assert isinstance(made, Json)
    first = next(json_rows.batches(tmp_path / "calls.json", made, ["id"]))
    assert (first.height, len(asked)) == (100, 100)


def test_a_line_with_two_records_loses_none(tmp_path: Path) -> None:
    usable, bad = read(tmp_path, "\n".join([record("a"), record("b") + record("c"), record("d"), "", record("e")]))
    assert (usable, bad) == ([("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)], [])


def columns(**paths: str) -> str:
    return "kind: json, columns: {" + ", ".join(f'{name}: "{path}"' for name, path in paths.items()) + "}"


def test_paths_choose_filter_and_add_up(tmp_path: Path) -> None:
    text = '{"key":{"id":"a"},"at":"2026-01-05T09:00:00Z","m":[{"n":"x","v":1.10},{"n":"y","v":5},{"n":"x","v":2.2}],"p":["q"]}'
    fmt = columns(id="key.id", amount="total(m[?n=='x'].v)", product="p")
    usable, bad, _ = divide(tmp_path, text, source(sales(fmt)))
    assert not bad.height
    assert usable.select("sale_id", pl.col("amount").cast(pl.String), "product").rows() == [("a", "3.3000", "q")]


def test_the_total_of_nothing_is_empty_and_not_zero(tmp_path: Path) -> None:
    text = '{"id":"a","at":"2026-01-05T09:00:00Z","m":[],"product":null}'
    usable, _, _ = divide(tmp_path, text, source(sales(columns(amount="total(m[].v)"))))
    assert usable["amount"].to_list() == [None]
    usable, _, _ = divide(tmp_path, text, source(sales(columns(amount="sum(m[].v)"))))
    assert [str(one) for one in usable["amount"]] == ["0.0000"], "as JMESPath has it"


@pytest.mark.parametrize("path", ["total(m[].n)", "sum(m[].n)", "m[].v", "m[0]", "abs(m)"])
def test_a_path_that_does_not_fit_a_record_sets_it_aside(tmp_path: Path, path: str) -> None:
    text = '{"id":"a","at":"2026-01-05T09:00:00Z","m":[{"n":"x","v":1},{"n":"y","v":2}],"product":null}'
    _, bad, _ = divide(tmp_path, text, source(sales(columns(amount=path))))
    assert bad["rules"].to_list() == ["json.value"]
    assert "'amount' is not one value here" in bad["reason_en"][0]


def test_a_path_that_is_none_is_told_at_its_place() -> None:
    with pytest.raises(BpoError, match=r"calls\.yaml:5: this is no path in JMESPath"):
        source(sales(columns(amount="m[?n=")))
    with pytest.raises(BpoError, match=r"calls\.yaml:5: unknown function 'sums'"):
        source(sales(columns(amount="sums(m)")))


def test_a_key_that_no_record_has_is_told_and_how_to_name_it(tmp_path: Path) -> None:
    with pytest.raises(
        BpoError, match=r"no record at the beginning of calls\.csv has the key 'product'.*columns: \{ product: PATH \}"
    ):
        read(tmp_path, '{"id":"a","at":"2026-01-05T09:00:00Z","amount":1}')


@pytest.mark.parametrize(
    ("text", "told"), [("id,at\n1,2\n", "this is no JSON: it begins with 'id,at"), ("[]", "the file is empty")]
)
def test_what_is_no_json_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BpoError, match=told):
        read(tmp_path, text)
