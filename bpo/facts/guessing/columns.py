"""What a column of an export can be: its values, read as numbers, durations, dates, clocks and codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import polars as pl

from bpo.core.tables import ColumnType
from bpo.facts.guessing.dates import Dates, dates_of
from bpo.facts.sources.source import Duration

MOSTLY = 0.9
"""A column is what at least this share of its values is: some are always damaged."""
CODES_MAX = 30
EPOCHS = {10: "epoch", 13: "epoch_ms"}
_WHOLE = re.compile(r"[+-]?\d{1,18}(\.0*)?")
_DECIMAL = re.compile(r"[+-]?(\d{1,14}(\.\d*)?|\.\d+)")
_PERCENT = re.compile(r"[+-]?\d+([.,]\d+)?\s*%")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?|[+-]?\d{1,3}(\.\d+)?")
_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?")
_LONG = re.compile(r"\d{1,6}:[0-5]\d:[0-5]\d(\.\d+)?")
_SHORT = re.compile(r"(\d{1,6}):[0-5]\d")
_YES_NO = {"yes", "no", "true", "false", "1", "0", "y", "n", "t", "f", "是", "否"}


@dataclass(frozen=True)
class Seen:
    """A column of an export: ``values`` are those that are not empty, in the order of the file; ``empty`` is how many were."""

    name: str
    type: ColumnType
    values: tuple[str, ...]
    empty: int

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(self.values)

    @cached_property
    def dates(self) -> Dates | None:
        return dates_of(self.counts, MOSTLY) if self.type == "text" else None

    @cached_property
    def epoch(self) -> str | None:
        """Whether these are seconds or thousandths since 1970, of the years 1990 to 2100."""
        for digits, name in EPOCHS.items():
            unit = 10 ** (digits - 10)
            least, most = 631_152_000 * unit, 4_102_444_800 * unit
            if self._mostly(partial(_between, least, most)):
                return name
        return None

    @cached_property
    def is_clock(self) -> bool:
        return self._like(_CLOCK)

    @cached_property
    def is_whole(self) -> bool:
        return self.type == "whole" or (self.type == "text" and self._like(_WHOLE))

    @cached_property
    def is_decimal(self) -> bool:
        return self.type in ("whole", "decimal") or (self.type == "text" and self._like(_DECIMAL))

    @cached_property
    def thousands(self) -> bool:
        """Whether commas stand between thousands, as in 4,150.00."""
        return not self.is_decimal and any("," in one for one in self.counts) and self._like(_THOUSANDS)

    @cached_property
    def comma(self) -> bool:
        """Whether a comma stands before decimals, as in 1.234,50."""
        return not self.is_decimal and not self.thousands and self._like(_COMMA)

    @cached_property
    def is_percent(self) -> bool:
        return self._like(_PERCENT)

    @cached_property
    def places(self) -> int:
        """The most decimals that a value has."""
        return max((len(text.partition(".")[2].rstrip("0")) for text in self.counts), default=0)

    @cached_property
    def durations(self) -> tuple[Duration, ...]:
        """How its clock-like values can be read as durations; several, if that cannot be told."""
        if self._like(_LONG):
            return ("hh:mm:ss",)
        if self._like(_SHORT):
            beyond = any((found := _SHORT.fullmatch(one)) and int(found[1]) > 23 for one in self.counts)
            return ("mm:ss",) if beyond else ("mm:ss", "h:mm")
        return ()

    @cached_property
    def is_yes_no(self) -> bool:
        return self.type == "yes_no" or (bool(self.counts) and set(map(str.lower, self.counts)) <= _YES_NO)

    @cached_property
    def is_coded(self) -> bool:
        """Whether it has few values that come again."""
        return 0 < len(self.counts) <= CODES_MAX and (len(self.counts) <= 6 or len(self.values) > 2 * len(self.counts))

    @cached_property
    def is_unique(self) -> bool:
        """Whether hardly a value comes again: rows that are there twice do no harm."""
        return len(self.counts) >= 0.99 * len(self.values)

    def _like(self, pattern: re.Pattern[str]) -> bool:
        return self._mostly(lambda text: pattern.fullmatch(text) is not None)

    def _mostly(self, holds: Callable[[str], bool]) -> bool:
        fits = sum(many for text, many in self.counts.items() if holds(text))
        return bool(self.values) and fits >= MOSTLY * len(self.values)


def _between(least: int, most: int, text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and least < int(text) < most


def columns_of(rows: pl.DataFrame, types: Mapping[str, ColumnType]) -> list[Seen]:
    """The columns of an export from its first rows, in its order."""
    found = []
    for name, kind in types.items():
        values = [text for text in rows[name].cast(pl.String).to_list() if text]
        found.append(Seen(name, kind, tuple(values), rows.height - len(values)))
    return found
