"""Abandonment rate (放弃率): the share of offered inbound contacts whose caller gave up waiting, in three variants."""

from typing import ClassVar, Literal

from bpo.core.fields import Mistake, WholeNumber
from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.aim import Better
from bpo.kpi.conditions import ABANDONED, ANSWERED, OFFERED
from bpo.kpi.of_contacts import NOT_IN_TOTALS, ContactKpi, Totals

ShortAbandons = Literal["counted", "excluded_from_both", "excluded_from_numerator"]

FORMULAS = {
    "counted": Words("abandonment-rate", en="abandoned / (answered + abandoned)", zh="放弃 /（接听 + 放弃）"),
    "excluded_from_both": Words(
        "abandonment-rate-short-out",
        en="abandoned after {short} s or more / (answered + abandoned after {short} s or more)",
        zh="等待满 {short} 秒后放弃 /（接听 + 等待满 {short} 秒后放弃）",
    ),
    "excluded_from_numerator": Words(
        "abandonment-rate-short-not-above",
        en="abandoned after {short} s or more / (answered + abandoned)",
        zh="等待满 {short} 秒后放弃 /（接听 + 放弃）",
    ),
}
FORMULA_OF_TOTALS = Words("abandonment-rate-of-totals", en="abandoned / offered", zh="放弃 / 进线量")


class AbandonmentRate(ContactKpi):
    """Abandoned / offered, offered being answered + abandoned; ``short_abandons`` says how the short ones count.

    A short abandon waited less than ``short_abandon_seconds``; one whose wait is not recorded is not known to be short.
    """

    name: ClassVar[Text] = Text(zh="放弃率", en="Abandonment rate")
    usually_better: ClassVar[Better] = "low"
    is_share: ClassVar[bool] = True

    kpi: Literal["abandonment_rate"]
    short_abandons: ShortAbandons = "counted"
    short_abandon_seconds: WholeNumber | None = None

    def check(self) -> None:
        self.goes_with(
            "short_abandon_seconds",
            "short_abandons: excluded_from_both / excluded_from_numerator",
            self.short_abandons != "counted",
        )

    def _long_abandons(self) -> str:
        return f"{ABANDONED} AND (wait_seconds >= {self.short_abandon_seconds} OR wait_seconds IS NULL)"

    def totals(self) -> Totals:
        if self.short_abandons != "counted":
            raise Mistake(NOT_IN_TOTALS, ("short_abandons",), given=self.short_abandons)
        return Totals("abandoned", "offered")

    def numerator(self) -> Need:
        if self.of_totals:
            return super().numerator()
        own = ABANDONED if self.short_abandons == "counted" else self._long_abandons()
        return self.count("numerator", "interactions", own)

    def denominator(self) -> Need:
        if self.of_totals:
            return super().denominator()
        own = OFFERED
        if self.short_abandons == "excluded_from_both":
            own = f"({ANSWERED}) OR ({self._long_abandons()})"
        return self.count("denominator", "interactions", own)

    def formula(self) -> Sentence:
        if self.of_totals:
            return Sentence(FORMULA_OF_TOTALS)
        return Sentence(FORMULAS[self.short_abandons], {"short": self.short_abandon_seconds or 0})
