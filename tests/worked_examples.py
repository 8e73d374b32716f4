"""What a contract of the clauses that docs/architecture.md adds comes to; run in a copy of the code that has them.

110 e-mails, 10 of them free, at 3 each: 300. One contact of four is on hold, 25% where 10% is the target: 15% of 300 is taken, 45.
"""

from __future__ import annotations

from fractions import Fraction as F

from bpo.advice.check import advice
from bpo.advice.exposure import exposure
from bpo.bid.price_list import unit_name
from bpo.bid.regime import regime_tables
from bpo.contracts.altered import repriced, without
from bpo.contracts.load import LoadedContract, read_contract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.documents import parse_document
from bpo.core.fields import FileModel
from bpo.core.measures import Measures, Quantity
from bpo.economics.margin.breakeven import break_even_price
from bpo.economics.margin.solve import Goal, solve_price
from bpo.economics.margin.written_prices import needed_prices, rewritten
from bpo.economics.scenario.case import case_of_month
from bpo.metering import measure
from bpo.pricing.price import price
from bpo.report.page import fields_of
from bpo.report.speech import Speech
from tests.economics.making import costs
from tests.metering.lake import call, lake_of

FileModel.checks_altered = True
TEXT = """\
contract: desk
title: Desk
currency: CNY
effective: {{from: 2026-01-01, to: 2026-12-31}}
supplier: {{name: Supplier}}
client: {{name: Client}}
billing: {{timezone: Asia/Shanghai}}
terms:
  - {{id: mail, model: {model}, label: Mail, quantity: {{given: contact}}, free: 10, {price}: 3}}
kpis:
  - {{id: hold, kpi: hold_rate, target: 10%}}
adjustments:
  - {{id: less, kind: distance, kpi: hold, of: [mail]}}
"""
FIELDS = {"allowance": "each_above", "allowance_at_a_rate": "rate"}
"""Of each model the field that holds its price."""


def of_february(contract: Contract, mails: int) -> Measures:
    """Four contacts were handled, one of them was put on hold; one was abandoned."""
    rows = [call(n, hold_seconds=30 if n == 0 else 0) for n in range(4)] + [call(4, outcome="abandoned")]
    given = Measures("2026-02", {"mail": Quantity(F(mails))})
    return measure(lake_of({"interactions": rows}), contract, contract.cycle.period("2026-02"), given)


def amounts(statement: Statement) -> dict[str, F]:
    return {charge.clause: F(charge.amount) for charge in statement.charges}


def bill(contract: Contract) -> None:
    """At the allowance and below it nothing; one beyond it costs 3, of which 15% is taken."""
    for mails, mail, less in ((110, 300, -45), (11, 3, F("-0.45")), (10, 0, 0), (0, 0, 0)):
        assert amounts(price(contract, of_february(contract, mails))) == {"mail": mail, "less": less}


def quote(contract: Contract) -> None:
    (term,) = contract.terms
    (row,) = term.price_rows(contract)
    assert (row.rule.say("en", row.values), unit_name(row, F(1)).en, row.price) == ("Unit price", "contact", 3)
    said = [words.say("en", values) for words, values in term.conditions(str)]
    assert said == ["the first 10 of a month are free"]
    speech = Speech("en", "CNY")
    tables = regime_tables(contract, price(contract, of_february(contract, 110)), speech)
    (kpi,), (less,) = (fields_of(table, speech) for table in tables)
    assert (str(kpi.line), str(kpi.formula), kpi.target) == ("Hold rate", "put on hold / handled", "≤ 10%")
    assert str(less.effects) == "Mail × what Hold rate lacks"


def prices(contract: Contract, field: str) -> None:
    """Twice the price is twice 300, less 15%; the free ones stay."""
    (term,) = contract.terms
    assert term.every_price() == {(field,): 3}
    twice = repriced(contract, {"mail": F(2)})
    assert amounts(price(twice, of_february(twice, 110))) == {"mail": 600, "less": -90}
    alone = without(contract, "less")
    assert amounts(price(alone, of_february(alone, 110))) == {"mail": 300}


def margin(loaded: LoadedContract, field: str) -> None:
    """255 is earned and 127.50 spent: half the price breaks even, and a margin of a quarter asks for 170, two thirds of it: 2.00."""
    contract = loaded.contract
    case = case_of_month(contract, costs("items:\n  - {id: desk, amount: 127.50}\n"), of_february(contract, 110))
    turn = break_even_price(case)
    assert turn is not None and turn.place == F(1, 2)
    found = solve_price(case, Goal(F(1, 4)), ["mail"])
    assert found.exact and found.rates == {"mail": {(field,): F(2)}}
    needed = needed_prices(case, loaded.document, Goal(F(1, 4)))
    assert f"{field}: 2.00" in rewritten(loaded.document, needed.changes())


def reach(loaded: LoadedContract) -> None:
    """On hold in all of four contacts it is 90% beyond its target, which takes 270 of 300."""
    found = exposure(loaded.contract, of_february(loaded.contract, 110))
    assert {line.clause: (line.span.low, line.span.high) for line in found.lines} == {
        "mail": (300, 300),
        "less": (-270, 0),
    }
    assert (found.fee, found.loss, found.gain, found.reached) == (300, 270, 0, (True, True))
    assert [problem.words.code for problem in advice(loaded)] == []


if __name__ == "__main__":
    for model, field in FIELDS.items():
        read = read_contract(parse_document(TEXT.format(model=model, price=field), "desk.yaml"))
        bill(read.contract)
        quote(read.contract)
        prices(read.contract, field)
        margin(read, field)
        reach(read)
        print(type(read.contract.terms[0]).__name__)
