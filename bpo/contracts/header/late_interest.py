"""Interest on what is paid late (逾期违约金): so much a day, a month or a year of what is still open; none on the interest itself."""

import re
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from bpo.core.fields import FileModel, Mistake, OrWritten, Share, normal, read_number
from bpo.core.words import Pct, Sentence, Text, Words

BAD_RATE = Words(
    "late-interest-rate",
    en="'{given}' is not a rate of late interest; write 0.05% a day, 1.5% a month or 8% a year",
    zh="'{given}' 不是逾期利率；请写 每日 0.05%、每日万分之五、每月 1.5% 或 年利率 8%",
)
TOO_HIGH = Words(
    "late-interest-too-high",
    en="{given} a day is more than the debt itself in a year; is it a rate a year, or per ten thousand?",
    zh="每日 {given} 一年即超过本金；是否应为年利率，或万分之几？",
)
BAD_GRACE = Words(
    "late-interest-after",
    en="'{given}' is not a number of days after the due day; write 5 days",
    zh="'{given}' 不是到期后的天数；请写 5 days 或 5 天",
)
DAYS_OF_A_YEAR = Text(zh="按年或按月的利率", en="a rate a year or a month")
SAID = {
    "day": Words("late-rate-day", en="{share} a day", zh="每日 {share}"),
    "month": Words("late-rate-month", en="{share} a month", zh="每月 {share}"),
    "year": Words("late-rate-year", en="{share} a year", zh="年利率 {share}"),
}
FROM_DAY = Words("late-from", en="{rate}, from day {day} after the due day on", zh="{rate}，自到期后第 {day} 天起")
AT_MOST = Words("late-most", en="{rate}, at most {most} of the amount payable", zh="{rate}，最高为应付金额的 {most}")

Unit = Literal["day", "month", "year"]
_UNITS: dict[str, Unit] = {
    "day": "day",
    "日": "day",
    "天": "day",
    "month": "month",
    "月": "month",
    "year": "year",
    "annum": "year",
    "年": "year",
}
_SIGNED = r"[\d.,]+\s*[%‰‱]"
_IN_WORDS = r"[百千万]分之\s*(?:[\d.]+|[一二三四五六七八九十])"
_AFTER = re.compile(rf"(?P<rate>{_SIGNED})\s*(?:a|an|per|each|/)\s*(?P<unit>day|month|year|annum|[日天月年])")
_BEFORE = re.compile(rf"[按每]?(?P<unit>[日天月年])(?:利率|利息|息)?[的按]?\s*(?P<rate>{_SIGNED}|{_IN_WORDS})")
_DAYS = re.compile(r"(\d{1,3})\s*(?:days?|天|日)?")
_PARTS_OF = {"百": 100, "千": 1000, "万": 10_000}
_DIGITS = "一二三四五六七八九十"


def _share(text: str) -> Fraction:
    """``0.05%``, or as contracts write it: 万分之五."""
    if "分之" not in text:
        return read_number(text)
    over, _, count = text.partition("分之")
    count = count.strip()
    return (Fraction(_DIGITS.index(count) + 1) if count in _DIGITS else read_number(count)) / _PARTS_OF[over]


def _rate(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    text = normal(given).lower()
    found = _AFTER.fullmatch(text) or _BEFORE.fullmatch(text)
    if found is None:
        raise Mistake(BAD_RATE, given=given)
    return {"share": _share(found["rate"]), "per": _UNITS[found["unit"]]}


class LateRate(FileModel):
    """``0.05% a day``, ``1.5% a month``, ``8% a year``; or 每日万分之五, 年利率 8%."""

    share: Share
    per: Unit

    def check_fields(self) -> None:
        if self.per == "day" and self.share * 365 > 1:
            raise Mistake(TOO_HIGH, given=Pct(self.share))

    def said(self) -> Sentence:
        return Sentence(SAID[self.per], {"share": Pct(self.share)})


RateField = Annotated[LateRate, BeforeValidator(_rate), WithJsonSchema({"type": "string"})]


def _grace(given: Any) -> Any:
    found = _DAYS.fullmatch(normal(str(given)).lower())
    if found is None:
        raise Mistake(BAD_GRACE, given=given)
    return int(found[1])


Grace = Annotated[int, BeforeValidator(_grace), WithJsonSchema({"type": ["integer", "string"]})]


class LateInterest(FileModel):
    """``open × rate × days late``, each stretch between two payments by itself.

    Interest begins the day after the due day, or so many days later as ``after`` says. A rate a year goes by 365 or 360 ``days``, a
    rate a month is twelve of them a year. ``most`` is the share of the statement that all its interest does not exceed.
    """

    rate: RateField
    after: Grace = 0
    days: Literal["actual/365", "actual/360"] = "actual/365"
    most: Share | None = None

    def check_fields(self) -> None:
        if self.rate.per == "day":
            self.only_with(DAYS_OF_A_YEAR, "days")

    def said(self) -> Sentence:
        """The clause as a document says it: ``0.05% a day, from day 6 after the due day on``."""
        rate = self.rate.said()
        if self.after:
            rate = Sentence(FROM_DAY, {"rate": rate, "day": self.after + 1})
        return rate if self.most is None else Sentence(AT_MOST, {"rate": rate, "most": Pct(self.most)})

    @property
    def rate_a_day(self) -> Fraction:
        """The exact share of what is open that one day costs."""
        if self.rate.per == "day":
            return self.rate.share
        a_year = self.rate.share * (12 if self.rate.per == "month" else 1)
        return a_year / int(self.days.rpartition("/")[2])


def _short(given: Any) -> Any:
    return {"rate": given} if isinstance(given, str) else given


LateInterestRule = Annotated[LateInterest, BeforeValidator(_short), OrWritten({"type": "string"})]
