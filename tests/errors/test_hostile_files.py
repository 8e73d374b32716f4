"""Files that no contract ever looks like: each is refused with words, quickly, and never with a traceback."""

from __future__ import annotations

import time
import tracemalloc
from fractions import Fraction
from pathlib import Path

import pytest

from bpo.contracts.load import load_contract
from bpo.contracts.model import Contract
from bpo.contracts.terms.fixed import Fixed
from bpo.core.documents import FILE_BYTES_MAX
from bpo.core.errors import BpoError

CONTRACT = """\
contract: desk
title: Support desk 服务台
currency: USD
effective: {from: 2026-01-01}
supplier: {name: Supplier}
client: {name: Client}
terms:
  - {id: fee, model: fixed, amount: 100}
"""


def amount_of(contract: Contract) -> Fraction:
    (fee,) = contract.terms
    assert isinstance(fee, Fixed)
    return fee.amount


def bomb() -> bytes:
    """Nine levels of ten aliases each: a billion values once written out."""
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(levels).encode()


HOSTILE: dict[str, tuple[bytes, str]] = {
    "an alias bomb": (bomb(), "yaml-too-many-nodes"),
    "lists in lists": (b"terms: " + b"[" * 100_000, "yaml-too-deep"),
    "mappings in mappings": (b"terms: " + b"{a: " * 5_000, "yaml-too-deep"),
    "indented without end": ("".join(f"{' ' * n}a{n}:\n" for n in range(200)).encode(), "yaml-too-deep"),
    "a scalar of 3 MB": (b"title: " + b"x" * 3_000_000, "file-too-large"),
    "a scalar of 10 MB": (b"title: " + b"x" * 10_000_000, "file-too-large"),
    "a key twice": (b"title: a\ntitle: b\n", "duplicate-key"),
    "more values than any contract": (b"terms: [" + b"1," * 150_000 + b"1]", "yaml-too-many-nodes"),
    "latin-1": ("title: Müller".encode("latin-1"), "file-not-utf8"),
    "gbk": ("title: 市民热线".encode("gbk"), "file-not-utf8"),
    "utf-16": (CONTRACT.encode("utf-16"), "file-not-utf8"),
    "a zip": (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xfe", "file-of-another-format"),
    "control characters": (b"title: a\x00b\n", "not-yaml"),
    "a tag that makes an object": (b"title: !!python/object/apply:os.system ['true']\n", "currency"),
    "nothing": (b"", "file-empty"),
    "only a mark of UTF-8": (b"\xef\xbb\xbf", "file-empty"),
    "a key without end": (b"? " * 20_000, "yaml-too-deep"),
    "an anchor of 100,000 letters": (b"terms: *" + b"a" * 100_000, "yaml-no-anchor"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_words(name: str, tmp_path: Path) -> None:
    raw, code = HOSTILE[name]
    path = tmp_path / "contract.yaml"
    path.write_bytes(raw)
    began = time.process_time()
    with pytest.raises(BpoError) as error:
        load_contract(path)
    assert time.process_time() - began < 20  # of this process's own: a busy machine changes nothing, a bomb takes hours
    said = [problem.code for problem in error.value.problems]
    if name == "a tag that makes an object":  # read as text like any other scalar or list: nothing runs
        assert "wrong-shape" in said
        return
    assert said == [code]
    assert all(len(problem.say(lang)) < 2_000 for problem in error.value.problems for lang in ("en", "zh"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_takes_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    path.write_bytes(HOSTILE[name][0])
    tracemalloc.start()
    try:
        with pytest.raises(BpoError):
            load_contract(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 150_000_000


@pytest.mark.parametrize(
    "raw",
    [
        CONTRACT.encode("utf-8-sig"),
        CONTRACT.replace("\n", "\r\n").encode(),
        CONTRACT.replace("\n", "\r").encode(),
        CONTRACT.replace("100", "１００").encode(),
        CONTRACT.replace("2026-01-01", "2026年1月1日").encode(),
        (CONTRACT + "...\n").encode(),
        ("---\n" + CONTRACT).encode(),
        ("%YAML 1.1\n---\n" + CONTRACT).encode(),
        CONTRACT.encode() + b"# " + b"x" * 10_000,
    ],
    ids=["utf-8 mark", "crlf", "cr", "full-width digits", "chinese day", "end mark", "start mark", "directive", "long"],
)
def test_what_editors_do_to_a_file_changes_nothing(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    path.write_bytes(raw)
    found = load_contract(path)
    assert (found.title.zh, found.effective.start.isoformat()) == ("Support desk 服务台", "2026-01-01")
    assert amount_of(found) == 100


@pytest.mark.parametrize(("text", "number"), [("010", 10), ("0x10", None), ("1_000", None), ("0b1", None), ("+5", 5)])
def test_a_number_is_what_stands_there_not_what_yaml_makes_of_it(text: str, number: int | None, tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text(CONTRACT.replace("100", text), encoding="utf-8")
    if number is None:
        with pytest.raises(BpoError):
            load_contract(path)
    else:
        assert amount_of(load_contract(path)) == number


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text(CONTRACT + "#" + "x" * (FILE_BYTES_MAX - len(CONTRACT.encode()) - 1), encoding="utf-8")
    assert path.stat().st_size == FILE_BYTES_MAX
    assert load_contract(path).contract == "desk"


@pytest.mark.parametrize(("name", "code"), [("missing.yaml", "file-not-found"), (".", "file-not-readable")])
def test_what_cannot_be_opened(name: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(BpoError) as error:
        load_contract(tmp_path / name)
    assert [problem.code for problem in error.value.problems] == [code]
