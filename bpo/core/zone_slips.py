"""What people write for a time zone: a city alone, a country, an offset, an abbreviation; and the zone that is meant."""

import re
import unicodedata
from collections.abc import Collection, Mapping

from bpo.core.errors import choices
from bpo.core.words import Words

UNKNOWN_ZONE = Words(
    "timezone-unknown",
    en="unknown time zone '{given}'; write its name as region and city, such as Asia/Shanghai or Europe/Berlin",
    zh="未知时区 '{given}'；请写“区域/城市”，例如 Asia/Shanghai、Asia/Hong_Kong",
)

CALLED: Mapping[str, str] = {
    "Asia/Shanghai": "beijing china prc cst shenzhen guangzhou chengdu 北京 上海 中国 北京时间 中国标准时间 +8",
    "Asia/Hong_Kong": "hongkong hkt 香港",
    "Asia/Taipei": "taiwan 台北 台湾",
    "Asia/Tokyo": "japan jst 东京 日本 +9",
    "Asia/Singapore": "sgt 新加坡",
    "Asia/Manila": "philippines pht cebu davao 马尼拉 菲律宾",
    "Asia/Kolkata": "india ist delhi new_delhi mumbai bangalore bengaluru chennai hyderabad pune 印度 +5:30",
    "Asia/Ho_Chi_Minh": "vietnam hanoi ict +7",
    "Asia/Dubai": "uae gst +4",
    "Europe/London": "uk gmt bst england manchester glasgow +0",
    "Europe/Berlin": "germany cet cest mez munich hamburg frankfurt cologne +1",
    "Europe/Paris": "france lyon",
    "Europe/Warsaw": "poland krakow",
    "Europe/Bucharest": "romania eet +2",
    "Europe/Madrid": "spain barcelona",
    "America/New_York": "est edt et eastern boston washington atlanta miami us usa -5",
    "America/Chicago": "cdt ct central dallas houston austin -6",
    "America/Denver": "mst mdt mountain -7",
    "America/Los_Angeles": "pst pdt pt pacific san_francisco seattle california -8",
    "America/Sao_Paulo": "brazil brt -3",
    "Australia/Sydney": "aest aedt canberra +10",
}
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])0?(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)


def meant_zone(given: str, names: Collection[str]) -> str | None:
    """The zone that a text without one means, or is spelled most like.

    >>> meant_zone("Berlin", ["Europe/Berlin"]), meant_zone("GMT+8", ["Asia/Shanghai"])
    ('Europe/Berlin', 'Asia/Shanghai')
    """
    plain = unicodedata.normalize("NFKC", given).strip().casefold().replace(" ", "_")
    if match := _OFFSET.fullmatch(plain):
        minutes = f":{match[3]}" if match[3] and match[3] != "00" else ""
        plain = f"{match[1]}{match[2]}{minutes}"
        return next((name for name, words in CALLED.items() if plain in words.split() and name in names), None)
    city = plain.rpartition("/")[2]
    alike = sorted(name for name in names if name.casefold().rpartition("/")[2] == city and "/" in name)
    called = [name for name, words in CALLED.items() if city in words.split() and name in names]
    return next(iter([*alike, *called]), None) or choices(given, names).get("nearest")
