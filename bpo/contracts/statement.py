"""What a priced month is: steps that explain charges, verdicts on KPIs, taxes, and the statement that holds them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.contracts import both_counts
from bpo.contracts.drawn import Drawn
from bpo.contracts.portions import Portion, add_up, portion_json
from bpo.core.measures import KpiResult, Measures
from bpo.core.money import Money
from bpo.core.periods import Period
from bpo.core.words import Lang, Text, Words, exact_text
from bpo.kpi.unmeasured import PROVISIONAL

ROUNDING = Words("rounding", en="Rounded to {unit} {currency}", zh="舍入到 {unit} {currency}")
CARRY = Words(
    "rounding-carry",
    en="Rounded with the lines it builds on: together exactly {whole}, shown so far {shown}",
    zh="与所依据的各行合并舍入：合计精确值 {whole}，已列示 {shown}",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of an amount: a rule with its values (worded by the renderer in the document's language).

    ``amount`` is exact and has the line's sign; ``quantity`` × ``rate`` is shown where the rule has them; ``source`` is the
    number of the clause in the signed paper. A step of amount 0 explains, such as the marks of a scorecard.
    """

    rule: Words
    values: Mapping[str, Any]
    amount: Fraction
    quantity: Fraction | None = None
    unit: str = ""
    rate: Fraction | None = None
    source: str = ""

    @property
    def is_rounding(self) -> bool:
        return self.rule.code in (ROUNDING.code, CARRY.code)


@dataclass(frozen=True, slots=True)
class Score:
    """Marks that a KPI scored on a scorecard, out of ``full``; None if it was left out."""

    kpi: str
    full: Fraction
    marks: Fraction | None


@dataclass(frozen=True, slots=True)
class Charge:
    """A line of the statement. ``amount`` is the sum of the steps, the last of which rounds: nothing is unexplained."""

    clause: str
    label: Text
    kind: str
    steps: tuple[Step, ...]
    amount: Decimal
    tax_code: str
    where: str = ""
    source: str = ""
    scores: tuple[Score, ...] = ()
    damages: bool = False
    """Damages do not reduce the price: the invoice stays full, and they are netted from the payment."""
    rounded_with: tuple[str, ...] = field(default=(), compare=False)
    """The lines with which it was rounded; only while the month is priced."""

    def __post_init__(self) -> None:
        assert isinstance(self.amount, Decimal), "an amount is a Decimal"
        assert sum((s.amount for s in self.steps), Fraction(0)) == Fraction(self.amount), (
            f"{self.clause}: steps do not add up"
        )

    @property
    def exact(self) -> Fraction:
        """The amount before rounding: what later clauses take their share of."""
        first, *more = [step.amount for step in self.steps if not step.is_rounding] or [Fraction(0)]
        return sum(more, first)


@dataclass(frozen=True, slots=True)
class KpiVerdict:
    """How a KPI was judged. ``judged`` is the value after the contract's rounding, or what it puts in place of a missing one.

    ``met`` is None without a target; ``score`` and ``marks`` (full marks) come from a scorecard; ``reason`` says why the
    judged value is not the measured one.
    """

    result: KpiResult
    label: Text
    formula: Words
    formula_values: Mapping[str, Any]
    judged: Fraction | None
    target: Fraction | None = None
    better: str = "high"
    met: bool | None = None
    score: Fraction | None = None
    marks: Fraction | None = None
    reason: Words | None = None
    where: str = ""
    source: str = ""

    @property
    def provisional(self) -> bool:
        """Whether it is judged by what counts until its value is known."""
        return self.reason is not None and self.reason.code.startswith(f"{PROVISIONAL.code}-")


@dataclass(frozen=True, slots=True)
class TaxLine:
    """A tax on all lines of one code: ``amount`` is ``base × rate``, rounded as the contract says. ``base`` is without tax.

    ``note`` says why none is charged, or on what difference; it is printed beside the tax.
    """

    code: str
    name: Text
    rate: Fraction
    base: Decimal
    amount: Decimal
    note: Text | None = None


@dataclass(frozen=True)
class Statement:
    """A contract applied to a month. ``total`` is ``net + tax`` to the minor unit.

    ``line_taxes`` has the tax of each charge, in their order; they add up to ``tax``. With ``prices_include_tax`` the
    charges hold their tax already, so they add up to ``total``; without, to ``net``. ``deductions`` are taken from the
    payment and not from the price: damages, and tax that the client withholds; ``payable`` is what remains. ``portions``
    allocate all of it to the client's entities, where there are several; ``drawn`` says what is left of its limits.
    """

    contract: str
    title: Text
    document: Text
    period: Period
    currency: str
    prices_include_tax: bool
    charges: tuple[Charge, ...]
    verdicts: Mapping[str, KpiVerdict]
    taxes: tuple[TaxLine, ...]
    line_taxes: tuple[Decimal, ...]
    net: Decimal
    tax: Decimal
    total: Decimal
    measures: Measures
    history: tuple[str, ...] = field(default=())
    deductions: tuple[Charge, ...] = ()
    portions: tuple[Portion, ...] = ()
    drawn: tuple[Drawn, ...] = ()

    def both_counts(self, names: Mapping[str, Text] | None = None) -> dict[str, tuple[Words, dict[str, Any]]]:
        """Of every figure that both parties counted, what they counted and which count is billed, as a sentence with its values."""
        return {
            name: both_counts.said((names or {}).get(name, name), sides, self.is_ratio(name))
            for name, sides in self.measures.sides.items()
        }

    def is_ratio(self, name: str) -> bool:
        """Whether a figure is a KPI that is shown as a percentage."""
        return name in self.verdicts and self.verdicts[name].result.unit == "ratio"

    @property
    def payable(self) -> Decimal:
        """What is to be paid: the total less the deductions."""
        return self.total + sum((deduction.amount for deduction in self.deductions), Decimal(0))

    def __post_init__(self) -> None:
        lines = sum((charge.amount for charge in self.charges), Decimal(0))
        assert self.net + self.tax == self.total, "net and tax do not make the total"
        assert lines == (self.total if self.prices_include_tax else self.net), "the lines do not add up"
        assert sum(self.line_taxes, Decimal(0)) == self.tax == sum((t.amount for t in self.taxes), Decimal(0))
        assert not self.portions or self._is_allocated(), "the entities' portions do not make the statement"

    def _is_allocated(self) -> bool:
        own = self.portions
        return (
            add_up([[line.amount for line in p.lines] for p in own], [charge.amount for charge in self.charges])
            and add_up([[line.amount for line in p.deductions] for p in own], [d.amount for d in self.deductions])
            and add_up([[tax.amount for tax in p.taxes] for p in own], [tax.amount for tax in self.taxes])
            and add_up([[tax.base for tax in p.taxes] for p in own], [tax.base for tax in self.taxes])
            and add_up([[p.net, p.tax, p.total] for p in own], [self.net, self.tax, self.total])
        )


def rounded(
    steps: list[Step], money: Money, whole: Fraction | None = None, shown: Decimal = Decimal(0)
) -> tuple[tuple[Step, ...], Decimal]:
    """Close a charge's steps with the step that rounds them.

    For a formula that is spread over lines, ``whole`` is the exact amount of all of them and ``shown`` what the earlier
    lines show: this line is ``round(whole) − shown``, so that the lines add up to the contract's formula to the cent.
    """
    total = sum((step.amount for step in steps), Fraction(0))
    amount = money.round(total) if whole is None else money.round(whole) - shown
    odd = Fraction(amount) - total
    if odd == 0:
        return tuple(steps), amount
    if whole is None:
        closing = Step(ROUNDING, {"unit": money.units(1), "currency": money.currency}, odd)
    else:
        closing = Step(CARRY, {"whole": whole, "shown": shown}, odd)
    return (*steps, closing), amount


def statement_json(statement: Statement, lang: Lang) -> dict[str, Any]:
    """The statement as an interface for machines: amounts and ratios are strings, exact, never floats."""
    return {
        "contract": statement.contract,
        "period": statement.period.name,
        "currency": statement.currency,
        "charges": [_charge_json(charge, lang) for charge in statement.charges],
        "kpis": {name: verdict_json(verdict, lang) for name, verdict in statement.verdicts.items()},
        "taxes": [
            {
                "code": t.code,
                "name": t.name.say(lang),
                "rate": exact_text(t.rate),
                "base": exact_text(t.base),
                "amount": exact_text(t.amount),
                "note": t.note.say(lang) if t.note else None,
            }
            for t in statement.taxes
        ],
        "net": exact_text(statement.net),
        "tax": exact_text(statement.tax),
        "total": exact_text(statement.total),
        "deductions": [_charge_json(deduction, lang) for deduction in statement.deductions],
        "payable": exact_text(statement.payable),
        **({"entities": _portions_json(statement, lang)} if statement.portions else {}),
        **({"limits": [limit.as_json(lang) for limit in statement.drawn]} if statement.drawn else {}),
        **({"both_counts": _both_json(statement, lang)} if statement.measures.sides else {}),
    }


def _both_json(statement: Statement, lang: Lang) -> list[dict[str, Any]]:
    sides = statement.measures.sides
    return [both_counts.as_json(name, one, statement.is_ratio(name), lang) for name, one in sides.items()]


def _portions_json(statement: Statement, lang: Lang) -> list[dict[str, Any]]:
    lines = [charge.clause for charge in statement.charges]
    deducted = [deduction.clause for deduction in statement.deductions]
    codes = [tax.code for tax in statement.taxes]
    return [portion_json(portion, lines, deducted, codes, lang) for portion in statement.portions]


def _charge_json(charge: Charge, lang: Lang) -> dict[str, Any]:
    return {
        "clause": charge.clause,
        "kind": charge.kind,
        "label": charge.label.say(lang),
        "amount": exact_text(charge.amount),
        "tax_code": charge.tax_code,
        "steps": [
            {
                "rule": step.rule.code,
                "text": step.rule.say(lang, step.values),
                "quantity": _optional(step.quantity),
                "unit": step.unit,
                "rate": _optional(step.rate),
                "amount": exact_text(step.amount),
                "source": step.source,
            }
            for step in charge.steps
        ],
    }


def verdict_json(verdict: KpiVerdict, lang: Lang) -> dict[str, Any]:
    result = verdict.result
    return {
        "label": verdict.label.say(lang),
        "formula": verdict.formula.say(lang, verdict.formula_values),
        "value": _optional(result.value),
        "numerator": _optional(result.numerator),
        "denominator": _optional(result.denominator),
        "sample": result.sample,
        "unit": result.unit,
        "target": _optional(verdict.target),
        "judged": _optional(verdict.judged),
        "met": verdict.met,
        "marks": _optional(verdict.marks),
        "score": _optional(verdict.score),
        "reason": verdict.reason.say(lang) if verdict.reason else None,
        **({"provisional": True} if verdict.provisional else {}),
    }


def _optional(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)
