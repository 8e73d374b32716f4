"""Checks of a source file that its table or its map cannot answer."""

from collections.abc import Iterator

from bpo.core.errors import Problem
from bpo.core.fields import Mistake
from bpo.core.filters import read_filter
from bpo.core.tables import INTERACTIONS, ROSTER
from bpo.core.words import Words
from bpo.facts.sources.checks import ByCondition, KnownAgent, KnownContact
from bpo.facts.sources.source import Source

NEEDS_COLUMN = Words(
    "check-needs-column",
    en="this check looks at '{given}', which this file does not map",
    zh="该检查需要 '{given}' 列，而本文件没有映射该列",
)
OF_ITSELF = Words(
    "check-of-itself", en="rows of {table} cannot be held against {table}", zh="{table} 的记录不能与 {table} 本身核对"
)


def check_checks(source: Source) -> Iterator[Problem]:
    """Conditions that are not understood, columns that are not mapped, tables that would be held against themselves."""
    for index, check in enumerate(source.checks):
        if isinstance(check, ByCondition):
            try:
                condition = read_filter(check.when, source.table)
            except Mistake as mistake:
                yield source.problem(mistake, "checks", index, "when")
                continue
            missing = sorted(condition.columns() - source.mapped)
        elif isinstance(check, KnownAgent | KnownContact):
            column, other = ("agent", ROSTER) if isinstance(check, KnownAgent) else ("interaction_id", INTERACTIONS)
            if source.table == other:
                yield Problem(OF_ITSELF, source.place("checks", index, "check"), {"table": other.name})
                continue
            missing = [] if column in source.mapped else [column]
        else:
            continue
        for name in missing:
            yield Problem(NEEDS_COLUMN, source.place("checks", index), {"given": name})
