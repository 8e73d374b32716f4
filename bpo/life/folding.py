"""From events to a life: which event may come next, by whom, and what it makes of the statement."""

from collections.abc import Iterable
from dataclasses import replace

from bpo.core.errors import fail
from bpo.core.money import exact
from bpo.core.words import Text
from bpo.life.entry import Entry
from bpo.life.event import Event
from bpo.life.events import Issued
from bpo.life.faults import (
    ENDED,
    NO_LIMIT_IN,
    NO_REASON,
    NOT_NOW,
    NOT_THEIR_ROLE,
    OVER_LIMIT,
    OWN_WORK,
    PAGE,
    SENT_NOT_VOIDED,
    STRANGER,
)
from bpo.life.life import Life
from bpo.life.people import House
from bpo.life.states import AT_THE_CLIENT, NAMES, WAY_OF
from bpo.life.states import ENDED as ENDS


def life_of(entries: Iterable[Entry]) -> Life | None:
    """The life of one statement by its journal, oldest first; None without an entry."""
    life: Life | None = None
    for entry in entries:
        if entry.verb in WAY_OF:  # the rest tells of documents about it
            life = after(life, entry.subject, entry.told, entry.who)
    return life


def after(life: Life | None, statement: str, event: Event, who: str) -> Life:
    """The life after an event.

    Raises:
        BpoError: if it may not follow on the state, or does not fit the life.
    """
    if life is None:
        assert not WAY_OF[event.verb].after, f"{statement}: {event.verb} before it was recorded"
        return event.told(Life(statement, "draft"), who)
    _may_follow(life, event)
    told = event.told(life, who)
    if event.verb in _BY_AMOUNTS:
        told = replace(told, state=told.standing)
    assert told.state in WAY_OF[event.verb].to, f"{statement}: {event.verb} leads from {life.state} to {told.state}"
    return told


_BY_AMOUNTS = {way.verb for way in WAY_OF.values() if set(way.to) <= set(AT_THE_CLIENT)}


def _may_follow(life: Life, event: Event) -> None:
    way, state = WAY_OF[event.verb], NAMES[life.state]
    if life.state in way.after:
        return
    check_goes_on(life)
    if event.verb == "voided":
        raise fail(SENT_NOT_VOIDED, id=life.statement, page=PAGE)
    listed = [NAMES[one] for one in way.after]
    raise fail(NOT_NOW, id=life.statement, state=state, verb=_step_of(event), after=listed, page=PAGE)


def check_goes_on(life: Life) -> None:
    """Raises BpoError for a statement on which nothing follows any more."""
    if life.state in ENDS:
        raise fail(ENDED, id=life.statement, state=NAMES[life.state], page=PAGE)


def _step_of(event: Event) -> Text:
    """What the verb that tells an event is called: a number is given by issuing."""
    return Issued.name if event.verb == "numbered" else event.name


def permitted(life: Life, event: Event, who: str, reason: str, house: House) -> None:
    """Whether somebody may do it, for the reason they give.

    Raises:
        BpoError: without the role, beyond the limit, of one's own work, or without a reason that is owed.
    """
    if event.owes_reason and not reason:
        raise fail(NO_REASON, id=life.statement, verb=event.name)
    if house.people:
        person = house.people.get(who)
        if person is None:
            raise fail(STRANGER, given=who, known=sorted(house.people))
        if event.role not in person.roles:
            raise fail(
                NOT_THEIR_ROLE, person.where, who=who, verb=event.name, role=event.role, roles=list(person.roles)
            )
    if event.verb == "approved":
        _may_approve(life, who, house)


def _may_approve(life: Life, who: str, house: House) -> None:
    if house.four_eyes and who == life.prepared_by:
        raise fail(OWN_WORK, id=life.statement, who=who, page=PAGE)
    limit = house.limit(who, life.currency)
    if limit is None or abs(exact(life.payable)) <= limit:
        return
    words = OVER_LIMIT if limit else NO_LIMIT_IN
    where = house.people[who].where
    raise fail(words, where, id=life.statement, who=who, currency=life.currency, amount=life.payable, limit=limit)
