"""What is derived of a contract is kept with it, and never with what is made of it."""

from __future__ import annotations

from pathlib import Path

from bpo.contracts.load import load_contract

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"


def test_a_contract_with_fewer_lines_reads_fewer_figures_whatever_was_asked_before() -> None:
    """The text of the contract is read anew, and asked first when it has lost its lines: that must be no other answer."""
    path = EXAMPLES / "carrier-10086.yaml"
    asked, fresh = (load_contract(path) for _ in range(2))
    for name in ("figure_names", "units", "labels", "split_figures", "named_of_all", "quantity_needs"):
        before = getattr(asked, name)()
        first = [
            getattr(one.altered(terms=one.terms[:1], adjustments=[], quantities={}, kpis=[]), name)()
            for one in (asked, fresh)
        ]
        assert first[0] == first[1], name
        assert getattr(asked, name)() == before, name
    short = asked.altered(terms=asked.terms[:1], adjustments=[], quantities={}, kpis=[])
    assert short.figure_names() < asked.figure_names()
    assert set(short.labels()) < set(asked.labels())


def test_what_is_kept_is_no_field() -> None:
    """A contract that was asked is the contract that was not, and is written as it was."""
    asked, fresh = (load_contract(EXAMPLES / "carrier-10086.yaml") for _ in range(2))
    asked.figure_names(), asked.labels(), asked.units()
    assert asked == fresh
    assert asked.model_dump() == fresh.model_dump()
    assert dict(asked).keys() == dict(fresh).keys()
