"""Pass-through (代收代付): actual costs, as they are, with a markup on them, or with a margin on the price."""

from fractions import Fraction
from typing import ClassVar, Literal

from bpo.contracts.blocks.prices import Place, PriceRow, PriceShare, Quoted, Rows
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.contracts.terms.term import Term
from bpo.core.fields import Mistake
from bpo.core.quantity import QuantityRef
from bpo.core.words import Condition, Pct, Text, Words

AT_COST = Words("pass-through-cost", en="Actual cost, passed through", zh="实际成本，代收代付")
MARKUP = Words("pass-through-markup", en="Markup of {markup} on actual cost", zh="按实际成本加收 {markup}")

MARGIN = Words(
    "pass-through-margin",
    en="Margin of {margin} on the price: cost × {margin} / (1 − {margin})",
    zh="利润占售价的 {margin}：成本 × {margin} ÷（1 − {margin}）",
)
MARKUP_OR_MARGIN = Words(
    "pass-through-one-way",
    en="write 'markup' (on cost) or 'margin' (on price), not both",
    zh="'markup'（按成本）与 'margin'（按售价）只能写一个",
)
MARGIN_OF_ALL = Words(
    "pass-through-margin-whole",
    en="a margin is a part of the price, below 100%; no price has a margin of {margin}%",
    zh="margin 是售价的一部分，须低于 100%；不存在利润占 {margin}% 的售价",
)


ADDED = Words("offer-added", en="Added to what was paid to others", zh="在代付金额上加收")
AS_INVOICED = Words("offer-as-invoiced", en="As others invoiced it", zh="按实际代付金额")


class PassThrough(Term):
    """``cost × (1 + markup)``, or ``cost / (1 − margin)``. The cost is a ``quantity`` of money: summed from facts, named, or given with the measures."""

    kind_name: ClassVar[Text] = Text(zh="代收代付", en="Pass-through")

    model: Literal["pass_through"]
    quantity: QuantityRef | None = None
    markup: PriceShare | None = None
    margin: PriceShare | None = None

    def check_fields(self) -> None:
        super().check_fields()
        if self.markup is not None and self.margin is not None:
            raise Mistake(MARKUP_OR_MARGIN, ("margin",))
        if self.margin is not None and self.margin >= 1:
            raise Mistake(MARGIN_OF_ALL, ("margin",), margin=self.margin * 100)

    @property
    def may_be_negative(self) -> bool:
        return True  # costs may be credited

    def scaled_price(self, place: Place, price: Fraction, factor: Fraction) -> Fraction:
        """The markup is multiplied, also the one that a margin is."""
        if place != ("margin",):
            return super().scaled_price(place, price, factor)
        on_cost = price / (1 - price) * factor
        return on_cost / (1 + on_cost)

    def price_rows(self, contract: Quoted) -> Rows:
        if self.margin is not None:
            yield PriceRow(ADDED, {}, percent=self.margin / (1 - self.margin))
        else:
            yield PriceRow(ADDED if self.markup else AS_INVOICED, {}, percent=self.markup)

    def own_conditions(self) -> list[Condition]:
        return []

    def charge(self, month: Month) -> Charge:
        cost = month.quantity(self.counted_as, self).total
        steps = [self.step(AT_COST, {}, cost)]
        if self.markup:
            said = {"markup": Pct(self.markup)}
            steps.append(self.step(MARKUP, said, cost * self.markup, cost, "money", self.markup))
        if self.margin:
            on_cost = self.margin / (1 - self.margin)
            said = {"margin": Pct(self.margin)}
            steps.append(self.step(MARGIN, said, cost * on_cost, cost, "money", on_cost))
        return self.line(month, steps)
