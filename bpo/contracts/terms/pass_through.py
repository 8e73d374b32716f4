"""Pass-through (代收代付): actual costs, without margin or with a markup on them."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from bpo.contracts.clause import Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.term import Term
from bpo.fields import Share
from bpo.measures import Need
from bpo.quantity import QuantityRef, QuantitySpec
from bpo.words import Pct, Text, Words

AT_COST = Words("pass-through-cost", en="Actual cost, passed through", zh="实际成本，代收代付")
MARKUP = Words("pass-through-markup", en="Markup of {markup} on actual cost", zh="按实际成本加收 {markup}")


class PassThrough(Term):
    """``cost + cost × markup``. The cost is a ``quantity`` of money: summed from facts, named, or given with the measures."""

    page: ClassVar[str] = "docs/terms/pass_through.md"
    kind_name: ClassVar[Text] = Text(zh="代收代付", en="Pass-through")

    model: Literal["pass_through"]
    quantity: QuantityRef | None = None
    markup: Share = Fraction(0)

    def needs(self) -> list[Need]:
        return self.quantity.needs(self.id) if isinstance(self.quantity, QuantitySpec) else []

    def references(self) -> list[Reference]:
        named = [Reference("quantity", self.quantity, ("quantity",))] if isinstance(self.quantity, str) else []
        return [*super().references(), *named]

    def charge(self, month: Month) -> Charge:
        name = self.quantity if isinstance(self.quantity, str) else self.id
        cost = month.quantity(name, self.id, self.where).total
        steps = [Step(AT_COST, {}, cost, source=self.clause)]
        if self.markup:
            steps.append(
                Step(MARKUP, {"markup": Pct(self.markup)}, cost * self.markup, cost, "money", self.markup, self.clause)
            )
        return self.line(month, steps)
