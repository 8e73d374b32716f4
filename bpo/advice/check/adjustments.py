"""Checks of adjustments: without a cap or effect, in an odd order, falling due after the end, or returning more than was taken."""

from collections.abc import Iterator
from datetime import timedelta

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.clause import Loc
from bpo.contracts.model import Contract
from bpo.contracts.terms.commission import Commission
from bpo.core.words import Text, Words

NO_CAP = Words(
    "check-uncapped",
    en="'{clause}' has no cap: it grows with every {what}, whatever the month's fee is",
    zh="条款 '{clause}' 没有封顶：随{what}增长，与当月费用无关",
)
WITH = {"event": Text(zh="每次事件", en="event"), "point": Text(zh="每个点", en="point")}


def uncapped(asked: Asked) -> Iterator[Advice]:
    """Penalties that grow without end: per event or per point, and no cap, of their own or over several lines."""
    held = {name for _, clause in asked.adjustments() for one in clause.caps() for name in one.lines}
    for at, clause in asked.adjustments():
        if clause.grows_with is not None and clause.sign < 0 and clause.id not in held:
            yield asked.advice(NO_CAP, at, clause.id, what=WITH[clause.grows_with])


OF_NOTHING = Words(
    "check-no-effect-lines",
    en="'{clause}' has no effect: {lines} is always 0",
    zh="条款 '{clause}' 不起作用：{lines} 始终为 0",
)
ALWAYS_NOTHING = Words(
    "check-no-effect",
    en="'{clause}' has no effect: whatever the KPIs and events are, it comes to 0",
    zh="条款 '{clause}' 不起作用：无论指标与事件如何，金额均为 0",
)
GRACE = Words(
    "check-no-effect-grace",
    en="'{clause}' has no effect: its {months} grace months last as long as the contract, {all} months",
    zh="条款 '{clause}' 不起作用：宽限 {months} 个月，而合同只有 {all} 个月",
)


def no_effect(asked: Asked) -> Iterator[Advice]:
    """Adjustments without effect: of lines that are always 0, of no amount, or only after the contract has ended."""
    zero = {term.id for term in asked.contract.terms if term.is_free}
    months = _periods(asked.contract)
    for at, clause in asked.adjustments():
        lines = set(clause.about())
        if lines and lines <= zero and not clause.is_limit:
            named = [f"'{name}'" for name in sorted(lines)]
            yield asked.advice(OF_NOTHING, at, clause.id, lines=named)
            zero.add(clause.id)
        elif clause.moves_nothing:
            yield asked.advice(ALWAYS_NOTHING, at, clause.id)
            zero.add(clause.id)
        elif months is not None and clause.grace_months >= months:
            yield asked.advice(GRACE, (*at, "grace_months"), clause.id, months=clause.grace_months, all=months)


def _periods(contract: Contract) -> int | None:
    """How many billing periods the contract has; None without an end."""
    if contract.effective.end is None:
        return None
    first, last = (contract.cycle.containing(day).name for day in (contract.effective.start, contract.effective.end))
    return contract.cycle.between(first, last) + 1


COEFFICIENT_LATE = Words(
    "check-order",
    en="'{clause}' is a coefficient that stands after '{before}', which is about the same lines; usually it stands before: "
    "quantity, coefficient, bonus and penalty",
    zh="系数 '{clause}' 排在同样针对这些行的 '{before}' 之后；通常系数在前：工作量 × 系数 + 奖金 − 扣款",
)
MULTIPLIES_ONE = Words(
    "check-order-multiplies",
    en="'{clause}' is a coefficient on '{before}', a bonus or penalty: it makes that smaller or larger as well",
    zh="系数 '{clause}' 也乘在奖金或扣款 '{before}' 上，会同时改变其金额",
)


def order(asked: Asked) -> Iterator[Advice]:
    """Adjustments in another order than the trade's: coefficient, then bonus and penalty; a coefficient after them multiplies less."""
    clauses = list(asked.adjustments())
    for i, (at, clause) in enumerate(clauses):
        if not clause.is_coefficient:
            continue
        for _, before in clauses[:i]:
            if not before.is_sum:
                continue
            on = set(clause.about("on"))
            words = MULTIPLIES_ONE if before.id in on else COEFFICIENT_LATE
            if on & {before.id, *before.about()}:
                yield asked.advice(words, (*at, "on"), clause.id, before=before.id)
                break


NEGATIVE_BASE = Words(
    "check-negative-base",
    en="'{clause}' is a coefficient on {lines}, which can come below zero: below 1 it then pays the supplier, above 1 it costs him",
    zh="系数 '{clause}' 作用于 {lines}，其金额可能为负：此时系数小于 1 反而使供应商多得，大于 1 反而使其少得",
)


def negative_base(asked: Asked) -> Iterator[Advice]:
    """A coefficient on a line that can come below zero, where it turns round; not on charge-backs that it takes back as they were paid."""
    terms = {term.id: term for _, term in asked.terms()}
    for at, clause in asked.adjustments():
        if not clause.is_coefficient or clause.moves_nothing:
            continue
        named = [terms[name] for name in clause.about("on") if name in terms]
        below = [
            term for term in named if term.may_be_negative and (term.minimum is None or term.minimum.only_with_use)
        ]
        lines = [f"'{one.id}'" for one in below if clause.turns_charge_backs or not isinstance(one, Commission)]
        if lines:
            yield asked.advice(NEGATIVE_BASE, (*at, "on"), clause.id, lines=lines)


def lost_at_end(asked: Asked) -> Iterator[Advice]:
    """What falls due on a later invoice, and finds none after the contract's last month: points, credits to return, unused units."""
    contract = asked.contract
    if contract.effective.end is None:
        return
    for at, clause in asked.clauses():
        later = clause.falls_due_later()
        if later is not None:
            yield _last_months(asked, later.words, (*at, *later.at), clause.id, later.months)


def _last_months(asked: Asked, words: Words, at: Loc, clause: str, months: int) -> Advice:
    """Told of the last so many months of the contract, or of all that it has."""
    contract = asked.contract
    assert contract.effective.end is not None
    first = last = contract.cycle.containing(contract.effective.end)
    for _ in range(months - 1):
        if first.start > contract.effective.start:
            first = contract.cycle.containing(first.start - timedelta(days=1))
    return asked.advice(words, at, clause, first=first.name, last=last.name)


RETURNS_MORE = Words(
    "check-over-returned",
    en="'{clause}' returns all that '{credit}' took, also what '{less}' gave back of it: name '{less}' in its 'of'",
    zh="条款 '{clause}' 全额返还 '{credit}' 的扣款，包括 '{less}' 已退回的部分：请在 of 中一并写明 '{less}'",
)


def over_returned(asked: Asked) -> Iterator[Advice]:
    """A credit that is returned in full although another line had given a part of it back: more comes back than was taken."""
    lowering = [clause for _, clause in asked.adjustments() if clause.gives_back()]
    for at, clause in asked.adjustments():
        returned = clause.returns()
        for less in lowering:
            credit = next((name for name in less.gives_back() if name in returned), None)
            if credit is not None and less.id not in returned:
                yield asked.advice(RETURNS_MORE, (*at, "of"), clause.id, credit=credit, less=less.id)
