"""Personal values of a file: what the lake keeps instead of them, and texts of the quarantine in which they are not said."""

from collections.abc import Collection

import polars as pl

from bpo.core.errors import fail
from bpo.core.words import LANGS
from bpo.facts.gate.rules import OUT
from bpo.facts.personal import NO_KEY, SHORT, UNSAID, Key, kept, without, without_long_numbers, without_numbers
from bpo.facts.reading.batch import RAW
from bpo.facts.sources.source import Source

PRIVATE = "\x1fprivate"
"""The personal values of a row as its export has them, while the row may still have to be shown."""
BETWEEN = "\x1e"
TEXTS = (RAW, *(f"reason_{lang}" for lang in LANGS))


class Hiding:
    """What becomes of the personal values of a source's rows. Where it has none, everything stays as it is."""

    def __init__(self, source: Source, key: Key | None = None) -> None:
        self.source, self.key, self.how = source, key, source.hidden

    @property
    def any(self) -> bool:
        return bool(self.how or self.source.personal)

    def require_key(self) -> None:
        """Raises: BpoError: if a column is hashed, and there is no key."""
        hashed = next((name for name, how in self.how.items() if how == "hash"), None)
        if hashed is not None and self.key is None:
            raise fail(NO_KEY, self.source.key_place("map", hashed), given=hashed)

    def values(self, rows: pl.DataFrame, private: Collection[str]) -> pl.Expr:
        """The personal values of each row, in one text."""
        there = [pl.col(name).cast(pl.String) for name in sorted(private) if name in rows.columns]
        if not there:
            return pl.lit(None, dtype=pl.String).alias(PRIVATE)
        return pl.concat_str(there, separator=BETWEEN, ignore_nulls=True).alias(PRIVATE)

    def facts(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with what the lake keeps; their columns have the prefix of :data:`~bpo.facts.gate.rules.OUT`."""
        made = [kept(rows[OUT + name], how, self.key).alias(OUT + name) for name, how in self.how.items()]
        return rows.with_columns(made)

    def unsaid(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows for the quarantine, whose texts do not say the values in :data:`PRIVATE`."""
        if not self.any or not rows.height:
            return rows
        rows_said = zip(rows[PRIVATE].to_list(), *(rows[name].to_list() for name in TEXTS), strict=True)
        made = zip(*(_unsaid((values or "").split(BETWEEN), *texts) for values, *texts in rows_said), strict=True)
        return rows.with_columns(pl.Series(name, column, pl.String) for name, column in zip(TEXTS, made, strict=True))

    def uncut(self, faults: pl.DataFrame) -> pl.DataFrame:
        """Rows that could not be cut, in which nobody can tell what is personal: what looks like a number is not said.

        Where the source lists columns as personal, which may hold names, nothing of the row is.
        """
        if not self.any or not faults.height:
            return faults
        if self.source.personal:
            return faults.with_columns(pl.lit(UNSAID).alias("raw"))
        return faults.with_columns(pl.Series("raw", [without_numbers(text or "") for text in faults["raw"]]))


def _unsaid(values: list[str], raw: str | None, *reasons: str | None) -> tuple[str | None, ...]:
    """The text of a row and its reasons; a telephone number in a reason stands in another column, and is not said in the text either."""
    bare = [without(reason or "", [value for value in values if len(value) >= SHORT]) for reason in reasons]
    told = [without_long_numbers(reason) for reason in bare]
    text = without(raw or "", values)
    return (text if told == bare else without_long_numbers(text), *told)
