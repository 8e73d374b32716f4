"""The names of figures: what is counted, which of its counts it is, and for which part of the month it stands.

Files, the ledger and JSON have them as text; here is the one place that writes that text and takes it apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

OF_SOME_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)\.(\w+)")


@dataclass(frozen=True, slots=True)
class FigureName:
    """``sl20.numerator@成都``: the ``side`` numerator of ``sl20``, for the part 成都.

    ``parts`` go from the larger to the smaller, as ``inbound@2026-03-16@成都``. A KPI that is judged by itself on some ``days`` of
    the month has its sides behind them: ``sl20@2026-03-16.numerator``. No identifier holds ``.`` or ``@``; the key of a part may
    hold a full stop.
    """

    id: str
    side: str = ""
    parts: tuple[str, ...] = ()
    days: str = ""

    @staticmethod
    def of(text: str) -> FigureName:
        """The name as it is written.

        >>> FigureName.of("sl20.numerator@成都").side, FigureName.of("inbound@2026-03-16@St. Ives").parts
        ('numerator', ('2026-03-16', 'St. Ives'))
        >>> FigureName.of("sl20@2026-03-16.numerator@成都").owner
        'sl20@2026-03-16'
        """
        return _read(text)

    def __str__(self) -> str:
        return "@".join((self.whole, *self.parts))

    @property
    def owner(self) -> str:
        """The clause, KPI or quantity that it is a figure of."""
        return part_name(self.id, self.days) if self.days else self.id

    @property
    def whole(self) -> str:
        """The figure without its parts: ``sl20.numerator`` of ``sl20.numerator@成都``."""
        return side_name(self.owner, self.side) if self.side else self.owner

    @property
    def part(self) -> str:
        """The key of its part; empty for the whole."""
        return "@".join(self.parts)

    @property
    def without_side(self) -> str:
        """What it is a side of: ``sl20@成都`` of ``sl20.numerator@成都``."""
        return "@".join((self.owner, *self.parts))

    def inside(self) -> str:
        """The same figure as the largest of its parts has it: ``inbound@成都`` of ``inbound@2026-03-16@成都``."""
        return "@".join((self.whole, *self.parts[1:]))

    def within(self, key: str) -> str:
        """The same figure of a part that is larger than its own: ``sl20@2026-03-16@成都`` of ``sl20@成都``."""
        return "@".join((self.whole, key, *self.parts))


@lru_cache(maxsize=65_536)
def _read(text: str) -> FigureName:
    own, *parts = text.split("@")
    id, _, side = own.partition(".") if not own.endswith(".") else (own, "", "")
    of_days = OF_SOME_DAYS.fullmatch(parts[0]) if parts and not side else None
    if of_days is not None:
        return FigureName(id, of_days[2], tuple(parts[1:]), of_days[1])
    return FigureName(id, side, tuple(parts))


def part_name(name: str, key: str) -> str:
    """The name under which a part of a figure is kept: of a site, team, …, or of the days from one on.

    >>> part_name("inbound", "成都"), part_name("sl20", "2026-03-16")
    ('inbound@成都', 'sl20@2026-03-16')
    """
    return f"{name}@{key}"


def side_name(owner: str, side: str) -> str:
    """The name of one of the counts of a clause, KPI or quantity: ``sl20.numerator``."""
    return f"{owner}.{side}"


def keys_of(name: str, figures: Iterable[str]) -> Iterator[str]:
    """The parts of a figure, by their keys."""
    start = part_name(name, "")
    return (one[len(start) :] for one in figures if one.startswith(start))


def is_part_of(name: str, whole: str) -> bool:
    """Whether a figure is that of a part of another."""
    return name.startswith(part_name(whole, ""))


def is_given(name: str, figures: Iterable[str]) -> bool:
    """Whether a figure is there, whole or part by part."""
    known = set(figures)
    return name in known or any(True for _ in keys_of(name, known))
