"""Repeat contacts (重复来电率): the share of answered contacts whose customer came again within so many hours."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.returns import Same, Span, known, repeated, same_names
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.aim import Better
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import ANSWERED

FORMULA = Words(
    "repeat-contact-rate",
    en="answered contacts followed by another of the same {same} within {hours} hours / answered",
    zh="接听后 {hours} 小时内同一{same}再次来电 / 接听",
)


class RepeatContactRate(Kpi):
    """Repeats within ``hours`` / answered. A repeat counts for the contact before it: in that one's month, and with its agent,
    queue and team; ``where`` is about that contact.

    The hours reach into the next month. Exactly ``hours`` later is a repeat. A contact whose customer is not known is on
    neither side.
    """

    name: ClassVar[Text] = Text(zh="重复来电率", en="Repeat contacts")
    usually_better: ClassVar[Better] = "low"
    is_share: ClassVar[bool] = True

    kpi: Literal["repeat_contact_rate"]
    hours: Span
    same: Same = ()

    def numerator(self) -> Need:
        own = f"{ANSWERED} AND {known(self.same)}"
        again = repeated(self.hours, self.same)
        return self.need("numerator", "count", "interactions", own, unit="contact", followed=again)

    def denominator(self) -> Need:
        return self.count("denominator", "interactions", f"{ANSWERED} AND {known(self.same)}")

    def formula(self) -> Sentence:
        return Sentence(FORMULA, {"hours": self.hours, "same": same_names(self.same)})
