"""What exports call their columns and write in them, by column and value of the canonical tables: plain data, in ``headings.yaml``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from bpo.core.documents import read_document
from bpo.core.tables import Table

Names = dict[str, tuple[str, ...]]
_CHINESE = "\u3400-\u9fff"
_UNITS = {
    "s",
    "sec",
    "secs",
    "second",
    "seconds",
    "sek",
    "ms",
    "msec",
    "millis",
    "milliseconds",
    "min",
    "mins",
    "minutes",
    "hh",
    "mm",
    "ss",
    "hms",
    "usd",
    "eur",
    "gbp",
    "cny",
    "rmb",
}
_CHINESE_UNIT = re.compile(r"(?<=.)(?:毫秒数?|秒数?|分钟数?|小时数)$")


@dataclass(frozen=True, slots=True)
class Headings:
    """``columns`` has the names by table and column, those of ``any`` table among them; the rest is as the file has it."""

    files: Names
    directions: Names
    totals: tuple[str, ...]
    columns: Mapping[str, Names]
    values: Mapping[str, Names]
    scores: Names

    def names(self, table: Table, column: str) -> tuple[str, ...]:
        """What a column of a table may be called: first what the file lists, then its own name."""
        own = self.columns.get(table.name, {}).get(column, ())
        return (*own, *self.columns["any"].get(column, ()), column.replace("_", " "))


@cache
def headings() -> Headings:
    plain = read_document(Path(__file__).with_name("headings.yaml")).plain()
    apart = {name: plain.pop(name) for name in ("files", "directions", "totals", "values", "scores")}
    return TypeAdapter(Headings).validate_python({**apart, "columns": plain})


def words_of(heading: str) -> tuple[str, ...]:
    """The words of a heading, without capitals, signs and units.

    >>> words_of("callStart_Time"), words_of("Wait (sec)"), words_of("等待秒数"), words_of("IVR秒数")
    (('call', 'start', 'time'), ('wait',), ('等待',), ('ivr',))
    """
    found = every_word_of(heading)
    plain = [_CHINESE_UNIT.sub("", word) for word in found]
    kept = [word for word in plain if word not in _UNITS and word not in ("秒数", "秒", "毫秒", "分钟")]
    return tuple(kept or plain)


def every_word_of(heading: str) -> tuple[str, ...]:
    """The words of a heading with its units."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    spaced = re.sub(rf"([{_CHINESE}]+)", r" \1 ", apart.lower())
    return tuple(re.findall(rf"[{_CHINESE}]+|[^\W_]+", spaced))


def likeness(heading: str, name: str) -> float:
    """How well a heading is a name: 1 if their words are the same, less if the name is a part of the heading, else 0.

    >>> likeness("Call_ID", "call id"), likeness("callid", "call id"), likeness("agent of record", "agent") > 0, likeness("wait", "talk")
    (1.0, 1.0, True, 0.0)
    """
    mine, its = words_of(heading), words_of(name)
    one, other = "".join(mine), "".join(its)
    if one == other:
        return 1.0
    if not other:
        return 0.0
    if re.search(f"[{_CHINESE}]", other):
        return 0.4 + 0.4 * len(other) / len(one) if len(other) > 1 and other in one else 0.0
    starts = range(len(mine) - len(its) + 1)
    inside = any(mine[at : at + len(its)] == its for at in starts)
    return 0.3 + 0.4 * len(its) / len(mine) if inside and len(other) > 2 else 0.0
