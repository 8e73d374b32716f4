"""What explains that a line was billed otherwise: every mistake that yields its amount to the cent.

Each is tried by computing what the line would come to with it; one that does not yield the amount is not named.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from bpo.audit.matching import Pair
from bpo.audit.received import ReceivedLine, sum_of
from bpo.contracts.billed import is_quantity_times_rate, priced_steps
from bpo.contracts.statement import Charge
from bpo.core.money import Money, exact
from bpo.core.sums import exact_sum
from bpo.core.words import Text, Words, show_number
from bpo.pricing.limits import is_limit

CauseName = Literal[
    "not_given", "not_billed", "not_in_contract", "doubled", "other_month", "kpi", "limit", "tier", "rate", "quantity",
    "sign", "follows", "rounding", "tax", "adding", "deducted", "multiplied", "unexplained",
]  # fmt: skip

NOT_GIVEN = Words(
    "audit-not-given",
    en="a credit of {amount} that the contract gives is not on the invoice",
    zh="合同约定的抵减 {amount} 未列入发票",
)
NOT_BILLED = Words(
    "audit-not-billed", en="{amount} that the contract yields is not billed", zh="合同应计的 {amount} 未计费"
)
NOT_IN_CONTRACT = Words(
    "audit-not-in-contract", en="no clause of the contract yields such a line", zh="合同没有产生该行的条款"
)
DOUBLED = Words(
    "audit-doubled", en="the line stands {count} times: rows {rows}", zh="该行重复出现 {count} 次：第 {rows} 行"
)
OTHER_MONTH = Words(
    "audit-other-month",
    en="it is the amount of {period}, at its figures",
    zh="该金额是 {period} 的金额（按该账期数据）",
)
KPI_AT = Words(
    "audit-kpi",
    en="it is the amount at {kpi} of {value}, not {measured}",
    zh="该金额对应 {kpi} 为 {value}，而非 {measured}",
)
LIMIT = Words(
    "audit-limit",
    en="it is the amount without the limit that the clause has ({limit})",
    zh="该金额未计入条款的上下限（{limit}）",
)
TIER = Words(
    "audit-tier",
    en="all {quantity} are billed at the rate of one tier, {rate}",
    zh="全部 {quantity} 均按同一档单价 {rate} 计费",
)
RATE = Words("audit-rate", en="billed at {billed}, agreed is {agreed}", zh="按单价 {billed} 计费，约定为 {agreed}")
QUANTITY = Words(
    "audit-quantity", en="{billed} are billed, counted are {counted}", zh="计费数量 {billed}，统计数量 {counted}"
)
SIGN = Words("audit-sign", en="the amount has the other sign", zh="金额正负号相反")
FOLLOWS = Words("audit-follows", en="it follows from '{line}', which is billed otherwise", zh="随“{line}”的差异而变")
ROUNDING = Words("audit-rounding", en="within the rounding of its lines", zh="在各行舍入误差之内")
MULTIPLIED = Words(
    "audit-multiplied",
    en="rows {rows}: quantity × rate is not the amount that stands there",
    zh="第 {rows} 行：数量 × 单价 与所列金额不符",
)
UNEXPLAINED = Words(
    "audit-unexplained", en="none of the usual mistakes yields this amount", zh="常见差错均得不出该金额"
)
TAX = Words(
    "audit-tax",
    en="tax of {billed} where its own lines bear {due} by the contract",
    zh="税额为 {billed}，而按合同，其各行应计 {due}",
)
ADDING = Words(
    "audit-adding",
    en="its lines, tax and deductions come to {sum}, it asks for {stated}",
    zh="各行、税额与扣款合计 {sum}，而所要求支付的为 {stated}",
)
DEDUCTED = Words(
    "audit-deducted",
    en="{billed} is taken off before payment, by the contract {due}",
    zh="付款前扣减 {billed}，按合同为 {due}",
)
RATE_PLACES = 4
"""A rate that has more decimals was not agreed by anybody."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A mistake by its name, and in words."""

    name: CauseName
    said: Text

    @classmethod
    def of(cls, name: CauseName, words: Words, **values: Any) -> "Cause":
        return cls(name, Text(zh=words.say("zh", values), en=words.say("en", values)))


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What lines, by their clauses, come to if something were otherwise; ``cause`` says what."""

    cause: Cause
    amounts: Mapping[str, Decimal]


@dataclass(frozen=True)
class Known:
    """What is known besides a pair: all others, the lines that each clause takes its amount from, and the month if it were otherwise."""

    pairs: Sequence[Pair]
    about: Mapping[str, Sequence[str]]
    otherwise: Sequence[Otherwise]
    money: Money
    part: Callable[[Charge], Fraction]
    """What of a charge's exact amount the invoice states: all, or what is left of it without tax."""


def causes_of(pair: Pair, known: Known) -> tuple[Cause, ...]:
    """The mistakes that yield what was billed, the surest first; one at least."""
    if not pair.difference:
        return ()
    if pair.expected is None:
        return (Cause.of("not_in_contract", NOT_IN_CONTRACT), *_odd(pair))
    if not pair.lines:
        return (_missing(pair),)
    found = dict[CauseName, Cause]()
    for cause in _tried(pair, known):
        found.setdefault(cause.name, cause)
    return (*found.values(), *_odd(pair)) or (Cause.of("unexplained", UNEXPLAINED),)


def _missing(pair: Pair) -> Cause:
    if pair.due < 0:
        return Cause.of("not_given", NOT_GIVEN, amount=-pair.due)
    return Cause.of("not_billed", NOT_BILLED, amount=pair.due)


def _odd(pair: Pair) -> Iterator[Cause]:
    rows = [str(line.row) for line in pair.lines if line.is_odd]
    if rows:
        yield Cause.of("multiplied", MULTIPLIED, rows=", ".join(rows))


def _tried(pair: Pair, known: Known) -> Iterator[Cause]:
    doubled = list(_doubled(pair, known))
    yield from doubled or _otherwise(pair, known)


def _otherwise(pair: Pair, known: Known) -> Iterator[Cause]:
    assert pair.expected is not None
    charge, billed = pair.expected.charge, pair.billed
    if billed == -pair.due:
        yield Cause.of("sign", SIGN)
    for other in known.otherwise:
        if other.amounts.get(charge.clause) == billed:
            yield other.cause
    yield from _limit(charge, billed, known)
    yield from _by_steps(pair, charge, known)
    yield from _follows(pair, charge, known)


def _doubled(pair: Pair, known: Known) -> Iterator[Cause]:
    """Some of its lines stand there more than once, and once they are what the contract yields, or wrong in another way."""
    alike: dict[tuple[Any, ...], list[ReceivedLine]] = {}
    for line in pair.lines:
        alike.setdefault((line.label, line.amount, line.quantity), []).append(line)
    once = replace(pair, lines=tuple(lines[0] for lines in alike.values()))
    rows = next((lines for lines in alike.values() if len(lines) > 1), [])
    if not rows:
        return
    others = list(_otherwise(once, known)) if once.difference else []
    if others or not once.difference:
        yield Cause.of("doubled", DOUBLED, count=len(rows), rows=", ".join(str(line.row) for line in rows))
        yield from others


def _limit(charge: Charge, billed: Decimal, known: Known) -> Iterator[Cause]:
    """Without its caps and minimums."""
    steps = [step for step in charge.steps if is_limit(charge, step) and step.amount]
    if (
        steps
        and known.money.round((charge.exact - exact_sum(step.amount for step in steps)) * known.part(charge)) == billed
    ):
        values = {"zh": steps[0].rule.say("zh", steps[0].values), "en": steps[0].rule.say("en", steps[0].values)}
        yield Cause.of("limit", LIMIT, limit=Text(**values))


def _by_steps(pair: Pair, charge: Charge, known: Known) -> Iterator[Cause]:
    """Of a line of quantities and rates: one tier's rate for all, another rate, another quantity."""
    priced = priced_steps(charge)
    if not priced or not is_quantity_times_rate(charge) or len({step.unit for step in priced}) != 1:
        return
    counted = exact_sum(step.quantity or Fraction(0) for step in priced)
    rates = dict.fromkeys(step.rate or Fraction(0) for step in priced)
    share, money = known.part(charge), known.money
    for rate in rates if len(rates) > 1 else ():
        if money.round(counted * rate * share) == pair.billed:
            yield Cause.of("tier", TIER, quantity=counted, rate=rate)
    given = [line.quantity for line in pair.lines]
    quantity = exact_sum(one for one in given if one is not None) if all(one is not None for one in given) else None
    if len(rates) != 1 or not counted:
        if quantity is not None and quantity != counted:
            yield Cause.of("quantity", QUANTITY, billed=quantity, counted=counted)
        return
    (agreed,) = rates
    if quantity is not None and quantity != counted and money.round(quantity * agreed * share) == pair.billed:
        yield Cause.of("quantity", QUANTITY, billed=quantity, counted=counted)
        return
    implied = _implied(pair, counted if quantity is None else quantity, share, money)
    if implied is not None and implied != agreed:
        yield Cause.of("rate", RATE, billed=show_number(implied), agreed=show_number(agreed))
    if quantity is not None and quantity != counted:
        yield Cause.of("quantity", QUANTITY, billed=quantity, counted=counted)


def _implied(pair: Pair, quantity: Fraction, share: Fraction, money: Money) -> Fraction | None:
    """The rate at which a quantity comes to what was billed: that of the invoice, else the one with the fewest decimals.

    One of more decimals is nearly right, and named only where the invoice states the quantity.
    """
    told = {line.rate for line in pair.lines}
    if len(told) == 1 and (rate := next(iter(told))) is not None:
        return rate / share
    if not quantity:
        return None
    rate = Fraction(0)
    for places in range(RATE_PLACES + 1):
        rate = Fraction(round(exact(pair.billed) / quantity / share * 10**places), 10**places)
        if money.round(quantity * rate * share) == pair.billed:
            return rate
    return rate if all(line.quantity is not None for line in pair.lines) else None


def _follows(pair: Pair, charge: Charge, known: Known) -> Iterator[Cause]:
    """A share of other lines moves with them: its amount grew as they did."""
    names = set(known.about.get(charge.clause, ()))
    bases = [one for one in known.pairs if one.expected is not None and one.expected.clause in names]
    due, billed = sum_of([one.due for one in bases]), sum_of([one.billed for one in bases])
    if not due or due == billed:
        return
    moved = exact(pair.due) * exact(billed) / exact(due)
    if abs(moved - exact(pair.billed)) <= 2 * exact(known.money.units(1)):
        line = next(one.expected.charge.label for one in bases if one.expected is not None and one.difference)
        yield Cause.of("follows", FOLLOWS, line=line)
