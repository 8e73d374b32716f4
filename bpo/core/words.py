"""Sentences that the product says, each in English and in Chinese, and the values that go into them.

A sentence is written beside the code that says it, as a :class:`Words`; nothing else keeps it. Values stay typed until they
are said, so one stored statement can be printed in either language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from bpo.core.money import round_units, to_places

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")
RATIO_LETTERS_MAX = 14
SHORT_PLACES = 12
_CHINESE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”]"
CHINESE = re.compile(_CHINESE)
SPACE_BEFORE, SPACE_AFTER = re.compile(rf"(?<={_CHINESE}) \{{(\w+)\}}"), re.compile(rf"\{{(\w+)\}} (?={_CHINESE})")


@dataclass(frozen=True, slots=True)
class Text:
    """A name that a person wrote, in one language or in both.

    >>> Text.of("呼入 Inbound").say("en")
    '呼入 Inbound'
    >>> Text(zh="呼入", en="Inbound").say("zh")
    '呼入'
    """

    zh: str
    en: str

    @classmethod
    def of(cls, same: str) -> Text:
        return cls(same, same)

    def say(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def both(self) -> str:
        """The text for a document in both languages: Chinese first, once if they are the same."""
        return self.zh if self.zh == self.en else f"{self.zh} {self.en}"


@dataclass(frozen=True, slots=True)
class Pct:
    """A ratio to be shown as a percentage: ``Pct(Fraction(4, 5))`` is said as ``80%``."""

    ratio: Fraction


Value = int | str | Fraction | Decimal | date | Text | Pct
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages, with named places: ``Words("seats-days", en="{seats} seats", zh="{seats} 个座席")``.

    ``code`` is its stable name: errors are documented under it and stored steps refer to it.
    """

    code: str
    en: str
    zh: str

    def say(self, lang: Lang, values: Mapping[str, Any] | None = None) -> str:
        shown = {name: show(value, lang) for name, value in (values or {}).items()}
        return (_closed_up(self.zh, shown) if lang == "zh" else self.en).format_map(shown)

    def places(self) -> tuple[set[str], set[str]]:
        """The named places of both sentences; a test holds them equal."""
        found = re.compile(r"(?<!\{)\{(\w+)\}")
        return set(found.findall(self.en)), set(found.findall(self.zh))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its values; among the values of another, it stands inside that one.

    >>> hot = Sentence(Words("hot", en="{degrees} degrees", zh="{degrees} 度"), {"degrees": 30})
    >>> Words("so", en="{why}: closed", zh="{why}：停业").say("zh", {"why": hot})
    '30 度：停业'
    """

    words: Words
    values: Mapping[str, Any] = field(default_factory=dict)

    def say(self, lang: Lang) -> str:
        return self.words.say(lang, self.values)


Condition = tuple[Words, Mapping[str, Any]]
"""A condition of a price, as a price list says it: the sentence and its values."""


def _closed_up(sentence: str, shown: Mapping[str, str]) -> str:
    """A Chinese sentence without the space between Chinese and a value that is Chinese there itself.

    >>> _closed_up("{kpi} 为 {judged}，未知的 {what}：", {"kpi": "合格率", "judged": "95%", "what": "计价方式"})
    '{kpi}为 {judged}，未知的{what}：'
    """
    begins = {name for name, text in shown.items() if CHINESE.match(text[:1])}
    ends = {name for name, text in shown.items() if CHINESE.match(text[-1:])}
    sentence = SPACE_BEFORE.sub(lambda found: found[0].lstrip() if found[1] in begins else found[0], sentence)
    return SPACE_AFTER.sub(lambda found: found[0].rstrip() if found[1] in ends else found[0], sentence)


def show(value: Any, lang: Lang) -> str:
    """A value as people write it, alike in both languages: 1,234.5, 80%, 1999-02-01; rounded money, a Decimal, with all its places.

    >>> show(Fraction(6738000, 4), "en"), show(Pct(Fraction(197, 200)), "zh"), show(Fraction(1, 3), "en"), show(Decimal("68315.70"), "en")
    ('1,684,500', '98.5%', '≈0.333333', '68,315.70')
    """
    if isinstance(value, (Text, Words, Sentence)):
        return value.say(lang)
    if isinstance(value, Pct):
        return show_number(value.ratio * 100, 4) + "%"
    if isinstance(value, bool):
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, (int, Fraction)):
        return show_number(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return ("、" if lang == "zh" else ", ").join(show(item, lang) for item in value)
    return str(value)


LISTED_MAX = 10


def few(listed: Iterable[Any]) -> list[Any]:
    """The first ten of what is listed, and a sign that there are more.

    >>> few(range(11))[-2:]
    [9, '…']
    """
    every = list(listed)
    return [*every[:LISTED_MAX], *(["…"] if len(every) > LISTED_MAX else [])]


def show_number(value: int | Fraction | Decimal, places: int = 6) -> str:
    """Digits in groups of three: exact where the decimals end within ``places``, else rounded half up to them, after ≈."""
    exact = Fraction(value)
    scaled = abs(exact) * 10**places
    whole, rest = divmod(round_units(scaled, "half_up"), 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0") if rest else ""
    sign = "-" if exact < 0 and (whole or decimals) else ""
    return ("≈" if scaled.denominator != 1 else "") + f"{sign}{whole:,}" + (f".{decimals}" if decimals else "")


def ratio_text(value: Fraction | None, places: int = 6) -> str:
    """What stands exactly beside a number that :func:`show_number` rounds: its ratio, if a person would read it.

    >>> ratio_text(Fraction(264, 31)), ratio_text(Fraction(1, 8)), ratio_text(Fraction(123_456_789, 987_654_323))
    ('264/31', '', '')
    """
    if value is None or (value * 10**places).denominator == 1:
        return ""
    text = f"{value.numerator:,}/{value.denominator:,}"
    return text if len(text) <= RATIO_LETTERS_MAX else ""


def exact_text(value: int | Fraction | Decimal) -> str:
    """A number for machines, exact: a decimal where one exists, else ``numerator/denominator``.

    >>> exact_text(Fraction(1, 8)), exact_text(Fraction(2, 3)), exact_text(Decimal("1.10"))
    ('0.125', '2/3', '1.10')
    """
    if isinstance(value, Decimal):
        return format(value, "f")
    exact = Fraction(value)
    rest, twos, fives = exact.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{exact.numerator}/{exact.denominator}"
    places = max(twos, fives)
    digits = str(abs(exact.numerator) * 10**places // exact.denominator).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if exact < 0 else text


def short_text(value: int | Fraction | Decimal) -> str:
    """A number of a forecast for machines: exact where it ends within twelve decimals, else rounded half up to them.

    >>> short_text(Fraction(1, 8)), short_text(Fraction(2, 3))
    ('0.125', '0.666666666667')
    """
    ends = (Fraction(value) * 10**SHORT_PLACES).denominator == 1
    return exact_text(value if ends else to_places(Fraction(value), SHORT_PLACES))


def encode(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON that :func:`decode` reads back exactly."""
    return {name: _encode(value) for name, value in values.items()}


def decode(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _decode(value) for name, value in stored.items()}


def _encode(value: Any) -> Any:
    if isinstance(value, Pct):
        return {"percent": exact_text(value.ratio)}
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Sentence):
        words = {"code": value.words.code, "en": value.words.en, "zh": value.words.zh}
        return {"sentence": words, "values": encode(value.values)}
    if isinstance(value, (int, Fraction)):
        return {"number": exact_text(value)}
    if isinstance(value, Decimal):
        return {"decimal": exact_text(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    assert isinstance(value, str), f"a step's value cannot be a {type(value).__name__}"
    return value


def _decode(stored: Any) -> Any:
    if isinstance(stored, str):
        return stored
    if "percent" in stored:
        return Pct(Fraction(stored["percent"]))
    if "number" in stored:
        return Fraction(stored["number"])
    if "decimal" in stored:
        return Decimal(stored["decimal"])
    if "date" in stored:
        return date.fromisoformat(stored["date"])
    if "sentence" in stored:
        return Sentence(Words(**stored["sentence"]), decode(stored["values"]))
    return Text(zh=stored["zh"], en=stored["en"])
