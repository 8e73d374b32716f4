"""First-contact resolution (一次解决率, FCR): the share of handled contacts that settled the matter, in three variants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from bpo.kpi.base import Kpi
from bpo.kpi.conditions import HANDLED
from bpo.measures import Need
from bpo.words import Text, Words

FORMULAS: Mapping[str, Words] = {
    "counted": Words("fcr", en="resolved at first contact / handled", zh="一次解决 / 处理量"),
    "not_resolved": Words(
        "fcr-transfer-fails",
        en="resolved at first contact without a transfer / handled",
        zh="未经转接的一次解决 / 处理量",
    ),
    "left_out": Words(
        "fcr-transfer-left-out",
        en="resolved at first contact without a transfer / handled without a transfer",
        zh="未经转接的一次解决 / 未经转接的处理量",
    ),
}
NOT_TRANSFERRED = "NOT coalesce(transferred, FALSE)"


class FirstContactResolution(Kpi):
    """Resolved / handled, over all directions. ``transfers`` says whether a transferred contact may count as resolved
    (``counted``), never does (``not_resolved``), or is on neither side (``left_out``).

    A contact of which nobody recorded whether it was resolved counts as handled and not as resolved.
    """

    page: ClassVar[str] = "docs/kpi/first_contact_resolution.md"
    name: ClassVar[Text] = Text(zh="一次解决率", en="First-contact resolution")

    kpi: Literal["first_contact_resolution"]
    transfers: Literal["counted", "not_resolved", "left_out"] = "counted"

    def numerator(self) -> Need:
        own = f"{HANDLED} AND resolved"
        return self.count(
            "numerator", "interactions", own if self.transfers == "counted" else f"{own} AND {NOT_TRANSFERRED}"
        )

    def denominator(self) -> Need:
        own = f"{HANDLED} AND {NOT_TRANSFERRED}" if self.transfers == "left_out" else HANDLED
        return self.count("denominator", "interactions", own)

    def formula(self) -> tuple[Words, Mapping[str, Any]]:
        return FORMULAS[self.transfers], {}
