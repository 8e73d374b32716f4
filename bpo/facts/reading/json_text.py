"""A piece of JSON as values: numbers exact, and what one had better not rely on refused."""

import json
import re
from typing import Any

from bpo.facts.sources.json_paths import exact_number

DEPTH_MAX = 64
TOKEN = re.compile(r'"(?:[^"\\\n]|\\[^\n])*+"|[{}\[\]]')


class Refused(Exception):
    """JSON by its brackets, but not to be relied on: a key that stands twice, or a number that is none."""

    def __init__(self, rule: str, given: str) -> None:
        self.rule, self.given = rule, given


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise Refused("json.key", next(name for name in names if names.count(name) > 1))
    return found


def _no_number(text: str) -> Any:
    raise Refused("json.number", text[:40])


def _number(text: str) -> Any:
    try:
        return exact_number(text)
    except ValueError:
        return _no_number(text)


def _whole(text: str) -> Any:
    return int(text) if len(text) <= 60 else _no_number(text)


STRICT = json.JSONDecoder(object_pairs_hook=_object, parse_float=_number, parse_int=_whole, parse_constant=_no_number)
LENIENT = json.JSONDecoder(parse_float=str, parse_int=str)


def depth_of(raw: str) -> int:
    depth = most = 0
    for token in TOKEN.finditer(raw):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token.group(), 0)
        most = max(most, depth)
    return most
