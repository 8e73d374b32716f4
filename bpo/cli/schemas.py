"""``bpo schema``: the JSON Schema of the files that people write, for editors, and of the JSON that verbs print, for programs."""

import json
from pathlib import Path
from typing import Any

import click

from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb

FILES = ("contract", "source", "scenario", "costs", "measures", "bank", "invoice")
OF_FACTS = ("ingest", "withdraw", "forget", "quarantine", "late", "restate", "period")
OF_LIFE = ("life", "journal", "ledger")
OF_ROWS = ("rows", "evidence", "verify")
OF_MONTHS = ("bill-all", "review", "accrue")
OF_CASH = ("pay", "fapiao", "credit")
PRINTED = (
    "statement",
    "statements",
    *OF_MONTHS,
    "check",
    "curve",
    "diff",
    "explain",
    *OF_ROWS,
    *OF_FACTS,
    *OF_LIFE,
    *OF_CASH,
    "report",
)
OF_BIDS = ("quote", "solve", "breakeven", "compare", "staffing", "risk", "board")
KINDS = (*FILES, *PRINTED, *OF_BIDS)


@verb(
    en="Print the JSON Schema of a file, for editors that complete and check it while it is written, or of the JSON that a verb "
    "prints, for the program that reads it.",
    zh="输出 JSON Schema：文件的结构供编辑器补全和检查，命令 JSON 输出的结构供程序读取。",
    name="schema",
)
@argument(
    "kind",
    default=KINDS[0],
    type=click.Choice(KINDS),
    en="Which file or output; a contract unless said.",
    zh="文件或输出的种类，默认为合同。",
)
@option("--output", type=click.Path(path_type=Path, dir_okay=False), en="Write it to a file.", zh="写入文件。")
@click.pass_obj
def schema(session: Session, kind: str, output: Path | None) -> None:
    found = _schema(kind)
    if output is None:
        echo_json(found)
        return
    output.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(str(output))


def _schema(kind: str) -> dict[str, Any]:
    """Of a file as it may be written, or of JSON as it is printed."""
    from bpo.contracts.language import printed_schema, schema_of

    if kind == "source":
        from bpo.facts.sources.source import Source

        return schema_of(Source)
    if kind == "scenario":
        from bpo.economics.scenario.scenario import Scenario

        return schema_of(Scenario)
    if kind == "costs":
        from bpo.economics.costs.cost_file import Costs

        return schema_of(Costs)
    if kind == "bank":
        from bpo.bank.mapping import BankExport

        return schema_of(BankExport)
    if kind == "invoice":
        from bpo.audit.mapping import InvoiceMapping

        return schema_of(InvoiceMapping)
    if kind == "measures":
        from bpo.core.measures_file import MeasuresIn

        return schema_of(MeasuresIn)
    if kind == "report":
        from bpo.report.as_json import REPORT_SCHEMA

        return dict(REPORT_SCHEMA)
    if kind in OF_BIDS:
        from bpo.cli import bid_outputs as bids
        from bpo.cli.risk_outputs import BoardOutput, RiskOutput
        from bpo.cli.solve_outputs import SolveOutput
        from bpo.cli.staffing_outputs import StaffingOutput

        of_bids = {
            "quote": bids.QuoteOutput,
            "solve": SolveOutput,
            "breakeven": bids.BreakEvenOutput,
            "compare": bids.CompareOutput,
            "staffing": StaffingOutput,
            "risk": RiskOutput,
            "board": BoardOutput,
        }
        return printed_schema(of_bids[kind])
    if kind in PRINTED:
        from bpo.cli import invoicing_outputs as invoicing
        from bpo.cli import living_outputs as living
        from bpo.cli import month_outputs as months
        from bpo.cli import outputs, rows_outputs
        from bpo.cli.accruing import AccrueOutput
        from bpo.cli.billing_all import BillAllOutput
        from bpo.cli.explained_json import ExplainOutput
        from bpo.cli.paying_outputs import PayOutput
        from bpo.cli.review_outputs import ReviewedOutput
        from bpo.contracts.statement_json import StatementOutput

        printed = {
            "statement": StatementOutput,
            "statements": list[outputs.StatementRowOutput],
            "bill-all": BillAllOutput,
            "review": list[ReviewedOutput],
            "accrue": AccrueOutput,
            "check": outputs.CheckOutput,
            "curve": outputs.CurveOutput,
            "diff": outputs.DiffOutput,
            "explain": ExplainOutput,
            "rows": rows_outputs.RowsOutput,
            "evidence": rows_outputs.EvidenceOutput,
            "verify": rows_outputs.VerifiedOutput,
            "ingest": list[outputs.IngestOutput],
            "withdraw": outputs.WithdrawOutput,
            "late": list[months.LateOutput],
            "restate": months.RestateOutput,
            "period": list[months.PeriodOutput],
            "life": list[living.ActOutput],
            "sent": list[living.MailedOutput],
            "journal": list[living.EntryOutput],
            "ledger": living.LedgerCheckOutput,
            "forget": outputs.ForgetOutput,
            "quarantine": outputs.QuarantineOutput,
            "pay": PayOutput,
            "fapiao": invoicing.FapiaoListOutput,
            "credit": invoicing.CreditOutput,
        }
        return printed_schema(printed[kind])
    from bpo.contracts.model import Contract

    return schema_of(Contract)
