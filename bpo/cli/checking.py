"""``bpo check``: every mistake in contracts and bids, and what is legal but unwise."""

import sys
from fractions import Fraction
from pathlib import Path

import click

from bpo.advice.check import advice
from bpo.advice.check.asked import CLIFF
from bpo.advice.exposure import Exposure, exposure
from bpo.cli.exposing import exposure_json, exposure_text
from bpo.cli.options import AsWritten, format_option
from bpo.cli.outputs import CheckOutput, ProblemOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.contracts.load import LoadedContract, read_contract
from bpo.contracts.model import Contract
from bpo.core.documents import read_document
from bpo.core.errors import BpoError, Problem
from bpo.core.fields import read_share
from bpo.core.measures import Measures
from bpo.core.words import Lang, Words
from bpo.desk.run import read_sound
from bpo.desk.workspace import workspace_of
from bpo.invoice.client_workbook import template_problems
from bpo.pricing.in_force import in_force

WELL = Words(
    "check-well",
    en="{path}: no mistakes (terms {terms}, KPIs {kpis}, adjustments {adjustments}, warnings {warnings})",
    zh="{path}：没有错误（计费条款 {terms} 项，指标 {kpis} 项，奖惩条款 {adjustments} 项，提醒 {warnings} 条）",
)
WARNING = Words("check-warning", en="warning: {told}", zh="提醒：{told}")


@verb(
    en="Read contracts and bids; report every mistake with its line, then warn of what is legal but unwise.",
    zh="读取合同与投标测算文件，列出所有错误及所在行；再提醒合法但不妥之处。",
)
@argument(
    "contracts", nargs=-1, required=True, metavar="FILES...", type=click.Path(path_type=Path, dir_okay=False),
    en="Contracts, scenarios of bids, cost files: one or many.", zh="合同、测算方案、成本文件，一个或多个。",
)  # fmt: skip
@option("--strict", is_flag=True, en="Warnings fail too.", zh="有提醒也算不通过。")
@option(
    "--cliff", "cliff_from", type=AsWritten("share", read_share), default=CLIFF, metavar="SHARE",
    en="Warn where one step of a KPI moves more than this share of the lines (2%).", zh="指标变动一步而金额变动超过各行的此比例时提醒（2%）。",
)  # fmt: skip
@option(
    "--exposure", "exposed", is_flag=True,
    en="Also the most that can be lost and gained in a month, at stated quantities.", zh="并列出给定数量下一个月最多损失与增收的金额。",
)  # fmt: skip
@option(
    "--measures",
    type=click.Path(path_type=Path, dir_okay=False),
    en="The stated quantities (YAML or JSON; - reads the standard input); KPIs are not needed.",
    zh="给定数量（YAML 或 JSON；- 表示标准输入），无需指标。",
)
@option(
    "--facts", "with_facts", is_flag=True,
    en="Also hold conditions and rates against the facts of the workspace: values that never occur.", zh="并与工作区的事实数据核对：条件与单价中从未出现过的取值。",
)  # fmt: skip
@format_option
@click.pass_obj
def check(
    session: Session, contracts: tuple[Path, ...], strict: bool, cliff_from: Fraction, exposed: bool,
    measures: Path | None, with_facts: bool, form: str,
) -> None:  # fmt: skip
    given = read_sound(measures).measures if measures else None
    exposures: list[tuple[Contract, Exposure]] = []
    mistakes: list[Problem] = []
    warnings: list[Problem] = []
    said: list[str] = []
    for path in contracts:
        try:
            unwise, well, loaded = _checked(path, cliff_from, with_facts, session.lang)
        except BpoError as error:
            mistakes += error.problems
        else:
            warnings += [one for one in unwise if one not in warnings]  # a bid's contract may be named beside it
            said.append(well)
            if exposed and loaded is not None:
                exposures.append((loaded.contract, _exposure(loaded, given)))
    failed = bool(mistakes or (strict and warnings))
    if form == "json":
        found, unwise_found = (
            [ProblemOutput.told(one, session.lang) for one in listed] for listed in (mistakes, warnings)
        )
        more = [exposure_json(*one, session.lang) for one in exposures] if exposed else None
        echo_json(CheckOutput(ok=not failed, problems=found, warnings=unwise_found, exposures=more))
    else:
        for line in said:
            click.echo(line)
        for problem in mistakes:
            click.echo(problem.say(session.lang) + "\n", err=True)
        for problem in warnings:
            click.echo(WARNING.say(session.lang, {"told": problem.say(session.lang)}) + "\n", err=True)
        for one in exposures:
            click.echo("\n" + exposure_text(*one, session.lang))
    sys.exit(1 if failed else 0)


def _checked(
    path: Path, cliff_from: Fraction, with_facts: bool, lang: Lang
) -> tuple[list[Problem], str, LoadedContract | None]:
    """What is unwise in a file and what to say of it; of a contract also itself. Its first words tell what kind it is.

    Raises:
        BpoError: with every mistake in it.
    """
    document = read_document(path)
    kind = document.root.value if isinstance(document.root.value, dict) else {}
    if "scenario" in kind:
        from bpo.cli.checking_bids import scenario_checked

        return *scenario_checked(path, cliff_from, lang), None
    if "costs" in kind:
        from bpo.cli.checking_bids import costs_checked

        return [], costs_checked(document, lang), None
    loaded = read_contract(document)
    if problems := template_problems(loaded.contract):
        raise BpoError(problems)
    unwise = _with_facts(loaded, path, cliff_from) if with_facts else advice(loaded, cliff_from)
    return unwise, _well(loaded, path, len(unwise), lang), loaded


def _with_facts(loaded: LoadedContract, path: Path, cliff_from: Fraction) -> list[Problem]:
    """The advice that the facts of the contract's workspace give as well."""
    from bpo.facts.lake.lake import Lake, reading_lake
    from bpo.facts.lake.seen import SeenInLake

    folder = workspace_of([path], Path.cwd()).lake
    with reading_lake(folder):
        return advice(loaded, cliff_from, SeenInLake(Lake(folder), loaded.contract.account_of_facts))


def _exposure(loaded: LoadedContract, given: Measures | None) -> Exposure:
    """The exposure at the given quantities; without them in its first month, if nothing has to be counted."""
    contract = loaded.contract
    first = contract.cycle.containing(contract.effective.start).name
    stated = given or Measures(first)
    return exposure(in_force(contract, contract.cycle.period(stated.period)), stated)


def _well(loaded: LoadedContract, path: Path, warnings: int, lang: Lang) -> str:
    contract = loaded.contract
    counts = {"terms": len(contract.terms), "kpis": len(contract.kpis), "adjustments": len(contract.adjustments)}
    return WELL.say(lang, {"path": str(path), "warnings": warnings, **counts})
