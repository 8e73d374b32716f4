"""Which line of an invoice is which line of the contract: by the clause that it names, by its label, at last by its amount.

Nothing is guessed: a line that may be two is said to be none, and how each was found is told.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bpo.audit.received import ReceivedLine, sum_of
from bpo.contracts.statement import Charge
from bpo.core.words import Text

How = Literal["clause", "label", "part_of_label", "amount", ""]
HOW: dict[How, Text] = {
    "clause": Text(zh="条款号", en="clause"),
    "label": Text(zh="名称", en="label"),
    "part_of_label": Text(zh="部分名称", en="part of the label"),
    "amount": Text(zh="仅金额", en="amount alone"),
    "": Text.of("–"),
}
PART_LETTERS_MIN = 4
"""A shorter piece of a label says nothing."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A line that the contract yields: its ``amount`` in the invoice's way, with its tax or without."""

    charge: Charge
    amount: Decimal

    @property
    def clause(self) -> str:
        return self.charge.clause

    @property
    def labels(self) -> set[str]:
        return {_bare(self.charge.label.zh), _bare(self.charge.label.en)} - {""}


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the contract with those of the invoice that are it; either may be missing. ``how`` they were found."""

    expected: Expected | None
    lines: tuple[ReceivedLine, ...]
    how: How = ""

    @property
    def billed(self) -> Decimal:
        return sum_of([line.amount for line in self.lines])

    @property
    def due(self) -> Decimal:
        return self.expected.amount if self.expected is not None else Decimal(0)

    @property
    def difference(self) -> Decimal:
        """Above zero where the invoice asks for more than the contract yields."""
        return self.billed - self.due


def matched(lines: Sequence[ReceivedLine], expected: Sequence[Expected]) -> list[Pair]:
    """Every line of the contract in its order, then those of the invoice that are none of it.

    Lines that come to nothing and that the invoice leaves out are left out here, too.
    """
    found: dict[int, tuple[How, list[ReceivedLine]]] = {}
    left = list(lines)
    for how, fits in (("clause", _by_clause), ("label", _by_label), ("part_of_label", _by_part)):
        left = _taken(left, expected, found, how, fits)  # type: ignore[arg-type]
    left = _by_amount(left, expected, found)
    pairs = [
        Pair(one, tuple(found[n][1]), found[n][0]) if n in found else Pair(one, ())
        for n, one in enumerate(expected)
        if n in found or one.amount
    ]
    return [*pairs, *(Pair(None, (line,)) for line in left)]


def _taken(
    lines: Iterable[ReceivedLine],
    expected: Sequence[Expected],
    found: dict[int, tuple[How, list[ReceivedLine]]],
    how: How,
    fits: Callable[[ReceivedLine, Sequence[Expected]], Sequence[int]],
) -> list[ReceivedLine]:
    """The lines that this way finds nothing for. A line of the contract that was found in a better way takes no more in another."""
    before, left = set(found), []
    for line in lines:
        places = fits(line, expected)
        free = [place for place in places if place not in before]
        if len(places) > 1 and len(free) != 1:
            exactly = [place for place in places if expected[place].amount == line.amount]
            free = [place for place in exactly if place in free] if len(exactly) == 1 else []
        if len(free) == 1:
            found.setdefault(free[0], (how, []))[1].append(line)
        else:
            left.append(line)
    return left


def _by_clause(line: ReceivedLine, expected: Sequence[Expected]) -> list[int]:
    """By the clause's id, or by its number in the signed paper; of several with one number by the label among them."""
    given = _number(line.clause)
    if not given:
        return []
    ids = [n for n, one in enumerate(expected) if _number(one.clause) == given]
    found = ids or [n for n, one in enumerate(expected) if _number(one.charge.source) == given]
    named = [n for n in found if _bare(line.label) in expected[n].labels]
    return named if len(found) > 1 and named else found


def _by_label(line: ReceivedLine, expected: Sequence[Expected]) -> list[int]:
    given = _bare(line.label)
    return [n for n, one in enumerate(expected) if given and given in one.labels]


def _by_part(line: ReceivedLine, expected: Sequence[Expected]) -> list[int]:
    """One label stands in the other: ``Calls answered (tier 1)``. Of several the longest."""
    given = _bare(line.label)
    fits = {
        n: max((len(label) for label in one.labels if _holds(given, label)), default=0)
        for n, one in enumerate(expected)
    }
    most = max(fits.values(), default=0)
    return [n for n, length in fits.items() if length == most] if most else []


def _holds(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    wide = any(ord(letter) > 0x2E7F for letter in shorter)
    return len(shorter) >= (2 if wide else PART_LETTERS_MIN) and shorter in longer


def _by_amount(
    lines: Sequence[ReceivedLine], expected: Sequence[Expected], found: dict[int, tuple[How, list[ReceivedLine]]]
) -> list[ReceivedLine]:
    """Lines without any other sign, where one alone on either side has the amount; never one of nothing."""
    open_ones = [n for n in range(len(expected)) if n not in found]
    left = []
    for line in lines:
        mine = [n for n in open_ones if expected[n].amount == line.amount != 0]
        alike = [one for one in lines if one.amount == line.amount]
        if len(mine) == 1 and len(alike) == 1:
            found[mine[0]] = ("amount", [line])
        else:
            left.append(line)
    return left


def _number(clause: str) -> str:
    """``§ 4.1``, ``Clause 4.1`` and ``第4.1条`` are 4.1."""
    text = unicodedata.normalize("NFKC", clause).casefold()
    return re.sub(r"^(?:§+|clause|art\.?|第)|条$|\s", "", text.strip()).strip()


def _bare(label: str) -> str:
    """A label without case, space and punctuation."""
    text = unicodedata.normalize("NFKC", label).casefold()
    return "".join(letter for letter in text if letter.isalnum() or letter == "%")
