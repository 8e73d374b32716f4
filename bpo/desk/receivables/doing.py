"""Telling the journal of what is no part of a statement's life: money that came in, reminders."""

from bpo.ledger.journal import Book
from bpo.life.event import Event
from bpo.life.folding import permitted
from bpo.life.life import Life


def tell(book: Book, subject: str, event: Event) -> None:
    """Append an event about anything but a statement, if the person may do it.

    Raises:
        BpoError: if it is not their task.
    """
    permitted(Life(subject, "draft"), event, book.by.who, book.by.reason, book.by.house)
    book.append(subject, event)
