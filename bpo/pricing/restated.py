"""Earlier months that are counted again: which may be restated, what moved in them, and the tax of what is adjusted (账期重述)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.contracts.model import Contract
from bpo.contracts.month import HISTORY_MISSING
from bpo.contracts.statement import KpiVerdict, Statement, Step, TaxLine
from bpo.core.errors import BpoError, Problem
from bpo.core.measures import Measures, Restated
from bpo.core.words import Text, Words
from bpo.pricing.in_force import in_force
from bpo.pricing.late import shown
from bpo.pricing.limits import CUT
from bpo.pricing.passes.checked import check
from bpo.pricing.pricing import MovedTax

NOT_EARLIER = Words(
    "restated-not-earlier",
    en="'{given}' is not a month of the contract before {period}: only such a month can be restated",
    zh="'{given}' 不是合同中早于 {period} 的账期：只有以往账期才能重述",
)
CUT_BEFORE = Words(
    "restated-cut-by-limit",
    en="{restated} cannot be adjusted in {period}: in {cut} billing stopped at {what}, so what was billed since is not what the lines come "
    "to; correct it by itself: bpo bill --restate --into correction",
    zh="{restated} 不能在 {period} 调整：{cut} 已按{what}停止出账，其后的结算额并非各行之和；请单独更正：bpo bill --restate --into correction",
)
RESTATES = Words(
    "restated-total",
    en="{original} of {month} is restated{note}: total {after} in place of {before}",
    zh="重述 {month} 的 {original}{note}：合计由 {before} 变为 {after}",
)
READS = Words(
    "restated-reads",
    en="{month} reads what is restated ({restated}): total {after} in place of {before}",
    zh="{month} 依据被重述的账期（{restated}）：合计由 {before} 变为 {after}",
)
QUANTITY = Words(
    "restated-quantity",
    en="{label} of {month}: {after} in place of {before}",
    zh="{month} 的{label}：由 {before} 变为 {after}",
)
TAX = Words(
    "restated-tax",
    en="{name} of {month}: {after} in place of {before}",
    zh="{month} 的{name}：由 {before} 变为 {after}",
)
NONE = Text(zh="无", en="none")


def restated_since(history: Iterable[Measures]) -> dict[str, Restated]:
    """The months that were restated; what came last counts."""
    return {month: one for measures in history for month, one in measures.restated.items()}


def refused_months(contract: Contract, measures: Measures, history: Sequence[Statement]) -> Iterator[Problem]:
    """What cannot be restated."""
    billed, cycle = {one.period.name for one in history}, contract.cycle
    start = cycle.containing(contract.effective.start).name
    for month, one in measures.restated.items():
        values: dict[str, Any] = {"restated": month, "period": measures.period}
        if not start <= month < measures.period or not cycle.has(month):
            yield Problem(NOT_EARLIER, None, {**values, "given": month})
            continue
        try:
            check(in_force(contract, cycle.period(month)), one.measures)
        except BpoError as error:
            yield from (Problem(one.words, one.where, {**one.values, "restated": month}) for one in error.problems)
        cut = ((later.period.name, line) for later in history if later.period.name >= month for line in later.charges)
        if (stopped := next(((name, line) for name, line in cut if line.kind == CUT), None)) is not None:
            yield Problem(CUT_BEFORE, None, {**values, "cut": stopped[0], "what": stopped[1].label})
            continue
        between = [cycle.after(month, n) for n in range(cycle.between(month, measures.period))]
        for gap in [name for name in between if name not in billed]:
            yield Problem(HISTORY_MISSING, None, {"clause": "restated", "missing": gap, **values})


def said_of(was: Statement, now: Statement, restated: Mapping[str, Restated], labels: Mapping[str, Text]) -> list[Step]:
    """What is said of a month: which statement is restated, its old and new total, and which of its figures moved."""
    month = now.period.name
    totals: dict[str, Any] = {"month": month, "before": was.total, "after": now.total}
    if month not in restated:
        named = Text.of(", ".join(restated))
        return [Step(READS, {**totals, "restated": named}, Fraction(0))]
    one = restated[month]
    note = Text(zh=f"（{one.note}）", en=f" ({one.note})") if one.note else Text.of("")
    head = Step(RESTATES, {**totals, "original": one.original or month, "note": note}, Fraction(0))
    return [head, *_quantities(was, now, labels), *_kpis(was, now)]


def _quantities(was: Statement, now: Statement, labels: Mapping[str, Text]) -> Iterator[Step]:
    before, after = was.measures.quantities, now.measures.quantities
    for name in dict.fromkeys([*after, *before]):
        amounts = [figures[name].total if name in figures else None for figures in (before, after)]
        if amounts[0] != amounts[1] and "@" not in name:
            values = {"label": labels.get(name, Text.of(name)), "month": now.period.name}
            said = [NONE if one is None else one for one in amounts]
            yield Step(QUANTITY, {**values, "before": said[0], "after": said[1]}, Fraction(0))


def _kpis(was: Statement, now: Statement) -> Iterator[Step]:
    for name, verdict in now.verdicts.items():
        before = was.verdicts.get(name)
        if before is not None and before.judged != verdict.judged:
            values = {"label": verdict.label, "month": now.period.name}
            both = {"before": _judged(before), "after": _judged(verdict)}
            yield Step(QUANTITY, {**values, **both}, Fraction(0), source=verdict.source)


def _judged(verdict: KpiVerdict) -> Any:
    return NONE if verdict.judged is None else shown(verdict, verdict.judged)


def moved_taxes(was: Statement, now: Statement) -> list[MovedTax]:
    """The difference of every tax of a month, with each entity's part: as the month's own lines were taxed."""
    found = []
    for tax in dict.fromkeys(identity(one) for one in (*now.taxes, *was.taxes)):
        before, after = (_of(statement, tax) for statement in (was, now))
        some = after or before
        assert some is not None, "one of the months has the tax"
        base, amount = (_less(after, before, name) for name in ("base", "amount"))
        note = some.note if before is None or after is None or before.note == after.note else None
        line = TaxLine(some.code, some.name, some.rate, base, amount, note, some.of)
        parts = {}
        for portion in now.portions:
            had, has = _of_entity(was, portion.entity, tax), _of_entity(now, portion.entity, tax)
            parts[portion.entity] = has[0] - had[0], has[1] - had[1]
        if not base and not amount and not any(part for own in parts.values() for part in own):
            continue
        step = Step(TAX, {"name": some.name, "month": now.period.name, **_amounts(before, after, amount)}, Fraction(0))
        found.append(MovedTax(line, parts, step))
    return found


def _amounts(before: TaxLine | None, after: TaxLine | None, some: Decimal) -> dict[str, Decimal]:
    none = some - some
    return {"before": before.amount if before else none, "after": after.amount if after else none}


def identity(tax: TaxLine) -> tuple[Any, ...]:
    """What makes two lines of tax the same tax."""
    return tax.code, tax.name, tax.rate, tax.of


def _of(statement: Statement, tax: tuple[Any, ...]) -> TaxLine | None:
    return next((one for one in statement.taxes if identity(one) == tax), None)


def _less(after: TaxLine | None, before: TaxLine | None, name: str) -> Decimal:
    sides = [getattr(one, name) if one is not None else None for one in (after, before)]
    none = next(one - one for one in sides if one is not None)
    first, second = (none if one is None else one for one in sides)
    return Decimal(first - second)


def _of_entity(statement: Statement, entity: str, tax: tuple[Any, ...]) -> tuple[Decimal, Decimal]:
    """The base and the amount that an entity has of a tax."""
    for own in statement.portions:
        for one, part in zip(statement.taxes, own.taxes, strict=True):
            if own.entity == entity and identity(one) == tax:
                return part.base, part.amount
    return Decimal(0), Decimal(0)
