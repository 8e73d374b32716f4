"""What follows from the hotline's calls: quality evaluations, satisfaction surveys, complaints and praise, cases."""

from typing import NamedTuple

from bpo.sample.chance import Chance, Spread, mix
from bpo.sample.days import CHINESE, COMPACT, DAY, ISO, days_of, number, stamp, works_in_china
from bpo.sample.export import Export, Row

CLIENT = "city-hotline"
OUTAGE = number(1, 20)
"""The exchange was down for a part of that day, and the queue was long."""


class Answered(NamedTuple):
    """A call that an agent took. ``ended`` is a moment (see ``days.py``)."""

    call_id: str
    agent: str
    ended: int
    kind: str
    skill: str


_PASSED = Spread((0, 85), (0.5, 93), (1, 100.99))
_FAILED = Spread((0, 58), (0.5, 78), (1, 84.99))


def evaluations(seed: int, month: str, answered: list[Answered]) -> Export:
    """One call in 45 is listened to by the evening of the next day; about 95% pass at 85 points."""
    chance = Chance(seed, CLIENT, "evaluations", month)
    rows: list[Row] = []
    last = days_of(month)[-1]
    failing = 0.5
    for call in answered[::45]:
        failing += {"2026-01": 0.05, "2026-02": 0.042}[month] * (0.5 + chance.random())
        failed = failing >= 1
        failing -= failed
        fatal = failed and chance.happens(0.3)
        day = min(call.ended // DAY + 1, last)
        evaluator = f"质检{chance.below(6) + 1:02d}"
        moment = stamp(ISO, day * DAY + 9 * 3600 + chance.below(8 * 3600))
        score, said = str(chance.draw(_FAILED if failed else _PASSED)), "是" if fatal else "否"
        sheet = f"QC{COMPACT[day]}{len(rows) + 1:04d}"
        rows.append([sheet, call.call_id, call.agent, evaluator, moment, score, said, call.skill])
    return Export(CLIENT, "evaluations", month, rows)


_ANSWERS = {
    "2026-01": mix(("非常满意", 78), ("满意", 18), ("一般", 2), ("不满意", 1), ("非常不满意", 1)),
    "2026-02": mix(("非常满意", 162), ("满意", 31), ("一般", 4), ("不满意", 2), ("非常不满意", 1)),
}


def surveys(seed: int, month: str, answered: list[Answered]) -> Export:
    """A text message after each call; a fifth is answered, within the hour, and about 96% are satisfied."""
    chance = Chance(seed, CLIENT, "surveys", month)
    end = (days_of(month)[-1] + 1) * DAY
    rows: list[Row] = []
    for call in answered:
        if chance.happens(0.2):
            moment = call.ended + 60 + chance.below(3000)
            if moment < end:  # an answer after the last midnight is lost with the month's survey list
                answer = chance.pick(_ANSWERS[month])
                rows.append([f"MY{call.call_id[2:]}", call.call_id, stamp(ISO, moment), answer, call.agent])
    return Export(CLIENT, "surveys", month, rows)


_EVENTS = {
    "2026-01": (("投诉", "是", 3), ("投诉", "否", 6), ("表扬", "", 14), ("系统故障", "", 1)),
    "2026-02": (("投诉", "是", 2), ("投诉", "否", 5), ("表扬", "", 17)),
}
"""Kind, found to be ours, how many: the penalties of a month should not hang on a draw."""


def events(seed: int, month: str, answered: list[Answered]) -> Export:
    """Complaints about agents (upheld or not), praise, an outage of the exchange."""
    chance = Chance(seed, CLIENT, "events", month)
    last = days_of(month)[-1]
    found = []
    for kind, upheld, count in _EVENTS[month]:
        for _ in range(count):
            call = chance.pick(answered)
            is_outage = kind == "系统故障"
            day = OUTAGE if is_outage else min(call.ended // DAY + 1, last)
            moment = day * DAY + 9 * 3600 + chance.below(8 * 60) * 60
            about = ("", "") if is_outage else (call.agent, call.call_id)
            level = chance.pick(mix(("一般", 4), ("严重", 1))) if upheld == "是" else ""
            found.append((moment, kind, upheld, level, *about))
    rows = [
        [f"SJ{month.replace('-', '')}{place + 1:03d}", stamp(CHINESE, moment)[:-3], *rest]
        for place, (moment, *rest) in enumerate(sorted(found))
    ]
    return Export(CLIENT, "events", month, rows)


_LIMIT_DAYS = mix((1, 20), (3, 50), (5, 30))
_USED_SHARE = Spread((0, 0.02 * 1000), (0.5, 0.4 * 1000), (0.965, 0.99 * 1000), (0.97, 1.01 * 1000), (1, 1.8 * 1000))
"""Thousandths of the limit that a case takes: about 96.5% are closed in time."""


def cases(seed: int, month: str, answered: list[Answered]) -> Export:
    """A case for every fifth call, to be closed within 1, 3 or 5 working days; listed on the fifth of the next month."""
    chance = Chance(seed, CLIENT, "cases", month)
    listed = (days_of(month)[-1] + 5) * DAY + 8 * 3600
    end = (days_of(month)[-1] + 1) * DAY
    rows: list[Row] = []
    for call in answered:
        if chance.happens(0.2) and call.ended < end:
            due = _working_days_later(call.ended, chance.pick(_LIMIT_DAYS))
            closed = call.ended + (due - call.ended) * chance.draw(_USED_SHARE) // 1000
            times = [stamp(ISO, call.ended), stamp(ISO, due), stamp(ISO, closed) if closed < listed else ""]
            rows.append([f"GD{call.call_id[2:]}", *times, call.kind, call.agent])
    return Export(CLIENT, "cases", month, rows)


def _working_days_later(moment: int, count: int) -> int:
    """The end of the count-th working day after the moment's day."""
    day = moment // DAY
    while count:
        day += 1
        count -= works_in_china(day)
    return (day + 1) * DAY - 1
