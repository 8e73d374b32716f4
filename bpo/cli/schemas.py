"""``bpo schema``: the JSON Schema of contracts, scenarios and cost files, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.fields import Part
from bpo.core.words import Words

KINDS = ("contract", "scenario", "costs")


@verb(
    Words(
        "verb-schema-help",
        en="Print the JSON Schema of contracts, or of a bid's scenario or costs, for editors that complete and check them while they "
        "are written.",
        zh="输出合同、测算方案或成本文件的 JSON Schema，供编辑器补全和检查。",
    ),
    name="schema",
)
@argument(
    "kind",
    default=KINDS[0],
    type=click.Choice(KINDS),
    help=Words("argument-schema", en="Which file; a contract unless said.", zh="文件种类，默认为合同。"),
)
@option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=Words("option-output", en="Write it to a file.", zh="写入文件。"),
)
@click.pass_obj
def schema(session: Session, kind: str, output: Path | None) -> None:
    from bpo.contracts.schema import schema_of

    found = schema_of(_model(kind))
    if output is None:
        echo_json(found)
        return
    output.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(str(output))


def _model(kind: str) -> type[Part]:
    if kind == "scenario":
        from bpo.economics.scenario.scenario import Scenario

        return Scenario
    if kind == "costs":
        from bpo.economics.costs.cost_file import Costs

        return Costs
    from bpo.contracts.model import Contract

    return Contract
