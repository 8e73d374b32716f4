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


def months_of(contract: Contract, draw: Callable[[Any], Any], most: int) -> Iterator[Statement]:
    """The statements of the contract's first months; fewer, if figures are refused for a reason that is theirs."""
    first, history = contract.cycle.containing(contract.effective.start).name, list[Statement]()
    for n in range(most):
        month = month_after(first, n)
        if contract.effective_part(contract.cycle.period(month)) is None:
            return
        figures = draw(measures(contract, month))
        read_back = parse_measures(json.dumps(figures.as_json()))
        try:
            statement = price(contract, figures, history)
        except BpoError as error:
            assert set(codes(error)) <= set(REFUSED), error
            return
        assert (read_back.quantities, read_back.kpis) == (figures.quantities, figures.kpis)
        assert price(contract, read_back, history) == statement
        check_sums(contract, statement)
        check_limits(contract, statement, n + 1)
        history.append(statement)
        yield statement


def load(text: str) -> Contract:
    """The contract, whose text the schema takes too."""
    document = parse_document(text, "random.yaml")
    assert [error.message for error in SCHEMA.iter_errors(document.plain())] == []
    return read_contract(document).contract


def check_sums(contract: Contract, statement: Statement) -> None:
    lines = sum((line.amount for line in statement.charges), Decimal(0))
    assert lines == (statement.total if statement.prices_include_tax else statement.net)
    assert statement.net + statement.tax == statement.total
    assert (
        sum((tax.amount for tax in statement.taxes), Decimal(0))
        == statement.tax
        == sum(statement.line_taxes, Decimal(0))
    )
    for line in (*statement.charges, *statement.deductions):
        assert sum((step.amount for step in line.steps), Fraction(0)) == Fraction(line.amount)
    assert [path for path, value in walk(statement) if isinstance(value, float)] == []
    portions = statement.portions
    assert len(portions) == len(contract.entities)
    if portions:
        assert add_up(
            [[line.amount for line in one.lines] for one in portions], [line.amount for line in statement.charges]
        )
        assert add_up(
            [[line.amount for line in one.deductions] for one in portions],
            [line.amount for line in statement.deductions],
        )
        assert add_up([[tax.amount for tax in one.taxes] for one in portions], [tax.amount for tax in statement.taxes])
        assert add_up(
            [[one.net, one.tax, one.total] for one in portions], [statement.net, statement.tax, statement.total]
        )


def check_limits(contract: Contract, statement: Statement, number: int) -> None:
    """Minimums, maximums, caps, floors and clamps hold, before rounding."""
    exact = {line.clause: line.exact for line in (*statement.charges, *statement.deductions)}
    steps = {line.clause: line.steps for line in (*statement.charges, *statement.deductions)}
    for term in contract.terms:
        check_term(term, exact[term.id])
    for clause in contract.adjustments:
        if clause.grace_months >= number:
            continue
        amount = exact[clause.id]
        cap, sign = getattr(clause, "cap", None), getattr(clause, "sign", -1)
        if isinstance(clause, Consequence | ServicePoints | AtRiskPool):
            assert sign * amount >= 0
        if isinstance(cap, Cap) and cap.within == "month" and getattr(clause, "paid", "monthly") == "monthly":
            assert sign * amount <= limit_of(cap, exact)
        if isinstance(clause, CapTogether) and clause.within == "month":
            assert abs(sum((exact[name] for name in clause.on), amount)) <= limit_of(clause, exact)
        whole = isinstance(clause, Minimum) and clause.prorated == "no" and clause.within == "month"
        if isinstance(clause, Minimum) and whole and not clause.only_with_use:
            assert sum((exact[name] for name in clause.on), amount) >= limit_of(clause, exact)
        if isinstance(clause, Multiplier):
            for step in steps[clause.id]:
                if step.rule in (FACTOR, FACTOR_OF_SHARE):
                    factor = step.values["factor"]
                    assert clause.minimum is None or factor >= clause.minimum
                    assert clause.maximum is None or factor <= clause.maximum


def check_term(term: Term, amount: Fraction) -> None:
    if term.maximum is not None:
        assert amount <= term.maximum.amount
    if term.minimum is not None and term.minimum.prorated == "no" and not term.minimum.only_with_use:
        assert amount >= term.minimum.amount


def limit_of(limit: Limit, exact: dict[str, Fraction]) -> Fraction:
    share = (
        [limit.percent * sum((exact[name] for name in limit.of or ()), Fraction(0))]
        if limit.percent is not None
        else []
    )
    return max(Fraction(0), min([limit.amount, *share] if limit.amount is not None else share))


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
