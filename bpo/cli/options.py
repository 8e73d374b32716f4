"""Options and arguments that several verbs share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from bpo.cli.speech import Session, argument, option
from bpo.core.fields import Mistake, read_day, read_number

V = TypeVar("V")


class AsWritten(click.ParamType[V]):
    """A value as contracts write it: a number, 70% or 1,200; a share, 2% or 0.02; a day."""

    def __init__(self, name: str, read: Callable[[Any], V]) -> None:
        self.name, self.read = name, read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> V:
        try:
            return self.read(value)
        except Mistake as mistake:
            session = ctx.find_object(Session) if ctx else None
            self.fail(mistake.words.say(session.lang if session else "en", mistake.values), param, ctx)


NUMBER = AsWritten("number", read_number)
DAY = AsWritten("day", read_day)

page_format_option = option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "html"]),
    default="table",
    en="A table to read, JSON for machines, or a page for a browser.",
    zh="供阅读的表格、供程序使用的 JSON，或供浏览器查看的网页。",
)
contract_argument = argument(
    "contract", type=click.Path(path_type=Path, dir_okay=False), en="The contract's YAML file.", zh="合同 YAML 文件。"
)
period_option = option(
    "--period", metavar="PERIOD", en="The billing period by its name, such as 2026-02.", zh="账期名称，例如 2026-02。"
)
measures_option = option(
    "--measures",
    type=click.Path(path_type=Path, dir_okay=False),
    en="Given figures (YAML or JSON; - reads the standard input); what they hold is not counted.",
    zh="给定数据文件（YAML 或 JSON；- 表示标准输入）；其中已有的不再统计。",
)
history_option = option(
    "--history",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    en="A measures file of an earlier month that was billed elsewhere; may be repeated.",
    zh="在别处结算的以往月份的数据文件，可重复。",
)
format_option = option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    en="A table to read, or JSON for machines.",
    zh="供阅读的表格，或供程序使用的 JSON。",
)
