"""What people write where a number is asked for, and the number that is meant."""

import re
import unicodedata

_NONE = {
    "",
    "-",
    "--",
    "—",
    "n/a",
    "na",
    "none",
    "nil",
    "no",
    "no limit",
    "not limited",
    "unlimited",
    "inf",
    "infinity",
    "∞",
    "max",
    "open",
    "tbd",
    "tbc",
    "?",
    "无",
    "不限",
    "无限",
    "不限量",
    "无上限",
    "不封顶",
    "待定",
    "以上",
}
_UNIT = (
    r"[$€£¥￥₹₱]|US\$|HK\$|CNY|RMB|USD|EUR|GBP|HKD|JPY|INR|PHP|元|人民币|美元|欧元|"
    r"s|sec|secs|seconds?|秒|calls?|contacts?|seats?|agents?|people|heads?|points?|次|通|件|人|个|席|分"
)
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_WITH_UNIT = re.compile(
    rf"(?:(?:{_UNIT})\s*)?({_NUMBER}%?)\s*(?:(?:{_UNIT})\s*)?(?:(?:/|per |a |each )\s*[^\W\d]+)?", re.IGNORECASE
)
_COMPARED = re.compile(r"(?:>=|<=|=>|=<|≥|≤|>|<|=|~|≈|±|约|about|at least|at most|不低于|不高于)\s*(.+)", re.IGNORECASE)
_COMMA = re.compile(r"([+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)),(\d+)(%?)")
_SPACED = re.compile(r"[+-]?\d{1,3}(?:[ '’]\d{3})+(?:\.\d+)?%?")
_MANY = re.compile(rf"({_NUMBER})\s*(k|千|万|亿)", re.IGNORECASE)
_TIMES = {"k": 3, "千": 3, "万": 4, "亿": 8}
_POWER = re.compile(r"(\d+)e\+?(\d{1,2})", re.IGNORECASE)


def _plain(given: str) -> str:
    return unicodedata.normalize("NFKC", given).strip()


def says_none(given: str) -> bool:
    """Whether it says that there is no such number: what has no bound or is not known is left out.

    >>> says_none("unlimited"), says_none("不限"), says_none("some")
    (True, True, False)
    """
    return _plain(given).casefold() in _NONE


def is_time(given: str) -> bool:
    """Whether it is written as a clock or a length of time: ``5:00``, ``5 min``."""
    return bool(
        re.fullmatch(r"\d+:\d\d(:\d\d)?|\d+(\.\d+)?\s*(m|min|mins|minutes?|h|hrs?|hours?|分钟|小时)", _plain(given))
    )


def meant_number(given: str) -> str | None:
    """The number as contracts write it, where only one can be meant; else None.

    >>> meant_number("3,80"), meant_number("5 400"), meant_number("¥9000"), meant_number("1.2万"), meant_number(">= 80%")
    ('3.80', '5400', '9000', '12000', '80%')
    """
    text = _plain(given)
    if match := _COMPARED.fullmatch(text):
        text = match[1].strip()
        if re.fullmatch(rf"{_NUMBER}%?", text):
            return text
    if match := _COMMA.fullmatch(text):
        return f"{match[1].replace('.', '')}.{match[2]}{match[3]}"
    if _SPACED.fullmatch(text):
        return re.sub(r"[ '’]", "", text)
    if match := _MANY.fullmatch(text):
        return _moved(match[1], _TIMES[match[2].lower()])
    if match := _POWER.fullmatch(text):
        return _moved(match[1], int(match[2]))
    match = _WITH_UNIT.fullmatch(text)
    return match[1] if match else None


def _moved(number: str, places: int) -> str:
    """The number with its decimal point moved to the right."""
    whole, _, part = number.replace(",", "").partition(".")
    digits = part.ljust(places, "0")
    return f"{whole}{digits[:places]}" + (f".{digits[places:]}" if digits[places:] else "")
