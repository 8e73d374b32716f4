"""A text of JSON cut into its records, one at a time, each with the line that it begins in.

A record that is no JSON spoils itself alone: the next one is found by the brackets, or where the next line begins as a record does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from bpo.facts.reading.json_text import DEPTH_MAX, LENIENT, STRICT, TOKEN, Refused, depth_of

CHARACTERS_AT_ONCE = 1 << 20
RECORD_CHARACTERS_MAX = 1 << 25
_SPACE = re.compile(r"[ \t\r\n]*+")
_NEXT = re.compile(r"[ \t\r\n]*+(?:,[ \t\r\n]*+)?(?:[{\]]|\Z)")
_INDENT = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it stands in the file, and its ``value``; of one that cannot be used, the rule that it breaks, and how."""

    line: int
    raw: str
    value: dict[str, Any] | None = None
    rule: str = ""
    given: str = ""


class RecordCutter:
    """Cuts one file; it can be read once."""

    def __init__(self, file: TextIO, rows: str | None) -> None:
        self._file, self._rows = file, rows.split(".") if rows else []
        self._text, self._at, self._line = "", 0, 1
        self._ended = self._lost = False

    def records(self) -> Iterator[Record]:
        """Every record in the order of the file, usable or not."""
        while not self._lost and (sign := self._sign()):
            if sign == "[":
                yield from self._array()
            elif sign == "{" and self._rows and self._holds_rows():
                yield from self._within(self._rows)
            elif sign == ",":
                self._go(self._at + 1)
            else:
                yield self._record()

    def _array(self) -> Iterator[Record]:
        self._go(self._at + 1)
        last = None
        while not self._lost and (sign := self._sign()) != "]":
            if not sign:
                self._lost = True  # what holds this array is open, too: that is one thing to tell
                if last is None or last.rule != "json.open":  # a file that was cut between two records
                    yield Record(self._line, "", rule="json.open")
                return
            if sign == ",":
                self._go(self._at + 1)
                continue
            last = self._record()
            yield last
        self._go(self._at + 1)

    def _holds_rows(self) -> bool:
        """Whether an object has what leads to the rows. One that is too long to be looked at whole holds them, for a record is not."""
        while True:
            try:
                found, _ = LENIENT.raw_decode(self._text, self._at)
                break
            except (ValueError, RecursionError):
                if len(self._text) - self._at >= 4 * CHARACTERS_AT_ONCE or not self._more():
                    return f'"{self._rows[0]}"' in self._text[self._at :]
        for name in self._rows:
            found = found.get(name) if isinstance(found, dict) else None
        return isinstance(found, list)

    def _within(self, names: Sequence[str]) -> Iterator[Record]:
        """The records in the array that names lead to; all else of the object is passed over."""
        self._go(self._at + 1)
        while not self._lost and (sign := self._sign()) != "}":
            if sign == ",":
                self._go(self._at + 1)
                continue
            name = self._passed() if sign == '"' else None
            if name is None or self._sign() != ":":
                self._lost = True
                yield Record(
                    self._line,
                    self._text[self._at : self._at + 200],
                    rule="json.open" if not sign else "json.syntax",
                    given=str(self._line),
                )
                return
            self._go(self._at + 1)
            sign = self._sign()
            if name == names[0] and len(names) == 1 and sign == "[":
                yield from self._array()
            elif name == names[0] and len(names) > 1 and sign == "{":
                yield from self._within(names[1:])
            else:
                self._passed()
        self._go(self._at + 1)

    def _passed(self) -> Any:
        """The value that begins here, which is passed over; None if it is none."""
        while True:
            try:
                value, end = LENIENT.raw_decode(self._text, self._at)
            except (ValueError, RecursionError):
                end = len(self._text)
                value = None
            if end < len(self._text) or not self._more():
                self._go(end)
                return value
            if len(self._text) - self._at > RECORD_CHARACTERS_MAX:
                return None

    def _record(self) -> Record:
        """The record that begins here."""
        while True:
            try:
                value, end = STRICT.raw_decode(self._text, self._at)
                if isinstance(value, dict):
                    return self._whole(end, value)
                if end < len(self._text) or not self._more():
                    return self._cut("json.record", self._text[self._at : end][:40])
                continue
            except Refused as refused:
                rule, given = refused.rule, refused.given
            except RecursionError:
                rule, given = "json.depth", str(DEPTH_MAX)
            except ValueError as error:
                rule, given = "json.syntax", self._place(getattr(error, "pos", self._at))
            if len(self._text) - self._at < CHARACTERS_AT_ONCE and self._more():
                continue
            if self._end() is not None or not self._more():
                return self._cut(rule, given)
            if len(self._text) - self._at > RECORD_CHARACTERS_MAX:
                self._lost = True
                return self._cut("json.open", "")

    def _whole(self, end: int, value: dict[str, Any]) -> Record:
        line, raw = self._line, self._text[self._at : end]
        self._go(end)
        if raw.count("{") + raw.count("[") > DEPTH_MAX and depth_of(raw) > DEPTH_MAX:
            return Record(line, raw, rule="json.depth", given=str(DEPTH_MAX))
        return Record(line, raw, value)

    def _cut(self, rule: str, given: str) -> Record:
        """A record that cannot be used, up to where the next one can begin."""
        end = self._end()
        line = self._line
        if end is None:
            end = len(self._text)
            rule, given = ("json.open", "") if rule == "json.syntax" else (rule, given)
        raw = self._text[self._at : end].rstrip()
        self._go(end)
        return Record(line, raw, rule=rule, given=given)

    def _end(self) -> int | None:
        """Where the record that begins here ends by its brackets, or where a line begins as its own does, whichever is first."""
        begun = self._text.rfind("\n", 0, self._at) + 1
        indent = _INDENT.match(self._text, begun)
        assert indent is not None, "no space is space too"
        before = self._text[indent.end() : self._at].strip(" \t[,")
        again = re.compile(rf"\n{indent.group()},?\{{").search(self._text, self._at) if not before else None
        most = again.start() if again else len(self._text)
        depth = 0
        for token in TOKEN.finditer(self._text, self._at, most):
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token.group(), 0)
            if depth <= 0 and token.group() in "]}":
                closed = token.end()
                return closed if _NEXT.match(self._text, closed) else self._junk(closed, again)
        return again.start() if again else None

    def _junk(self, closed: int, again: re.Match[str] | None) -> int:
        """The end of what follows a closed record and is none: that of its line, at the latest."""
        line = self._text.find("\n", closed)
        ends = [one for one in (line, again.start() if again else -1) if one >= 0]
        return min(ends, default=len(self._text))

    def _sign(self) -> str:
        """The next letter that is no space; empty at the end of the file."""
        while True:
            space = _SPACE.match(self._text, self._at)
            assert space is not None, "no space is space too"
            self._go(space.end())
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _go(self, to: int) -> None:
        self._line += self._text.count("\n", self._at, to)
        self._at = to

    def _place(self, at: int) -> str:
        """Line and column of a letter."""
        line = self._line + self._text.count("\n", self._at, at)
        return f"{line}:{at - self._text.rfind(chr(10), 0, at)}"

    def _more(self) -> bool:
        """Read on, as much again as is kept, and leave what was used behind, but for the line that is begun."""
        if self._ended:
            return False
        keep = self._text.rfind("\n", 0, self._at) + 1
        if self._at - keep > CHARACTERS_AT_ONCE:
            keep = self._at
        block = self._file.read(max(CHARACTERS_AT_ONCE, len(self._text) - self._at))
        self._ended = not block
        self._text, self._at = self._text[keep:] + block, self._at - keep
        return bool(block)
