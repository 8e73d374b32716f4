"""Adjustments in another order than the trade's: coefficient, then bonus and penalty; a coefficient after them multiplies less."""

from __future__ import annotations

from collections.abc import Iterator

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.header.accepts import Check
from bpo.core.words import Words

NAME = Check.ORDER
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
                yield asked.advice(NAME, words, (*at, "on"), clause.id, clause=clause.id, before=before.id)
                break
