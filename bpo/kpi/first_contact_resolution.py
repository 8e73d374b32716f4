"""First-contact resolution (一次解决率, FCR): the share of handled contacts that settled the matter, as recorded or by the
customer's not coming again; a transfer may count, fail, or be left out."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.returns import Same, Span, known, repeated, same_names
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import HANDLED

HOURS_IN_DAY = 24
FORMULA = Words("fcr", en="{resolved} / {handled}", zh="{resolved} / {handled}")
HANDLED_SAID = Text(zh="处理量", en="handled")
NOT_PASSED_ON = Text(zh="未经转接的处理量", en="handled without a transfer")
RESOLVED = {
    ("recorded", True): Words("fcr-resolved", en="resolved at first contact", zh="一次解决"),
    ("recorded", False): Words(
        "fcr-resolved-alone", en="resolved at first contact without a transfer", zh="未经转接的一次解决"
    ),
    ("no_repeat", True): Words(
        "fcr-no-repeat",
        en="handled without another contact of the same {same} within {days} × 24 h",
        zh="{days} × 24 小时内同一{same}未再次来电的处理量",
    ),
    ("no_repeat", False): Words(
        "fcr-no-repeat-alone",
        en="handled without a transfer and without another contact of the same {same} within {days} × 24 h",
        zh="未经转接且 {days} × 24 小时内同一{same}未再次来电的处理量",
    ),
}
NOT_TRANSFERRED = "NOT coalesce(transferred, FALSE)"


class FirstContactResolution(Kpi):
    """Resolved / handled, over all directions. ``resolution``: as the source ``recorded`` it, or ``no_repeat``: the customer did
    not come again within ``repeat_days``. ``transfers`` says whether a transferred contact may count as resolved
    (``counted``), never does (``not_resolved``), or is on neither side (``left_out``).

    A contact of which nobody recorded whether it was resolved counts as handled and not as resolved; with ``no_repeat`` a
    contact whose customer is not known is on neither side.
    """

    name: ClassVar[Text] = Text(zh="一次解决率", en="First-contact resolution")
    is_share: ClassVar[bool] = True

    kpi: Literal["first_contact_resolution"]
    resolution: Literal["recorded", "no_repeat"] = "recorded"
    repeat_days: Span | None = None
    same: Same | None = None
    transfers: Literal["counted", "not_resolved", "left_out"] = "counted"

    def check(self) -> None:
        self.goes_with("repeat_days", "resolution: no_repeat", self.resolution == "no_repeat")
        if self.resolution == "recorded":
            self.only_with("resolution: no_repeat", "same")

    def numerator(self) -> Need:
        own = self._handled() if self.transfers == "counted" else f"{self._handled()} AND {NOT_TRANSFERRED}"
        if self.repeat_days is None:
            return self.count("numerator", "interactions", f"{own} AND resolved")
        quiet = repeated(self.repeat_days * HOURS_IN_DAY, self.same or (), happened=False)
        return self.need("numerator", "count", "interactions", own, unit="contact", followed=quiet)

    def denominator(self) -> Need:
        own = f"{self._handled()} AND {NOT_TRANSFERRED}" if self.transfers == "left_out" else self._handled()
        return self.count("denominator", "interactions", own)

    def _handled(self) -> str:
        return HANDLED if self.repeat_days is None else f"{HANDLED} AND {known(self.same or ())}"

    def formula(self) -> Sentence:
        words = RESOLVED[self.resolution, self.transfers == "counted"]
        resolved = Sentence(words, {"days": self.repeat_days or 0, "same": same_names(self.same or ())})
        handled = NOT_PASSED_ON if self.transfers == "left_out" else HANDLED_SAID
        return Sentence(FORMULA, {"resolved": resolved, "handled": handled})
