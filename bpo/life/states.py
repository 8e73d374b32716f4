"""Where a statement stands between draft and cash, and which event may come when: one table, drawn on docs/life.md."""

from dataclasses import dataclass
from typing import Literal, get_args

from bpo.core.words import Text

State = Literal[
    "draft", "reviewed", "approved", "numbered", "issued",
    "sent", "disputed", "part_confirmed", "confirmed", "part_invoiced", "invoiced", "part_paid", "paid", "credited",
    "voided", "superseded", "merged",
]  # fmt: skip
STATES: tuple[State, ...] = get_args(State)

NAMES: dict[State, Text] = {
    "draft": Text(zh="草稿", en="draft"),
    "reviewed": Text(zh="已复核", en="reviewed"),
    "approved": Text(zh="已审批", en="approved"),
    "numbered": Text(zh="已编号", en="numbered"),
    "issued": Text(zh="已出具", en="issued"),
    "sent": Text(zh="已发送", en="sent"),
    "disputed": Text(zh="有争议", en="disputed"),
    "part_confirmed": Text(zh="部分确认", en="confirmed in part"),
    "confirmed": Text(zh="已确认", en="confirmed"),
    "part_invoiced": Text(zh="部分开票", en="invoiced in part"),
    "invoiced": Text(zh="已开票", en="invoiced"),
    "part_paid": Text(zh="部分付款", en="paid in part"),
    "paid": Text(zh="已付清", en="paid"),
    "credited": Text(zh="已冲销", en="credited in full"),
    "voided": Text(zh="已作废", en="voided"),
    "superseded": Text(zh="已被取代", en="superseded"),
    "merged": Text(zh="已并入原单", en="merged into its original"),
}


def state_name(state: str) -> Text:
    """What a state is called, as the ledger has it; one that a newer bpo wrote by itself."""
    return next((name for known, name in NAMES.items() if known == state), Text.of(state))


IN_THE_HOUSE: tuple[State, ...] = ("draft", "reviewed", "approved", "numbered", "issued")
"""Before anybody outside has seen it."""
AT_THE_CLIENT: tuple[State, ...] = (
    "sent", "disputed", "part_confirmed", "confirmed", "part_invoiced", "invoiced", "part_paid", "paid", "credited"
)  # fmt: skip
"""Since it was sent: which of them holds follows from what is confirmed, invoiced and paid (see ``Life.standing``)."""
UNPAID = tuple(state for state in AT_THE_CLIENT if state not in ("paid", "credited"))
ENDED: tuple[State, ...] = ("voided", "superseded", "merged")
"""Nothing follows on these."""


@dataclass(frozen=True, slots=True)
class Way:
    """An event, by its verb, may follow on the states in ``after``, and leads to one of those in ``to``."""

    verb: str
    after: tuple[State, ...]
    to: tuple[State, ...]


WAYS: tuple[Way, ...] = (
    Way("recorded", (), ("draft",)),
    Way("reviewed", ("draft",), ("reviewed",)),
    Way("approved", ("draft", "reviewed"), ("approved",)),
    Way("returned", ("reviewed", "approved"), ("draft",)),
    Way("superseded", ("draft", "reviewed", "approved"), ("superseded",)),
    Way("numbered", ("approved",), ("numbered",)),
    Way("issued", ("numbered",), ("issued",)),
    Way("voided", IN_THE_HOUSE, ("voided",)),
    Way("sending", ("issued", "sent"), ("issued", "sent")),
    Way("unsent", ("issued", "sent"), ("issued", "sent")),
    Way("sent", ("issued", "sent"), ("sent",)),
    Way("confirmed", UNPAID, ("part_confirmed", "confirmed", "part_invoiced", "invoiced", "part_paid")),
    Way("deemed", UNPAID, ("part_confirmed", "confirmed", "part_invoiced", "invoiced", "part_paid")),
    Way("disputed", UNPAID, ("disputed", "part_confirmed", "part_invoiced", "invoiced", "part_paid")),
    Way(
        "settled",
        (*UNPAID, "paid"),
        ("sent", "disputed", "part_confirmed", "confirmed", "part_invoiced", "invoiced", "part_paid", "paid"),
    ),
    Way("invoiced", AT_THE_CLIENT, AT_THE_CLIENT),
    Way("paid", AT_THE_CLIENT, AT_THE_CLIENT),
    Way("written_off", AT_THE_CLIENT, AT_THE_CLIENT),
    Way("merged", ("approved",), ("merged",)),
    Way("corrected", AT_THE_CLIENT, AT_THE_CLIENT),
    Way("interest_billed", (), ("sent",)),
)
"""Who adds an event adds its class to ``events.EVENTS`` and a line here."""

WAY_OF = {way.verb: way for way in WAYS}
