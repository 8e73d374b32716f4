"""A least fee for a case that may be more than the whole debt: whoever collects the last few coins is paid more than they bring."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.header.accepts import Check
from bpo.contracts.terms.contingency import Contingency, FeeBand
from bpo.core.words import Words

FLOOR = Words(
    "check-perverse-floor",
    en="'{clause}': a case with less than {floor} to recover costs {floor} all the same, more than it can bring",
    zh="条款 '{clause}'：可回款不足 {floor} 的案件仍收 {floor}，超过其可回款额",
)
FLOOR_BY_AGE = Words(
    "check-perverse-floor-by-age",
    en="'{clause}': a case on which less than {floor} is recovered costs {floor} all the same, whatever its balance",
    zh="条款 '{clause}'：回款不足 {floor} 的案件，不论余额均收 {floor}",
)


def perverse_floors(asked: Asked) -> Iterator[Advice]:
    """The first such floor of each contingency fee."""
    for at, clause in asked.clauses():
        if not isinstance(clause, Contingency):
            continue
        for i, band in enumerate(clause.bands):
            if band.floor > (_least_balance(clause.bands, i) if clause.by == "balance" else 0):
                words = FLOOR if clause.by == "balance" else FLOOR_BY_AGE
                at_band = (*at, "bands", i, "floor")
                yield asked.advice(Check.PERVERSE, words, at_band, clause.id, clause=clause.id, floor=band.floor)
                break


def _least_balance(bands: list[FeeBand], i: int) -> Fraction:
    """The least balance that lies in a band."""
    own = bands[i].bound()
    if own is not None and own[0] in ("at_least", "above"):
        return own[1]
    before = bands[i - 1].bound() if i else None
    return before[1] if before is not None and before[0] in ("at_most", "below") else Fraction(0)
