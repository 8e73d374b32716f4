"""What every clause is: terms and adjustments alike say what they need, and charge a month; and an agreed figure in a clause."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import BeforeValidator, model_validator

from bpo.contracts.month import Asking, Month
from bpo.contracts.statement import Charge, Score, Step, StepKind, rounded
from bpo.core.errors import fail
from bpo.core.fields import FileModel, Identifier, Label, Mistake, answers_all
from bpo.core.figure import Figure
from bpo.core.intervals import Each
from bpo.core.measures import Need
from bpo.core.quantity import QuantityRef, QuantitySpec
from bpo.core.sums import ZERO, exact_sum
from bpo.core.words import Text, Words

SEVERAL_TAXES = Words(
    "clause-several-taxes",
    en="a clause has one tax code; several taxes on the same lines are the 'taxes' of that code, such as prices: {{rates: {{gst: {{taxes: "
    "[{{rate: 9%, name: CGST}}, {{rate: 9%, name: SGST}}]}}}}}}",
    zh="一个条款只有一个税码；同一金额上的多种税写在该税码的 taxes 中，例如 prices: {{rates: {{gst: {{taxes: [{{rate: 9%, name: CGST}}, "
    "{{rate: 9%, name: SGST}}]}}}}}}",
)

Loc = tuple[int | str, ...]
Kind = Literal["line", "kpi", "quantity", "tax"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that a clause uses: of a line above it, a KPI, a named quantity or a tax code; ``at`` is where it stands."""

    kind: Kind
    name: str
    at: Loc
    bounds: tuple[tuple[Fraction, Loc], ...] = ()
    """For a KPI: the values it is compared with, which must be in its unit."""
    points: tuple[tuple[Fraction, Loc], ...] = ()
    """For a KPI: the sizes of its points, which of a ratio must be such a share too."""
    needs_target: bool = False
    of_target: bool = False
    """For a KPI: shares of its target are counted, which has to be above zero."""
    each: Each | None = None
    """For a KPI: its days, weeks or other intervals are judged one by one, by the target of each."""
    same_for_all: bool = False
    """For a quantity: one figure for all sites and all days of the month, such as an exchange rate."""


@dataclass(frozen=True, slots=True)
class Later:
    """What falls due only so many ``months`` later, and is lost at the end of a contract; ``words`` say so of its last months."""

    words: Words
    at: Loc
    months: int


def _one_code(given: Any) -> Any:
    if isinstance(given, list):
        raise Mistake(SEVERAL_TAXES)
    return given


class Clause(FileModel):
    """A clause of the contract. ``clause`` is its number in the signed paper; ``tax`` its tax code.

    ``for_each``: computed for every value of this column by itself (``site``, ``team``, ``agent``, ``entity``, …), as one line.
    """

    kind_name: ClassVar[Text]
    chosen_by: ClassVar[str]
    """The field that says which class a clause of a file is: ``model`` of terms, ``kind`` of adjustments."""
    kind_of: ClassVar[str] = ""
    """What that field says of this class, which is also the name of its page."""
    pages: ClassVar[str]
    """The folder of those pages."""
    reads_history: ClassVar[bool] = False
    """Whether it depends on earlier months; their statements then become part of what a month was billed from."""

    sides: ClassVar[Mapping[str, Text]] = {}
    """Names of the quantities that it counts under ``id.side``, where it counts more than one."""

    id: Identifier
    label: Label | None = None
    clause: str = ""
    tax: Annotated[str | None, BeforeValidator(_one_code)] = None
    for_each: Identifier | None = None

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        choice = cls.model_fields.get(cls.chosen_by) if hasattr(cls, "chosen_by") else None
        if choice is not None:
            (cls.kind_of,) = get_args(choice.annotation)
            cls.page = f"{cls.pages}/{cls.kind_of}.md"
            answers_all(cls)

    @model_validator(mode="after")
    def _filters_are_understood(self) -> Self:
        self.needs()
        return self

    @property
    def counted_by(self) -> QuantityRef | None:
        """Its ``quantity``, written out in it or by name; None if its figure comes with the measures, empty if it has none."""
        given: QuantityRef | None = getattr(self, "quantity", "")
        return given

    @property
    def counted_as(self) -> str:
        """The name under which that quantity is counted or given: its own, unless it names another."""
        return self.counted_by if isinstance(self.counted_by, str) else self.id

    @property
    def is_damages(self) -> bool:
        """Whether what it takes is netted from the payment and leaves the invoice full (违约金)."""
        return False

    @property
    def is_payment(self) -> bool:
        """Whether it only moves when something is paid, and neither the price nor what is earned."""
        return False

    def looks_back(self) -> bool:
        """Whether it depends on earlier months as it is written; most clauses do always or never."""
        return self.reads_history

    def needs(self) -> list[Need]:
        """What is to be counted for it; a clause never counts."""
        return self.counted_by.needs(self.id) if isinstance(self.counted_by, QuantitySpec) else []

    def figures(self) -> list[str]:
        """The quantities that have its own name: those that it counts, and one that comes with the measures."""
        quantity = self.counted_by
        given = [self.id] if isinstance(quantity, QuantitySpec) and quantity.given is not None else []
        return [*(need.id for need in self.needs()), *given]

    def counted(self) -> list[Need]:
        """Its needs, for each part that it is computed for."""
        needs = self.needs()
        return needs if self.for_each is None else [replace(need, each=self.for_each) for need in needs]

    def days(self) -> list[tuple[date, Loc]]:
        """Days on which it falls due, with their places; one on which the contract does not hold would never be billed."""
        return []

    def about(self, *fields: str) -> list[str]:
        """The lines that it names in ``on`` and ``of``, which it takes its amount from, or in these fields; those of a cap only limit it."""
        named = [one.name for one in self.references() if one.kind == "line" and one.at[0] in (fields or ("on", "of"))]
        return list(dict.fromkeys(named))

    def falls_due_later(self) -> Later | None:
        """What of it comes back, or may be used, only in later months."""
        return None

    def calendar_at(self) -> list[Loc]:
        """The places in it, besides conditions, that ask which days are worked."""
        return []

    def references(self) -> list[Reference]:
        """Names that must exist, beginning with those in ``tax``, ``quantity``, ``on`` and ``of``; the loader reports those that don't."""
        found = [Reference("tax", self.tax, ("tax",))] if self.tax is not None else []
        if isinstance(self.counted_by, str) and self.counted_by:
            found.append(Reference("quantity", self.counted_by, ("quantity",)))
        for field in ("on", "of"):
            found += [Reference("line", name, (field, i)) for i, name in enumerate(getattr(self, field, None) or ())]
        return found

    @abstractmethod
    def charge(self, month: Month) -> Charge:
        """The clause applied to a month.

        Raises:
            BpoError: if a quantity or KPI that it needs is not there.
        """

    def rates_without_history(self, month: Month) -> Sequence[Step]:
        """The steps whose rates later months read, where they hang on no earlier month although its line does."""
        return ()

    @property
    def shown_label(self) -> Text:
        return self.label or self.kind_name

    def label_of(self, side: str) -> Text:
        """The name of one of the quantities that it counts."""
        label, name = self.shown_label, self.sides[side]
        return Text(zh=f"{label.zh}（{name.zh}）", en=f"{label.en} ({name.en})")

    def step(
        self, rule: Words, values: Mapping[str, Any] = {}, amount: Fraction = ZERO,
        quantity: Fraction | None = None, unit: str = "", rate: Fraction | None = None, kind: StepKind = "",
    ) -> Step:  # fmt: skip
        """One piece of its amount; without an amount it only says something."""
        return Step(rule, values, amount, quantity, unit, rate, self.clause, kind)

    def line(
        self, month: Month, steps: Sequence[Step], with_lines: Sequence[str] = (), scores: Sequence[Score] = ()
    ) -> Charge:
        """The charge of these steps, closed by the step that rounds it (see :func:`rounded`).

        ``with_lines`` are the lines that this one belongs to by the contract's formula: together they show its exact amount to
        the cent. A line that comes to nothing (a coefficient of 1) is nothing, whatever the rounding of those lines left over.
        """
        steps = _in_its_units(month, steps)
        whole, shown = None, month.money.zero
        if with_lines and (before_rounding := exact_sum(step.amount for step in steps)):
            whole, shown = month.exact_of(with_lines) + before_rounding, month.shown_of(with_lines)
        closed, amount = rounded(steps, month.money, whole, shown)
        return Charge(
            clause=self.id,
            label=self.shown_label,
            kind=self.kind_of,
            steps=closed,
            amount=amount,
            tax_code=self.tax or month.tax_code,
            where=str(self.where or ""),
            source=self.clause,
            scores=tuple(scores),
            damages=self.is_damages,
            payment=self.is_payment,
            rounded_with=tuple(with_lines),
        )


def _in_its_units(month: Month, steps: Sequence[Step]) -> list[Step]:
    """The steps with what is counted for a month counted for the billing period: quarters, seat-quarters."""
    if month.cycle.length == "month":
        return [*steps]
    units = [month.cycle.unit(step.unit) for step in steps]
    return [one if one.unit == unit else replace(one, unit=unit) for one, unit in zip(steps, units, strict=True)]


NO_FIGURE = Words(
    "figure-month-missing",
    en="'{clause}' has no figure for {period}; write it beside those of the other months",
    zh="条款 '{clause}' 没有 {period} 的数值；请在其他月份旁补上",
)


def in_month(figure: Figure, month: Month, asking: Asking) -> Fraction:
    """The month's figure.

    Raises:
        BpoError: if it was not written or given; missing is never zero.
    """
    if figure.named is not None:
        return month.quantity(figure.named, asking).total
    found = figure.of_month(month.effective, month.measures.quantities)
    if found is None:
        raise fail(NO_FIGURE, asking.where, clause=asking.id, period=month.period.name)
    return found


def named_in(figure: Figure, at: Loc) -> list[Reference]:
    """The quantity that it names, if it does."""
    return [Reference("quantity", figure.named, at)] if figure.named is not None else []
