"""What staffing comes to: half hours, streams, and months with their people; and the drivers that costs and figures read of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from bpo.core.money import exact
from bpo.core.periods import Period
from bpo.core.sums import exact_sum
from bpo.core.words import Text
from bpo.economics.costs.driver_names import RATES
from bpo.economics.staffing.people import Team
from bpo.economics.staffing.queueing import Plan

OF_A_BOT = ("bot_taken", "bot_solved")
OF_A_CREW = ("in_training", "shortfall", "surplus")


class Interval(NamedTuple):
    """A half hour of a kind of day (0 is Monday, 7 a public holiday with a volume of its own), alike on so many ``days`` of the month."""

    weekday: int
    start: str
    days: int
    contacts: Fraction
    plan: Plan


@dataclass(frozen=True, slots=True)
class StreamMonth:
    """A stream in a month; ``waits`` says whether its contacts wait in a queue, ``at_once`` how many an agent holds. The four before that
    are None for work that does not wait, and in a month without calls; those of the bot where there is none, and ``conversion`` where nothing is sold. ``backlog`` is the most that the end of a day leaves, of work with a due time."""

    id: str
    name: Text
    offered: Fraction
    abandoned: Fraction
    handle_minutes: Fraction
    productive_hours: Fraction
    positions: int
    intervals: tuple[Interval, ...] = ()
    waits: bool = True
    service_level: Fraction | None = None
    asa_seconds: Fraction | None = None
    abandonment_rate: Fraction | None = None
    occupancy: Fraction | None = None
    at_once: int = 1
    bot_taken: Fraction | None = None
    bot_solved: Fraction | None = None
    conversion: Fraction | None = None
    call_backs: Fraction | None = None
    call_back_seconds: Fraction | None = None
    backlog: Fraction | None = None

    @property
    def handled(self) -> Fraction:
        return self.offered - self.abandoned

    @property
    def aht_seconds(self) -> Fraction | None:
        """What one took on average, longer than planned for one alone where agents hold several at once."""
        return self.handle_minutes * 60 / self.handled if self.handled else None

    @property
    def sales(self) -> Fraction | None:
        """Of the contacts handled, those that end in a sale."""
        return None if self.conversion is None else self.handled * self.conversion

    def drivers(self) -> dict[str, Fraction]:
        always = ("offered", "handled", "abandoned", "handle_minutes", "productive_hours", "positions")
        figures = {name: getattr(self, name) for name in (*always, *RATES, *OF_A_BOT, "call_backs", "sales", "backlog")}
        return {f"{self.id}.{name}": exact(figure) for name, figure in figures.items() if figure is not None}


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What a schedule of shifts has: hours for an hour that is needed in a queue, and the share of its hours that is night."""

    for_an_hour: Fraction
    night: Fraction


@dataclass(frozen=True, slots=True)
class Crew:
    """The people of a month who join in classes, on the average of its weeks: ``bands`` are heads by stage, in training first if there is any,
    who have learned last; ``able`` what all of them do in full-time equivalents, against those ``needed``; what lacks in some weeks and is
    too much in others is not set off. ``begin + hires − leavers = end``, the heads of its last week."""

    begin: Fraction
    end: Fraction
    bands: tuple[Fraction, ...]
    in_training: Fraction
    needed: Fraction
    able: Fraction
    shortfall: Fraction
    surplus: Fraction
    classes: tuple[tuple[date, Fraction], ...] = ()
    """The first day of each that begins in the month, and how many join; the first team is none."""


@dataclass(frozen=True)
class StaffedMonth:
    """All streams of a month together: ``positions`` is the peak of a half hour, work that can wait included.

    ``scheduled_hours`` are there with shifts: the hours that these have, work that can wait included. ``night_hours``, where it is said
    what is night, are those of the paid hours.
    """

    period: Period
    streams: tuple[StreamMonth, ...]
    positions: int
    seats: int
    team: Team
    paid_hours: Fraction
    spare: int = 0
    """Of the positions, those that only the contract asks for: seats are agreed beyond what the work needs."""
    scheduled_hours: Fraction | None = None
    night_hours: Fraction | None = None
    crew: Crew | None = None
    """Where people join in classes."""

    @property
    def needed(self) -> int:
        """The positions that the work needs."""
        return self.positions - self.spare

    @property
    def productive_hours(self) -> Fraction:
        return exact_sum(stream.productive_hours for stream in self.streams)

    @property
    def aht_seconds(self) -> Fraction | None:
        """What a contact took on average, of all that wait in queues."""
        queues = [stream for stream in self.streams if stream.waits]
        handled = exact_sum(stream.handled for stream in queues)
        return exact_sum(stream.handle_minutes for stream in queues) * 60 / handled if handled else None

    def drivers(self) -> dict[str, Fraction]:
        """What prices, costs and measures may depend on, by name: ``calls.handled``, ``seats``, ``paid_hours``, …"""
        return dict(self._drivers)

    @cached_property
    def _drivers(self) -> Mapping[str, Fraction]:
        return {
            "month": Fraction(1),
            "contacts": exact_sum(stream.handled for stream in self.streams),
            "minutes": exact_sum(stream.handle_minutes for stream in self.streams),
            "positions": exact(self.positions),
            "seats": exact(self.seats),
            "heads": self.team.heads,
            "productive_hours": self.productive_hours,
            "paid_hours": self.paid_hours,
            "hires": self.team.hires,
            "leavers": self.team.leavers,
            "released": self.team.released,
            **({"aht_seconds": self.aht_seconds} if self.aht_seconds is not None else {}),
            **({name: getattr(self.crew, name) for name in OF_A_CREW} if self.crew is not None else {}),
            **({"scheduled_hours": self.scheduled_hours} if self.scheduled_hours is not None else {}),
            **({"night_hours": self.night_hours} if self.night_hours is not None else {}),
            **{name: figure for stream in self.streams for name, figure in stream.drivers().items()},
        }
