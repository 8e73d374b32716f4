"""What holds for every contract and every month, whatever clauses it is made of: its sums, its limits, its words, its bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import jsonschema

from bpo.advice.exposure import Exposure, exposure
from bpo.bid.quote import quote_report
from bpo.cli.explaining import explanation
from bpo.contracts.adjustments.at_risk_pool import AtRiskPool
from bpo.contracts.adjustments.cap import CapTogether
from bpo.contracts.adjustments.consequence import Consequence
from bpo.contracts.adjustments.limits import Cap, Limit
from bpo.contracts.adjustments.minimum import Minimum
from bpo.contracts.adjustments.multiplier import FACTOR, FACTOR_OF_SHARE, Multiplier
from bpo.contracts.adjustments.service_points import ServicePoints
from bpo.contracts.language import schema_of
from bpo.contracts.load import LoadedContract, read_contract
from bpo.contracts.model import Contract
from bpo.contracts.portions import add_up
from bpo.contracts.statement import Statement
from bpo.contracts.statement_json import statement_json
from bpo.contracts.terms.term import Term
from bpo.core.documents import parse_document
from bpo.core.measures import Measures
from bpo.core.words import Lang
from bpo.desk.explaining import Explained
from bpo.economics.scenario.offer import Offer
from bpo.invoice.annex import annex_of
from bpo.invoice.bill import Bill
from bpo.invoice.sheet import sheet_of
from bpo.invoice.workbook import statement_report
from bpo.ledger import document as stored
from bpo.pricing.in_force import in_force
from bpo.pricing.price import price
from bpo.report.model import Report
from bpo.report.page import fields_of
from bpo.report.speech import Speech
from tests.pricing.test_no_floats import walk

SCHEMA = jsonschema.Draft202012Validator(schema_of(Contract))
LANGS: Sequence[Lang] = ("zh", "en")
OFFER = Offer.model_validate({"number": "Q1", "date": "2026-01-01", "valid_days": "90 days"})


def load(text: str) -> LoadedContract:
    """The contract, whose text the schema takes too."""
    document = parse_document(text, "random.yaml")
    refused = [error.message for error in SCHEMA.iter_errors(document.plain())]
    assert not refused, refused
    return read_contract(document)


# -- sums -----------------------------------------------------------------------------------------------------------------


def check_sums(contract: Contract, statement: Statement) -> None:
    lines = sum((line.amount for line in statement.charges), Decimal(0))
    assert lines == (statement.total if statement.prices_include_tax else statement.net)
    assert statement.net + statement.tax == statement.total
    taxes = sum((tax.amount for tax in statement.taxes), Decimal(0))
    assert taxes == statement.tax == sum(statement.line_taxes, Decimal(0))
    deducted = sum((line.amount for line in statement.deductions), Decimal(0))
    assert statement.total + deducted == statement.payable
    for line in (*statement.charges, *statement.deductions):
        assert sum((step.amount for step in line.steps), Fraction(0)) == Fraction(line.amount)
    assert [path for path, value in walk(statement) if isinstance(value, float)] == []
    check_portions(contract, statement)


def check_portions(contract: Contract, statement: Statement) -> None:
    """What the client's entities pay is all that it pays, line by line."""
    portions = statement.portions
    assert len(portions) == len(contract.entities)
    if not portions:
        return
    assert add_up([[line.amount for line in one.lines] for one in portions], [one.amount for one in statement.charges])
    assert add_up(
        [[one.amount for one in of.deductions] for of in portions], [one.amount for one in statement.deductions]
    )
    assert add_up([[tax.amount for tax in one.taxes] for one in portions], [tax.amount for tax in statement.taxes])
    wholes = [statement.net, statement.tax, statement.total, statement.payable]
    assert add_up([[one.net, one.tax, one.total, one.payable] for one in portions], wholes)


# -- limits ---------------------------------------------------------------------------------------------------------------


def check_limits(contract: Contract, statement: Statement, number: int) -> None:
    """Minimums, maximums, caps, floors and clamps of a whole month hold, before rounding."""
    exact = {line.clause: line.exact for line in (*statement.charges, *statement.deductions)}
    steps = {line.clause: line.steps for line in (*statement.charges, *statement.deductions)}
    for term in contract.terms:
        if term.for_each is None and term.currency is None and term.id not in contract.by_days:
            check_term(term, exact[term.id])
    for clause in contract.adjustments:
        if clause.grace_months >= number or clause.for_each is not None or clause.id in contract.by_days:
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
            left = [clause.carries.shortfall, clause.carries.excess] if clause.carries is not None else []
            least = limit_of(clause, exact) - sum(one for one in left if one is not None)
            assert sum((exact[name] for name in clause.on), amount) >= least
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
    lines = sum((exact[name] for name in limit.of or ()), Fraction(0))
    share = [limit.percent * lines] if limit.percent is not None else []
    return max(Fraction(0), min([limit.amount, *share] if limit.amount is not None else share))


# -- what is read and shown -----------------------------------------------------------------------------------------------


def check_words(loaded: LoadedContract, statement: Statement) -> None:
    """The statement is read back as it was stored, and every part of its documents says something in both languages."""
    assert stored.read(stored.written(statement)) == statement
    contract = in_force(loaded.contract, statement.period)
    lines = (*statement.charges, *statement.deductions)
    for lang in LANGS:
        statement_json(statement, lang)
        said = [words.say(lang, values) for line in lines for step in line.steps for words, values in (step.said,)]
        said += [line.label.say(lang) for line in lines]
        explained = [*(line.clause for line in lines[-1:]), *list(statement.verdicts)[-1:]]
        said += [explanation(Explained(loaded, statement), name, lang) for name in explained]
        check_said(said)
    bill = Bill(statement, loaded.contract, "S-1", date(2026, 3, 2), needs=contract.needs(), labels=contract.labels())
    speech = Speech("both", statement.currency)
    annex = annex_of(bill, speech)
    check_said(str(step.rule) for line in annex.lines for step in line.steps)
    check_said(str(line.label) for line in annex.lines)
    check_tables(statement_report(bill, speech))
    sheet_of(bill)


def check_said(texts: Iterable[str]) -> None:
    """No text is empty, and none has a place that was not filled, or was filled with nothing."""
    for text in texts:
        assert text.strip()
        assert re.search(r"\{\w+\}|\bNone\b|Fraction\(|Decimal\(", re.sub(r"(?m)^ *\d+ \| .*$", "", text)) is None, text


def check_tables(report: Report) -> None:
    """Every cell of the report's tables can be said, in both languages."""
    speech = Speech("both", report.currency)
    for table in report.tables().values():
        check_said(str(text) for row in fields_of(table, speech) for text in vars(row).values() if str(text).strip())


def check_quote(contract: Contract, statements: Sequence[Statement]) -> None:
    """A quote has a row for every term, and says what follows from every adjustment, or where the contract says it."""
    report = quote_report(OFFER, contract, statements)
    tables = report.tables()
    heads = [row for row in tables["prices"].rows if row.kind == "head"]
    assert len(heads) >= len(contract.terms)
    follows = tables["consequences"].rows if contract.adjustments else ()
    assert len(follows) == len(contract.adjustments)
    check_tables(report)


# -- bounds ---------------------------------------------------------------------------------------------------------------


def check_bounds(bounds: Exposure, statement: Statement) -> None:
    shown = {line.clause: line.amount for line in (*statement.charges, *statement.deductions)}
    for line in bounds.lines:
        assert line.span.low is None or line.span.low <= Fraction(shown[line.clause]), line
        assert line.span.high is None or Fraction(shown[line.clause]) <= line.span.high, line
    whole = Fraction(sum((shown[line.clause] for line in bounds.lines), Decimal(0)))
    assert bounds.whole.low is None or bounds.whole.low <= whole
    assert bounds.whole.high is None or whole <= bounds.whole.high


def check_exposure(contract: Contract, figures: Measures) -> None:
    """The bounds at a month's quantities hold the month itself, whatever its KPIs are; no ceiling cuts it."""
    bare = replace(figures, late={}, disputed={}, paid_later={})
    check_bounds(exposure(contract, bare), price(contract, bare))
