"""``bpo accrue``: what is earned and not issued at the end of a period, and what of an earlier close is taken back."""

import sys
from pathlib import Path
from typing import Annotated

import click
from pydantic import AliasPath, BeforeValidator, Field

from bpo.cli.options import format_option
from bpo.cli.outputs import IfAny, Told
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, option, verb
from bpo.contracts.accrual import Accrual, Reversal
from bpo.core.output import Number, Output
from bpo.core.vocabulary import AMOUNT
from bpo.core.words import Lang, Words
from bpo.desk.accruing import Accrued, accrue
from bpo.desk.workspace import find_workspace, near
from bpo.report.screen import Column, table
from bpo.report.speech import Speech

CONTRACT = Words("accrue-contract", en="contract", zh="合同")
PERIOD = Words("accrue-period", en="period", zh="账期")
BASIS = Words("accrue-basis", en="by", zh="依据")
ESTIMATE = Words("accrue-estimate", en="figures so far", zh="现有数据")
TO_DATE = Words("accrue-to-date", en="facts to date", zh="截至期末的数据")
BY_DAYS = Words("accrue-by-days", en="figures of the whole period, by days", zh="整期数据按天数")
BY_DAYS_OF = Words("accrue-by-days-of", en="{statement}, by days", zh="{statement} 按天数")
REVERSED = Words("accrue-reversed", en="taken back, issued since:", zh="已出具，冲回暂估：")
ISSUED = Words("accrue-issued", en="statement", zh="结算单")
REVENUE = Words("accrue-revenue", en="its revenue", zh="结算收入")
DIFFERENCE = Words("accrue-difference", en="difference", zh="差额")
NOTHING = Words("accrue-nothing", en="nothing is to be accrued", zh="没有需要暂估的金额")
SUM = Words(
    "accrue-sum", en="{currency}: months: {months}; accrued: {amount}", zh="{currency}：{months} 个账期，暂估 {amount}"
)


class AccrualOutput(Output):
    contract: str
    period: str
    currency: str
    amount: Number
    basis: str
    statement: Annotated[str | None, IfAny]
    like: Annotated[str | None, IfAny]


class ReversalOutput(Output):
    """``amount`` takes the accrual back; ``difference`` is by how much it was too low."""

    contract: str = Field(validation_alias=AliasPath("accrued", "contract"))
    period: str = Field(validation_alias=AliasPath("accrued", "period"))
    currency: str = Field(validation_alias=AliasPath("accrued", "currency"))
    amount: Number
    statement: str
    revenue: Number
    difference: Number


class ParkedAccrualOutput(Output):
    file: Annotated[str, BeforeValidator(lambda path: str(near(path)))] = Field(validation_alias="path")
    problems: list[Told]


class AccrualSumOutput(Output):
    currency: str
    months: int
    amount: Number


class AccrueOutput(Output):
    """``bpo accrue``."""

    period: str
    accruals: list[AccrualOutput]
    reversals: list[ReversalOutput]
    parked: list[ParkedAccrualOutput]
    sums: list[AccrualSumOutput]


@verb(
    en="What is earned and not issued at the end of a period, without tax, by contract and currency: drafts, months that are not "
    "billed yet by their figures so far, and of periods in course what they have earned by then. With --before, what an earlier close accrued and is issued since. Nothing is recorded.",
    zh="列出截至某账期已实现而未出具结算单的收入（不含税），按合同与币种：草稿按草稿，未出账的按现有数据估计，尚在进行的账期计至期末。"
    "给出 --before 时列出上次暂估中已出具、应冲回的金额。不登记任何内容。",
    name="accrue",
)
@option("--period", required=True, metavar="PERIOD", en="Up to this billing period.", zh="截至该账期。")
@option(
    "--before",
    type=click.Path(path_type=Path, dir_okay=False),
    en="What an earlier close accrued: its output with --format json.",
    zh="上次暂估的 JSON 输出文件。",
)
@format_option
@click.pass_obj
def accrue_period(session: Session, period: str, before: Path | None, form: str) -> None:
    found, lang = accrue(find_workspace(Path.cwd()), period, before), session.lang
    for parked in found.parked:
        for problem in parked.problems:
            click.echo(problem.say(lang) + "\n", err=True)
    if form == "json":
        echo_json(AccrueOutput.of(found, lang))
    else:
        click.echo(_text(found, lang))
    sys.exit(1 if found.parked else 0)


def _text(found: Accrued, lang: Lang) -> str:
    parts = [_accruals(found.accruals, lang) if found.accruals else NOTHING.say(lang)]
    if found.reversals:
        parts += [REVERSED.say(lang), _reversals(found.reversals, lang)]
    sums = [
        SUM.say(
            lang,
            {"currency": one.currency, "months": one.months, "amount": Speech(lang, one.currency).money(one.amount)},
        )
        for one in found.sums
    ]
    return "\n\n".join([*parts, *(["\n".join(sums)] if sums else [])])


def _accruals(accruals: tuple[Accrual, ...], lang: Lang) -> str:
    columns: list[Column] = [(CONTRACT, "left"), (PERIOD, "left"), (AMOUNT, "right"), (BASIS, "left")]
    rows = [[one.contract, one.period, _money(one, lang), _basis(one, lang)] for one in accruals]
    return table(columns, rows, lang)


def _basis(one: Accrual, lang: Lang) -> str:
    """By what it is accrued, in words; a draft is named by its id."""
    if one.like:
        return BY_DAYS_OF.say(lang, {"statement": one.like})
    said = {"estimate": ESTIMATE, "to_date": TO_DATE, "by_days": BY_DAYS}
    return one.statement if one.basis == "draft" else said[one.basis].say(lang)


def _money(one: Accrual, lang: Lang) -> str:
    return f"{Speech(lang, one.currency).money(one.amount)} {one.currency}"


def _reversals(reversals: tuple[Reversal, ...], lang: Lang) -> str:
    amounts: list[Column] = [(AMOUNT, "right"), (REVENUE, "right"), (DIFFERENCE, "right")]
    rows = []
    for one in reversals:
        money = Speech(lang, one.accrued.currency).money
        numbers = [money(amount) for amount in (one.amount, one.revenue, one.difference)]
        rows.append([one.accrued.contract, one.accrued.period, *numbers, one.statement])
    return table([(CONTRACT, "left"), (PERIOD, "left"), *amounts, (ISSUED, "left")], rows, lang)
