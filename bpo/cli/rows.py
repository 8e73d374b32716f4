"""``bpo rows``: the rows behind a number."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from bpo.cli.bids import WRITTEN
from bpo.cli.options import format_option, period_option
from bpo.cli.row_target import to_option
from bpo.cli.rows_outputs import RowsOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.counting import how_counted
from bpo.core.measures import Need
from bpo.core.tables import known_table
from bpo.core.words import Lang, Text, Words, exact_text, show
from bpo.desk.counted_rows import LEFT_OUT, CountedRows, counted_rows
from bpo.desk.workspace import near
from bpo.report.screen import Column, table

SHOWN = 20
AS_BILLED = Words("rows-as-billed", en="{period}, as billed in {id}", zh="{period}，按已出账的 {id}")
AS_NOW = Words("rows-as-now", en="{period}, as the lake is now", zh="{period}，按事实库现状")
OF_NEED = Words("rows-of-need", en="{id}: {how}: {total}, {rows} rows", zh="{id}：{how}：{total}，{rows} 行")
MORE = Words(
    "rows-more",
    en="… {rows} more rows; --to FILE.xlsx writes all of them",
    zh="……另有 {rows} 行；--to FILE.xlsx 可写出全部",
)
FILE, LINE = Words("rows-file", en="file", zh="文件"), Words("rows-line", en="line", zh="行号")
COLUMNS_SHOWN = 8


@verb(
    en="The rows of the lake that were counted for a clause, a quantity or a KPI, with file and line. A month that was billed is shown "
    "as it was billed; without --period, the last one.",
    zh="列出某条款、数量或指标所统计的事实库明细，含文件与行号。已出账的账期按出账时的数据；不写 --period 则为最近一期。",
    name="rows",
)
@argument("name", en="The id of a clause, quantity or KPI, or one of its counts: sl20.numerator.", zh="条款、数量或指标的编号，或其中一项统计，如 sl20.numerator。")  # fmt: skip
@option(
    "--contract",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    en="The contract's YAML file.",
    zh="合同 YAML 文件。",
)
@period_option
@to_option
@option(
    "--limit", type=click.IntRange(min=0), default=SHOWN, en="How many rows of a table to show.", zh="每表显示的行数。"
)
@format_option
@click.pass_obj
def rows(
    session: Session, name: str, contract: Path, period: str | None, target: Path | None, limit: int, form: str
) -> None:
    found = counted_rows(contract, period, name, Path.cwd())
    if form == "json":
        counted = found.counted()
        echo_json(RowsOutput.of(as_output(found, counted, limit), session.lang))
    else:
        click.echo(rows_text(found, limit, session.lang))
    if target is not None:
        write_rows(found, target, session.lang, apart=form == "json")


def write_rows(found: CountedRows, target: Path, lang: Lang, apart: bool) -> None:
    """Write all rows and say where they are, and which a workbook has no room for."""
    files, left_out = found.write(target)
    for file in files:
        click.echo(WRITTEN.say(lang, {"path": str(near(file))}), err=apart)
    for name, missing in left_out.items():
        if missing:
            click.echo(LEFT_OUT.say(lang, {"rows": missing, "table": name}), err=True)


def rows_text(found: CountedRows, most: int, lang: Lang) -> str:
    """The first rows of each table, under what was counted of it."""
    words = AS_BILLED if found.billed else AS_NOW
    counted = found.counted()
    parts = [words.say(lang, {"period": found.period.name, "id": found.billed})]
    for name in found.tables:
        needs = found.needs_on(name)
        listed = found.first(name, most + 1)
        parts.append("\n".join(_need(found, one, *counted[one.id], lang) for one in needs))
        parts.append(_table(found, name, listed[:most], lang) if most and listed else "")
        more = _all(found, name, counted) - most
        parts.append(MORE.say(lang, {"rows": more}) if len(listed) > most and more > 0 else "")
    return "\n\n".join(part for part in parts if part)


def _all(found: CountedRows, name: str, counted: Mapping[str, tuple[Fraction, int]]) -> int:
    """How many rows there are: those of the one need, else all that any of them counts."""
    needs = found.needs_on(name)
    return counted[needs[0].id][1] if len(needs) == 1 else sum(1 for _ in found.rows(name))


def _need(found: CountedRows, need: Need, total: Fraction, rows: int, lang: Lang) -> str:
    how = how_counted(need, lang, found.contract.billing.shifts)
    return OF_NEED.say(lang, {"id": need.id, "how": how, "total": total, "rows": rows})


def _table(found: CountedRows, name: str, listed: list[Mapping[str, Any]], lang: Lang) -> str:
    facts = known_table(name)
    own = list(dict.fromkeys([*facts.key, facts.time, *found.columns_asked(name)]))
    own = [one for one in own if any(row[one] is not None for row in listed)][:COLUMNS_SHOWN]
    needs = found.needs_on(name)
    columns: list[Column] = [(FILE, "left"), (LINE, "right"), *((Text.of(one), "left") for one in own)]
    columns += [(Text.of(need.id), "right") for need in needs]
    cells = [
        [
            row["file"],
            str(row["line"]),
            *(_cell(row[one], lang) for one in own),
            *(_number(row[found.column(need)]) for need in needs),
        ]
        for row in listed
    ]
    return table(columns, cells, lang)


def _cell(value: Any, lang: Lang) -> str:
    return "" if value is None else str(value) if isinstance(value, int) else show(value, lang)


def _number(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else exact_text(value)


def as_output(found: CountedRows, counted: Mapping[str, tuple[Fraction, int]], most: int) -> dict[str, Any]:
    """What machines read: each need with what was counted, and the first rows of each table."""
    needs = [
        {"id": need.id, "table": need.table, "counted": counted[need.id][0], "rows": counted[need.id][1]}
        for need in found.needs
    ]
    listed = {
        name: [
            {key: None if one is None else _json(one) for key, one in row.items()} for row in found.first(name, most)
        ]
        for name in found.tables
    }
    head = {"contract": found.contract.contract, "period": found.period.name, "billed": found.billed or None}
    return {**head, "needs": needs, "rows": listed}


def _json(value: Any) -> str | int | bool:
    return value if isinstance(value, (str, int)) else str(value)
