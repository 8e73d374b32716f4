"""Lines of delimited text that are not plain, cut one by one by Python's csv reader, or found to be faulty.

Each line with a quote goes through the reader by itself, so that a quote nobody closed spoils its own line and not the rest of the file.
A quoted field may run over several lines.
"""

import codecs
import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

from bpo.facts.reading.lines import LINES_A_FIELD_MAX
from bpo.facts.sources.source import Delimited

BAD_BYTE = "\udcff"
"""Stands for bytes that the encoding does not know; correct text never contains it."""


def _mark_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return BAD_BYTE, error.end


codecs.register_error("bpo-bad-byte", _mark_bad_bytes)


def cut(text: str, kind: Delimited) -> list[str] | None:
    """The fields of one row; None if a quote is not closed or text follows a closing one."""
    if not kind.quote:
        return text.split(kind.separator)
    try:
        return next(csv.reader([text], delimiter=kind.separator, quotechar=kind.quote, strict=True))
    except (csv.Error, StopIteration):
        return None


@dataclass
class OddLines:
    """Odd lines of a block with their numbers in it, and what became of them: ``rows`` by their numbers, ``faults``, or, of the line
    ``left`` and all after it, nothing yet, for a field that begins there may go on in the next block."""

    texts: Sequence[str]
    numbers: Sequence[int]
    of: int
    """How many lines the block has."""
    kind: Delimited
    least: int
    most: int
    rows: list[tuple[int, str, list[str]]] = field(default_factory=list)
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)
    left: int | None = None

    def cut(self, last: bool) -> None:
        """Cut them; ``last``: nothing follows the block."""
        index = 0
        while index < len(self.texts):
            span = self._row(index, last)
            if span is None:
                self.left = self.numbers[index]
                return
            index += span

    def _row(self, index: int, last: bool) -> int | None:
        """Cut the row that begins at a line. Returns how many lines it takes, or None if that is not to be told yet."""
        text, number = self.texts[index], self.numbers[index]
        if BAD_BYTE in text:
            self._fault(number, "row.encoding", text)
            return 1
        if not self.kind.quote or self.kind.quote not in text:
            if text.strip(" \r\u3000"):
                self._take(number, text, text.split(self.kind.separator))
            return 1
        fields, span = cut(text, self.kind), 1
        if fields is None:
            fields, span = self._over_lines(index)
        if fields is None and not last and self._reaches_the_end(index):
            return None
        raw = "\n".join(self.texts[index : index + span])
        if fields is None:
            self._fault(number, "row.quote", raw)
        else:
            self._take(number, raw, fields)
        return span

    def _take(self, number: int, raw: str, fields: list[str]) -> None:
        if self.least <= len(fields) <= self.most:
            self.rows.append((number, raw, fields))
        else:
            self._fault(number, "row.fields", raw, str(len(fields)))

    def _fault(self, number: int, rule: str, raw: str, given: str = "") -> None:
        self.faults.append((number, rule, given, raw.replace(BAD_BYTE, "\ufffd")))

    def _reaches_the_end(self, index: int) -> bool:
        """Whether all further lines of the block are odd, and so few that a field may go on after them."""
        many = len(self.texts) - index
        return self.numbers[index] + many == self.of and many < LINES_A_FIELD_MAX

    def _over_lines(self, index: int) -> tuple[list[str] | None, int]:
        """A row that goes on in the next lines. A line among them that looks like a whole row speaks against it:
        the quote was then never meant to be open, and reading on would swallow good rows.
        """
        text = self.texts[index]
        for end in range(index + 1, min(len(self.texts), index + LINES_A_FIELD_MAX)):
            line, plain = self.texts[end], str(self.kind.quote) not in self.texts[end]
            follows = self.numbers[end] == self.numbers[end - 1] + 1
            whole = plain and 0 < line.count(self.kind.separator) == self.most - 1
            if not follows or whole or BAD_BYTE in line:
                break
            text += "\n" + line
            fields = cut(text, self.kind)
            if fields is not None and self.least <= len(fields) <= self.most:
                return fields, end - index + 1
        return None, 1
