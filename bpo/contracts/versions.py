"""The versions that a contract and its amendments make, and what an amendment may not do."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from bpo.contracts.amended import amended
from bpo.contracts.amendment import Amendment
from bpo.contracts.clause import Loc
from bpo.contracts.model import Contract, Version, Wording, multiples_of
from bpo.contracts.names import UNKNOWN_NAME
from bpo.core.documents import Document
from bpo.core.errors import BpoError, Problem
from bpo.core.words import Words

NOT_IN_ORDER = Words(
    "amendment-order",
    en="this amendment begins on {given}, not after {before}: write amendments in the order of their days",
    zh="本补充协议自 {given} 起，不晚于 {before}：请按日期先后书写",
)
LEAVES_A_GAP = Words(
    "amendment-gap",
    en="the contract ended on {end}, before this amendment begins on {start}: from {first} nothing would be agreed; let it begin "
    "on {first}",
    zh="合同已于 {end} 到期，早于本补充协议的起始日 {start}：自 {first} 起没有约定；请改为自 {first} 起",
)
ENDS_BEFORE_ITSELF = Words(
    "amendment-ends-before-itself",
    en="this amendment begins on {start}, after the contract's new last day {end}: let it begin on {end} or before",
    zh="本补充协议自 {start} 起，晚于合同新的截止日 {end}：请改为不晚于 {end} 起",
)
SAYS_NOT_HOW_JUDGED = Words(
    "amendment-month-judged",
    en="this amendment begins inside the billing period {period}; say how its KPIs and adjustments are applied to that month: "
    "month_judged: under_new_terms, under_old_terms or in_parts",
    zh="本补充协议在账期 {period} 内生效；请写明该月的考核与调整如何适用：month_judged: under_new_terms、under_old_terms 或 in_parts",
)
JUDGED_AS_EVER = Words(
    "amendment-month-judged-idle",
    en="'month_judged' has no effect: no KPI, adjustment or quantity changes inside a billing period",
    zh="month_judged 不起作用：没有指标、调整或数量在账期内变化",
)
FROM_A_PERIOD = Words(
    "amendment-from-a-period",
    en="'{given}' can only change from the first day of a billing period: {first} or {next}",
    zh="'{given}' 只能自账期首日起变更：{first} 或 {next}",
)
SAME_CYCLE = Words(
    "amendment-cycle",
    en="an amendment cannot change the billing cycle, the time zone, or the days that shifts belong to; end this contract and begin another",
    zh="补充协议不能变更账期规则、时区或班次工时的归属日；请终止本合同并另立合同",
)
NOT_IN_PARTS = Words(
    "amendment-not-in-parts",
    en="'{given}' counts over the whole month ({why}) and cannot change inside it: let it change on {first} or {next}",
    zh="'{given}' 按整月计算（{why}），不能在月中变更：请自 {first} 或 {next} 起变更",
)
JUDGED_WHOLE = Words(
    "amendment-judged-whole",
    en="'{given}' cannot be applied to parts of a month: write month_judged: under_new_terms or under_old_terms",
    zh="'{given}' 不能分段适用：请写 month_judged: under_new_terms 或 under_old_terms",
)

MISSING_SINCE = Words(
    "amendment-name-missing",
    en="from {day} on there is no {kind} '{given}' under {section}: the amendment of that day removes it, or names it wrongly",
    zh="自 {day} 起，{section} 下没有名为 '{given}' 的{kind}：当日生效的补充协议删除了它，或写错了名称",
)

ReadVersion = Callable[[Document], tuple[Contract | None, list[Problem]]]


def read_versions(contract: Contract, document: Document, read: ReadVersion) -> list[Problem]:
    """Gives the contract its versions, or says what is wrong with them."""
    problems = list(_out_of_order(contract, document))
    if problems:
        return problems
    try:
        texts = amended(document)
    except BpoError as error:
        return list(error.problems)
    versions: list[Version] = []
    for text, amendment in zip(texts, [None, *contract.amendments], strict=True):
        version, found = read(text)
        found = [_since(problem, amendment) for problem in found]
        problems += [problem for problem in found if (problem.where, problem.code) not in _told(problems)]
        if version is not None:
            start = amendment.start if amendment is not None else contract.effective.start
            versions.append(Version(start, version, text, amendment))
    if not problems:
        for before, after, i in zip(versions, versions[1:], range(len(versions)), strict=False):
            problems += _wrong(before.contract, after, document, ("amendments", i))
    contract.amended_to(versions)
    return problems


def _since(problem: Problem, amendment: Amendment | None) -> Problem:
    """The contract as signed had every name: one that is missing later, is so from the day of an amendment on."""
    if amendment is None or not problem.is_a(UNKNOWN_NAME):
        return problem
    return Problem(MISSING_SINCE, problem.where, {**problem.values, "day": amendment.start})


def _told(problems: list[Problem]) -> set[object]:
    return {(problem.where, problem.code) for problem in problems}


def _out_of_order(contract: Contract, document: Document) -> Iterator[Problem]:
    before = contract.effective.start
    for i, one in enumerate(contract.amendments):
        if one.start <= before:
            where = document.place("amendments", i, "from")
            yield Problem(NOT_IN_ORDER, where, {"given": one.start, "before": before})
        before = one.start


def _wrong(before: Contract, after: Version, document: Document, at: Loc) -> Iterator[Problem]:
    """What an amendment may not change, or not on that day."""
    amendment, now = after.amendment, after.contract
    assert amendment is not None, "every later version has its amendment"
    if before.effective.end is not None and amendment.start > before.effective.end + timedelta(days=1):
        first = before.effective.end + timedelta(days=1)
        values = {"end": before.effective.end, "start": amendment.start, "first": first}
        yield Problem(LEAVES_A_GAP, document.place(*at, "from"), values)
    if amendment.to is not None and amendment.to < amendment.start:
        values = {"end": amendment.to, "start": amendment.start}
        yield Problem(ENDS_BEFORE_ITSELF, document.place(*at, "to"), values)
    if _time_of(before) != _time_of(now):
        yield Problem(SAME_CYCLE, document.place(*at, "billing"))
        return
    period = now.cycle.containing(amendment.start)
    days = {"first": period.start, "next": period.end + timedelta(days=1)}
    inside = period.start != amendment.start
    if inside and amendment.prices is not None:
        yield Problem(FROM_A_PERIOD, document.place(*at, "prices"), {"given": "prices", **days})
    if inside and before.billing.calendar is not None and _days(before) != _days(now):
        yield Problem(FROM_A_PERIOD, document.place(*at, "billing"), {"given": "billing: calendar", **days})
    yield from _judged(before, amendment, document, at, inside, period.name)
    if inside:
        yield from _in_parts(before, now, amendment, document, at, days)


def _time_of(contract: Contract) -> object:
    """When a month, a day and a shift begin: under two of them the same hours would be billed twice, or never."""
    return contract.cycle, contract.billing.timezone, contract.billing.shifts


def _days(contract: Contract) -> object:
    """Which days are worked, as the contract writes them."""
    calendar = contract.billing.calendar
    return None if calendar is None else calendar.model_dump()


def _judged(
    before: Contract, amendment: Amendment, document: Document, at: Loc, inside: bool, period: str
) -> Iterator[Problem]:
    judging = {one.id for one in (*before.kpis, *before.adjustments)} | set(before.quantities)
    touched = amendment.touches_judgement or bool(judging & set(amendment.removes))
    if inside and touched and amendment.month_judged is None:
        yield Problem(SAYS_NOT_HOW_JUDGED, document.place(*at, "from"), {"period": period})
    elif amendment.month_judged is not None and not (inside and touched):
        yield Problem(JUDGED_AS_EVER, document.place(*at, "month_judged"))


def _in_parts(
    before: Contract, now: Contract, amendment: Amendment, document: Document, at: Loc, days: Mapping[str, date]
) -> Iterator[Problem]:
    """Clauses that look at a whole month cannot have two wordings in one."""
    judged_in_parts = amendment.month_judged == "in_parts"
    changed: set[str] = set()
    written = {one.id: (*at, "terms", i) for i, one in enumerate(amendment.terms)}
    for term in now.terms:
        was = next((one for one in before.terms if one.id == term.id), None)
        if was is None:
            continue
        then, after = Wording.of(was, before), Wording.of(term, now)
        why = then.counts_whole_month() or after.counts_whole_month()
        follows = next((of for of in multiples_of(term) if of in changed), None)
        if judged_in_parts or follows is not None or not then.same_as(after):
            changed.add(term.id)
        if why and term.id in changed:
            other = ("month_judged",) if judged_in_parts else ("quantities",)
            place = written.get(term.id) or written.get(follows or "") or (*at, *other)
            yield Problem(NOT_IN_PARTS, document.place(*place), {"given": term.id, "why": why, **days})
    for clause in {one.id: one for one in (*before.adjustments, *now.adjustments)}.values():
        if judged_in_parts and not clause.applies_in_parts():
            yield Problem(JUDGED_WHOLE, document.place(*at, "month_judged"), {"given": clause.id})
    for kpi in {one.id: one for one in (*before.kpis, *now.kpis)}.values():
        if judged_in_parts and (kpi.average is not None or kpi.relief is not None):
            yield Problem(JUDGED_WHOLE, document.place(*at, "month_judged"), {"given": kpi.id})
