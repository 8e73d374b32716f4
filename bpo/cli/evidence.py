"""``bpo evidence`` and ``bpo verify``: a statement as a pack that anyone can compute again, and its verification."""

from pathlib import Path

import click

from bpo.cli.bids import WRITTEN
from bpo.cli.options import format_option, history_option
from bpo.cli.rows_outputs import EvidenceOutput, VerifiedOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.words import Words
from bpo.desk.counted_rows import LEFT_OUT
from bpo.desk.evidence.make import make_pack
from bpo.desk.evidence.verify import verify_pack
from bpo.desk.workspace import find_workspace, near

SEAL = Words("evidence-seal", en="seal: {seal}", zh="封签：{seal}")
PASS_ON = Words(
    "evidence-pass-on",
    en="tell the seal by another way than the pack: whoever verifies compares it",
    zh="请通过其他途径告知封签，以便核验方比对",
)
VERIFIED = Words(
    "evidence-verified",
    en="{statement} holds: {members} files are as they were packed, {figures} figures counted again over {rows} rows, priced again: {total} {currency}",
    zh="{statement} 核验无误：{members} 个文件与打包时一致，按 {rows} 行明细重新统计 {figures} 个数值，重新计价：{total} {currency}",
)


@verb(
    en="Pack a statement with what it was made from: contract, rows behind each figure, measures, earlier statements.",
    zh="将结算单连同依据打包：合同、每个数值背后的明细、当月数据、以往结算单。",
    name="evidence",
)
@argument("statement", en="The id of a statement.", zh="结算单编号。")
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    en="The pack; otherwise STATEMENT.zip.",
    zh="证据包文件；默认为“结算单编号.zip”。",
)
@option(
    "--persons",
    type=click.Choice(["numbered", "as-in-lake"]),
    default="numbered",
    en="Number the customers, or leave them as they are in the lake.",
    zh="客户改为编号，或按事实库原样列出。",
)
@history_option
@format_option
@click.pass_obj
def evidence(
    session: Session, statement: str, output: Path | None, persons: str, history: tuple[Path, ...], form: str
) -> None:
    workspace, target = find_workspace(Path.cwd()), output or Path(f"{statement}.zip")
    made = make_pack(workspace, statement, target, history, numbered=persons == "numbered")
    for name, one in made.manifest.tables.items():
        if one.left_out:
            click.echo(LEFT_OUT.say(session.lang, {"rows": one.left_out, "table": name}), err=True)
    if form == "json":
        tables = {name: one.rows for name, one in made.manifest.tables.items()}
        told = {"statement": made.statement_id, "path": str(near(target)), "seal": made.seal, "tables": tables}
        echo_json(EvidenceOutput.of(told, session.lang))
        return
    click.echo(WRITTEN.say(session.lang, {"path": str(near(target))}))
    click.echo(SEAL.say(session.lang, {"seal": made.seal}))
    click.echo(PASS_ON.say(session.lang), err=True)


@verb(
    en="Verify a pack from itself alone: hashes, counts, price. Fails on any change, naming it.",
    zh="仅凭证据包核验：哈希、统计、计价；任何改动都会指出。",
    name="verify",
)
@argument("pack", type=click.Path(path_type=Path, dir_okay=False, exists=True), en="The pack.", zh="证据包文件。")
@option("--seal", metavar="SHA256", en="The seal that it must have.", zh="应有的封签。")
@format_option
@click.pass_obj
def verify(session: Session, pack: Path, seal: str | None, form: str) -> None:
    done = verify_pack(pack, seal)
    if form == "json":
        echo_json(VerifiedOutput.of(done, session.lang))
        return
    names = ("members", "figures", "rows", "total", "currency")
    click.echo(VERIFIED.say(session.lang, {"statement": done.statement_id, **{n: getattr(done, n) for n in names}}))
    click.echo(SEAL.say(session.lang, {"seal": done.seal}))
