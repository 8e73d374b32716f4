"""Tech support for Quillfeather Widgets, a US company that does not exist: calls and chats, in English."""

from collections.abc import Iterator
from typing import NamedTuple

from bpo.sample.chance import Chance, Spread, mix, time_of_day
from bpo.sample.days import DAY, ISO, MONTHS, US_OFF, days_of, number, stamp, weekday
from bpo.sample.export import Export, Row, late_export
from bpo.sample.tech_support_people import CLIENT, on_duty, roster, timesheets

SHARED_ROWS = 3
_ZONE = "-05:00"
"""New York keeps winter time throughout January and February."""

_TIME = time_of_day((0,) * 7 + (18, 52, 88, 96, 90, 70, 78, 92, 88, 76, 52, 38, 30, 24, 18, 12, 6))
_CONTACTS_A_WORKDAY = 318
_SLOW_SHARE = {"2026-01": 0.15, "2026-02": 0.11, "2026-03": 0.11}
_PROMPT = Spread((0, 2), (0.6, 11), (1, 31))
_QUEUED = Spread((0, 31), (0.5, 75), (1, 480))
_HUNG_UP_AT_ONCE = Spread((0, 0), (0.7, 6), (1, 25))
_TALK = {
    "voice": Spread((0, 60), (0.5, 720), (0.9, 1500), (1, 3600)),
    "chat": Spread((0, 90), (0.5, 1020), (0.9, 2100), (1, 4200)),
}
_HOLD = Spread((0, 10), (0.7, 120), (1, 600))
_WRAP_UP = Spread((0, 20), (0.6, 150), (1, 600))
_CHANNELS = mix(("voice", 62), ("chat", 38))
_QUEUES = mix(("Hardware", 34), ("Software", 41), ("Accounts", 25))
_SUBJECTS = (
    "password reset",
    '"VPN, remote access"',
    "printer offline",
    '"licence expired, cannot sign in"',
    "screen flickers",
    "update failed",
    '"says ""device not found"""',
    "invoice copy",
)


class Contact(NamedTuple):
    contact_id: str
    agent: str
    ended: int


def exports(seed: int) -> Iterator[Export]:
    """Contacts, surveys and timesheets, a file a month each, and one roster."""
    contacts = {month: _contacts(seed, month, days_of(month)) for month in MONTHS}
    contacts["2026-03"] = _contacts(seed, "2026-03", range(number(3, 1), number(3, 2)))
    for month, following in zip(MONTHS, ("2026-02", "2026-03"), strict=True):
        rows = contacts[month][0] + contacts[following][0][:SHARED_ROWS]
        yield late_export(CLIENT, "contacts", month, rows, SHARED_ROWS, set())
    yield roster()
    for month in MONTHS:
        yield timesheets(seed, month)
    for month in MONTHS:
        yield _surveys(seed, month, contacts[month][1])


def _demand(day: int) -> float:
    if day in US_OFF:
        return 0.3
    return (1.15, 1.05, 1.0, 0.98, 0.92, 0.42, 0.36)[weekday(day)] * (1.1 if day >= number(2, 1) else 1.0)


def _contacts(seed: int, month: str, days: range) -> tuple[list[Row], list[Contact]]:
    chance = Chance(seed, CLIENT, "contacts", month)
    rows: list[Row] = []
    handled: list[Contact] = []
    for day in days:
        duty = on_duty(day)
        slow = _SLOW_SHARE[month] * (0.7 + 0.6 * chance.random())
        count = round(_CONTACTS_A_WORKDAY * _demand(day) * (0.93 + 0.14 * chance.random()))
        for second in sorted(chance.draw(_TIME) for _ in range(count)):
            contact_id = f"QW-{month[2:4]}{month[5:]}-{len(rows) + 1:05d}"
            rows.append(_contact(chance, contact_id, day * DAY + second, slow, chance.pick(duty).agent, handled))
    return rows, handled


def _contact(chance: Chance, contact_id: str, began: int, slow: float, agent: str, handled: list[Contact]) -> Row:
    """One call or chat: abandoned in the queue, or handled."""
    channel = chance.pick(_CHANNELS)
    head = [contact_id, channel, chance.pick(_QUEUES), chance.pick(_SUBJECTS), _stamp(began)]
    customer = f"555-01{chance.below(100):02d}x{chance.below(1000):03d}"
    queued = began + (2 if channel == "chat" else 8 + chance.below(40))
    is_slow = chance.happens(slow)
    if chance.happens(0.2 if is_slow else 0.012):
        wait = chance.draw(_QUEUED if is_slow else _HUNG_UP_AT_ONCE)
        times = [_stamp(queued), "", _stamp(queued + wait)]
        return [*head, *times, str(wait), "", "", "", "", customer, "abandoned", "", ""]
    wait = chance.draw(_QUEUED if is_slow else _PROMPT)
    talk = chance.draw(_TALK[channel])
    hold = chance.draw(_HOLD) if channel == "voice" and chance.happens(0.25) else 0
    ended = queued + wait + talk + hold
    transferred = chance.happens(0.07)
    resolved = not transferred and chance.happens(0.83)
    handled.append(Contact(contact_id, agent, ended))
    times = [_stamp(queued), _stamp(queued + wait), _stamp(ended)]
    lengths = [str(wait), str(talk), str(hold), str(chance.draw(_WRAP_UP))]
    return [*head, *times, *lengths, agent, customer, "completed", "YN"[not transferred], "YN"[not resolved]]


def _stamp(moment: int) -> str:
    return stamp(ISO, moment, "T") + _ZONE


_SCORES = {
    "2026-01": mix(("5", 58), ("4", 27), ("3", 8), ("2", 4), ("1", 3)),
    "2026-02": mix(("5", 61), ("4", 27), ("3", 7), ("2", 3), ("1", 2)),
}


def _surveys(seed: int, month: str, handled: list[Contact]) -> Export:
    """A fifth of those served give 1 to 5 stars within two hours."""
    chance = Chance(seed, CLIENT, "surveys", month)
    end = (days_of(month)[-1] + 1) * DAY
    rows: list[Row] = []
    for contact in handled:
        moment = contact.ended + 120 + chance.below(7000)
        if chance.happens(0.21) and moment < end:
            survey, stars = f"SV{contact.contact_id[2:]}", chance.pick(_SCORES[month])
            rows.append([survey, contact.contact_id, _stamp(moment), contact.agent, stars])
    return Export(CLIENT, "surveys", month, rows)
