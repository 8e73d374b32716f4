"""Cliffs: one step of a KPI, such as from 79.99% to 80%, moves more than 2% of the lines that a clause is about."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bpo.advice.check.asked import Advice, Asked
from bpo.advice.check.trying import Move
from bpo.contracts.header.accepts import Check
from bpo.core.words import Pct, Words

NAME = Check.CLIFF
CLIFF = Words(
    "check-cliff",
    en="'{clause}': when '{kpi}' goes from {better} to {worse}, {share} of the lines it is about is lost",
    zh="条款 '{clause}'：指标 '{kpi}' 从 {better} 变为 {worse} 时，所涉各行金额损失 {share}",
)


def cliff(asked: Asked) -> Iterator[Advice]:
    """The highest cliff of each clause."""
    highest: dict[str, tuple[Fraction, Move]] = {}
    for move in asked.moves:
        if not move.one_step:
            continue
        for name, after in move.after.items():
            before = move.before[name]
            lines = max(abs(after.lines), abs(before.lines))
            if lines and before.lines == after.lines and name in move.moved:
                share = abs(after.share - before.share) / lines
                if share > asked.cliff and share > highest.get(name, (Fraction(0), None))[0]:
                    highest[name] = (share, move)
    for i, clause in enumerate(asked.contract.adjustments):
        if clause.id in highest:
            share, move = highest[clause.id]
            kpi = move.kpi.id
            worse, better = (asked.kpi_value(kpi, value) for value in (move.worse, move.better))
            values = {"clause": clause.id, "kpi": kpi, "better": better, "worse": worse, "share": Pct(share)}
            yield asked.advice(NAME, CLIFF, ("adjustments", i), clause.id, **values)
