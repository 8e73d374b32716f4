"""Laws of every contract: whatever clauses it is made of, complete figures are priced, and the statement holds what it says."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.adjustments import AnyAdjustment
from bpo.contracts.adjustments.at_risk_pool import AtRiskPool
from bpo.contracts.adjustments.cap import CapTogether
from bpo.contracts.adjustments.consequence import Consequence
from bpo.contracts.adjustments.limits import Cap, Limit
from bpo.contracts.adjustments.minimum import Minimum
from bpo.contracts.adjustments.multiplier import FACTOR, FACTOR_OF_SHARE, Multiplier
from bpo.contracts.adjustments.service_points import ServicePoints
from bpo.contracts.language import schema_of
from bpo.contracts.load import read_contract
from bpo.contracts.model import Contract
from bpo.contracts.portions import add_up
from bpo.contracts.statement import Statement
from bpo.contracts.terms import AnyTerm
from bpo.contracts.terms.term import Term
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures_file import parse_measures
from bpo.core.periods import month_after
from bpo.kpi import AnyKpi
from bpo.ledger import Ledger, open_ledger
from bpo.pricing.price import price
from tests.contracts.language import ADJUSTMENTS, KPIS, TERMS
from tests.contracts.making import codes
from tests.contracts.random_contracts import contracts
from tests.contracts.random_measures import REFUSED, measures
from tests.laws import examples
from tests.ledger.made import record
from tests.pricing.test_no_floats import walk

ENGINES = itertools.count()
SCHEMA = jsonschema.Draft202012Validator(schema_of(Contract))
WAYS = [("term", name, way) for name, ways in TERMS.items() for way in ways]
WAYS += [("adjustment", name, way) for name, ways in ADJUSTMENTS.items() for way in ways]
WAYS += [("kpi", name, way) for name, (_, ways) in KPIS.items() for way in ways]


# -- what can be drawn ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("union", "field", "written"),
    [(AnyTerm, "model", TERMS), (AnyAdjustment, "kind", ADJUSTMENTS), (AnyKpi, "kpi", KPIS)],
    ids=["terms", "adjustments", "kpis"],
)
def test_every_clause_of_the_language_can_be_drawn(union: Any, field: str, written: Any) -> None:
    named = {name for model in union.__origin__.__args__ for name in get_args(model.model_fields[field].annotation)}
    assert set(written) == named


# -- the laws -------------------------------------------------------------------------------------------------------------


def months_of(loaded: LoadedContract, draw: Callable[[Any], Any], most: int) -> Iterator[Statement]:
    """The statements of the contract's first months; fewer, if figures are refused for a reason that is theirs."""
    contract, history, given = loaded.contract, list[Statement](), list[Measures]()
    name = contract.cycle.containing(contract.effective.start).name
    for n in range(most):
        month = contract.cycle.after(name, n)
        if contract.effective_part(contract.cycle.period(month)) is None:
            return
        figures = draw(measures(contract, month))
        read_back = parse_measures(json.dumps(figures.as_json()))
        assert (read_back.quantities, read_back.kpis) == (figures.quantities, figures.kpis)
        try:
            statement = price(contract, figures, history)
        except BpoError as error:
            assert set(codes(error)) <= set(REFUSED), error
            return
        assert price(contract, read_back, history) == statement
        billed = in_force(contract, statement.period)
        laws.check_sums(billed, statement)
        laws.check_limits(billed, statement, n + 1)
        history.append(statement)
        given.append(figures)
        yield statement


@pytest.mark.parametrize(("kind", "name", "way"), WAYS, ids=[f"{name}-{i}" for i, (_, name, _) in enumerate(WAYS)])
def test_a_contract_with_this_clause_is_priced(kind: str, name: str, way: str) -> None:
    @examples(2)
    @given(st.data(), contracts(**{kind: (name, way)}))
    def prices(data: Any, text: str) -> None:
        list(months_of(load(text), data.draw, 2))

    prices()


@examples(20)
@given(st.data(), contracts())
def test_any_contract_is_priced_month_after_month(data: Any, text: str) -> None:
    list(months_of(load(text), data.draw, 4))


@pytest.fixture(scope="module")
def memory() -> Iterator[Ledger]:
    with open_ledger("sqlite://") as opened:
        yield opened


@examples(12)
@given(st.data(), contracts())
def test_the_ledger_gives_back_what_was_recorded(memory: Ledger, data: Any, text: str) -> None:
    for said in months_of(load(text), data.draw, 1):
        stored = record(
            memory, said, engine=str(next(ENGINES))
        )  # so that no example is the same bill as an earlier one
        assert stored.new
        assert memory.statement(stored.statement_id) == said
