"""Columns that hold codes: what each of the values that are really there stands for."""

from collections.abc import Mapping, Sequence
from typing import Final

from bpo.core.headings import headings
from bpo.core.tables import Column
from bpo.core.words import Sentence
from bpo.facts.guessing.columns import Seen
from bpo.facts.guessing.matching import said
from bpo.facts.guessing.spelled import shown, yaml_of
from bpo.facts.guessing.words import CODES_ALL_UNKNOWN, CODES_UNKNOWN
from bpo.facts.sources.source_fields import FILL_IN

CODES_SHOWN: Final = 12


def coded(column: Column, seen: Seen, name: str) -> tuple[str, list[Sentence]]:
    """Values of a column that has its own words: which of them each stands for."""
    known = headings().values.get("yes_no" if column.type == "yes_no" else column.name)
    if known is None or not seen.values or (not column.known and not seen.is_coded):
        return yaml_of(name), []
    meaning = {said(word): value for value, words in known.items() for word in words}
    codes = {code: meaning.get(said(code)) for code, _ in seen.counts.most_common()}
    if not column.known:
        meant = {code: value or code for code, value in codes.items()}
        return yaml_of(name) if meant == {code: code for code in codes} else _code_table(name, meant, seen), []
    unknown = [code for code, value in codes.items() if value is None]
    told = {"known": ", ".join(column.known)}
    if len(unknown) == len(codes):
        values = {**told, "heading": shown(seen.name), "codes": _listed(seen, unknown)}
        return FILL_IN, [Sentence(CODES_ALL_UNKNOWN, values)]
    if all(code == value for code, value in codes.items()):
        return yaml_of(name), []
    return _code_table(name, codes, seen), [Sentence(CODES_UNKNOWN, told)] if unknown else []


def _code_table(name: str, codes: Mapping[str, str | None], seen: Seen) -> str:
    """A code a line; those that nobody knows are comments that wait to be written out."""
    known = [f"      {yaml_of(code)}: {yaml_of(value)}" for code, value in codes.items() if value is not None]
    unknown = [code for code, value in codes.items() if value is None]
    waiting = [f"      # {yaml_of(code)}:    # {seen.counts[code]}" for code in unknown if code.isprintable()]
    return "\n".join(["", f"    from: {yaml_of(name)}", "    codes:", *known, *waiting])


def _listed(seen: Seen, codes: Sequence[str]) -> str:
    some = [f"{shown(code)} ({seen.counts[code]})" for code in codes[:CODES_SHOWN]]
    return ", ".join([*some, *(["…"] if len(codes) > CODES_SHOWN else [])])
