"""What a priced month is: steps that explain charges, verdicts on KPIs, taxes, and the statement that holds them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from bpo.contracts import reconciliation
from bpo.contracts.drawdown import Drawdown
from bpo.contracts.portions import Portion, add_up
from bpo.contracts.second_currency import SecondCurrency
from bpo.core.codec import ExactDecimal, ExactFraction, TypedValues
from bpo.core.measures import KpiResult, Measures
from bpo.core.money import Money, exact
from bpo.core.periods import Period
from bpo.core.sums import exact_sum
from bpo.core.traced_amount import TracedAmount
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.judge import Because

ROUNDING = Words("rounding", en="Rounded to {unit} {currency}", zh="舍入到 {unit} {currency}")
CARRY = Words(
    "rounding-carry",
    en="Rounded with the lines it builds on: together exactly {whole}, shown so far {shown}",
    zh="与所依据的各行合并舍入：合计精确值 {whole}，已列示 {shown}",
)


StepKind = Literal[
    "", "rounding", "part", "days", "price", "charged_back", "limit", "carried", "marks", "score", "scaled", "lost"
]
"""What a step is to those who read a statement again, besides an amount or what explains it.

``rounding`` closes the line. ``part`` and ``days`` stand at the head of a site or team, and of the days of one wording. ``price``
has the rate of a month at which a later one takes back, and ``charged_back`` is what is taken back of an earlier one, which its
values name; ``limit`` raises or lowers lines; ``carried`` has the amount that goes on to the next month. Of a scorecard, ``marks``
say what the KPIs' own marks do not, ``score`` is their sum, and ``scaled`` both. Of
money that was held back, ``lost`` is what is never paid.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of an amount: a rule with its values (worded by the renderer in the document's language).

    ``amount`` is exact and has the line's sign; ``quantity`` × ``rate`` is shown where the rule has them; ``source`` is the
    number of the clause in the signed paper. A step of amount 0 explains, such as the marks of a scorecard.
    """

    rule: Words
    values: TypedValues
    amount: ExactFraction
    quantity: ExactFraction | None = None
    unit: str = ""
    rate: ExactFraction | None = None
    source: str = ""
    kind: StepKind = ""

    @property
    def said(self) -> tuple[Words, Mapping[str, Any]]:
        """The rule with its values."""
        return self.rule, self.values

    @property
    def is_rounding(self) -> bool:
        return self.kind == "rounding"

    @property
    def is_head(self) -> bool:
        return self.kind in ("part", "days")

    @property
    def code(self) -> str:
        """The stable name of what it says; of a rule with its base that of both."""
        inner = self.values.get("rule")
        return f"{inner.words.code}-{self.rule.code}" if isinstance(inner, Sentence) else self.rule.code


@dataclass(frozen=True, slots=True)
class Score:
    """Marks that a KPI scored on a scorecard, out of ``full``; None if it was left out."""

    kpi: str
    full: ExactFraction
    marks: ExactFraction | None


@dataclass(frozen=True, slots=True)
class Charge:
    """A line of the statement. ``amount`` is the sum of the steps, the last of which rounds: nothing is unexplained."""

    clause: str
    label: Text
    kind: str
    steps: tuple[Step, ...]
    amount: ExactDecimal
    tax_code: str
    where: str = ""
    source: str = ""
    scores: tuple[Score, ...] = ()
    damages: bool = False
    """Damages do not reduce the price: the invoice stays full, and they are netted from the payment."""
    payment: bool = False
    """What only moves when something is paid, such as a retention: neither the price nor what is earned changes."""
    rounded_with: tuple[str, ...] = field(default=(), compare=False)
    """The lines with which it was rounded; only while the month is priced."""

    def __post_init__(self) -> None:
        assert isinstance(self.amount, Decimal), "an amount is a Decimal"
        assert isinstance(self.amount, TracedAmount) or (
            exact_sum(s.amount for s in self.steps).as_integer_ratio() == self.amount.as_integer_ratio()
        ), f"{self.clause}: steps do not add up"

    @property
    def parts(self) -> list[tuple[Step, list[Step]]]:
        """Of a line that was computed part by part, the head of each part with its steps, without what rounds the line."""
        found: list[tuple[Step, list[Step]]] = []
        for step in self.steps:
            if step.is_head:
                found.append((step, []))
            elif found and not step.is_rounding:
                found[-1][1].append(step)
        return found

    @property
    def is_deducted(self) -> bool:
        """Whether it stands after the total: it is netted from the payment, and no part of the price."""
        return self.damages or self.payment

    @property
    def lost(self) -> Fraction:
        """What a deduction takes from what is earned: damages, and money held back that is never paid."""
        if self.damages:
            return exact(self.amount)
        return exact_sum(one.amount for one in self.steps if one.kind == "lost")

    @property
    def exact(self) -> Fraction:
        """The amount before rounding: what later clauses take their share of."""
        return exact_sum(step.amount for step in self.steps if not step.is_rounding)


@dataclass(frozen=True, slots=True)
class KpiVerdict:
    """How a KPI was judged. ``judged`` is the value after the contract's rounding, or what it puts in place of a missing one.

    ``met`` is None without a target; ``score`` and ``marks`` (full marks) come from a scorecard; ``reason`` says why the
    judged value is not the measured one, and ``because`` which of those reasons others ask for. ``each_target`` and ``each_better``:
    what each of its days, weeks or other intervals is held against, of a KPI that is taken of these. ``target_range``: both ends of a
    target that is a range; ``target`` is then the one that the value is held against.
    """

    result: KpiResult
    label: Text
    formula: Words
    formula_values: TypedValues
    judged: ExactFraction | None
    target: ExactFraction | None = None
    better: str = "high"
    met: bool | None = None
    score: ExactFraction | None = None
    marks: ExactFraction | None = None
    reason: Words | None = None
    where: str = ""
    source: str = ""
    reason_values: TypedValues = field(default_factory=dict)
    because: Because = ""
    each_target: ExactFraction | None = None
    each_better: str = "high"
    target_range: tuple[ExactFraction, ExactFraction] | None = None

    @property
    def why(self) -> Sentence | None:
        """The reason with its values."""
        return None if self.reason is None else Sentence(self.reason, self.reason_values)

    @property
    def said(self) -> tuple[Words, Mapping[str, Any]]:
        """How the KPI is computed, with its values."""
        return self.formula, self.formula_values

    @property
    def provisional(self) -> bool:
        """Whether it is judged by what counts until its value is known."""
        return self.because == "provisional"


PAYABLE_ROUNDING = "payable_rounding"
"""The kind of the line by which what is payable is rounded, of the statement's own making."""

TaxBase = Literal["net", "net_and_taxes", "taxes"]
"""What a tax is charged on: the net amount, the taxes of its code above it, or both."""


def tax_base(of: TaxBase, net: Decimal, above: Sequence[Decimal]) -> Decimal:
    """The amount that a tax is charged on; ``above`` are the taxes of its code that stand above it."""
    taxes = sum(above, Decimal(0)) if of != "net" else Decimal(0)
    return taxes if of == "taxes" else net + taxes


@dataclass(frozen=True, slots=True)
class TaxLine:
    """A tax on all lines of one code: ``amount`` is ``base × rate``, rounded as the contract says. ``base`` is without tax, but for
    a tax ``of`` the taxes above it in its code.

    ``note`` says why none is charged, or on what difference; it is printed beside the tax.
    """

    code: str
    name: Text
    rate: ExactFraction
    base: ExactDecimal
    amount: ExactDecimal
    note: Text | None = None
    of: TaxBase = "net"


@dataclass(frozen=True)
class Statement:
    """A contract applied to a month. ``total`` is ``net + tax`` to the minor unit.

    ``line_taxes`` has the tax of each charge, in their order; they add up to ``tax``. With ``prices_include_tax`` the
    charges hold their tax already, so they add up to ``total``; without, to ``net``. ``deductions`` are taken from the
    payment and not from the price: damages, and tax that the client withholds; ``payable`` is what remains. ``portions``
    allocate all of it to the client's entities, where there are several; ``drawn`` says what is left of its limits, and
    ``second`` what it comes to in another currency, where it is shown in two.
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
    line_taxes: tuple[ExactDecimal, ...]
    net: ExactDecimal
    tax: ExactDecimal
    total: ExactDecimal
    measures: Measures
    history: tuple[str, ...] = field(default=())
    deductions: tuple[Charge, ...] = ()
    portions: tuple[Portion, ...] = ()
    drawn: tuple[Drawdown, ...] = ()
    second: SecondCurrency | None = None
    dated: date | None = field(default=None, compare=False)
    """The day that stands on the paper, from which days are counted; no price hangs on it. None of what was only priced."""

    def both_counts(self, names: Mapping[str, Text] | None = None) -> dict[str, tuple[Words, dict[str, Any]]]:
        """Of every figure that both parties counted, what they counted and which count is billed, as a sentence with its values."""
        return {
            name: reconciliation.said((names or {}).get(name, name), sides, self.is_ratio(name))
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
        if isinstance(lines, TracedAmount):
            return  # to compare them would keep them to their place
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
    total = exact_sum(step.amount for step in steps)
    amount = money.round(total) if whole is None else money.round(whole) - shown
    if type(total) is Fraction and total.as_integer_ratio() == amount.as_integer_ratio():
        return tuple(steps), amount
    odd = exact(amount) - total
    if not isinstance(amount, TracedAmount) and odd == 0:
        return tuple(steps), amount
    if whole is None:
        closing = Step(ROUNDING, {"unit": money.units(1), "currency": money.currency}, odd, kind="rounding")
    else:
        closing = Step(CARRY, {"whole": whole, "shown": shown}, odd, kind="rounding")
    return (*steps, closing), amount
