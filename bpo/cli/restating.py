"""``bpo bill --restate``: a billed month is counted and priced again, and what it moves is told."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from bpo.cli.month_outputs import MovedMonthOutput, RestateOutput
from bpo.cli.moved import moved_text, signed
from bpo.cli.screen import echo_json, statement_text
from bpo.contracts.statement_json import MovedLineOutput, statement_output
from bpo.core.errors import BpoError
from bpo.core.words import Lang, Words
from bpo.desk.life.acting import by
from bpo.desk.months import NEXT
from bpo.desk.outdated import moved_lines
from bpo.desk.restating import Restating, restate
from bpo.desk.run import period_named
from bpo.desk.workspace import Workspace, near
from bpo.ledger import Form
from bpo.report.speech import Speech

PERIOD = Words("restate-period", en="period", zh="账期")
MOVED = Words(
    "restate-moved",
    en="{period}: {before} becomes {after} ({difference}) {currency}",
    zh="{period}：由 {before} 变为 {after}（差额 {difference}）{currency}",
)
IN_NEXT = Words(
    "restate-in-next",
    en="{original} is restated: the statement of {into} will have the adjustment; bill {into}",
    zh="{original} 已重述：调整将列入 {into} 结算单；请出账 {into}",
)
CORRECTED = Words(
    "restate-corrected",
    en="{original} is corrected by the difference above; the whole month is recorded as {into}",
    zh="{original} 按上列差额更正；该账期整体登记为 {into}",
)
UNCHANGED = Words(
    "restate-unchanged",
    en="{original}: nothing has changed since it was counted; nothing is restated",
    zh="{original}：统计之后没有变化，无需重述",
)
RESTS_ON = Words(
    "restate-rests-on",
    en="{statements} read {original}; bpo show says what they would come to now",
    zh="{statements} 依据 {original}；bpo show 列出其现应为的金额",
)


def restate_all(
    lang: Lang, workspace: Workspace, contracts: Sequence[Path], period: str | None, measures: Path | None, into: Form,
    reason: str, who: str | None, form: str,
) -> None:  # fmt: skip
    """Restate a month of each contract; one that cannot be is told and stops no other."""
    name, printed, failed = period_named(period, None), [], 0
    for path in contracts:
        try:
            found = restate(
                workspace, path, name, form=into, given=measures, doer=by(workspace, who, reason, datetime.now(UTC))
            )
        except BpoError as error:
            failed += 1
            for problem in error.problems:
                click.echo(problem.say(lang) + "\n", err=True)
            continue
        if form == "json":
            printed.append(_json(found, lang))
        else:
            click.echo(_text(found, lang))
    if form == "json" and (printed or len(contracts) > 1):
        echo_json(printed[0] if len(contracts) == 1 else printed)
    sys.exit(1 if failed else 0)


def _json(found: Restating, lang: Lang) -> RestateOutput:
    months = [
        MovedMonthOutput(
            period=one.period, was={"total": one.was.total}, now={"total": one.now.total}, difference=one.difference,
            lines=[MovedLineOutput.of(line, lang) for line in moved_lines(one.was, one.now)],
        )
        for one in found.months
    ]  # fmt: skip
    return RestateOutput(
        original={"id": found.original.id}, period=found.original.statement.period.name, form=found.form,
        goes_into=found.goes_into, changed=found.changed, difference=found.difference, months=months,
        correction=found.correction and statement_output(found.correction, lang), outdated=list(found.outdated),
    )  # fmt: skip


def _text(found: Restating, lang: Lang) -> str:
    values = {"original": found.original.id, "into": found.goes_into}
    if not found.changed:
        return UNCHANGED.say(lang, values)
    parts = []
    if found.correction is not None:
        parts.append(statement_text(found.correction, lang) + "\n")
    for one in found.months:
        speech, currency = Speech(lang, one.now.currency), one.now.currency
        lines = moved_lines(one.was, one.now)
        parts += [moved_text(lines, speech, lang)] if lines else []
        totals = {"before": speech.money(one.was.total), "after": speech.money(one.now.total)}
        said = {"period": one.period, "difference": signed(one.difference, speech), "currency": currency}
        parts.append(MOVED.say(lang, {**totals, **said}))
    parts.append((IN_NEXT if found.form == NEXT else CORRECTED).say(lang, values))
    parts += [f"  {near(file)}" for file in found.files]
    if found.outdated:
        parts.append(RESTS_ON.say(lang, {**values, "statements": list(found.outdated)}))
    return "\n".join(parts)
