"""What ``for_each`` asks of a contract: rows that say which part they belong to, and lines and KPIs of the same parts."""

from collections.abc import Collection, Iterator, Sequence

from bpo.contracts.clause import Clause, Loc
from bpo.core.errors import choices
from bpo.core.fields import Mistake
from bpo.core.measures import Need
from bpo.core.tables import known_table
from bpo.core.words import Words
from bpo.kpi.base import Kpi

NO_SUCH_COLUMN = Words(
    "for-each-column",
    en="the rows of {table} have no '{given}' by which this could be computed",
    zh="{table} 没有可据以逐一计算的列 '{given}'",
)
LINE_IN_ONE = Words(
    "for-each-line",
    en="'{line}' is not computed for each {given}: write for_each: {given} there too, or leave it out here",
    zh="'{line}' 未按 {given} 逐一计算：请在该行也写 for_each: {given}，或在此处去掉",
)
NOTHING_OF_EACH = Words(
    "for-each-nothing",
    en="nothing in this clause is known for each {given}: neither a quantity, nor a KPI, nor a line",
    zh="本条款没有任何按 {given} 区分的数量、指标或行",
)
TWO_COLUMNS = Words(
    "for-each-two",
    en="the {kind} '{name}' is already needed for each {other}; write a second one for each {given}",
    zh="{kind} '{name}' 已按 {other} 逐一统计；按 {given} 请另写一个",
)
AGREED_FOR_ALL = Words(
    "for-each-agreed",
    en="'{given}' is agreed for all together, and nobody has a part of it: leave 'for_each' out, or let each one's figure be given",
    zh="'{given}' 是各方合计的约定数值，没有各自的份额：请去掉 for_each，或改为逐一提供数值（given）",
)


def check_for_each(
    terms: Sequence[Clause], adjustments: Sequence[Clause], kpis: Sequence[Kpi], agreed: Collection[str]
) -> None:
    """Raises Mistake at the first clause or KPI whose ``for_each`` could not be computed; ``agreed`` quantities have no parts."""
    places: list[tuple[Loc, Clause]] = [(("terms", i), term) for i, term in enumerate(terms)]
    places += [(("adjustments", i), clause) for i, clause in enumerate(adjustments)]
    for i, kpi in enumerate(kpis):
        _check_columns(kpi.for_each, kpi.needs(), ("kpis", i))
    lines = {clause.id: clause.for_each for _, clause in places}
    of_kpi = {kpi.id: kpi.for_each for kpi in kpis}
    of_quantity: dict[str, str] = {}
    for place, clause in places:
        if clause.for_each is None:
            continue
        at, column = (*place, "for_each"), clause.for_each
        _check_columns(column, clause.needs(), place)
        known = False
        for reference in clause.references():
            name = reference.name
            if reference.kind == "line":
                if lines.get(name, column) != column:
                    raise Mistake(LINE_IN_ONE, at, line=name, given=column)
                known = True
            elif reference.kind == "quantity":
                if name in agreed and not reference.same_for_all:
                    raise Mistake(AGREED_FOR_ALL, (*place, *reference.at), given=name)
                if of_quantity.setdefault(name, column) != column:
                    raise Mistake(TWO_COLUMNS, at, kind="quantity", name=name, other=of_quantity[name], given=column)
                known = True
            elif reference.kind == "kpi":
                if (of_kpi.get(name) or column) != column:
                    raise Mistake(TWO_COLUMNS, at, kind="KPI", name=name, other=of_kpi[name], given=column)
                known |= of_kpi.get(name) is not None
        if not known and not clause.figures():
            raise Mistake(NOTHING_OF_EACH, at, given=column)


def _check_columns(column: str | None, needs: Sequence[Need], place: Loc) -> None:
    for name in _tables(needs) if column is not None else ():
        facts = known_table(name)
        if facts.column(str(column)) is None:
            raise Mistake(NO_SUCH_COLUMN, (*place, "for_each"), table=name, **choices(str(column), facts.names))


def _tables(needs: Sequence[Need]) -> Iterator[str]:
    yield from dict.fromkeys(need.table for need in needs)
