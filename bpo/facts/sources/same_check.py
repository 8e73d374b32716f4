"""Mistakes in what a source file says of several rows that are one: columns that are not there, or not mapped, or taken as they cannot be."""

from bpo.core.errors import Problem, choices
from bpo.core.tables import INTERACTIONS
from bpo.core.words import Words
from bpo.facts.sources.same_key import LEGS, takes
from bpo.facts.sources.source import Source

LEGS_OF_CONTACTS = Words(
    "same-key-legs-of-contacts",
    en="only contacts have legs; several rows of {table} under one key can be copies: same_key: {{newest: COLUMN}}",
    zh="只有联络才分段；{table} 中同一键的多行可以是同一行的多份：same_key: {{newest: 列}}",
)
NOT_MAPPED_HERE = Words(
    "same-column-not-mapped", en="this file maps no column '{given}'", zh="本文件没有映射列 '{given}'"
)
NOT_TAKEN_SO = Words(
    "same-key-take",
    en="of '{column}' cannot be taken '{given}' over the legs of a contact",
    zh="同一联络各段的“{column}”不能取 '{given}'",
)
OF_ALL_LEGS = Words(
    "same-key-take-fixed",
    en="'{given}' is that of the whole contact: its key, or when its first leg began",
    zh="'{given}' 属于整个联络：它是键，或第一段的开始时间",
)
ONE_COLUMN = Words(
    "alike-key",
    en="'{given}' is part of the key; rows of one key are told by 'same_key'",
    zh="'{given}' 是键的一部分；同一键的多行用 same_key 说明",
)


def check_same_rows(source: Source) -> list[Problem]:
    """Every mistake in ``same_key`` and ``one_if_alike`` that can be seen without the export."""
    return [*_of_legs(source), *_of_alike(source)]


def _of_legs(source: Source) -> list[Problem]:
    if source.same_key is None or source.same_key.legs is None:
        return []
    if source.table is not INTERACTIONS:
        return [Problem(LEGS_OF_CONTACTS, source.key_place("same_key"), {"table": source.table.name})]
    problems = []
    for name, take in source.same_key.legs.items():
        column, loc = source.table.column(name), ("same_key", LEGS, name)
        if column is None or name not in source.map:
            problems.append(Problem(NOT_MAPPED_HERE, source.key_place(*loc), choices(name, source.map)))
        elif name in (*source.table.key, source.table.time):
            problems.append(Problem(OF_ALL_LEGS, source.key_place(*loc), {"given": name}))
        elif take not in takes(column):
            values = {"column": name, **choices(take, takes(column))}
            problems.append(Problem(NOT_TAKEN_SO, source.place(*loc), values))
    return problems


def _of_alike(source: Source) -> list[Problem]:
    problems = []
    for i, name in enumerate(source.one_if_alike):
        if name not in source.filled:
            values = choices(name, sorted(source.filled))
            problems.append(Problem(NOT_MAPPED_HERE, source.place("one_if_alike", i), values))
    if set(source.table.key) <= set(source.one_if_alike):
        problems.append(Problem(ONE_COLUMN, source.place("one_if_alike"), {"given": source.table.key[-1]}))
    return problems
