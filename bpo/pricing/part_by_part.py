"""Clauses computed part by part and shown as one line: for every site or team, or on the days of each wording of the month."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bpo.contracts.blocks.tiers import are_of_a_month
from bpo.contracts.clause import Clause
from bpo.contracts.model import Contract, Wording
from bpo.contracts.month import PARTS_MISSING, Month
from bpo.contracts.part import NAMES, OF_DAYS, OF_EACH, PartOfMonth, given_whole, of_part
from bpo.contracts.statement import Charge, Score, Step
from bpo.contracts.terms.limits_by_days import OnDays, limits_by_days
from bpo.contracts.terms.priced import Priced
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
    parts_seen = []
    for key in keys:
        head = Step(OF_EACH, {"name": name, "key": key}, Fraction(0), source=clause.clause, kind="part")
        parts_seen.append((head, clause, _seen_as_site(clause, month, key)))
    charged = _charged(parts_seen, lambda one, its_month: one.charge(its_month))
    return _together(clause, month, charged, [_unrounded(one.charge) for one in charged])


def _seen_as_site(clause: Clause, month: Month, key: str) -> Month:
    own = _counted_by(clause)
    return month.seen_as(month.part.of(key, own) if month.part is not None else PartOfMonth(key, own=own))


def _unrounded(charge: Charge) -> list[Step]:
    return [step for step in charge.steps if not step.is_rounding]


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
    whole, of_month = _sum(counted), _tiers_of_month([one.clause for one in wordings])
    seen = []
    for i, one in enumerate(wordings):
        share = Fraction(one.days.days, month.effective.days)
        own = frozenset() if one.clause.for_each else frozenset(one.figures())
        part = PartOfMonth(one.key, _sum(counted[:i]), whole, share, i > 0, of_month, own)
        head = Step(OF_DAYS, {"key": one.key, "start": one.days.start, "end": one.days.end, "days": one.days.days}, Fraction(0), source=one.clause.clause, kind="days")  # fmt: skip
        seen.append((head, one.clause, replace(month.seen_as(part), effective=one.days)))
    charged = _charged(seen, lambda one, its_month: _each(one, its_month, parts))
    steps = _within_limits(charged) if isinstance(clause, Term) else [_unrounded(one.charge) for one in charged]
    return _together(clause, month, charged, steps)


def _tiers_of_month(clauses: Sequence[Clause]) -> bool:
    tiers = [clause.tiers for clause in clauses if isinstance(clause, Priced) and clause.tiers is not None]
    return len(tiers) == len(clauses) and are_of_a_month(tiers)


def _sum(counted: Sequence[Mapping[str, Fraction]]) -> dict[str, Fraction]:
    names = dict.fromkeys(name for one in counted for name in one)
    return {name: sum((one.get(name, Fraction(0)) for one in counted), Fraction(0)) for name in names}


@dataclass(frozen=True, slots=True)
class _Charged:
    """A part with its head, its clause, the month as it has it, and what the clause came to in it."""

    head: Step
    clause: Clause
    seen: Month
    charge: Charge

    @property
    def pieces(self) -> list[tuple[Step | None, list[Step]]]:
        """Its steps without what rounds them: those of every site under its head; all together where there are none."""
        sites = [(head, steps) for head, steps in self.charge.parts if head.kind == "part"]
        return [*sites] or [(None, _unrounded(self.charge))]


def _charged(
    parts: Sequence[tuple[Step, Clause, Month]], charge_of_part: Callable[[Clause, Month], Charge]
) -> list[_Charged]:
    """The charge of each part.

    Raises:
        BpoError: with what is missing of every part.
    """
    found, problems = list[_Charged](), list[Problem]()
    for head, one, seen in parts:
        try:
            found.append(_Charged(head, one, seen, charge_of_part(one, seen)))
        except BpoError as error:
            problems += error.problems
    if problems:
        raise BpoError(problems)
    return found


def _within_limits(charged: Sequence[_Charged]) -> list[list[Step]]:
    """The steps of each wording's days within the limits of the month: those of all sites together, or of each site."""
    days: dict[tuple[str | None, str], dict[int, OnDays]] = {}
    for i, one in enumerate(charged):
        assert isinstance(one.clause, Term), "only terms have limits"
        for head, steps in one.pieces:
            if head is None and one.clause.for_each is not None:
                continue  # there is no site that a limit could hold for
            key = "" if head is None else str(head.values["key"])
            seen = one.seen if head is None else _seen_as_site(one.clause, one.seen, key)
            amount = sum((step.amount for step in steps), Fraction(0))
            days.setdefault((one.clause.for_each, key), {})[i] = OnDays(one.clause, seen, amount)
    limits: dict[tuple[str | None, str, int], list[Step]] = {}
    for (column, key), own in days.items():
        limits |= {(column, key, i): steps for i, steps in zip(own, limits_by_days([*own.values()]), strict=True)}
    found: list[list[Step]] = []
    for i, one in enumerate(charged):
        found.append([])
        for head, steps in one.pieces:
            key = "" if head is None else str(head.values["key"])
            found[-1] += [*([head] if head else []), *steps, *limits.get((one.clause.for_each, key, i), [])]
    return found


def _together(clause: Clause, month: Month, charged: Sequence[_Charged], steps: Sequence[Sequence[Step]]) -> Charge:
    """One line of the parts of a clause, each with its steps under its head, rounded once."""
    all_steps = [step for part, own in zip(charged, steps, strict=True) for step in (part.head, *own)]
    with_lines = dict.fromkeys(name for part in charged for name in part.charge.rounded_with)
    scores = [score for part in charged for score in _scores(part.charge, part.seen, month)]
    line = Clause.line(clause, month, all_steps, tuple(with_lines), scores)
    return replace(line, damages=any(part.charge.damages for part in charged))


def _scores(charge: Charge, seen: Month, month: Month) -> Iterator[Score]:
    """The marks that KPIs scored; those of a KPI that is measured for the part belong to that one."""
    assert seen.part is not None, "a part of the month"
    for score in charge.scores:
        own = FigureName.of(score.kpi).within(seen.part.key)
        yield replace(score, kpi=own) if own in month.verdicts else score
