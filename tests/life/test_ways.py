"""Every event after every state: where it leads, or why it is refused; and the amounts that states follow from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bpo.core.errors import BpoError
from bpo.life.entry import read_event, written_event
from bpo.life.events import (
    EVENTS,
    Confirmed,
    Corrected,
    Deemed,
    Disputed,
    Event,
    Invoiced,
    Paid,
    Received,
    Reminded,
    Sent,
    Settled,
    WrittenOff,
)
from bpo.life.folding import after, permitted
from bpo.life.people import House, Person
from bpo.life.states import NAMES, STATES, WAY_OF, WAYS
from tests.life.made import CONFIRMED, DAY, ID, INTEREST, LAST, LATER, MAIL, NEXT, SENT, TO, money, told

# Worked by hand: what each event of tests/life/made.py leads to. "-" is refused by the state; life-… is the message of another refusal.
LEADS = """
after           reviewed approved returned superseded numbered issued voided    merged
draft           reviewed approved -        superseded -        -      voided     -
reviewed        -        approved draft    superseded -        -      voided     -
approved        -        -        draft    superseded numbered -      voided    merged
numbered        -        -        -        -          -        issued voided     -
issued          -        -        -        -          -        -      voided     -
sent            -        -        -        -          -        -      -     -
voided          -        -        -        -          -        -      -     -
superseded      -        -        -        -          -        -      -     -
merged          -        -        -        -          -        -      -         -
"""
LEADS_WITH_MAIL = """
after           sending unsent
issued          issued  life-no-such-mail
sent            sent    life-no-such-mail
"""
LEADS_AT_THE_CLIENT = """
after           sent confirmed              deemed                 disputed            settled              invoiced               paid      written_off corrected
issued          sent -                      -                      -                   -                    -                      -         -           -
sent            sent confirmed              confirmed              disputed            life-dispute-unknown part_invoiced          part_paid part_paid   sent
disputed        -    part_confirmed         part_confirmed         disputed            part_confirmed       part_invoiced          part_paid part_paid   disputed
part_confirmed  -    confirmed              confirmed              life-line-confirmed life-dispute-unknown part_invoiced          part_paid part_paid   part_confirmed
confirmed       -    life-confirmed-already life-confirmed-already life-line-confirmed life-dispute-unknown part_invoiced          part_paid part_paid   confirmed
part_invoiced   -    life-confirmed-already life-confirmed-already life-line-confirmed life-dispute-unknown part_invoiced          part_paid part_paid   part_invoiced
invoiced        -    life-confirmed-already life-confirmed-already life-line-confirmed life-dispute-unknown life-invoiced-too-much part_paid part_paid   invoiced
part_paid       -    life-confirmed-already life-confirmed-already life-line-confirmed life-dispute-unknown part_paid              part_paid part_paid   part_paid
paid            -    -                      -                      -                   life-dispute-unknown paid                   paid      paid        paid
credited        -    -                      -                      -                   -                    credited               paid      paid        confirmed
"""


def cases() -> list[tuple[str, str, str]]:
    """Every state with every verb; what stands in no table is refused by the state."""
    found = {(state, verb): "-" for state in STATES for verb in NEXT}
    for table in (LEADS, LEADS_WITH_MAIL, LEADS_AT_THE_CLIENT):
        head, *rows = [line.split() for line in table.strip().splitlines()]
        found.update(((row[0], verb), to) for row in rows for verb, to in zip(head[1:], row[1:], strict=True))
    return [(state, verb, to) for (state, verb), to in found.items()]


@pytest.mark.parametrize(("state", "verb", "to"), cases())
def test_every_event_after_every_state(state: str, verb: str, to: str) -> None:
    life = told(*TO[state])  # type: ignore[index]  # the names of states
    assert life.state == state
    if to in STATES:
        assert after(life, ID, NEXT[verb], "wang").state == to
        return
    with pytest.raises(BpoError) as raised:
        after(life, ID, NEXT[verb], "wang")
    (problem,) = raised.value.problems
    by_state = {"voided": "life-ended", "superseded": "life-ended", "merged": "life-ended"}.get(
        state, "life-sent-not-voided" if verb == "voided" else "life-not-now"
    )
    assert problem.code == (by_state if to == "-" else to)
    assert problem.say("en") and problem.say("zh")


def test_an_interest_note_begins_at_the_client_and_is_paid_like_a_statement() -> None:
    """0.70 of late interest: 0.20 are given back, 0.50 are paid."""
    life = after(None, "note", INTEREST, "li")
    assert (life.kind, life.state, life.number, life.sent_on, life.open) == (
        "interest",
        "sent",
        "INT-2026-0001",
        LATER,
        Decimal("0.70"),
    )
    life = after(life, "note", Corrected("CN1", Decimal("-0.20"), LATER, lines={ID: Decimal("-0.20")}), "li")
    life = after(life, "note", Paid("p1", Decimal("0.50"), LATER), "li")
    assert (life.state, life.open) == ("paid", 0)


def test_the_tables_name_every_state_and_every_event_once() -> None:
    assert set(TO) == set(STATES) == set(NAMES)
    assert set(NEXT) == {event.verb for event in EVENTS} - {
        "recorded",
        "document_numbered",
        "document_issued",
        "received",
        "reminded",
        "registered",
        "reddened",
        "restated",
        "closed",
        "opened",
    }
    assert [way.verb for way in WAYS] == list(dict.fromkeys(way.verb for way in WAYS))
    assert set(WAY_OF) <= {event.verb for event in EVENTS}


@pytest.mark.parametrize("event", [*NEXT.values(), TO["draft"][0]], ids=lambda event: event.verb)
def test_an_event_is_read_as_it_was_written(event: Event) -> None:
    assert read_event(event.verb, written_event(event)) == event


@pytest.mark.parametrize("text", ["{", "{}", '{"on":"soon"}', '{"on":"2026-03-05","more":1}', "[]"])
def test_what_is_no_event_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_event("deemed", text)
    with pytest.raises(ValueError, match="no event"):
        read_event("burnt", "{}")


def test_a_message_under_way_is_told_before_anything_else_becomes_of_it() -> None:
    life = told(*TO["issued"], MAIL)
    assert life.mail is not None and (life.state, life.mail.message, life.mails) == ("issued", MAIL.message, 0)
    with pytest.raises(BpoError) as raised:
        after(life, ID, NEXT["voided"], "wang")
    assert raised.value.problems[0].code == "life-maybe-sent"
    refused = after(life, ID, NEXT["unsent"], "wang")
    assert (refused.mail, refused.mails, after(refused, ID, NEXT["voided"], "wang").state) == (None, 0, "voided")
    sent = after(life, ID, Sent(DAY, MAIL.to, LAST, MAIL.message), "wang")
    assert (sent.state, sent.mail, sent.mails, sent.answer_by) == ("sent", None, 1, LAST)
    twice = after(after(sent, ID, MAIL, "wang"), ID, Sent(LATER, message=MAIL.message), "wang")
    assert (twice.mails, twice.sent_on) == (2, DAY)  # the days to object go by the first


def test_a_dispute_settled_half_way() -> None:
    """140 to be paid; 20 of line a disputed, 5 conceded: 135 are owed, and confirmed once the rest is accepted."""
    life = told(*TO["disputed"])
    assert (life.payable, life.disputed, life.confirmed, life.owed) == (140, 20, 0, 140)
    life = after(life, ID, Confirmed(DAY), "wang")
    assert (life.state, life.confirmed) == ("part_confirmed", 120)
    life = after(life, ID, Settled("d1", DAY, money("5")), "wang")
    assert (life.state, life.disputed, life.confirmed, life.conceded, life.owed) == ("confirmed", 0, 135, 5, 135)
    life = after(life, ID, Invoiced("F1", money("145"), DAY), "wang")  # 150 − 5: what is withheld is on the invoice
    life = after(life, ID, Corrected("CN1", money("-5"), DAY, ("d1",)), "wang")
    assert (life.state, life.conceded, life.corrected, life.owed) == (
        "invoiced",
        0,
        -5,
        135,
    )  # 5 are not taken off twice
    life = after(life, ID, Paid("p1", money("134"), DAY), "wang")
    assert (life.state, life.open) == ("part_paid", 1)
    life = after(life, ID, Paid("p2", money("1"), DAY), "wang")
    assert (life.state, life.open) == ("paid", 0)


def test_a_dispute_may_be_settled_when_all_is_paid() -> None:
    """20 of 140 are in dispute and paid under reserve; 5 are conceded: the client has 5 to get, before the note on it and after."""
    life = told(*SENT, Disputed("d1", DAY, {"a": money("20")}), Paid("p1", money("140"), DAY))
    assert (life.state, life.open) == ("paid", 0)
    life = after(life, ID, Settled("d1", DAY, money("5")), "wang")
    assert (life.state, life.owed, life.open) == ("paid", 135, -5)
    life = after(life, ID, Corrected("CN1", money("-5"), DAY, ("d1",), {"a": money("-5")}), "wang")
    assert (life.state, life.owed, life.open) == ("paid", 135, -5)


def test_paid_with_a_certificate_too_much_and_paid_back() -> None:
    life = told(*CONFIRMED, Paid("p1", money("137"), DAY, withheld=money("3")))
    assert (life.state, life.paid, life.open) == ("paid", 140, 0)
    life = told(*CONFIRMED, Paid("p1", money("150"), DAY))
    assert (life.state, life.open) == ("paid", -10)
    life = after(life, ID, Paid("p2", money("-10"), DAY), "wang")
    assert (life.state, life.open) == ("paid", 0)
    for event, code in (
        (Paid("p2", money("1"), DAY), "life-payment-twice"),
        (Paid("p3", money("-141"), DAY), "life-repaid-too-much"),
    ):
        with pytest.raises(BpoError) as raised:
            after(life, ID, event, "wang")
        assert raised.value.problems[0].code == code


def test_what_is_written_off_is_asked_for_no_more_and_told_once() -> None:
    life = told(*CONFIRMED, Paid("p1", money("139"), DAY))
    life = after(life, ID, WrittenOff("w1", money("1"), DAY), "wang")
    assert (life.state, life.open, [one.written_off for one in life.payments]) == ("paid", 0, [False, True])
    with pytest.raises(BpoError) as raised:
        after(life, ID, WrittenOff("w1", money("1"), DAY), "wang")
    assert raised.value.problems[0].code == "life-payment-twice"
    with pytest.raises(BpoError, match="owes a reason"):
        permitted(life, WrittenOff("w2", money("1"), DAY), "wang", "", House())


MONEY_IN = Received(
    "ours",
    DAY,
    "CNY",
    money("7"),
    money("0"),
    "payer",
    "01",
    "INV-1",
    "R1",
    "f.csv",
    "matched",
    {"zh": "名", "en": "n"},
)
REMINDED = Reminded("bank", "CNY", DAY, {ID: 2}, {"a.pdf": "0" * 64})


@pytest.mark.parametrize("event", [MONEY_IN, REMINDED], ids=lambda event: event.verb)
def test_money_and_reminders_are_no_part_of_a_life(event: Event) -> None:
    assert read_event(event.verb, written_event(event)) == event
    assert event.verb not in WAY_OF


def test_a_red_invoice_takes_an_invoice_back() -> None:
    life = told(*TO["invoiced"], Invoiced("R1", money("-150"), DAY))
    assert (life.state, life.invoiced) == ("confirmed", 0)
    assert after(life, ID, Invoiced("F2", money("150"), DAY), "wang").state == "invoiced"
    with pytest.raises(BpoError) as raised:
        after(life, ID, Invoiced("R2", money("-1"), DAY), "wang")
    assert raised.value.problems[0].code == "life-invoiced-too-much"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (Deemed(LAST), "life-not-yet-deemed"),
        (Disputed("d1", DAY, {"c": money("1")}), "life-line-unknown"),
        (Disputed("d1", DAY, {"a": money("0")}), "life-disputed-amount"),
        (Disputed("d1", DAY, {"a": Decimal("100.01")}), "life-disputed-amount"),
        (
            Disputed("d1", DAY, {"w": money("1")}),
            "life-disputed-amount",
        ),  # a deduction is below zero, and so is its dispute
        (Confirmed(DAY, ("c",)), "life-line-unknown"),
    ],
)
def test_what_does_not_fit_is_refused(event: Event, code: str) -> None:
    with pytest.raises(BpoError) as raised:
        after(told(*SENT), ID, event, "wang")
    assert raised.value.problems[0].code == code


def test_the_bounds_of_what_can_be_disputed_and_conceded() -> None:
    life = told(*SENT, Disputed("d1", DAY, {"a": money("100"), "w": money("-10")}))
    assert life.disputed == 90
    for conceded, code in ((Decimal("90.01"), "life-conceded"), (Decimal("-0.01"), "life-conceded")):
        with pytest.raises(BpoError) as raised:
            after(life, ID, Settled("d1", DAY, conceded), "wang")
        assert raised.value.problems[0].code == code
    assert after(life, ID, Settled("d1", DAY, money("90")), "wang").owed == 50
    settled = after(life, ID, Settled("d1", DAY, money("0")), "wang")
    with pytest.raises(BpoError) as raised:
        after(settled, ID, Settled("d1", DAY, money("1")), "wang")
    assert raised.value.problems[0].code == "life-settled-already"


def test_silence_confirms_on_the_day_after_the_last() -> None:
    life = after(told(*SENT), ID, Deemed(LATER), "wang")
    assert (life.state, life.deemed, life.confirmed, life.answer_by) == ("confirmed", True, 140, LAST)
    with pytest.raises(BpoError) as raised:  # a contract in which silence means nothing
        after(told(*SENT[:-1], Sent(DAY)), ID, Deemed(LATER), "wang")
    assert raised.value.problems[0].code == "life-not-yet-deemed"


def test_a_credit_month_is_paid_by_the_supplier() -> None:
    """−140: what is invoiced and paid is below zero too."""
    life = told(
        type(TO["draft"][0])("CNY", {"a": money("-140")}, {}, "run", "content"),  # type: ignore[call-arg]  # the first is what was recorded
        *CONFIRMED[1:],
        Invoiced("R1", money("-140"), DAY),
    )
    assert (life.state, life.open) == ("invoiced", -140)
    assert after(life, ID, Paid("p1", money("-100"), DAY), "li").state == "part_paid"
    assert after(life, ID, Paid("p1", money("-140"), DAY), "li").state == "paid"


HOUSE = House(
    {
        "li": Person(roles=["prepare", "approve"]),
        "wang": Person.model_validate({"roles": ["approve", "review"], "limit": {"CNY": "140"}}),
        "zhao": Person.model_validate({"roles": ["approve"], "limit": {"CNY": "139.99"}}),
        "kim": Person.model_validate({"roles": ["approve"], "limit": {"USD": "1000"}}),
    }
)


@pytest.mark.parametrize(
    ("who", "verb", "reason", "house", "code"),
    [
        ("wang", "approved", "", HOUSE, ""),
        ("zhao", "approved", "", HOUSE, "life-limit"),
        ("kim", "approved", "", HOUSE, "life-limit-currency"),
        ("li", "approved", "", HOUSE, "life-own-work"),
        ("li", "approved", "", House(HOUSE.people, four_eyes=False), ""),
        ("li", "approved", "", House(), "life-own-work"),
        ("li", "approved", "", House(four_eyes=False), ""),
        ("anyone", "approved", "", House(), ""),
        ("anyone", "approved", "", HOUSE, "life-stranger"),
        ("zhao", "reviewed", "", HOUSE, "life-role"),
        ("wang", "returned", "", HOUSE, "life-reason-needed"),
        ("wang", "returned", "单价有误", HOUSE, ""),
    ],
)
def test_who_may_do_what(who: str, verb: str, reason: str, house: House, code: str) -> None:
    life = told(*TO["draft"])
    if not code:
        permitted(life, NEXT[verb], who, reason, house)
        return
    with pytest.raises(BpoError) as raised:
        permitted(life, NEXT[verb], who, reason, house)
    (problem,) = raised.value.problems
    assert problem.code == code and problem.say("en") and problem.say("zh")
