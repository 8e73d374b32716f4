"""Contact rate (接触率): the share of outbound dials that reached the right person."""

from typing import ClassVar, Literal

from bpo.core.condition_said import filter_said
from bpo.core.measures import Need
from bpo.core.quantity import filter_at
from bpo.core.tables import INTERACTIONS
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import CONNECTED, DIALLED

FORMULAS = {
    "dial": Words(
        "contact-rate", en="right-party contacts ({right_party}) / dials", zh="本人接触（{right_party}）/ 拨打量"
    ),
    "connection": Words(
        "contact-rate-connected",
        en="right-party contacts ({right_party}) / dials that an agent spoke on",
        zh="本人接触（{right_party}）/ 接通量",
    ),
}


class ContactRate(Kpi):
    """Right-party contacts / dials, or / the dials that an agent spoke on (``per``).

    ``right_party`` is the condition that tells the person wanted from anybody else; such a contact is always one that an
    agent handled. Every outbound row is a dial unless it is void.
    """

    name: ClassVar[Text] = Text(zh="接触率", en="Contact rate")
    is_share: ClassVar[bool] = True

    kpi: Literal["contact_rate"]
    right_party: str
    per: Literal["dial", "connection"] = "dial"

    def check(self) -> None:
        filter_at(self.right_party, INTERACTIONS, ("right_party",))

    def numerator(self) -> Need:
        return self.count("numerator", "interactions", f"{CONNECTED} AND ({self.right_party})")

    def denominator(self) -> Need:
        return self.count("denominator", "interactions", DIALLED if self.per == "dial" else CONNECTED)

    def formula(self) -> Sentence:
        return Sentence(FORMULAS[self.per], {"right_party": filter_said(self.right_party, INTERACTIONS)})
