"""The people of the telesales desk: who is on it, their hours, and the evaluations of what they said."""

from typing import NamedTuple

from bpo.sample.chance import Chance, Spread
from bpo.sample.days import CHINA_OFF, COMPACT, days_of, number, weekday
from bpo.sample.export import Export, Row

CLIENT = "insurer-telesales"


class Agent(NamedTuple):
    """``first`` and ``last`` are days of work in the sample (None: before, after)."""

    name: str
    site: str
    team: str
    grade: str
    since: str
    first: int | None = None
    last: int | None = None


AGENTS = (
    *(
        Agent(f"TS{n:02d}", "云岭", f"云岭{1 + n % 2}组", "资深" if n % 3 == 0 else "普通", f"2025{1 + n:02d}01")
        for n in range(1, 7)
    ),
    *(Agent(f"TS{n:02d}", "东湾", "东湾1组", "普通", f"2025{n:02d}15") for n in range(7, 9)),
    Agent("TS09", "东湾", "东湾1组", "普通", "20251103", last=number(1, 21)),
    Agent("TS10", "东湾", "东湾1组", "新人", "20260112", first=number(1, 12)),
    Agent("TS11", "云岭", "云岭1组", "新人", "20260209", first=number(2, 9)),
)
"""Eleven people: one left in January, one joined in each month."""


def work_days(month: str) -> list[int]:
    """Monday to Saturday; nobody is sold insurance in the Spring Festival."""
    return [day for day in days_of(month) if weekday(day) < 6 and day not in CHINA_OFF]


def on_duty(day: int) -> list[Agent]:
    """Everybody who is employed, but one in six who has the day off."""
    employed = [a for a in AGENTS if (a.first is None or day >= a.first) and (a.last is None or day <= a.last)]
    return [agent for place, agent in enumerate(employed) if (place + day) % 6]


_LABOUR_COST = {"资深": "9850.00", "普通": "8120.50", "新人": "6480.00"}


def roster() -> Export:
    """Who is on the desk, as the HR system has it at the end of February."""
    rows = []
    for agent in AGENTS:
        left = COMPACT[agent.last] if agent.last is not None else ""
        rows.append(
            [agent.name, agent.since, left, left, agent.grade, agent.site, agent.team, _LABOUR_COST[agent.grade]]
        )
    return Export(CLIENT, "roster", "", rows)


def timesheets(seed: int, month: str) -> Export:
    """Hours by day and activity: on the phone, training, meetings, breaks."""
    chance = Chance(seed, CLIENT, "timesheets", month)
    rows: list[Row] = []
    for day in work_days(month):
        for agent in on_duty(day):
            for activity, minutes, paid in _day(chance, day):
                rows.append(
                    [agent.name, COMPACT[day], activity, _hours(minutes), paid, agent.grade, agent.site, agent.team]
                )
    return Export(CLIENT, "timesheets", month, rows)


def _day(chance: Chance, day: int) -> list[tuple[str, int, str]]:
    """One agent's day: activity, minutes, paid. Eight hours, of which a quarter is not on the phone."""
    if chance.happens(0.03):
        return [("LEAVE", 480, "Y")]
    training = 60 if weekday(day) == 2 else 0
    meeting = 15 + 5 * chance.below(4)
    ready = 480 - training - meeting - 30 - chance.below(25)
    spent = [("DIAL", ready, "Y"), ("MEETING", meeting, "Y"), ("BREAK", 60, "N")]
    return [*spent, ("TRAINING", training, "Y")] if training else spent


def _hours(minutes: int) -> str:
    """Minutes as hours with two decimals, cut as the time clock cuts them: 400 minutes are ``6.66``."""
    hundredths = minutes * 100 // 60
    return f"{hundredths // 100}.{hundredths % 100:02d}"


_SCORE = {
    "2026-01": Spread((0, 140), (0.06, 170), (0.5, 184), (1, 200)),
    "2026-02": Spread((0, 140), (0.03, 170), (0.5, 186), (1, 200)),
}
"""Half points out of 100."""


def evaluations(seed: int, month: str, dials: list[Row]) -> Export:
    """Every twentieth conversation and every sale is listened to; about 94% reach 85 points."""
    chance = Chance(seed, CLIENT, "evaluations", month)
    rows: list[Row] = []
    last = days_of(month)[-1]
    for dial in (row for row in dials if row[-1] == "SALE" or (row[9] not in ("", "0") and chance.happens(0.05))):
        half_points = chance.draw(_SCORE[month])
        day = min(number(int(dial[0][3:5]), int(dial[0][5:7])) + 2, last)
        score = f"{half_points // 2}.{half_points % 2 * 5}"
        critical = "1" if half_points < 160 and chance.happens(0.4) else "0"
        evaluation, evaluator = f"E{month[2:4]}{month[5:]}{len(rows) + 1:05d}", f"QA{1 + chance.below(3)}"
        rows.append([evaluation, dial[0], COMPACT[day], dial[5], evaluator, score, critical])
    return Export(CLIENT, "evaluations", month, rows)
