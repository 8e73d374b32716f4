"""Lives made for tests: two lines of 100 and 50 and 10 withheld, 140 to be paid, brought to every state."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from bpo.life.events import (
    Approved,
    Confirmed,
    Corrected,
    Deemed,
    Disputed,
    Event,
    Invoiced,
    Issued,
    Merged,
    Numbered,
    Paid,
    Recorded,
    Returned,
    Reviewed,
    Sending,
    Sent,
    Settled,
    Superseded,
    Unsent,
    Voided,
    WrittenOff,
)
from bpo.life.folding import after
from bpo.life.interest_notes import BilledStretch, InterestBilled
from bpo.life.life import Life
from bpo.life.states import State

DAY, LAST, LATER = date(2026, 3, 5), date(2026, 3, 12), date(2026, 3, 13)
ID = "acme-2026-02-r1"
BILLED = Recorded("CNY", {"a": Decimal("100.00"), "b": Decimal("50.00")}, {"w": Decimal("-10.00")}, "run", "content")
ISSUED: tuple[Event, ...] = (
    BILLED, Approved(), Numbered("S-2026-0001", "913100", "statement", 1, DAY), Issued("S-2026-0001", {"a.pdf": "0" * 64}, {"bpo": "1"}),
)  # fmt: skip
SENT: tuple[Event, ...] = (*ISSUED, Sent(DAY, ("ap@client.example",), LAST))
CONFIRMED: tuple[Event, ...] = (*SENT, Confirmed(DAY))


MAIL = Sending(
    "<S-2026-0001.1@supplier.example>", datetime(2026, 3, 5, 9, tzinfo=UTC), ("ap@client.example",), "", "0" * 64
)

INTEREST = InterestBilled(
    "INT-2026-0001",
    "913100",
    "CNY",
    LATER,
    LAST,
    None,
    {ID: Decimal("0.70")},
    (BilledStretch(ID, LAST, LAST, Decimal("140.00"), Fraction(1, 200), Decimal("0.70")),),
    {},
    {},
)


def money(text: str) -> Decimal:
    return Decimal(f"{text}.00")


TO: dict[State, tuple[Event, ...]] = {
    "draft": (BILLED,),
    "reviewed": (BILLED, Reviewed()),
    "approved": (BILLED, Approved()),
    "numbered": ISSUED[:3],
    "issued": ISSUED,
    "sent": SENT,
    "disputed": (*SENT, Disputed("d1", DAY, {"a": money("20")})),
    "part_confirmed": (*SENT, Confirmed(DAY, ("b",))),
    "confirmed": CONFIRMED,
    "part_invoiced": (*CONFIRMED, Invoiced("F1", money("100"), DAY)),
    "invoiced": (*CONFIRMED, Invoiced("F1", money("150"), DAY)),
    "part_paid": (*CONFIRMED, Paid("p1", money("40"), DAY)),
    "paid": (*CONFIRMED, Paid("p1", money("140"), DAY)),
    "credited": (*CONFIRMED, Corrected("CN1", money("-140"), DAY)),
    "voided": (*ISSUED, Voided()),
    "superseded": (BILLED, Superseded("acme-2026-02-r2")),
    "merged": (BILLED, Approved(), Merged("acme-2026-02-r0", "CN1")),
}

NEXT: dict[str, Event] = {
    "reviewed": Reviewed(),
    "approved": Approved(),
    "returned": Returned(),
    "superseded": Superseded("acme-2026-02-r2"),
    "numbered": Numbered("S-2026-0002", "913100", "statement", 2, DAY),
    "issued": Issued("S-2026-0001", {}, {}),
    "voided": Voided(),
    "sending": MAIL,
    "unsent": Unsent(MAIL.message, "550 no such user"),
    "sent": Sent(LATER),
    "confirmed": Confirmed(DAY),
    "deemed": Deemed(LATER),
    "disputed": Disputed("d2", DAY, {"b": money("10")}),
    "settled": Settled("d1", DAY, money("5")),
    "invoiced": Invoiced("F2", money("10"), DAY),
    "paid": Paid("p2", money("10"), DAY),
    "written_off": WrittenOff("w1", money("10"), DAY),
    "corrected": Corrected("CN2", money("-1"), DAY),
    "merged": Merged("acme-2026-02-r0", "CN1"),
    "interest_billed": INTEREST,
}
"""One event of each verb but that of a new statement; interest is billed in a life of its own, and follows on no state."""


def told(*events: Event, who: str = "li") -> Life:
    life: Life | None = None
    for event in events:
        life = after(life, ID, event, who)
    assert life is not None
    return life
