"""Telesales for Heming Life, an insurer that does not exist: outbound dials, policies sold and cancelled, hours worked."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from bpo.sample.chance import Chance, Spread, mix, time_of_day
from bpo.sample.days import COMPACT, DAY, MONTHS, number, stamp
from bpo.sample.export import Export, Row, late_export
from bpo.sample.insurer_people import CLIENT, evaluations, on_duty, roster, timesheets, work_days

SHARED_ROWS = 4
_DIALS = {"2026-01": 20_400, "2026-02": 19_300}
_EPOCH = int(datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=8))).timestamp())
"""Moments count from here; the dialler counts from 1970 in UTC."""

_TIME = time_of_day((0,) * 9 + (70, 100, 90, 0, 40, 100, 105, 95, 60, 25, 0, 0, 0, 0, 0))
_RING = Spread((0, 4), (0.5, 18), (1, 45))
_TALK = Spread((0, 6), (0.3, 35), (0.7, 210), (0.95, 700), (1, 1500))
_SALE_TALK = Spread((0, 420), (0.5, 840), (1, 1900))
_WRAP_UP = Spread((0, 4), (0.5, 28), (1, 120))
_NOT_REACHED = mix(("NOANS", 64), ("BUSY", 14), ("MACHINE", 14), ("INVALID", 8))
_NOT_SOLD = mix(("NOTINT", 62), ("CALLBK", 25), ("WRONGP", 7), ("DNC", 6))
_CAMPAIGNS = mix(("HM-ACCIDENT", 5), ("HM-MEDICAL", 4), ("HM-PENSION", 1))
_PREMIUM = {
    "HM-ACCIDENT": Spread((0, 198), (0.6, 498), (1, 1200)),
    "HM-MEDICAL": Spread((0, 688), (0.6, 1488), (1, 4200)),
    "HM-PENSION": Spread((0, 3000), (0.7, 6000), (1, 24000)),
}
_CONTACT_RATE = 0.30
_SALES_PER_CONTACT = {"2026-01": 0.0162, "2026-02": 0.0185, "2026-03": 0.0185}


class Sale(NamedTuple):
    call_id: str
    moment: int
    campaign: str
    agent: str
    customer: str


def exports(seed: int) -> Iterator[Export]:
    """Dials, sales, timesheets and evaluations, a file a month each, and one roster."""
    dials = {month: _dials(seed, month, work_days(month)) for month in MONTHS}
    dials["2026-03"] = _dials(seed, "2026-03", [number(3, 2)])
    for month, following in zip(MONTHS, ("2026-02", "2026-03"), strict=True):
        rows = dials[month][0] + dials[following][0][:SHARED_ROWS]
        sold = {place for place, row in enumerate(rows) if row[-1] == "SALE"}
        yield late_export(CLIENT, "dials", month, rows, SHARED_ROWS, sold)
    for month in MONTHS:
        yield _sales(seed, month, dials[month][1])
    yield roster()
    for month in MONTHS:
        yield timesheets(seed, month)
    for month in MONTHS:
        yield evaluations(seed, month, dials[month][0])


def _dials(seed: int, month: str, days: list[int]) -> tuple[list[Row], list[Sale]]:
    chance = Chance(seed, CLIENT, "dials", month)
    rows: list[Row] = []
    sales: list[Sale] = []
    due = 0.0
    for day in days:
        count = round(_DIALS.get(month, 20_000) / len(days) * (0.92 + 0.16 * chance.random())) if len(days) > 1 else 40
        duty = on_duty(day)
        for second in sorted(chance.draw(_TIME) for _ in range(count)):
            reached = chance.random() < _CONTACT_RATE
            if reached:
                due += _SALES_PER_CONTACT[month] * (0.4 + 1.2 * chance.random())
            sold = due >= 1
            due -= sold
            call_id = f"d{COMPACT[day][2:]}-{len(rows) + 1:06x}"
            row, moment = _dial(chance, call_id, day * DAY + second, chance.pick(duty).name, reached, sold)
            rows.append(row)
            if sold:
                sales.append(Sale(call_id, moment, row[1], row[5], row[3]))
    return rows, sales


def _dial(chance: Chance, call_id: str, began: int, agent: str, reached: bool, sold: bool) -> tuple[Row, int]:
    """One dial and the moment of its end."""
    campaign = chance.pick(_CAMPAIGNS)
    customer = 100_000 + chance.below(60_000)
    head = [call_id, campaign, f"L{26_01 + chance.below(4)}", f"C{customer}", f"555-{customer % 10000:04d}", agent]
    ringing = chance.draw(_RING)
    if not reached:
        ended = began + ringing
        return [*head, str(_EPOCH + began), "", str(_EPOCH + ended), "0", "0", "0", chance.pick(_NOT_REACHED)], ended
    talk = chance.draw(_SALE_TALK if sold else _TALK)
    hold = chance.below(40) if chance.happens(0.05) else 0
    ended = began + ringing + talk + hold
    times = [str(_EPOCH + began), str(_EPOCH + began + ringing), str(_EPOCH + ended)]
    result = "SALE" if sold else chance.pick(_NOT_SOLD)
    return [*head, *times, str(talk), str(hold), str(chance.draw(_WRAP_UP)), result], ended


def _sales(seed: int, month: str, sales: list[Sale]) -> Export:
    """Policies, listed three weeks after the month, when the 15 days to cancel are over; about one in eight is cancelled."""
    chance = Chance(seed, CLIENT, "sales", month)
    rows: list[Row] = []
    due = 0.5
    for place, sale in enumerate(sales):
        due += 0.12 * (0.5 + chance.random())
        cancelled = due >= 1
        due -= cancelled
        premium = chance.draw(_PREMIUM[sale.campaign])
        cents = chance.pick(("00", "00", "50", "80"))
        left = stamp(COMPACT, sale.moment + chance.below(15 * DAY), "") if cancelled else ""
        sold = stamp(COMPACT, sale.moment, "").replace(":", "")
        policy, product = f"HMP{month.replace('-', '')}{place + 1:04d}", sale.campaign.removeprefix("HM-")
        times, price = [sold, left.replace(":", "")], f"{premium}.{cents}"
        rows.append([policy, sale.call_id, *times, price, product, sale.agent, sale.customer])
    return Export(CLIENT, "sales", month, rows)
