"""Asterisk's ``queue_log`` as events, from its file or its table; the events are those of its documentation, "Queue Logs".

Lines that are no event of a contact (``QUEUESTART``, ``PAUSE``, ``ADDMEMBER``, …) are no rows. Times of the file, and of a table
whose column is a number, are seconds since 1970; others are the wall clock of the source, unless they have an offset.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import polars as pl

from bpo.facts.clock import in_utc, second_pass
from bpo.facts.reading import delimited
from bpo.facts.reading.batch import LINE
from bpo.facts.reading.events import MICROSECONDS, Fault, Fold
from bpo.facts.reading.whole_contacts import TOLD, Part, parted
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
STEPS = {"ENTERQUEUE": "enter", "CONNECT": "connect", "RINGNOANSWER": "ring"}
"""What an event means; all others of :data:`EVENTS` end a contact."""
EVENTS = sorted({*STEPS, *ENDS})
CUT = sorted({name[:end] for name in EVENTS for end in range(1, len(name))})
"""What may be left of the name of an event, as in the last line of a file that was copied while it grew."""
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


def parts(path: Path, kind: QueueLog, timezone: str, fold: Fold) -> Iterator[Part]:
    """A log in parts, in the order of its lines; a fold has what is open before each. Of an hour that a wall clock showed twice, a
    time far before the last is of the second pass."""
    text = text_of(kind)
    names = delimited.names(path, text)
    wanted = [name for name in dict.fromkeys(names) if name]
    last = 0
    for batch in delimited.batches(path, text, wanted):
        assert batch.raw_of is not None, "delimited text is looked up by its lines"
        rows = batch.rows.rename({name: ALSO[name] for name in wanted if ALSO.get(name, name) not in wanted})
        told = rows.select(LINE, "callid", "queuename", "event", *_moments(timezone), *_told(rows.columns))
        times, last = _in_their_pass(told["time"], told[AGAIN], last)
        meant = pl.col("event").is_in(EVENTS) | pl.col("event").is_null() | pl.col("event").is_in(CUT)
        asked = told.with_columns(times).filter(meant)
        usable = pl.col("event").is_in(EVENTS).fill_null(False) & pl.all_horizontal(
            pl.col("time", "callid", "queuename").is_not_null()
        )
        lines = asked.filter(~usable)[LINE].to_list()
        faults = [Fault(*row) for row in batch.faults.iter_rows()]
        faults += [Fault(line, NO_EVENT, "", raw) for line, raw in zip(lines, batch.raw_of(lines), strict=True)]
        names_here = {"event": "name", "callid": "call", "queuename": "queue", "time": "at"}
        found = (
            asked.filter(usable)
            .rename(names_here)
            .with_columns(pl.col("name").replace_strict(STEPS, default="end").alias("step"))
        )
        yield parted(found, faults, batch.raw_of, fold.open)


def _in_their_pass(times: pl.Series, again: pl.Series, last: int) -> tuple[pl.Series, int]:
    """Times, those far before the last one in their second pass, and the last one of all."""
    before = times.cum_max().forward_fill().shift().fill_null(last)
    if not (times < pl.select(pl.max_horizontal(before, pl.lit(last))).to_series() - OUT_OF_ORDER).any():
        return times, max([last, *times.drop_nulls().top_k(1)])
    made: list[int | None] = []
    for first, second in zip(times.to_list(), again.to_list(), strict=True):
        made.append(second if first is not None and first < last - OUT_OF_ORDER else first)
        last = max(last, made[-1] or 0)
    return pl.Series(times.name, made, pl.Int64), last


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


def _told(columns: Collection[str]) -> list[pl.Expr]:
    """What each event tells of its contact. Tables of earlier releases have all data in one column, with pipes between."""
    event, data = pl.col("event"), {name: _data(name, columns) for name in DATA}

    def by_event(places: Mapping[str, str | None]) -> pl.Expr:
        here = {name: [one for one, place in places.items() if place == name] for name in DATA}
        return pl.coalesce(
            pl.lit(None, pl.String), *(pl.when(event.is_in(of)).then(data[name]) for name, of in here.items() if of)
        )

    def whole(places: Mapping[str, str | None]) -> pl.Expr:
        return by_event(places).str.extract(r"^([0-9]{1,18})$").cast(pl.Int64)

    waits = {"CONNECT": "data1", **{name: wait for name, (_, wait, _) in ENDS.items()}}
    transfers = {name: "data1" for name, (ending, _, _) in ENDS.items() if ending == "transferred"}
    endings = {name: ending for name, (ending, _, _) in ENDS.items()}
    made = {
        "agent": pl.when(pl.col("agent") != NOBODY, event != "RINGNOANSWER").then("agent"),
        "caller": by_event({"ENTERQUEUE": "data2"}),
        "ending": event.replace_strict(endings, default=None, return_dtype=pl.String),
        "key": by_event({"EXITWITHKEY": "data1"}),
        "transferred_to": by_event({**transfers, "ATTENDEDTRANSFER": "data2"}),
        "position": whole(POSITIONS),
        "wait_seconds": whole(waits),
        "talk_seconds": whole({name: talk for name, (_, _, talk) in ENDS.items()}),
    }
    assert made.keys() == TOLD.keys()
    return [made[name].alias(name) for name in TOLD]


def _data(name: str, columns: Collection[str]) -> pl.Expr:
    own = pl.col(name) if name in columns else pl.lit(None, pl.String)
    if "data" not in columns:
        return own
    parts, place = pl.col("data").str.split("|"), DATA.index(name)
    given = parts.list.get(place, null_on_oob=True)
    return pl.when(parts.list.len() > place).then(pl.when(given != "").then(given)).otherwise(own)
