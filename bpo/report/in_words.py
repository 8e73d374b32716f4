"""Amounts in words: 人民币壹佰元整 and "one hundred US dollars only", as cheques and statements spell them."""

from decimal import Decimal

from bpo.core.money import minor_unit_places
from bpo.core.words import Lang

SPELLED_BELOW = 10**16
"""Amounts from here on are not spelled: cn2an ends there, and nobody reads such words."""


def in_words(amount: Decimal, currency: str, lang: Lang) -> str:
    """The amount as words of one language, or nothing where it is too large to be spelled.

    >>> in_words(Decimal("-1004.75"), "CNY", "zh")
    '人民币负壹仟零肆元柒角伍分'
    >>> in_words(Decimal("1004.75"), "CNY", "en")
    'One thousand and four Chinese yuan and 75/100'
    """
    if abs(amount) >= SPELLED_BELOW:
        return ""
    return _chinese(amount, currency) if lang == "zh" else _english(amount, currency)


def _chinese(amount: Decimal, currency: str) -> str:
    """大写: in yuan with 角 and 分 (整 where there are none); other currencies after their name, with 点 for decimals."""
    import cn2an
    from babel.numbers import get_currency_name

    name = str(get_currency_name(currency, locale="zh_CN"))
    sign, size = ("负" if amount < 0 else ""), abs(amount)
    if currency == "CNY":
        return f"{name}{sign}{cn2an.an2cn(format(size, 'f'), 'rmb')}"
    whole = size == int(size)
    digits = cn2an.an2cn(str(int(size)) if whole else format(size, "f"), "up")
    return f"{sign}{digits}{name}" + ("整" if whole else "")


def _english(amount: Decimal, currency: str) -> str:
    """The whole units in words with the currency's name by CLDR, the minor units as a fraction, as on a cheque."""
    from babel.numbers import get_currency_name
    from num2words import num2words

    size, places = abs(amount), minor_unit_places(currency)
    units = int(size)
    minor = int((size - units) * 10**places)
    name = get_currency_name(currency, count=units, locale="en")
    rest = f"and {minor:0{places}d}/{10**places}" if minor else "only"
    text = f"{num2words(units, lang='en')} {name} {rest}"
    return ("Minus " + text) if amount < 0 else text[0].upper() + text[1:]
