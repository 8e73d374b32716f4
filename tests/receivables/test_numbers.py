"""A number is found in whatever form the payer wrote it, and never inside another one."""

from __future__ import annotations

import pytest

from bpo.receivables.numbers import by_all_names, named_in

OPEN = ["INV-2026-0007", "INV-2026-0008", "INV-2026-00071", "hotline-2026-01-r1", "26312000000012345678"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INV-2026-0007", ["INV-2026-0007"]),
        ("pay inv-2026-0007 thanks", ["INV-2026-0007"]),
        ("INV20260007", ["INV-2026-0007"]),
        ("ＩＮＶ－２０２６－０００７", ["INV-2026-0007"]),
        ("付INV20260007款", ["INV-2026-0007"]),
        ("服务费INV2026/0007及INV 2026 0008", ["INV-2026-0007", "INV-2026-0008"]),
        ("INV–2026–0007", ["INV-2026-0007"]),
        ("INV-2026-00\n07", ["INV-2026-0007"]),
        ("INV-2026-0008, INV-2026-0007", ["INV-2026-0008", "INV-2026-0007"]),
        ("INV-2026-0007 INV-2026-0007", ["INV-2026-0007"]),
        ("INV-2026-00071", ["INV-2026-00071"]),
        ("INV-2026-0007 1", ["INV-2026-00071"]),
        ("发票26312000000012345678", ["26312000000012345678"]),
        ("Hotline 2026-01 R1", ["hotline-2026-01-r1"]),
        ("INV-2026-000712", []),
        ("XINV-2026-0007", []),
        ("126312000000012345678", []),
        ("服务费", []),
        ("", []),
    ],
)
def test_numbers_in_a_text(text: str, expected: list[str]) -> None:
    assert list(named_in(text, OPEN).numbers) == expected
    assert named_in(text, OPEN).doubtful == ()


@pytest.mark.parametrize(
    ("text", "sure", "doubtful"),
    [
        ("S112", (), ("S-1-12", "S-11-2")),
        ("S-1-12", ("S-1-12",), ()),
        ("S-11-2", ("S-11-2",), ()),
        ("S 1 12", (), ("S-1-12", "S-11-2")),
    ],
)
def test_what_may_be_either_is_neither_unless_it_is_written_as_it_is(
    text: str, sure: tuple[str, ...], doubtful: tuple[str, ...]
) -> None:
    named = named_in(text, ["S-1-12", "S-11-2"])
    assert (named.numbers, named.doubtful) == (sure, doubtful)


def test_a_number_of_three_characters_is_in_too_many_texts() -> None:
    assert named_in("paid 12 and A-12", ["12", "A-12"]).numbers == ()
    assert named_in("paid A-123", ["A-123"]).numbers == ("A-123",)


def test_a_tax_invoice_means_all_its_statements() -> None:
    assert by_all_names({"a": ("INV-1", "F-9"), "b": ("INV-2", "F-9")}) == {
        "a": ("a",),
        "INV-1": ("a",),
        "F-9": ("a", "b"),
        "b": ("b",),
        "INV-2": ("b",),
    }
