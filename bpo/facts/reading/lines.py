"""The lines of a block of delimited text, and which of them are plain: those that any reader of CSV cuts alike.

A line is plain if it is correct UTF-8, has exactly the separators that its fields need, and every quote in it opens at the beginning of
a field or closes at its end. What is found is found by looking at all bytes of a block at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEW_LINE, RETURN = 10, 13
QUOTED_LINE_BYTES_MAX = 100_000
"""Python's reader, which has the last word about quotes, refuses a field that is longer."""
LINES_A_FIELD_MAX = 200
SPACES = (9, 11, 12, RETURN, 32)
FIRST_OF_SPACE = np.isin(np.arange(256), (*SPACES, 0xC2, 0xE1, 0xE2, 0xE3))
LAST_OF_SPACE = np.isin(np.arange(256), (*SPACES, *range(0x80, 0x8B), 0x9F, 0xA0, 0xA8, 0xA9, 0xAF))
"""Bytes that a space may begin or end with in UTF-8, also one that Unicode has beyond ASCII."""

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Lines:
    """``starts[i]`` to ``ends[i]`` is a line without its end. ``quoted``: a plain line has quotes. ``tidy``: no field of a plain line
    has space around it."""

    text: bytes
    starts: Places
    ends: Places
    plain: Flags
    quoted: bool
    tidy: bool

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, number: int) -> bytes:
        return self.text[self.starts[number] : self.ends[number]]

    def plain_text(self) -> bytes:
        """The plain lines alone."""
        if self.plain.all():
            return self.text
        edges = np.flatnonzero(np.diff(np.concatenate(([False], self.plain, [False])).astype(np.int8)))
        spans = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        return b"".join(self.text[self.starts[first] : self.ends[end - 1] + 1] for first, end in spans)


def lines_of(text: bytes, separator: str, quote: str | None, fields: int, least: int | None = None) -> Lines:
    """The lines of a text whose last line has an end, too.

    Args:
        fields: How many a plain line has; of one alone none is plain, for an empty line is no row.
        least: How many it has at least, where the last ones may be left out.
    """
    assert text.endswith(b"\n")
    found = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(found == NEW_LINE)
    starts = np.concatenate(([0], ends[:-1] + 1))
    if (
        min(fields, least or fields) == 1
        or len(separator.encode()) != 1
        or separator in " \r"
        or len((quote or "").encode()) > 1
    ):
        return Lines(text, starts, ends, np.zeros(len(ends), np.bool_), quoted=False, tidy=False)
    cuts = np.flatnonzero(found == ord(separator))
    quotes = np.flatnonzero(found == ord(quote)) if quote and quote.encode() in text else cuts[:0]
    plain = np.ones(len(ends), np.bool_)
    if len(quotes):
        cuts = _quotes_apart(found, starts, ends, quotes, cuts, ord(separator), plain)
        plain[(ends - starts > QUOTED_LINE_BYTES_MAX) & _has(quotes, starts, ends)] = False
    plain &= _cut_so_often(cuts, starts, ends, (least or fields) - 1, fields - 1)
    if b"\r" in text:
        plain &= ~_has(np.flatnonzero(found == RETURN), starts, ends)
    _encoded(text, found, starts, ends, plain)
    quoted = bool(len(quotes)) and _leave_quotes_to_each_other(_has(quotes, starts, ends), plain)
    return Lines(text, starts, ends, plain, quoted, tidy=not quoted and _tidy(text, found, starts, ends, cuts))


def _cut_so_often(cuts: Places, starts: Places, ends: Places, least: int, often: int) -> Flags:
    """Which lines have so many of some places; where all have as many as can be, their first and last ones tell."""
    if len(cuts) == len(ends) * often:
        first, last = cuts[::often], cuts[often - 1 :: often]
        if (first >= starts).all() and (last < ends).all():
            return np.ones(len(ends), np.bool_)
    many = np.diff(np.searchsorted(cuts, ends), prepend=0)
    return np.asarray((many >= least) & (many <= often))


def _has(places: Places, starts: Places, ends: Places) -> Flags:
    """Which lines have one of some places."""
    return np.searchsorted(places, ends) > np.searchsorted(places, starts)


def _quotes_apart(
    found: NDArray[np.uint8], starts: Places, ends: Places, quotes: Places, cuts: Places, separator: int, plain: Flags
) -> Places:
    """The separators that stand outside quotes; lines with a quote in another place are plain no more."""
    line = np.searchsorted(ends, quotes)
    before = np.searchsorted(quotes, starts)
    opens = (np.arange(len(quotes)) - before[line]) % 2 == 0
    beside = np.where(opens, np.where(quotes > 0, found[quotes - 1], NEW_LINE), found[quotes + 1])
    plain[line[(beside != separator) & (beside != NEW_LINE)]] = False
    plain[np.bincount(line, minlength=len(ends)) % 2 == 1] = False
    open_quotes = np.searchsorted(quotes, cuts) - before[np.searchsorted(ends, cuts)]
    outside: Places = cuts[open_quotes % 2 == 0]
    return outside


def _leave_quotes_to_each_other(has_quote: Flags, plain: Flags) -> bool:
    """Lines with a quote are plain no more where a field of a line before them, whose quotes are odd, may go on in them.

    Returns whether any line that is plain has a quote.
    """
    odd = np.flatnonzero(has_quote & ~plain)
    reached = np.zeros(len(plain) + 1, np.int64)
    np.add.at(reached, odd, 1)
    np.add.at(reached, np.minimum(odd + LINES_A_FIELD_MAX, len(plain)), -1)
    plain &= ~(has_quote & (np.cumsum(reached[:-1]) > 0))
    return bool((has_quote & plain).any())


def _encoded(text: bytes, found: NDArray[np.uint8], starts: Places, ends: Places, plain: Flags) -> None:
    """Lines that are not correct UTF-8 are plain no more."""
    if text.isascii():
        return
    try:
        text.decode()
    except UnicodeDecodeError:
        for number in np.flatnonzero(_has(np.flatnonzero(found >= 0x80), starts, ends)).tolist():
            try:
                text[starts[number] : ends[number]].decode()
            except UnicodeDecodeError:
                plain[number] = False


def _tidy(text: bytes, found: NDArray[np.uint8], starts: Places, ends: Places, cuts: Places) -> bool:
    """No field begins or ends with what may be space; a field that is nothing has a separator or a line end there."""
    if text.isascii():
        separator = found[cuts[0]] if len(cuts) else NEW_LINE
        spaces = [np.flatnonzero(found == space) for space in SPACES if space != separator and bytes([space]) in text]
        beside = [found[np.maximum(one + step, 0)] for one in spaces for step in (-1, 1)]
        at_start = any(len(one) and one[0] == 0 for one in spaces)
        return not at_start and not any(((one == separator) | (one == NEW_LINE)).any() for one in beside)
    begins = FIRST_OF_SPACE[found[starts]].any() or FIRST_OF_SPACE[found[cuts + 1]].any()
    closes = LAST_OF_SPACE[found[ends - 1]].any() or LAST_OF_SPACE[found[cuts - 1]].any()
    return not (begins or closes)
