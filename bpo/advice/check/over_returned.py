"""A credit that is returned in full although another line had given a part of it back: more comes back than was taken."""

from __future__ import annotations

from collections.abc import Iterator

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.header.accepts import Check
from bpo.core.words import Words

NAME = Check.OVER_RETURNED
RETURNS_MORE = Words(
    "check-over-returned",
    en="'{clause}' returns all that '{credit}' took, also what '{less}' gave back of it: name '{less}' in its 'of'",
    zh="条款 '{clause}' 全额返还 '{credit}' 的扣款，包括 '{less}' 已退回的部分：请在 of 中一并写明 '{less}'",
)


def over_returned(asked: Asked) -> Iterator[Advice]:
    lowering = [clause for _, clause in asked.adjustments() if clause.gives_back()]
    for at, clause in asked.adjustments():
        returned = clause.returns()
        for less in lowering:
            credit = next((name for name in less.gives_back() if name in returned), None)
            if credit is not None and less.id not in returned:
                said = {"clause": clause.id, "credit": credit, "less": less.id}
                yield asked.advice(NAME, RETURNS_MORE, (*at, "of"), clause.id, **said)
