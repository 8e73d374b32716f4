"""Numbers of statements in a remittance text (附言), in whatever form the payer wrote them.

``INV-2026-0007`` is found as ``ＩＮＶ２０２６０００７``, ``inv 2026/0007`` or, cut by the bank's line, ``INV-2026-00 07``; never in
``INV-2026-00071``.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

APART = r"[\s\W_]*"
SHORTEST = 4
"""Letters and digits that a number has at least: '12' is in every text."""


@dataclass(frozen=True, slots=True)
class Found:
    """A number at its place in the text; ``literal`` if it is written there as it is."""

    number: str
    start: int
    end: int
    literal: bool

    def beats(self, other: "Found") -> bool:
        """Of two that share letters of the text, the longer one is meant; of two as long, the one that is written so."""
        return (self.end - self.start, self.literal) > (other.end - other.start, other.literal)


@dataclass(frozen=True, slots=True)
class Named:
    """The numbers that a text names, in its order; ``doubtful`` are those of which the text may mean any."""

    numbers: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Full-width letters and digits as ordinary ones, in capitals."""
    return unicodedata.normalize("NFKC", text).upper()


def named_in(text: str, numbers: Iterable[str]) -> Named:
    """Which of these numbers a text names.

    >>> named_in("付INV20260007及INV-2026-0008款", ["INV-2026-0007", "INV-2026-0008", "INV-2026-00"]).numbers
    ('INV-2026-0007', 'INV-2026-0008')
    >>> named_in("S112", ["S-1-12", "S-11-2"]).doubtful
    ('S-1-12', 'S-11-2')
    """
    within = plain(text)
    found = [one for number in dict.fromkeys(numbers) for one in _places(within, number)]
    best = [one for one in found if not any(_share(one, other) and other.beats(one) for other in found)]
    doubtful = {one.number for one in best if any(_share(one, other) for other in best if other.number != one.number)}
    best.sort(key=lambda one: (one.start, one.number))
    sure = [one.number for one in best if one.number not in doubtful]
    return Named(tuple(dict.fromkeys(sure)), tuple(sorted(doubtful)))


def _share(one: Found, other: Found) -> bool:
    return one is not other and one.start < other.end and other.start < one.end


def _places(text: str, number: str) -> Iterable[Found]:
    pattern = _pattern(number)
    if pattern is None:
        return
    for at in pattern.finditer(text):
        yield Found(number, at.start(), at.end(), at[0] == plain(number))


@lru_cache(maxsize=4096)
def _pattern(number: str) -> re.Pattern[str] | None:
    """Letters and digits of a number with anything else between them; no letter or digit joins them to others at either end."""
    letters = [letter for letter in plain(number) if letter.isalnum()]
    if len(letters) < SHORTEST:
        return None
    body = APART.join(re.escape(letter) for letter in letters)
    return re.compile(rf"(?<!{_of_its_kind(letters[0])}){body}(?!{_of_its_kind(letters[-1])})")


def _of_its_kind(letter: str) -> str:
    """Before INV-7 there may be a digit and behind it a letter, but 'XINV-7' and 'INV-71' are other numbers."""
    return "[0-9]" if letter.isdigit() else "[A-Z]" if letter.isascii() else r"[^\W\d]"


def by_all_names(numbers: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Every number that means items, with them: a tax invoice may be of several statements."""
    found: dict[str, tuple[str, ...]] = {}
    for item, names in numbers.items():
        for name in dict.fromkeys((item, *names)):
            found[name] = (*found.get(name, ()), item)
    return found
