"""An explanation for machines: the statement's totals, and of each line or KPI its steps, its clause and what was counted for it."""

from typing import Any

from pydantic import Field

from bpo.contracts.statement_json import ChargeOutput, KpiOutput, NameOrNull
from bpo.core.counting import how_counted
from bpo.core.measures import Measures, Need
from bpo.core.output import Number, Output
from bpo.core.words import Lang
from bpo.desk.asked import TOTALS, Asked, asked, ids_of
from bpo.desk.explaining import Explained


class CountedOutput(Output):
    """One figure: how it is counted, or that it was given, and what that rests on."""

    id: str
    how: str
    table: str
    where: str | None
    split_by: list[str]
    rows: int | None
    version: int | None
    given: bool
    note: str | None


class ClauseOutput(Output):
    """Where it stands in the file, and in the signed contract."""

    path: str
    line: int
    source: NameOrNull


class ExplainedOutput(Output):
    """A line, or a KPI with its verdicts: one, or one for each part."""

    id: str
    charge: ChargeOutput | None
    kpis: dict[str, KpiOutput]
    clause: ClauseOutput | None
    used_by: list[str]
    counted: list[CountedOutput]


class ExplainOutput(Output):
    """``bpo explain``: ``billed`` is the statement that is explained as it was billed, ``changed_since`` the one after which the
    contract was changed; both null if it was never billed."""

    contract: str
    period: str
    currency: str
    billed: NameOrNull
    changed_since: NameOrNull
    explained: list[ExplainedOutput]
    net: Number
    tax: Number
    total: Number
    payable: Number = Field(description="The total less what is netted from the payment.")


def explained_json(explained: Explained, line: str | None, lang: Lang) -> ExplainOutput:
    """The line or KPI that is asked for; all of them without a name, or for a total.

    Raises:
        BpoError: if the contract has neither.
    """
    statement, ids = explained.statement, ids_of(explained)
    wanted = ids if line is None or (line in TOTALS and line not in ids) else [line]
    values: dict[str, Any] = {
        "contract": statement.contract,
        "period": statement.period.name,
        "currency": statement.currency,
        "billed": explained.billed,
        "changed_since": explained.older,
        "explained": [_one(asked(explained, name), explained, lang) for name in wanted],
    }
    return ExplainOutput.of(values | {name: getattr(statement, name) for name in TOTALS}, lang)


def _one(about: Asked, explained: Explained, lang: Lang) -> dict[str, Any]:
    statement, where = explained.statement, about.where
    return {
        "id": about.id,
        "charge": about.charge,
        "kpis": {name: statement.verdicts[name] for name in about.verdicts},
        "clause": {"path": where.path, "line": where.line, "source": about.source} if where else None,
        "used_by": [clause.id for clause in about.users],
        "counted": [_counted(need, statement.measures, lang) for need in about.needs],
    }


def _counted(need: Need, measures: Measures, lang: Lang) -> dict[str, Any]:
    evidence = measures.evidence.get(need.id)
    note = evidence.note if evidence is not None else ""
    was_counted = evidence is not None and not note
    return {
        "id": need.id,
        "how": how_counted(need, lang),
        "table": need.table,
        "where": need.where.sql() if need.where else None,
        "split_by": list(need.split()),
        "rows": evidence.rows if evidence is not None and was_counted else None,
        "version": evidence.version if evidence is not None and was_counted else None,
        "given": not was_counted,
        "note": note or None,
    }
