"""Contacts that begin and end within some lines of a log, found in columns; the events of all others are left to be folded one by one.

What is found is what :class:`~bpo.facts.reading.events.Fold` would have made of the same events: a contact of one beginning, at most
one connection and one end, in this order, whose key nothing that is open has, and which no transfer by attendance may have touched.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import polars as pl

from bpo.facts.reading.batch import LINE, NO_FAULTS, Batch
from bpo.facts.reading.events import MICROSECONDS, SERVED, Event, Fault
from bpo.facts.sources.event_formats import CONTACT
from bpo.facts.types import DTYPES

EVENT = {"name": pl.String(), "step": pl.String(), "call": pl.String(), "queue": pl.String(), "at": pl.Int64()}
"""The columns of events besides their :data:`LINE` and what they tell."""
TOLD = {
    **dict.fromkeys(("agent", "caller", "ending", "key", "transferred_to"), pl.String()),
    **dict.fromkeys(("position", "wait_seconds", "talk_seconds"), pl.Int64()),
}
"""What an event may tell of its contact."""
KEY = "\x1fkey"
CONNECT, END = "\x1fconnect ", "\x1fend "
Key = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """Some of a log: the contacts that are whole in it, and the events and faults that are left, in the order of their lines."""

    whole: Batch | None
    left: Iterable[Event | Fault]
    first: int | None
    """The time of its first event."""


def parted(
    events: pl.DataFrame, faults: list[Fault], texts: Callable[[list[int]], list[str]], held: Collection[Key]
) -> Part:
    """Part the events of some lines.

    Args:
        events: With :data:`LINE`, :data:`EVENT` and :data:`TOLD`, in the order of their lines.
        faults: Lines that are none.
        texts: Looks up the texts of lines.
        held: Call and queue of the contacts that are open before.
    """
    events = events.with_columns(pl.concat_str("call", "queue", separator="\x1f").alias(KEY))
    found = _untouched(_whole(events, held), events, held)
    left = events.join(found, on=KEY, how="anti", maintain_order="left").drop(KEY)
    first = events["at"][0] if events.height else None
    return Part(_batch(found, events, texts) if found.height else None, [*faults, *_one_by_one(left, texts)], first)


def _whole(events: pl.DataFrame, held: Collection[Key]) -> pl.DataFrame:
    """Contacts with the columns of their beginning, their connection (:data:`CONNECT`) and their end (:data:`END`)."""
    steps = {step: events.filter(pl.col("step") == step) for step in ("enter", "connect", "end")}
    once = {step: of_step.filter(pl.col(KEY).is_unique()) for step, of_step in steps.items()}
    connected = once["connect"].select(KEY, pl.exclude(KEY).name.prefix(CONNECT))
    ended = once["end"].select(KEY, pl.exclude(KEY).name.prefix(END))
    again = steps["connect"].filter(~pl.col(KEY).is_unique()).select(KEY)
    open_ = pl.DataFrame({KEY: ["\x1f".join(one) for one in held]}, schema={KEY: pl.String()})
    both = once["enter"].join(ended, on=KEY).join(connected, on=KEY, how="left")
    line, last = pl.col(CONNECT + LINE), pl.col(END + LINE)
    in_order = pl.when(line.is_null()).then(pl.col(LINE) < last).otherwise((pl.col(LINE) < line) & (line < last))
    return both.filter(in_order).join(pl.concat([again, open_]), on=KEY, how="anti")


def _untouched(found: pl.DataFrame, events: pl.DataFrame, held: Collection[Key]) -> pl.DataFrame:
    """Those whose calls no transfer that is told under another call may be about, or take over: who talks to the same agent in its
    queue, who has its call, and all that is open."""
    while True:
        left = events.join(found, on=KEY, how="anti")
        transfers = left.filter(pl.col("ending") == "transferred")
        if not transfers.height:
            return found
        talking = events.join(transfers, on=["queue", "agent"], how="semi", nulls_equal=True)["call"]
        calls = pl.concat(
            [transfers["call"], talking, pl.Series("call", [call for call, _ in held], pl.String)]
        ).unique()
        kept = found.filter(~pl.col("call").is_in(calls.implode()))
        if kept.height == found.height:
            return found
        found = kept


def _batch(found: pl.DataFrame, events: pl.DataFrame, texts: Callable[[list[int]], list[str]]) -> Batch:
    """Contacts as rows of an export; the text of one is that of its lines."""
    rings = events.filter(pl.col("step") == "ring").select(KEY, pl.col(LINE).alias("ring"))
    during = pl.col("ring").is_between(pl.col(LINE), pl.col(END + LINE))
    counted = found.select(KEY, LINE, END + LINE).join(rings, on=KEY).filter(during).group_by(KEY).len("rings")
    rows = found.join(counted, on=KEY, how="left").sort(LINE)
    lines = rows.select(LINE, CONNECT + LINE, END + LINE)

    def texts_of(wanted: list[int]) -> list[str]:
        those = lines.filter(pl.col(LINE).is_in(wanted)).rows()
        of_each = {one[0]: [line for line in one if line is not None] for one in those}
        said = iter(texts([line for first in wanted for line in of_each[first]]))
        return ["\n".join(next(said) for _ in of_each[first]) for first in wanted]

    return Batch(rows.select(*_columns(), LINE), NO_FAULTS, texts_of)


def _columns() -> list[pl.Expr]:
    entered, connected, ended = pl.col("at"), pl.col(CONNECT + "at"), pl.col(END + "at")
    told = {name: pl.coalesce(END + name, CONNECT + name, name) for name in TOLD}
    unseen = connected.is_null() & told["ending"].is_in(SERVED)
    until = pl.when(~unseen).then(pl.coalesce(connected, ended))
    made = {
        **told,
        "call_id": pl.col("call"),
        "queue": pl.col("queue"),
        "visit": pl.format("{}/{}", "call", entered // MICROSECONDS),
        "entered": entered,
        "connected": connected,
        "ended": ended,
        "wait_seconds": pl.coalesce(told["wait_seconds"], (until - entered) // MICROSECONDS),
        "talk_seconds": pl.coalesce(told["talk_seconds"], (ended - connected) // MICROSECONDS),
        "ring_no_answers": pl.col("rings").fill_null(0).cast(pl.Int64),
    }
    return [made[name].cast(DTYPES[kind]).alias(name) for name, kind in CONTACT.items()]


def _one_by_one(left: pl.DataFrame, texts: Callable[[list[int]], list[str]]) -> Iterable[Event]:
    raws = texts(left[LINE].to_list())
    for raw, row in zip(raws, left.iter_rows(named=True), strict=True):
        told = {name: row[name] for name in TOLD if row[name] is not None}
        yield Event(row[LINE], raw, row["name"], row["step"], row["call"], row["queue"], row["at"], told)
