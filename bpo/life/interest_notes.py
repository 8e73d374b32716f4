"""Late interest that is billed (逾期利息单): a document of its own, which is owed and paid like a statement.

Its subject is the note; :class:`InterestBilled` begins its life, and payments, corrections and write-offs follow on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bpo.core.codec import ExactDecimal, ExactFraction
from bpo.core.words import Text
from bpo.life.event import Event
from bpo.life.life import Life


@dataclass(frozen=True, slots=True)
class BilledStretch:
    """Days, both included, on which ``open`` of a statement was owed late at ``rate`` a day, and what is billed of them. Of several
    entities ``statement`` names the share too: ``statement/entity``."""

    statement: str
    first: date
    last: date
    open: ExactDecimal
    rate: ExactFraction
    amount: ExactDecimal


@dataclass(frozen=True, slots=True)
class InterestBilled(Event):
    """The late interest of a client's statements, up to and with ``until``, has a note; days that are billed are not billed again.

    Of each statement: ``line = Σ its stretches + settled + limited``. ``settled`` is what days that were billed before come to by
    now more, or below zero less, than was billed; ``limited``, below zero, what is beyond the contract's limit.
    """

    verb = "interest_billed"
    name = Text(zh="计收逾期利息", en="late interest billed")
    role = "issue"
    number: str
    client: str
    currency: str
    on: date
    until: date
    due: date | None
    lines: Mapping[str, ExactDecimal]
    stretches: tuple[BilledStretch, ...]
    settled: Mapping[str, ExactDecimal]
    limited: Mapping[str, ExactDecimal]

    def told(self, life: Life, who: str) -> Life:
        return replace(
            life,
            kind="interest",
            state="sent",
            currency=self.currency,
            lines=self.lines,
            prepared_by=who,
            number=self.number,
            issued_on=self.on,
            sent_on=self.on,
        )
