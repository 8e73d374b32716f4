"""How a document speaks: texts in its language or in both, and numbers, money and days as they are printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from bpo.core.money import minor_unit_places, to_places
from bpo.core.units import MONEY_UNIT, unit_of
from bpo.core.words import Lang, Text, Words, ratio_text, show_number

Language = Literal["zh", "en", "both"]
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the document: ``main``, and ``second``, the English beside the Chinese in a document of both languages."""

    main: str
    second: str = ""

    def __str__(self) -> str:
        return f"{self.main} {self.second}" if self.second else self.main

    def __bool__(self) -> bool:
        return bool(self.main)


@dataclass(frozen=True, slots=True)
class Speech:
    """The language of a document and the currency of its amounts; whether it says exactly what it had to round."""

    language: Language
    currency: str
    exact: bool = True

    @property
    def langs(self) -> tuple[Lang, ...]:
        """The languages that are printed, the main one first."""
        return ("zh", "en") if self.language == "both" else (self.language,)

    def text(self, text: Text) -> Said:
        """A name as the contract writes it."""
        return self._said([text.say(lang) for lang in self.langs])

    def words(self, words: Words, values: Mapping[str, Any] | None = None) -> Said:
        """A sentence of the product with its values."""
        return self._said([words.say(lang, values) for lang in self.langs])

    def unit(self, unit: str, of: Fraction | None = None) -> Said:
        """The unit's name in the languages of the document."""
        return self.text(self.unit_name(unit, of))

    def unit_name(self, unit: str, of: Fraction | None = None) -> Text:
        """The unit's name, of one or of several; money is in the document's currency, and a unit that a contract invented is its
        own name."""
        return Text.of(self.currency) if unit == MONEY_UNIT else unit_of(unit, of)

    def currency_name(self) -> Text:
        """What the currency is called: 人民币, Chinese Yuan."""
        from babel.numbers import get_currency_name

        zh, en = (str(get_currency_name(self.currency, locale=locale)) for locale in ("zh_CN", "en"))
        return Text(zh=zh, en=en)

    @staticmethod
    def _said(texts: list[str]) -> Said:
        return Said(texts[0], texts[1]) if len(texts) == 2 and texts[0] != texts[1] else Said(texts[0])

    # -- money: always with all places of the minor unit -----------------------------------------------------------

    def money(self, amount: Decimal) -> str:
        """An amount without its currency: ``-1,234.50``."""
        return f"{amount:,.{minor_unit_places(self.currency)}f}"

    def payable(self, amount: Decimal) -> str:
        """An amount with its currency: ``CNY 1,234.50``; ``¥1,234.50`` only where all readers take ¥ for yuan, not yen."""
        if self.currency == "CNY" and self.language == "zh":
            return f"{'-' if amount < 0 else ''}¥{self.money(amount.copy_abs())}"
        return f"{self.currency} {self.money(amount)}"

    def exact_money(self, amount: Fraction) -> str:
        """A step's exact amount: the minor unit's places at least; rounded to six, after ≈, where it has more."""
        return _padded(show_number(amount), minor_unit_places(self.currency))

    # -- numbers ---------------------------------------------------------------------------------------------------

    def quantity(self, quantity: Fraction | None, unit: str = "") -> str:
        """A quantity to six decimals, ≈ before it where it has more; an amount of money as :meth:`exact_money`."""
        if quantity is None:
            return ""
        return self.exact_money(quantity) if unit == MONEY_UNIT else show_number(quantity)

    def rate(self, rate: Fraction | None, unit: str = "") -> str:
        """A unit price with the minor unit's places at least; on an amount of money it is a percentage."""
        if rate is None:
            return ""
        return show_number(rate * 100) + "%" if unit == MONEY_UNIT else self.exact_money(rate)

    def brief(self, number: Fraction | None, unit: str = "") -> str:
        """A quantity or unit price on the face: in full if it ends within six decimals, else rounded to four (money to its
        minor unit) after ≈; :meth:`ratio` has it exactly."""
        if number is None:
            return ""
        places = minor_unit_places(self.currency)
        if (number * 10**6).denominator == 1:
            return _padded(show_number(number), places if unit == MONEY_UNIT else 0)
        return _padded(show_number(number, places), places) if unit == MONEY_UNIT else show_number(number, 4)

    def brief_rate(self, rate: Fraction | None, unit: str = "") -> str:
        """A unit price on the face, as :meth:`rate` but at four decimals where it does not end within six."""
        if rate is None or unit == MONEY_UNIT or (rate * 10**6).denominator == 1:
            return self.rate(rate, unit)
        return show_number(rate, 4)

    def ratio(self, number: Fraction | None) -> str:
        """What stands below a number that had to be rounded: ``264/31``; nothing where the decimals say it all."""
        return ratio_text(number) if self.exact else ""

    def rate_ratio(self, rate: Fraction | None, unit: str = "") -> str:
        """The same for a unit price; a percentage has two decimals fewer than its ratio."""
        return ratio_text(rate, 8 if unit == MONEY_UNIT else 6) if self.exact else ""

    def percent(self, ratio: Fraction) -> str:
        """4/5 as ``80%``."""
        return show_number(ratio * 100) + "%"

    def measured(self, value: Fraction | None, unit: str, against: Fraction | None = None) -> str:
        """A KPI's value to two decimals; to more where two would show it equal to a target that it does not equal."""
        if value is None:
            return NOTHING
        scale = 100 if unit == "ratio" else 1
        text = closest(value * scale, None if against is None else against * scale)
        if unit == "ratio":
            return text + "%"
        return f"{text} {self.unit(unit, value * scale)}" if unit else text

    def day(self, day: date) -> str:
        """A day: written out in a document of one language, 2026-02-28 where both must read it."""
        from babel.dates import format_date

        if self.language == "both":
            return day.isoformat()
        return str(format_date(day, format="long", locale="zh_CN" if self.language == "zh" else "en_GB"))

    def days(self, first: date, last: date) -> str:
        """A range of days: ``1–28 Feb 2026``."""
        from babel.dates import format_interval

        if self.language == "both":
            return f"{first.isoformat()} – {last.isoformat()}"
        return str(format_interval(first, last, "yMMMd", locale="zh_CN" if self.language == "zh" else "en_GB"))


def closest(value: Fraction, against: Fraction | None) -> str:
    """The value at two decimals, or at as many as tell it from ``against``.

    >>> closest(Fraction("79.996"), Fraction(80)), closest(Fraction(82), Fraction(80)), closest(Fraction(1, 3), None)
    ('79.996', '82', '0.33')
    """
    places = 2
    while (
        places < 12
        and against is not None
        and value != against
        and to_places(value, places) == to_places(against, places)
    ):
        places += 1
    return show_number(to_places(value, places), places)


def _padded(number: str, places: int) -> str:
    """``3.8`` as ``3.80``: at least so many decimals."""
    if not places:
        return number
    whole, _, decimals = number.partition(".")
    return f"{whole}.{decimals.ljust(places, '0')}"


def clause_number(source: str) -> str:
    """The clause of the signed contract as it stands beside a label: a bare number gets its §."""
    return f"§{source}" if source[:1].isdigit() else source
