"""The people of the tech-support desk: roster with seats and cost, and their hours."""

from typing import NamedTuple

from bpo.sample.chance import Chance
from bpo.sample.days import AMERICAN, MONTHS, US_OFF, days_of, number
from bpo.sample.export import Export, Row

CLIENT = "tech-support"


class Stint(NamedTuple):
    """An agent's days in one grade; days are numbers, negative or None before 2026 and None while it lasts."""

    agent: str
    grade: str
    team: str
    seat: str
    since: str
    first: int
    last: int | None = None
    leaves: bool = False


MONTHLY_COST = {"L1": "4,150.00", "L2": "5,275.50", "Lead": "6,840.00"}
"""US dollars, pay with the employer's contributions, as the payroll report prints them."""

_SEATS = 40
_LEAVERS = {5: number(1, 16), 17: number(1, 30), 23: number(2, 13)}
_JOINERS = {5: number(1, 19), 17: number(2, 2), 23: number(2, 23)}
"""By the number of the seat that becomes free and is filled again."""
_PROMOTED = {9: number(2, 1), 31: number(2, 16)}


def _stints() -> list[Stint]:
    found = []
    for seat in range(1, _SEATS + 1):
        grade = "Lead" if seat % 20 == 1 else "L2" if seat % 4 == 0 else "L1"
        place = ("Blue" if seat <= _SEATS // 2 else "Green", f"S{seat:02d}")
        since = f"{1 + seat % 12:02d}/{1 + seat % 27:02d}/{2023 + seat % 3}"
        agent = f"A{1000 + seat}"
        if seat in _PROMOTED:
            day = _PROMOTED[seat]
            found.append(Stint(agent, grade, *place, since, -1, day - 1))
            found.append(Stint(agent, "L2", *place, AMERICAN[day], day))
        else:
            found.append(Stint(agent, grade, *place, since, -1, _LEAVERS.get(seat), seat in _LEAVERS))
        if seat in _JOINERS:
            joined = _JOINERS[seat]
            found.append(Stint(f"A{1100 + seat}", "L1", *place, AMERICAN[joined], joined))
    return found


STINTS = _stints()


def on_duty(day: int) -> list[Stint]:
    """Five of seven days each; a third of them on a public holiday."""
    here = [
        s
        for place, s in enumerate(STINTS)
        if s.first <= day and (s.last is None or day <= s.last) and (day + place) % 7 < 5
    ]
    return here[::3] if day in US_OFF else here


def roster() -> Export:
    """One row a stint, as of the end of February. Costs have a comma in them, so they are quoted."""
    rows = []
    for stint in STINTS:
        last = AMERICAN[stint.last] if stint.last is not None else ""
        cost = f'"{MONTHLY_COST[stint.grade]}"'
        left = last if stint.leaves else ""
        rows.append([stint.agent, stint.since, last, left, stint.grade, stint.team, stint.seat, cost])
    return Export(CLIENT, "roster", "", rows)


def timesheets(seed: int, month: str) -> Export:
    """Hours by day and activity."""
    assert month in MONTHS, f"{month} is not in the sample"
    chance = Chance(seed, CLIENT, "timesheets", month)
    rows: list[Row] = []
    for day in days_of(month):
        for stint in on_duty(day):
            head = [stint.agent, AMERICAN[day]]
            if chance.happens(0.02):
                rows.append([*head, "leave", "8.00", "Y", stint.grade])
                continue
            training = 100 if chance.happens(0.12) else 0
            ready = 700 - training - 5 * chance.below(12)
            rows.append([*head, "ready", f"{ready // 100}.{ready % 100:02d}", "Y", stint.grade])
            rows.append([*head, "meeting", "0.50", "Y", stint.grade])
            rows.append([*head, "break", "1.00", "N", stint.grade])
            if training:
                rows.append([*head, "training", "1.00", "Y", stint.grade])
    return Export(CLIENT, "timesheets", month, rows)
