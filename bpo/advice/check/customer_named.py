"""A condition that names a customer by number, where the lake keeps hashes: it would find nobody, and bill nothing."""

from collections.abc import Iterator

from bpo.advice.check.asked import Advice, Asked
from bpo.advice.check.never_seen import compared, places_of, written_at
from bpo.core.errors import Problem, Where
from bpo.core.figure_names import FigureName
from bpo.core.tables import PERSONAL
from bpo.core.words import Words

NAMED = Words(
    "check-customer-named",
    en="'{on}': {column} of {table} is kept as a hash unless its source says otherwise (personal: keep), so no row has '{given}'; "
    "leave such rows out in the source (skip, reject), or compare with the hash",
    zh="'{on}'：{table} 的 {column} 以散列值保存（数据源写 personal: keep 者除外），没有任何记录等于 '{given}'；请在数据源中排除（skip、reject），或与散列值比较",
)
KEPT_OTHERWISE = ("#", "*")
"""How a hash, and a number of which only the end is kept, begin."""


def customer_named(asked: Asked) -> Iterator[Advice]:
    """Texts that a personal column is compared with, each at each place once, but for hashes and what is empty."""
    places, told = places_of(asked), set[tuple[Where, str]]()
    for need in asked.contract.needs():
        on = FigureName.of(need.id).owner
        follow = need.followed.where if need.followed is not None else None
        conditions = [one for one in (need.where, need.classes, need.of, follow) if one is not None]
        for _, column, value in (found for one in conditions for found in compared(one)):
            where = written_at(asked, places[on], f"'{value}'")
            if column in PERSONAL and value and not value.startswith(KEPT_OTHERWISE) and (where, value) not in told:
                told.add((where, value))
                said = {"on": on, "column": column, "table": need.table, "given": value}
                yield Advice(on, Problem(NAMED, where, said))
