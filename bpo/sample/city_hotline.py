"""The 12345 hotline of Lanting, a city that does not exist: inbound calls day and night, and what follows from them."""

from collections.abc import Iterator
from dataclasses import replace

from bpo.sample.chance import Chance, Spread, mix, time_of_day
from bpo.sample.city_hotline_follow_up import CLIENT, OUTAGE, Answered, cases, evaluations, events, surveys
from bpo.sample.days import CHINA_OFF, DAY, MONTHS, SLASHED, SPRING_FESTIVAL, clock, days_of, weekday, works_in_china
from bpo.sample.export import FORMS, Export, Row, late_export

AGENTS = tuple(str(8001 + n) for n in range(52))
CALLS_A_WORKDAY = 1085
SHARED_ROWS = 6
"""The exporting job is late by some minutes: each file also has the first calls of the next month."""

_BY_HOUR = (9, 6, 5, 4, 4, 6, 14, 38, 88, 118, 112, 92, 52, 66, 98, 108, 100, 82, 54, 42, 36, 30, 22, 14)
_TIME = time_of_day(_BY_HOUR)
_RUSH = tuple(0.45 + 0.55 * weight / 90 for weight in _BY_HOUR)
"""How much likelier a queue is than on average: the roster follows the load, but not all the way."""
_SLOW_SHARE = {"2026-01": 0.178, "2026-02": 0.13, "2026-03": 0.13}

_PROMPT = Spread((0, 1), (0.5, 4), (0.9, 14), (1, 21))
_QUEUED = Spread((0, 21), (0.5, 46), (0.9, 130), (1, 420))
_PATIENCE = Spread((0, 21), (0.5, 60), (0.9, 170), (1, 360))
_HUNG_UP_AT_ONCE = Spread((0, 0), (0.7, 5), (1, 18))
_IVR = Spread((0, 8), (0.8, 30), (1, 75))
_SELF_SERVICE = Spread((0, 20), (0.6, 70), (1, 240))
_TALK = Spread((0, 12), (0.1, 45), (0.5, 145), (0.9, 330), (1, 1500))
_HOLD = Spread((0, 5), (0.6, 35), (1, 180))
_WRAP_UP = Spread((0, 3), (0.5, 22), (0.9, 70), (1, 300))

_SKILLS = mix(("政务咨询", 58), ("投诉举报", 24), ("应急热线", 8), ("English", 2), ("企业服务", 8))
_KINDS = mix(
    ("城市管理", 14),
    ("住房保障", 12),
    ("交通出行", 13),
    ("社会保障", 16),
    ("供水供热", 15),
    ("物业纠纷", 12),
    ("营商环境", 6),
    ("其他", 12),
)


def exports(seed: int) -> Iterator[Export]:
    """Calls, evaluations, surveys, events and cases, a file a month each."""
    calls = {month: _calls(seed, month, days_of(month)) for month in MONTHS}
    calls["2026-03"] = _calls(seed, "2026-03", range(59, 60))
    for month, following in zip(MONTHS, ("2026-02", "2026-03"), strict=True):
        yield _call_export(month, calls[month][0] + calls[following][0][:SHARED_ROWS])
    for follow_up in (evaluations, surveys, events, cases):
        for month in MONTHS:
            yield follow_up(seed, month, calls[month][1])


def _demand(day: int) -> float:
    if day == SPRING_FESTIVAL:
        return 0.26
    if day in CHINA_OFF:
        return 0.46
    if not works_in_china(day):
        return 0.6 if weekday(day) == 5 else 0.53
    after_a_holiday = 1.3 if day - 1 in CHINA_OFF else 1.0
    return (1.08, 1.02, 1.0, 0.98, 0.97, 0.9, 0.9)[weekday(day)] * after_a_holiday * (1.12 if day > 31 else 1.0)


def _calls(seed: int, month: str, days: range) -> tuple[list[Row], list[Answered]]:
    chance = Chance(seed, CLIENT, "calls", month)
    rows: list[Row] = []
    answered: list[Answered] = []
    for day in days:
        slow = _SLOW_SHARE[month] * (0.75 + 0.5 * chance.random()) * (2.6 if day == OUTAGE else 1.0)
        count = round(CALLS_A_WORKDAY * _demand(day) * (0.95 + 0.1 * chance.random()))
        for second in sorted(chance.draw(_TIME) for _ in range(count)):
            call_id = f"HL{month.replace('-', '')}{len(rows) + 1:06d}"
            rows.append(_call(chance, call_id, day * DAY + second, slow * _RUSH[second // 3600], answered))
    return rows, answered


def _call(chance: Chance, call_id: str, began: int, slow: float, answered: list[Answered]) -> Row:
    """One call: it ends in the voice menu, or it queues and is abandoned or answered."""
    random = chance.random
    head = [call_id, f"555{int(random() ** 2 * 90000):06d}", SLASHED[began // DAY], clock(began)]
    skill, kind = chance.pick(_SKILLS), chance.pick(_KINDS)
    if random() < 0.06:
        ivr = chance.draw(_SELF_SERVICE)
        return [*head, "", "", clock(began + ivr), "", "", "", "", str(ivr), skill, kind, "", "自助结束", "", ""]
    ivr = chance.draw(_IVR)
    queued = began + ivr
    is_slow = random() < slow
    if random() < (0.24 if is_slow else 0.0155):
        wait = chance.draw(_PATIENCE if is_slow else _HUNG_UP_AT_ONCE)
        end = clock(queued + wait)
        return [*head, clock(queued), "", end, str(wait), "", "", "", str(ivr), skill, kind, "", "排队放弃", "", ""]
    wait = chance.draw(_QUEUED if is_slow else _PROMPT)
    talk = chance.draw(_TALK)
    hold = chance.draw(_HOLD) if random() < 0.15 else 0
    ended = queued + wait + talk + hold
    agent = chance.pick(AGENTS)
    transferred = random() < 0.05
    resolved = not transferred and random() < 0.86
    answered.append(Answered(call_id, agent, ended, kind, skill))
    times = [clock(queued), clock(queued + wait), clock(ended)]
    lengths = [str(wait), str(talk), str(hold), str(chance.draw(_WRAP_UP)), str(ivr)]
    said = ["是" if yes else "否" for yes in (transferred, resolved)]
    return [*head, *times, *lengths, skill, kind, agent, "人工接听", *said]


def _call_export(month: str, rows: list[Row]) -> Export:
    header = FORMS[CLIENT, "calls"].header
    began, ended = header.index("呼入时间"), header.index("结束时间")
    past_midnight = {place for place, row in enumerate(rows) if _seconds(row[ended]) < _seconds(row[began])}
    export = late_export(CLIENT, "calls", month, rows, SHARED_ROWS, past_midnight)
    assert len(export.spared) == len(past_midnight) + sum(export.found.values()), "a row has one kind of dirt at most"
    return replace(export, found={**export.found, "past_midnight": len(past_midnight)})


def _seconds(written: str) -> int:
    hours, minutes, seconds = written.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)
