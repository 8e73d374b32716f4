"""Service level (N 秒接通率): the share of inbound contacts that were answered within the threshold, in six variants.

Source: the variants and their worked month are those of the service-level table in ``docs/kpi/service_level.md``.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from bpo.core.fields import Mistake, WholeNumber
from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.conditions import INBOUND
from bpo.kpi.of_contacts import NOT_IN_TOTALS, ContactKpi, Totals

Abandons = Literal["in_time_met", "ignored", "negative", "late_only", "short_met", "short_excluded"]

FORMULAS = {
    "in_time_met": Words(
        "service-level-in-time-met",
        en="(answered within {threshold} s + abandoned within {threshold} s) / (answered + abandoned)",
        zh="（{threshold} 秒内接听 + {threshold} 秒内放弃）/（接听 + 放弃）",
    ),
    "ignored": Words(
        "service-level-ignored", en="answered within {threshold} s / answered", zh="{threshold} 秒内接听 / 接听"
    ),
    "negative": Words(
        "service-level-negative",
        en="answered within {threshold} s / (answered + abandoned)",
        zh="{threshold} 秒内接听 /（接听 + 放弃）",
    ),
    "late_only": Words(
        "service-level-late-only",
        en="answered within {threshold} s / (answered + abandoned after {threshold} s)",
        zh="{threshold} 秒内接听 /（接听 + {threshold} 秒后放弃）",
    ),
    "short_met": Words(
        "service-level-short-met",
        en="(answered within {threshold} s + abandoned before {short} s) / (answered + abandoned)",
        zh="（{threshold} 秒内接听 + {short} 秒内短时放弃）/（接听 + 放弃）",
    ),
    "short_excluded": Words(
        "service-level-short-excluded",
        en="answered within {threshold} s / (answered + abandoned, without those before {short} s)",
        zh="{threshold} 秒内接听 /（接听 + 放弃，不含 {short} 秒内短时放弃）",
    ),
}

FORMULAS_OF_TOTALS = {
    "in_time_met": Words(
        "service-level-totals-in-time-met",
        en="(answered within {threshold} s + abandoned within {threshold} s) / offered",
        zh="（{threshold} 秒内接听 + {threshold} 秒内放弃）/ 进线量",
    ),
    "negative": Words(
        "service-level-totals-negative",
        en="answered within {threshold} s / offered",
        zh="{threshold} 秒内接听 / 进线量",
    ),
    "late_only": Words(
        "service-level-totals-late-only",
        en="answered within {threshold} s / (offered − abandoned within {threshold} s)",
        zh="{threshold} 秒内接听 /（进线量 − {threshold} 秒内放弃）",
    ),
}
TOTALS: Mapping[str, tuple[str, str]] = {
    "in_time_met": ("answered_in_time + abandoned_in_time", "offered"),
    "ignored": ("answered_in_time", "answered"),
    "negative": ("answered_in_time", "offered"),
    "late_only": ("answered_in_time", "offered - abandoned_in_time"),
}


class ServiceLevel(ContactKpi):
    """Answered within ``threshold_seconds`` (the bound included) over offered; ``abandons`` says how abandoned ones count.

    A short abandon is one that waited less than ``short_abandon_seconds``. A contact whose wait is not recorded is not
    known to be in time or short: it counts among the offered, never among the met.
    """

    name: ClassVar[Text] = Text(zh="服务水平（N 秒接通率）", en="Service level")
    is_share: ClassVar[bool] = True

    kpi: Literal["service_level"]
    threshold_seconds: WholeNumber
    abandons: Abandons
    short_abandon_seconds: WholeNumber | None = None

    def check(self) -> None:
        short = self.abandons in ("short_met", "short_excluded")
        self.goes_with("short_abandon_seconds", "abandons: short_met / short_excluded", short)

    def totals(self) -> Totals:
        """Of the rows that tell another threshold nothing is known at this one."""
        if self.short_abandon_seconds is not None:
            raise Mistake(NOT_IN_TOTALS, ("abandons",), given=self.abandons)
        own = f"{INBOUND} AND (threshold_seconds = {self.threshold_seconds} OR threshold_seconds IS NULL)"
        return Totals(*TOTALS[self.abandons], own)

    def numerator(self) -> Need:
        if self.of_totals:
            return super().numerator()
        met = f"outcome = 'handled' AND wait_seconds <= {self.threshold_seconds}"
        if self.abandons == "in_time_met":
            met = f"outcome IN ('handled', 'abandoned') AND wait_seconds <= {self.threshold_seconds}"
        elif self.abandons == "short_met":
            met = f"({met}) OR (outcome = 'abandoned' AND wait_seconds < {self.short_abandon_seconds})"
        return self.count("numerator", "interactions", f"{INBOUND} AND ({met})")

    def denominator(self) -> Need:
        if self.of_totals:
            return super().denominator()
        those_that_waited = {
            "late_only": f" AND (wait_seconds > {self.threshold_seconds} OR wait_seconds IS NULL)",
            "short_excluded": f" AND (wait_seconds >= {self.short_abandon_seconds} OR wait_seconds IS NULL)",
        }.get(self.abandons, "")
        abandoned = "" if self.abandons == "ignored" else f" OR (outcome = 'abandoned'{those_that_waited})"
        return self.count("denominator", "interactions", f"{INBOUND} AND (outcome = 'handled'{abandoned})")

    def formula(self) -> Sentence:
        formula = FORMULAS_OF_TOTALS.get(self.abandons) if self.of_totals else None
        return Sentence(
            formula or FORMULAS[self.abandons],
            {"threshold": self.threshold_seconds, "short": self.short_abandon_seconds or 0},
        )
