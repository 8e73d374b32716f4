"""Verbs about a contract alone: check, price."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bpo.cli.options import contract_argument, contracts_argument, format_option, history_option, period_option
from bpo.cli.screen import echo_json, statement_text
from bpo.cli.speech import Session, option, verb
from bpo.contracts.statement import statement_json
from bpo.errors import BpoError, Problem
from bpo.run import load, months_before, price_month, read_given
from bpo.words import Lang, Words

WELL = Words(
    "check-well",
    en="{path}: no mistakes (terms {terms}, KPIs {kpis}, adjustments {adjustments})",
    zh="{path}：没有错误（计费条款 {terms} 项，指标 {kpis} 项，奖惩条款 {adjustments} 项）",
)


@verb(
    Words(
        "verb-check-help",
        en="Read contracts and report every mistake, with its line.",
        zh="读取合同，列出所有错误及所在行。",
    )
)
@contracts_argument
@format_option
@click.pass_obj
def check(session: Session, contracts: tuple[Path, ...], form: str) -> None:
    problems: list[Problem] = []
    said: list[str] = []
    for path in contracts:
        try:
            contract = load(path).contract
        except BpoError as error:
            problems += error.problems
        else:
            values = {
                "path": str(path),
                "terms": len(contract.terms),
                "kpis": len(contract.kpis),
                "adjustments": len(contract.adjustments),
            }
            said.append(WELL.say(session.lang, values))
    if form == "json":
        echo_json({"ok": not problems, "problems": [problem_json(problem, session.lang) for problem in problems]})
    else:
        for line in said:
            click.echo(line)
        for problem in problems:
            click.echo(problem.say(session.lang) + "\n", err=True)
    sys.exit(1 if problems else 0)


def problem_json(problem: Problem, lang: Lang) -> dict[str, object]:
    where = problem.where
    return {
        "code": problem.code,
        "path": where.path if where else None,
        "line": where.line if where and where.line else None,
        "column": where.column if where and where.line else None,
        "message": problem.words.say(lang, problem.values),
    }


@verb(
    Words(
        "verb-price-help",
        en="Price given figures by a contract: only the arithmetic, nothing is stored.",
        zh="按合同对给定数据计价：只计算，不入账。",
    )
)
@contract_argument
@option(
    "--measures",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=Words("option-measures-required", en="The figures (YAML or JSON).", zh="数据文件（YAML 或 JSON）。"),
)
@period_option
@history_option
@format_option
@click.pass_obj
def price(
    session: Session, contract: Path, measures: Path, period: str | None, history: tuple[Path, ...], form: str
) -> None:
    agreed, given = load(contract).contract, read_given(measures, period)
    month = agreed.cycle.period(given.measures.period)
    earlier = months_before(agreed, month, [read_given(file) for file in history])
    priced = price_month(None, agreed, month, given, earlier)
    if form == "json":
        echo_json(statement_json(priced.statement, session.lang))
    else:
        click.echo(statement_text(priced.statement, session.lang))
