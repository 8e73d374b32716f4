"""Asterisk's ``queue_log`` as events, from its file or its table; the events are those of its documentation, "Queue Logs".

Lines that are no event of a contact (``QUEUESTART``, ``PAUSE``, ``ADDMEMBER``, …) are no rows. Times of the file, and of a table
whose column is a number, are seconds since 1970; others are the wall clock of the source, unless they have an offset.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from bpo.facts.clock import in_utc, second_pass
from bpo.facts.reading import delimited
from bpo.facts.reading.batch import LINE, RAW
from bpo.facts.reading.events import MICROSECONDS, Event, Fault
from bpo.facts.sources.event_formats import QueueLog
from bpo.facts.sources.source import Delimited
from bpo.facts.types import DTYPES, whole_of

DATA = tuple(f"data{number}" for number in range(1, 10))
OF_FILE = ("time", "callid", "queuename", "agent", "event", *(f"{name}?" for name in DATA))
ALSO = {"queue": "queuename", "calldate": "time", "created": "time"}
"""Names that columns of the table have in some systems."""
NO_EVENT = "row.event"
NOBODY = "NONE"
AGAIN = "\x1fagain"
LATEST = 253_402_300_799
"""The end of the year 9999, in seconds since 1970."""
OUT_OF_ORDER = 60 * MICROSECONDS
"""Lines of one second may be written in another order than they happened; that is no clock that was set back."""
TIMES = ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f")
WITH_OFFSET = tuple(f"{one}%z" for one in TIMES)
"""As PostgreSQL exports a time with its zone; it leaves out the minutes of an offset that has none."""

ENDS: Mapping[str, tuple[str, str | None, str | None]] = {
    "COMPLETEAGENT": ("completed_by_agent", "data1", "data2"),
    "COMPLETECALLER": ("completed_by_caller", "data1", "data2"),
    "TRANSFER": ("transferred", "data3", "data4"),
    "BLINDTRANSFER": ("transferred", "data3", "data4"),
    "ATTENDEDTRANSFER": ("transferred", "data3", "data4"),
    "ABANDON": ("abandoned", "data3", None),
    "EXITWITHTIMEOUT": ("timed_out", "data3", None),
    "EXITEMPTY": ("queue_empty", "data3", None),
    "EXITWITHKEY": ("key_pressed", "data4", None),
}
"""How a contact ended by each event, and which of its data are the time in the queue and with the agent."""
EVENTS = frozenset({"ENTERQUEUE", "CONNECT", "RINGNOANSWER", *ENDS})
POSITIONS = {
    **dict.fromkeys(("ENTERQUEUE", "COMPLETEAGENT", "COMPLETECALLER", "EXITWITHKEY"), "data3"),
    **dict.fromkeys(("ABANDON", "EXITWITHTIMEOUT", "EXITEMPTY"), "data2"),
    **dict.fromkeys(("BLINDTRANSFER", "ATTENDEDTRANSFER", "TRANSFER"), "data5"),
}
"""Which of the data of an event is the place at which the caller entered the queue."""


def text_of(kind: QueueLog) -> Delimited:
    """How the log is cut into fields."""
    if kind.header:
        return Delimited(kind="delimited", separator=kind.separator or ",", encoding=kind.encoding)
    return Delimited(
        kind="delimited",
        separator=kind.separator or "|",
        quote="none",
        encoding=kind.encoding,
        header=False,
        columns=OF_FILE,
    )


def missing(names: list[str]) -> list[str]:
    """The columns without which a table is no queue log."""
    known = {ALSO.get(name, name) for name in names}
    return [name for name in ("time", "callid", "queuename", "agent", "event") if name not in known]


def events(path: Path, kind: QueueLog, timezone: str) -> Iterator[Event | Fault]:
    """The events of a log in the order of its lines. Of an hour that a wall clock showed twice, a time far before the last is of the
    second pass."""
    text = text_of(kind)
    names = delimited.names(path, text)
    wanted = [name for name in dict.fromkeys(names) if name]
    last = 0
    for batch in delimited.batches(path, text, wanted):
        yield from (Fault(*row) for row in batch.faults.iter_rows())
        rows = batch.with_raw(batch.rows).rename(
            {name: ALSO[name] for name in wanted if ALSO.get(name, name) not in wanted}
        )
        for line in rows.with_columns(*_moments(timezone)).iter_rows(named=True):
            if line["time"] is not None:
                if line["time"] < last - OUT_OF_ORDER:
                    line["time"] = line[AGAIN]
                last = max(last, line["time"])
            if (event := _event(line)) is not None:
                yield event


def _moments(timezone: str) -> tuple[pl.Expr, pl.Expr]:
    """The time of an event in microseconds since 1970, null where it is none; and when the wall clock showed it again."""
    given = pl.col("time")
    number = whole_of(given)
    seconds = pl.when(number.is_between(0, LATEST)).then(number)
    wall = pl.coalesce(given.str.to_datetime(one, time_unit="us", strict=False) for one in TIMES)
    hours = given.str.replace(r"(:[0-9.]+[+-][0-9]{2})$", "${1}:00")
    zoned = pl.coalesce(
        hours.str.to_datetime(one, time_unit="us", time_zone="UTC", strict=False) for one in WITH_OFFSET
    )
    first = in_utc(wall, timezone)
    told = [
        pl.when(seconds.is_null())
        .then(pl.coalesce(zoned, one).cast(DTYPES["instant"]).to_physical())
        .otherwise(seconds * MICROSECONDS)
        for one in (first, second_pass(first, timezone))
    ]
    return told[0].alias("time"), told[1].alias(AGAIN)


def _event(line: dict[str, Any]) -> Event | Fault | None:
    name, at = line["event"], line["time"]
    step: Any = {"ENTERQUEUE": "enter", "CONNECT": "connect", "RINGNOANSWER": "ring"}.get(name, "end")
    if step == "end" and name not in ENDS and not _is_cut(name):
        return None
    if name not in EVENTS or at is None or line["callid"] is None or line["queuename"] is None:
        return Fault(line[LINE], NO_EVENT, "", line[RAW])
    told = _told(name, _with_data(line)) if step != "ring" else {}
    return Event(line[LINE], line[RAW], name, step, line["callid"], line["queuename"], at, told)


def _is_cut(name: str | None) -> bool:
    """Whether the line ends within the name of an event, as the last one of a file that was copied while it grew."""
    return name is None or any(event.startswith(name) for event in EVENTS)


def _with_data(line: dict[str, Any]) -> dict[str, Any]:
    """Tables of earlier releases have all data in one column, with pipes between."""
    if line.get("data") is None:
        return line
    return {**line, **dict(zip(DATA, (part or None for part in line["data"].split("|")), strict=False))}


def _told(name: str, line: dict[str, Any]) -> dict[str, Any]:
    agent = line["agent"] if line["agent"] != NOBODY else None
    told: dict[str, Any] = {"agent": agent, "position": _whole(line, POSITIONS.get(name))}
    if name == "ENTERQUEUE":
        return {**told, "caller": line.get("data2")}
    if name == "CONNECT":
        return {**told, "wait_seconds": _whole(line, "data1")}
    told["ending"], wait, talk = ENDS[name]
    told.update(wait_seconds=_whole(line, wait), talk_seconds=_whole(line, talk))
    if name == "EXITWITHKEY":
        told["key"] = line.get("data1")
    if told["ending"] == "transferred":
        told["transferred_to"] = line.get("data2" if name == "ATTENDEDTRANSFER" else "data1")
    return told


def _whole(line: dict[str, Any], name: str | None) -> int | None:
    text = line.get(name) if name is not None else None
    return int(text) if text is not None and text.isdecimal() else None
