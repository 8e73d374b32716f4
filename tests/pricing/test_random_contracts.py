"""Laws of every contract: whatever clauses it is made of, complete figures are priced, and the statement holds what it says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.adjustments import AnyAdjustment
from bpo.contracts.terms import AnyTerm
from bpo.kpi import AnyKpi
from bpo.ledger import Ledger, open_ledger
from tests.contracts.choices import Drawn, Seeded
from tests.contracts.language import ADJUSTMENTS, KPIS, TERMS, WORDS
from tests.contracts.random_contracts import contracts, written_contract
from tests.laws import examples
from tests.ledger.made import record
from tests.pricing.laws_of_contracts import load
from tests.pricing.month_by_month import hold_for

ENGINES = itertools.count()
WAYS = [("term", name, way) for name, ways in TERMS.items() for way in ways]
WAYS += [("adjustment", name, way) for name, ways in ADJUSTMENTS.items() for way in ways]
WAYS += [("kpi", name, way) for name, (_, ways) in KPIS.items() for way in ways]
A_YEAR_AND_MORE = 14


# -- what can be drawn ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("union", "field", "written"),
    [(AnyTerm, "model", TERMS), (AnyAdjustment, "kind", ADJUSTMENTS), (AnyKpi, "kpi", KPIS)],
    ids=["terms", "adjustments", "kpis"],
)
def test_every_clause_of_the_language_can_be_drawn(union: Any, field: str, written: Any) -> None:
    named = {name for model in union.__origin__.__args__ for name in get_args(model.model_fields[field].annotation)}
    assert set(written) == named


def test_contracts_are_drawn_with_every_cycle_and_every_way_to_change() -> None:
    texts = [written_contract(Seeded(seed)) for seed in range(300)]
    wanted = [f"cycle: {cycle}," for cycle in WORDS["cycle"]]
    wanted += [f"month_judged: {way}" for way in ("under_old_terms", "under_new_terms", "in_parts")]
    wanted += ["for_each: site", "known_later:", "within: contract_year", "removes:", "model: fixed"]
    assert {one: sum(one in text for text in texts) for one in wanted if sum(one in text for text in texts) < 4} == {}


# -- the laws -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "name", "way"), WAYS, ids=[f"{name}-{i}" for i, (_, name, _) in enumerate(WAYS)])
def test_a_contract_with_this_clause_is_priced(kind: str, name: str, way: str) -> None:
    @examples(2)
    @given(st.data(), contracts(**{kind: (name, way)}))
    def prices(data: Any, text: str) -> None:
        list(hold_for(load(text), Drawn(data.draw), 2))

    prices()


@examples(20)
@given(st.data(), contracts())
def test_any_contract_is_priced_month_after_month(data: Any, text: str) -> None:
    list(hold_for(load(text), Drawn(data.draw), 4))


@pytest.mark.parametrize("seed", range(8))
def test_a_contract_is_priced_for_more_than_a_year(seed: int) -> None:
    choices = Seeded(seed)
    text = written_contract(choices, header={"effective": ["{from: 2026-01-01}"], "orders": [""]})
    list(hold_for(load(text), choices, A_YEAR_AND_MORE))


@pytest.fixture(scope="module")
def memory() -> Iterator[Ledger]:
    with open_ledger("sqlite://") as opened:
        yield opened


@examples(12)
@given(st.data(), contracts())
def test_the_ledger_gives_back_what_was_recorded(memory: Ledger, data: Any, text: str) -> None:
    for said in hold_for(load(text), Drawn(data.draw), 1):
        stored = record(
            memory, said, engine=str(next(ENGINES))
        )  # so that no example is the same bill as an earlier one
        assert stored.new
        assert memory.statement(stored.statement_id) == said
