"""``bpo price``: a contract applied to given figures."""

from pathlib import Path

import click

from bpo.cli.options import contract_argument, format_option, history_option, period_option
from bpo.cli.screen import echo_json, statement_text
from bpo.cli.speech import Session, option, verb
from bpo.contracts.statement_json import statement_json
from bpo.desk.run import load, months_before, price_month, read_measures_file


@verb(
    en="Price given figures by a contract: only the arithmetic, nothing is stored.",
    zh="按合同对给定数据计价：只计算，不入账。",
)
@contract_argument
@option(
    "--measures",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    en="The figures (YAML or JSON; - reads the standard input).",
    zh="数据文件（YAML 或 JSON；- 表示标准输入）。",
)
@period_option
@history_option
@format_option
@click.pass_obj
def price(
    session: Session, contract: Path, measures: Path, period: str | None, history: tuple[Path, ...], form: str
) -> None:
    agreed, given = load(contract).contract, read_measures_file(measures, period)
    month = agreed.cycle.period(given.measures.period)
    earlier = months_before(agreed, month, [read_measures_file(file) for file in history])
    priced = price_month(None, agreed, month, given, earlier)
    if form == "json":
        echo_json(statement_json(priced.statement, session.lang))
    else:
        click.echo(statement_text(priced.statement, session.lang))
