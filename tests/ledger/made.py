"""Statements made for the ledger's tests: one that holds every kind of value, and strategies for random ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from bpo.contracts.drawdown import Drawdown
from bpo.contracts.portions import LinePortion, Portion, TaxPortion
from bpo.contracts.statement import Charge, KpiVerdict, Score, Statement, Step, TaxLine, rounded
from bpo.core.cycles import Months
from bpo.core.measures import NO_ROWS, NOT_GIVEN, Evidence, KpiResult, Late, Measures, Quantity
from bpo.core.money import Money, minor_unit_places
from bpo.core.sides import Deviation, Side, Sides
from bpo.core.words import Pct, Text, Words
from bpo.ledger import Ledger, Recorded

NOW = datetime(1999, 3, 1, 8, 30, tzinfo=UTC)
CONTRACT_TEXT = "contract: bank\ntitle: 银行 Bank\n"

CALLS = Words("calls", en="{calls} calls in {band}", zh="{band} 通话 {calls} 通")
COEFFICIENT = Words("coefficient", en="coefficient {factor} from {day}", zh="自 {day} 起系数 {factor}")
ENTERED = Words("entered", en="entered from outside", zh="由外部提供")
FORMULA = Words("in-time", en="answered in {seconds} s", zh="{seconds} 秒内接听")


def bank(
    period: str = "1999-02", calls: int = 1237, contract: str = "bank", history: tuple[str, ...] = ()
) -> Statement:
    """A bill of two lines with a coefficient, tax on top, and a value of every kind in its steps."""
    money = Money("CNY")
    exact = calls * Fraction("0.855")
    values: Mapping[str, Any] = {
        "calls": calls,
        "band": Text(zh="首档", en="first band"),
        "share": Fraction(10, 31),
        "price": Decimal("0.8550"),
        "note": "{原文} 'quoted' \"twice\"",
    }
    line, amount = rounded([Step(CALLS, values, exact, Fraction(calls), "call", Fraction("0.855"), "§4.1")], money)
    less = [Step(COEFFICIENT, {"factor": Pct(Fraction(19, 20)), "day": date(1999, 2, 1)}, -exact / 20, source="§6")]
    second, cut = rounded(less, money, whole=exact * 19 / 20, shown=amount)
    scores = (Score("sl20", Fraction(60), Fraction(170, 3)), Score("csat", Fraction(40), None))
    charges = (
        Charge("inbound", Text(zh="呼入", en="Inbound"), "term", line, amount, "vat", "contracts/bank.yaml:12", "§4.1"),
        Charge("coefficient", Text.of("KPI"), "adjustment", second, cut, "vat", "contracts/bank.yaml:20", "§6", scores),
    )
    taxes = (money.round(Fraction(amount) * Fraction("0.06")), money.round(Fraction(cut) * Fraction("0.06")))
    measured = KpiResult("sl20", Fraction(2, 3), Fraction(2), Fraction(3), 3, "ratio")
    missing = KpiResult("csat", None, Fraction(0), Fraction(0), 0, "score", NO_ROWS)
    return Statement(
        contract=contract,
        title=Text(zh="银行热线", en="Bank hotline"),
        document=Text(zh="结算单", en="Statement"),
        period=Months().period(period),
        currency="CNY",
        prices_include_tax=False,
        charges=charges,
        verdicts={
            "sl20": KpiVerdict(
                measured, Text.of("SL"), FORMULA, {"seconds": 20}, Fraction("0.667"), Fraction("0.8"), met=False,
                score=Fraction(170, 3), marks=Fraction(60), where="contracts/bank.yaml:30", source="附件二",
            ),
            "csat": KpiVerdict(missing, Text.of("CSAT"), ENTERED, {}, None, better="low", reason=NOT_GIVEN),
        },
        taxes=(TaxLine("vat", Text(zh="增值税", en="VAT"), Fraction("0.06"), amount + cut, sum(taxes, Decimal(0))),),
        line_taxes=taxes,
        net=amount + cut,
        tax=sum(taxes, Decimal(0)),
        total=amount + cut + sum(taxes, Decimal(0)),
        measures=Measures(
            period,
            {"inbound": Quantity(Fraction(calls), "call", {"a|b": Fraction(calls - 1), "c": Fraction(1)})},
            {"sl20": measured, "csat": missing},
            {"inbound": {"1999-02-01": Fraction(calls)}},
            {"inbound": Evidence(calls, "interactions", 7), "csat": Evidence(0, note="survey report of 5 March")},
        ),
        history=history,
    )  # fmt: skip


def record(ledger: Ledger, statement: Statement, **changed: Any) -> Recorded:
    """Recorded with inputs that a test does not care about, but for those it changes."""
    inputs: dict[str, Any] = {
        "contract_text": CONTRACT_TEXT,
        "contract_path": "contracts/bank.yaml",
        "lake_versions": {"interactions": 7, "surveys": 2},
        "engine": "0.1.0",
        "now": NOW,
        "who": "li",
    }
    return ledger.record(statement, **(inputs | changed))


def with_measures(statement: Statement, **changed: Any) -> Statement:
    return replace(statement, measures=replace(statement.measures, **changed))


# Any text that UTF-8 can hold; a database outside SQLite takes no NUL.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
names = st.text("abcXYZ银行_-.", min_size=1, max_size=8)
numbers = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6)
labels = st.builds(Text, zh=texts, en=texts)
words = st.builds(Words, texts, en=texts, zh=texts)
values = st.dictionaries(
    names,
    st.one_of(
        texts, st.integers(-(10**15), 10**15), numbers, labels, st.builds(Pct, numbers), st.dates(),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4),
    ),
    max_size=4,
)  # fmt: skip
maybe_number = st.none() | numbers
counts = st.none() | st.integers(0, 2**40)
results = st.builds(KpiResult, texts, maybe_number, maybe_number, maybe_number, counts, texts, st.none() | words)
steps = st.builds(Step, words, values, numbers, maybe_number, texts, maybe_number, texts)
verdicts = st.builds(
    KpiVerdict, results, labels, words, values, maybe_number, maybe_number, st.sampled_from(["high", "low"]),
    st.none() | st.booleans(), maybe_number, maybe_number, st.none() | words, texts, texts,
)  # fmt: skip
by_name = st.dictionaries(names, numbers, max_size=3)
a_side = st.builds(Side, numbers, by_name)
sides = st.builds(
    Sides, a_side, st.none() | a_side, st.none() | a_side, texts, texts, st.booleans(),
    st.sampled_from([None, "ours", "theirs", "agreed"]), st.none() | st.builds(Deviation, maybe_number, texts),
)  # fmt: skip
measures = st.builds(
    Measures,
    st.just("2026-01"),
    st.dictionaries(names, st.builds(Quantity, numbers, texts, by_name), max_size=3),
    st.dictionaries(names, results, max_size=3),
    st.dictionaries(names, by_name, max_size=2),
    st.dictionaries(names, st.builds(Evidence, st.integers(0, 10**9), names, counts), max_size=2),
    st.dictionaries(names, sides, max_size=2),
    st.dictionaries(names, st.dictionaries(names, st.builds(Late, results, texts), max_size=2), max_size=2),
)


def _cut(draw: st.DrawFn, amounts: list[Decimal], money: Money) -> tuple[list[Decimal], list[Decimal]]:
    """Amounts cut in two at any place."""
    units = st.integers(-(10**9), 10**9).map(money.units)
    first = [draw(units) for _ in amounts]
    return first, [amount - own for amount, own in zip(amounts, first, strict=True)]


def _portions(draw: st.DrawFn, statement: Statement, money: Money) -> tuple[Portion, ...]:
    """What two entities have of it."""
    lines = _cut(draw, [charge.amount for charge in statement.charges], money)
    kept = _cut(draw, [deduction.amount for deduction in statement.deductions], money)
    bases = _cut(draw, [tax.base for tax in statement.taxes], money)
    taxes = _cut(draw, [tax.amount for tax in statement.taxes], money)
    zero, found = money.units(0), []
    for i in range(2):
        whole, tax = sum(lines[i], zero), sum(taxes[i], zero)
        net = whole - tax if statement.prices_include_tax else whole
        found.append(
            Portion(
                draw(names), draw(labels), draw(texts), draw(texts), draw(texts),
                tuple(LinePortion(amount, draw(numbers), draw(words), draw(values)) for amount in lines[i]),
                tuple(TaxPortion(base, amount) for base, amount in zip(bases[i], taxes[i], strict=True)),
                net, tax, net + tax,
                tuple(LinePortion(amount, draw(numbers), draw(words), draw(values)) for amount in kept[i]),
            )
        )  # fmt: skip
    return tuple(found)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """Any statement that adds up, in currencies with none, two and three decimal places."""
    money = Money(draw(st.sampled_from(["CNY", "JPY", "KWD"])))
    units = st.integers(-(10**11), 10**11).map(money.units)
    charges = [_line(draw, money) for _ in range(draw(st.integers(0, 3)))]
    line_taxes = [draw(units) for _ in charges]
    zero = money.units(0)
    lines, tax, included = sum((c.amount for c in charges), zero), sum(line_taxes, zero), draw(st.booleans())
    net = lines - tax if included else lines
    tax_lines = (
        [TaxLine(draw(texts), draw(labels), draw(numbers), draw(units), tax, draw(st.none() | labels))]
        if tax or draw(st.booleans())
        else []
    )
    made = Statement(
        contract=draw(names),
        title=draw(labels),
        document=draw(labels),
        period=Months(draw(st.integers(1, 28))).period(
            f"{draw(st.integers(1999, 2040))}-{draw(st.integers(1, 12)):02d}"
        ),
        currency=money.currency,
        prices_include_tax=included,
        charges=tuple(charges),
        verdicts=draw(st.dictionaries(names, verdicts, max_size=3)),
        taxes=tuple(tax_lines),
        line_taxes=tuple(line_taxes),
        net=net,
        tax=tax,
        total=net + tax,
        measures=draw(measures),
        history=tuple(draw(st.lists(names, max_size=3))),
        deductions=tuple(_line(draw, money) for _ in range(draw(st.integers(0, 2)))),
    )
    amounts = [draw(units) for _ in range(3)]
    made = replace(
        made, drawn=(Drawdown(draw(texts), draw(texts), amounts[0], draw(st.booleans()), amounts[1], amounts[2]),)
    )
    return replace(made, portions=_portions(draw, made, money)) if draw(st.booleans()) else made


def _line(draw: st.DrawFn, money: Money) -> Charge:
    closed, amount = rounded(draw(st.lists(steps, max_size=3)), money)
    scores = draw(st.lists(st.builds(Score, names, numbers, maybe_number), max_size=2))
    return Charge(
        draw(texts), draw(labels), draw(texts), closed, amount, draw(texts), draw(texts), draw(texts), tuple(scores),
        draw(st.booleans()),
    )  # fmt: skip


assert minor_unit_places("JPY") == 0 and minor_unit_places("KWD") == 3
