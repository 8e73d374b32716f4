"""Names and values as a source file spells them: in SQL, in YAML, and in its comments."""

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from bpo.core.fields import Mistake
from bpo.core.sql import read_expression

LETTERS_SHOWN: Final = 60
_PLAIN = re.compile(r"[A-Za-z_\u3400-\u9fff][\w\u3400-\u9fff]*( [\w\u3400-\u9fff]+)*")
_WORDS_OF_YAML = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


@cache
def expression_of(name: str) -> str | None:
    """A column as an expression names it, in double quotes where it must be; None if it cannot be named."""
    if not name or not name.isprintable():
        return None
    quoted = '"' + name.replace('"', '""') + '"'
    for text in (name, quoted) if _PLAIN.fullmatch(name) and " " not in name else (quoted,):
        try:
            read = read_expression(text, {name: "text"})
        except Mistake:
            continue
        if read.op == "column" and read.value == name:
            return text
    return None


def yaml_of(text: str) -> str:
    """A scalar of YAML: as it is where that is safe, else in quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    if not text.isprintable():
        return json.dumps(text)
    if "'" in text and not set('"\\') & set(text):
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def sql_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def flow(options: Iterable[tuple[str, str]]) -> str:
    """``{from: call_id, format: epoch}``; the values are spelled already."""
    return "{" + ", ".join(f"{name}: {value}" for name, value in options) + "}"


def shown(text: str) -> str:
    """A name or a value in a comment, on one line."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return plain if len(plain) <= LETTERS_SHOWN else plain[: LETTERS_SHOWN - 1] + "…"
