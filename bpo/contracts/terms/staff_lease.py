"""Staff lease (人员租赁): ① heads × price per head, or ② heads × labour cost × service-fee rate, part months in part.

The rate is 110% for cost plus 10%; ``fee: 10%`` is the same by another name; where the labour cost itself is passed through,
the fee alone is billed.
"""

from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from bpo.contracts.blocks.prices import A_PRICE, UNIT_PRICE, VALUE, Place, Price, PriceRow, PriceShare, Quoted, Rows
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.term import Term
from bpo.core.errors import choices, fail
from bpo.core.expr import Expr
from bpo.core.fields import UNKNOWN_CHOICE, Amount, Mistake, read_number, read_share
from bpo.core.measures import Need
from bpo.core.proration import SAID, Prorated, heads_by_days
from bpo.core.quantity import filter_at
from bpo.core.tables import ROSTER
from bpo.core.words import Condition, Pct, Text, Words

ONE_FORMULA = Words(
    "staff-lease-one-formula",
    en="write either 'price' (or 'prices' by grade), or 'labour_cost' with 'rate' or 'fee'",
    zh="'price'（或按职级的 'prices'）与 'labour_cost' 加 'rate' 或 'fee'，两种公式须且只能选一种",
)
RATE_BELOW_COST = Words(
    "staff-lease-rate-below-cost",
    en="a rate of {rate}% bills less than the labour cost; write 'fee: {rate}%' for cost plus {rate}%, or 110% for cost plus 10%",
    zh="rate 为 {rate}% 将低于人工成本；加成 {rate}% 请写 fee: {rate}%，加成 10% 请写 rate: 110%",
)
GRADE_WITHOUT_PRICE = Words(
    "staff-lease-grade",
    en="the roster has grade '{grade}', for which '{clause}' has no price",
    zh="花名册中有职级 '{grade}'，但条款 '{clause}' 未定价",
)
HEADS = Words("staff-lease-heads-by", en="Leased heads, {how}", zh="租赁人数，{how}")
GRADE = Words("staff-lease-grade-heads-by", en="Leased heads of grade {grade}, {how}", zh="租赁人数（{grade}），{how}")
COST_PLUS = Words("staff-lease-cost-plus", en="Labour cost with a service fee of {fee}", zh="人工成本加服务费 {fee}")
FEE_ALONE = Words(
    "staff-lease-fee-alone",
    en="Service fee of {fee} on labour cost, which is passed through",
    zh="人工成本的服务费 {fee}（人工成本另行代收代付）",
)
FIXED_COST = Words("staff-lease-fixed-cost", en="{heads} heads × labour cost {cost}", zh="{heads} 人 × 人工成本 {cost}")


def _labour_cost(given: Any) -> Any:
    if isinstance(given, str) and given != "roster" and given[:1].isalpha():
        raise Mistake(UNKNOWN_CHOICE, what="labour_cost", **choices(given, ("roster",)))
    return given if given in (None, "roster") else read_number(given)


SERVICE_FEE = Words("offer-service-fee", en="Service fee on labour", zh="人工费用的服务费")


class StaffLease(Term):
    """Heads come from the roster, each for its days in the period (``prorated``). ``labour_cost`` is ``roster`` (each agent's own, its
    ``labour_cost`` column) or one sum per head and month."""

    kind_name: ClassVar[Text] = Text(zh="人员租赁", en="Staff lease")

    model: Literal["staff_lease"]
    price: Price | None = None
    prices: dict[str, Price] | None = None
    labour_cost: Annotated[Literal["roster"] | Amount | None, BeforeValidator(_labour_cost)] = None
    rate: Annotated[Fraction, BeforeValidator(lambda given: read_share(given, below=2)), A_PRICE] | None = None
    fee: PriceShare | None = None
    labour: Literal["billed", "passed_through"] = "billed"
    prorated: Prorated = "days"
    where_: str | None = Field(None, alias="where")

    def check_fields(self) -> None:
        super().check_fields()
        by_cost = self.labour_cost is not None and (self.rate is None) != (self.fee is None)
        by_head = (self.price is None) != (self.prices is None)
        no_cost = self.labour_cost is None and self.rate is None and self.fee is None
        if not ((by_head and no_cost) or (by_cost and self.price is None and self.prices is None)):
            raise Mistake(ONE_FORMULA)
        if no_cost:
            self.only_with("labour_cost", "labour")
        if self.rate is not None and self.rate < 1:
            raise Mistake(RATE_BELOW_COST, ("rate",), rate=self.rate * 100)

    @property
    def fee_rate(self) -> Fraction:
        """The service fee as a share of labour cost: 10% for ``rate: 110%`` and for ``fee: 10%``."""
        return self.rate - 1 if self.rate is not None else self.fee or Fraction(0)

    def needs(self) -> list[Need]:
        where = filter_at(self.where_, ROSTER)
        if self.labour_cost == "roster":
            cost = Expr("column", "decimal", value="labour_cost")
            return [heads_by_days(self.id, self.prorated, where, (), "money", of=cost)]
        by = ("grade",) if self.prices is not None else ()
        return [heads_by_days(self.id, self.prorated, where, by, "person_month")]

    def scaled_price(self, place: Place, price: Fraction, factor: Fraction) -> Fraction:
        """Of a rate such as 110% the fee is multiplied, not the labour cost in it."""
        if place != ("rate",):
            return super().scaled_price(place, price, factor)
        return 1 + (price - 1) * factor

    def price_rows(self, contract: Quoted) -> Rows:
        if self.price is not None:
            yield PriceRow(UNIT_PRICE, {}, "person_month", self.price)
        for grade, price in (self.prices or {}).items():
            yield PriceRow(VALUE, {"value": grade}, "person_month", price)
        if self.labour_cost is not None:
            yield PriceRow(SERVICE_FEE, {}, percent=self.fee_rate)

    def own_conditions(self) -> list[Condition]:
        return []

    def charge(self, month: Month) -> Charge:
        if self.prices is not None:
            return self.line(month, self._by_grade(month, self.prices))
        total = month.quantity(self.id, self).total
        if self.price is not None:
            return self.line(month, [self._heads(HEADS, {}, total, self.price)])
        steps: list[Step] = []
        cost = total
        if isinstance(self.labour_cost, Fraction):
            cost = total * self.labour_cost
            steps.append(self.step(FIXED_COST, {"heads": total, "cost": self.labour_cost}))
        alone = self.labour == "passed_through"
        rate = self.fee_rate if alone else 1 + self.fee_rate
        words = FEE_ALONE if alone else COST_PLUS
        steps.append(self.step(words, {"fee": Pct(self.fee_rate)}, cost * rate, cost, "money", rate))
        return self.line(month, steps)

    def _by_grade(self, month: Month, prices: dict[str, Fraction]) -> list[Step]:
        parts = month.parts(self.id, "grade", self)
        for grade, heads in parts.items():
            if heads and grade not in prices:
                raise fail(GRADE_WITHOUT_PRICE, self.where, grade=grade, clause=self.id)
        heads_of = {grade: parts.get(grade, Fraction(0)) for grade in prices}
        return [self._heads(GRADE, {"grade": grade}, heads_of[grade], price) for grade, price in prices.items()]

    def _heads(self, words: Words, of: dict[str, Any], heads: Fraction, price: Fraction) -> Step:
        return self.step(words, {**of, "how": SAID[self.prorated]}, heads * price, heads, "person_month", price)
