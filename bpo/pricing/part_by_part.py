"""Clauses computed part by part and shown as one line: for every site or team, or on the days of each wording of the month."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from bpo.contracts.clause import Clause
from bpo.contracts.model import Contract, Wording
from bpo.contracts.month import PARTS_MISSING, Month
from bpo.contracts.part import NAMES, OF_DAYS, OF_EACH, PartOfMonth, given_whole, of_part
from bpo.contracts.statement import Charge, Score, Step
from bpo.contracts.terms.term import Term
from bpo.core.errors import BpoError, Problem, fail
from bpo.core.figure_names import FigureName, keys_of
from bpo.core.measures import Measures
from bpo.core.words import Text, Words
from bpo.pricing.converted import converted, money_of

NO_PARTS = Words("part-none", en="Nothing was counted for any {name}", zh="没有任何{name}的数据")


def parts_of(contract: Contract, measures: Measures) -> dict[str, list[str]]:
    """The sites, teams, … of a month: every one of which any figure was counted or given, by column."""
    found: dict[str, set[str]] = {clause.for_each: set() for clause in contract.clauses if clause.for_each}
    for name, column in contract.split_figures().items():
        found.setdefault(column, set()).update(keys_of(name, measures.quantities), keys_of(name, measures.kpis))
    return {column: sorted(keys) for column, keys in found.items()}


def charge_of(contract: Contract, clause: Clause, month: Month, parts: Mapping[str, Sequence[str]]) -> Charge:
    """The clause applied to a month: as a whole, on the days of each of its wordings, to each site or team.

    Raises:
        BpoError: with what is missing of every part.
    """
    if isinstance(clause, Term) and clause.currency is not None:
        return converted(_each(clause, replace(month, money=money_of(clause, month)), parts), clause, month)
    wordings = contract.by_days.get(clause.id)
    return _each(clause, month, parts) if wordings is None else _by_days(clause, wordings, month, parts)


def _each(clause: Clause, month: Month, parts: Mapping[str, Sequence[str]]) -> Charge:
    if clause.for_each is None:
        return clause.charge(month)
    name = NAMES.get(clause.for_each, Text(zh=clause.for_each, en=clause.for_each))
    keys = parts[clause.for_each]
    own = _counted_by(clause)
    if not keys:
        if whole := given_whole(month.measures, own):
            raise fail(PARTS_MISSING, clause.where, clause=clause.id, given=whole[0], by=clause.for_each)
        return Clause.line(clause, month, [Step(NO_PARTS, {"name": name}, Fraction(0), source=clause.clause)])
    seen = []
    for key in keys:
        head = Step(OF_EACH, {"name": name, "key": key}, Fraction(0), source=clause.clause, kind="part")
        part = month.part.of(key, own) if month.part is not None else PartOfMonth(key, own=own)
        seen.append((head, clause, month.seen_as(part)))
    return _together(clause, month, seen, lambda one, its_month: one.charge(its_month))


def _counted_by(clause: Clause) -> frozenset[str]:
    """The figures of which every part has its own."""
    named = {one.name for one in clause.references() if one.kind == "quantity" and not one.same_for_all}
    return frozenset({*clause.figures(), *named})


def _by_days(clause: Clause, wordings: Sequence[Wording], month: Month, parts: Mapping[str, Sequence[str]]) -> Charge:
    """Each wording on its days. One that alone holds for some days is priced as a contract that begins or ends in the month."""
    totals = {name: quantity.total for name, quantity in month.measures.quantities.items()}
    counted = [
        of_part({name: total for name, total in totals.items() if FigureName.of(name).parts}, one.key)
        for one in wordings
    ]
    whole = _sum(counted)
    seen = []
    for i, one in enumerate(wordings):
        share = Fraction(one.days.days, month.effective.days)
        own = frozenset() if one.clause.for_each else frozenset(one.figures())
        part = PartOfMonth(one.key, _sum(counted[:i]), whole, share, later=i > 0, own=own)
        head = Step(OF_DAYS, {"key": one.key, "start": one.days.start, "end": one.days.end, "days": one.days.days}, Fraction(0), source=one.clause.clause, kind="days")  # fmt: skip
        seen.append((head, one.clause, replace(month.seen_as(part), effective=one.days)))
    return _together(clause, month, seen, lambda one, its_month: _each(one, its_month, parts))


def _sum(counted: Sequence[Mapping[str, Fraction]]) -> dict[str, Fraction]:
    names = dict.fromkeys(name for one in counted for name in one)
    return {name: sum((one.get(name, Fraction(0)) for one in counted), Fraction(0)) for name in names}


def _together(
    clause: Clause, month: Month, parts: Sequence[tuple[Step, Clause, Month]], charge_of_part: Callable[[Clause, Month], Charge]
) -> Charge:  # fmt: skip
    """One line of the parts of a clause, each under its head, rounded once."""
    charges: list[tuple[Month, Charge]] = []
    steps, problems = list[Step](), list[Problem]()
    for head, one, seen in parts:
        try:
            charge = charge_of_part(one, seen)
        except BpoError as error:
            problems += error.problems
            continue
        charges.append((seen, charge))
        steps += [head, *(step for step in charge.steps if not step.is_rounding)]
    if problems:
        raise BpoError(problems)
    if isinstance(clause, Term):
        steps += clause.limits_over([(one, seen, charge.exact) for (_, one, seen), (_, charge) in zip(parts, charges, strict=True)], month)  # fmt: skip
    with_lines = dict.fromkeys(name for _, charge in charges for name in charge.rounded_with)
    scores = [score for seen, charge in charges for score in _scores(charge, seen, month)]
    line = Clause.line(clause, month, steps, tuple(with_lines), scores)
    return replace(line, damages=any(charge.damages for _, charge in charges))


def _scores(charge: Charge, seen: Month, month: Month) -> Iterator[Score]:
    """The marks that KPIs scored; those of a KPI that is measured for the part belong to that one."""
    assert seen.part is not None, "a part of the month"
    for score in charge.scores:
        own = FigureName.of(score.kpi).within(seen.part.key)
        yield replace(score, kpi=own) if own in month.verdicts else score
