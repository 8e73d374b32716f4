"""``bpo audit``: an outsourcer's invoice held against what the contract yields."""

import sys
from pathlib import Path

import click

from bpo.cli.bids import folder_option
from bpo.cli.options import history_option, measures_option, page_format_option, period_option
from bpo.cli.papers import show_report
from bpo.cli.speech import Session, argument, option, verb
from bpo.desk.auditing import audit
from bpo.desk.auditing_report import audit_report
from bpo.desk.workspace import workspace_around

A_FILE = click.Path(path_type=Path, dir_okay=False)


@verb(
    en="Hold an outsourcer's invoice line by line against what the contract yields on your own records: what is agreed, over-billed, "
    "under-billed, not given, not in the contract, and what explains it. Nothing is recorded.",
    zh="按合同与贵方自有数据逐行核对供应商发票：一致、多计、少计、应抵减未抵减、合同外，并说明原因。不登记任何内容。",
    name="audit",
)
@argument(
    "invoice",
    type=A_FILE,
    en="A workbook, a CSV file, or an e-invoice (UBL, CII, or a PDF with one inside).",
    zh="工作簿、CSV 文件或电子发票（UBL、CII 或内嵌电子发票的 PDF）。",
)
@option("--contract", "contract", required=True, type=A_FILE, en="The contract's YAML file.", zh="合同 YAML 文件。")
@period_option
@measures_option
@history_option
@option(
    "--map",
    "mapping",
    type=A_FILE,
    en="The file that says what the columns of a workbook or CSV file are; otherwise the one in invoices/ whose 'files' fit.",
    zh="说明工作簿或 CSV 各列含义的文件；不写则取 invoices/ 中 files 相符者。",
)
@folder_option
@page_format_option
@click.pass_obj
def audit_invoice(
    session: Session, invoice: Path, contract: Path, period: str | None, measures: Path | None, history: tuple[Path, ...],
    mapping: Path | None, folder: Path | None, form: str,
) -> None:  # fmt: skip
    found = audit(
        invoice, contract, period, start=Path.cwd(), measures=measures, history_files=history, mapping=mapping
    )
    around = workspace_around(contract.parent) or workspace_around(Path.cwd())
    templates = around.templates if around is not None else None
    show_report(session, audit_report(found), form, folder, templates, template="letter.html.j2")
    sys.exit(0 if found.held.agreed else 1)
