"""The shapes of the JSON that ``bpo staffing`` prints."""

from bpo.cli.bid_outputs import Files, Short
from bpo.core.output import Output


class DriversOutput(Output):
    month: str
    drivers: dict[str, Short]


class HalfHourOutput(Output):
    weekday: str
    start: str
    days: int
    contacts: Short
    positions: int
    rostered: int
    service_level: Short
    asa_seconds: Short
    abandonment_rate: Short
    occupancy: Short
    called_back_rate: Short
    call_back_seconds: Short


class DutyOutput(Output):
    """So many people work a shift from ``start`` on, on these days of the week."""

    shift: str
    start: str
    days: list[str]
    people: int


class MealsOutput(Output):
    """So many of those who began a shift at ``start`` are at their meal from ``begins`` on, on a day."""

    shift: str
    start: str
    weekday: str
    begins: str
    people: int


class ShiftsOutput(Output):
    """The shifts of a week of ``month``; the least hours possible may be lower by ``gap`` at most."""

    month: str
    needed_hours: Short
    scheduled_hours: Short
    people: int
    gap: Short
    duties: list[DutyOutput]
    meals: list[MealsOutput]


class EstimateOutput(Output):
    """A simulated figure; ``error`` is half of its interval of 95%."""

    value: Short
    error: Short


class SharedStreamOutput(Output):
    """What callers of a stream meet; ``goal`` is ``met``, ``missed`` or, within the error, ``open``. Figures are null if its queue grows without end."""

    stream: str
    contacts: Short
    service_level: EstimateOutput | None
    asa_seconds: EstimateOutput | None
    abandonment_rate: EstimateOutput | None
    goal: str


class SharedGroupOutput(Output):
    group: str
    positions: int
    occupancy: EstimateOutput


class SharedHalfHourOutput(Output):
    """The groups in the half hour that needs most: positions if streams have agents of their own, and if all agents take all."""

    weekday: str
    start: str
    streams: list[SharedStreamOutput]
    groups: list[SharedGroupOutput]
    separate: int
    pooled: int | None


class ClassOutput(Output):
    begins: str
    people: Short


class CrewOutput(Output):
    """Heads at the begin and end of a month; on the average of its weeks those in training, in each band of learning, and who have learned,
    and full-time equivalents needed, there, lacking and too many."""

    month: str
    begin: Short
    end: Short
    bands: list[Short]
    needed: Short
    able: Short
    shortfall: Short
    surplus: Short


class HiringOutput(Output):
    classes: list[ClassOutput]
    months: list[CrewOutput]


class StaffingOutput(Output):
    """``bpo staffing``: the drivers of every month, the half hours of one month by stream, and the classes, the shifts of a week and the
    groups, if there are any."""

    scenario: str
    months: list[DriversOutput]
    month: str
    half_hours: dict[str, list[HalfHourOutput]]
    hiring: HiringOutput | None
    shifts: ShiftsOutput | None
    groups: SharedHalfHourOutput | None
    variant: str
    files: Files
