"""``bpo bill --all``: every contract of the workspace, a line each, and what they come to by currency."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

import click
from pydantic import AliasPath, BeforeValidator, Field

from bpo.cli.billing_lines import say_line, say_problems
from bpo.cli.outputs import IfAny, Told
from bpo.cli.screen import echo_json
from bpo.core.errors import fail
from bpo.core.output import Number, Output, Said
from bpo.core.words import Lang, Words
from bpo.desk.billing import Billed, bill_all
from bpo.desk.closing import NO_CONTRACTS
from bpo.desk.sums import sums_of
from bpo.desk.workspace import Workspace, near
from bpo.report.screen import Column, table
from bpo.report.speech import Speech

SUMMARY = Words(
    "bill-all-summary",
    en="{period}: contracts: {all}; billed: {billed} (new: {new}); with nothing to bill: {not_due}; parked: {parked}",
    zh="{period}：共 {all} 份合同，已出账 {billed} 份（新登记 {new} 份），无需出账 {not_due} 份，搁置 {parked} 份",
)
CURRENCY = Words("bill-all-currency", en="currency", zh="币种")
COUNT = Words("bill-all-count", en="statements", zh="结算单数")
NET = Words("bill-all-net", en="net", zh="不含税")
TAX = Words("bill-all-tax", en="tax", zh="税额")
TOTAL = Words("bill-all-total", en="total", zh="合计")
PAYABLE = Words("bill-all-payable", en="payable", zh="应付")


FilePath = Annotated[str, BeforeValidator(lambda path: str(near(path)))]


def _of_statement(name: str) -> Any:
    return Field(validation_alias=AliasPath("priced", "statement", name))


class BilledOutput(Output):
    """A contract that was billed; ``agreed`` is the file whose figures stand in place of counted ones."""

    contract: str = _of_statement("contract")
    statement: str = Field(validation_alias=AliasPath("recorded", "statement_id"))
    new: bool = Field(validation_alias=AliasPath("recorded", "new"))
    currency: str = _of_statement("currency")
    net: Number = _of_statement("net")
    tax: Number = _of_statement("tax")
    total: Number = _of_statement("total")
    payable: Number = _of_statement("payable")
    agreed: Annotated[str | None, IfAny]
    files: list[FilePath]
    findings: list[Told] = Field(validation_alias=AliasPath("priced", "measured", "findings"))


class NotDueOutput(Output):
    file: FilePath = Field(validation_alias="path")
    why: Said = Field(validation_alias="not_due")


class ParkedOutput(Output):
    file: FilePath = Field(validation_alias="path")
    problems: list[Told]


class SumOutput(Output):
    """What the statements in a currency come to."""

    currency: str
    statements: int
    net: Number
    tax: Number
    total: Number
    payable: Number


class BillAllOutput(Output):
    """``bpo bill --all``: what was billed, what has nothing to bill in the period, and what is parked until its problems are mended."""

    period: str
    billed: list[BilledOutput]
    not_due: list[NotDueOutput]
    parked: list[ParkedOutput]
    sums: list[SumOutput]


def bill_workspace(
    lang: Lang,
    workspace: Workspace,
    period: str,
    dated: date | None,
    form: str,
    *,
    review: bool = False,
    jobs: int | None = None,
    who: str | None = None,
) -> bool:
    """Bill all contracts of the workspace, tell of each as soon as it is done; whether none is parked.

    Raises:
        BpoError: if the period is none, the ledger cannot be opened, or there is no contract.
    """
    paths = sorted(workspace.contracts.glob("*.yaml"))
    if not paths:
        raise fail(NO_CONTRACTS, folder=str(workspace.contracts))
    done = []
    results = bill_all(
        workspace,
        paths,
        period,
        now=datetime.now(UTC),
        dated=dated,
        whole_workspace=True,
        review=review,
        jobs=jobs,
        who=who,
    )
    for billed in results:
        done.append(billed)
        say_problems(billed, lang)
        say_line(billed, lang, form)
    if form == "json":
        echo_json(_json(period, done, lang))
    else:
        click.echo("\n" + _summary(period, done, lang))
    return not any(billed.failed for billed in done)


def _summary(period: str, done: Sequence[Billed], lang: Lang) -> str:
    values = {
        "period": period,
        "all": len(done),
        "billed": sum(billed.priced is not None for billed in done),
        "new": sum(billed.recorded is not None and billed.recorded.new for billed in done),
        "not_due": sum(billed.not_due is not None for billed in done),
        "parked": sum(billed.failed for billed in done),
    }
    columns: list[Column] = [(CURRENCY, "left"), *((w, "right") for w in (COUNT, NET, TAX, TOTAL, PAYABLE))]
    rows = []
    for one in sums_of(billed.priced.statement for billed in done if billed.priced is not None):
        money = Speech(lang, one.currency).money
        amounts = [money(amount) for amount in (one.net, one.tax, one.total, one.payable)]
        rows.append([one.currency, str(one.statements), *amounts])
    said = SUMMARY.say(lang, values)
    return f"{table(columns, rows, lang)}\n\n{said}" if rows else said


def _json(period: str, done: Sequence[Billed], lang: Lang) -> BillAllOutput:
    priced = [billed for billed in done if billed.priced is not None]
    sums = sums_of(billed.priced.statement for billed in priced if billed.priced is not None)
    return BillAllOutput(
        period=period,
        billed=[BilledOutput.of(billed, lang) for billed in priced],
        not_due=[NotDueOutput.of(billed, lang) for billed in done if billed.not_due is not None],
        parked=[ParkedOutput.of(billed, lang) for billed in done if billed.failed],
        sums=[SumOutput.of(one, lang) for one in sums],
    )
