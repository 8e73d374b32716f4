"""Results that a notebook can look into: a statement, a curve and a quote, each as frames."""

from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any, Self

import polars as pl

from bpo.advice.curve import Point
from bpo.api.frames import frame_of
from bpo.contracts import statement as priced
from bpo.contracts.header.header import Header
from bpo.core.words import Lang
from bpo.economics.scenario.projection import Projection

MONTHLY = ("revenue", "cost", "margin")
MEASURED = ("value", "numerator", "denominator", "sample", "unit")
STEP = ("quantity", "unit", "rate", "amount", "source")
JUDGED = ("target", "judged", "met", "marks", "score")


@dataclass(frozen=True)
class Statement(priced.Statement):
    """A priced month; see :class:`bpo.contracts.statement.Statement` for its fields. It may stand in a later month's history.

    Frames hold exact numbers as decimals of twelve places; ``lang`` is that of the labels, English where it is left out and
    the contract is in both languages.
    """

    header: Header | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, statement: priced.Statement, header: Header) -> Self:
        """A statement of the engine with the header of its contract."""
        return cls(**{one.name: getattr(statement, one.name) for one in fields(priced.Statement)}, header=header)

    def lines(self, lang: Lang | None = None) -> pl.DataFrame:
        """A row a line: ``clause, label, kind, quantity, unit, rate, amount, tax_code, tax``; deductions come last, without tax.

        A line that several rates make has no ``rate``, and no ``quantity`` where it has several units.
        """
        said, taxes = self._lang(lang), zip(self.charges, self.line_taxes, strict=True)
        rows = [self._line(charge, said) | {"tax": tax} for charge, tax in taxes]
        rows += [self._line(deduction, said) for deduction in self.deductions]
        columns = ("clause", "label", "kind", "quantity", "unit", "rate", "amount", "tax_code", "tax")
        return frame_of(rows, ("quantity", "rate", "amount", "tax"), columns)

    @staticmethod
    def _line(charge: priced.Charge, lang: Lang) -> dict[str, Any]:
        counted = [step for step in charge.steps if step.quantity is not None and step.rate is not None]
        units, rates = {step.unit for step in counted}, {step.rate for step in counted}
        return {
            "clause": charge.clause,
            "label": charge.label.say(lang),
            "kind": charge.kind,
            "quantity": sum((step.quantity or Fraction(0) for step in counted), Fraction(0))
            if len(units) == 1
            else None,
            "unit": next(iter(units)) if len(units) == 1 else "",
            "rate": next(iter(rates)) if len(rates) == 1 else None,
            "amount": charge.amount,
            "tax_code": charge.tax_code,
        }

    def steps(self, lang: Lang | None = None) -> pl.DataFrame:
        """A row a step: ``clause, step, text, quantity, unit, rate, amount, source``; those of a line add up to its amount."""
        said = self._lang(lang)
        rows = [
            {"clause": charge.clause, "step": number, "text": step.rule.say(said, step.values)}
            | {column: getattr(step, column) for column in STEP}
            for charge in (*self.charges, *self.deductions)
            for number, step in enumerate(charge.steps, start=1)
        ]
        return frame_of(rows, ("quantity", "rate", "amount"), ("clause", "step", "text", *STEP))

    def kpis(self, lang: Lang | None = None) -> pl.DataFrame:
        """A row a KPI: ``kpi, label, value, numerator, denominator, sample, unit, target, judged, met, marks, score``."""
        said = self._lang(lang)
        rows = [
            {"kpi": name, "label": one.label.say(said)}
            | {column: getattr(one.result, column) for column in MEASURED}
            | {column: getattr(one, column) for column in JUDGED}
            for name, one in self.verdicts.items()
        ]
        whole = {"sample", "unit", "met"}
        return frame_of(rows, {*MEASURED, *JUDGED} - whole, ("kpi", "label", *MEASURED, *JUDGED))

    def _repr_html_(self) -> str:
        """The face, as a notebook shows it."""
        from bpo.invoice.notebook import statement_html

        return statement_html(self, self.header)

    def _lang(self, lang: Lang | None) -> Lang:
        return lang or ("zh" if self.header is not None and self.header.language == "zh" else "en")


@dataclass(frozen=True)
class Curve:
    """What is paid as one figure moves; ``points`` are both sides of every bend and jump, and the ends of equal steps."""

    vary: str
    points: tuple[Point, ...]

    def frame(self) -> pl.DataFrame:
        """A row a point: the figure's ``value``, the ``total``, whether it ``jumps`` behind it, and each line as ``line.<id>``."""
        rows = [
            {"value": point.value, "total": point.total, "jumps": point.jumps}
            | {f"line.{name}": amount for name, amount in point.lines.items()}
            for point in self.points
        ]
        lines = [f"line.{name}" for name in self.points[0].lines]
        return frame_of(rows, ("value", "total", *lines), ("value", "total", "jumps", *lines))


@dataclass(frozen=True)
class Quote:
    """A bid over its term: revenue and cost exact and without tax, in the contract's currency."""

    projection: Projection

    @property
    def revenue(self) -> Fraction:
        return self.projection.revenue

    @property
    def cost(self) -> Fraction:
        return self.projection.cost

    @property
    def margin(self) -> Fraction:
        return self.projection.margin

    def months(self) -> pl.DataFrame:
        """A row a month: ``month``, ``revenue``, ``cost``, ``margin``, and the drivers that the costs go with."""
        months = self.projection.months
        named = dict.fromkeys(name for month in months for name in month.drivers)
        drivers = [name for name in named if name not in ("month", "revenue")]
        rows = [
            {"month": month.period.name, **{name: getattr(month, name) for name in MONTHLY}}
            | {name: month.drivers.get(name) for name in drivers}
            for month in months
        ]
        exact = (*MONTHLY, *drivers)
        return frame_of(rows, exact, ("month", *exact))

    def lines(self) -> pl.DataFrame:
        """A row a month and line: ``month, clause, label, kind, quantity, unit, rate, amount, tax_code, tax``."""
        header = self.projection.contract
        frames = [
            Statement.of(month.statement, header).lines().insert_column(0, pl.lit(month.period.name).alias("month"))
            for month in self.projection.months
        ]
        return pl.concat(frames)

    def costs(self) -> pl.DataFrame:
        """A row a month and line of cost: ``month, item, category, amount``."""
        rows = [
            {"month": month.period.name, "item": line.item, "category": line.category, "amount": line.amount}
            for month in self.projection.months
            for line in month.costs
        ]
        return frame_of(rows, ("amount",), ("month", "item", "category", "amount"))
